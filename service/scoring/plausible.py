"""What a line says of itself and cannot be: such a line is not judged, so that a wrong figure never helps."""

from __future__ import annotations

from calendar import isleap
from fractions import Fraction

from service.scoring.anchors import Bench
from service.scoring.inventory import ProductLine
from service.scoring.line_kinds import LineKind

HOURS = {False: 8760, True: 8784}
FULL = Fraction(1)


def contradictions(line: ProductLine, kind: LineKind, bench: Bench) -> tuple[str, ...]:
    """Codes: more hours than the year has, more output than capacity and hours allow, a class that does not fit."""
    hours = line.running_hours is not None and line.running_hours > HOURS[isleap(bench.year)]
    beyond = line.load_factor is not None and line.load_factor > FULL
    told = {"hours.beyond_year": hours, "output.beyond_capacity": beyond, "unit_class.disagrees": _misfits(line, kind)}
    return tuple(code for code, hit in told.items() if hit)


def _misfits(line: ProductLine, kind: LineKind) -> bool:
    levels = kind.class_levels.get(line.unit_class or "")
    bound = kind.class_capacity.get(line.unit_class or "")
    wrong_level = levels is not None and line.gb_key is not None and line.gb_key not in levels
    return wrong_level or (bound is not None and line.capacity is not None and line.capacity >= bound)
