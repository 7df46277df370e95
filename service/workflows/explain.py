"""Why an enterprise stands where it does, and what would take it to the next place above, in tonnes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import orjson

from service.access import Action, region_contains, require, sees
from service.errors import Fault, InvalidInput, NotFound
from service.records import Principal, Role, ScoreRow
from service.reference import Library
from service.scoring.distance import to_pass
from service.scoring.double_near_zero import score
from service.scoring.exact import MICRO, fixed, plain, rounded_up
from service.scoring.explanation import Gap, Key, gap
from service.scoring.inventory import Inventory
from service.scoring.levers import Pull
from service.scoring.pathway_render import pull_to_json
from service.scoring.pilot_facts import vetoes_of
from service.scoring.render import step_to_json
from service.scoring.result import Score
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.rank_lists import Snapshot, Stood, cohort_of, first_of, next_above, rows_of
from service.storage.recognitions import recognitions, standing
from service.storage.scores import ScoreQuery, all_scores, scores_of
from service.storage.session import Store
from service.workflows.among import require_known, require_whole_park
from service.workflows.peers import frozen_peers
from service.workflows.rank import Heading, heading_of
from service.workflows.rank_page import RankingQuery, list_of
from service.workflows.rules import rules
from service.workflows.score import anchors, group_of, inventory_of_group, scheme_key

Json = dict[str, Any]
#: Places of a share in percent.
PLACES = 6


@dataclass(frozen=True, slots=True)
class ExplanationQuery:
    """Whose place (`ranking.credit_code`) in which ranking; `own_sector` where it has several sectors among the peers.

    Class, eligibility and the page wanted have no part in it, nor has `synthetic`: that is what the enterprise is.
    """

    ranking: RankingQuery
    own_sector: str | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A place as it was ranked: the score behind it, its row, the row next above, and how many the list ranks."""

    row: ScoreRow
    stood: Stood
    above: Stood | None
    group_size: int


def explanation(store: Store, library: Library, principal: Principal, query: ExplanationQuery) -> Json:
    """Explain one place against the next one above.

    An enterprise sees its own place in groups that are large enough to be published, and not who stands above it.
    Raises `NotFound` for anything else, `InvalidInput` where it has several places among the peers.
    """
    require(principal, Action.read)
    ranking = query.ranking
    if principal.region is not None and not region_contains(principal.region, ranking.region):
        raise NotFound
    require_whole_park(store, ranking.scope)
    named, ruleset = heading_of(library, ranking.ruleset), find_ruleset(library, ranking.ruleset)
    with store.read() as session:
        found = explained(session, principal, named, ruleset, query)
    if found is None:
        require_known(store, library, ranking.scope)
        raise NotFound(code="ranking.no_score")
    return (
        heading(found, named, ruleset, ranking)
        | {
            "place": place_json(found.stood, named=True),
            "next_above": place_json(found.above, named=principal.role is not Role.enterprise),
        }
        | {"to_reach": to_reach(store, library, ruleset, found.row, found.above.key) if found.above else None}
        | {"rules": rules(library, ranking.ruleset)}
    )


def explained(
    session: Snapshot, principal: Principal, named: Heading, ruleset: Ruleset, query: ExplanationQuery
) -> Explained | None:
    """Return a place with what lies around it; None where the caller may see no such place."""
    ranking, key = query.ranking, scheme_key(ruleset)
    own = own_score(session, principal, key, query)
    cohort = cohort_of(session, named.key, ranking.year, synthetic=own.synthetic) if own else None
    if own is None or cohort is None:
        return None
    wanted = list_of(cohort, ranking)
    ranked = scores_of(session, ScoreQuery(key, ranking.year), [own.credit_code], cohort.seq)
    row = ranked.get((own.credit_code, own.sector))
    stood = next(iter(rows_of(session, wanted, own.credit_code, own.sector)), None)
    if row is None or stood is None:
        return None
    first = stood.standing or ((best := first_of(session, wanted)) and best.standing)
    size = first.group_size if first else 0
    if principal.role is Role.enterprise and size < named.minimum_group:
        raise NotFound(code="publication.small_group", minimum=str(named.minimum_group))
    return Explained(row, stood, next_above(session, wanted, stood.key) if stood.standing else None, size)


