"""A regulator's ranking: places within one group of peers, each with its reasons, and who has no place and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.errors import NotFound
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.ranking import Entrant, rank
from service.scoring.render import ranking_to_json
from service.scoring.result import Rating, Reason
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.score import scheme_key

Json = dict[str, Any]

#: Where a row stands: conservative index and higher conservative axis in micro-units, then the credit code.
OrderKey = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class RankingQuery:
    """One group of peers and the page wanted; `after` is the place in the order at which the last page ended."""

    ruleset: str
    year: int
    region: str
    sector: str
    synthetic: bool = False
    limit: int = 50
    after: OrderKey | None = None


def rankings(store: Store, library: Library, principal: Principal, query: RankingQuery) -> Json:
    """Return one page of a ranking with its group's unranked enterprises.

    Raises `NotFound` for a region outside the regulator's, and for an unknown ruleset.
    """
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, query.region):
        raise NotFound
    ruleset = find_ruleset(library, query.ruleset)
    wanted = ScoreQuery(scheme_key(ruleset), query.year, query.region, query.sector, query.synthetic)
    with store.read() as session:
        rows = all_scores(session, wanted)
    details = {row.credit_code: orjson.loads(row.detail) for row in rows}
    ranking = rank([entrant_of(row, details[row.credit_code]) for row in rows], minimum_group(ruleset))
    placed = ranking_to_json(ranking, ruleset)
    items = [place | figures(details[place["enterprise"]]) for place in listed(placed["items"])]
    page, following = page_of(items, query)
    unranked = [
        {"enterprise": entry["enterprise"], "class": entry["class"], "reason": details[entry["enterprise"]]["unranked"]}
        for entry in listed(placed["unranked"])
    ]
    return {
        "ruleset": ruleset_json(ruleset),
        "year": query.year,
        "region": query.region,
        "sector": query.sector,
        "synthetic": query.synthetic,
        "group_size": len(items),
        "publishable": placed["publishable"],
        "minimum_group": placed["minimum_group"],
        "items": page,
        "unranked": unranked,
        "benchmarks": benchmarks(list(details.values())),
        "reference_digest": library.digest,
        "next_after": following,
    }


def ruleset_json(ruleset: Ruleset) -> Json:
    """Name a ruleset version."""
    return {"id": ruleset.id, "version": ruleset.version, "title": {"zh": ruleset.title.zh, "en": ruleset.title.en}}


def listed(value: object) -> list[Json]:
    """Return a rendered list as what it is."""
    if not isinstance(value, list):
        raise TypeError("a list was rendered")
    return value


def minimum_group(ruleset: Ruleset) -> int:
    """Return the least size of a group that may be published."""
    return int(ruleset.number("minimum_group"))


def entrant_of(row: ScoreRow, detail: Json) -> Entrant:
    """Return what ranking needs of a stored score."""
    key = detail["rank_key"] or (None, None)
    bounds = detail["rank_bounds"] or (None, None)
    reasons = tuple(Reason(reason["code"], reason.get("params", {})) for reason in detail["unranked"])
    return Entrant(
        row.credit_code,
        Rating(row.klass),
        row.synthetic,
        conservative=key[0],
        favourable=bounds[1],
        higher_axis=key[1],
        unranked=reasons,
    )


def figures(detail: Json) -> Json:
    """Return the figures and reasons of a ranked enterprise."""
    return {
        "index": detail["index"],
        "conservative_index": detail["conservative_index"],
        "carbon": detail["carbon"],
        "pollutant": detail["pollutant"],
        "reasons": detail["reasons"],
        "to_next_class": detail["to_next_class"],
        "lowest_trust": detail["lowest_trust"],
        "reports": detail["grounds"][:-1],
    }


def order_key(item: Json) -> OrderKey:
    """Return the place of a ranked row in the order of the list."""
    conservative, higher_axis = item["rank_key"]
    return conservative, higher_axis, item["enterprise"]


def behind(item: Json, after: OrderKey) -> bool:
    """Say whether a row comes after a place in the order: both figures fall, the code that parts equals rises."""
    conservative, higher_axis, code = order_key(item)
    return (-conservative, -higher_axis, code) > (-after[0], -after[1], after[2])


def page_of(items: Sequence[Json], query: RankingQuery) -> tuple[list[Json], OrderKey | None]:
    """Return the rows behind the last page's end, and where this page ends if more follow.

    The cursor is a place in the order and no row, so it stays good when the row that it came from moves or leaves.
    """
    left = [item for item in items if query.after is None or behind(item, query.after)]
    page = left[: query.limit]
    return page, (order_key(page[-1]) if len(left) > len(page) else None)


def benchmarks(details: Sequence[Json]) -> list[Json]:
    """Return every anchor that the group's scores rest on, once, with its citation."""
    seen: dict[str, Json] = {}
    for detail in details:
        for anchor in detail["anchors"]:
            shown = {k: v for k, v in anchor.items() if k not in ("line", "line_id")}
            seen.setdefault(orjson.dumps(shown, option=orjson.OPT_SORT_KEYS).decode(), shown)
    return [seen[key] for key in sorted(seen)]


def score_of(
    store: Store, library: Library, principal: Principal, ruleset_id: str, year: int, credit_code: str
) -> list[Json]:
    """Return the full scores of one enterprise, one for each of its sectors."""
    require(principal, Action.read)
    ruleset = find_ruleset(library, ruleset_id)
    with store.read() as session:
        rows = all_scores(session, ScoreQuery(scheme_key(ruleset), year, credit_code=credit_code))
    own = principal.credit_code == credit_code
    seen = [row for row in rows if own or sees_region(principal, row.region)]
    if not seen:
        raise NotFound
    return [orjson.loads(row.detail) for row in seen]


def sees_region(principal: Principal, region: str) -> bool:
    """Say whether a regulator's or verifier's key reaches the region; an administrator's reaches all."""
    if principal.credit_code is not None:
        return False
    return principal.region is None or region_contains(principal.region, region)
