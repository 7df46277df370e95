"""Pilot criteria of the plans, one by one: never a verdict without its clause, its evidence and what would change it.

Four questions stay apart: entry (may be chosen), exclusion (may not), selection (was chosen, a bureau's decision) and
outcome (has achieved what the plan encourages). "均达到行业先进水平" is an outcome, never an entry bar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from service.identifiers import region_contains
from service.scoring.inventory import Answer
from service.scoring.result import Rating
from service.scoring.ruleset import Fact, Parameter
from service.scoring.texts import Text


class Verdict(StrEnum):
    """What a criterion says about one enterprise."""

    passed = "pass"
    failed = "fail"
    manual = "manual"
    not_evaluable = "not_evaluable"


class Stage(StrEnum):
    """Which of the four questions a criterion belongs to."""

    entry = "entry"
    exclusion = "exclusion"
    selection = "selection"
    outcome = "outcome"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as data: `form` names the test, `words` and `numbers` are its parameters.

    `document` is the plan's own unless another one is named; `numbers_basis` says what the numbers rest on.
    """

    id: str
    form: str
    stage: Stage
    document: str
    clause: str
    basis: str
    title: Text
    change: Text
    words: tuple[str, ...]
    numbers: Mapping[str, Fraction]
    numbers_basis: str
    open_ended: bool
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Quota:
    """A count that a plan asks for in each area of `digits` of the region code; `minimum` is None for 一批."""

    id: str
    document: str
    clause: str
    basis: str
    title: Text
    digits: int
    minimum: int | None
    soft: bool
    deadline: date | None


@dataclass(frozen=True, slots=True)
class PilotRuleset:
    """A plan's pilot criteria; after `valid_to` they are historic unless a successor extends them.

    Reductions are counted against the year `base_years` before. `provisions` are what else the plan lays down.
    """

    id: str
    version: str
    title: Text
    document: str
    rests_on: str
    region: str
    valid_from: date
    valid_to: date | None
    base_years: Parameter
    criteria: tuple[Criterion, ...]
    quotas: tuple[Quota, ...]
    provisions: Mapping[str, Fact]

    def base_year(self, year: int) -> int:
        """The year that a year's reductions are counted against."""
        return year - int(self.base_years.value)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision by hand on one criterion: who decided (region), for what reason, on what evidence, until when."""

    criterion: str
    verdict: Verdict
    region: str
    reason: str
    evidence: str
    expiry: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of an enterprise as a pilot: its class and vetoes under the scheme, and facts beside them.

    `measures`: measure type to evidence id. `media`: medium to whether base year and reporting year have data.
    `equipment`: item of an exit list to whether it is in use. `evidence`: medium, item or veto to what says so.
    Changes are shares since the base year, negative less.
    """

    credit_code: str
    sector: str
    region: str
    judged_on: date
    rating: Rating
    vetoes: Mapping[str, str]
    measures: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Answer | None] = field(default_factory=dict)
    equipment: Mapping[str, Answer | None] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    carbon_intensity_change: Fraction | None = None
    equivalents_change: Fraction | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion judged."""

    criterion: Criterion
    verdict: Verdict
    evidence: tuple[str, ...]
    decided_by: str | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All criteria of one ruleset for one enterprise; `historic` means that the ruleset's time has passed."""

    ruleset: str
    credit_code: str
    historic: bool
    findings: tuple[Finding, ...]

    def stage(self, stage: Stage) -> Verdict:
        """Fail before not evaluable before manual before pass."""
        verdicts = {finding.verdict for finding in self.findings if finding.criterion.stage is stage}
        order = (Verdict.failed, Verdict.not_evaluable, Verdict.manual)
        return next((verdict for verdict in order if verdict in verdicts), Verdict.passed)


@dataclass(frozen=True, slots=True)
class Count:
    """How many enterprises were selected in an area against a quota; 力争 and 一批 are shown and never failed."""

    quota: Quota
    region: str
    selected: int
    reached: bool | None


def decided(candidate: Candidate, criterion: Criterion, ruleset: PilotRuleset) -> Decision | None:
    """The decision by hand that counts: not expired, reasoned, evidenced, by a region that the enterprise lies in."""
    for decision in candidate.decisions:
        authorised = region_contains(decision.region, candidate.region)
        running = decision.expiry is None or candidate.judged_on <= decision.expiry
        reasoned = bool(decision.reason and decision.evidence)
        inside = decision.region.startswith(ruleset.region) or ruleset.region == ""
        if decision.criterion == criterion.id and authorised and running and reasoned and inside:
            return decision
    return None


def counts(ruleset: PilotRuleset, selected: Mapping[str, str], areas: Mapping[str, Sequence[str]]) -> tuple[Count, ...]:
    """Selected enterprises (credit code to region) per quota and area; `areas` lists the areas of each quota by id.

    Two quotas are two counts: enough in every city says nothing about the province, nor the other way round.
    """
    return tuple(
        Count(quota, area, number, None if quota.soft or quota.minimum is None else number >= quota.minimum)
        for quota in ruleset.quotas
        for area in areas[quota.id]
        for number in [sum(1 for region in selected.values() if not area or region_contains(area, region))]
    )
