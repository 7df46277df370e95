"""What the literal stack reads and answers: pydantic models, nested as the JSON is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=64)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class QuantityIn(Strict):
    value: Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$", max_length=40)]
    unit: Annotated[str, Field(min_length=1, max_length=32)]


class ActivityIn(Strict):
    id: Text
    kind: Literal["fuel_combustion"]
    material: Text
    process: Text
    technology: Text
    unit_id: Text
    month: Annotated[int, Field(ge=1, le=12)]
    quantity: QuantityIn
    parameters: dict[str, QuantityIn]
    laboratory_report: Text
    evidence: list[Text]


class ProductionIn(Strict):
    product: Text
    quantity: QuantityIn


class ReportIn(Strict):
    sector: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    region: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    period: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    method: str | None
    trust: Literal["primary", "secondary", "third_party", "recalled"]
    enterprise: Annotated[str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]
    facility: Annotated[str, Field(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}P$")]
    signatory: Annotated[str, Field(min_length=1, max_length=500)]
    activities: Annotated[list[ActivityIn], Field(min_length=1)]
    production: list[ProductionIn]


class QuantityOut(BaseModel):
    value: str
    unit: str


class MethodOut(BaseModel):
    id: str
    title: dict[str, str]
    text_status: str


class TotalOut(BaseModel):
    substance: str
    scope: int | None = None
    gwp: str | None = None
    mass: QuantityOut
    bases: list[str]
    trust: str


class ReceiptOut(BaseModel):
    sequence: int
    hash: str
    recorded_at: datetime


class ReportOut(BaseModel):
    report_id: str
    version: int
    state: str
    method: MethodOut
    pollutant_method: MethodOut
    totals: list[TotalOut]
    totals_by_scope: list[TotalOut]
    findings: list[str]
    reference_digest: str
    receipt: ReceiptOut
