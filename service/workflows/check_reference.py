"""The state of the reference library in figures: what is there, what is old, what is still to be imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from service.reference import Entry, Library, Table

LEFT_OUT, TO_IMPORT, CONFLICTS = "left_out.csv", "to_import.csv", "conflicts.csv"


def check_reference(library: Library, today: date | None = None) -> dict[str, Any]:
    """Return counts by table, status, trust and year, the shares that are sourced and dated, and what is due.

    `stale` lists annual series whose last value lags more years behind `today` than their table allows; without
    `today` the newest day on which any entry was checked stands for it, so that the answer depends on the library
    alone. `to_be_imported` names each official table that was not obtained, with what it blocks.
    """
    values = [entry for entry in library.entries.values() if entry.value is not None]
    day = today or max((entry.checked for entry in values), default=date.min)
    return {
        "digest": library.digest,
        "entries": len(values),
        "series": len(library.series),
        "ends": len(library.entries) - len(values),
        "sources": _sources(library, values),
        "by_table": _by_table(library, values),
        "by_status": _counted(entry.status for entry in values),
        "by_trust": _counted(str(entry.trust) for entry in values),
        "by_year": _counted(str(entry.valid_from.year) for entry in values),
        "sourced": _share(sum(entry.source in library.sources for entry in values), len(values)),
        "dated": _share(sum(bool(entry.valid_from and entry.checked) for entry in values), len(values)),
        "checked": {"first": _day(values, min), "last": _day(values, max)},
        "stale": _stale(library, day),
        "not_in_bibliography": _unlisted(library),
        "left_out": _counted(row["reason"] for row in library.records.get(LEFT_OUT, ())),
        "to_be_imported": [_blank(row) for row in library.records.get(TO_IMPORT, ())],
        "conflicts": [dict(row) for row in library.records.get(CONFLICTS, ())],
    }


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items()))


def _share(part: int, whole: int) -> dict[str, Any]:
    return {"count": part, "of": whole, "complete": part == whole}


def _day(values: list[Entry], choose: Any) -> str | None:
    days = [entry.checked for entry in values]
    return choose(days).isoformat() if days else None


def _sources(library: Library, values: list[Entry]) -> dict[str, Any]:
    used = {entry.source for entry in values}
    return {
        "documents": len(library.sources),
        "used": len(used),
        "by_reading": _counted(source.read for source in library.sources.values()),
    }


def _by_table(library: Library, values: list[Entry]) -> dict[str, dict[str, Any]]:
    counts = Counter(entry.table.file for entry in values)
    numbers = {file: _table(table, counts[file]) for file, table in library.tables.items()}
    records = {file: {"kind": "records", "rows": len(rows)} for file, rows in library.records.items()}
    return dict(sorted({**numbers, **records}.items()))


def _table(table: Table, rows: int) -> dict[str, Any]:
    return {"kind": table.kind, "annual": table.annual, "rows": rows, "title": _title(table)}


def _title(table: Table) -> Mapping[str, str]:
    return {"zh": table.title_zh, "en": table.title_en}


def _stale(library: Library, day: date) -> list[dict[str, Any]]:
    lasts = [entries[-1] for entries in library.series.values() if entries[-1].value is not None]
    due = [entry for entry in lasts if entry.table.stale_after is not None]
    return [
        {"series": entry.series, "last": entry.valid_from.isoformat(), "file": entry.file}
        for entry in sorted(due, key=lambda entry: entry.series)
        if day.year - entry.valid_from.year > (entry.table.stale_after or 0)
    ]


def _unlisted(library: Library) -> list[dict[str, str]]:
    """Citations of methods, rulesets and checks that are neither key, number nor title of a listed document."""
    names = {name for source in library.sources.values() for name in (source.key, source.number, source.title_zh)}
    cited = {(file, text) for file, document in library.documents.items() for text in _citations(document)}
    rooms = ("methods/", "rulesets/", "checks/")
    return [
        {"file": file, "source": text} for file, text in sorted(cited) if file.startswith(rooms) and text not in names
    ]


def _citations(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "source" and isinstance(inner, str):
                yield inner
            yield from _citations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _citations(inner)


def _blank(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "document": row["document"],
        "title": {"zh": row["title_zh"], "en": row["title_en"]},
        "blocks": row["blocks"],
        "left_out": row["covers"].split(),
    }
