"""A regulator of the region accepts a report version or returns it, with a reason."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from datetime import UTC, datetime

import orjson

from service.access import Action, require, require_sight
from service.errors import NotFound
from service.records import Decision, Principal, VersionState
from service.requests.reports import read_decision
from service.storage.changes import Change, IdempotencyDraft, LatestVersion, LogDraft, Receipt
from service.storage.reports import latest_version
from service.storage.session import Store


def decide(store: Store, principal: Principal, report_id: str, raw: bytes, idempotency_key: str) -> Future[Receipt]:
    """Record a decision on the latest version of a report.

    Raises `NotFound` for a report outside the regulator's region, `Conflict` where the version is not the latest one or
    has been decided on.
    """
    require(principal, Action.decide)
    request = read_decision(raw)
    with store.read() as session:
        latest = latest_version(session, report_id)
    if latest is None:
        raise NotFound
    require_sight(principal, latest.credit_code, latest.region)
    version = request.version or latest.version
    state = VersionState(request.decision)
    decision = Decision(report_id, version, state, request.reason, principal.key_id, datetime.now(UTC))
    answer = orjson.dumps(decision_json(decision))
    draft = IdempotencyDraft(
        f"{principal.key_id} decide {report_id}", idempotency_key, hashlib.sha256(raw).hexdigest(), lambda _: answer
    )
    change = Change(
        log=(LogDraft(f"report.{state.value}", report_id, {"version": version, "reason": request.reason}),),
        decision=decision,
        guards=(LatestVersion(report_id, version, frozenset({VersionState.submitted})),),
        idempotency=draft,
    )
    return store.writer.submit(change)


def decision_json(decision: Decision) -> dict[str, object]:
    """Return a decision as plain JSON values."""
    return {
        "report_id": decision.report_id,
        "version": decision.version,
        "decision": decision.decision.value,
        "reason": decision.reason,
        "decided_by": decision.by,
        "decided_at": decision.at.isoformat(),
    }
