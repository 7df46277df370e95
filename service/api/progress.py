"""`/v1/scores/progress`: how much better than in the base year, and how much of it is making more or less."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.api import paging
from service.api import schemas_progress as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.scores import RulesetId, Year
from service.web import Reader
from service.workflows import progress

router = APIRouter(prefix="/v1", tags=tags("scores"))

_ONE = [HTTPStatus.NOT_FOUND]


class ProgressYear(paging.Query):
    """Whose progress up to which year."""

    ruleset: RulesetId
    year: Year
    enterprise: Annotated[str, Field(pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")]
    yearly_fall: Annotated[
        Decimal | None,
        Field(gt=0, lt=1, max_digits=6, description="Share by which intensities are to fall each year 强度年均下降率"),
    ] = None


@router.get(
    "/scores/progress", **keyed(schemas.ProgressList, "Read progress since the base year 相对基准年进展", problem=_ONE)
)
async def get_progress(caller: Reader, query: Annotated[ProgressYear, Query()]) -> Response:
    """Change, activity, intensity and factor effects by quantity, with coverage and reasons. It enters no class."""
    fall = None if query.yearly_fall is None else Fraction(query.yearly_fall)
    wanted = progress.ProgressQuery(query.ruleset, query.year, query.enterprise, fall)
    return json_answer(await caller.run_in_turn(lambda s, who: progress.progress_of(s.store, s.library, who, wanted)))
