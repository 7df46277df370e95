"""The library as a whole, and its digest.

Read once, strictly, from `emission_factors/`. Tables of numbers share one header (`entries.COLUMNS`);
`tables.yaml` lists every table; record tables (regions, sectors, targets ...) have their own columns; methods and
rulesets are handed over as parsed documents and judged by those who use them. Nothing is guessed: a file that breaks
a rule stops the start with `ReferenceDataError` naming code, file and line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from service.reference.entries import (
    COLUMNS,
    REQUIRED,
    Entry,
    Registers,
    Source,
    Table,
    Trust,
    build_entry,
    check_series,
)
from service.reference.overlays import FOLDER, OverlayFile, joined, read_overlays
from service.reference.reader import Located, read_document, read_table, read_text, refuse
from service.reference.registers import read_codes, read_sources, read_tables, read_trusts

DATA = (".csv", ".yaml")
TEXTS = (".md",)
DIRECTORY = Path(__file__).resolve().parents[2] / "emission_factors"


@dataclass(frozen=True, eq=False)
class Library:
    """All reference data of one state, immutable. Two libraries of one digest are the same one, also as keys of caches.

    `texts` are the data files by name, as they were read; `series` holds the entries of each series by start date;
    `records` the rows of the record tables by file; `documents` the YAML files by file; `digest` is the SHA-256 over
    all data files.
    """

    texts: Mapping[str, str] = field(repr=False)
    sources: Mapping[str, Source]
    entries: Mapping[str, Entry]
    series: Mapping[str, tuple[Entry, ...]]
    records: Mapping[str, tuple[Mapping[str, str], ...]]
    documents: Mapping[str, Located]
    tables: Mapping[str, Table]
    trusts: Mapping[str, Trust]
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def in_force(self, series: str, day: date) -> Entry | None:
        """The entry of a series that holds on a day; None before it begins and after it has ended."""
        held: Entry | None = None
        for entry in self.series.get(series, ()):
            if entry.valid_from > day:
                break
            held = entry
        return held if held is not None and held.value is not None else None


def load_library(root: Path | None = None) -> Library:
    """The library under `root` (the packaged one by default), read and checked once per process and directory."""
    return _load((root or DIRECTORY).resolve())


@lru_cache(maxsize=4)
def _load(root: Path) -> Library:
    return read_library(root)


def read_library(root: Path) -> Library:
    """Read and check everything under `root`, without the cache; raises `ReferenceDataError`."""
    return library_of(dict(_texts(root)))


def library_of(texts: Mapping[str, str]) -> Library:
    """The library that data files make, by their names; raises `ReferenceDataError`."""
    documents = {file: read_document(text, file) for file, text in texts.items() if file.endswith(".yaml")}
    shapes = read_tables(documents)
    overlays = read_overlays(documents, shapes.number_tables)
    _check_files(texts, shapes.all_files, overlays)
    trusts, sources = read_trusts(documents), joined(read_sources(documents), overlays)
    records = {file: tuple(row.cells for row in shapes.record_rows(file, texts[file])) for file in shapes.record_tables}
    registers = Registers(trusts, sources, read_codes(documents, records))
    added = {overlay.file: overlay.table for overlay in overlays}
    entries = _entries(texts, {**shapes.number_tables, **added}, registers)
    return Library(texts, sources, entries, _series(entries.values()), records, documents, shapes.number_tables, trusts,
                   digest(texts))  # fmt: skip


def registers_of(library: Library) -> Registers:
    """The closed lists that rows of this library are checked against."""
    return Registers(library.trusts, library.sources, read_codes(library.documents, library.records))


def digest(texts: Mapping[str, str]) -> str:
    """SHA-256 over names and contents of all data files, in the order of their names."""
    total = hashlib.sha256()
    for file in sorted(texts):
        content = texts[file].encode()
        total.update(f"{file}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def overlaid(library: Library, more: Mapping[str, str]) -> Library:
    """The library with more data files; raises `ReferenceDataError`."""
    return library_of({**library.texts, **more})


def overlays_in(library: Library) -> int:
    """How many overlays a library holds."""
    return sum(file.startswith(FOLDER) and file.endswith(".csv") for file in library.texts)


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*")):
        file = path.relative_to(root).as_posix()
        if path.is_dir() or path.suffix in TEXTS:
            continue
        if path.suffix not in DATA:
            refuse("file.kind", file, 1, "only .csv, .yaml and .md belong here")
        yield file, read_text(path, file)


def _check_files(texts: Mapping[str, str], listed: Mapping[str, int], overlays: Iterable[OverlayFile]) -> None:
    described = {overlay.file for overlay in overlays}
    for file in texts:
        if file.endswith(".csv") and file not in listed and file not in described:
            refuse("table.unlisted", file, 1, "every table is described in tables.yaml")
    for file in described - texts.keys():
        refuse("overlay.absent", file, 1, "an overlay without its rows")
    for file, line in listed.items():
        if file not in texts:
            refuse("table.absent", "tables.yaml", line, file)


def _entries(texts: Mapping[str, str], tables: Mapping[str, Table], registers: Registers) -> Mapping[str, Entry]:
    entries: dict[str, Entry] = {}
    for file, table in tables.items():
        for row in read_table(texts[file], file, COLUMNS, REQUIRED):
            entry = build_entry(row, table, registers)
            if entry.id in entries:
                refuse("id.repeated", row.file, row.line, f"{entry.id} is already in {entries[entry.id].file}")
            entries[entry.id] = entry
    return entries


def _series(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.series, []).append(entry)
    return {name: check_series(group) for name, group in grouped.items()}
