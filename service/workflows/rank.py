"""A regulator's ranking: places within one group of peers, each with its reasons, and who has no place and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.errors import NotFound
from service.records import Principal
from service.reference import Library
from service.scoring.pilot_reader import find_pilot_ruleset
from service.scoring.ruleset_reader import find_document, find_ruleset
from service.storage.lookups import Reading
from service.storage.ranks import Cohort, Overtaken
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.among import is_known_whole, require_known, require_whole_park
from service.workflows.directory import enterprise
from service.workflows.rank_page import OrderKey, Page, RankingQuery, kept_page
from service.workflows.score import scheme_key

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """A ruleset's name as shown, the name under which its ranks are stored, and the least size to be published."""

    shown: Json
    key: str
    minimum_group: int


def rankings(store: Store, library: Library, principal: Principal, query: RankingQuery) -> Json:
    """Return one page of a ranking as JSON values, with `next_after`; raises as `ranking_page` does."""
    about, members, following = store.look(ranking_page(store, library, principal, query))
    read: Json = orjson.loads(b"{" + members)
    return about | read | {"next_after": following}


def ranking_page(
    store: Store, library: Library, principal: Principal, query: RankingQuery, unconfirmed: str | None = None
) -> Reading[tuple[Json, bytes, OrderKey | None]]:
    """Return what one page of a ranking says of itself, its rows as the rest of a JSON object, and where it ended.

    `unconfirmed` is the id of a key of which the database is still to say that it was not revoked: in the same
    statement that reads the page. Raises `Overtaken` where that failed or where there is more to look up, and
    `NotFound` for a region outside the regulator's and for an unknown ruleset, and what `require_whole_park` raises.
    """
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, query.region):
        raise NotFound
    if not is_known_whole(store.database, query.scope):
        if unconfirmed:
            raise Overtaken
        require_whole_park(store, query.scope)
    heading = heading_of(library, query.ruleset)
    cohort, page = yield from kept_page(store.database, heading.key, query, unconfirmed)
    if page.empty:
        if unconfirmed:
            raise Overtaken
        require_known_filters(store, library, principal, query)
    return about(heading, query, cohort, page, library), page.members, page.following


def require_known_filters(store: Store, library: Library, principal: Principal, query: RankingQuery) -> None:
    """Raise where nothing was found because there is no such sector, process, park or enterprise for the caller."""
    require_known(store, library, query.scope)
    if query.credit_code is not None:
        enterprise(store, principal, query.credit_code)


@lru_cache(maxsize=64)
def heading_of(library: Library, ruleset_id: str) -> Heading:
    """Return the heading of a scheme, or of a plan's ruleset, whose ranks are those of the scheme that it rests on."""
    scheme = find_ruleset(library, ruleset_id)
    document = find_document(library, ruleset_id)[1]
    title = {"zh": scheme.title.zh, "en": scheme.title.en}
    shown = {"id": scheme.id, "version": scheme.version, "title": title, "rests_on": None}
    if document.get("kind") == "pilot":
        plan = find_pilot_ruleset(library, ruleset_id)
        title = {"zh": plan.title.zh, "en": plan.title.en}
        shown = {"id": plan.id, "version": plan.version, "title": title, "rests_on": scheme.id}
    return Heading(shown, f"{shown['id']}@{shown['version']}", int(scheme.number("minimum_group")))


def about(heading: Heading, query: RankingQuery, cohort: Cohort | None, page: Page, library: Library) -> Json:
    """Return which ranking this is, on what it rests and whether it is large enough to be published."""
    return {
        "ruleset": heading.shown,
        "year": query.year,
        "region": query.region,
        "sector": query.sector,
        "synthetic": query.synthetic,
        "group_size": page.group_size,
        "publishable": page.group_size >= heading.minimum_group,
        "minimum_group": heading.minimum_group,
        "reference_digest": cohort.reference_digest if cohort else library.digest,
        "computed_at": cohort.computed_at if cohort else None,
        "data_version": cohort.seq if cohort else None,
    }


def score_of(
    store: Store, library: Library, principal: Principal, ruleset_id: str, year: int, credit_code: str
) -> list[Json]:
    """Return the full scores of one enterprise, one for each of its sectors.

    A ruleset named with a version (DNZ-1@1.0) is asked for as it was scored then. Raises `NotFound` for an unknown
    ruleset and where the caller sees no score.
    """
    require(principal, Action.read)
    asked, _, version = ruleset_id.partition("@")
    ruleset = find_ruleset(library, asked)
    key = f"{ruleset.id}@{version}" if version and asked == ruleset.id else scheme_key(ruleset)
    with store.read() as session:
        rows = all_scores(session, ScoreQuery(key, year, credit_code=credit_code))
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
