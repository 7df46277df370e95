"""Parks as documents; see `schemas`."""

from __future__ import annotations

from pydantic import BaseModel

from service.api.schemas import Bilingual


class Park(BaseModel):
    """An entry of the register of parks; `sequence` is its log entry where it has just been made."""

    park: str
    name: Bilingual
    region: str
    sequence: int | None = None


class ParkPage(BaseModel):
    """A page of the register, by code."""

    items: list[Park]
    next_cursor: str | None


class ParkSite(BaseModel):
    """A site that stands in a park, and since which day."""

    permit_code: str
    enterprise: str
    since: str


class ParkDetail(BaseModel):
    """A park with its sites on a day, as far as the caller sees them."""

    park: str
    name: Bilingual
    region: str
    day: str
    facilities: list[ParkSite]


class ParkAssignment(BaseModel):
    """To which park a site belongs from a day on (null: to none); `region` is the deciding bureau's, null of the
    administrator's.
    """

    facility: str
    enterprise: str
    park: str | None
    starts: str
    reason: str
    evidence: str
    region: str | None
    decided_by: str
    decided_at: str
    sequence: int


class ParkAssignmentList(BaseModel):
    """Every assignment of a site, in the order of the log."""

    facility: str
    items: list[ParkAssignment]
