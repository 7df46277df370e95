"""From rows that somebody hands in to an overlay: every row judged by the reader's own rules, nothing edited."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.errors import ReferenceDataError
from service.reference.entries import (
    COLUMNS,
    REQUIRED,
    Entry,
    Registers,
    Table,
    build_entry,
    exact_number,
    known_unit,
)
from service.reference.formats import cells_of
from service.reference.library import Library, overlaid, overlays_in, registers_of
from service.reference.overlays import FOLDER, Overlay, csv_text, overlay_texts
from service.reference.reader import Located, Row, read_table, refuse
from service.reference.registers import sources_in

SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row cannot be taken: code, line in the file handed in, and what is there."""

    code: str
    file: str
    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal on a library: the overlay, where its rows stood, its entries, and the rows that are refused."""

    overlay: Overlay
    file: str
    lines: tuple[int, ...]
    entries: tuple[Entry, ...]
    refused: tuple[Refusal, ...]


def judge(library: Library, file: str, rows: Sequence[Row], documents: Located | None = None) -> Judged:
    """Judge rows for the table `file`, with documents that they bring along in the form of sources.yaml.

    Raises `ReferenceDataError` for an unknown table and for documents that may not be entered.
    """
    table = library.tables.get(file)
    if table is None:
        refuse("overlay.table", file, 1, file)
    own = documents if documents is not None else Located(1)
    registers = _with(registers_of(library), own)
    entries: list[Entry] = []
    refused: list[Refusal] = []
    for row in rows:
        try:
            entries.append(_judged(row, table, registers, library, entries))
        except ReferenceDataError as error:
            refused.append(Refusal(error.reason, error.file, error.line, error.detail))
    overlay = Overlay(file, csv_text(cells_of(row) for row in rows), json.dumps(plain(own), ensure_ascii=False))
    return Judged(overlay, rows[0].file, tuple(row.line for row in rows), tuple(entries), tuple(refused))


def applied(library: Library, judged: Judged) -> Library | Refusal:
    """The library with a proposal of which no row is refused, or what the whole of it is refused for.

    What only a whole series shows (an end without a beginning) is found here; the line is that of the file handed in.
    """
    try:
        return with_overlay(library, judged.overlay)
    except ReferenceDataError as error:
        place = error.line - 2
        own = error.file.startswith(FOLDER) and 0 <= place < len(judged.lines)
        return Refusal(error.reason, judged.file, judged.lines[place] if own else 1, error.detail)


def with_overlay(library: Library, overlay: Overlay) -> Library:
    """The library after the approval of one more overlay; raises `ReferenceDataError`."""
    return overlaid(library, overlay_texts(overlays_in(library) + 1, overlay))


def plain(value: Any) -> Any:
    """A YAML value without its line numbers."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return value


def _with(registers: Registers, own: Located) -> Registers:
    added = sources_in(own, SOURCES)
    for key, source in added.items():
        if key in registers.sources:
            refuse("source.repeated", SOURCES, source.line, key)
    return Registers(registers.trusts, {**registers.sources, **added}, registers.codes)


def _judged(row: Row, table: Table, registers: Registers, library: Library, others: Sequence[Entry]) -> Entry:
    entry = build_entry(row, table, registers)
    if (known := library.entries.get(entry.id)) is not None:
        refuse("overlay.id_exists", row.file, row.line, f"{entry.id} is in {known.file}")
    held = [*library.series.get(entry.series, ()), *(e for e in others if e.series == entry.series)]
    if any(other.id == entry.id for other in others):
        refuse("id.repeated", row.file, row.line, entry.id)
    for other in held:
        if other.valid_from == entry.valid_from:
            refuse("overlay.day_exists", row.file, row.line, f"{other.id} from {other.valid_from}")
        if other.unit.dimension != entry.unit.dimension:
            refuse("series.dimension", row.file, row.line, f"{entry.unit.code} beside {other.unit.code}")
    return entry


def remaining(packaged: Library, overlay: Overlay) -> Overlay:
    """What of an overlay the packaged library does not say itself by now: the same series, day, number and unit.

    A document under a citation key that the package has entered meanwhile is left to it, too.
    """
    rows = read_table(overlay.rows, overlay.table, COLUMNS, REQUIRED)
    kept = [cells_of(row) for row in rows if not _taken_over(packaged, row)]
    sources = {key: entry for key, entry in json.loads(overlay.sources).items() if key not in packaged.sources}
    return Overlay(overlay.table, csv_text(kept), json.dumps(sources, ensure_ascii=False))


def _taken_over(packaged: Library, row: Row) -> bool:
    cells = row.cells
    return any(
        entry.valid_from.isoformat() == cells["valid_from"]
        and entry.value == exact_number(cells["value"])
        and entry.unit == known_unit(cells["unit"])
        for entry in packaged.series.get(cells["series"], ())
    )
