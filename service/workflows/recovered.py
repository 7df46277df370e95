"""Energy that a process says it gives back: as much of it counts as lines of the report show leaving the unit.

What is recovered comes off the energy that the levels judge, so it has to go somewhere: as heat or power supplied, as
heat or power exported, or as gas. That is our choice; the standards of energy count only what is used elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.scoring.ruleset import Ruleset
from service.workflows.unit_figures import Lodged, stated_amount

SUPPLIED = ("heat_supplied", "electricity_supplied")
EXPORTED = ("heat_exported", "electricity_exported")
GAS_LEAVING = ("process_carbon_output", "carbon_output")


def shown(site: Lodged, unit_id: str | None, unit: str, ruleset: Ruleset) -> Fraction:
    """Return the energy that a unit's lines show leaving it, in `unit`."""
    found = (*supplied(site, unit_id, unit), *exported(site, unit_id, unit), *gas(site, unit_id, ruleset))
    return sum(found, Fraction(0))


def supplied(site: Lodged, unit_id: str | None, unit: str) -> Iterator[Fraction]:
    """Yield the heat and power that a unit supplies."""
    for made in site.calculation.submission.production:
        amount = stated_amount(made.quantity, unit) if made.product in SUPPLIED and made.unit_id == unit_id else None
        yield from () if amount is None else (amount,)


def exported(site: Lodged, unit_id: str | None, unit: str) -> Iterator[Fraction]:
    """Yield the heat and power of a unit that leave the boundary."""
    for line in site.calculation.submission.activities:
        amount = stated_amount(line.quantity, unit) if line.kind in EXPORTED and line.unit_id == unit_id else None
        yield from () if amount is None else (amount,)


def gas(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> Iterator[Fraction]:
    """Yield the energy in kgce of the gas that leaves a unit."""
    for line in site.calculation.submission.activities:
        heat = ruleset.parameters.get(f"recovered_gas.{line.material}")
        if line.kind in GAS_LEAVING and line.unit_id == unit_id and heat is not None:
            amount = stated_amount(line.quantity, "Nm3")
            yield from () if amount is None else (amount * heat.value,)
