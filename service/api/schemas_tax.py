"""The environmental protection tax as answers show it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.requests.fields import Quantity


class TaxNumber(BaseModel):
    """A number of the tax: stated in the request (`match` reported) or found in the library."""

    value: str
    unit: str
    match: str
    factor_id: str | None
    source: str | None
    clause: str | None
    trust: str | None


class TaxItem(BaseModel):
    """One pollutant at one outlet, in the order of equivalents; only the first items of a class are payable.

    Noise and what is taxed by a count (animals, beds, waste water of small enterprises) have no mass.
    """

    substance: str
    mass: Quantity | None
    equivalent_value: TaxNumber | None
    equivalents: str | None
    rank: int
    payable: bool
    rate: TaxNumber | None
    reduction: str
    tax: Quantity


class TaxedClass(BaseModel):
    """One class of pollutants at one outlet."""

    outlet: str | None
    pollutant_class: str = Field(alias="class")
    clause: str
    items: list[TaxItem]
    tax: Quantity


class Untaxed(BaseModel):
    """A pollutant for which the law lists no equivalent."""

    outlet: str | None
    medium: str
    substance: str


class TaxAssessment(BaseModel):
    """The environmental protection tax, where the request asks for it."""

    total: Quantity
    classes: list[TaxedClass]
    not_taxed: list[Untaxed]
    rounding: dict[str, str]
    source: str
