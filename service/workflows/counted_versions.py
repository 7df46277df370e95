"""Which versions of an enterprise's reports of a year count, and what is missing from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from service.findings import Finding, Severity
from service.records import Facility, ReportVersion, VersionState
from service.storage.enterprises import facilities_of
from service.storage.reports import versions_of_year
from service.storage.session import Store

Version = tuple[ReportVersion, VersionState]


class Counting(StrEnum):
    """Which version of each report counts: the newest one that was not returned, or the newest accepted one."""

    standing = "standing"
    accepted = "accepted"


STATES: Mapping[Counting, frozenset[VersionState]] = {
    Counting.standing: frozenset({VersionState.submitted, VersionState.accepted}),
    Counting.accepted: frozenset({VersionState.accepted}),
}


@dataclass(frozen=True, slots=True)
class TotalsQuery:
    """Whose totals of which year, which versions count, and how many contributors of each total are shown."""

    credit_code: str
    year: int
    counting: Counting = Counting.standing
    contributors: int = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """One version of each report that counts, by site, and what they do not cover."""

    versions: Sequence[Version]
    gaps: Sequence[Finding]


def choose(store: Store, query: TotalsQuery, region: str) -> Chosen:
    """Return what counts among the sites in `region`, all of them where that is empty."""
    with store.read() as session:
        known = versions_of_year(session, credit_code=query.credit_code, year=query.year, region=region)
        sites = [site for site in facilities_of(session, query.credit_code) if site.region.startswith(region)]
    reports = [list(members) for _, members in groupby(known, key=lambda pair: pair[0].report_id)]
    counted = [newest(members, STATES[query.counting]) for members in reports]
    gaps = [*silent(sites, known), *passed_over(reports, counted), *limits(region)]
    return Chosen([pair for pair in counted if pair is not None], gaps)


def newest(versions: Sequence[Version], states: frozenset[VersionState]) -> Version | None:
    """Return the newest of a report's versions in one of the states: what it replaces does not count again."""
    return next((pair for pair in reversed(versions) if pair[1] in states), None)


def silent(sites: Sequence[Facility], known: Sequence[Version]) -> Iterator[Finding]:
    """Find the registered sites without any report of the year."""
    reported = {version.permit_code for version, _ in known}
    for site in sites:
        if site.permit_code not in reported:
            pointer = f"/facilities/{site.permit_code}"
            yield Finding("totals.site_without_report", Severity.NEEDS_EXPLANATION, pointer)


def passed_over(reports: Sequence[Sequence[Version]], counted: Sequence[Version | None]) -> Iterator[Finding]:
    """Find the reports whose newest version does not count."""
    for versions, pair in zip(reports, counted, strict=True):
        last, state = versions[-1]
        if pair is None or pair[0].version != last.version:
            params = {"version": str(last.version), "state": state.value}
            params |= {"counted": str(pair[0].version) if pair is not None else "-"}
            pointer = f"/reports/{last.report_id}"
            yield Finding("totals.newest_not_counted", Severity.NEEDS_EXPLANATION, pointer, params)


def limits(region: str) -> Iterator[Finding]:
    """Say what no figure of the answer holds: sites outside of the caller's region, errors that no input has."""
    if region:
        yield Finding("totals.region_only", Severity.INFO, "", {"region": region})
    yield Finding("totals.inputs_only", Severity.INFO)
