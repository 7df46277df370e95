"""The register of parks, and which sites belong to them: a bureau's entries, dated, logged, never changed.

A park lies within one division of GB/T 2260 and does not move. Whoever governs that division assigns its sites. What
is assigned from a day on leaves the years before as they were; published rankings count what was logged before them.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import Future
from datetime import date, datetime
from typing import Any

import orjson

from service.access import Action, governs, region_contains, require, sees
from service.errors import Conflict, Fault, Forbidden, InvalidInput, NotFound
from service.identifiers import parse_permit_code, parse_region, parse_region_prefix
from service.parks import Park, ParkAssignment, standing_on
from service.records import Facility, Principal
from service.reference import Library
from service.requests.fields import read_day
from service.requests.parks import read_park, read_park_assignment
from service.storage.changes import Change, IdempotencyDraft, KnownPark, LogDraft, ParkInRegion, Receipt
from service.storage.enterprises import facility_by_code
from service.storage.parks import assignments, list_parks, park_entries
from service.storage.session import Store
from service.vocabulary import region_names

Json = dict[str, Any]


def register_park(
    store: Store, library: Library, principal: Principal, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Enter a park, or its new name; raises `Forbidden` outside the caller's region, `Conflict` for a park that moves.

    `InvalidInput` where the region is none of GB/T 2260.
    """
    require(principal, Action.assign)
    request = read_park(raw)
    region = parse_region(request.region, "/region")
    region_names(library, region)
    if not governs(principal, {region}):
        raise Forbidden(code="park.not_yours", pointer="/region")
    park = Park(request.park, request.name.zh, request.name.en, region, principal.key_id, store.now())
    log = LogDraft("park.registered", park.park, {"region": region})
    told = park_json(park)
    return store.writer.submit(
        Change(
            log=(log,),
            acts=(park,),
            guards=(ParkInRegion(park.park, region),),
            idempotency=stored(principal, "registerPark", idempotency_key, raw, told),
        )
    )


