"""The columns in which the numbers of the library leave it.

A value stands as the decimal text of its document, so that no digit is lost; beside it stands the float64 for those who
calculate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from service.reference import Entry, Library
from service.reference.entries import TAGS
from service.reference.search import SearchIndex

Cell = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `decimal` is the text of a number, `typed` the float64 that repeats one."""

    name: str
    cell: Callable[[Entry, Export], Cell]
    type: str = "VARCHAR"
    decimal: bool = False

    @property
    def typed(self) -> bool:
        """Whether the column repeats a decimal text as a number."""
        return self.type == "DOUBLE"


@dataclass(frozen=True)
class Export:
    """The numbers that were asked for, by id, and `asked`, what was asked."""

    library: Library
    index: SearchIndex
    entries: Sequence[Entry]
    asked: Mapping[str, str]

    def rows(self, columns: Sequence[Column]) -> Iterator[list[Cell]]:
        """Yield the cells of each number."""
        return ([column.cell(entry, self) for column in columns] for entry in self.entries)


def _last_day(entry: Entry, export: Export) -> date | None:
    until = export.index.until(entry)
    return until - timedelta(days=1) if until else None


def _tag(name: str) -> Column:
    return Column(name, lambda entry, export: entry.tags.get(name))


COLUMNS: Final[Sequence[Column]] = (
    Column("id", lambda entry, export: entry.id),
    Column("series", lambda entry, export: entry.series),
    Column("name_zh", lambda entry, export: entry.name_zh),
    Column("name_en", lambda entry, export: entry.name_en or None),
    Column("value", lambda entry, export: entry.text or None, decimal=True),
    Column("value_max", lambda entry, export: entry.maximum_text or None, decimal=True),
    Column("unit", lambda entry, export: entry.unit.code),
    Column("value_number", lambda entry, export: float(entry.text) if entry.text else None, "DOUBLE"),
    Column(
        "value_max_number", lambda entry, export: float(entry.maximum_text) if entry.maximum_text else None, "DOUBLE"
    ),
    Column("basis", lambda entry, export: entry.basis or None),
    Column("valid_from", lambda entry, export: entry.valid_from, "DATE"),
    Column("valid_to", _last_day, "DATE"),
    Column("published", lambda entry, export: entry.published or None),
    *map(_tag, TAGS),
    Column("kind", lambda entry, export: entry.table.kind),
    Column("level", lambda entry, export: entry.level),
    Column("table", lambda entry, export: entry.table.file),
    Column("trust", lambda entry, export: entry.trust.value),
    Column("status", lambda entry, export: entry.status),
    Column("usable", lambda entry, export: entry.usable, "BOOLEAN"),
    Column("source", lambda entry, export: entry.source),
    Column("source_number", lambda entry, export: export.library.sources[entry.source].number or None),
    Column("source_title_zh", lambda entry, export: export.library.sources[entry.source].title_zh),
    Column("source_title_en", lambda entry, export: export.library.sources[entry.source].title_en or None),
    Column("source_read", lambda entry, export: export.library.sources[entry.source].read),
    Column("clause", lambda entry, export: entry.clause),
    Column("checked", lambda entry, export: entry.checked, "DATE"),
    Column("note", lambda entry, export: entry.note or None),
)
