"""Which sites, sets, products and stacks of an enterprise have gone out of its reports without anybody saying why.

Whoever leaves its dirtiest line out of the report looks better without emitting less. So what reported once is expected
in every later year, until the bureau finds that the boundary change was declared (veto V10: looked at, does not
stand). The rule is our choice; the plans speak of data fraud and of no boundary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from service.scoring.result import AxisResult, Reason

#: A site (permit code and nothing), a set of it (permit code and unit id), or what a set or the whole site (no unit id)
#: makes, monitors or has a permitted amount of (permit code, unit id, product or substance).
Place = tuple[str, ...]
#: The veto under which a bureau says of a year that the boundary change was, or was not, declared.
VETO = "V10"


def left_out(reported: Mapping[int, Collection[Place]], year: int, settled: Collection[int]) -> tuple[Place, ...]:
    """What earlier reports hold and those of `year` do not; `reported` says what stood in the reports of each year.

    A year that the bureau has looked at (`settled`) starts afresh with what it reported. Of a site or set that is gone
    what it held is not named one by one.
    """
    expected: frozenset[Place] = frozenset()
    for each in sorted(earlier for earlier in reported if earlier < year):
        here = frozenset(reported[each])
        expected = here if each in settled else expected | here
    gone = frozenset() if year in settled else expected - frozenset(reported.get(year, ()))
    return tuple(sorted(place for place in gone if gone.isdisjoint(_around(place))))


def _around(place: Place) -> Iterator[Place]:
    """The places that hold a place: its site, its set, and the whole site as maker of the same."""
    permit, unit, *held = place
    if unit:
        yield from ((permit, ""), (permit, "", *held))
    if held:
        yield from ((permit, ""), (permit, unit))


def reasons_of(gone: Collection[Place]) -> tuple[Reason, ...]:
    """A reason for each place that is gone."""
    return tuple(Reason("boundary.left_out", {"place": " ".join(filter(None, place))}) for place in gone)


def untold_reasons(untold: Collection[tuple[str, str, str]]) -> tuple[Reason, ...]:
    """A reason for each thing that is told by months and lacks some."""
    return tuple(
        Reason("months.missing", {"place": place, "item": item, "months": months}) for place, item, months in untold
    )


def unevaluable(axis: AxisResult, reasons: tuple[Reason, ...]) -> AxisResult:
    """An axis without a value: what was left out, or not told, could be anything."""
    return replace(axis, value=None, missing=(*reasons, *axis.missing)) if reasons else axis
