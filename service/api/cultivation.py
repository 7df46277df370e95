"""`/v1/rankings/cultivation`: whom a bureau may cultivate, apart from every class and ranking."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.acts import Scope
from service.api import paging
from service.api import schemas_cultivation as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.scores import RulesetId, Year
from service.records import Principal
from service.web import Ranker, Services
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

    def read(services: Services, principal: Principal) -> dict[str, Any]:
        region = visible_region(principal, query.region)
        scope = Scope(query.ruleset, query.year, region, query.sector, query.synthetic)
        return cultivation(services.store, services.library, principal, scope)

    return json_answer(await caller.run_in_turn(read))
