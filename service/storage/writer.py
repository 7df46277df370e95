"""The one writer of a process: a thread that commits the changes of all callers in groups.

Changes that arrive while a group is being written form the next one, so the cost of a durable commit is shared and
none waits longer than it must. The log's lock is held from reading its end to the commit, so several processes may
write to one database. When a group fails in the database, its changes are tried again one by one.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, ProgrammingError

from service.errors import Conflict, Unavailable
from service.ledger import Tip, instant_text, key_id, sign_head
from service.records import LedgerEntry, SignedHead, SigningKey
from service.storage import rows
from service.storage.act_rows import ACT_TABLES
from service.storage.changes import Change, LogDraft, Receipt
from service.storage.connections import lock_log
from service.storage.knowledge import load_known
from service.storage.loading import load, replace
from service.storage.signing import is_known
from service.storage.staging import REGISTRY, Known, Staged, stage

_GROUP = 32
_MOST_WAITING = 4096
# Referenced tables before those that refer to them.
_LOADED = (
    *("reference_edition", "reference_overlay", "reference_overlay_decision"),
    *("signing_key", "factor_set", "report_version", "report_line", "report_total", "finding", "green_certificate"),
    *("decision", "score", "idempotency", *ACT_TABLES),
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    change: Change
    future: Future[Receipt]


class Writer:
    """Takes changes from any thread; the future of each is done when it is on the disk, or refused."""

    def __init__(self, engine: Engine, signing_key: Ed25519PrivateKey, clock: Callable[[], datetime]) -> None:
        self._engine, self._signing_key, self._clock = engine, signing_key, clock
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="nearzero-writer", daemon=True)
        self._thread.start()

    def submit(self, change: Change) -> Future[Receipt]:
        """Queues a change. The future gives its receipt, or raises `Conflict`, `NotFound`, `IdempotencyMismatch`
        (refused by a guard), `Unavailable` (the database did not answer) or what the answer's callable raised.

        Raises `Unavailable` at once when the writer is closed or too much is waiting.
        """
        with self._closing:
            if self._closed or self._queue.qsize() >= _MOST_WAITING:
                raise Unavailable
            waiting = _Waiting(change, Future())
            self._queue.put(waiting)
        return waiting.future

    def now(self) -> datetime:
        """The instant by the clock that the log is kept by."""
        return self._clock()

    def vouch(self, entry: LedgerEntry) -> tuple[SignedHead, str]:
        """A head that ends with `entry`, and the public key; whoever asks has seen that the log holds the entry."""
        public = self._signing_key.public_key().public_bytes_raw().hex()
        return sign_head(Tip(entry.seq, entry.hash), entry.at, self._signing_key), public

    def introduce_key(self) -> None:
        """Records the public half of the signing key, unless the database knows it.

        Raises `Unavailable`: `store.not_migrated` where its table is missing, `store.unreachable` without an answer.
        """
        public = self._signing_key.public_key()
        try:
            with self._engine.connect() as connection:
                known = is_known(connection, key_id(public))
        except ProgrammingError as error:
            raise Unavailable(code="store.not_migrated") from error
        except DBAPIError as error:
            raise Unavailable(code="store.unreachable") from error
        if known:
            return
        record = SigningKey(key_id(public), public.public_bytes_raw().hex(), self._clock())
        draft = LogDraft("signing_key.added", record.key_id)
        with contextlib.suppress(Conflict):  # another process with the same key was quicker
            self.submit(Change(log=(draft,), signing_key=record)).result()

    def close(self) -> None:
        """Writes what is queued and ends the thread."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self) -> None:
        open_ = True
        while open_:
            group, open_ = self._take()
            self._write([waiting for waiting in group if waiting.future.set_running_or_notify_cancel()])

    def _take(self) -> tuple[list[_Waiting], bool]:
        """At least one waiting change, and whether there is more to come."""
        group: list[_Waiting] = []
        while len(group) < _GROUP:
            try:
                waiting = self._queue.get(block=not group)
            except queue.Empty:
                break
            if waiting is None:
                return group, False
            group.append(waiting)
        return group, True

    def _write(self, group: Sequence[_Waiting]) -> None:
        if not group:
            return
        try:
            outcomes = self._transact([waiting.change for waiting in group])
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to the caller's future, not to this thread
            if len(group) == 1:
                group[0].future.set_exception(self._translated(error))
            else:
                for waiting in group:
                    self._write([waiting])
        else:
            for waiting, outcome in zip(group, outcomes, strict=True):
                _settle(waiting.future, outcome)

    def _transact(self, changes: Sequence[Change]) -> list[Receipt | Exception]:
        with self._engine.begin() as connection:
            lock_log(connection)
            known = load_known(connection, changes)
            at = self._clock()
            outcomes = [_attempt(change, known, at) for change in changes]
            staged = [outcome for outcome in outcomes if isinstance(outcome, Staged) and outcome.entries]
            if staged:
                _load_all(connection, staged, rows.head_row(sign_head(known.tip, instant_text(at), self._signing_key)))
        return [outcome.receipt if isinstance(outcome, Staged) else outcome for outcome in outcomes]

    def _translated(self, error: Exception) -> Exception:
        driver_error = getattr(error, "orig", None) or error
        dbapi = self._engine.dialect.loaded_dbapi
        if isinstance(driver_error, dbapi.IntegrityError):
            return Conflict()
        return Unavailable() if isinstance(driver_error, dbapi.Error) else error


def _attempt(change: Change, known: Known, at: datetime) -> Staged | Exception:
    try:
        return stage(change, known, at)
    except Exception as error:  # noqa: BLE001 - a refused change, or a failing answer, must not stop its neighbours
        return error


def _settle(future: Future[Receipt], outcome: Receipt | Exception) -> None:
    if isinstance(outcome, Receipt):
        future.set_result(outcome)
    else:
        future.set_exception(outcome)


def _load_all(connection: Connection, staged: Sequence[Staged], head: rows.Row) -> None:
    for change in staged:
        for table in REGISTRY:
            for row in change.rows.get(table, ()):
                replace(connection, table, row)
    content: dict[str, Sequence[rows.Row]] = {
        table: [row for change in staged for row in change.rows.get(table, ())] for table in _LOADED
    }
    content["ledger_entry"] = [rows.entry_row(entry) for change in staged for entry in change.entries]
    content["ledger_head"] = [head]
    load(connection, {table: added for table, added in content.items() if added})
