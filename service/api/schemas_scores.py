"""Scores and rankings as documents; see `schemas`."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.scoring.eligibility import Eligibility


class Term(BaseModel):
    """A word of the scheme with its labels."""

    id: str
    zh: str
    en: str


class ScoreReason(BaseModel):
    """One thing to know about a score; `line` is the activity line, `params` what the text was filled with."""

    code: str
    line: str | None
    params: dict[str, str]
    zh: str
    en: str


class NextStep(BaseModel):
    """One thing that the next class asks for."""

    code: str
    subject: str
    amount: str | None
    unit: str | None
    zh: str
    en: str


class AxisConstraint(BaseModel):
    """One amount against its anchors; `conservative` is the amount at its upper bound, null for a gate."""

    subject: str
    amount: str
    conservative: str | None
    unit: str
    baseline: str
    advanced: str | None
    near_zero: str | None
    level: str
    cap: str
    gate: bool


class Axis(BaseModel):
    """The carbon or the pollutant axis; `value` is null where it is not evaluable, and `missing` says why."""

    value: str | None
    conservative: str | None
    favourable: str | None
    basis: list[Term]
    coverage: str | None
    near_zero_defined: bool
    constraints: list[AxisConstraint]
    missing: list[ScoreReason]


class Anchor(BaseModel):
    """A benchmark as used, with its citation; `basis` is D for a document, c for a choice of the ruleset."""

    role: str
    line: str | None = None
    subject: str | None
    value: str
    unit: str
    series: str
    factor_id: str | None
    source: str
    clause: str
    status: str
    trust: str
    valid_from: str | None
    basis: str


class RulesetChoice(BaseModel):
    """A number of the ruleset with what it rests on."""

    name: str
    value: str
    basis: str
    source: str
    clause: str


class Output(BaseModel):
    """What was made in the year."""

    product: str
    unit: str
    amount: str


class Rule(BaseModel):
    """One part of a ruleset: D rests on `source` and `clause`, c is our choice, "c on D" a choice made from documents.

    A class, a criterion, a veto, a count, a parameter (with its `value`) or how the parts are put together.
    """

    part: str = Field(examples=["class.candidate", "parameter.near_zero_carbon", "structure.both_axes"])
    value: str | None
    basis: str = Field(examples=["D", "c", "c on D"])
    source: str
    clause: str
    zh: str | None
    en: str | None


class Figures(BaseModel):
    """The physical figures under a score: masses in t, equivalents in kg per pollution equivalent."""

    outputs: list[Output]
    co2e: str | None
    masses: dict[str, str]
    equivalents: dict[str, str]


class VetoFound(BaseModel):
    """A veto as a bureau found it: `yes` stands, `no` was looked at and does not."""

    veto: str
    outcome: str
    evidence: str
    starts: str
    expires: str | None
    region: str
    sequence: int


class Score(BaseModel):
    """The score of one enterprise-year and sector, with everything that it rests on."""

    ruleset: str
    enterprise: str
    sector: str
    region: str
    year: int
    synthetic: bool
    rating: Term = Field(alias="class")
    index: str | None
    conservative_index: str | None
    favourable_index: str | None
    rank_key: list[int] | None
    rank_bounds: list[int] | None
    carbon: Axis
    pollutant: Axis
    binding: list[Term]
    next_class: Term | None
    to_next_class: list[NextStep]
    eligible: bool | None
    compliance: dict[str, str]
    vetoes: dict[str, str]
    reasons: list[ScoreReason]
    unranked: list[ScoreReason]
    anchors: list[Anchor]
    choices: list[RulesetChoice]
    lowest_trust: str | None
    grounds: list[list[str]]
    figures: Figures
    vetoes_found: list[VetoFound]
    processes: list[str]
    left_out: list[list[str]] = Field(
        default=[],
        description="What earlier reports hold and none does any more: sites, sets, products, substances, permits",
    )


class PilotCriterion(BaseModel):
    """One criterion of a plan: the verdict is pass, fail, manual or not_evaluable; `basis` D document, c choice."""

    criterion: str
    stage: str
    document: str
    clause: str
    basis: str
    title: Bilingual
    verdict: str
    evidence: list[str]
    decided_by: str | None
    expires: str | None
    what_would_change: Bilingual
    deadline: str | None


class PilotGrounds(BaseModel):
    """What a judgement rests on: log entries of the scores and of the findings by hand."""

    scheme: str
    score: int
    base_year: int
    base_score: int | None
    recognitions: list[int]
    historic: bool


class PilotJudgement(BaseModel):
    """A plan's criteria, one by one; `historic` once the plan's time has passed and nobody has extended it."""

    ruleset: str
    enterprise: str
    sector: str
    region: str
    year: int
    document: str
    valid_from: str
    valid_to: str | None
    historic: bool
    judged_on: str
    stages: dict[str, str]
    criteria: list[PilotCriterion]
    rests_on: PilotGrounds
    sequence: int


class ScoreList(BaseModel):
    """The scores of one enterprise and year, one for each of its sectors; under a plan, its criteria beside them."""

    items: list[Score]
    pilots: list[PilotJudgement]
    rules: list[Rule]
    reference_digest: Digest


class ScoringResult(BaseModel):
    """How many scores were computed, how many stood because nothing under them had changed, and how many remain.

    The ranks are made anew when none remains.
    """

    scored: int
    unchanged: int
    remaining: int
    judged: int | None = None


class PeersResult(BaseModel):
    """How many groups of peers have statistics now; a group below the minimum count serves as no anchor."""

    groups: int


class RankedEnterprise(BaseModel):
    """One place; equals share it, and the interval says between which places it may truly lie."""

    rank: int
    rank_interval: list[int]
    shared_by: int
    enterprise: str
    sector: str
    region: str
    process: str | None
    park: str | None = None
    eligibility: Eligibility
    rating: Term = Field(alias="class")
    rank_key: list[int | None]
    rank_bounds: list[int | None]
    synthetic: bool
    index: str | None
    conservative_index: str | None
    carbon: Axis
    pollutant: Axis
    reasons: list[ScoreReason]
    to_next_class: list[NextStep]
    lowest_trust: str | None
    reports: list[list[str]]


class UnrankedEnterprise(BaseModel):
    """An enterprise without a place, and why."""

    enterprise: str
    sector: str
    rating: Term = Field(alias="class")
    reason: list[ScoreReason]


class RulesetName(BaseModel):
    """The ruleset version that a ranking rests on; a plan's rests on the scheme that gives the figures."""

    id: str
    version: str
    title: Bilingual
    rests_on: str | None


class Ranking(BaseModel):
    """A page of one group's ranking and of its unranked enterprises, which follow each other side by side.

    `group_size` counts the ranked of the whole group. Class and eligibility leave out rows and renumber none.
    `benchmarks` are what this page cites. Ranks were made at `computed_at` from scores and parks up to log entry
    `data_version`.
    """

    ruleset: RulesetName
    year: int
    region: str
    sector: str
    synthetic: bool
    group_size: int
    publishable: bool
    minimum_group: int
    items: list[RankedEnterprise]
    unranked: list[UnrankedEnterprise]
    benchmarks: list[Anchor]
    rules: list[Rule]
    reference_digest: Digest
    computed_at: str | None
    data_version: int | None
    next_cursor: str | None
