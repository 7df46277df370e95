"""Official acts as plain frozen records: recognitions by hand, published rankings, objections and their rulings.

Each is written once and never changed; a later act may take the place of an earlier one. Instants are aware datetimes
in UTC, days are calendar days. `seq` is the number of the log entry that recorded the act, assigned by the writer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.parks import Park, ParkAssignment


class Outcome(StrEnum):
    """What a bureau found: pass and fail of a criterion, yes and no of a fact; `withdrawn` ends what stood before."""

    passed = "pass"
    failed = "fail"
    yes = "yes"
    no = "no"
    not_applicable = "not_applicable"
    withdrawn = "withdrawn"


class PublicationStage(StrEnum):
    """A ranking is published twice under one number: open to objections, then final."""

    provisional = "provisional"
    final = "final"


class Ruling(StrEnum):
    """What became of an objection."""

    upheld = "upheld"
    dismissed = "dismissed"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A bureau's finding on one enterprise-year: a criterion of a plan, a fact under it (`item`), or a veto.

    It counts from `starts` to `expires` (both included); the newest of the same criterion and item takes the place of
    those before it. `region` is the subtree that the deciding key was bound to.
    """

    credit_code: str
    ruleset: str
    year: int
    criterion: str
    item: str
    outcome: Outcome
    reason: str
    evidence: str
    starts: date
    expires: date | None
    region: str
    decided_by: str
    decided_at: datetime
    seq: int = 0

    def runs(self, day: date) -> bool:
        """Say whether it counts on a day."""
        begun = self.starts <= day
        return begun and (self.expires is None or day <= self.expires)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a ranking, and all that is worked out beside it, is about: one year under one ruleset, among some peers.

    `ruleset` is an id, of a frozen ranking a version (DNZ-1@1.0). `region` is a subtree of GB/T 2260 in its shortest
    form, `sector` the beginning of a GB/T 4754 code; empty they are the nation and every sector. `synthetic` says
    whether generated or real enterprises are meant; None takes both.
    """

    ruleset: str
    year: int
    region: str = ""
    sector: str = ""
    synthetic: bool | None = None
    process: str | None = None
    park: str | None = None

    def holds(self, region: str, sector: str) -> bool:
        """Say whether a site of this region and sector lies within."""
        return region.startswith(self.region) and sector.startswith(self.sector)


@dataclass(frozen=True, slots=True)
class Publication:
    """A ranking frozen under a number; `body` is canonical JSON.

    `as_of` is the log number up to which score rows counted. `closes_at` ends the time for objections.
    """

    number: str
    stage: PublicationStage
    scope: Scope
    ordinal: int
    as_of: int
    closes_at: datetime
    published_by: str
    published_at: datetime
    body: bytes
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Objection:
    """An enterprise's objection to a provisional ranking."""

    objection_id: str
    number: str
    credit_code: str
    reason: str
    evidence: str
    filed_by: str
    filed_at: datetime
    seq: int = 0


@dataclass(frozen=True, slots=True)
class ObjectionRuling:
    """The bureau's word on an objection, with its reasons."""

    objection_id: str
    number: str
    ruling: Ruling
    reason: str
    evidence: str
    region: str
    decided_by: str
    decided_at: datetime
    seq: int = 0


Act = Recognition | Publication | Objection | ObjectionRuling | Park | ParkAssignment
