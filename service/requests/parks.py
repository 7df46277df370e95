"""The bodies of the register of parks."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from service.decoding import decode
from service.requests.fields import Body, DayText, Evidence, Reason, Word

#: The code of the national catalogue of development zones where a park has one, else one that the bureau gives.
ParkCode = Annotated[
    str, Field(pattern="^[A-Z0-9][A-Z0-9-]{1,31}$", description="Park code 园区代码", examples=["SX-ZB01"])
]


class ParkName(Body):
    """A park's name in both languages."""

    zh: Word
    en: Word


class ParkRequest(Body):
    """An entry of the register; `region` is the GB/T 2260 code of the division that the park lies in."""

    park: ParkCode
    name: ParkName
    region: Word


class ParkAssignmentRequest(Body):
    """A site belongs to a park from a day on; null ends it."""

    park: ParkCode | None
    starts: DayText
    reason: Reason
    evidence: Evidence


def read_park(raw: bytes) -> ParkRequest:
    """Read an entry of the register."""
    return decode(ParkRequest, raw)


def read_park_assignment(raw: bytes) -> ParkAssignmentRequest:
    """Read where a site belongs."""
    return decode(ParkAssignmentRequest, raw)
