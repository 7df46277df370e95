"""What could be, as documents: ways to a class, measures with their curves, drafts against what is; see `schemas`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Calculation, Digest
from service.api.schemas_acts import NotSplit
from service.api.schemas_progress import Provenance
from service.api.schemas_scores import Rule, ScoreReason, Term
from service.requests.fields import Quantity


class Standing(BaseModel):
    """A score in short; `rank_key` orders it in a ranking, `eligible` is null where a veto has not been evaluated."""

    rating: Term = Field(alias="class")
    index: str | None
    rank_key: list[int] | None
    carbon: str | None
    pollutant: str | None
    eligible: bool | None


class Pull(BaseModel):
    """One reduction, in whole kilograms of a tonne, or thousandths of another unit; `share` of what there is.

    It counts at `lines` alone, at whichever of them; what leaves no stack or set of its own has the name "".
    """

    lever: str
    reduction: Quantity
    share: str | None
    lines: list[str]
    zh: str
    en: str


class Change(BaseModel):
    """What one constraint asks for; no `reductions` where even nothing left does not reach the level.

    `lines` are those whose amounts it sums: a stack that is judged apart has a constraint of its own.
    """

    constraint: Term
    gate: bool
    lines: list[str]
    level: str
    needed: str
    reductions: list[Pull]
    alternatives: list[list[Pull]]


class Way(BaseModel):
    """The least changes that reach a class; `blocks` are what no reduction can mend."""

    target: Term
    reached_by_reductions: bool
    changes: list[Change]
    together: list[Pull]
    blocks: list[ScoreReason]
    after: Standing
    method: Bilingual
    basis: str


class SectorWay(BaseModel):
    """The way of one sector of an enterprise; null at the top."""

    enterprise: str
    ruleset: str
    year: int
    sector: str
    region: str
    synthetic: bool
    now: Standing
    way: Way | None


class NextClass(BaseModel):
    """What it would take, sector by sector."""

    is_report: Literal[False]
    items: list[SectorWay]
    notice: Bilingual
    rules: list[Rule]
    reference_digest: Digest


class Elasticity(BaseModel):
    """Relative pollutant reduction over relative carbon reduction, and how to read it."""

    value: str | None
    reading: str
    zh: str
    en: str


class MeasureEffect(BaseModel):
    """A measure on both axes; a unit cost is null where the axis is not reduced, and the two are never added.

    `without_line` names substances that no scored line has, so that they cannot move the score; `not_computed` those
    that only the lines before or those after have a figure for.
    """

    id: str
    annual_cost: Quantity
    carbon_reduction: Quantity
    pollution_equivalents: str
    unit_cost_carbon: Quantity | None
    unit_cost_pollutant: Quantity | None
    quadrant: str | None
    quadrant_text: Bilingual | None
    elasticity: Elasticity | None
    without_line: list[str]
    not_computed: list[str]


class CurveBlock(BaseModel):
    """One block of a marginal abatement curve: what the measure takes off what those before it have left."""

    measure: str
    reduction: Quantity
    unit_cost: Quantity
    cumulative_reduction: Quantity
    cumulative_cost: Quantity


class RouteStep(BaseModel):
    """A measure and the score after it and all before it."""

    measure: str
    annual_cost: Quantity
    after: Standing


class RouteProof(BaseModel):
    """How sure it is that nothing is cheaper: `exact` or `greedy`."""

    kind: str
    zh: str
    en: str


class Route(BaseModel):
    """The cheapest measures that reach a class, in order; none where they do not suffice: see `lacking`."""

    target: Term
    reached: bool
    steps: list[RouteStep]
    annual_cost: Quantity
    blocks: list[ScoreReason]
    lacking: list[ScoreReason]
    proof: RouteProof
    combinations_scored: int


class Abatement(BaseModel):
    """Measures on both axes, with the marginal abatement curve of each and the cheapest way to a class."""

    is_report: Literal[False]
    enterprise: str
    ruleset: str
    year: int
    sector: str
    region: str
    synthetic: bool
    now: Standing
    measures: list[MeasureEffect]
    carbon_curve: list[CurveBlock]
    pollutant_curve: list[CurveBlock]
    route: Route | None
    notice: Bilingual
    provenance: Provenance
    rules: list[Rule]
    reference_digest: Digest


class SupposedScore(Standing):
    """The score of one side of a supposition, with its reasons."""

    ruleset: str
    reasons: list[ScoreReason]


class SupposedScores(BaseModel):
    """The scores of both sides; null where none was asked for or a side does not stand where the other does."""

    base: SupposedScore | None
    draft: SupposedScore | None


class Difference(BaseModel):
    """One substance on both sides in t; `difference` is draft less base, null where a side does not have it."""

    substance: str
    medium: str
    scope: int | None
    base: Quantity | None
    draft: Quantity | None
    difference: Quantity | None


class WhatIf(BaseModel):
    """A base and a draft side by side; never a report, never stored.

    `remarks` say why a side has no score, and which figures of the draft do not follow what was changed in it.
    """

    is_report: bool
    notice: Bilingual
    base: Calculation
    draft: Calculation
    differences: list[Difference]
    scores: SupposedScores
    rules: list[Rule]
    remarks: list[NotSplit]
    reference_digest: Digest


class ReportWhatIf(WhatIf):
    """A stored report and a draft side by side."""

    report_id: str
    version: int
