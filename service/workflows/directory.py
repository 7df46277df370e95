"""Who and what is registered and lodged, as far as a caller may see it: enterprises, sites, reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.access import Action, region_contains, require, sees
from service.errors import NotFound
from service.identifiers import parse_region_prefix, parse_sector
from service.records import Facility, Principal, Role
from service.storage.enterprises import enterprise_by_code, facilities_of, facility_by_code, list_facilities
from service.storage.reports import list_reports
from service.storage.session import Store
from service.workflows.read import version_json
from service.workflows.register import facility_json

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A page of a list: what is looked for, and the code or id that the last page ended with."""

    limit: int
    after: str = ""
    region: str | None = None
    sector: str | None = None
    enterprise: str | None = None
    year: int | None = None


def enterprise(store: Store, principal: Principal, credit_code: str) -> Json:
    """Return an enterprise; raises `NotFound` where none of its sites is visible to the caller."""
    require(principal, Action.read)
    with store.read() as session:
        found = enterprise_by_code(session, credit_code)
        sites = facilities_of(session, credit_code)
    regions: Sequence[str | None] = [site.region for site in sites] or [None]
    if found is None or not any(sees(principal, credit_code, region) for region in regions):
        raise NotFound
    return {
        "credit_code": found.credit_code,
        "name": found.name,
        "synthetic": found.synthetic,
        "demo_record": found.demo_record,
    }


def facility(store: Store, principal: Principal, permit_code: str) -> Json:
    """Return a site; raises `NotFound` where the caller may not see it."""
    require(principal, Action.read)
    with store.read() as session:
        found = facility_by_code(session, permit_code)
    if found is None or not sees(principal, found.credit_code, found.region):
        raise NotFound
    return facility_json(found)


def facilities(store: Store, principal: Principal, query: ListQuery) -> tuple[list[Json], str | None]:
    """Return a page of the visible sites by permit code, and the code that it ended with if more follow."""
    require(principal, Action.read)
    region = visible_region(principal, query.region)
    if query.sector is not None:
        parse_sector(query.sector, "/query/sector")
    owner = visible_owner(principal, query.enterprise)
    with store.read() as session:
        if owner is None:
            wanted = query.limit + 1
            found = list_facilities(session, sector=query.sector, region=region, after=query.after, limit=wanted)
        else:
            found = [f for f in facilities_of(session, owner) if fits(f, query, region)]
    page = found[: query.limit]
    return [facility_json(f) for f in page], page[-1].permit_code if len(found) > query.limit else None


def fits(site: Facility, query: ListQuery, region: str) -> bool:
    """Say whether one of an enterprise's own sites belongs on the page."""
    in_sector = site.sector.startswith(query.sector or "")
    return in_sector and site.region.startswith(region) and site.permit_code > query.after


def reports(store: Store, principal: Principal, query: ListQuery) -> tuple[list[Json], str | None]:
    """Return a page of the visible reports by id, each in its newest version, and the id that it ended with."""
    require(principal, Action.read)
    region = visible_region(principal, query.region)
    if query.sector is not None:
        parse_sector(query.sector, "/query/sector")
    owner = visible_owner(principal, query.enterprise)
    with store.read() as session:
        found = list_reports(
            session,
            credit_code=owner,
            year=query.year,
            sector=query.sector,
            region=region,
            after=query.after,
            limit=query.limit + 1,
        )
    page = found[: query.limit]
    following = page[-1][0].report_id if len(found) > query.limit else None
    return [version_json(row, state) for row, state in page], following


def visible_region(principal: Principal, wanted: str | None, pointer: str = "/query/region") -> str:
    """Return the beginning of the region codes to list; raises `NotFound` outside of what the key reaches."""
    asked = parse_region_prefix(wanted, pointer) if wanted else None
    if principal.role in (Role.administrator, Role.enterprise):
        return asked or ""
    if principal.region is None or (asked and not region_contains(principal.region, asked)):
        raise NotFound
    return asked or principal.region


def visible_owner(principal: Principal, wanted: str | None) -> str | None:
    """Return the enterprise to list: for an enterprise itself and no other."""
    if principal.role is not Role.enterprise:
        return wanted
    if wanted not in (None, principal.credit_code):
        raise NotFound
    return principal.credit_code
