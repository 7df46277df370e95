"""What guards of published rankings ask, answered under the log's lock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from service.acts import Act, Objection, ObjectionRuling, Publication, PublicationStage
from service.errors import Conflict, NotFound
from service.parks import Park
from service.storage.changes import (
    FirstObjection,
    FirstRuling,
    Guard,
    KnownPark,
    OpenPublication,
    ParkInRegion,
    SettledPublication,
)
from service.storage.park_tables import PARK
from service.storage.tables import Table

_TABLES = Table.metadata.tables
_PUBLICATION, _OBJECTION, _RULING = _TABLES["publication"], _TABLES["objection"], _TABLES["objection_ruling"]
PublicationGuard = OpenPublication | SettledPublication | FirstObjection | FirstRuling
ParkGuard = ParkInRegion | KnownPark
ActGuard = PublicationGuard | ParkGuard


@dataclass(slots=True)
class KnownActs:
    """Numbers that are final, objections filed (id to number), objections that have a ruling, parks with regions."""

    final: set[str] = field(default_factory=set)
    filed: dict[str, str] = field(default_factory=dict)
    ruled: set[str] = field(default_factory=set)
    parks: dict[str, str] = field(default_factory=dict)

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
                case Park(park):
                    self.parks[park] = act.region


def load_acts(connection: Connection, guards: Sequence[Guard]) -> KnownActs:
    """What is stored of the numbers that guards name; asks nothing where none does."""
    numbers = {guard.number for guard in guards if isinstance(guard, PublicationGuard)}
    parks = _parks(connection, {guard.park for guard in guards if isinstance(guard, ParkGuard)})
    if not numbers:
        return KnownActs(parks=parks)
    final = select(_PUBLICATION.c.number).where(_PUBLICATION.c.number.in_(numbers), _PUBLICATION.c.stage == "final")
    filed = select(_OBJECTION.c.objection_id, _OBJECTION.c.number).where(_OBJECTION.c.number.in_(numbers))
    ruled = select(_RULING.c.objection_id).where(_RULING.c.number.in_(numbers))
    return KnownActs(
        set(connection.execute(final).scalars()),
        {row.objection_id: row.number for row in connection.execute(filed)},
        set(connection.execute(ruled).scalars()),
        parks,
    )


def _parks(connection: Connection, named: set[str]) -> dict[str, str]:
    """Region by park, of the parks that guards name."""
    if not named:
        return {}
    query = select(PARK.c.park, PARK.c.region).where(PARK.c.park.in_(named)).order_by(PARK.c.seq)
    return dict(connection.execute(query).all())


def check_act(guard: ActGuard, known: KnownActs, at: datetime) -> None:
    """Raises the `Conflict` or `NotFound` that the guard names."""
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
        case ParkInRegion(park, region):
            _refuse(known.parks.get(park, region) != region, "park.region")
        case KnownPark(park):
            if park not in known.parks:
                raise NotFound(code="park.not_found")


def _refuse(broken: bool, code: str) -> None:
    if broken:
        raise Conflict(code=code)
