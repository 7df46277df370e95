"""Ranks, read: a page of any list costs one index range for each kind in it, wherever in the list it lies.

A list is an area with peers. Other filters leave out rows of it and renumber nothing. Pages begin behind a sort key, so
a cursor stays good when the row that it came from moves or leaves.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, cast

import psycopg
from sqlalchemy import Connection

from service.scoring.ranking import END, UNRANKED
from service.storage.rank_tables import AREA_COLUMNS

Row = tuple[Any, ...]
#: What `Store.glance` gives, by a name for those who know no SQL.
Glance = Connection


@dataclass(frozen=True, slots=True)
class Cohort:
    """The ranks of one ruleset version and year, of real or of synthetic enterprises, and what they rest on.

    `seq` is the log number of the newest score in them. The kinds are those that occur, see `scoring.eligibility`.
    """

    cohort: int
    seq: int
    reference_digest: str
    computed_at: str
    ranked_kinds: tuple[int, ...]
    unranked_kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RankList:
    """One list of a cohort: `area` and `peers` are levels of `scoring.placing`; `values` by level, also of further ones
    that leave rows out.
    """

    cohort: int
    area: str
    peers: str
    values: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """What the list is narrowed by, those of its index first."""
        first = (*AREA_COLUMNS[self.area], self.peers)
        return (*first, *sorted(self.values.keys() - set(first)))

    @property
    def bound(self) -> dict[str, str | int]:
        """The values by column, with the cohort."""
        return {**self.values, "cohort": self.cohort}


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a page; `places` is read by `scoring.placing.standing`, and empty for the unranked."""

    sort_key: bytes
    anchors: bytes
    item: bytes
    places: bytes = b""


_BY_ORDER = attrgetter("sort_key")
_COHORT = (
    "SELECT cohort, seq, reference_digest, computed_at, ranked_kinds, unranked_kinds FROM rank_cohort "
    "WHERE ruleset = :ruleset AND year = :year AND synthetic = :synthetic"
)


def cohort_of(connection: Connection, ruleset: str, year: int, *, synthetic: bool) -> Cohort | None:
    """The ranks as they stand; None where none were made."""
    found = fetch(connection, _COHORT, {"ruleset": ruleset, "year": year, "synthetic": synthetic})
    for cohort, seq, digest, computed_at, *kinds in found:
        return Cohort(cohort, seq, digest, computed_at, *(_numbers(text) for text in kinds))
    return None


def ranked_page(
    connection: Connection, wanted: RankList, kinds: tuple[int, ...], after: bytes, limit: int
) -> list[Listed]:
    """At most `limit` ranked rows of these kinds behind `after`, in order."""
    return _page(connection, wanted, kinds, (after, UNRANKED), limit, placed=True) if kinds else []


def unranked_page(
    connection: Connection, wanted: RankList, kinds: tuple[int, ...], after: bytes, limit: int
) -> list[Listed]:
    """At most `limit` unranked rows of these kinds behind `after`, by credit code."""
    return _page(connection, wanted, kinds, (max(after, UNRANKED), END), limit, placed=False) if kinds else []


def rows_of(connection: Connection, wanted: RankList, kinds: tuple[int, ...], credit_code: str) -> list[Listed]:
    """The rows of one enterprise in a list: one for each of its sectors in it, the ranked ones with their places."""
    if not kinds:
        return []
    same = " AND ".join(f"{column} = :{column}" for column in ("cohort", "credit_code", *wanted.columns))
    among = ", ".join(str(int(number)) for number in kinds)
    joined = "rank_entry LEFT JOIN rank_place USING (cohort, entry)"
    statement = f"SELECT sort_key, anchors, item, places FROM {joined} WHERE {same} AND kind IN ({among})"  # noqa: S608 - our names
    found = fetch(connection, statement, wanted.bound | {"credit_code": credit_code})
    return sorted((Listed(key, anchors, item, places or b"") for key, anchors, item, places in found), key=_BY_ORDER)


def anchors_of(connection: Connection, numbers: Iterable[int]) -> list[bytes]:
    """Anchors by number, as JSON, in the order of their texts."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    if connection.dialect.name == "sqlite":
        statement = f"SELECT content FROM rank_anchor WHERE anchor IN ({', '.join(map(str, wanted))})"  # noqa: S608 - whole numbers
        return sorted(content for (content,) in fetch(connection, statement, {}))
    found = fetch(connection, "SELECT content FROM rank_anchor WHERE anchor = ANY(:wanted)", {"wanted": wanted})
    return sorted(content for (content,) in found)


def fetch(connection: Connection, statement: str, values: Mapping[str, Any]) -> Sequence[Row]:
    """Rows of a prepared statement; on PostgreSQL bytes come as they are and not in hex."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        return cast("Sequence[Row]", cast("Any", driver).execute(statement, values).fetchall())
    with cast("psycopg.Connection[Row]", driver).cursor(binary=True) as cursor:
        return cursor.execute(_for_psycopg(statement), values, prepare=True).fetchall()


def page_statement(
    connection: Connection, wanted: RankList, kinds: tuple[int, ...], limit: int, *, placed: bool
) -> tuple[str, Mapping[str, str | int]]:
    """The statement of a page and its values, but for the bounds `after` and `until`."""
    embedded = connection.dialect.name == "sqlite"
    return _statement(wanted.columns, kinds, int(limit), placed, embedded), wanted.bound


def _page(
    connection: Connection,
    wanted: RankList,
    kinds: tuple[int, ...],
    bounds: tuple[bytes, bytes],
    limit: int,
    *,
    placed: bool,
) -> list[Listed]:
    statement, values = page_statement(connection, wanted, kinds, limit, placed=placed)
    found = fetch(connection, statement, {**values, "after": bounds[0], "until": bounds[1]})
    return sorted((Listed(*row) for row in found), key=_BY_ORDER)


@cache
def _statement(columns: tuple[str, ...], kinds: tuple[int, ...], limit: int, placed: bool, embedded: bool) -> str:
    """One branch for each kind, in the order of its index; the database merges them and stops at the limit.

    SQLite merges branches as they are; PostgreSQL only those that have asked for the order, each by itself.
    """
    same = " AND ".join(f"{column} = :{column}" for column in ("cohort", *columns))
    found = f"SELECT cohort, entry, sort_key, anchors, item FROM rank_entry WHERE {same}"  # noqa: S608 - our names
    bounds, ordered = "AND sort_key > :after AND sort_key < :until", f"ORDER BY sort_key LIMIT {limit}"
    form = "{0}" if embedded else f"({{0}} {ordered})"
    branches = (form.format(f"{found} AND kind = {int(number)} {bounds}") for number in kinds)
    page = f"(SELECT * FROM ({' UNION ALL '.join(branches)}) AS merged {ordered}) AS page"  # noqa: S608 - our names
    joined, places = (f"{page} JOIN rank_place USING (cohort, entry)", ", places") if placed else (page, "")
    return f"SELECT sort_key, anchors, item{places} FROM {joined}"  # noqa: S608 - our names


@cache
def _for_psycopg(statement: str) -> bytes:
    return re.sub(r":(\w+)", lambda name: f"%({name[1]}){_FORMATS.get(name[1], 's')}", statement).encode()


_FORMATS = {"after": "b", "until": "b"}


def packed(numbers: Sequence[int]) -> bytes:
    """Numbers of anchors as they are stored with an entry."""
    return array("i", numbers).tobytes()


def unpacked(stored: bytes) -> Sequence[int]:
    """The numbers of an entry's anchors."""
    return array("i", stored)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split())