def assign_site(
    store: Store, principal: Principal, permit_code: str, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Say to which park a site belongs from a day on, or that it belongs to none.

    Raises `NotFound` for a site or park that the caller does not reach, `Forbidden` where the park, or the one that the
    site stands in, is not the caller's to fill, `InvalidInput` for a site outside the park's region, `Conflict` where
    there is nothing to end.
    """
    require(principal, Action.assign)
    request = read_park_assignment(raw)
    site = visible_site(store, principal, permit_code)
    starts = read_day(request.starts, "/starts")
    require_right(store, principal, site, request.park, starts)
    found = assignment_of(site, request.park or "", (starts, request.reason, request.evidence), principal, store.now())
    told = assignment_json(found)
    body = {name: told[name] for name in ("park", "starts", "reason", "evidence")}
    return store.writer.submit(
        Change(
            log=(LogDraft("park.assigned", site.permit_code, body),),
            acts=(found,),
            guards=(KnownPark(found.park),) if found.park else (),
            idempotency=stored(principal, f"assignSite {permit_code}", idempotency_key, raw, told),
        )
    )


def assignment_of(
    site: Facility, park: str, what: tuple[date, str, str], principal: Principal, at: datetime
) -> ParkAssignment:
    """Return the record of an assignment."""
    about = site.permit_code, site.credit_code, park, *what
    return ParkAssignment(*about, principal.region or "", principal.key_id, at)


def require_right(store: Store, principal: Principal, site: Facility, park: str | None, starts: date) -> None:
    """Raise unless the caller may take the site out of where it stands and put it where it shall be."""
    with store.read() as session:
        before = standing_on(assignments(session, permit_code=site.permit_code), starts)
        concerned = {code: park_entries(session, code) for code in (before.park if before else "", park) if code}
    if park is None and not (before and before.park):
        raise Conflict(code="park.none")
    if park is not None and not concerned[park]:
        raise NotFound(code="park.not_found", pointer="/park")
    if not governs(principal, {entries[-1].region for entries in concerned.values()}):
        raise Forbidden(code="park.not_yours", pointer="/park")
    if park is not None and not region_contains(concerned[park][-1].region, site.region):
        raise InvalidInput(Fault("park.other_region", "/park", {"expected": concerned[park][-1].region}))


def visible_site(store: Store, principal: Principal, permit_code: str) -> Facility:
    """Return a site; raises `NotFound` where the caller may not see it."""
    with store.read() as session:
        found = facility_by_code(session, parse_permit_code(permit_code, "/path/permit_code"))
    if found is None or not sees(principal, found.credit_code, found.region):
        raise NotFound
    return found


def parks(
    store: Store, principal: Principal, region: str | None, after: str, limit: int
) -> tuple[list[Json], str | None]:
    """Return a page of the register, which anyone with a key may read, and the code that it ended with."""
    require(principal, Action.read)
    prefix = parse_region_prefix(region, "/query/region") if region else ""
    with store.read() as session:
        found = list_parks(session, region=prefix, after=after, limit=limit + 1)
    page = found[:limit]
    return [park_json(park) for park in page], page[-1].park if len(found) > limit else None


def park(store: Store, principal: Principal, code: str, day: date | None) -> Json:
    """Return a park with the sites that stand in it on a day (today by default), as far as the caller sees them."""
    require(principal, Action.read)
    on = day or store.now().date()
    with store.read() as session:
        entries = park_entries(session, code)
        if not entries:
            raise NotFound(code="park.not_found")
        inside = [found for found in standing_in(assignments(session, park=code), on) if found.park == code]
        sites = {found.permit_code: facility_by_code(session, found.permit_code) for found in inside}
    seen = [f for f in inside if (site := sites[f.permit_code]) and sees(principal, site.credit_code, site.region)]
    listed = [{"permit_code": f.permit_code, "enterprise": f.credit_code, "since": f.starts.isoformat()} for f in seen]
    return park_json(entries[-1]) | {"day": on.isoformat(), "facilities": listed}


def standing_in(found: Iterable[ParkAssignment], day: date) -> list[ParkAssignment]:
    """Return the assignment that holds on a day for each site, by permit code."""
    of_site: dict[str, list[ParkAssignment]] = defaultdict(list)
    for assignment in found:
        of_site[assignment.permit_code].append(assignment)
    standing = (standing_on(history, day) for _, history in sorted(of_site.items()))
    return [assignment for assignment in standing if assignment is not None]


def site_history(store: Store, principal: Principal, permit_code: str) -> list[Json]:
    """Return every assignment of a site in the order of the log; raises `NotFound` where the caller may not see it."""
    require(principal, Action.read)
    site = visible_site(store, principal, permit_code)
    with store.read() as session:
        found = assignments(session, permit_code=site.permit_code)
    return [assignment_json(one) | {"sequence": one.seq} for one in found]


def park_json(entry: Park) -> Json:
    """Return an entry of the register as plain JSON values."""
    return {"park": entry.park, "name": {"zh": entry.name_zh, "en": entry.name_en}, "region": entry.region}


def assignment_json(found: ParkAssignment) -> Json:
    """Return an assignment as plain JSON values."""
    return {
        "facility": found.permit_code,
        "enterprise": found.credit_code,
        "park": found.park or None,
        "starts": found.starts.isoformat(),
        "reason": found.reason,
        "evidence": found.evidence,
        "region": found.region or None,
        "decided_by": found.decided_by,
        "decided_at": found.decided_at.isoformat(),
    }


def stored(principal: Principal, operation: str, key: str, raw: bytes, answer: Json) -> IdempotencyDraft:
    """Return what is kept so that a retry gets the same answer."""

    def encode(receipt: Receipt) -> bytes:
        return orjson.dumps(answer | {"sequence": receipt.seq})

    return IdempotencyDraft(f"{principal.key_id} {operation}", key, hashlib.sha256(raw).hexdigest(), encode)
