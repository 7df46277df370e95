"""What an enterprise reported in the years before, so that what drops out of its reports is seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from service.acts import Outcome, Recognition
from service.records import ReportVersion
from service.reference import Library
from service.requests.reports import ReportRequest, read_report
from service.scoring.boundary import VETO, Place, left_out
from service.scoring.ruleset import Ruleset
from service.spelling import substance_id
from service.storage.recognitions import recognitions, standing
from service.storage.reports import standing_before
from service.storage.session import Store
from service.vocabulary import product_id


def gone(
    store: Store, library: Library, ruleset: Ruleset, year: int, now: Collection[ReportVersion], region: str = ""
) -> tuple[Place, ...]:
    """Return what earlier reports of an enterprise and sector hold and its standing versions `now` do not.

    `region` is the beginning of the region codes among which the versions were looked for.
    """
    first = next(iter(now))
    with store.read() as session:
        before = standing_before(session, credit_code=first.credit_code, sector=first.sector, year=year, region=region)
        found = recognitions(session, ruleset=ruleset.id, credit_code=first.credit_code) if before else ()
    if not before:
        return ()
    reported: dict[int, set[Place]] = defaultdict(set)
    for version in (*before, *now):
        reported[version.year] |= set(places_of(version, library, ruleset))
    return left_out(reported, year, settled(found, year, store.now().date()))


def settled(found: Sequence[Recognition], year: int, today: date) -> set[int]:
    """Return the years up to `year` of which the bureau says that a change of the boundary was declared."""
    looked_at = [r for r in standing(found) if r.criterion == VETO and r.outcome is Outcome.no]
    return {r.year for r in looked_at if r.year < year or (r.year == year and r.runs(today))}


def places_of(version: ReportVersion, library: Library, ruleset: Ruleset) -> Iterator[Place]:
    """Yield the site of a report, every set that it speaks of, and what the score of either rests on.

    What a set makes or monitors is also the site's, so that naming the set later leaves nothing out.
    """
    report, permit = read_report(version.body), version.permit_code
    yield permit, ""
    units = {*(made.unit_id for made in report.production), *(line.unit_id for line in report.activities)}
    yield from ((permit, unit) for unit in units if unit is not None)
    for unit, held in {*made_in(report, library, ruleset), *monitored_in(report, library, ruleset)}:
        yield permit, "", held
        yield permit, unit or "", held
    permitted = (total.substance or "" for total in report.reported if total.name == "permit")
    yield from ((permit, "", f"permit {substance_id(library, name) or name}") for name in permitted)


def made_in(report: ReportRequest, library: Library, ruleset: Ruleset) -> Iterator[tuple[str | None, str]]:
    """Yield each product that the ruleset judges with its set."""
    made = ((p.unit_id, product_id(library, p.product)) for p in report.production)
    yield from ((unit, product) for unit, product in made if ruleset.making(product) is not None)


def monitored_in(report: ReportRequest, library: Library, ruleset: Ruleset) -> Iterator[tuple[str | None, str]]:
    """Yield each listed substance of which a mass is stated with its set."""
    rule = ruleset.sector(report.sector)
    listed = {substance for medium in (rule.media if rule else ()) for substance in medium.substances}
    stated = ((line.unit_id, substance_id(library, line.substance)) for line in report.activities if line.substance)
    yield from ((unit, substance) for unit, substance in stated if substance in listed)
