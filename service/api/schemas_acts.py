"""Official acts and what explains them as documents: findings by hand, publications, comparisons; see `schemas`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.api.schemas_receipts import LogEntry, LogHead
from service.api.schemas_scores import Anchor, NextStep, Rule, RulesetChoice, ScoreReason, Term
from service.requests.fields import Quantity

BodyDigest = Annotated[str, Field(description="sha256 of the frozen bytes, in hex")]


class Recognition(BaseModel):
    """A bureau's finding by hand; `sequence` is its log entry, `stands` whether it counts today."""

    enterprise: str
    ruleset: str
    year: int
    criterion: str
    item: str | None
    outcome: str
    reason: str
    evidence: str
    starts: str
    expires: str | None
    region: str
    decided_by: str
    decided_at: str
    sequence: int
    stands: bool | None = None


class RecognitionList(BaseModel):
    """Every finding on an enterprise, oldest first."""

    enterprise: str
    items: list[Recognition]


class SelectedPilot(BaseModel):
    """An enterprise that a bureau has selected."""

    enterprise: str
    region: str


class QuotaCount(BaseModel):
    """Selected enterprises of one area against one count of the plan; `reached` is null for 力争 and for 一批."""

    quota: str
    document: str
    clause: str
    basis: str
    title: Bilingual
    region: str
    selected: int
    minimum: int | None
    gap: int | None
    reached: bool | None
    deadline: str | None
    deadline_passed: bool | None


class PilotCounts(BaseModel):
    """The plan's counts, each by itself; they pass or fail no enterprise. `historic` once the plan's time is over."""

    ruleset: str
    document: str
    valid_from: str
    valid_to: str | None
    historic: bool
    year: int
    region: str
    judged: int
    selected: list[SelectedPilot]
    counts: list[QuotaCount]
    rules: list[Rule]
    reference_digest: Digest


class ReductionNeeded(BaseModel):
    """What has to fall by how much at which lines: a substance, energy or electricity.

    In whole kilograms of a tonne; as a mean of the gas where no mass is known. `share` is of what there is.
    """

    substance: str
    reduction: Quantity
    share: Quantity | None
    lines: list[str]
    zh: str
    en: str


class Reach(BaseModel):
    """What reaches the place above: reductions that do it together, and each that would do it alone."""

    together: list[ReductionNeeded]
    alone: list[ReductionNeeded]
    within_reach: bool
    by_constraint: list[NextStep]
    basis: str
    method: Bilingual


class PlaceHeld(BaseModel):
    """A place; `enterprise` is null where it is not the caller's to know."""

    enterprise: str | None
    rank: int
    rank_interval: list[int]
    shared_by: int
    rank_key: list[int]
    conservative_index: str


class PlaceExplained(BaseModel):
    """Why an enterprise stands where it does, and what would take it to the next place above."""

    ruleset: str
    year: int
    region: str
    sector: str
    synthetic: bool
    process: str | None
    park: str | None
    enterprise: str
    own_sector: str
    rating: Term = Field(alias="class")
    index: str | None
    binding: list[Term]
    reasons: list[ScoreReason]
    unranked: list[ScoreReason]
    group_size: int
    publishable: bool
    minimum_group: int
    anchors: list[Anchor]
    choices: list[RulesetChoice]
    rules: list[Rule]
    reference_digest: Digest
    place: PlaceHeld | None
    next_above: PlaceHeld | None
    to_reach: Reach | None


class ChangeSplit(BaseModel):
    """One change and its causes as decimal text; the causes sum to `total` exactly."""

    quantity: str
    unit: str
    before: str
    after: str
    total: str
    anchors: str
    factors: str
    output: str
    real: str


class YearPlace(BaseModel):
    """One year of one enterprise."""

    rank: int | None
    rating: str | None = Field(alias="class")
    index: str | None
    conservative_index: str | None


class NotSplit(BaseModel):
    """Why a change could not be split."""

    code: str
    zh: str
    en: str


class Movement(BaseModel):
    """How one enterprise moved: entered, left, up, down, same, or unplaced in both years."""

    enterprise: str
    sector: str
    movement: str
    before: YearPlace
    after: YearPlace
    changes: list[ChangeSplit]
    factors_from: str | None
    not_split: list[NotSplit]


