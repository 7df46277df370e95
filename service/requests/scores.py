"""The bodies that bring scores up to date and freeze peers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from service.decoding import decode
from service.requests.fields import Body, SectorCode, Word, Year


class ScoringRequest(Body):
    """Which scores to bring up to date: of one ruleset and year, in a region and, if given, one sector.

    With `at_most`, so many of those that have changed; ask again until none remains.
    """

    ruleset: Word
    year: Year
    region: Word
    sector: SectorCode | None = None
    at_most: Annotated[int, Field(ge=1, le=100_000)] | None = None


class PeersRequest(Body):
    """Which peers to freeze."""

    ruleset: Word
    year: Year
    sector: SectorCode


def read_scoring(raw: bytes) -> ScoringRequest:
    """Read which scores to bring up to date."""
    return decode(ScoringRequest, raw)


def read_peers(raw: bytes) -> PeersRequest:
    """Read which peers to freeze."""
    return decode(PeersRequest, raw)
