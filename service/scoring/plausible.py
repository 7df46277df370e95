"""What a line says of itself and cannot be: such a line is not judged, so that a wrong figure never helps."""

from __future__ import annotations

from calendar import isleap
from fractions import Fraction

from service.scoring.anchors import Bench
from service.scoring.inventory import ProductLine
from service.scoring.line_kinds import LineKind
from service.scoring.ruleset import Ruleset

HOURS = {False: 8760, True: 8784}
FULL = Fraction(1)
#: GJ per MWh.
HEAT_OF_POWER = Fraction("3.6")
CLEANER = "cleaner_share"


def contradictions(line: ProductLine, kind: LineKind, bench: Bench) -> tuple[str, ...]:
    """Codes: hours, output or heat that cannot be, a class or a fuel that does not fit the kind of line."""
    year = HOURS[isleap(bench.year)]
    told = {
        "hours.beyond_year": line.running_hours is not None and line.running_hours > year,
        "output.beyond_capacity": _beyond_capacity(line, year),
        "heat.beyond_fuel": _beyond_fuel(line, bench.ruleset),
        "fuel.disagrees": line.cleaner is not None and line.cleaner > bench.ruleset.number(CLEANER),
        "unit_class.disagrees": _misfits(line, kind),
    }
    return tuple(code for code, hit in told.items() if hit)


def _beyond_capacity(line: ProductLine, year: int) -> bool:
    """Whether more is made than the told hours allow, or than the whole year would."""
    beyond = line.load_factor is not None and line.load_factor > FULL
    whole_year = line.capacity * year if line.capacity is not None else None
    return beyond or (line.output is not None and whole_year is not None and line.output > whole_year)


def _beyond_fuel(line: ProductLine, rules: Ruleset) -> bool:
    """Whether heat is supplied that the fuel cannot have given beside the power, made as well as can be."""
    if line.fuel_heat is None or not line.heat_supplied:
        return False
    power = HEAT_OF_POWER * (line.output or Fraction(0)) / rules.number("best_power_efficiency")
    return power + rules.number("fuel_of_heat") * line.heat_supplied > line.fuel_heat


def _misfits(line: ProductLine, kind: LineKind) -> bool:
    levels = kind.class_levels.get(line.unit_class or "")
    bound = kind.class_capacity.get(line.unit_class or "")
    wrong_level = levels is not None and line.gb_key is not None and line.gb_key not in levels
    return wrong_level or (bound is not None and line.capacity is not None and line.capacity >= bound)
