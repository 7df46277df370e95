"""Editions, overlays and their decisions as rows."""

from __future__ import annotations

from service.ledger import instant_text
from service.overlay_records import EditionRow, OverlayDecision, OverlayRow
from service.storage.rows import Row


def edition_row(record: EditionRow, seq: int) -> Row:
    return record.digest, record.content, instant_text(record.first_seen), seq


def overlay_row(record: OverlayRow, seq: int) -> Row:
    return (
        *(record.id, record.table, record.rows, record.sources, record.file, record.file_sha256, record.note),
        *(record.base_digest, record.preview, record.proposed_by, instant_text(record.proposed_at), seq),
    )


def overlay_decision_row(record: OverlayDecision, seq: int) -> Row:
    return (
        *(seq, record.overlay_id, record.decision.value, record.reason, record.digest, record.by),
        instant_text(record.at),
    )
