"""Jobs, read from the log alone: the entry that accepted one is its record, a later entry about it its outcome."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.records import LedgerEntry
from service.storage.ledger_rows import entry_by_seq, read_entry
from service.storage.tables import Table

ACCEPTED, DONE, FAILED = "job.accepted", "job.done", "job.failed"
_ENTRY = Table.metadata.tables["ledger_entry"]


def subject_of(seq: int) -> str:
    """The id of the job that entry `seq` accepted."""
    return f"job_{seq}"


def accepted(session: Session, seq: int) -> LedgerEntry | None:
    """The entry that accepted a job; None where that entry is about something else."""
    entry = entry_by_seq(session, seq)
    return entry if entry is not None and entry.kind == ACCEPTED else None


def outcome(session: Session, seq: int) -> LedgerEntry | None:
    """How the job ended, by the first entry that says so; None as long as none does. Read in the order of the log,
    from the job on, which is short: jobs end soon, or are the newest.
    """
    ends = (_ENTRY.c.seq > seq, _ENTRY.c.subject == subject_of(seq), _ENTRY.c.kind.in_((DONE, FAILED)))
    row = session.execute(select(_ENTRY).where(*ends).order_by(_ENTRY.c.seq).limit(1)).one_or_none()
    return None if row is None else read_entry(row)


def unfinished(session: Session) -> list[LedgerEntry]:
    """The jobs without an outcome, in the order in which they were accepted."""
    rows = session.execute(select(_ENTRY).where(_ENTRY.c.kind == ACCEPTED).order_by(_ENTRY.c.seq)).all()
    ended = set(session.scalars(select(_ENTRY.c.subject).where(_ENTRY.c.kind.in_((DONE, FAILED)))))
    return [read_entry(row) for row in rows if subject_of(row.seq) not in ended]
