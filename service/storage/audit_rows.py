"""Checks a whole store against its log: the chain and its heads, and every row against the digest in its log entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

import orjson
from sqlalchemy import Select, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from service.ledger import ChainFault, verify_chain
from service.records import LedgerEntry, SignedHead
from service.storage.act_rows import ACT_TABLES
from service.storage.ledger_rows import entries, entry_by_seq, heads, latest_head
from service.storage.rows import LOG_COLUMN, digest_rows
from service.storage.session import Store
from service.storage.signing import public_keys
from service.storage.staging import REGISTRY
from service.storage.tables import Table

_CHUNK = 500
# Rows that are only added, each under the entry that names their digest. Stored answers are left out: they repeat the
# hash of their entry, so they cannot be part of it.
_ADDED = (
    *("reference_edition", "reference_overlay", "reference_overlay_decision"),
    *("signing_key", "factor_set", "report_version", "report_line", "report_total", "finding", "green_certificate"),
    *("decision", "score"),
    *ACT_TABLES,
)


@dataclass(frozen=True, slots=True)
class RowFault:
    """Rows that do not agree with the log: `changed`, `missing` (logged, gone) or `unlogged`; `key` of a registry row.

    `seq` is the number of the log entry that the rows belong to, or claim to.
    """

    seq: int
    kind: str
    table: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class AuditResult:
    """`head` is the newest signed head, to be kept elsewhere; no fault means that none was found, against `head_kept`
    too where one was given."""

    entries: int
    head: SignedHead | None
    faults: tuple[ChainFault | RowFault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def verify_store(
    store: Store, *, kept: SignedHead | None = None, trusted: Collection[str] | None = None
) -> AuditResult:
    """Reads one snapshot of everything. `kept` is a head that was stored elsewhere and must still be on the chain;
    `trusted` are the only key ids whose signatures count, else all that the log itself introduced.
    """
    with store.read() as session:
        keys = {name: key for name, key in public_keys(session).items() if trusted is None or name in trusted}
        chain = verify_chain(entries(session), heads(session), keys)
        rows = _RowAudit(session)
        faults: list[ChainFault | RowFault] = [*chain, *_kept_faults(session, kept), *rows.faults()]
        return AuditResult(rows.entries, latest_head(session), tuple(faults))


def _kept_faults(session: Session, kept: SignedHead | None) -> Iterator[ChainFault]:
    if kept is None:
        return
    entry = entry_by_seq(session, kept.seq)
    if entry is None:
        yield ChainFault(kept.seq, "truncated")
    elif entry.hash != kept.hash:
        yield ChainFault(kept.seq, "rewritten")


@dataclass(slots=True)
class _RowAudit:
    """One pass over the log in chunks; rows are read by the same ranges of log numbers."""

    session: Session
    entries: int = 0
    registry: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def faults(self) -> Iterator[RowFault]:
        last = 0
        stream = entries(self.session)
        while chunk := list(islice(stream, _CHUNK)):
            self.entries += len(chunk)
            yield from self._chunk_faults(chunk, last, chunk[-1].seq)
            last = chunk[-1].seq
        yield from self._chunk_faults([], last, None)
        for table in REGISTRY:
            yield from self._registry_faults(table)

    def _chunk_faults(self, chunk: Sequence[LedgerEntry], after: int, last: int | None) -> Iterator[RowFault]:
        logged = {entry.seq: _logged(entry) for entry in chunk}
        for seq, digests in logged.items():
            for table in set(REGISTRY) & digests.keys():
                self.registry |= {(table, key): (seq, digest) for key, digest in digests[table].items()}
        for table in _ADDED:
            expected = {seq: digests[table] for seq, digests in logged.items() if table in digests}
            yield from _differences(table, expected, self._stored(table, after, last))

    def _stored(self, name: str, after: int, last: int | None) -> dict[int, str]:
        """Digests of the rows with log numbers above `after` (any at all for 0) up to `last` (the end for None)."""
        number = Table.metadata.tables[name].c[LOG_COLUMN[name]]
        query = _as_stored(name).order_by(number)
        query = query.where(number > after) if after else query
        query = query.where(number <= last) if last is not None else query
        with self.session.execute(query.execution_options(yield_per=_CHUNK)) as rows:
            grouped = groupby(rows, key=attrgetter(number.name))
            return {seq: digest_rows(name, map(tuple, group)) for seq, group in grouped}

    def _registry_faults(self, name: str) -> Iterator[RowFault]:
        expected = {key: about for (of, key), about in self.registry.items() if of == name}
        for row in self.session.execute(_as_stored(name)):
            stored = row.ledger_seq, digest_rows(name, [tuple(row)])
            logged = expected.pop(row[0], None)
            if logged != stored:
                yield RowFault(row.ledger_seq, "changed" if logged else "unlogged", name, row[0])
        for key, (seq, _) in expected.items():
            yield RowFault(seq, "missing", name, key)


def _as_stored(name: str) -> Select[Any]:
    """Cells as the driver gives them: a conversion could stumble over a cell that was tampered with."""
    columns = Table.metadata.tables[name].columns
    cells: list[Any] = [type_coerce(column, NullType()).label(column.name) for column in columns]
    return select(*cells)


def _logged(entry: LedgerEntry) -> Mapping[str, Any]:
    """The digests that an entry names; none where it is no longer readable, which the check of the chain reports."""
    try:
        digests = orjson.loads(entry.body).get("rows", {})
    except (orjson.JSONDecodeError, AttributeError):
        return {}
    readable = isinstance(digests, dict) and all(isinstance(digests.get(name, {}), dict) for name in REGISTRY)
    return digests if readable else {}


def _differences(table: str, expected: Mapping[int, str], stored: Mapping[int, str]) -> Iterator[RowFault]:
    nothing = digest_rows(table, ())
    for seq in sorted(expected.keys() | stored.keys()):
        if seq not in expected:
            yield RowFault(seq, "unlogged", table)
        elif expected[seq] != stored.get(seq, nothing):
            yield RowFault(seq, "changed" if seq in stored else "missing", table)
