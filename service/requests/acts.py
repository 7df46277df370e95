"""The bodies of official acts."""

from __future__ import annotations

from typing import Literal

from service.decoding import decode
from service.requests.fields import Body, DayText, Evidence, Reason, SectorPrefix, Word, Year


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
