"""`/v1/rankings/cultivation`: whom a bureau may cultivate, apart from every class and ranking."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging
from service.api import schemas_cultivation as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.scores import RulesetId, Year
from service.web import Ranker
from service.workflows.cultivate import cultivation
from service.workflows.directory import visible_region

router = APIRouter(prefix="/v1", tags=tags("scores"))

_ONE = [HTTPStatus.NOT_FOUND]


class CultivationQuery(paging.Query):
    """Which group of peers."""

    ruleset: RulesetId
    year: Year
    region: Annotated[str | None, Field(min_length=2, max_length=6, description="Subtree of GB/T 2260 行政区划")] = None
    sector: Annotated[str, Field(pattern="^[0-9]{4}$", description="GB/T 4754 code 行业")]
    synthetic: bool = False


@router.get(
    "/rankings/cultivation", **keyed(schemas.CultivationList, "List whom to cultivate 双近零培育标杆", problem=_ONE)
)
async def list_cultivation(caller: Ranker, query: Annotated[CultivationQuery, Query()]) -> Response:
    """The first of the industry-advanced with real progress on both axes; equals share the place."""
    return json_answer(
        await caller.run_in_turn(
            lambda s, who: cultivation(
                s.store, s.library, who, query.ruleset, query.year, visible_region(who, query.region), query.sector,
                synthetic=query.synthetic,
            )
        )
    )  # fmt: skip
