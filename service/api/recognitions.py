"""`/v1/enterprises/{credit_code}/recognitions` and `/v1/rankings/quotas`: what bureaus find and select by hand."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from service.acts import Scope
from service.api import paging, schemas_acts
from service.api.answers import json_answer, receipt_answer
from service.api.operations import keyed, tags
from service.requests.acts import RecognitionRequest
from service.web import Decider, IdempotencyKey, Ranker, RawBody, Reader
from service.workflows import quotas, recognise
from service.workflows.directory import visible_region

router = APIRouter(prefix="/v1", tags=tags("scores"))

CreditCode = Annotated[str, Path(pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")]
_ONE = [HTTPStatus.NOT_FOUND]


class RecognitionQuery(paging.Query):
    """Which findings."""

    ruleset: Annotated[str, Field(min_length=1, max_length=32)] | None = None
    year: Annotated[int, Field(ge=2015, le=2100)] | None = None


class QuotaQuery(paging.Query):
    """Which counts."""

    ruleset: Annotated[str, Field(min_length=1, max_length=32)]
    year: Annotated[int, Field(ge=2015, le=2100)]
    region: Annotated[str, Field(min_length=2, max_length=6)]


@router.post(
    "/enterprises/{credit_code}/recognitions",
    **keyed(
        schemas_acts.Recognition,
        "Find by hand 人工认定",
        body=RecognitionRequest,
        problem=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
        status=HTTPStatus.CREATED,
    ),
)
async def create_recognition(caller: Decider, credit_code: CreditCode, key: IdempotencyKey, body: RawBody) -> Response:
    """By a regulator of the enterprise's region; the newest finding counts, and nothing computed is overridden."""
    return receipt_answer(
        await caller.record(lambda s, who: recognise.recognise(s.store, s.library, who, credit_code, body, key))
    )


@router.get(
    "/enterprises/{credit_code}/recognitions",
    **keyed(schemas_acts.RecognitionList, "List findings by hand 人工认定列表", problem=_ONE),
)
async def list_recognitions(
    caller: Reader, credit_code: CreditCode, query: Annotated[RecognitionQuery, Query()]
) -> Response:
    """All of them, those that were replaced, withdrawn or have expired included."""
    items = await caller.run(
        lambda s, who: recognise.list_recognitions(s.store, who, credit_code, query.ruleset, query.year)
    )
    return json_answer({"enterprise": credit_code, "items": items})


@router.get("/rankings/quotas", **keyed(schemas_acts.PilotCounts, "Count selected pilots 试点数量", problem=_ONE))
async def get_pilot_counts(caller: Ranker, query: Annotated[QuotaQuery, Query()]) -> Response:
    """One count for each city and one for the province, as the plan asks; shown, and used to pass nobody."""
    return json_answer(
        await caller.run(
            lambda s, who: quotas.quotas(
                s.store, s.library, who, Scope(query.ruleset, query.year, visible_region(who, query.region))
            )
        )
    )
