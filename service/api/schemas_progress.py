"""Progress since a base year, and what is evidence beside a class, as documents."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from service.api.schemas import Bilingual, Digest
from service.api.schemas_acts import NotSplit
from service.api.schemas_scores import Rule


class EvidenceMetric(BaseModel):
    """One metric with what it rests on: `basis` D is a document, c our choice, `c on D` our choice on a document."""

    id: str
    zh: str
    en: str
    basis: str
    source: str
    clause: str


class Provenance(BaseModel):
    """Evidence beside a class: it enters no class, index or place."""

    role: Literal["evidence"]
    enters_class: Literal[False]
    ruleset: str
    metrics: list[EvidenceMetric]


class ReportRead(BaseModel):
    """A report version that a figure was read from."""

    report_id: str
    version: int


class ProgressProduct(BaseModel):
    """Output of a product in both years; null where it was not made."""

    product: str
    unit: str
    before: str | None
    after: str | None


class ProductIntensity(BaseModel):
    """Emission per unit of one product, then and now, both under the base year's factors."""

    product: str
    unit: str
    before: str
    after: str


class EffectShares(BaseModel):
    """The change and its causes over the base year's amount; null where that was 0."""

    change: str | None
    factor_effect: str | None
    activity_effect: str | None
    intensity_effect: str | None
    elsewhere: str | None


class ProgressCoverage(BaseModel):
    """Share of each year's amount that products explain and that is split; null where there was none."""

    before: str | None
    after: str | None


class Due(BaseModel):
    """What today's outputs may emit where intensities fall by `yearly_fall` each year; `above` is negative below it."""

    yearly_fall: str
    allowed: str
    above: str
    met: bool


class QuantityProgress(BaseModel):
    """One quantity; `change` is exactly the sum of the four effects, negative is less.

    `intensity_change` is a share over all products, `intensity_change_a_year` the same share a year that adds up to it.
    """

    axis: str
    quantity: str
    unit: str
    before: str
    after: str
    change: str
    factor_effect: str
    activity_effect: str
    intensity_effect: str
    elsewhere: str
    shares: EffectShares
    coverage: ProgressCoverage
    intensity_change: str | None
    intensity_change_a_year: str | None
    by_product: list[ProductIntensity]
    due: Due | None


class SectorProgress(BaseModel):
    """Progress of one sector of an enterprise; what cannot be evaluated is named with its reason.

    `boundary_declared` is the year of a change of the boundary that the bureau found declared and that moved the base.
    """

    sector: str
    region: str
    synthetic: bool
    base_year: int | None
    boundary_declared: int | None
    base_reports: list[ReportRead]
    reports: list[ReportRead]
    factors_from: str | None
    products: list[ProgressProduct]
    quantities: list[QuantityProgress]
    not_evaluable: list[NotSplit]


class ProgressList(BaseModel):
    """How much better an enterprise is than in its base year, sector by sector."""

    ruleset: str
    enterprise: str
    year: int
    items: list[SectorProgress]
    formula: str
    formula_text: Bilingual
    formula_basis: str
    notice: Bilingual
    provenance: Provenance
    rules: list[Rule]
    reference_digest: Digest
