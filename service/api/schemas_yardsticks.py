"""What follows from two numbers under a ruleset, as documents."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from service.api.schemas import Digest
from service.api.schemas_acts import NotSplit


class UsedParameter(BaseModel):
    """A number of the ruleset with what it rests on."""

    name: str
    value: str
    basis: str
    source: str
    clause: str
    note: str


class BalanceValue(BaseModel):
    """A sector's balance value in the unit of the intensity, null with a reason where none follows."""

    ruleset: str
    balance_value: str | None
    not_evaluable: list[NotSplit]
    formula: str
    parameters: list[UsedParameter]
    import_as: list[str]
    reference_digest: Digest


class CarbonEfficiency(BaseModel):
    """An intensity over its sector's mean, and its grade, 1 the best; it enters no class."""

    ruleset: str
    ratio: str
    grade: int
    formula: str
    parameters: list[UsedParameter]
    enters_class: Literal[False]
    reference_digest: Digest
