"""Enterprises and their facilities, read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import Session

from service.records import Enterprise, Facility, GeneratingUnit
from service.storage.tables import Table

_ENTERPRISE = Table.metadata.tables["enterprise"]
_FACILITY = Table.metadata.tables["facility"]
_BY_PERMIT = select(_FACILITY).where(_FACILITY.c.permit_code == bindparam("permit_code"))


def enterprise_by_code(session: Session, credit_code: str) -> Enterprise | None:
    return enterprises_by_code(session, [credit_code]).get(credit_code)


def enterprises_by_code(session: Session, credit_codes: Collection[str]) -> Mapping[str, Enterprise]:
    """Those of the codes that are registered."""
    rows = session.execute(select(_ENTERPRISE).where(_ENTERPRISE.c.credit_code.in_(credit_codes)))
    return {row.credit_code: Enterprise(row.credit_code, row.name, row.synthetic, row.demo_record) for row in rows}


def facility_by_code(session: Session | Connection, permit_code: str) -> Facility | None:
    row = session.execute(_BY_PERMIT, {"permit_code": permit_code}).one_or_none()
    return None if row is None else _facility(row)


def facilities_of(session: Session, credit_code: str) -> Sequence[Facility]:
    """All sites of an enterprise, by permit code."""
    of_enterprise = select(_FACILITY).where(_FACILITY.c.credit_code == credit_code)
    return [_facility(row) for row in session.execute(of_enterprise.order_by(_FACILITY.c.permit_code))]


def list_facilities(
    session: Session, *, sector: str | None = None, region: str = "", after: str = "", limit: int
) -> Sequence[Facility]:
    """A page of facilities by permit code: those after `after`, of a sector and a region whose codes start so."""
    query = select(_FACILITY).where(_FACILITY.c.permit_code > after).order_by(_FACILITY.c.permit_code).limit(limit)
    if sector is not None:
        query = query.where(_FACILITY.c.sector.startswith(sector, autoescape=True))
    if region:
        query = query.where(_FACILITY.c.region.startswith(region, autoescape=True))
    return [_facility(row) for row in session.execute(query)]


def _facility(row: Row[Any]) -> Facility:
    units = tuple(GeneratingUnit(*fields) for fields in orjson.loads(row.units))
    return Facility(row.permit_code, row.credit_code, row.name, row.sector, row.region, units)
