"""Numbers of the reference library as documents: value, applicability, dates, source, history, who uses them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.api.schemas import Bilingual, Digest
from service.requests.fields import Quantity

Decimal = Annotated[str, Field(description="Decimal text, as printed.", examples=["0.5703"])]


class CitedSource(BaseModel):
    """One document of the bibliography; `read` says how much of its text was read: full, partial or no."""

    key: str
    number: str | None
    title: Bilingual
    issuer: str | None
    published: str | None
    url: str | None
    read: str


class SourceCopy(BaseModel):
    """A place where a copy of a document was read."""

    name: str
    url: str


class Citation(CitedSource):
    """A document of the bibliography completely; dates are ISO 8601, shortened to what is known."""

    in_force: str | None
    note: str | None
    copies: list[SourceCopy]


class AppliesTo(BaseModel):
    """What a number holds for; null means that it is not bound to one. A value may list several codes: `4411/4412`."""

    sector: str | None
    process: str | None
    material: str | None
    substance: str | None
    region: str | None
    technology: str | None


class EmissionFactor(BaseModel):
    """One dated number.

    `value` is null on the day a series ends, `maximum` is set where a range is printed. The number holds from
    `valid_from` to `valid_to`, both included; `valid_to` is null while nothing follows it.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "grid.2022.prov.shanxi",
                    "series": "grid.avg.prov.shanxi",
                    "name": {"zh": "山西电力平均", "en": "Shanxi average"},
                    "value": "0.7096",
                    "unit": "kgCO2/kWh",
                    "valid_from": "2022-01-01",
                    "trust": "secondary",
                }
            ]
        }
    )

    id: str
    series: str
    name: Bilingual
    value: Decimal | None
    maximum: Decimal | None
    unit: str
    basis: str | None
    valid_from: date
    valid_to: date | None
    published: str | None
    source: CitedSource
    clause: str
    status: str
    trust: str
    usable: bool
    checked: date
    applies_to: AppliesTo
    note: str | None
    kind: str
    level: str | None = Field(
        description="What it means as a level: access 准入值, advanced 先进值, baseline 基准水平, benchmark 标杆水平, "
        "ets_benchmark 配额基准值, ets_balance 配额平衡值, limit 限值, ultra_low 超低排放限值; null for no level",
        examples=["advanced"],
    )
    table: str


class PlausibilityBand(BaseModel):
    """The range, both ends included, outside of which a number of this kind would be refused as a slip."""

    name: str
    low: str
    high: str
    unit: str


class KnownConflict(BaseModel):
    """Where sources contradict each other or are misprinted: the readings, what is kept and why."""

    id: str
    subject: str
    readings: str
    kept: str
    reason: str
    entries: list[str]


class FactorUseByMethod(BaseModel):
    """A way in which a method can come to the number: `template` is the series as the method names it.

    `kind`, `formula` and `equation` are null where the number serves the totals (a warming potential).
    """

    method: str
    title: Bilingual
    kind: str | None
    parameter: str
    substance: str
    indicator: str | None
    match: str
    template: str
    formula: str | None
    equation: str | None


class FactorUseByDocument(BaseModel):
    """A ruleset or check that names the series; `pointer` is a JSON pointer into the ruleset, empty for a check."""

    id: str
    pointer: str
    template: str


class FactorUses(BaseModel):
    """Who uses the number. A method takes it only within the trust that a request accepts."""

    methods: list[FactorUseByMethod]
    rulesets: list[FactorUseByDocument]
    checks: list[FactorUseByDocument]


class NumberComparison(BaseModel):
    """Two numbers, their difference in the unit of the later one, and the change as a percentage of the earlier one."""

    model_config = ConfigDict(populate_by_name=True)

    earlier: EmissionFactor = Field(alias="from")
    later: EmissionFactor = Field(alias="to")
    difference: Quantity
    relative_change: Quantity | None
    reference_digest: Digest


class EmissionFactorDetail(EmissionFactor):
    """One number with the history of its series, what it cites, what contradicts it, and who uses it."""

    band: PlausibilityBand | None
    history: list[EmissionFactor]
    citations: list[Citation]
    conflicts: list[KnownConflict]
    used_by: FactorUses
    reference_digest: Digest


class EmissionFactorPage(BaseModel):
    """A page of numbers, by id."""

    items: list[EmissionFactor]
    next_cursor: str | None
    reference_digest: Digest
