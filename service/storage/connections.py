"""Engines for reading and for writing, on the two databases that are supported.

URLs: `sqlite:///FILE` and `postgresql+psycopg://...`. Readers cannot write: SQLite connections are set query-only,
PostgreSQL ones read-only, and each session sees one snapshot.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import ArgumentError

from service.errors import Misconfigured

_DRIVERS = ("sqlite", "postgresql+psycopg")
_BUSY_TIMEOUT_MS = 10_000
# Arbitrary but fixed: all who write to one database must ask PostgreSQL for the same advisory locks.
_WRITE_LOCK = 7_310_240_001
_MIGRATION_LOCK = 7_310_240_002
_DERIVED_LOCK = 7_310_240_003
_GLANCING = {"options": "-c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan"}


def is_sqlite(url: str) -> bool:
    """Which of the two databases; raises `Misconfigured` (`store.url`) for any other, or another driver."""
    try:
        named = make_url(url).drivername
    except ArgumentError:
        named = ""
    if named not in _DRIVERS:
        raise Misconfigured(code="store.url", pointer="/environment/NEARZERO_DATABASE_URL")
    return named == "sqlite"


def read_engine(url: str) -> Engine:
    """Connections that see one snapshot per transaction and can change nothing."""
    if is_sqlite(url):
        return _sqlite_engine(url, "PRAGMA query_only = ON", begin="BEGIN")
    options = {"postgresql_readonly": True}
    return create_engine(url, isolation_level="REPEATABLE READ", execution_options=options, pool_pre_ping=True)


def glance_engine(url: str) -> Engine:
    """Connections for one statement at a time, without the round trips of a transaction; they can change nothing.

    Statements are planned once for all values: planning a page of a ranking takes longer than reading it.
    """
    if is_sqlite(url):
        return _sqlite_engine(url, "PRAGMA query_only = ON", begin=None)
    return create_engine(url, isolation_level="AUTOCOMMIT", connect_args=_GLANCING)


def glance_arguments(url: str) -> dict[str, Any]:
    """What the driver of PostgreSQL is told to open a connection as those of `glance_engine` are."""
    parsed = make_url(url)
    _, arguments = parsed.get_dialect()().create_connect_args(parsed)
    return {**arguments, **_GLANCING}


def write_engine(url: str) -> Engine:
    """Connections whose commit is on the disk; on SQLite a transaction takes the write lock as it begins."""
    if is_sqlite(url):
        return _sqlite_engine(url, "PRAGMA synchronous = FULL", begin="BEGIN IMMEDIATE")
    return create_engine(url, isolation_level="READ COMMITTED", pool_pre_ping=True)


def lock_log(connection: Connection) -> None:
    """Until the end of the transaction nobody else appends to the log; the next statement sees its true end."""
    _lock(connection, _WRITE_LOCK)


def lock_derived(connection: Connection) -> None:
    """Until the end of the transaction nobody else rewrites what is derived from the log's rows."""
    _lock(connection, _DERIVED_LOCK)


def lock_schema(connection: Connection) -> None:
    """Until the end of the transaction nobody else migrates."""
    _lock(connection, _MIGRATION_LOCK)


def _lock(connection: Connection, number: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sql("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def _sqlite_engine(url: str, pragma: str, *, begin: str | None) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own transactions begin late and commit before DDL; `begin` below takes over.
        connection.isolation_level = None
        for setting in (f"busy_timeout = {_BUSY_TIMEOUT_MS}", "journal_mode = WAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        if begin is not None:
            connection.exec_driver_sql(begin)

    return engine
