"""`/v1/plans/{plan_id}/targets/computed`: the plans' targets beside what accepted reports add up to."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging
from service.api import schemas_targets as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.plans import PlanId
from service.api.scores import Year
from service.web import Ranker
from service.workflows import targets

router = APIRouter(prefix="/v1", tags=tags("scores"))

_ONE = [HTTPStatus.NOT_FOUND]


class ComputedTargetQuery(paging.Query):
    """Which year, and which part of the plan's region."""

    year: Year
    region: Annotated[
        str | None, Field(min_length=2, max_length=6, description="Subtree of GB/T 2260; else the plan's 行政区划")
    ] = None
    synthetic: bool = False


@router.get(
    "/plans/{plan_id}/targets/computed",
    **keyed(schemas.ComputedTargetList, "Compute a plan's targets from reports 方案目标测算", problem=_ONE),
)
async def list_computed_targets(
    caller: Ranker, plan_id: PlanId, query: Annotated[ComputedTargetQuery, Query()]
) -> Response:
    """Value, numerator, denominator and coverage; `≈`, 力争 and 一批 are shown and never compared."""
    return json_answer(
        await caller.run(
            lambda s, who: targets.computed_targets(
                s.store, s.library, who, plan_id, query.year, query.region, synthetic=query.synthetic
            )
        )
    )
