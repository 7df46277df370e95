"""Coverage: which share of the enterprise's emissions stands under lines that were judged.

Shares are taken of absolute amounts, so that a negative line or a total below the sum of its lines cannot raise them;
what the lines and the enterprise total disagree on counts as not covered.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from service.scoring.inventory import Inventory, ProductLine


def line_co2(line: ProductLine) -> Fraction | None:
    """Direct plus purchased-energy CO2 of a line in t; None where the direct part is not given."""
    return None if line.direct_co2 is None else line.direct_co2 + (line.purchased_energy_co2 or Fraction(0))


def carbon_coverage(inventory: Inventory, judged: Collection[str]) -> Fraction | None:
    """Share of CO2e under judged lines; None where the total or a judged line's mass is not given."""
    masses = [line_co2(line) for line in inventory.lines if line.line_id in judged]
    known = [mass for mass in masses if mass is not None]
    if inventory.co2e_total is None or len(known) < len(masses):
        return None
    return share(known, inventory.co2e_total)


def share(parts: Collection[Fraction], total: Fraction) -> Fraction | None:
    """Covered part of a total; None where there is nothing at all."""
    covered = sum((abs(part) for part in parts), Fraction(0))
    left = abs(total - sum(parts, Fraction(0)))
    return covered / (covered + left) if covered + left else None
