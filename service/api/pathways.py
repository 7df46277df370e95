"""`/v1/scores/next-class`, `/v1/scores/abatement` and what-if questions: what could be, never stored."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field

from service.api import paging
from service.api import schemas_pathways as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, public, tags
from service.api.scores import RulesetId, Year
from service.requests.pathways import (
    AbatementRequest,
    ReportWhatIfRequest,
    Target,
    WhatIfRequest,
    read_abatement,
    read_report_what_if,
    read_what_if,
)
from service.web import Public, RawBody, Reader
from service.workflows import pathway, what_if

router = APIRouter(prefix="/v1", tags=tags("scores"))

_ONE = [HTTPStatus.NOT_FOUND]


class NextClassQuery(paging.Query):
    """Whose way to which class."""

    ruleset: RulesetId
    year: Year
    enterprise: Annotated[str, Field(pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")]
    target: Annotated[Target | None, Field(description="A class; else the one above 目标等级")] = None


@router.get(
    "/scores/next-class", **keyed(schemas.NextClass, "Ask what the next class would take 升级所需减排", problem=_ONE)
)
async def get_next_class(caller: Reader, query: Annotated[NextClassQuery, Query()]) -> Response:
    """The least reductions in physical units, constraint by constraint, each found by scoring again."""
    asked = (query.ruleset, query.year, query.enterprise, query.target)
    return json_answer(await caller.run_in_turn(lambda s, who: pathway.next_class(s.store, s.library, who, *asked)))


@router.post(
    "/scores/abatement",
    **keyed(schemas.Abatement, "Weigh measures with their costs 减排措施成本曲线", body=AbatementRequest, problem=_ONE),
)
async def weigh_measures(caller: Reader, body: RawBody) -> Response:
    """Marginal abatement curves of both axes and the cheapest way to a class; costs never enter the class."""
    return json_answer(
        await caller.run_in_turn(lambda s, who: pathway.abatement(s.store, s.library, who, read_abatement(body)))
    )


@router.post(
    "/calculations/what-if",
    **public(
        schemas.WhatIf, "Compare a draft with a base without storing 假设推演(不保存)", body=WhatIfRequest, problem=_ONE
    ),
)
async def compare_drafts(services: Public, body: RawBody) -> Response:
    """Carbon and pollutants of both sides, and their scores where a scenario says how; no key is needed."""

    def compare() -> dict[str, object]:
        return what_if.what_if(services.store, services.library, read_what_if(body))

    return json_answer(await run_in_threadpool(compare))


@router.post(
    "/reports/{report_id}/what-if",
    **keyed(
        schemas.ReportWhatIf,
        "Compare a draft with a report without storing 对报告假设推演(不保存)",
        body=ReportWhatIfRequest,
        problem=_ONE,
    ),
)
async def compare_report(
    caller: Reader, report_id: Annotated[str, Path(max_length=64, description="Id of a report 报告编号")], body: RawBody
) -> Response:
    """The latest version as it was computed, and the draft in its place."""
    return json_answer(
        await caller.run_in_turn(
            lambda s, who: what_if.report_what_if(s.store, s.library, who, report_id, read_report_what_if(body))
        )
    )
