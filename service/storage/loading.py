"""Bulk loading on the driver itself: COPY and pipelines on PostgreSQL, executemany on SQLite; no object per row.

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


# Fewer rows than this go as pipelined INSERTs, which spare the round trips of a COPY of their own. Tables that others
# refer to get at most one row from each change of a group and so always come first.
_FEWEST_COPIED = 64


def _types(table: str) -> list[str]:
    return [_POSTGRESQL_TYPES[type(column.type)] for column in Table.metadata.tables[table].columns]


def _names(table: str) -> str:
    return ", ".join(f'"{column}"' for column in COLUMNS[table])


def _insert_statement(table: str, marks: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({_names(table)}) VALUES ({', '.join(marks)})"  # noqa: S608 - our own names


_COPY = {table: f"COPY {table} ({_names(table)}) FROM STDIN (FORMAT BINARY)".encode() for table in COLUMNS}
_COPIED_TYPES = {table: _types(table) for table in COLUMNS}
_PIPELINED = {
    table: _insert_statement(table, ["%b" if name == "bytea" else "%s" for name in types]).encode()
    for table, types in _COPIED_TYPES.items()
}
_EMBEDDED = {table: _insert_statement(table, "?" * len(columns)) for table, columns in COLUMNS.items()}


def load(connection: Connection, content: Mapping[str, Sequence[Row]]) -> None:
    """Adds rows by table, tuples in the order of `COLUMNS`, referenced tables before those that refer to them.

    The driver's own errors pass through.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        for table, rows in content.items():
            cast("sqlite3.Connection", driver).executemany(_EMBEDDED[table], rows)
    else:
        _load_postgresql(cast("psycopg.Connection[Row]", driver), content)


def _load_postgresql(driver: psycopg.Connection[Row], content: Mapping[str, Sequence[Row]]) -> None:
    few = {table: rows for table, rows in content.items() if len(rows) < _FEWEST_COPIED}
    with driver.pipeline(), driver.cursor() as cursor:
        for table, rows in few.items():
            cursor.executemany(_PIPELINED[table], rows)
    for table in content.keys() - few.keys():
        _copy(driver, table, content[table])


def _copy(driver: psycopg.Connection[Row], table: str, rows: Sequence[Row]) -> None:
    with driver.cursor() as cursor, cursor.copy(_COPY[table]) as copy:
        copy.set_types(_COPIED_TYPES[table])
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