class YearRanked(BaseModel):
    """One of the years: how many it ranks, and the ranks that were read, null where nobody has scored it."""

    year: int
    group_size: int
    publishable: bool
    computed_at: str | None
    data_version: int | None


class YearComparison(BaseModel):
    """Two years of one ranking; `formula_basis` is c, because no document prescribes a split."""

    ruleset: str
    earlier: int = Field(alias="from")
    to: int
    region: str
    sector: str
    synthetic: bool
    process: str | None
    park: str | None
    minimum_group: int
    years: list[YearRanked]
    formula: dict[str, str]
    formula_text: Bilingual
    formula_basis: str
    counts: dict[str, int]
    items: list[Movement]
    rules: list[Rule]
    reference_digest: Digest
    next_cursor: str | None


class PublicationReceipt(BaseModel):
    """What was frozen: its digest, and its entry in the log."""

    number: str
    stage: str
    digest: BodyDigest
    published_at: str
    objections_until: str
    sequence: int
    hash: str


class PublishedGroup(BaseModel):
    """Which group of peers a published ranking is of, and how far it has come."""

    number: str
    stage: str
    ruleset: str
    year: int
    region: str
    sector: str
    synthetic: bool
    process: str | None = None
    park: str | None = None


class PublicationSummary(PublishedGroup):
    """A published ranking in a list."""

    published_at: str
    objections_until: str
    digest: BodyDigest
    sequence: int


class PublicationPage(BaseModel):
    """Published rankings in the order of the log."""

    items: list[PublicationSummary]
    next_cursor: str | None


class PublishedUnranked(BaseModel):
    """An enterprise without a place, and why; its sector where the ranking is wider than one class of GB/T 4754."""

    enterprise: str
    sector: str | None = None
    region: str
    rating: Term = Field(alias="class")
    reports: list[list[str]]
    score_sequence: int
    reasons: list[ScoreReason]


class PublishedPlace(PublishedUnranked):
    """One place as it was frozen."""

    rank: int
    rank_interval: list[int]
    shared_by: int
    index: str
    conservative_index: str
    favourable_index: str
    rank_key: list[int]
    rank_bounds: list[int]
    eligible: bool | None
    lowest_trust: str | None
    carbon: str
    pollutant: str


class ProvisionalGrounds(BaseModel):
    """The provisional ranking that a final one came from."""

    sequence: int
    as_of: int
    digest: BodyDigest


class PublishedObjection(BaseModel):
    """An objection as the final ranking names it."""

    objection: str
    enterprise: str
    ruling: str | None
    reason: str | None


class PublishedRanking(PublishedGroup):
    """A ranking as it was frozen; `as_of` is the log entry up to which scores counted."""

    as_of: int
    published_at: str
    objections_until: str
    public: bool
    minimum_group: int
    group_size: int
    choices: list[RulesetChoice]
    rules: list[Rule] = []
    reference_digest: Digest
    provisional: ProvisionalGrounds | None
    objections: list[PublishedObjection]
    items: list[PublishedPlace]
    unranked: list[PublishedUnranked]
    benchmarks: list[Anchor]
    reason: str | None = None


class PublicationProof(BaseModel):
    """A published ranking byte for byte with its log entry, to be checked without this service as a receipt is.

    `digest` is the sha256 of the bytes of `ranking` (sorted keys, no blanks) and stands in the body of `entry`.
    """

    ranking: PublishedRanking
    digest: BodyDigest
    sequence: int
    recorded_at: str
    entry: LogEntry
    head: LogHead
    public_key: str = Field(description="32 bytes in hex; its sha256 begins with `key_id`. Compare it elsewhere.")


class ObjectionRuled(BaseModel):
    """The bureau's word on an objection."""

    ruling: str
    reason: str
    evidence: str
    region: str
    decided_by: str
    decided_at: str


class ObjectionFiled(BaseModel):
    """An objection with its ruling, if there is one."""

    objection: str
    number: str
    enterprise: str
    reason: str
    evidence: str
    filed_at: str
    ruling: ObjectionRuled | None
    recorded_as: int | None = None


class ObjectionList(BaseModel):
    """The objections to one ranking that the caller may see."""

    number: str
    items: list[ObjectionFiled]
