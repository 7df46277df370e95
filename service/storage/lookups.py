"""Prepared look-ups on the driver's own cursor, for statements that are shorter to run than to build and to translate.

A statement names its values as `:name`. SQLite takes it so; PostgreSQL gets numbered values, translated once.

A *reading* is a generator that yields statements, is sent their rows, and returns what it makes of them: it says what
is read and not how one waits for it, so that one and the same reading serves a thread and an event loop.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

import orjson
import psycopg
from sqlalchemy import Connection, Engine

Answer = TypeVar("Answer")
Row = tuple[Any, ...]
Statement = tuple[str, Mapping[str, Any]]
Reading: TypeAlias = Generator[Statement, Sequence[Row], Answer]
#: What a reading is of, by a name for those who know no SQL.
Database = Engine


def read(connection: Connection, reading: Reading[Answer]) -> Answer:
    """What a reading makes of the database."""
    try:
        statement = next(reading)
        while True:
            statement = reading.send(fetch(connection, *statement))
    except StopIteration as end:
        return cast("Answer", end.value)


def fetch(connection: Connection, statement: str, values: Mapping[str, Any]) -> Sequence[Row]:
    """Rows of a prepared statement; on PostgreSQL bytes come as they are and not in hex."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return cast("Sequence[Row]", cast("Any", driver).execute(statement, values).fetchall())
    text, parameters = numbered(statement, values)
    with psycopg.RawCursor(cast("psycopg.Connection[Row]", driver)) as cursor:
        return cursor.execute(text, parameters, prepare=True, binary=True).fetchall()


def numbered(statement: str, values: Mapping[str, Any]) -> tuple[bytes, Sequence[Any]]:
    """A statement and its values as PostgreSQL takes them."""
    text, names = _numbered(statement)
    return text, [values[name] for name in names]


def among(database: Database, column: str, numbers: Sequence[int]) -> tuple[str, Mapping[str, Any]]:
    """A condition that a column has one of the numbers, in the words of the database, and the value that it names."""
    if database.dialect.name == "sqlite":
        condition = f"{column} IN (SELECT value FROM json_each(:among))"  # noqa: S608 - our names
        return condition, {"among": orjson.dumps(list(numbers)).decode()}
    return f"{column} = ANY(:among)", {"among": list(numbers)}


@cache
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with `$1` for the first name wherever it stands, and the names in their order."""
    names: dict[str, int] = {}
    text = re.sub(r"(?<!:):(\w+)", lambda found: f"${names.setdefault(found[1], len(names) + 1)}", statement)
    return text.encode(), tuple(names)
