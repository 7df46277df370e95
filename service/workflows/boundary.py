"""What an enterprise reported in the years before, so that a site or set that drops out of its reports is seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from service.acts import Outcome
from service.records import ReportVersion
from service.requests import read_report
from service.scoring.boundary import VETO, Place, left_out
from service.storage.recognitions import recognitions, standing
from service.storage.reports import standing_before
from service.storage.session import Store


def gone(
    store: Store, ruleset_id: str, year: int, now: Collection[ReportVersion], region: str = ""
) -> tuple[Place, ...]:
    """Return what earlier reports of an enterprise and sector hold and its standing versions `now` do not.

    `region` is the beginning of the region codes among which the versions were looked for.
    """
    first = next(iter(now))
    with store.read() as session:
        before = standing_before(session, credit_code=first.credit_code, sector=first.sector, year=year, region=region)
        found = recognitions(session, ruleset=ruleset_id, credit_code=first.credit_code) if before else ()
    if not before:
        return ()
    reported: dict[int, set[Place]] = defaultdict(set)
    for version in (*before, *now):
        reported[version.year] |= set(places_of(version))
    today = store.now().date()
    looked_at = [r for r in standing(found).values() if r.criterion == VETO and r.outcome is Outcome.no]
    return left_out(reported, year, {r.year for r in looked_at if r.year < year or r.runs(today)})


def places_of(version: ReportVersion) -> Iterator[Place]:
    """Yield the site of a report and every set that it speaks of."""
    report = read_report(version.body)
    yield version.permit_code, ""
    units = {*(made.unit_id for made in report.production), *(line.unit_id for line in report.activities)}
    yield from ((version.permit_code, unit) for unit in units if unit is not None)
