"""The list of enterprises to cultivate (双近零培育标杆) of one group of peers; it is no class and no ranking."""

from __future__ import annotations

from typing import Any

from service.access import Action, region_contains, require
from service.errors import NotFound
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.cultivation import Progressed, cultivated
from service.scoring.exact import plain
from service.scoring.figures import Figures
from service.scoring.ruleset_reader import find_ruleset
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.judge import Moved, changes, figures
from service.workflows.places import entrant_of
from service.workflows.score import scheme_key

Json = dict[str, Any]
PLACES = 4
NOTICE = {
    "zh": "培育对象：行业先进企业中居首且有实际进步者；不等于达到双近零。",
    "en": "To be cultivated: the first of the industry-advanced that made real progress. It does not mean near zero.",
}


def cultivation(
    store: Store,
    library: Library,
    principal: Principal,
    ruleset_id: str,
    year: int,
    region: str,
    sector: str,
    *,
    synthetic: bool = False,
) -> Json:
    """Return the list of a group; raises `NotFound` for a region outside the bureau's and for an unknown ruleset."""
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, region):
        raise NotFound
    ruleset = find_ruleset(library, ruleset_id)
    base_year = year - int(ruleset.number("cultivation_years"))
    now, before = (
        rows_of(store, ScoreQuery(scheme_key(ruleset), each, region, sector, synthetic)) for each in (year, base_year)
    )
    moved = Moved(store, library, year, base_year, region, sector, ruleset)
    found = cultivated([progressed(row, before.get(code), moved) for code, row in now.items()], ruleset)
    return {
        "ruleset": scheme_key(ruleset),
        "year": year,
        "base_year": base_year,
        "region": region,
        "sector": sector,
        "synthetic": synthetic,
        "group_size": len(now),
        "items": [item(each) for each in found],
        "notice": NOTICE,
        "reference_digest": library.digest,
    }


def rows_of(store: Store, query: ScoreQuery) -> dict[str, ScoreRow]:
    """Return the scores of a group by enterprise."""
    with store.read() as session:
        return {row.credit_code: row for row in all_scores(session, query)}


def progressed(row: ScoreRow, before: ScoreRow | None, moved: Moved) -> Progressed:
    """Return an enterprise with its changes per product under the base year's factors."""
    base: Figures | None = figures(before) if before is not None else None
    under = moved.figures(row, figures(row).equivalents) if base is not None else None
    return Progressed(entrant_of(row), *changes(under, base))


def item(each: Progressed) -> Json:
    """Return one enterprise of the list; both changes are known there."""
    return {
        "enterprise": each.entrant.credit_code,
        "class": each.entrant.rating.value,
        "carbon_change": plain(each.carbon, PLACES) if each.carbon is not None else None,
        "pollutant_change": plain(each.pollutant, PLACES) if each.pollutant is not None else None,
    }
