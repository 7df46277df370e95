"""Targets of the plans computed from reports, as documents; see `schemas_plans` for the targets as printed."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.requests.fields import Quantity


class YearTold(BaseModel):
    """A year that is added up, and how many sites gave the numerator in it."""

    year: int
    sites_telling: int


class TargetCoverage(BaseModel):
    """How many of the registered sites that are asked have an accepted report, wait for one, and gave the fields."""

    sites_registered: int
    sites_accepted: int
    sites_waiting: int
    sites_counted: int
    years: list[YearTold]


class SoFar(BaseModel):
    """Computed less printed, as things stand; no judgement."""

    difference: Quantity


class ComputedValue(BaseModel):
    """What reports add up to; sums in base units (t, GJ).

    `not_compared` says why nothing is set beside the printed value: approximate, soft, no_line, no_number, no_date.
    """

    formula: str
    title: Bilingual
    form: str = Field(examples=["share", "sum", "change", "cumulative"])
    value: Quantity | None
    numerator: str
    denominator: str | None
    fields: list[str]
    absent: str
    note: Bilingual
    basis: str
    source: str
    coverage: TargetCoverage
    so_far: SoFar | None
    not_compared: str | None


class ComputedTarget(BaseModel):
    """A target as printed with what came out of the reports.

    `reason` where it is not computable: outside_reports, registered_fact, no_formula, served_elsewhere,
    no_report_counts or nothing_to_divide_by.
    """

    id: str
    clause: str
    subject: str | None
    indicator: str
    operator: str
    value: str | None
    unit: str | None
    deadline: str | None
    soft: bool
    status: str = Field(examples=["computed", "not_computable"])
    reason: str | None
    elsewhere: str | None
    computed: ComputedValue | None


class ComputedTargetList(BaseModel):
    """All targets of a plan for a year within a region; `document` is whose clauses the items name."""

    plan: str
    document: str
    year: int
    region: str
    synthetic: bool
    notice: Bilingual
    items: list[ComputedTarget]
    reference_digest: Digest
