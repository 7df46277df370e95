"""What a site's activities add to its CO2e, each with the energy that it stands for.

Electricity and heat are their own energy (当量值), a fuel its net calorific value, as GB/T 2589-2020 counts energy;
another gas than CO2 stands for none, and what the ruleset says of a kind of activity goes before either.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from service.activity import ActivityRecord
from service.calculators.columns import input_value, run_exact
from service.calculators.engine import Line
from service.calculators.formula import displayed
from service.calculators.plan import Plan
from service.calculators.totals import CO2E
from service.scoring.inventory import CarbonSource
from service.scoring.loose import energy_rate
from service.scoring.ruleset import Ruleset
from service.units import convert, find_unit
from service.workflows.unit_figures import Lodged, mass_of, place_of

CO2, HEAT_VALUE, PURCHASED = "CO2", "net_calorific_value", 2
EQUIVALENT = find_unit("kgce")


def carbon_sources(site: Lodged, ruleset: Ruleset) -> tuple[CarbonSource, ...]:
    """Return the parts of a site's CO2e by place, gas, kind of activity and material."""
    parts: dict[tuple[str, str, bool, str, str], list[tuple[Fraction, Fraction | None]]] = defaultdict(list)
    calculation = site.calculation
    for position, line in enumerate(calculation.calculated.lines):
        potential = Fraction(1) if line.substance == CO2E else _potential(site, line)
        if line.indicator is not None or line.account or position in calculation.totals.left_out or not potential:
            continue
        activity = calculation.calculated.activities[line.activity]
        mass = mass_of(site, line) * potential
        key = place_of(site, activity.unit_id), line.substance, line.scope == PURCHASED
        parts[*key, activity.kind, activity.material or ""].append((mass, _energy(line, activity, mass, ruleset)))
    return tuple(_summed(key, found) for key, found in sorted(parts.items()))


def _summed(key: tuple[str, str, bool, str, str], found: list[tuple[Fraction, Fraction | None]]) -> CarbonSource:
    place, substance, purchased, *_ = key
    known = [energy for _, energy in found if energy is not None]
    energy = sum(known, Fraction(0)) if len(known) == len(found) else None
    return CarbonSource(place, substance, sum((mass for mass, _ in found), Fraction(0)), energy, purchased)


def _potential(site: Lodged, line: Line) -> Fraction | None:
    factor = site.calculation.warming.get(line.substance)
    return factor.canonical if factor is not None else None


def _energy(line: Line, activity: ActivityRecord, mass: Fraction, ruleset: Ruleset) -> Fraction | None:
    if line.substance not in (CO2, CO2E):
        return Fraction(0)
    rate = energy_rate(ruleset, activity.kind)
    if rate is not None:
        return mass * rate
    return energy_behind(line.plan, activity) if line.plan is not None else None


def energy_behind(plan: Plan, activity: ActivityRecord) -> Fraction | None:
    """Return the energy in kgce that a figure was computed from; None where it was computed from something else."""
    results = run_exact(plan, activity)
    for step in plan.steps:
        units = step.signature.arguments
        told = {i.argument: displayed(input_value(i, activity, results), units[i.argument]) for i in step.inputs}
        if HEAT_VALUE in told:
            heat, _, per = units[HEAT_VALUE].partition("/")
            burnt = next(value for name, value in told.items() if units[name] == per)
            return convert(burnt * told[HEAT_VALUE], find_unit(heat), EQUIVALENT)
        for name, value in told.items():
            if find_unit(units[name]).dimension == EQUIVALENT.dimension:
                return convert(value, find_unit(units[name]), EQUIVALENT)
    return None
