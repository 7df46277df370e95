"""API keys, read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.records import ApiKey, Role
from service.storage.tables import Table

_KEY = Table.metadata.tables["api_key"]
_BY_ID = select(_KEY).where(_KEY.c.key_id == bindparam("key_id"))


def key_by_id(session: Session | Connection, key_id: str) -> ApiKey | None:
    """The stored key, revoked or not."""
    row = session.execute(_BY_ID, {"key_id": key_id}).one_or_none()
    return None if row is None else _record(row)


def keys_by_id(session: Session | Connection, key_ids: Collection[str]) -> Sequence[ApiKey]:
    return [_record(row) for row in session.execute(select(_KEY).where(_KEY.c.key_id.in_(key_ids)))]


def all_keys(session: Session) -> Sequence[ApiKey]:
    """Every key ever issued, oldest first."""
    return [_record(row) for row in session.execute(select(_KEY).order_by(_KEY.c.issued_at, _KEY.c.key_id))]


def _record(row: Row[Any]) -> ApiKey:
    return ApiKey(
        key_id=row.key_id,
        role=Role(row.role),
        credit_code=row.credit_code,
        region=row.region,
        label=row.label,
        secret_digest=row.secret_digest,
        issued_at=parse_instant(row.issued_at),
        expires_at=row.expires_at and parse_instant(row.expires_at),
        revoked_at=row.revoked_at and parse_instant(row.revoked_at),
    )
