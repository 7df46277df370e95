"""Recognitions by hand, read in the order in which they were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from service.acts import Outcome, Recognition
from service.identifiers import region_contains
from service.ledger import parse_instant
from service.storage.tables import Table

_RECOGNITION = Table.metadata.tables["recognition"]


def recognitions(
    session: Session, *, ruleset: str | None = None, year: int | None = None, credit_code: str | None = None
) -> Sequence[Recognition]:
    """All that fit, oldest first."""
    query = select(_RECOGNITION).order_by(_RECOGNITION.c.seq)
    for name, value in (("ruleset", ruleset), ("year", year), ("credit_code", credit_code)):
        if value is not None:
            query = query.where(_RECOGNITION.c[name] == value)
    return [_record(row) for row in session.execute(query)]


def standing(found: Sequence[Recognition]) -> Sequence[Recognition]:
    """What still stands of findings in the order in which they were made.

    A finding takes the place of those before it on the same enterprise, ruleset, year, criterion and item that bureaus
    of its own region or of a part of it made; two cities, each with a site of the enterprise, both keep theirs.
    """
    kept: dict[tuple[str, str, int, str, str], list[Recognition]] = {}
    for record in found:
        key = record.credit_code, record.ruleset, record.year, record.criterion, record.item
        others = [before for before in kept.get(key, ()) if not region_contains(record.region, before.region)]
        kept[key] = [*others, record]
    return [record for records in kept.values() for record in records if record.outcome is not Outcome.withdrawn]


def _record(row: Row[Any]) -> Recognition:
    return Recognition(
        credit_code=row.credit_code,
        ruleset=row.ruleset,
        year=row.year,
        criterion=row.criterion,
        item=row.item,
        outcome=Outcome(row.outcome),
        reason=row.reason,
        evidence=row.evidence,
        starts=date.fromisoformat(row.starts),
        expires=date.fromisoformat(row.expires) if row.expires else None,
        region=row.region,
        decided_by=row.decided_by,
        decided_at=parse_instant(row.decided_at),
        seq=row.seq,
    )
