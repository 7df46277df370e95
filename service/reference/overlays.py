"""Overlays inside a library: tables that a bureau added after approval, beside the packaged ones, never in them.

Overlay number n is two data files, `overlays/000n.csv` with the rows and `overlays/000n.yaml` with the table that they
belong to and the documents that they bring along. So the digest of a library covers its overlays and their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.reference.entries import COLUMNS, Source, Table
from service.reference.reader import Located, refuse
from service.reference.registers import check_keys, sources_in

FOLDER = "overlays/"


@dataclass(frozen=True, slots=True)
class Overlay:
    """Rows that are added to `table` as canonical CSV, and the documents that they bring along as JSON by key."""

    table: str
    rows: str
    sources: str = "{}"


@dataclass(frozen=True, slots=True)
class OverlayFile:
    """An overlay as found in a library."""

    file: str
    table: Table
    sources: Mapping[str, Source]


def overlay_texts(number: int, overlay: Overlay) -> Mapping[str, str]:
    """The two data files of overlay `number`, by name."""
    name = f"{FOLDER}{number:04d}"
    about = {"table": overlay.table, "sources": json.loads(overlay.sources)}
    return {f"{name}.csv": overlay.rows, f"{name}.yaml": json.dumps(about, ensure_ascii=False, indent=1) + "\n"}


def read_overlays(documents: Mapping[str, Located], tables: Mapping[str, Table]) -> tuple[OverlayFile, ...]:
    """The overlays of a library in the order of their numbers."""
    names = sorted(file for file in documents if file.startswith(FOLDER))
    return tuple(_overlay(documents[file], file, tables) for file in names)


def _overlay(document: Located, file: str, tables: Mapping[str, Table]) -> OverlayFile:
    check_keys(document, file, {"table": "text", "sources": "map"}, {})
    if document["table"] not in tables:
        refuse("overlay.table", file, document.lines["table"], document["table"])
    rows = file.removesuffix(".yaml") + ".csv"
    return OverlayFile(rows, tables[document["table"]], sources_in(document["sources"], file))


def joined(sources: Mapping[str, Source], overlays: Iterable[OverlayFile]) -> Mapping[str, Source]:
    """The bibliography with what the overlays add; nothing in it is replaced."""
    total = dict(sources)
    for overlay in overlays:
        for key, source in overlay.sources.items():
            if key in total:
                refuse("source.repeated", source.file, source.line, key)
            total[key] = source
    return total


def csv_line(cells: Iterable[str]) -> str:
    """One line of canonical CSV: a cell is quoted only where it has to be."""
    return ",".join('"' + cell.replace('"', '""') + '"' if _needs_quotes(cell) else cell for cell in cells) + "\n"


def csv_text(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as canonical CSV under the whole header."""
    lines = [csv_line(COLUMNS), *(csv_line(row.get(column, "") for column in COLUMNS) for row in rows)]
    return "".join(lines)


def _needs_quotes(cell: str) -> bool:
    return "," in cell or '"' in cell
