"""`/v1/rankings`: in which order enterprises stand, and why."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Response
from pydantic import Field, WithJsonSchema

from service.api import paging, schemas_scores
from service.api.answers import PiecedAnswer
from service.api.cursor import Position
from service.api.operations import keyed, tags
from service.api.queries import read_by
from service.api.scores import ParkCode, Process, RulesetId, Year
from service.records import Principal
from service.scoring.eligibility import Eligibility
from service.scoring.result import Rating
from service.storage.lookups import Reading
from service.web import Ranker, Services
from service.workflows import rank, rank_page
from service.workflows.directory import visible_region
from service.workflows.rules import rules_text

router = APIRouter(prefix="/v1", tags=tags("scores"))

RatingWord = Annotated[Rating, WithJsonSchema({"type": "string", "enum": [word.value for word in Rating]})]
EligibilityWord = Annotated[
    Eligibility, WithJsonSchema({"type": "string", "enum": [word.value for word in Eligibility]})
]
Region = Annotated[
    str | None,
    Field(min_length=2, max_length=6, description="Subtree of GB/T 2260; else all that the key sees 行政区划"),
]
Sector = Annotated[str, Field(pattern="^[0-9]{2,4}$", description="Beginning of a GB/T 4754 code 行业")]
CreditCode = Annotated[str, Field(pattern="^[0-9A-Z]{18}$", description="One enterprise 统一社会信用代码")]
_PROBLEMS = [HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND]


class RankingQuery(paging.PageQuery):
    """Which group of peers; synthetic and real enterprises are never ranked together.

    Region, sector, process and park say among whom places are counted; class and eligibility pick rows of that list.
    """

    ruleset: RulesetId
    year: Year
    region: Region = None
    sector: Sector
    process: Process = None
    park: ParkCode = None
    rating: Annotated[RatingWord | None, Field(alias="class", description="Class 等级")] = None
    eligibility: Annotated[EligibilityWord | None, Field(description="As a pilot, under the ruleset 试点资格")] = None
    credit_code: CreditCode | None = None
    synthetic: bool = False


@router.get(
    "/rankings", **keyed(schemas_scores.Ranking, "Rank enterprises 排名", problem=_PROBLEMS, query=RankingQuery)
)
async def list_rankings(caller: Ranker, query: Annotated[RankingQuery, Depends(read_by(RankingQuery))]) -> Response:
    """Places with their reasons, and every enterprise without a place with its reason."""
    key = caller.services.cursor_key
    after = query.after(key, "listRankings")

    def read(
        services: Services, principal: Principal, unconfirmed: str | None
    ) -> Reading[tuple[rank.Json, bytes, rank_page.OrderKey | None]]:
        wanted = wanted_of(query, visible_region(principal, query.region), after)
        return rank.ranking_page(services.store, services.library, principal, wanted, unconfirmed)

    about, members, following = await caller.read_at_once(read)
    about["rules"] = orjson.Fragment(rules_text(caller.services.library, query.ruleset))
    about["next_cursor"] = query.next_cursor(key, "listRankings", following)
    return PiecedAnswer(orjson.dumps(about)[:-1] + b",", members)


def wanted_of(query: RankingQuery, region: str, after: Position | None) -> rank_page.RankingQuery:
    """What the workflow is asked; the region is what the caller sees of the one that is asked for."""
    return rank_page.RankingQuery(
        ruleset=query.ruleset,
        year=query.year,
        region=region,
        sector=query.sector,
        synthetic=query.synthetic,
        limit=query.limit,
        after=(str(after[0]), str(after[1])) if after else None,
        process=query.process,
        park=query.park,
        rating=query.rating,
        eligibility=query.eligibility,
        credit_code=query.credit_code,
    )
