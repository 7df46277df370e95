"""What guards of published rankings ask, answered under the log's lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from service.acts import Act, Objection, ObjectionRuling, Publication, PublicationStage
from service.errors import Conflict
from service.storage.changes import FirstObjection, FirstRuling, Guard, OpenPublication, SettledPublication
from service.storage.tables import Table

_TABLES = Table.metadata.tables
_PUBLICATION, _OBJECTION, _RULING = _TABLES["publication"], _TABLES["objection"], _TABLES["objection_ruling"]
ActGuard = OpenPublication | SettledPublication | FirstObjection | FirstRuling


@dataclass(slots=True)
class KnownActs:
    """Numbers that are final, objections filed (id to number), objections that have a ruling."""

    final: set[str] = field(default_factory=set)
    filed: dict[str, str] = field(default_factory=dict)
    ruled: set[str] = field(default_factory=set)

    def remember(self, acts: Iterable[Act]) -> None:
        """A later change of the same group meets what an earlier one did."""
        for act in acts:
            match act:
                case Publication(number, PublicationStage.final):
                    self.final.add(number)
                case Objection(objection_id, number):
                    self.filed[objection_id] = number
                case ObjectionRuling(objection_id):
                    self.ruled.add(objection_id)


def load_acts(connection: Connection, guards: Sequence[Guard]) -> KnownActs:
    """What is stored of the numbers that guards name; asks nothing where none does."""
    numbers = {guard.number for guard in guards if isinstance(guard, ActGuard)}
    if not numbers:
        return KnownActs()
    final = select(_PUBLICATION.c.number).where(_PUBLICATION.c.number.in_(numbers), _PUBLICATION.c.stage == "final")
    filed = select(_OBJECTION.c.objection_id, _OBJECTION.c.number).where(_OBJECTION.c.number.in_(numbers))
    ruled = select(_RULING.c.objection_id).where(_RULING.c.number.in_(numbers))
    return KnownActs(
        set(connection.execute(final).scalars()),
        {row.objection_id: row.number for row in connection.execute(filed)},
        set(connection.execute(ruled).scalars()),
    )


def check_act(guard: ActGuard, known: KnownActs, at: datetime) -> None:
    """Raises the `Conflict` that the guard names."""
    match guard:
        case OpenPublication(number, closes_at):
            _refuse(number in known.final, "publication.final")
            _refuse(at > closes_at, "publication.closed")
        case SettledPublication(number, closes_at):
            _refuse(number in known.final, "publication.final")
            _refuse(at <= closes_at, "publication.open")
            waiting = {objection for objection, of in known.filed.items() if of == number} - known.ruled
            _refuse(bool(waiting), "publication.unsettled")
        case FirstObjection(_, objection_id):
            _refuse(objection_id in known.filed, "objection.exists")
        case FirstRuling(_, objection_id):
            _refuse(objection_id in known.ruled, "objection.ruled")


def _refuse(broken: bool, code: str) -> None:
    if broken:
        raise Conflict(code=code)
