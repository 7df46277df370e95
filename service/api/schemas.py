"""Answers as documents: what each resource says. Answers are encoded from plain values; these models publish the form.

A new field may appear in any answer, and a new word in any field that is not listed as closed.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from service.api.schemas_tax import TaxAssessment
from service.requests.fields import Quantity

Digest = Annotated[str, Field(description="SHA-256 over the whole reference library.")]


class Bilingual(BaseModel):
    """A text in Chinese and English."""

    zh: str
    en: str


class ProblemItem(BaseModel):
    """One fault: a JSON pointer into the body (or /query, /path, /header), a stable code, and its text."""

    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details; `code` is stable and free of language."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[ProblemItem]
    request_id: str


class ProblemText(BaseModel):
    """What a problem code says."""

    code: str
    text: Bilingual


class MethodName(BaseModel):
    """An accounting method; `text_status` says how much of its text was read."""

    id: str
    title: Bilingual
    text_status: str


class Finding(BaseModel):
    """Something about a submission that somebody has to know, explain or correct."""

    code: str
    severity: str
    pointer: str
    params: dict[str, str]
    message: Bilingual


class FormulaCitation(BaseModel):
    """A formula as applied."""

    id: str
    version: int | str
    citation: str


class Printed(BaseModel):
    """A value as its source or sender printed it."""

    value: str
    unit: str
    basis: str | None = None


class TraceInput(BaseModel):
    """One input of a figure: its symbol in the equation, its value, and where that came from.

    What was prepared before the formula runs, such as a decay, carries its own `equation`, worked out in `step`.
    """

    name: str
    symbol: str
    value: str
    unit: str
    match: str
    factor_id: str | None
    source: str | None
    clause: str | None
    status: str | None
    basis: str | None = None
    equation: str | None = None
    step: str | None = None
    trust: str | None = None
    valid_from: str | None = None
    printed: Printed | None = None
    reported: Printed | None = None


class PrintedBy(BaseModel):
    """The rule by which a figure is rounded, once, at the end."""

    places: int
    mode: str
    unit: str
    clause: str | None = None


class Trace(BaseModel):
    """All that is needed to recompute a figure by hand."""

    equation: str
    formulas: list[FormulaCitation]
    inputs: list[TraceInput]
    steps: list[str]
    unrounded: Quantity
    rounding: PrintedBy
    method: str | None


class Figure(BaseModel):
    """The mass of one substance from one activity."""

    activity_id: str
    substance: str
    scope: int | None
    medium: str
    basis: str
    mass: Quantity
    trust: str
    formula: str
    account: str | None
    counted_in_total: bool
    uncertainty: Quantity | None = None


class TracedFigure(Figure):
    """A figure with its trace."""

    trace: Trace


class Indicator(BaseModel):
    """A figure that is no mass, such as a share or an efficiency."""

    activity_id: str
    name: str
    substance: str
    value: Quantity
    formula: str
    trace: Trace


class Total(BaseModel):
    """The sum of one substance into one medium; CO2e names its set of global warming potentials."""

    substance: str
    medium: str
    gwp: str | None = None
    scope: int | None = None
    account: str | None = None
    mass: Quantity
    uncertainty: Quantity | None = None
    bases: list[str]
    trust: str


class UncertaintyNote(BaseModel):
    """What the uncertainties of an answer are, and where those that the sender did not state come from."""

    coverage: str
    source: str
    status: str


class FigureInput(BaseModel):
    """One input of a figure and where it came from: a product, a total, or another figure."""

    name: str
    symbol: str
    value: str
    unit: str
    origin: str


class ReportFigure(BaseModel):
    """A figure of the whole report, or of one unit where `unit_id` names it: an intensity, a load, a share of heat."""

    id: str
    label: dict[str, str]
    unit_id: str | None
    value: Quantity
    unrounded: str
    formula: str
    equation: str
    citation: str
    inputs: list[FigureInput]
    rounding: PrintedBy


class IndicatorTotal(BaseModel):
    """The sum of the printed indicators of one name."""

    name: str
    substance: str
    value: Quantity


class Calculation(BaseModel):
    """The answer of a stateless calculation."""

    method: MethodName
    pollutant_method: MethodName | None
    methods_beside: list[MethodName]
    results: list[TracedFigure]
    indicators: list[Indicator]
    indicator_totals: list[IndicatorTotal]
    totals: list[Total]
    totals_by_scope: list[Total]
    totals_beside: list[Total]
    uncertainty: UncertaintyNote | None
    figures: list[ReportFigure]
    environmental_tax: TaxAssessment | None
    findings: list[Finding]
    reference_digest: Digest


class Recorded(BaseModel):
    """Where the log holds this change."""

    sequence: int
    hash: str
    recorded_at: AwareDatetime


class ReportReceipt(BaseModel):
    """The answer to a submitted report; its figures are read from the report itself."""

    report_id: str
    version: int
    state: str
    method: MethodName
    pollutant_method: MethodName | None
    methods_beside: list[MethodName]
    totals: list[Total]
    totals_by_scope: list[Total]
    totals_beside: list[Total]
    uncertainty: UncertaintyNote | None
    figures: list[ReportFigure]
    environmental_tax: TaxAssessment | None
    findings: list[Finding]
    reference_digest: Digest
    receipt: Recorded


class ReportVersion(BaseModel):
    """One version of a report, without its figures."""

    report_id: str
    version: int
    state: str
    enterprise: str
    facility: str
    sector: str
    region: str
    period: str
    method_id: str
    pollutant_method_id: str | None
    factor_set_id: str
    reference_digest: Digest
    lowest_trust: str
    body_sha256: str
    submitted_at: AwareDatetime
    supersedes: int | None
    reason: str | None
    ledger_sequence: int


class Report(ReportVersion):
    """One version with its figures and totals, computed again on reading."""

    method: MethodName
    pollutant_method: MethodName | None
    methods_beside: list[MethodName]
    results: list[Figure]
    totals: list[Total]
    totals_by_scope: list[Total]
    totals_beside: list[Total]
    uncertainty: UncertaintyNote | None


class ReportTrace(ReportVersion):
    """One version with its figures and their traces, computed again from the stored grounds."""

    results: list[TracedFigure]
    indicators: list[Indicator]
    next_cursor: str | None


class ReportFindings(ReportVersion):
    """One version with the findings that it was lodged with."""

    findings: list[Finding]


class Decision(BaseModel):
    """A regulator's word on one version."""

    report_id: str
    version: int
    decision: str
    reason: str
    decided_by: str
    decided_at: AwareDatetime


class ReportVersions(BaseModel):
    """All versions of a report, and all decisions on them."""

    report_id: str
    items: list[ReportVersion]
    decisions: list[Decision]


class Decisions(BaseModel):
    """All decisions on a report, in the order in which they were taken."""

    report_id: str
    items: list[Decision]


class ReportPage(BaseModel):
    """A page of reports, each in its newest version."""

    items: list[ReportVersion]
    next_cursor: str | None


class Enterprise(BaseModel):
    """A registered enterprise; `synthetic` marks generated data, `demo_record` a published enterprise-year."""

    credit_code: str
    name: str
    synthetic: bool
    demo_record: str | None


class GeneratingUnit(BaseModel):
    """One generating set."""

    unit_id: str
    unit_class: str
    gb_key: str
    capacity: Quantity
    fuel: str
    cooling: str | None


class Facility(BaseModel):
    """A permitted site."""

    permit_code: str
    enterprise: str
    name: str
    sector: str
    region: str
    units: list[GeneratingUnit]


class FacilityPage(BaseModel):
    """A page of sites, by permit code."""

    items: list[Facility]
    next_cursor: str | None


class Alive(BaseModel):
    """The process answers."""

    status: str
