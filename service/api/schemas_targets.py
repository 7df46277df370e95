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


class YearMass(BaseModel):
    """What the sites that told a year let out, and how many they are."""

    year: int
    mass: Quantity
    sites: int


class Trend(BaseModel):
    """Direct CO2 year by year; no judgement. The reading goes by the sites that told every year.

    `reading`: one_year, no_common_sites, highest_in_last_year or below_highest, with the change since the highest.
    """

    years: list[YearMass]
    highest: list[int]
    common_sites: list[YearMass]
    highest_of_common_sites: list[int]
    reading: str
    since_highest: Quantity | None


class IndependentWorks(BaseModel):
    """A works that runs some of the processes by themselves."""

    enterprise: str
    name: str
    facility: str
    facility_name: str
    processes: list[str]


class WorksCounted(BaseModel):
    """The works by process, one that runs two in both, and all by name."""

    by_process: dict[str, int]
    items: list[IndependentWorks]


class NamedEnterprise(BaseModel):
    """An enterprise by name."""

    enterprise: str
    name: str


class BureausFound(BaseModel):
    """At which enterprises a fact was found to stand, and at how many it was ruled out or nobody has looked."""

    standing: list[NamedEnterprise]
    cleared: int
    not_looked_at: int


class Declared(BaseModel):
    """What sites declare in accepted reports."""

    yes: int
    no: int
    not_applicable: int


class ComputedValue(BaseModel):
    """What reports add up to; sums in base units (t, GJ). The last year's sum is the denominator of a change.

    `not_compared` says why nothing is set beside the printed value: approximate, soft, no_line, no_number, no_date, or
    in_parts where the target holds for parts of the region only.
    """

    formula: str
    title: Bilingual
    form: str = Field(
        examples=["share", "sum", "change", "difference", "cumulative", "peak", "works", "found", "declared"]
    )
    value: Quantity | None
    numerator: str
    denominator: str | None
    fields: list[str]
    absent: str
    note: Bilingual
    basis: str
    source: str
    trend: Trend | None
    works: WorksCounted | None
    found: BureausFound | None
    declared: Declared | None
    coverage: TargetCoverage
    so_far: SoFar | None
    not_compared: str | None


class ComputedTarget(BaseModel):
    """A target as printed with what came out of the reports.

    `reason` where it is not computable: outside_reports or data_missing (`missing` says what), served_elsewhere
    (`elsewhere` says where), no_report_counts, nobody_looked or nothing_to_divide_by.
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
    missing: Bilingual | None
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
