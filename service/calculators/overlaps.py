"""What several reports of one enterprise and year could count twice, refused where it is certain, else found.

Certain is that two reports of one site cannot cover the same time. A month beside the whole year of the same fuel, one
reading in two lines, and energy that one site makes and another buys may each be right; the sender has to say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from service.activity import ActivityRecord, ReportingPeriod, Submission
from service.errors import Conflict
from service.findings import Finding, Severity

#: What a site buys, and the kinds of activity and of output by which another one says that it makes or sells it.
TRANSFERS: Mapping[str, frozenset[str]] = {
    "purchased_electricity": frozenset({"electricity_exported", "electricity_generated"}),
    "purchased_heat": frozenset({"heat_exported", "heat_supplied"}),
}


class Part(NamedTuple):
    """One report of an enterprise: its id, its site, what was lodged."""

    report: str
    facility: str
    submission: Submission


def refuse_same_time(parts: Sequence[Part]) -> None:
    """Raise `Conflict` (`totals.periods_overlap`) where two reports of one site cover the same month."""
    for one, other in combinations(parts, 2):
        if one.facility == other.facility and meet(one.submission.period, other.submission.period):
            raise Conflict(code="totals.periods_overlap", report=one.report, other=other.report)


def meet(one: ReportingPeriod, other: ReportingPeriod) -> bool:
    """Say whether two periods share a month; a year without a month is all of it."""
    return one.year == other.year and (one.month is None or other.month is None or one.month == other.month)


def doubts(parts: Sequence[Part]) -> list[Finding]:
    """Return what may be counted twice."""
    return [*months_beside_years(parts), *readings_twice(parts), *transfers(parts)]


def months_beside_years(parts: Sequence[Part]) -> Iterator[Finding]:
    """Find what a site reports by month and, in another line, for the whole year."""
    for part in parts:
        groups: dict[Hashable, list[int]] = defaultdict(list)
        activities = part.submission.activities
        for position, activity in enumerate(activities):
            groups[same_thing(activity)].append(position)
        for members in groups.values():
            yearly = [i for i in members if activities[i].month is None]
            if yearly and len(yearly) < len(members):
                monthly = next(i for i in members if activities[i].month is not None)
                params = {"other": place(part.report, monthly)}
                yield doubt("totals.month_beside_year", place(part.report, yearly[0]), params)


def subject(activity: ActivityRecord) -> tuple[str | None, ...]:
    """Return what a line is data on."""
    return (activity.kind, activity.material, activity.process, activity.substance, activity.medium)


def same_thing(activity: ActivityRecord) -> tuple[str | None, ...]:
    """Return what makes two lines of a site data on the same thing."""
    return (*subject(activity), activity.unit_id, activity.meter)


def readings_twice(parts: Sequence[Part]) -> Iterator[Finding]:
    """Find one reading of one meter in two lines, of the same report or of two."""
    seen: dict[Hashable, str] = {}
    for part in parts:
        for position, activity in enumerate(part.submission.activities):
            if activity.meter is None:
                continue
            reading = (*subject(activity), activity.meter, activity.month, activity.quantity.exact())
            first = seen.setdefault(reading, place(part.report, position))
            if first != place(part.report, position):
                yield doubt("totals.reading_twice", place(part.report, position), {"other": first})


def transfers(parts: Sequence[Part]) -> Iterator[Finding]:
    """Find energy that one site buys and another one makes or sells: inside an enterprise it would count twice."""
    for buyer in parts:
        bought = {activity.kind for activity in buyer.submission.activities}
        for kind, sold in TRANSFERS.items():
            makers = [maker.report for maker in parts if maker.facility != buyer.facility and sold & offered(maker)]
            if kind in bought and makers:
                params = {"kind": kind, "makers": ", ".join(makers)}
                yield doubt("totals.internal_transfer", f"/reports/{buyer.report}", params)


def offered(part: Part) -> set[str]:
    """Return the kinds of activity and of output that a report names."""
    return {a.kind for a in part.submission.activities} | {p.product for p in part.submission.production}


def place(report: str, position: int) -> str:
    """Return where a line stands among the reports of the answer."""
    return f"/reports/{report}/activities/{position}"


def doubt(code: str, pointer: str, params: Mapping[str, str]) -> Finding:
    """Return a finding that somebody has to explain."""
    return Finding(code, Severity.NEEDS_EXPLANATION, pointer, params)
