"""Carbon of an enterprise that no line explains, where energy is judged and emissions are not.

On an energy rung a process that is left out with its product, its energy and its name leaves only its carbon behind: in
the enterprise's total, without a unit or booked at a unit whose product cannot emit as much. That carbon is counted as
energy of no product, an upper bound. Both numbers are the ruleset's and our choice; the scheme says that missing data
never help.
"""

from __future__ import annotations

from fractions import Fraction

from service.scoring.coverage import line_co2
from service.scoring.exact import fixed
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.line_kinds import LineKind
from service.scoring.result import Reason
from service.scoring.ruleset import Ruleset
from service.units import convert, find_unit

KILOGRAMS_PER_TONNE = 1000
#: The parameter with the most energy in kgce that a kg of CO2 can stand for, and those with the most CO2 per product.
ENERGY, CEILING = "loose_carbon_energy", "carbon_ceiling"


def loose_carbon(
    inventory: Inventory, kinds: list[tuple[ProductLine, LineKind | None]], ruleset: Ruleset
) -> Fraction | None:
    """CO2e in t beyond what lines of known kinds emit and can emit; None where the enterprise has no total."""
    if inventory.co2e_total is None:
        return None
    explained = sum((_explained(line, kind, ruleset) for line, kind in kinds if kind is not None), Fraction(0))
    return max(inventory.co2e_total - explained, Fraction(0))


def as_energy(loose: Fraction, unit: str, ruleset: Ruleset) -> Fraction:
    """Loose carbon as energy in `unit` (kgce, kWh)."""
    told = ruleset.parameters.get(ENERGY)
    energy = loose * KILOGRAMS_PER_TONNE * told.value if told is not None else Fraction(0)
    return convert(energy, find_unit("kgce"), find_unit(unit))


def said(loose: Fraction, ruleset: Ruleset) -> Reason:
    """That carbon was counted as energy."""
    energy = as_energy(loose, "kgce", ruleset) / KILOGRAMS_PER_TONNE
    return Reason("carbon.loose", {"mass": fixed(loose, 2), "energy": fixed(energy, 2)})


def _explained(line: ProductLine, kind: LineKind, ruleset: Ruleset) -> Fraction:
    emitted = max(line_co2(line) or Fraction(0), Fraction(0))
    ceiling = ruleset.parameters.get(f"{CEILING}.{kind.id}")
    if ceiling is None or line.output is None:
        return emitted
    made = convert(line.output, find_unit(line.unit), find_unit(kind.unit))
    return min(emitted, ceiling.value * max(made, Fraction(0)))
