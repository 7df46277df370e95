"""API keys, read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.records import ApiKey, Role
from service.storage.lookups import fetch
from service.storage.tables import Table

_KEY = Table.metadata.tables["api_key"]
_STORED = tuple(column.name for column in _KEY.columns if column.name != "ledger_seq")
_BY_ID = f"SELECT {', '.join(_STORED)} FROM api_key WHERE key_id = :key_id"  # noqa: S608 - our names


def key_by_id(connection: Connection, key_id: str) -> ApiKey | None:
    """The stored key, revoked or not; every request asks for one."""
    rows = fetch(connection, _BY_ID, {"key_id": key_id})
    return _record(dict(zip(_STORED, rows[0], strict=True))) if rows else None


def keys_by_id(session: Session | Connection, key_ids: Collection[str]) -> Sequence[ApiKey]:
    found = session.execute(select(_KEY).where(_KEY.c.key_id.in_(key_ids)))
    return [_record(row) for row in found.mappings()]


def all_keys(session: Session) -> Sequence[ApiKey]:
    """Every key ever issued, oldest first."""
    return [_record(row) for row in session.execute(select(_KEY).order_by(_KEY.c.issued_at, _KEY.c.key_id)).mappings()]


def _record(row: Mapping[Any, Any]) -> ApiKey:
    return ApiKey(
        key_id=row["key_id"],
        role=Role(row["role"]),
        credit_code=row["credit_code"],
        region=row["region"],
        label=row["label"],
        secret_digest=row["secret_digest"],
        issued_at=parse_instant(row["issued_at"]),
        expires_at=row["expires_at"] and parse_instant(row["expires_at"]),
        revoked_at=row["revoked_at"] and parse_instant(row["revoked_at"]),
    )
