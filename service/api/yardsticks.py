"""`/v1/rulesets/{id}/balance-value` and `/carbon-efficiency`: what follows from two numbers. No key is needed."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BeforeValidator, Field

from service.api import paging
from service.api import schemas_yardsticks as schemas
from service.api.answers import cacheable_answer
from service.api.operations import public, tags
from service.requests.fields import DECIMAL_PATTERN
from service.web import Public
from service.workflows import yardsticks

router = APIRouter(prefix="/v1", tags=tags("reference"))

_ONE = [HTTPStatus.NOT_FOUND]
Identifier = Annotated[str, Path(max_length=64, description="Id of a ruleset 评价规则集")]


def plain(text: str) -> str:
    """Refuse what `Decimal` would read and no body may hold: digits of other scripts, underscores, words."""
    if not re.fullmatch(DECIMAL_PATTERN, text):
        raise ValueError("not a plain decimal number")
    return text


Number = Annotated[Decimal, BeforeValidator(plain)]
Amount = Annotated[Number, Field(gt=0, max_digits=24, decimal_places=12)]


class BalanceQuery(paging.Query):
    """What is known of one enterprise of the sector."""

    intensity: Annotated[Amount, Field(description="Its intensity, such as tCO2/t 碳排放强度")]
    coefficient: Annotated[
        Number, Field(gt=-1, lt=1, max_digits=12, description="The coefficient published for it 强度系数")
    ]


class EfficiencyQuery(paging.Query):
    """Two intensities in one unit, by the rule's definition tCO2 per 10^4 CNY of value added."""

    intensity: Annotated[Amount, Field(description="Of the enterprise 企业碳排放强度")]
    sector_mean: Annotated[Amount, Field(description="Of its sector 行业平均强度")]


@router.get(
    "/rulesets/{ruleset_id}/balance-value",
    **public(schemas.BalanceValue, "Solve a balance value from a coefficient 反算行业平衡值", problem=_ONE),
)
def get_balance_value(
    request: Request, services: Public, ruleset_id: Identifier, query: Annotated[BalanceQuery, Query()]
) -> Response:
    """For the second rung of the carbon ladder; at the coefficient's bounds nothing follows."""
    numbers = Fraction(query.intensity), Fraction(query.coefficient)
    return cacheable_answer(request, yardsticks.solved_balance(services.library, ruleset_id, *numbers))


@router.get(
    "/rulesets/{ruleset_id}/carbon-efficiency",
    **public(schemas.CarbonEfficiency, "Grade a carbon efficiency 碳效等级", problem=_ONE),
)
def get_carbon_efficiency(
    request: Request, services: Public, ruleset_id: Identifier, query: Annotated[EfficiencyQuery, Query()]
) -> Response:
    """The five grades of intensity over the sector's mean; value added moves with prices, so it enters no class."""
    numbers = Fraction(query.intensity), Fraction(query.sector_mean)
    return cacheable_answer(request, yardsticks.graded_efficiency(services.library, ruleset_id, *numbers))
