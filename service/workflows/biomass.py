"""Fuel of living origin that nothing shows to be such: bought without a paper, or burnt without an analysis.

Its carbon counts towards no total, so that coal called biomass emits nothing. Whoever claims it names the evidence of
the purchase and the laboratory report of the fuel; without both the score counts it as fossil. That is our choice; the
verification guide of power asks for the same fields (CETS-VG-01.01, 3.4.2.1.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.activity import ActivityRecord
from service.checks.fuels import BURNT, LIVING, is_proven
from service.scoring.ruleset import Ruleset
from service.workflows.unit_figures import Lodged, biogenic_lines_at, mass_of, stated_amount

#: By the unit of the fuel, the parameter with the most CO2 that it can stand for.
UNPROVEN = (("t", "unproven_fuel.mass"), ("Nm3", "unproven_fuel.volume"))


def unproven_co2(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> Fraction:
    """Return the CO2 in t of a unit's fuel of living origin that is not shown to be: as computed, else at the most."""
    activities = site.calculation.calculated.activities
    lines = [line for line in biogenic_lines_at(site, unit_id) if not is_proven(activities[line.activity])]
    computed = sum((mass_of(site, line) for line in lines), Fraction(0))
    return computed + sum((at_most(fuel, ruleset) for fuel in silent(site, unit_id)), Fraction(0))


def silent(site: Lodged, unit_id: str | None) -> Iterator[ActivityRecord]:
    """Yield the unproven fuels of living origin from which no CO2 was computed at all."""
    calculated, classes = site.calculation.calculated, site.calculation.grounds.material_classes
    heard = {line.activity for line in calculated.lines if line.substance == "CO2"}
    for position, fuel in enumerate(calculated.activities):
        claimed = fuel.kind == BURNT and classes.get(fuel.material or "") == LIVING and fuel.unit_id == unit_id
        if claimed and position not in heard and not is_proven(fuel):
            yield fuel


def at_most(fuel: ActivityRecord, ruleset: Ruleset) -> Fraction:
    """Return the most CO2 in t that a fuel of unknown origin can stand for."""
    found = ((stated_amount(fuel.quantity, unit), name) for unit, name in UNPROVEN)
    return sum((amount * ruleset.number(name) for amount, name in found if amount is not None), Fraction(0))
