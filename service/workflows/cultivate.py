"""The list of enterprises to cultivate (双近零培育标杆) of one group of peers; it is no class and no ranking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.access import Action, region_contains, require
from service.acts import Scope
from service.errors import NotFound
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.cultivation import Progressed, cultivated
from service.scoring.exact import plain
from service.scoring.figures import Figures
from service.scoring.ruleset_reader import find_ruleset
from service.storage.session import Store
from service.workflows.judge import Moved, changes, figures
from service.workflows.places import entrant_of
from service.workflows.rules import grounds
from service.workflows.score import scheme_key, scores_in

Json = dict[str, Any]
PLACES = 4
NOTICE = {
    "zh": "培育对象：行业先进企业中居首且有实际进步者；不等于达到双近零。",
    "en": "To be cultivated: the first of the industry-advanced that made real progress. It does not mean near zero.",
}


def cultivation(store: Store, library: Library, principal: Principal, scope: Scope) -> Json:
    """Return the list of a group; raises `NotFound` for a region outside the bureau's and for an unknown ruleset."""
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, scope.region):
        raise NotFound
    ruleset = find_ruleset(library, scope.ruleset)
    base_year = scope.year - int(ruleset.number("cultivation_years"))
    now, before = (scores_in(store, scheme_key(ruleset), replace(scope, year=each)) for each in (scope.year, base_year))
    moved = Moved(store, library, scope, base_year, ruleset)
    base = {(row.credit_code, row.sector): row for row in before}
    found = cultivated([progressed(row, base.get((row.credit_code, row.sector)), moved) for row in now], ruleset)
    return {
        "ruleset": scheme_key(ruleset),
        "year": scope.year,
        "base_year": base_year,
        "region": scope.region,
        "sector": scope.sector,
        "synthetic": scope.synthetic,
        "group_size": len(now),
        "items": [item(each) for each in found],
        "notice": NOTICE,
        **grounds(library, scope.ruleset),
    }


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
