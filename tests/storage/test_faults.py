"""Processes that die, meet each other, or lose their database: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.errors import Misconfigured, Unavailable
from service.storage import ledger_rows, reports
from service.storage.audit_rows import verify_store
from service.storage.changes import Change, LogDraft
from service.storage.connections import lock_log, write_engine
from service.storage.session import Store, migrate, open_store
from tests.storage.builders import facility, once, register, submit, write
from tests.storage.raw import raw_client, run
from tests.storage.stored_lines import lines_of_many

ROOT = Path(__file__).parents[2]
_KILLED_AFTER = (1, 150)


def _register_sites(store: Store, prefix: str) -> None:
    draft = (LogDraft("facility.registered", prefix),)
    write(store, *(Change(log=draft, facility=facility(f"P-{prefix}-{n}")) for n in range(7)))


def _start(url: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.storage.ingest", url, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _killed_after(url: str, prefix: str, acknowledged: int) -> dict[str, str]:
    """Report ids and answers that a process gave before `kill -9`."""
    with _start(url, prefix) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(acknowledged)]
        process.kill()
        lines += process.stdout.readlines()
    whole = [line.split(" ", 1) for line in lines if line.endswith("\n")]
    return {report_id: answer.rstrip("\n") for report_id, answer in whole}


def test_kill_9_loses_nothing_acknowledged_and_a_retry_doubles_nothing(store: Store, database_url: str) -> None:
    write(store, register())
    for round_, acknowledged in enumerate(_KILLED_AFTER):
        prefix = f"r{round_}-"
        _register_sites(store, prefix)
        answers = _killed_after(database_url, prefix, acknowledged)
        assert len(answers) >= acknowledged
        with store.read() as session:
            for report_id in answers:
                version = reports.version_of(session, report_id, 1)
                assert version is not None, f"{report_id} was acknowledged and is lost"
                assert len(lines_of_many(session, [version.seq])[version.seq]) == 20
        report_id, answer = list(answers.items())[-1]
        (again,) = write(store, submit(report_id, idempotency=once(report_id)))
        assert (again.replayed, again.answer.decode()) == (True, answer)
    assert verify_store(store).ok


def test_two_processes_and_this_one_write_one_chain(store: Store, database_url: str) -> None:
    write(store, register())
    for prefix in ("a", "b"):
        _register_sites(store, prefix)
    others = [_start(database_url, prefix, "24") for prefix in ("a", "b")]
    notes = write(store, *(Change(log=(LogDraft("note", str(n)),)) for n in range(24)))
    for process in others:
        with process:
            assert process.stdout is not None
            assert len(process.stdout.readlines()) == 24
        assert process.returncode == 0
    result = verify_store(store)
    assert (result.ok, result.entries) == (True, 2 + 14 + 3 * 24)
    assert len({note.seq for note in notes}) == 24


def test_whoever_holds_the_log_makes_the_others_wait(store: Store, database_url: str) -> None:
    engine = write_engine(database_url)
    with engine.begin() as connection:
        lock_log(connection)
        future = store.writer.submit(register())
        with pytest.raises(TimeoutError):
            future.result(timeout=0.3)
    engine.dispose()
    assert future.result(timeout=30).seq == 2


def test_a_second_opening_introduces_no_second_key(
    store: Store, database_url: str, signing_key: Ed25519PrivateKey, clock: Callable[[], datetime]
) -> None:
    second = open_store(database_url, signing_key, clock=clock)
    second.close()
    with store.read() as session:
        assert len(list(ledger_rows.entries(session))) == 1


def test_another_signing_key_is_introduced_and_trusted_from_there(
    store: Store, database_url: str, clock: Callable[[], datetime]
) -> None:
    write(store, register())
    second = open_store(database_url, Ed25519PrivateKey.from_private_bytes(b"n" * 32), clock=clock)
    write(second, submit())
    second.close()
    assert verify_store(store).ok
    assert run(database_url, "SELECT count(DISTINCT key_id) FROM ledger_head") == [(2,)]


def test_a_database_of_an_earlier_revision_cannot_be_opened(
    database_url: str, signing_key: Ed25519PrivateKey, clock: Callable[[], datetime]
) -> None:
    run(database_url, "UPDATE alembic_version SET version_num = 'earlier'")
    with pytest.raises(Unavailable, match=r"store\.outdated"):
        open_store(database_url, signing_key, clock=clock)


@pytest.mark.parametrize(
    "url", ["mysql://host/name", "postgresql://host/name", "nonsense", "sqlite+aiosqlite:///file", ""]
)
def test_a_url_of_another_database_is_refused_by_name(url: str, signing_key: Ed25519PrivateKey) -> None:
    for opening in (lambda: open_store(url, signing_key), lambda: migrate(url)):
        with pytest.raises(Misconfigured, match=r"store\.url"):
            opening()


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_the_writer_survives_a_lost_connection(store: Store, database_url: str) -> None:
    write(store, register())
    with raw_client(database_url) as client:
        assert isinstance(client, psycopg.Connection)
        client.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    write(store, submit())
    assert verify_store(store).ok


def test_a_store_that_cannot_write_says_unavailable_and_recovers(store: Store, database_url: str) -> None:
    """Its log table gone: the database's error is not the caller's fault."""
    run(database_url, "ALTER TABLE ledger_head RENAME TO hidden")
    with pytest.raises(Unavailable):
        write(store, register())
    run(database_url, "ALTER TABLE hidden RENAME TO ledger_head")
    write(store, register())
    assert verify_store(store).ok


def test_an_unmigrated_database_cannot_be_opened(
    empty_database_url: str, signing_key: Ed25519PrivateKey, clock: Callable[[], datetime]
) -> None:
    with pytest.raises(Unavailable):
        open_store(empty_database_url, signing_key, clock=clock)
    migrate(empty_database_url)
    open_store(empty_database_url, signing_key, clock=clock).close()
