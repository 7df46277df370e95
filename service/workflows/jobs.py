"""Work that outlasts its request: accepted in the log, done by a thread of the process, its outcome in the log too.

What a stopped process left undone the next start takes up again. Two processes may then do one job; scoring twice
changes nothing more, and the first outcome counts.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.acts import Scope
from service.errors import Fault, NearZeroError, NotFound, Unavailable
from service.identifiers import parse_sector
from service.ledger import instant_text
from service.messages import message
from service.records import LedgerEntry, Principal, Role
from service.reference import Library
from service.requests.jobs import read_job
from service.scoring.ruleset_reader import find_document
from service.storage import jobs as rows
from service.storage.changes import Change, IdempotencyDraft, LogDraft, Receipt
from service.storage.session import Store
from service.workflows import judge, score
from service.workflows.directory import visible_region
from service.workflows.keys import principal_of_id

Json = dict[str, Any]
log = logging.getLogger("nearzero.jobs")

#: Scores between two looks at whether the process is to end.
PART = 200


def accept(store: Store, library: Library, principal: Principal, raw: bytes, idempotency_key: str) -> Future[Receipt]:
    """Enter a job into the log; raises what doing it would raise at once: an unknown ruleset, region or sector."""
    require(principal, Action.evaluate)
    request = read_job(raw)
    find_document(library, request.ruleset)
    region = visible_region(principal, request.region, "/region")
    if request.sector is not None:
        parse_sector(request.sector, "/sector")
    body = request.model_dump() | {"region": region, "key_id": principal.key_id}

    def answer(receipt: Receipt) -> bytes:
        return orjson.dumps(job_json(receipt.seq, instant_text(receipt.at), body, None))

    draft = IdempotencyDraft(
        f"{principal.key_id} createJob", idempotency_key, hashlib.sha256(raw).hexdigest(), answer, status=202
    )
    return store.writer.submit(Change(log=(LogDraft(rows.ACCEPTED, request.ruleset, body),), idempotency=draft))


def job(store: Store, principal: Principal, seq: int) -> Json:
    """Return a job and its outcome; raises `NotFound` where there is none in the caller's region."""
    require(principal, Action.read)
    with store.read() as session:
        entry, outcome = rows.accepted(session, seq), rows.outcome(session, seq)
    if entry is None:
        raise NotFound
    body = orjson.loads(entry.body)
    within = principal.region is not None and region_contains(principal.region, body["region"])
    if principal.role is not Role.administrator and not within:
        raise NotFound
    return job_json(seq, entry.at, body, outcome)


def job_json(seq: int, at: str, body: Json, outcome: LedgerEntry | None) -> Json:
    """Return a job as plain JSON values."""
    ended: Json = orjson.loads(outcome.body) if outcome is not None else {}
    state = "accepted" if outcome is None else outcome.kind.removeprefix("job.")
    asked = {name: body[name] for name in ("operation", "ruleset", "year", "region", "sector")}
    return {
        "id": rows.subject_of(seq),
        "state": state,
        **asked,
        "accepted_at": at,
        "ended_at": outcome.at if outcome is not None else None,
        "result": ended.get("result"),
        "errors": [fault_json(fault) for fault in ended.get("errors", ())],
    }


def fault_json(fault: Json) -> Json:
    """Return why a job failed, in both languages."""
    chinese, english = message(fault["code"], fault["params"])
    return {"code": fault["code"], "pointer": fault["pointer"], "zh": chinese, "en": english}


class Runner:
    """Does the jobs of a process, one after the other."""

    def __init__(self, store: Store, library: Callable[[], Library]) -> None:
        self._store, self._library = store, library
        self._ending = Event()
        self._threads = ThreadPoolExecutor(1, "nearzero-jobs")

    def start(self, seq: int) -> Future[None]:
        """Do a job when those before it are done."""
        return self._threads.submit(self._run, seq)

    def resume(self) -> list[Future[None]]:
        """Take up what earlier processes left undone."""
        with self._store.read() as session:
            left = [entry.seq for entry in rows.unfinished(session)]
        return [self.start(seq) for seq in left]

    def close(self) -> None:
        """End after the part that is being done; what remains stays accepted."""
        self._ending.set()
        self._threads.shutdown(cancel_futures=True)

    def _run(self, seq: int) -> None:
        with self._store.read() as session:
            entry, ended = rows.accepted(session, seq), rows.outcome(session, seq)
        if entry is None or ended is not None:
            return
        try:
            result = self._work(orjson.loads(entry.body))
        except Unavailable:  # no outcome: the next start tries again
            log.warning("job %s waits for the store", seq)
        except NearZeroError as error:
            self._end(seq, rows.FAILED, {"errors": [fault_body(fault) for fault in error.faults]})
        except Exception:
            log.exception("job %s failed", seq)
            self._end(seq, rows.FAILED, {"errors": [fault_body(Fault("server.error"))]})
        else:
            if result is not None:
                self._end(seq, rows.DONE, {"result": result})

    def _work(self, body: Json) -> Json | None:
        """Return what was done, None where the process ends before it is; the key must still be good."""
        principal, library = principal_of_id(self._store, body["key_id"], datetime.now(UTC)), self._library()
        scope = Scope(body["ruleset"], body["year"], body["region"], body["sector"] or "")
        work = judge.judge_all if judge.is_plan(library, body["ruleset"]) else score.refresh
        done = 0
        while not self._ending.is_set():
            part = work(self._store, library, principal, scope, at_most=PART)
            done += part["scored"]
            if not part["remaining"]:
                return part | {"scored": done}
        return None

    def _end(self, seq: int, kind: str, body: Json) -> None:
        with suppress(Unavailable):
            self._store.writer.submit(Change(log=(LogDraft(kind, rows.subject_of(seq), body),))).result()


def fault_body(fault: Fault) -> Json:
    """Return a fault as the log keeps it."""
    return {"code": fault.code, "pointer": fault.pointer, "params": dict(fault.params)}
