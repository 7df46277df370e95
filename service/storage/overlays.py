"""Editions of the reference library and the overlays proposed to it, read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.overlay_records import EditionRow, OverlayDecision, OverlayRow, OverlayState
from service.storage import reference_tables  # noqa: F401  adds its tables to those of `Table`
from service.storage.tables import Table

_EDITION = Table.metadata.tables["reference_edition"]
_OVERLAY = Table.metadata.tables["reference_overlay"]
_DECISION = Table.metadata.tables["reference_overlay_decision"]
#: Decisions after which the library is another one.
MOVING = (OverlayState.approved.value, OverlayState.withdrawn.value)
_LAST_MOVE = select(func.coalesce(func.max(_DECISION.c.seq), 0)).where(_DECISION.c.decision.in_(MOVING))


@dataclass(frozen=True, slots=True)
class DecidedOverlay:
    """An overlay with all that was decided on it, the first decision first."""

    overlay: OverlayRow
    decisions: tuple[OverlayDecision, ...]

    @property
    def state(self) -> OverlayState:
        return self.decisions[-1].decision if self.decisions else OverlayState.proposed

    @property
    def approved_seq(self) -> int:
        """Number of the log entry that approved it, 0 while it is not approved."""
        return self.decisions[-1].seq if self.state is OverlayState.approved else 0


def last_move(connection: Connection | Session) -> int:
    """Number of the newest log entry by which the library became another one, 0 where there is none."""
    return int(connection.execute(_LAST_MOVE).scalar_one())


def knows_edition(connection: Connection | Session, digest: str) -> bool:
    """Whether the texts of a library are kept."""
    query = select(_EDITION.c.digest).where(_EDITION.c.digest == digest)
    return connection.execute(query).one_or_none() is not None


def edition_by_digest(session: Session, digest: str) -> EditionRow | None:
    """The texts of a library."""
    row = session.execute(select(_EDITION).where(_EDITION.c.digest == digest)).one_or_none()
    return None if row is None else EditionRow(row.digest, row.content, parse_instant(row.first_seen))


def editions(session: Session, beginning: str = "") -> Sequence[tuple[str, str]]:
    """Digest and first day of every edition whose digest begins so, the oldest first."""
    query = select(_EDITION.c.digest, _EDITION.c.first_seen).order_by(_EDITION.c.ledger_seq)
    query = query.where(_EDITION.c.digest.startswith(beginning, autoescape=True)) if beginning else query
    return [(row.digest, row.first_seen) for row in session.execute(query)]


def overlays(session: Session) -> Sequence[DecidedOverlay]:
    """Every overlay ever proposed, the oldest first."""
    return _decided(session, select(_OVERLAY).order_by(_OVERLAY.c.ledger_seq))


def overlay_by_id(session: Session, overlay_id: str) -> DecidedOverlay | None:
    """One overlay with its decisions."""
    return next(iter(_decided(session, select(_OVERLAY).where(_OVERLAY.c.id == overlay_id))), None)


def approved_overlays(session: Session) -> Sequence[DecidedOverlay]:
    """Those that count, in the order of their approval."""
    return sorted((o for o in overlays(session) if o.approved_seq), key=lambda o: o.approved_seq)


def states_of(connection: Connection, overlay_ids: Collection[str]) -> Mapping[str, OverlayState]:
    """Where some overlays stand; unknown ones are left out."""
    known = connection.execute(select(_OVERLAY.c.id).where(_OVERLAY.c.id.in_(overlay_ids)))
    states = {row.id: OverlayState.proposed for row in known}
    query = select(_DECISION).where(_DECISION.c.overlay_id.in_(overlay_ids)).order_by(_DECISION.c.seq)
    return states | {row.overlay_id: OverlayState(row.decision) for row in connection.execute(query)}


def known_editions(connection: Connection, digests: Collection[str]) -> set[str]:
    """Those of the digests whose texts are kept."""
    return set(connection.execute(select(_EDITION.c.digest).where(_EDITION.c.digest.in_(digests))).scalars())


def _decided(session: Session, query: Select[Any]) -> list[DecidedOverlay]:
    rows = [_overlay(row) for row in session.execute(query)]
    decided: dict[str, list[OverlayDecision]] = {row.id: [] for row in rows}
    wanted = select(_DECISION).where(_DECISION.c.overlay_id.in_(list(decided))).order_by(_DECISION.c.seq)
    for row in session.execute(wanted):
        decided[row.overlay_id].append(_decision(row))
    return [DecidedOverlay(row, tuple(decided[row.id])) for row in rows]


def _overlay(row: Row[Any]) -> OverlayRow:
    return OverlayRow(
        id=row.id,
        table=row.table_file,
        rows=row.rows,
        sources=row.sources,
        file=row.file,
        file_sha256=row.file_sha256,
        note=row.note,
        base_digest=row.base_digest,
        preview=row.preview,
        proposed_by=row.proposed_by,
        proposed_at=parse_instant(row.proposed_at),
    )


def _decision(row: Row[Any]) -> OverlayDecision:
    about = row.reason, row.digest, row.decided_by, parse_instant(row.decided_at)
    return OverlayDecision(row.overlay_id, OverlayState(row.decision), *about, seq=row.seq)
