"""What lies between two libraries: which values moved, and in which years a look-up can give something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from service.reference.entries import Entry
from service.reference.library import Library

#: What a look-up hands on besides the number; the place in a file is none of it.
_COMPARED = (
    *("id", "text", "maximum_text", "unit_text", "basis", "trust", "status", "source", "clause", "published"),
    *("checked", "copy", "name_zh", "name_en", "tags", "note"),
)


class Movement(StrEnum):
    """How an entry differs: of a new series, from a later day on, between others, an end, gone, or with other cells."""

    added = "added"
    newer = "newer"
    inserted = "inserted"
    ended = "ended"
    removed = "removed"
    changed = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs; `before` is empty for what is new, `after` for what is gone, `cells` say what changed.

    `replaces` is the entry that held on the new one's first day.
    """

    movement: Movement
    series: str
    before: Entry | None
    after: Entry | None
    replaces: Entry | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All that differs from `before` to `after`; `files` are the ones that are no tables of numbers."""

    before: Library
    after: Library

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every entry that differs, by series and day."""
        names = sorted(self.before.series.keys() | self.after.series.keys())
        return tuple(change for name in names for change in _changes(name, self.before, self.after))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Methods, rulesets, registers and records whose text differs."""
        numbers = self.before.tables.keys() | self.after.tables.keys()
        names = {
            name for name in self.before.texts.keys() | self.after.texts.keys() if not name.startswith("overlays/")
        }
        texts = self.before.texts, self.after.texts
        return tuple(sorted(n for n in names - numbers if texts[0].get(n) != texts[1].get(n)))

    def touches(self, year: int) -> bool:
        """Whether a look-up for a day of this year can give something else than before."""
        return bool(self.files) or any(self._differs(series, year) for series in {c.series for c in self.changes})

    def _differs(self, series: str, year: int) -> bool:
        first, last = date(year, 1, 1), date(year, 12, 31)
        starts = {e.valid_from for side in (self.before, self.after) for e in side.series.get(series, ())}
        days = {first, *(day for day in starts if first < day <= last)}
        return any(not alike(self.before.in_force(series, day), self.after.in_force(series, day)) for day in days)


def alike(one: Entry | None, other: Entry | None) -> bool:
    """Whether two entries say the same."""
    if one is None or other is None:
        return one is other
    return not _cells(one, other)


def _cells(before: Entry, after: Entry) -> tuple[str, ...]:
    return tuple(name for name in _COMPARED if getattr(before, name) != getattr(after, name))


def _changes(series: str, before: Library, after: Library) -> Iterable[Change]:
    old, new = _by_day(before, series), _by_day(after, series)
    for day in sorted(old.keys() | new.keys()):
        was, now = old.get(day), new.get(day)
        if now is None:
            yield Change(Movement.removed, series, was, None)
        elif was is None:
            yield Change(_arrival(now, old), series, None, now, before.in_force(series, day))
        elif cells := _cells(was, now):
            yield Change(Movement.changed, series, was, now, cells=cells)


def _arrival(entry: Entry, old: Mapping[date, Entry]) -> Movement:
    if entry.value is None:
        return Movement.ended
    if not old:
        return Movement.added
    return Movement.newer if entry.valid_from > max(old) else Movement.inserted


def _by_day(library: Library, series: str) -> Mapping[date, Entry]:
    return {entry.valid_from: entry for entry in library.series.get(series, ())}
