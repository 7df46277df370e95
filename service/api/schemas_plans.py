"""Policy plans as documents. Targets stand as printed: `≈`, 力争 and 一批 are words of the plan, not tests."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.api.schemas_factors import CitedSource


class PlanRegion(BaseModel):
    """The region that a plan governs: a GB/T 2260 code, CN for the country."""

    code: str
    name: Bilingual


class PlanSummary(BaseModel):
    """A policy plan; dates are ISO 8601, shortened to what is known. `ruleset` holds its pilot criteria as rules."""

    id: str
    number: str | None
    title: Bilingual
    issuer: str | None
    published: str | None
    in_force: str | None
    region: PlanRegion
    source: CitedSource
    ruleset: str | None
    targets: int
    mechanisms: int
    pilot_criteria: int


class PlanList(BaseModel):
    """All policy plans, the national one first."""

    items: list[PlanSummary]
    reference_digest: Digest


class PlanDetail(PlanSummary):
    """One policy plan."""

    reference_digest: Digest


class PlanTarget(BaseModel):
    """One target as printed.

    `operator` and `value` are the plan's: `≈` is an order of magnitude and can neither be met nor missed; `soft` marks
    力争, an endeavour. `level` says for whom it can be counted: enterprise, aggregate, flag, or no.
    """

    id: str
    clause: str
    subject: str | None
    indicator: str
    operator: str = Field(examples=[">=", "≈", "decrease"])
    value: str | None = Field(examples=["50", "显著成效"])
    unit: str | None
    deadline: str | None
    soft: bool
    responsible: str | None
    kind: str
    level: str | None
    status: str
    trust: str
    checked: date


class PlanTargetList(BaseModel):
    """All targets of a plan, in the order of its text."""

    plan: str
    document: str
    items: list[PlanTarget]
    reference_digest: Digest


class PlanMechanism(BaseModel):
    """An institutional mechanism and the clause of the plan that asks for it; `also` lists other plans that do."""

    id: str
    mechanism: str
    clause: str
    also: list[str]
    status: str
    trust: str
    checked: date


class PlanMechanismList(BaseModel):
    """All mechanisms of a plan."""

    plan: str
    document: str
    items: list[PlanMechanism]
    reference_digest: Digest


class PlanPilotCriterion(BaseModel):
    """What a plan says about its pilot enterprises, as printed: 一批 is no number, so there is no quota."""

    id: str
    clause: str
    type: str
    value: str | None = Field(examples=["一批"])
    unit: str | None
    deadline: str | None
    basis: str
    status: str
    trust: str
    checked: date


class PlanPilotCriterionList(BaseModel):
    """All criteria of a plan for its pilot enterprises."""

    plan: str
    document: str
    items: list[PlanPilotCriterion]
    reference_digest: Digest
