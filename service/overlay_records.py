"""What the store keeps of the reference library: its editions, the overlays proposed to it, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OverlayState(StrEnum):
    """Where an overlay stands: its latest decision, or `proposed` while there is none."""

    proposed = "proposed"
    approved = "approved"
    rejected = "rejected"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """All data files of one library, compressed; `digest` is the library's own, over the files as they were read."""

    digest: str
    content: bytes
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class OverlayRow:
    """A proposal as it was made: the rows as canonical CSV, the documents that it brings along, and what it was seen
    to change then (`preview`, JSON) on the library `base_digest`. `file` and `file_sha256` are what was handed in.
    """

    id: str
    table: str
    rows: str
    sources: str
    file: str
    file_sha256: str
    note: str
    base_digest: str
    preview: bytes
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class OverlayDecision:
    """A second person's word; `digest` is the library's from then on, empty where nothing changes."""

    overlay_id: str
    decision: OverlayState
    reason: str
    digest: str
    by: str
    at: datetime
    seq: int = 0
