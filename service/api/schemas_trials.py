"""The trial of a ruleset as a document; see `schemas`."""

from __future__ import annotations

from pydantic import BaseModel

from service.api.schemas import Bilingual, Digest
from service.api.schemas_acts import QuotaCount
from service.api.schemas_scores import Rule


class TrialTally(BaseModel):
    """How many stand where under either ruleset, by verdict of a stage or by class."""

    of: str
    before: dict[str, int]
    after: dict[str, int]


class TrialReason(BaseModel):
    """A criterion, or an axis or number of a scheme, that reads otherwise; null where a ruleset does not have it."""

    criterion: str
    clause: str
    before: str | None
    after: str | None


class TrialMove(BaseModel):
    """Who would be judged otherwise: `of` is a stage of a plan, or the class, the index or the place of a scheme."""

    enterprise: str
    sector: str
    of: str
    before: str | None
    after: str | None
    because: list[TrialReason]


class TrialCounts(BaseModel):
    """The selected against the counts of either ruleset."""

    before: list[QuotaCount]
    after: list[QuotaCount]


class RulesetTrial(BaseModel):
    """A successor ruleset beside the one in force, on a past year; `is_ruling` is always false."""

    is_ruling: bool
    notice: Bilingual
    predecessor: str
    successor: str
    year: int
    region: str
    sector: str | None
    tried: int
    tallies: list[TrialTally]
    moves: list[TrialMove]
    counts: TrialCounts | None
    rules: list[Rule]
    successor_rules: list[Rule]
    reference_digest: Digest
