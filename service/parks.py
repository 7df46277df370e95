"""Parks as plain frozen records: the register, and to which park a site belongs from which day on.

Each is written once and never changed. A later entry of a park takes the place of the one before; a site stands where
the last assignment that has begun puts it. `seq` is the number of the log entry, assigned by the writer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Park:
    """An entry of the register; `region` is the GB/T 2260 code within whose subtree the park lies."""

    park: str
    name_zh: str
    name_en: str
    region: str
    decided_by: str
    decided_at: datetime
    seq: int = 0


@dataclass(frozen=True, slots=True)
class ParkAssignment:
    """A site belongs to `park` from `starts` on; an empty park means that it belongs to none from then on.

    `region` is the subtree that the deciding key was bound to, empty for an administrator's.
    """

    permit_code: str
    credit_code: str
    park: str
    starts: date
    reason: str
    evidence: str
    region: str
    decided_by: str
    decided_at: datetime
    seq: int = 0


def standing_on(found: Iterable[ParkAssignment], day: date) -> ParkAssignment | None:
    """The assignment of one site that holds on a day; of those that begin together the newest."""
    begun = [assignment for assignment in found if assignment.starts <= day]
    return max(begun, key=lambda assignment: (assignment.starts, assignment.seq), default=None)


def park_in(found: Iterable[ParkAssignment], year: int) -> str:
    """The park of one site in a reporting year, which is where it stands on the year's last day; empty for none.

    The day is our choice: the plans name parks and no day of counting.
    """
    standing = standing_on(found, date(year, 12, 31))
    return standing.park if standing is not None else ""
