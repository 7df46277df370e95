"""The body that asks for work which is done after the answer."""

from __future__ import annotations

from typing import Literal

from service.decoding import decode
from service.requests.fields import Body, SectorCode, Word, Year


class JobRequest(Body):
    """Scores to bring up to date, as `POST /v1/scores` takes them, however many there are."""

    operation: Literal["refresh_scores"]
    ruleset: Word
    year: Year
    region: Word
    sector: SectorCode | None = None


def read_job(raw: bytes) -> JobRequest:
    """Read what is to be done."""
    return decode(JobRequest, raw)
