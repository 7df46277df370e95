"""Jobs as documents."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field


class JobResult(BaseModel):
    """What a job did: scores made, and found as they should be; `judged` under a plan's ruleset."""

    scored: int
    unchanged: int
    judged: int | None = None
    remaining: int


class JobFault(BaseModel):
    """Why a job failed."""

    code: str
    pointer: str
    zh: str
    en: str


class Job(BaseModel):
    """Work that was accepted, and its outcome; ask again while its state is `accepted`."""

    id: str
    state: Literal["accepted", "done", "failed"]
    operation: Literal["refresh_scores"]
    ruleset: str
    year: int
    region: str = Field(description="Subtree of GB/T 2260; empty for the whole country 行政区划")
    sector: str | None
    accepted_at: AwareDatetime
    ended_at: AwareDatetime | None
    result: JobResult | None
    errors: list[JobFault]
