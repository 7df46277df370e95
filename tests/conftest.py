"""Fixtures for all tests: no network, a clock that ticks by itself, and migrated databases on SQLite and PostgreSQL."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.pool import Pool

from service.storage.session import Store, migrate, open_store
from tests.storage.databases import PostgresqlServer, flush_nothing, running_postgresql

# A property says what holds, not how soon on a busy machine.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")

_FIRST_INSTANT = datetime(2025, 3, 31, 1, tzinfo=UTC)


def _is_local(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _network_off() -> Iterator[None]:
    """Connections leave this machine in no test."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: Any) -> None:
        if not _is_local(address):
            raise AssertionError("a test reached for the network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_locally)
        yield


@pytest.fixture(autouse=True, scope="session")
def _spare_the_disk() -> Iterator[None]:
    """What is committed on SQLite is not flushed; PostgreSQL is spared as it starts. No test here cuts the power."""
    event.listen(Pool, "checkout", flush_nothing)
    yield
    event.remove(Pool, "checkout", flush_nothing)


@pytest.fixture(scope="session")
def postgresql(testrun_uid: str, worker_id: str) -> Iterator[PostgresqlServer]:
    """The PostgreSQL server of this run."""
    with running_postgresql(testrun_uid[:12]) as url:
        server = PostgresqlServer(url, f"{testrun_uid[:12]}_{worker_id}")
        yield server
        server.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at head, to be copied."""
    file = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Which database; parametrise it indirectly to run a test on one of them only."""
    return str(request.param)


@pytest.fixture
def empty_database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    url = server.create(migrated=False)
    yield url
    server.drop(url)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of its own for the test, migrated to head."""
    if backend == "sqlite":
        file = shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "store.sqlite3")
        yield f"sqlite:///{file}"
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    url = server.create(migrated=True)
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def signing_key() -> Ed25519PrivateKey:
    """The same key in every run, so that hashes and signatures repeat."""
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """Each look at it is one second later than the one before."""
    seconds = count()
    return lambda: _FIRST_INSTANT + timedelta(seconds=next(seconds))


@pytest.fixture
def store(database_url: str, signing_key: Ed25519PrivateKey, clock: Callable[[], datetime]) -> Iterator[Store]:
    """An open store on a fresh database, on each of the two databases in turn."""
    opened = open_store(database_url, signing_key, clock=clock)
    yield opened
    opened.close()
