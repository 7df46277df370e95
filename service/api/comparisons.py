"""`/v1/rankings/comparison` and `/v1/rankings/explanation`: what moved and why, and what the next place takes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging, schemas_acts
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.rankings import RatingWord
from service.api.scores import ParkCode, Process, RulesetId, Year
from service.records import Principal
from service.web import Ranker, Reader, Services
from service.workflows import compare, explain
from service.workflows.among import Among
from service.workflows.directory import visible_region

router = APIRouter(prefix="/v1/rankings", tags=tags("scores"))

Region = Annotated[str, Field(min_length=2, max_length=6, description="Subtree of GB/T 2260 行政区划")]
Sector = Annotated[str, Field(pattern="^[0-9]{4}$", description="GB/T 4754 class 行业小类")]
_PROBLEMS = [HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND]


class ComparisonQuery(paging.PageQuery):
    """Two years of one group of peers, named as in rankings; a class picks items and renumbers none."""

    ruleset: RulesetId
    earlier: Annotated[Year, Field(alias="from", description="Earlier year 前一年")]
    to: Annotated[Year, Field(description="Later year 后一年")]
    region: Region
    sector: Sector
    process: Process = None
    park: ParkCode = None
    rating: Annotated[RatingWord | None, Field(alias="class", description="Class in one of the years 等级")] = None
    synthetic: bool = False
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class ExplanationQuery(paging.Query):
    """Whose place in which group of peers, named as in rankings."""

    ruleset: RulesetId
    year: Year
    credit_code: Annotated[str, Field(pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")]
    region: Region
    sector: Sector
    process: Process = None
    park: ParkCode = None


@router.get("/comparison", **keyed(schemas_acts.YearComparison, "Compare two years 两年比较", problem=_PROBLEMS))
async def compare_years(caller: Ranker, query: Annotated[ComparisonQuery, Query()]) -> Response:
    """Who entered, left and moved; each change split into benchmarks, factors, output and real change, exactly."""
    key, operation = caller.services.cursor_key, "compareYears"
    position = query.after(key, operation)
    after = str(position[0]) if position else ""

    def read(services: Services, principal: Principal) -> dict[str, Any]:
        region = visible_region(principal, query.region)
        group = (query.ruleset, query.earlier, query.to, region, query.sector, query.synthetic)
        wanted = compare.ComparisonQuery(*group, query.limit, after, Among(query.process, query.park), query.rating)
        return compare.comparison(services.store, services.library, principal, wanted)

    page = await caller.run(read)
    following = page.pop("next_after")
    cursor = query.next_cursor(key, operation, [following] if following is not None else None)
    return json_answer({**page, "next_cursor": cursor})


@router.get(
    "/explanation", **keyed(schemas_acts.PlaceExplained, "Explain a place 名次说明", problem=[HTTPStatus.NOT_FOUND])
)
async def explain_place(caller: Reader, query: Annotated[ExplanationQuery, Query()]) -> Response:
    """The place, its interval, the next one above, and the least reductions in tonnes that reach it."""

    def read(services: Services, principal: Principal) -> dict[str, Any]:
        region = visible_region(principal, query.region)
        among = Among(query.process, query.park)
        wanted = explain.ExplanationQuery(query.ruleset, query.year, query.credit_code, region, query.sector, among)
        return explain.explanation(services.store, services.library, principal, wanted)

    return json_answer(await caller.run(read))
