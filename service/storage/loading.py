"""Bulk loading on the driver itself: COPY on PostgreSQL, executemany on SQLite; no object per row.

The caller holds the transaction; nothing is committed here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, cast

import psycopg
from sqlalchemy import BigInteger, Boolean, Connection, Integer, LargeBinary, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from service.storage.rows import COLUMNS, Row
from service.storage.tables import Table

_POSTGRESQL_TYPES: Mapping[type[TypeEngine[Any]], str] = {
    Text: "text",
    BigInteger: "int8",
    Integer: "int4",
    Boolean: "bool",
    LargeBinary: "bytea",
}


def _types(table: str) -> list[str]:
    return [_POSTGRESQL_TYPES[type(column.type)] for column in Table.metadata.tables[table].columns]


def _copy_statement(table: str) -> str:
    names = ", ".join(f'"{column}"' for column in COLUMNS[table])
    return f"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)"


def _insert_statement(table: str) -> str:
    names = ", ".join(f'"{column}"' for column in COLUMNS[table])
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(COLUMNS[table]))})"  # noqa: S608 - our own names


_COPY = {table: (_copy_statement(table), _types(table)) for table in COLUMNS}
_INSERT = {table: _insert_statement(table) for table in COLUMNS}


def load(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Adds `rows`, tuples in the order of `COLUMNS[table]`; the driver's own errors pass through."""
    if not rows:
        return
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        cast("sqlite3.Connection", driver).executemany(_INSERT[table], rows)
    else:
        _copy(cast("psycopg.Connection[Row]", driver), table, rows)


def _copy(driver: psycopg.Connection[Row], table: str, rows: Sequence[Row]) -> None:
    statement, types = _COPY[table]
    with driver.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def replace(connection: Connection, table: str, row: Row) -> None:
    """Adds or replaces one row of a registry table (enterprise, facility, key) by its primary key."""
    target = Table.metadata.tables[table]
    values = dict(zip(COLUMNS[table], row, strict=True))
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(target).values(values)
    keys = [column.name for column in target.primary_key]
    others = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others))
