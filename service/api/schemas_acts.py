"""Official acts as documents: findings by hand, counts of pilots; see `schemas`."""

from __future__ import annotations

from pydantic import BaseModel

from service.api.schemas import Bilingual


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
    """Selected enterprises of one area against one count of the plan; `reached` is null for an aspiration."""

    quota: str
    clause: str
    title: Bilingual
    region: str
    selected: int
    minimum: int
    gap: int
    reached: bool | None
    deadline: str | None


class PilotCounts(BaseModel):
    """The plan's counts, each by itself; they pass or fail no enterprise."""

    ruleset: str
    year: int
    region: str
    judged: int
    selected: list[SelectedPilot]
    counts: list[QuotaCount]
