"""Totals of an enterprise over its reports as a document."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from service.api.schemas import Bilingual, Digest, Enterprise, Finding, ReportVersion, UncertaintyNote
from service.requests.fields import Quantity


class CountedReport(ReportVersion):
    """A version that counts; `replayed` says that its totals come out again from its stored grounds as stored."""

    replayed: bool


class ReportPart(BaseModel):
    """What one report brings to a sum, and its share of the variance; a share is negative where errors cancel."""

    report_id: str
    mass: Quantity
    share: Quantity


class TierShare(BaseModel):
    """The share of the variance that goes by one tier of evidence: metered, measured, a default, the sender's own."""

    tier: str
    label: Bilingual
    share: Quantity


class FactorVersion(BaseModel):
    """A factor of the library as it was used; a revised value is another version and another error."""

    name: Bilingual
    value: Quantity
    valid_from: date
    source: str
    clause: str
    status: str


class VarianceContributor(BaseModel):
    """One source of error: `kind` is factor, meter, laboratory_report, activity or parameter.

    `reports` are those that share it, `uncertainty` its half-width as a percentage of the sum.
    """

    kind: str
    id: str
    parameter: str | None
    factor: FactorVersion | None
    tiers: list[str]
    reports: list[str]
    uncertainty: Quantity | None
    share: Quantity


class Interval(BaseModel):
    """Both ends of the 95 % interval, symmetric as first order gives it."""

    lower: Quantity
    upper: Quantity


class EnterpriseTotal(BaseModel):
    """The exact sum of one substance, medium, scope and account, and how far it may be off.

    `standard_uncertainty` is one relative standard deviation, `uncertainty` the relative half-width of the interval.
    """

    substance: str
    medium: str
    gwp: str | None
    scope: int | None
    account: str | None
    mass: Quantity
    standard_uncertainty: Quantity | None
    uncertainty: Quantity | None
    interval: Interval
    bases: list[str]
    reports: list[ReportPart]
    tiers: list[TierShare]
    contributors: list[VarianceContributor]


class PropagationNote(UncertaintyNote):
    """As for a report, with the number of standard deviations that a half-width is."""

    coverage_factor: str


class EnterpriseTotals(BaseModel):
    """An enterprise's totals of a year: what went in, the sums, what is doubtful in them and what they do not cover."""

    enterprise: Enterprise
    year: int
    region: str | None
    counting: str
    reports: list[CountedReport]
    totals: list[EnterpriseTotal]
    totals_by_scope: list[EnterpriseTotal]
    totals_beside: list[EnterpriseTotal]
    uncertainty: PropagationNote
    findings: list[Finding]
    not_covered: list[Finding]
    reference_digest: Digest
