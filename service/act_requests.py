"""The bodies of official acts, as strict models; see `service.requests`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from service.decoding import decode
from service.errors import Fault, InvalidInput
from service.requests import Body, Reason, Word

#: A calendar day as text; strict models take no other form, and the workflow reads it.
DayText = Annotated[str, Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", examples=["2026-12-31"])]
Evidence = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
SectorPrefix = Annotated[str, Field(pattern="^[0-9]{2,4}$", description="Beginning of a GB/T 4754 code 行业")]
Year = Annotated[int, Field(ge=2015, le=2100)]


class RecognitionRequest(Body):
    """A finding of the bureau: `ruleset` names a plan's criteria or, for a veto, the scheme.

    `item` is the measure, medium or equipment that the finding is about; absent where the whole criterion is meant.
    """

    ruleset: Word
    year: Year
    criterion: Word
    item: Word | None = None
    outcome: Literal["pass", "fail", "yes", "no", "not_applicable", "withdrawn"]
    reason: Reason
    evidence: Evidence
    starts: DayText | None = None
    expires: DayText | None = None


class PublicationRequest(Body):
    """Which ranking to publish, as in `GET /v1/rankings`; without a region all that the key sees."""

    ruleset: Word
    year: Year
    region: Word | None = None
    sector: SectorPrefix
    synthetic: bool = False
    process: Word | None = None
    park: Word | None = None


class ObjectionRequest(Body):
    """Why the own place, or being left out, is wrong, and what shows it."""

    reason: Reason
    evidence: Evidence


class RulingRequest(Body):
    """The bureau's word on an objection: upheld takes the enterprise's newest score into the final ranking."""

    ruling: Literal["upheld", "dismissed"]
    reason: Reason
    evidence: Evidence


class FinalRequest(Body):
    """Makes a number final; it takes nothing but the bureau's reason."""

    reason: Reason


def read_recognition(raw: bytes) -> RecognitionRequest:
    """Read a finding of the bureau."""
    return decode(RecognitionRequest, raw)


def read_publication(raw: bytes) -> PublicationRequest:
    """Read which ranking to publish."""
    return decode(PublicationRequest, raw)


def read_objection(raw: bytes) -> ObjectionRequest:
    """Read an objection."""
    return decode(ObjectionRequest, raw)


def read_ruling(raw: bytes) -> RulingRequest:
    """Read a ruling on an objection."""
    return decode(RulingRequest, raw)


def read_final(raw: bytes) -> FinalRequest:
    """Read the reason for making a ranking final."""
    return decode(FinalRequest, raw)


def read_day(text: str, pointer: str) -> date:
    """Read a calendar day; raises `InvalidInput` for one that no calendar has."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(Fault("day.invalid", pointer)) from error
