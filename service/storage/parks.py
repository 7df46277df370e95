"""The register of parks and the sites in them, read in the order in which they were written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.parks import Park, ParkAssignment, park_in
from service.storage.park_tables import ASSIGNMENT, PARK
from service.storage.tables import Table

_VERSION = Table.metadata.tables["report_version"]
#: Enterprises that one statement names.
_AT_ONCE = 500


class Reported(Protocol):
    """What tells the sites behind a score: the enterprise and its reports as (report id, version)."""

    @property
    def credit_code(self) -> str: ...
    @property
    def sector(self) -> str: ...
    @property
    def reports(self) -> Sequence[tuple[str, int]]: ...


def park_entries(session: Session, park: str) -> Sequence[Park]:
    """Every entry of one park, oldest first; the last one counts."""
    return [_park(row) for row in session.execute(select(PARK).where(PARK.c.park == park).order_by(PARK.c.seq))]


def list_parks(session: Session, *, region: str, after: str, limit: int) -> Sequence[Park]:
    """A page of the register by code: those after `after` in a region whose code starts so."""
    newest = select(func.max(PARK.c.seq)).group_by(PARK.c.park)
    query = select(PARK).where(PARK.c.seq.in_(newest), PARK.c.park > after).order_by(PARK.c.park).limit(limit)
    if region:
        query = query.where(PARK.c.region.startswith(region, autoescape=True))
    return [_park(row) for row in session.execute(query)]


def assignments(
    session: Session, *, permit_code: str | None = None, park: str | None = None, as_of: int | None = None
) -> Sequence[ParkAssignment]:
    """The assignments of one site, or of all sites that ever were in a park; those logged up to `as_of` where given."""
    query = select(ASSIGNMENT).order_by(ASSIGNMENT.c.seq)
    if permit_code is not None:
        query = query.where(ASSIGNMENT.c.permit_code == permit_code)
    if park is not None:
        ever = select(ASSIGNMENT.c.permit_code).where(ASSIGNMENT.c.park == park)
        query = query.where(ASSIGNMENT.c.permit_code.in_(ever))
    if as_of is not None:
        query = query.where(ASSIGNMENT.c.seq <= as_of)
    return [_assignment(row) for row in session.execute(query)]


def parks_of(
    session: Session, year: int, rows: Collection[Reported], as_of: int | None = None
) -> Mapping[tuple[str, str], str]:
    """The park of each enterprise and sector in a year; only where all sites that reported stand in the same one."""
    codes = sorted({row.credit_code for row in rows})
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(codes), _AT_ONCE):
        part = set(codes[start : start + _AT_ONCE])
        by_site = _by_site(session, year, part, as_of)
        if by_site:
            owners = {permit[0] for permit in by_site}
            found |= _common_parks(session, [row for row in rows if row.credit_code in owners], by_site)
    return found


def in_park(
    session: Session, park: str, year: int, rows: Collection[Reported], as_of: int | None = None
) -> frozenset[tuple[str, str]]:
    """The enterprises and sectors among `rows` that belong to a park in a year."""
    ever = {found.credit_code for found in assignments(session, park=park, as_of=as_of)}
    placed = parks_of(session, year, [row for row in rows if row.credit_code in ever], as_of)
    return frozenset(key for key, of in placed.items() if of == park)


def _by_site(session: Session, year: int, codes: Collection[str], as_of: int | None) -> dict[tuple[str, str], str]:
    """(credit code, permit code) to park, for sites that stand in one."""
    query = select(ASSIGNMENT).where(ASSIGNMENT.c.credit_code.in_(codes)).order_by(ASSIGNMENT.c.seq)
    if as_of is not None:
        query = query.where(ASSIGNMENT.c.seq <= as_of)
    of_site: dict[tuple[str, str], list[ParkAssignment]] = defaultdict(list)
    for row in session.execute(query):
        of_site[row.credit_code, row.permit_code].append(_assignment(row))
    return {site: park for site, history in of_site.items() if (park := park_in(history, year))}


def _common_parks(
    session: Session, rows: Sequence[Reported], by_site: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    ids = sorted({report_id for row in rows for report_id, _ in row.reports})
    query = select(_VERSION.c.report_id, _VERSION.c.permit_code).where(_VERSION.c.version == 1)
    permits: dict[str, str] = {}
    for start in range(0, len(ids), _AT_ONCE):
        permits |= dict(session.execute(query.where(_VERSION.c.report_id.in_(ids[start : start + _AT_ONCE]))).all())
    found = {}
    for row in rows:
        of = {by_site.get((row.credit_code, permits.get(report_id, "")), "") for report_id, _ in row.reports}
        if len(of) == 1 and (park := of.pop()):
            found[row.credit_code, row.sector] = park
    return found


def _park(row: Row[Any]) -> Park:
    about = row.park, row.name_zh, row.name_en, row.region, row.decided_by
    return Park(*about, parse_instant(row.decided_at), row.seq)


def _assignment(row: Row[Any]) -> ParkAssignment:
    about = row.permit_code, row.credit_code, row.park, date.fromisoformat(row.starts), row.reason, row.evidence
    return ParkAssignment(*about, row.region, row.decided_by, parse_instant(row.decided_at), row.seq)
