"""`/v1/rankings`: in which order enterprises stand, and why."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging, schemas_scores
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.scores import RulesetId, Year
from service.web import Ranker
from service.workflows import rank
from service.workflows.directory import visible_region

router = APIRouter(prefix="/v1", tags=tags("scores"))

_PROBLEMS = [HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND]


class RankingQuery(paging.PageQuery):
    """Which group of peers; synthetic and real enterprises are never ranked together."""

    ruleset: RulesetId
    year: Year
    region: Annotated[str, Field(min_length=2, max_length=6, description="Subtree of GB/T 2260 行政区划")]
    sector: Annotated[str, Field(min_length=1, max_length=4, description="GB/T 4754 行业")]
    synthetic: bool = False


@router.get(
    "/rankings",
    **keyed(schemas_scores.Ranking, "Rank enterprises 排名", problem=_PROBLEMS),
)
async def list_rankings(caller: Ranker, query: Annotated[RankingQuery, Query()]) -> Response:
    """Places with their reasons, and every enterprise without a place with its reason."""
    key = caller.services.cursor_key
    after = query.after(key, "listRankings")
    wanted = rank.RankingQuery(
        ruleset=query.ruleset,
        year=query.year,
        region=query.region,
        sector=query.sector,
        synthetic=query.synthetic,
        limit=query.limit,
        after=(int(after[0]), int(after[1]), str(after[2])) if after else None,
    )
    page = await caller.run(
        lambda s, who: rank.rankings(
            s.store, s.library, who, replace(wanted, region=visible_region(who, wanted.region))
        )
    )
    following = page.pop("next_after")
    position = list(following) if following else None
    return json_answer({**page, "next_cursor": query.next_cursor(key, "listRankings", position)})
