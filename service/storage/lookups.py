"""Prepared look-ups on the driver's own cursor, for statements that are shorter to run than to build and to translate.

A statement names its values as `:name`. SQLite takes it so; PostgreSQL gets numbered values, translated once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

import orjson
import psycopg
from sqlalchemy import Connection

Row = tuple[Any, ...]
#: What `Store.glance` gives, by a name for those who know no SQL.
Glance = Connection


def fetch(connection: Connection, statement: str, values: Mapping[str, Any]) -> Sequence[Row]:
    """Rows of a prepared statement; on PostgreSQL bytes come as they are and not in hex."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return cast("Sequence[Row]", cast("Any", driver).execute(statement, values).fetchall())
    numbered, names = _numbered(statement)
    with psycopg.RawCursor(cast("psycopg.Connection[Row]", driver)) as cursor:
        return cursor.execute(numbered, [values[name] for name in names], prepare=True, binary=True).fetchall()


def among(connection: Connection, column: str, numbers: Sequence[int]) -> tuple[str, Mapping[str, Any]]:
    """A condition that a column has one of the numbers, in the words of the database, and the value that it names."""
    if connection.dialect.name == "sqlite":
        condition = f"{column} IN (SELECT value FROM json_each(:among))"  # noqa: S608 - our names
        return condition, {"among": orjson.dumps(list(numbers)).decode()}
    return f"{column} = ANY(:among)", {"among": list(numbers)}


@cache
def _numbered(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """The statement with `$1` for the first name wherever it stands, and the names in their order."""
    names: dict[str, int] = {}
    text = re.sub(r"(?<!:):(\w+)", lambda found: f"${names.setdefault(found[1], len(names) + 1)}", statement)
    return text.encode(), tuple(names)
