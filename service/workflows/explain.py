"""Why an enterprise stands where it does, and what would take it to the next place above, in tonnes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

import orjson

from service.access import Action, region_contains, require, sees
from service.errors import NotFound
from service.records import Principal, Role, ScoreRow
from service.reference import Library
from service.scoring.distance import to_pass
from service.scoring.double_near_zero import score
from service.scoring.exact import MICRO, fixed, plain
from service.scoring.explanation import Gap, Key, Reduction, gap
from service.scoring.inventory import Inventory
from service.scoring.pilot_facts import vetoes_of
from service.scoring.ranking import Place, Ranking
from service.scoring.render import step_to_json
from service.scoring.result import Score
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.among import EVERYBODY, Among, require_known
from service.workflows.peers import frozen_peers
from service.workflows.places import placed
from service.workflows.score import anchors, group_of, inventory_of_group, scheme_key, standing_vetoes

Json = dict[str, Any]
#: Masses are rounded up to this many places (kilograms of a tonne), so that what is shown suffices.
PLACES = 3


@dataclass(frozen=True, slots=True)
class ExplanationQuery:
    """Whose place in which group of peers."""

    ruleset: str
    year: int
    enterprise: str
    region: str
    sector: str
    among: Among = EVERYBODY


def explanation(store: Store, library: Library, principal: Principal, query: ExplanationQuery) -> Json:
    """Explain one place against the next one above.

    An enterprise sees its own place in groups that are large enough to be published, and not who stands above it.
    Raises `NotFound` for anything else.
    """
    require(principal, Action.read)
    if principal.region is not None and not region_contains(principal.region, query.region):
        raise NotFound
    ruleset = find_ruleset(library, query.ruleset)
    require_known(store, library, query.ruleset, query.among)
    row, ranking = own_row(store, principal, ruleset, query)
    place = next((p for p in ranking.places if p.entrant.credit_code == query.enterprise), None)
    answer = heading(row, ranking, ruleset, query)
    if place is None:
        return answer | {"place": None, "next_above": None, "to_reach": None}
    above = next_above(ranking, place)
    named = principal.role is not Role.enterprise
    reach = to_reach(store, library, ruleset, row, query, key_of(above)) if above is not None else None
    return answer | {
        "place": place_json(place, named=True),
        "next_above": place_json(above, named=named) if above is not None else None,
        "to_reach": reach,
    }


def own_row(store: Store, principal: Principal, ruleset: Ruleset, query: ExplanationQuery) -> tuple[ScoreRow, Ranking]:
    """Return the enterprise's score and its group's ranking; raises `NotFound` for what the caller may not see."""
    wanted = ScoreQuery(scheme_key(ruleset), query.year, query.region, query.sector)
    with store.read() as session:
        scored = all_scores(session, wanted)
    rows = query.among.of(store, scored, query.year)
    own = next((row for row in rows if row.credit_code == query.enterprise), None)
    if own is None or not sees(principal, own.credit_code, own.region):
        raise NotFound
    ranking = placed([row for row in rows if row.synthetic == own.synthetic], ruleset)
    if principal.role is Role.enterprise and not ranking.publishable:
        raise NotFound
    return own, ranking


def heading(row: ScoreRow, ranking: Ranking, ruleset: Ruleset, query: ExplanationQuery) -> Json:
    """Say whose place it is, in which group, and what the score rests on."""
    detail: Json = orjson.loads(row.detail)
    return {
        "ruleset": scheme_key(ruleset),
        "year": query.year,
        "region": query.region,
        "sector": query.sector,
        "synthetic": row.synthetic,
        **query.among.named,
        "enterprise": row.credit_code,
        "class": detail["class"],
        "index": detail["index"],
        "binding": detail["binding"],
        "reasons": detail["reasons"],
        "unranked": detail["unranked"],
        "group_size": len(ranking.places),
        "publishable": ranking.publishable,
        "minimum_group": ranking.minimum_group,
        "anchors": detail["anchors"],
        "choices": detail["choices"],
        "reference_digest": row.reference_digest,
    }


def next_above(ranking: Ranking, place: Place) -> Place | None:
    """Return the lowest place with a better key; None at the top."""
    better = [other for other in ranking.places if other.rank < place.rank]
    return better[-1] if better else None


def key_of(place: Place) -> Key:
    """Return the key that orders a place."""
    return place.entrant.conservative or 0, place.entrant.higher_axis or 0


def place_json(place: Place, *, named: bool) -> Json:
    """Return a place with its interval and its key in micro-units; without the name where it is not the caller's."""
    conservative, higher_axis = key_of(place)
    return {
        "enterprise": place.entrant.credit_code if named else None,
        "rank": place.rank,
        "rank_interval": list(place.interval),
        "shared_by": place.shared_by,
        "rank_key": [conservative, higher_axis],
        "conservative_index": fixed(Fraction(conservative, MICRO), 2),
    }


def to_reach(
    store: Store, library: Library, ruleset: Ruleset, row: ScoreRow, query: ExplanationQuery, target: Key
) -> Json:
    """Return what reaches the place above: in tonnes by asking the score, and sum by sum from the anchors."""
    inventory = inventory_again(store, library, ruleset, row)
    peers, _ = frozen_peers(store, scheme_key(ruleset), query.year, query.sector)
    factors = anchors(library, ruleset)

    def scored(changed: Inventory) -> Score:
        return score(changed, ruleset, factors, peers)

    sector = ruleset.sector(query.sector)
    listed = [substance for medium in (sector.media if sector else ()) for substance in medium.substances]
    found: Gap = gap(inventory, scored, target, listed)
    steps = to_pass(scored(inventory), Fraction(target[0], MICRO), ruleset.number("index_scale"))
    return {
        "together": [reduction_json(r) for r in found.together],
        "alone": [reduction_json(r) for r in found.alone],
        "within_reach": bool(found.together),
        "by_constraint": [step_to_json(step, ruleset) for step in steps],
        "basis": "c",
        "method": METHOD,
    }


METHOD = {
    "zh": "逐项等比例下调碳或污染物，用同一评分函数二分求达到上一名所需的最小下调量；质量向上取整到千克。",
    "en": (
        "Carbon or a pollutant is scaled down and the score asked again; bisection gives the least reduction that "
        "reaches the place above. Masses are rounded up to the kilogram."
    ),
}


def inventory_again(store: Store, library: Library, ruleset: Ruleset, row: ScoreRow) -> Inventory:
    """Return the inventory that a score was made of, computed again from the stored grounds."""
    today = store.now().date()
    found = standing_vetoes(store, ruleset, row.year).get(row.credit_code, ())
    inventory = inventory_of_group(store, library, group_of(store, row), row.year, ruleset)
    absent = tuple(tuple(place) for place in orjson.loads(row.detail).get("left_out", ()))
    return replace(inventory, vetoes=vetoes_of(found, ruleset, today), judged_on=today, left_out=absent)


def reduction_json(reduction: Reduction) -> Json:
    """Return a reduction with its mass rounded up, and in words."""
    mass = None if reduction.mass is None else Fraction(ceil(reduction.mass * 10**PLACES), 10**PLACES)
    percent = Fraction(ceil(reduction.share * 100 * 10**PLACES), 10**PLACES)
    amount = f"{plain(mass)} t {reduction.lever}" if mass is not None else f"{plain(percent)} % {reduction.lever}"
    return {
        "substance": reduction.lever,
        "mass": {"value": plain(mass), "unit": "t"} if mass is not None else None,
        "share": {"value": plain(percent), "unit": "%"},
        "zh": f"减少 {amount}",
        "en": f"{amount} less",
    }
