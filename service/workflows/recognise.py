"""A regulator of the enterprise's region finds by hand what no report can answer; nothing computed is overridden."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Future
from datetime import date, datetime
from typing import Any

import orjson

from service.access import Action, region_contains, require, sees
from service.acts import Outcome, Recognition
from service.errors import Conflict, Fault, Forbidden, InvalidInput, NotFound
from service.records import Principal
from service.reference import Library
from service.requests.acts import RecognitionRequest, read_recognition
from service.requests.fields import read_day
from service.scoring.pilot_facts import ByHand, by_hand, vetoes_by_hand
from service.scoring.pilot_reader import read_pilot_ruleset
from service.scoring.ruleset_reader import find_document, read_ruleset
from service.storage.changes import Change, IdempotencyDraft, LogDraft, Receipt
from service.storage.enterprises import facilities_of
from service.storage.recognitions import recognitions, standing
from service.storage.session import Store

Json = dict[str, Any]


def recognise(
    store: Store, library: Library, principal: Principal, credit_code: str, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Record a finding; the newest one of the same criterion and item counts, `withdrawn` ends what stood.

    Raises `NotFound` where no site of the enterprise lies in the regulator's region, `InvalidInput` for what is not
    found by hand under the ruleset, `Forbidden` where the plan is not the caller's to carry out or a wider region has
    decided, `Conflict` where nothing stands to be withdrawn.
    """
    require(principal, Action.decide)
    request = read_recognition(raw)
    require_region(store, principal, credit_code)
    require_plan_region(library, request.ruleset, principal)
    record = record_of(request, library, principal, credit_code, store.now())
    require_precedence(store, record)
    answer = recognition_json(record)
    body = {name: answer[name] for name in ("ruleset", "year", "criterion", "item", "outcome", "reason", "evidence")}

    def encode(receipt: Receipt) -> bytes:
        return orjson.dumps(answer | {"sequence": receipt.seq})

    scope = f"{principal.key_id} recognise {credit_code}"
    change = Change(
        log=(LogDraft("recognition.made", credit_code, body),),
        acts=(record,),
        idempotency=IdempotencyDraft(scope, idempotency_key, hashlib.sha256(raw).hexdigest(), encode),
    )
    return store.writer.submit(change)


def require_region(store: Store, principal: Principal, credit_code: str) -> None:
    """Raise `NotFound` unless one of the enterprise's sites lies in the regulator's region."""
    with store.read() as session:
        sites = facilities_of(session, credit_code)
    if not any(principal.region and region_contains(principal.region, site.region) for site in sites):
        raise NotFound


def require_plan_region(library: Library, ruleset_id: str, principal: Principal) -> None:
    """Raise `Forbidden` under a plan that does not govern the regulator's region: its decisions would count for nobody.

    Bureaus of the plan's region and of the parts of it carry it out; those of another place, or of a wider one that
    a city's plan does not speak of, do not.
    """
    file, document = find_document(library, ruleset_id)
    if document.get("kind") != "pilot":
        return
    plan = read_pilot_ruleset(document, file)
    if plan.region and not region_contains(plan.region, principal.region or ""):
        raise Forbidden(code="recognition.outside_plan", pointer="/ruleset")


def record_of(
    request: RecognitionRequest, library: Library, principal: Principal, credit_code: str, at: datetime
) -> Recognition:
    """Check a finding against its ruleset and date it."""
    rule = open_criteria(library, request.ruleset).get(request.criterion)
    if rule is None:
        known = ", ".join(sorted(open_criteria(library, request.ruleset)))
        raise InvalidInput(Fault("recognition.not_by_hand", "/criterion", {"expected": known}))
    check_answer(request, rule)
    starts = read_day(request.starts, "/starts") if request.starts else at.date()
    expires = read_day(request.expires, "/expires") if request.expires else None
    if expires is not None and expires < starts:
        raise InvalidInput(Fault("recognition.dates", "/expires"))
    return Recognition(
        credit_code=credit_code,
        ruleset=request.ruleset,
        year=request.year,
        criterion=request.criterion,
        item=request.item or "",
        outcome=Outcome(request.outcome),
        reason=request.reason,
        evidence=request.evidence,
        starts=starts,
        expires=expires,
        region=principal.region or "",
        decided_by=principal.key_id,
        decided_at=at,
    )


def open_criteria(library: Library, ruleset_id: str) -> Mapping[str, ByHand]:
    """Return what may be found by hand under a ruleset; raises `NotFound` for an unknown one."""
    file, document = find_document(library, ruleset_id)
    if document.get("kind") == "pilot":
        return by_hand(read_pilot_ruleset(document, file))
    return vetoes_by_hand(read_ruleset(document, file))


def check_answer(request: RecognitionRequest, rule: ByHand) -> None:
    """Raise `InvalidInput` for an item or an outcome that the criterion does not know."""
    if (request.item is None) is bool(rule.items) or (request.item is not None and request.item not in rule.items):
        expected = ", ".join(rule.items) or "-"
        raise InvalidInput(Fault("recognition.item", "/item", {"expected": expected}))
    allowed = (*rule.outcomes, Outcome.withdrawn)
    if request.outcome not in allowed:
        raise InvalidInput(Fault("recognition.outcome", "/outcome", {"expected": ", ".join(allowed)}))


def require_precedence(store: Store, record: Recognition) -> None:
    """Raise where what stands was found by a wider region, or where nothing of the own one stands to be withdrawn."""
    with store.read() as session:
        found = recognitions(session, ruleset=record.ruleset, year=record.year, credit_code=record.credit_code)
    before = [r for r in standing(found) if (r.criterion, r.item) == (record.criterion, record.item)]
    within = [r for r in before if region_contains(record.region, r.region)]
    if any(region_contains(r.region, record.region) for r in before if r not in within):
        raise Forbidden(code="recognition.wider_region", pointer="/criterion")
    if not within and record.outcome is Outcome.withdrawn:
        raise Conflict(code="recognition.none")


def list_recognitions(
    store: Store, principal: Principal, credit_code: str, ruleset: str | None, year: int | None
) -> list[Json]:
    """Return every finding on an enterprise, oldest first, each with whether it still counts.

    Raises `NotFound` where the caller may not see the enterprise.
    """
    require(principal, Action.read)
    with store.read() as session:
        regions = [site.region for site in facilities_of(session, credit_code)]
        found = recognitions(session, ruleset=ruleset, year=year, credit_code=credit_code)
    if not any(sees(principal, credit_code, region) for region in regions):
        raise NotFound
    today: date = store.now().date()
    standing_now = {record.seq for record in standing(found) if record.runs(today)}
    return [recognition_json(r) | {"sequence": r.seq, "stands": r.seq in standing_now} for r in found]


def recognition_json(record: Recognition) -> Json:
    """Return a finding as plain JSON values."""
    return {
        "enterprise": record.credit_code,
        "ruleset": record.ruleset,
        "year": record.year,
        "criterion": record.criterion,
        "item": record.item or None,
        "outcome": record.outcome.value,
        "reason": record.reason,
        "evidence": record.evidence,
        "starts": record.starts.isoformat(),
        "expires": record.expires.isoformat() if record.expires else None,
        "region": record.region,
        "decided_by": record.decided_by,
        "decided_at": record.decided_at.isoformat(),
    }
