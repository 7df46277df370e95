"""Clients with every right: the file itself on SQLite, a superuser on PostgreSQL; past the store and its writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from sqlalchemy import make_url

from service.storage.tables import Table
from tests.storage.databases import flush_nothing, plain

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.RestrictViolation)


Client = sqlite3.Connection | psycopg.Connection[Any]


@contextmanager
def raw_client(url: str) -> Iterator[Client]:
    """Each statement commits by itself, and on SQLite no reference is checked."""
    database = make_url(url)
    if database.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(database.database or "", isolation_level=None, timeout=10)) as connection:
            flush_nothing(connection)
            yield connection
    else:
        with psycopg.connect(plain(url), autocommit=True) as server:
            yield server


def run(url: str, statement: str, values: Sequence[Any] = ()) -> list[Any]:
    """One statement on a connection of its own."""
    with raw_client(url) as client:
        return execute(client, statement, values)


def execute(client: Client, statement: str, values: Sequence[Any] = ()) -> list[Any]:
    """One statement, with `?` for its parameters; the rows that it gives, if any."""
    if isinstance(client, sqlite3.Connection):
        return client.execute(statement, values).fetchall()
    cursor = client.execute(statement.replace("?", "%s").encode(), values)
    return cursor.fetchall() if cursor.description else []


def disarm(url: str) -> None:
    """Drops every trigger, as a thief with all rights would."""
    if url.startswith("sqlite"):
        for (name,) in run(url, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            run(url, f"DROP TRIGGER {name}")
    else:
        for table in Table.metadata.tables:
            run(url, f"ALTER TABLE {table} DISABLE TRIGGER ALL")


def dump(url: str, table: str) -> list[Any]:
    """All rows, in the order of the primary key."""
    keys = ", ".join(f'"{column.name}"' for column in Table.metadata.tables[table].primary_key)
    return run(url, f"SELECT * FROM {table} ORDER BY {keys}")
