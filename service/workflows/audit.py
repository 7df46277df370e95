"""Verify the log and everything it vouches for, and show its newest signed head."""

from __future__ import annotations

from typing import Any

from service.errors import Unavailable
from service.records import SignedHead
from service.storage.audit_rows import AuditResult, verify_store
from service.storage.ledger_rows import latest_head
from service.storage.session import Store

Json = dict[str, Any]


def verify(store: Store, kept: SignedHead | None = None) -> AuditResult:
    """Recompute the chain, the signatures and the digests of all rows; `kept` is a head kept elsewhere."""
    return verify_store(store, kept=kept)


def require_ready(store: Store) -> None:
    """Raise `Unavailable` where the log holds no signed head, or the schema is not the one of this program."""
    store.require_schema()
    if head(store) is None:
        raise Unavailable


def head(store: Store) -> Json | None:
    """Return the newest signed head, to be kept outside the database."""
    with store.read() as session:
        newest = latest_head(session)
    if newest is None:
        return None
    return {
        "seq": newest.seq,
        "hash": newest.hash,
        "at": newest.at,
        "key_id": newest.key_id,
        "signature": newest.signature,
    }
