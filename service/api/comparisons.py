"""`/v1/rankings/comparison` and `/v1/rankings/explanation`: what moved and why, and what the next place takes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging, schemas_acts
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.rankings import CreditCode, EligibilityWord, RatingWord, Region, Sector
from service.api.scores import ParkCode, Process, RulesetId, Year
from service.records import Principal
from service.web import Ranker, Reader, Services
from service.workflows import compare, explain
from service.workflows.directory import visible_region
from service.workflows.rank_page import RankingQuery

router = APIRouter(prefix="/v1/rankings", tags=tags("scores"))

_PROBLEMS = [HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND]


class ComparisonQuery(paging.PageQuery):
    """Two years of one ranking, named as there; class, eligibility and enterprise pick items and renumber none."""

    ruleset: RulesetId
    earlier: Annotated[Year, Field(alias="from", description="Earlier year 前一年")]
    to: Annotated[Year, Field(description="Later year 后一年")]
    region: Region = None
    sector: Sector
    process: Process = None
    park: ParkCode = None
    rating: Annotated[RatingWord | None, Field(alias="class", description="Class in one of the years 等级")] = None
    eligibility: Annotated[EligibilityWord | None, Field(description="As a pilot in one of the years 试点资格")] = None
    credit_code: CreditCode | None = None
    synthetic: bool = False
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class ExplanationQuery(paging.Query):
    """Whose place in which ranking, named as in rankings."""

    ruleset: RulesetId
    year: Year
    credit_code: CreditCode
    region: Region = None
    sector: Sector
    own_sector: Annotated[
        str | None, Field(pattern="^[0-9]{4}$", description="Where it has places in several sectors 名次所属行业")
    ] = None
    process: Process = None
    park: ParkCode = None


@router.get("/comparison", **keyed(schemas_acts.YearComparison, "Compare two years 两年比较", problem=_PROBLEMS))
async def compare_years(caller: Ranker, query: Annotated[ComparisonQuery, Query()]) -> Response:
    """Who entered, left and moved; each change split into anchors, factors, output and real change, exactly."""
    key, operation = caller.services.cursor_key, "compareYears"
    position = query.after(key, operation)
    shared = query.model_dump(exclude={"earlier", "to", "region", "cursor"})

    def read(services: Services, principal: Principal) -> dict[str, Any]:
        ranking = RankingQuery(year=query.to, region=visible_region(principal, query.region), **shared)
        wanted = compare.ComparisonQuery(ranking, query.earlier, compare.Order._make(position or compare.FIRST))
        return compare.comparison(services.store, services.library, principal, wanted)

    page = await caller.run(read)
    cursor = query.next_cursor(key, operation, page.pop("next_after"))
    return json_answer({**page, "next_cursor": cursor})


@router.get(
    "/explanation", **keyed(schemas_acts.PlaceExplained, "Explain a place 名次说明", problem=[HTTPStatus.NOT_FOUND])
)
async def explain_place(caller: Reader, query: Annotated[ExplanationQuery, Query()]) -> Response:
    """The place, its interval, the next one above, and the least reductions in tonnes that reach it."""
    shared = query.model_dump(exclude={"own_sector", "region"})

    def read(services: Services, principal: Principal) -> dict[str, Any]:
        ranking = RankingQuery(region=visible_region(principal, query.region), **shared)
        wanted = explain.ExplanationQuery(ranking, query.own_sector)
        return explain.explanation(services.store, services.library, principal, wanted)

    return json_answer(await caller.run(read))