def own_score(session: Snapshot, principal: Principal, key: str, query: ExplanationQuery) -> ScoreRow | None:
    """Return the enterprise's score that the caller may see; raises `InvalidInput` where there are several."""
    asked = query.ranking
    sector = query.own_sector or asked.sector
    wanted = ScoreQuery(key, asked.year, asked.region, sector, credit_code=asked.credit_code)
    rows = [row for row in all_scores(session, wanted) if sees(principal, row.credit_code, row.region)]
    own = [row for row in rows if row.sector.startswith(asked.sector)]
    if len(own) > 1:
        expected = ", ".join(row.sector for row in own)
        raise InvalidInput(Fault("explanation.sectors", "/query/own_sector", {"expected": expected}))
    return own[0] if own else None


def heading(found: Explained, named: Heading, ruleset: Ruleset, ranking: RankingQuery) -> Json:
    """Say whose place it is, in which group, and what the score rests on."""
    row = found.row
    detail: Json = orjson.loads(row.detail)
    return {
        "ruleset": scheme_key(ruleset),
        "year": ranking.year,
        "region": ranking.region,
        "sector": ranking.sector,
        "synthetic": row.synthetic,
        "process": ranking.process,
        "park": ranking.park,
        "enterprise": row.credit_code,
        "own_sector": row.sector,
        "class": detail["class"],
        "index": detail["index"],
        "binding": detail["binding"],
        "reasons": detail["reasons"],
        "unranked": detail["unranked"],
        "group_size": found.group_size,
        "publishable": found.group_size >= named.minimum_group,
        "minimum_group": named.minimum_group,
        "anchors": detail["anchors"],
        "choices": detail["choices"],
        "reference_digest": row.reference_digest,
    }


def place_json(stood: Stood | None, *, named: bool) -> Json | None:
    """Return a place with its interval and its key in micro-units; without the name where it is not the caller's."""
    place = stood.standing if stood is not None else None
    if stood is None or place is None:
        return None
    return {
        "enterprise": stood.credit_code if named else None,
        "rank": place.rank,
        "rank_interval": [place.surely, place.possibly],
        "shared_by": place.shared_by,
        "rank_key": list(stood.key),
        "conservative_index": fixed(Fraction(stood.key[0], MICRO), 2),
    }


def to_reach(store: Store, library: Library, ruleset: Ruleset, row: ScoreRow, target: Key) -> Json:
    """Return what reaches the place above: in tonnes by asking the score, and sum by sum from the anchors."""
    inventory = inventory_again(store, library, ruleset, row)
    peers, _ = frozen_peers(store, scheme_key(ruleset), row.year, row.sector)
    factors = anchors(library, ruleset)

    def scored(changed: Inventory) -> Score:
        return score(changed, ruleset, factors, peers)

    found: Gap = gap(inventory, scored, target)
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
    "zh": "逐千克下调碳、能耗或污染物（产量和烟气量不变），用同一评分函数二分求达到上一名所需的最小下调量。",
    "en": (
        "Carbon, energy or a pollutant is lowered by whole kilograms, output and stack gas as they are, and the score "
        "asked again; bisection gives the least reduction that reaches the place above."
    ),
}


def inventory_again(store: Store, library: Library, ruleset: Ruleset, row: ScoreRow) -> Inventory:
    """Return the inventory that a score was made of, computed again from the stored grounds."""
    with store.read() as session:
        found = standing(recognitions(session, ruleset=ruleset.id, year=row.year, credit_code=row.credit_code))
    today = store.now().date()
    inventory = inventory_of_group(store, library, group_of(store, row), row.year, ruleset)
    absent = tuple(tuple(place) for place in orjson.loads(row.detail).get("left_out", ()))
    return replace(inventory, vetoes=vetoes_of(tuple(found), ruleset, today), judged_on=today, left_out=absent)


def reduction_json(pull: Pull) -> Json:
    """Return a reduction with the share of what there is, rounded up so that either suffices, and in words."""
    told = pull_to_json(pull)
    share = plain(rounded_up(pull.amount / pull.whole * 100, PLACES)) if pull.whole > 0 else None
    return {
        "substance": told["lever"],
        "reduction": told["reduction"],
        "share": {"value": share, "unit": "%"} if share is not None else None,
        "lines": told["lines"],
        "zh": told["zh"],
        "en": told["en"],
    }
