"""The log and its signed heads, read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.orm import Session

from service.ledger import Tip
from service.records import LedgerEntry, SignedHead
from service.storage.tables import Table

_ENTRY = Table.metadata.tables["ledger_entry"]
_HEAD = Table.metadata.tables["ledger_head"]
_LAST = select(_ENTRY.c.seq, _ENTRY.c.hash).order_by(_ENTRY.c.seq.desc()).limit(1)
_STREAMED_AT_ONCE = 500


def entries(session: Session) -> Iterator[LedgerEntry]:
    """Streams all entries, in order."""
    query = select(_ENTRY).order_by(_ENTRY.c.seq)
    with session.execute(query.execution_options(yield_per=_STREAMED_AT_ONCE)) as rows:
        yield from map(read_entry, rows)


def entry_by_seq(session: Session, seq: int) -> LedgerEntry | None:
    row = session.execute(select(_ENTRY).where(_ENTRY.c.seq == seq)).one_or_none()
    return None if row is None else read_entry(row)


def entries_at(session: Session, numbers: Collection[int]) -> list[LedgerEntry]:
    """The entries of some numbers, in order."""
    query = select(_ENTRY).where(_ENTRY.c.seq.in_(numbers)).order_by(_ENTRY.c.seq)
    return [read_entry(row) for row in session.execute(query)]


def entries_between(session: Session, first: int, last: int) -> list[LedgerEntry]:
    """The entries from number `first` to number `last`, in order."""
    query = select(_ENTRY).where(_ENTRY.c.seq >= first, _ENTRY.c.seq <= last).order_by(_ENTRY.c.seq)
    return [read_entry(row) for row in session.execute(query)]


def head_from(session: Session, seq: int) -> SignedHead | None:
    """The first head that vouches for entry `seq`."""
    query = select(_HEAD).where(_HEAD.c.seq >= seq).order_by(_HEAD.c.seq).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else _head(row)


def latest_of(session: Session, kind: str, subject: str) -> LedgerEntry | None:
    """The newest entry of a kind about a subject."""
    query = select(_ENTRY).where(_ENTRY.c.kind == kind, _ENTRY.c.subject == subject)
    row = session.execute(query.order_by(_ENTRY.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else read_entry(row)


def heads(session: Session) -> Iterator[SignedHead]:
    """Streams all signed heads, in order."""
    query = select(_HEAD).order_by(_HEAD.c.seq).execution_options(yield_per=_STREAMED_AT_ONCE)
    with session.execute(query) as rows:
        yield from map(_head, rows)


def latest_head(session: Session) -> SignedHead | None:
    """The head to keep elsewhere: it vouches for everything up to its `seq`."""
    row = session.execute(select(_HEAD).order_by(_HEAD.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else _head(row)


def tip(connection: Connection) -> Tip:
    """Where the chain stands."""
    row = connection.execute(_LAST).one_or_none()
    return Tip() if row is None else Tip(row.seq, row.hash)


def read_entry(row: Row[Any]) -> LedgerEntry:
    """An entry of the log from its row."""
    return LedgerEntry(row.seq, row.at, row.kind, row.subject, row.body, row.previous, row.hash)


def _head(row: Row[Any]) -> SignedHead:
    return SignedHead(row.seq, row.hash, row.at, row.key_id, row.signature)
