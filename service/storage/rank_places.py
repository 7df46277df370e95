"""The places of one cohort: its columns read, placed and written back in bulk."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, select

from service.scoring.placing import OF_PROCESS, ROW_BYTES, Codes, Year, place_year
from service.storage.lookups import fetch
from service.storage.rank_tables import ENTRY, PLACE, REGION_LEVELS, SECTOR_LEVELS, beginning

_READ = (
    "SELECT entry, kind, conservative, favourable, higher_axis, county, park, sector, class_process FROM rank_entry "
    "WHERE cohort = :cohort AND conservative IS NOT NULL"
)
# The binary form of COPY: a header, then for each row the number of its fields and each field behind its length.
_COPY = b"COPY rank_place (cohort, entry, places) FROM STDIN (FORMAT BINARY)"
_HEADER, _TRAILER = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_COPIED = np.dtype(
    {
        "names": ("fields", "of_cohort", "cohort", "of_entry", "entry", "of_places", "places"),
        "formats": (">i2", ">i4", ">i4", ">i4", ">i8", ">i4", f"V{ROW_BYTES}"),
    }
)


def rewrite_places(connection: Connection, cohort: int) -> tuple[list[int], list[int]]:
    """Works all places of a cohort out again; returns the kinds of the ranked and of the unranked that occur in it."""
    rows = fetch(connection, _READ, {"cohort": cohort})
    columns = list(zip(*rows, strict=True)) or [()] * len(_READ.split(","))
    entries, kinds, conservative, favourable, higher_axis = (np.array(column, np.int64) for column in columns[:5])
    order = np.lexsort((entries, -higher_axis, -conservative))
    areas, peers = _areas(columns[5], columns[6]), _peers(columns[7], columns[8])
    year = Year(
        conservative[order],
        favourable[order],
        higher_axis[order],
        {name: codes[order] for name, codes in areas.items()},
        {name: codes[order] for name, codes in peers.items()},
    )
    connection.execute(delete(PLACE).where(PLACE.c.cohort == cohort))
    _load(connection, cohort, entries[order], place_year(year).astype("<i4", copy=False))
    return np.unique(kinds).tolist(), _unranked_kinds(connection, cohort)


def _unranked_kinds(connection: Connection, cohort: int) -> list[int]:
    unranked = select(ENTRY.c.kind).where(ENTRY.c.cohort == cohort, ENTRY.c.conservative.is_(None)).distinct()
    return sorted(connection.execute(unranked).scalars())


def _areas(regions: Sequence[str], parks: Sequence[str]) -> dict[str, Codes]:
    levels = {name: _coded(regions, digits) for name, digits in REGION_LEVELS.items()}
    return {**levels, "park": _coded(parks)}


def _peers(sectors: Sequence[str], of_class: Sequence[str]) -> dict[str, Codes]:
    levels = {name: _coded(sectors, digits) for name, digits in SECTOR_LEVELS.items()}
    names = {text: text.partition("/")[2] for text in set(of_class)}
    process = _coded([names[text] for text in of_class])
    return levels | {name: _joined(levels[level], process) for level, name in OF_PROCESS.items()}


def _joined(level: Codes, process: Codes) -> Codes:
    inside = (level >= 0) & (process >= 0)
    return np.where(inside, level * (process.max(initial=0) + 1) + process, -1)


def _coded(texts: Sequence[str], digits: int | None = None) -> Codes:
    """A number for each group of texts that begin alike, -1 where a row belongs to none."""
    numbers = {"": -1}
    codes = {
        text: 0 if digits == 0 else numbers.setdefault(beginning(text, digits), len(numbers) - 1) for text in set(texts)
    }
    return np.fromiter((codes[text] for text in texts), np.int64, len(texts))


def _load(connection: Connection, cohort: int, entries: Codes, places: NDArray[np.int32]) -> None:
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        rows = ((cohort, entry, row.tobytes()) for entry, row in zip(entries.tolist(), places, strict=True))
        cast("sqlite3.Connection", driver).executemany("INSERT INTO rank_place VALUES (?, ?, ?)", rows)
        return
    with cast("psycopg.Connection[Any]", driver).cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(_HEADER + _binary(cohort, entries, places) + _TRAILER)


def _binary(cohort: int, entries: Codes, places: NDArray[np.int32]) -> bytes:
    rows = np.empty(len(entries), _COPIED)
    rows["fields"], rows["of_cohort"], rows["of_entry"], rows["of_places"] = 3, 4, 8, ROW_BYTES
    rows["cohort"], rows["entry"] = cohort, entries
    rows["places"] = places.reshape(len(entries), ROW_BYTES // places.itemsize).view(f"V{ROW_BYTES}")[:, 0]
    return rows.tobytes()
