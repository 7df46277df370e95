"""Receipts: the log entry, the row and a signed head of one report version, handed out only where they agree."""

from __future__ import annotations

import hashlib

from sqlalchemy import select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from service.acts import Publication
from service.errors import Unavailable
from service.ledger import PublicationReceipt, ReportReceipt, Tip, publication_faults, receipt_faults, verify_chain
from service.records import LedgerEntry
from service.storage.ledger_rows import entries_between, head_from
from service.storage.session import Store
from service.storage.signing import public_keys
from service.storage.tables import Table

_VERSION = Table.metadata.tables["report_version"]
_CELLS = select(*(type_coerce(column, NullType()).label(column.name) for column in _VERSION.columns))


def report_receipt(store: Store, seq: int) -> ReportReceipt | None:
    """The receipt of the version that log entry `seq` wrote, None where that entry wrote none.

    Raises `Unavailable` (`log.faulty`) where entry, row and the head that was signed with them no longer agree: a
    store that was tampered with gets no new signature.
    """
    with store.read() as session:
        row = session.execute(_CELLS.where(_VERSION.c.seq == seq)).one_or_none()
        if row is None:
            return None
        entry = _signed_entry(session, seq)
    cells = tuple(hashlib.sha256(cell).hexdigest() if isinstance(cell, bytes) else cell for cell in row)
    receipt = ReportReceipt(tuple(_VERSION.columns.keys()), cells, entry, *store.writer.vouch(entry))
    if receipt_faults(receipt):
        raise Unavailable(code="log.faulty")
    return receipt


def publication_receipt(store: Store, shown: Publication) -> PublicationReceipt:
    """The receipt of a stage of a published ranking; raises `Unavailable` (`log.faulty`) where it is not what was
    logged.
    """
    with store.read() as session:
        entry = _signed_entry(session, shown.seq)
    receipt = PublicationReceipt(shown.body, entry, *store.writer.vouch(entry))
    if publication_faults(receipt):
        raise Unavailable(code="log.faulty")
    return receipt


def _signed_entry(session: Session, seq: int) -> LedgerEntry:
    """The entry, after a look at the chain from it to the head that vouched for it first."""
    head = head_from(session, seq)
    chain = entries_between(session, seq, head.seq) if head is not None else []
    if head is None or not chain:
        raise Unavailable(code="log.faulty")
    start = Tip(seq - 1, chain[0].previous)
    if verify_chain(chain, [head], public_keys(session), start):
        raise Unavailable(code="log.faulty")
    return chain[0]
