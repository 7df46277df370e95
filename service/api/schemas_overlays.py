"""Answers about editions, differences and overlays of the library as documents; see `schemas`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.requests.fields import Quantity


class ComparedEntry(BaseModel):
    """Of one number what a reviewer compares; `value` is null on the day a series ends."""

    id: str
    name: Bilingual
    value: str | None
    maximum: str | None
    unit: str
    valid_from: date
    source: str
    clause: str
    status: str
    trust: str
    table: str


class EntryChange(BaseModel):
    """One number that differs; `replaces` held on its first day before, `cells` name what changed."""

    movement: Literal["added", "newer", "inserted", "ended", "removed", "changed"]
    series: str
    before: ComparedEntry | None
    after: ComparedEntry | None
    replaces: ComparedEntry | None
    cells: list[str]


class BothSides(BaseModel):
    """The same under the one library and under the other."""

    before: str | None
    after: str | None


class MovedFactors(BaseModel):
    """Ids of factors that only one of the two libraries gives, or gives with another match."""

    before: list[str]
    after: list[str]


class MovedTotal(BaseModel):
    """One total under both libraries."""

    substance: str
    gwp: str | None = None
    scope: str | None = None
    account: str | None = None
    before: Quantity | None
    after: Quantity | None


class TouchedReport(BaseModel):
    """A stored report that comes out differently; `reference_digest` is that of the library it was lodged under."""

    report_id: str
    version: int
    enterprise: str
    region: str
    period: str
    reference_digest: Digest
    factors: MovedFactors
    totals: list[MovedTotal]
    error: BothSides


class Impact(BaseModel):
    """The stored reports that would change, out of `checked` that were calculated again; not all where `complete` is
    false."""

    checked: int
    complete: bool
    reports: list[TouchedReport]


class RefusedRow(BaseModel):
    """A row that breaks a rule, by its line in the file handed in."""

    code: str
    line: int
    detail: str
    message: Bilingual


class ReferenceDiff(BaseModel):
    """What lies between two libraries; `files` are methods, rulesets, registers and records that differ."""

    from_: Digest = Field(alias="from")
    to: Digest
    changes: list[EntryChange]
    files: list[str]
    impact: Impact


class OverlayPreview(BaseModel):
    """What a proposal would change; where rows are refused, nothing is calculated."""

    table: str
    rows: int
    sources: list[str]
    from_: Digest = Field(alias="from")
    to: Digest | None
    refused: list[RefusedRow]
    changes: list[EntryChange] | None = None
    files: list[str] | None = None
    impact: Impact | None = None


class OverlayDecision(BaseModel):
    """A decision on an overlay; `reference_digest` is the library's from then on, null where nothing changes."""

    overlay_id: str
    decision: Literal["approved", "rejected", "withdrawn"]
    reason: str
    reference_digest: Digest | None
    decided_by: str
    decided_at: datetime


class ReferenceOverlay(BaseModel):
    """An overlay and where it stands; `sources` are the documents that it brings along."""

    overlay_id: str
    table: str
    state: Literal["proposed", "approved", "rejected", "withdrawn"]
    note: str
    file: str
    file_sha256: str
    sources: dict[str, dict[str, Any]]
    base_digest: Digest
    proposed_by: str
    proposed_at: datetime
    decisions: list[OverlayDecision]


class ReferenceOverlayDetail(ReferenceOverlay):
    """An overlay with its rows as canonical CSV and with what it was seen to change when it was proposed."""

    content: str
    preview: OverlayPreview


class ReferenceOverlayList(BaseModel):
    """All overlays, the oldest first."""

    items: list[ReferenceOverlay]
    reference_digest: Digest


class Edition(BaseModel):
    """A library that this store has met."""

    digest: Digest
    first_seen: datetime
    current: bool


class EditionList(BaseModel):
    """All libraries that this store has met, the oldest first."""

    items: list[Edition]


class EditionFile(BaseModel):
    """One data file of an edition."""

    file: str
    sha256: Digest


class EditionDetail(Edition):
    """A library made again from its stored texts; `text` is the content of the file that was asked for."""

    entries: int
    overlays: int
    files: list[EditionFile]
    text: str | None
