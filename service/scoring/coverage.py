"""Coverage: which share of the enterprise's emissions stands under lines that were judged.

Shares are taken of absolute amounts, so that a negative line or a total below the sum of its lines cannot raise them;
what the lines and the enterprise total disagree on counts as not covered.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from service.scoring.inventory import Inventory, ProductLine

#: Gases that lines tell by themselves; the others are parts of the enterprise's total at the places of the lines.
GASES_WITH_ENERGY = ("CO2", "CO2e")


def line_co2(line: ProductLine) -> Fraction | None:
    """Direct plus purchased-energy CO2 of a line in t; None where the direct part is not given."""
    return None if line.direct_co2 is None else line.direct_co2 + (line.purchased_energy_co2 or Fraction(0))


def counted_co2(line: ProductLine) -> Fraction:
    """What of the enterprise's total a line accounts for, in t; a process that only buys power has no direct part."""
    return (line.direct_co2 or Fraction(0)) + (line.purchased_energy_co2 or Fraction(0))


def carbon_coverage(inventory: Inventory, judged: Collection[str]) -> Fraction | None:
    """Share of CO2e under judged lines; None where the total is not given.

    A mass that is not given counts as none, and so as not covered. What several products share at one place counts
    once, and other gases than CO2 count with their place.
    """
    lines = [line for line in inventory.lines if line.line_id in judged]
    if inventory.co2e_total is None:
        return None
    masses = {line.place or line.line_id: counted_co2(line) for line in lines}
    places = {line.place for line in lines}
    others = [s.mass for s in inventory.sources if s.place in places and s.substance not in GASES_WITH_ENERGY]
    return share([*masses.values(), *others], inventory.co2e_total)


def share(parts: Collection[Fraction], total: Fraction) -> Fraction | None:
    """Covered part of a total; None where there is nothing at all."""
    covered = sum((abs(part) for part in parts), Fraction(0))
    left = abs(total - sum(parts, Fraction(0)))
    return covered / (covered + left) if covered + left else None
