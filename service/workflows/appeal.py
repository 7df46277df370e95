"""Object to a provisional ranking within its time, and rule on objections with reasons."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.acts import Objection, ObjectionRuling, Publication, PublicationStage, Ruling, Scope
from service.errors import NotFound
from service.records import Principal
from service.requests.acts import read_objection, read_ruling
from service.storage.changes import (
    Change,
    FirstObjection,
    FirstRuling,
    IdempotencyDraft,
    LogDraft,
    OpenPublication,
    Receipt,
)
from service.storage.enterprises import facilities_of
from service.storage.publications import objections, publication
from service.storage.session import Store

Json = dict[str, Any]
_ID_LENGTH = 24


def provisional_of(store: Store, number: str) -> Publication:
    """Return the provisional stage of a number; raises `NotFound`."""
    with store.read() as session:
        found = publication(session, number, PublicationStage.provisional)
    if found is None:
        raise NotFound
    return found


def object_to(store: Store, principal: Principal, number: str, raw: bytes, idempotency_key: str) -> Future[Receipt]:
    """Record an enterprise's objection to its own place, or to being left out.

    Raises `NotFound` where it has no site in the ranking's region and sector, `Conflict` after the time for objections
    or where it has objected before.
    """
    require(principal, Action.submit)
    request = read_objection(raw)
    ranking = provisional_of(store, number)
    code = principal.credit_code or ""
    with store.read() as session:
        sites = facilities_of(session, code)
    if not any(ranking.scope.holds(site.region, site.sector) for site in sites):
        raise NotFound
    record = Objection(
        objection_id(number, code), number, code, request.reason, request.evidence, principal.key_id, store.now()
    )
    draft = draft_of(principal, f"object {number}", idempotency_key, raw, objection_json(record, None))
    guards = (FirstObjection(number, record.objection_id), OpenPublication(number, ranking.closes_at))
    change = Change(
        log=(LogDraft("objection.filed", number, {"objection": record.objection_id, "enterprise": code}),),
        acts=(record,),
        guards=guards,
        idempotency=draft,
    )
    return store.writer.submit(change)


def objection_id(number: str, credit_code: str) -> str:
    """Return the id of an enterprise's one objection to a number."""
    return "obj_" + hashlib.sha256(f"{number} {credit_code}".encode()).hexdigest()[:_ID_LENGTH]


def rule(
    store: Store, principal: Principal, number: str, objection: str, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Record the bureau's ruling on an objection, with its reasons.

    Raises `NotFound` for no such objection, or none that concerns the regulator's region, `Conflict` where it has a
    ruling.
    """
    require(principal, Action.decide)
    request = read_ruling(raw)
    ranking = provisional_of(store, number)
    with store.read() as session:
        filed = next((o for o, _ in objections(session, number) if o.objection_id == objection), None)
    if filed is None or principal.region is None or not concerns(store, principal, ranking, filed):
        raise NotFound
    word = ObjectionRuling(
        objection, number, Ruling(request.ruling), request.reason, request.evidence, principal.region,
        principal.key_id, store.now(),
    )  # fmt: skip
    draft = draft_of(principal, f"rule {objection}", idempotency_key, raw, objection_json(filed, word))
    log = LogDraft("objection.ruled", number, {"objection": objection, "ruling": word.ruling.value})
    return store.writer.submit(
        Change(log=(log,), acts=(word,), guards=(FirstRuling(number, objection),), idempotency=draft)
    )


def draft_of(principal: Principal, operation: str, idempotency_key: str, raw: bytes, answer: Json) -> IdempotencyDraft:
    """Return what is stored with a change, so that a retry gets the same answer."""

    def encode(receipt: Receipt) -> bytes:
        return orjson.dumps(answer | {"recorded_as": receipt.seq})

    return IdempotencyDraft(f"{principal.key_id} {operation}", idempotency_key, hashlib.sha256(raw).hexdigest(), encode)


def list_objections(store: Store, principal: Principal, number: str) -> list[Json]:
    """Return the objections to a number: all to its bureau and administrators, an enterprise's own to itself."""
    require(principal, Action.read)
    ranking = provisional_of(store, number)
    if not over(principal, ranking.scope) and ranking.scope.region:
        raise NotFound
    with store.read() as session:
        found = objections(session, number)
    return [objection_json(o, ruling) for o, ruling in found if concerns(store, principal, ranking, o)]


def concerns(store: Store, principal: Principal, ranking: Publication, objection: Objection) -> bool:
    """Say whether an objection is the caller's to see: its own, or one to a ranking of its region.

    No bureau is over the whole nation: an objection to a national ranking goes to the bureau of the enterprise's sites.
    """
    if principal.credit_code is not None:
        return principal.credit_code == objection.credit_code
    if ranking.scope.region or principal.region is None:
        return over(principal, ranking.scope)
    with store.read() as session:
        sites = facilities_of(session, objection.credit_code)
    within = [site for site in sites if ranking.scope.holds(site.region, site.sector)]
    return any(region_contains(principal.region, site.region) for site in within)


def over(principal: Principal, scope: Scope) -> bool:
    """Say whether a ranking lies within the caller's region."""
    return principal.region is None or region_contains(principal.region, scope.region)


def objection_json(objection: Objection, ruling: ObjectionRuling | None) -> Json:
    """Return an objection with its ruling, if there is one."""
    return {
        "objection": objection.objection_id,
        "number": objection.number,
        "enterprise": objection.credit_code,
        "reason": objection.reason,
        "evidence": objection.evidence,
        "filed_at": objection.filed_at.isoformat(),
        "ruling": None
        if ruling is None
        else {
            "ruling": ruling.ruling.value,
            "reason": ruling.reason,
            "evidence": ruling.evidence,
            "region": ruling.region,
            "decided_by": ruling.decided_by,
            "decided_at": ruling.decided_at.isoformat(),
        },
    }
