"""Stored scores narrowed as rankings narrow theirs: by the process of all lines, and by the park in the year.

Publications and synergy are asked with the words of rankings, so that places agree. A park is ranked whole or not at
all: its list knows no region, and whoever may not see all of it is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar
from weakref import WeakKeyDictionary

import orjson

from service.acts import Scope
from service.errors import Fault, InvalidInput, NotFound
from service.identifiers import parse_sector, region_contains
from service.reference import Library
from service.scoring.ruleset_reader import find_ruleset
from service.storage.enterprises import list_facilities
from service.storage.lookups import Database
from service.storage.parks import Reported, in_park, park_entries
from service.storage.session import Store
from service.workflows.rank_rebuild import SEVERAL, process_of


class Stored(Reported, Protocol):
    """A stored score, as it stands now or stood then."""

    @property
    def detail(self) -> bytes: ...


Row = TypeVar("Row", bound=Stored)
#: The region of each park that was asked for; a park does not move.
_REGIONS: WeakKeyDictionary[Database, dict[str, str]] = WeakKeyDictionary()


def belonging(store: Store, rows: Sequence[Row], scope: Scope, as_of: int | None = None) -> Sequence[Row]:
    """Return those rows of a scope that are of its process and park; parks as they were logged up to `as_of`."""
    kept = rows
    if scope.process is not None:
        kept = [row for row in rows if process_of(orjson.loads(row.detail)) == scope.process]
    if scope.park is None:
        return kept
    with store.read() as session:
        inside = in_park(session, scope.park, scope.year, kept, as_of)
    return [row for row in kept if (row.credit_code, row.sector) in inside]


def require_known(store: Store, library: Library, scope: Scope, pointer: str = "/query") -> None:
    """Raise `InvalidInput` for a sector that nobody knows or a process that the ruleset has none of, and what
    `require_whole_park` raises.
    """
    if scope.sector and not is_known_sector(store, library, parse_sector(scope.sector, f"{pointer}/sector")):
        raise InvalidInput(Fault("sector.unknown", f"{pointer}/sector", {"sector": scope.sector}))
    require_whole_park(store, scope, pointer)
    known = (*sorted(find_ruleset(library, scope.ruleset).lines), SEVERAL)
    if scope.process is not None and scope.process not in known:
        raise InvalidInput(Fault("ranking.process", f"{pointer}/process", {"expected": ", ".join(known)}))


def require_whole_park(store: Store, scope: Scope, pointer: str = "/query") -> None:
    """Raise `NotFound` for a park that is not registered or lies elsewhere, `InvalidInput` where the region holds only
    a part of it.
    """
    if scope.park is None:
        return
    regions = _REGIONS.setdefault(store.database, {})
    if scope.park not in regions:
        with store.read() as session:
            entries = park_entries(session, scope.park)
        if not entries:
            raise NotFound(code="park.not_found", pointer=f"{pointer}/park")
        regions[scope.park] = entries[-1].region
    if is_known_whole(store.database, scope):
        return
    if region_contains(regions[scope.park], scope.region):
        raise InvalidInput(Fault("park.beyond_region", f"{pointer}/region", {"expected": regions[scope.park]}))
    raise NotFound(code="park.not_found", pointer=f"{pointer}/park")


def is_known_whole(database: Database, scope: Scope) -> bool:
    """Say without asking the database whether a scope has no park, or is known to hold all of it."""
    if scope.park is None:
        return True
    region = _REGIONS.get(database, {}).get(scope.park)
    return region is not None and (not scope.region or region_contains(scope.region, region))


def is_known_sector(store: Store, library: Library, sector: str) -> bool:
    """Say whether our list of GB/T 4754, which is not complete, holds a sector, or a site is registered in it."""
    if any(row["code"].startswith(sector) for row in library.records["sectors.csv"]):
        return True
    with store.read() as session:
        return bool(list_facilities(session, sector=sector, limit=1))
