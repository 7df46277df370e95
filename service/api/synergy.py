"""`/v1/scores/synergy`: how carbon and pollutants moved together between two years."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging
from service.api import schemas_synergy as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.scores import RulesetId, Year
from service.web import Reader
from service.workflows import synergy

router = APIRouter(prefix="/v1", tags=tags("scores"))

_ONE = [HTTPStatus.NOT_FOUND]


class SynergyYears(paging.Query):
    """Two years of an enterprise, of the enterprises of a park, or of a region."""

    ruleset: RulesetId
    earlier: Annotated[Year, Field(alias="from")]
    later: Annotated[Year, Field(alias="to")]
    region: Annotated[str | None, Field(min_length=2, max_length=6, description="Subtree of GB/T 2260 行政区划")] = None
    sector: Annotated[str | None, Field(pattern="^[0-9]{4}$", description="GB/T 4754 code 行业")] = None
    enterprises: Annotated[
        str | None,
        Field(
            pattern="^[0-9A-Z]{18}(,[0-9A-Z]{18}){0,199}$",
            description="One code, or several with commas 统一社会信用代码",
        ),
    ] = None
    park: Annotated[str | None, Field(max_length=32, description="Whom a park held in each of the years 园区")] = None
    synthetic: bool = False


@router.get("/scores/synergy", **keyed(schemas.Synergy, "Read the synergy of two years 减污降碳协同", problem=_ONE))
async def get_synergy(caller: Reader, query: Annotated[SynergyYears, Query()]) -> Response:
    """From tonnes of accepted reports; undefined and both-worse cases are said. It enters no class."""
    codes = tuple(query.enterprises.split(",")) if query.enterprises else ()
    wanted = synergy.SynergyQuery(
        query.ruleset, query.earlier, query.later, query.region, codes, query.sector, query.synthetic, query.park
    )
    return json_answer(await caller.run(lambda s, who: synergy.synergy(s.store, s.library, who, wanted)))
