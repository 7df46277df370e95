"""All ranks of a year rebuilt, end to end on PostgreSQL, beside DuckDB's window query over the same rows.

DuckDB has the rows in a table of its own and writes its answer into another. It is asked twice: for the same answer
(rank, interval, shared and group size in every scope) and for the bare rank in every scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb
import psycopg

from service.scoring.placing import AREAS, PEERS, PLACE_BYTES, offset, standings
from service.storage.rank_rebuild import place_cohort
from service.storage.rank_tables import AREA_COLUMNS
from service.storage.session import Store
from tests.benchmarks.spread import Spread

_COLUMNS = f"entry, conservative, favourable, higher_axis, {', '.join((*AREAS[1:], *PEERS))}"


@dataclass(frozen=True)
class Rebuild:
    """Seconds for one year of `rows` ranked enterprises."""

    rows: int
    product: Spread
    duckdb_same_answer: Spread
    duckdb_bare_rank: Spread


def measure(store: Store, url: str, cohorts: tuple[int, ...], directory: Path) -> Rebuild:
    """One year after the other, each by both; every place of a thousand rows is compared."""
    product: list[float] = []
    same: list[float] = []
    bare: list[float] = []
    rows = 0
    for cohort in cohorts:
        with timed(product), store.derive() as connection:
            place_cohort(connection, cohort, 1, "d" * 64, store.now())
        with in_duckdb(url, cohort, directory) as rival:
            with timed(same):
                rival.execute(f"CREATE TABLE answer AS SELECT entry, {', '.join(full())} FROM year")
            with timed(bare):
                rival.execute(f"CREATE TABLE ranks AS SELECT entry, {', '.join(ranks())} FROM year")
            rows = compare(rival, url, cohort)
    return Rebuild(rows, Spread.of(product), Spread.of(same), Spread.of(bare))


@contextmanager
def timed(seen: list[float]) -> Iterator[None]:
    start = perf_counter()
    yield
    seen.append(perf_counter() - start)


@contextmanager
def in_duckdb(url: str, cohort: int, directory: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    file = directory / "year.csv"
    query = f"SELECT {_COLUMNS} FROM rank_entry WHERE cohort = {cohort} AND conservative IS NOT NULL"
    with psycopg.connect(url) as connection, connection.cursor() as cursor, file.open("wb") as output:
        for block in blocks(cursor, f"COPY ({query}) TO STDOUT (FORMAT CSV, HEADER)"):
            output.write(block)
    with duckdb.connect() as rival:
        rival.execute(f"CREATE TABLE year AS SELECT * FROM read_csv('{file}', all_varchar = false)")
        yield rival
    file.unlink()


def blocks(cursor: psycopg.Cursor[tuple[object, ...]], statement: str) -> Iterator[bytes]:
    with cursor.copy(statement.encode()) as copy:
        yield from map(bytes, copy)


def scopes() -> Iterator[tuple[str, str]]:
    for area in AREAS:
        for peers in PEERS:
            yield f"{area}_{peers}", ", ".join((*AREA_COLUMNS[area], peers))


def ranks() -> Iterator[str]:
    for name, group in scopes():
        yield f"rank() OVER (PARTITION BY {group} ORDER BY conservative DESC, higher_axis DESC) AS rank_{name}"


def full() -> Iterator[str]:
    yield from ranks()
    wider, upwards = "favourable - conservative", "AND UNBOUNDED FOLLOWING"
    surely, perhaps = f"RANGE BETWEEN {wider} + 1 FOLLOWING {upwards}", f"RANGE BETWEEN {wider} PRECEDING {upwards}"
    for name, group in scopes():
        by = f"PARTITION BY {group}"
        yield f"1 + count(*) OVER ({by} ORDER BY conservative {surely}) AS low_{name}"
        yield f"count(*) OVER ({by} ORDER BY favourable {perhaps}) AS high_{name}"
        yield f"count(*) OVER ({by}, conservative, higher_axis) AS shared_{name}"
        yield f"count(*) OVER ({by}) AS size_{name}"


def compare(rival: duckdb.DuckDBPyConnection, url: str, cohort: int) -> int:
    """Hold the places of a thousand rows to DuckDB's; returns how many rows there are."""
    found = rival.execute("SELECT * FROM answer ORDER BY entry LIMIT 1000")
    names = [column[0] for column in found.description or ()]
    answers = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
    query = "SELECT entry, places FROM rank_place WHERE cohort = %s AND entry = ANY(%s)"
    with psycopg.connect(url) as connection:
        stored = connection.execute(query, (cohort, list(answers))).fetchall()
    for entry, places in stored:
        for area in AREAS:
            for peers in PEERS:
                begin, name, answer = offset(area, peers), f"{area}_{peers}", answers[entry]
                ours = next(standings(places[begin : begin + PLACE_BYTES]))
                theirs = tuple(answer[f"{part}_{name}"] for part in ("rank", "low", "high", "shared", "size"))
                if ours.rank and ours != theirs:
                    raise RuntimeError(f"{entry} in {name}: {ours} and {theirs}")
    counted = rival.execute("SELECT count(*) FROM year").fetchone()
    return int(counted[0]) if counted else 0
