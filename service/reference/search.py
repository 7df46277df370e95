"""Finding numbers of the library: by words in Chinese or English, and by what they are and apply to.

An index is made once for a state of the library. What it is asked for by name must be known to the library: a value
that it has never heard of is a slip, and is refused rather than answered with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

from service.errors import Fault, InvalidInput
from service.reference.entries import Entry
from service.reference.library import Library
from service.reference.names import Spellings, spellings
from service.reference.words import Positions, WordIndex, split_words

#: Facets with so few values that a refusal names them all.
FEW = 12
#: Where the values of the other facets are listed.
LISTED = {
    "material": "/v1/vocabulary/materials",
    "substance": "/v1/vocabulary/substances",
    "sector": "/v1/vocabulary/sectors",
    "region": "/v1/vocabulary/regions",
    "process": "/v1/vocabulary/processes",
    "technology": "/v1/vocabulary/technologies",
    "table": "/v1/vocabulary/tables",
    "status": "/v1/vocabulary/statuses",
    "source": "/v1/sources",
    "series": "/v1/emission-factors",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; None asks nothing. All that is asked must hold.

    `text` holds words that must all occur; `sector` is a GB/T 4754 code and finds what is stated for it, for classes
    under it and for groups above it; `region` is a GB/T 2260 code (zeros at the end may be left out) and finds the
    subtree, `CN` the national values alone, and the name of a grid area its own; `series` also finds the series that go
    on after it; `day` finds what is in force on it.
    """

    text: str | None = None
    kind: str | None = None
    level: str | None = None
    table: str | None = None
    series: str | None = None
    sector: str | None = None
    process: str | None = None
    material: str | None = None
    substance: str | None = None
    region: str | None = None
    technology: str | None = None
    trust: str | None = None
    status: str | None = None
    source: str | None = None
    day: date | None = None


class SearchIndex:
    """The prepared library: its entries by id, their words, and which entries have which value of each facet."""

    def __init__(self, library: Library) -> None:
        self.names: Spellings = spellings(library)
        self.entries: Sequence[Entry] = tuple(library.entries[i] for i in sorted(library.entries))
        self._words = WordIndex(library, self.names, self.entries)
        self._facets = self._collect(library)
        self._all = frozenset(range(len(self.entries)))
        self._until = {
            before.id: after.valid_from for held in library.series.values() for before, after in pairwise(held)
        }

    def find(self, filters: Filters) -> list[Entry]:
        """The entries that fit, by id; raises `InvalidInput` (`filter.unknown`) for values that are not known."""
        found = self._chosen(filters)
        for word in split_words(filters.text or ""):
            found &= self._words.holding(word)
        chosen = (self.entries[position] for position in sorted(found))
        return [entry for entry in chosen if filters.day is None or self.holds(entry, filters.day)]

    def holds(self, entry: Entry, day: date) -> bool:
        """Whether the entry is the one of its series that is in force on a day."""
        end = self._until.get(entry.id)
        return entry.value is not None and entry.valid_from <= day and (end is None or day < end)

    def until(self, entry: Entry) -> date | None:
        """The first day on which the entry no longer holds; None while nothing follows it."""
        return self._until.get(entry.id)

    def counts(self, facet: str) -> Mapping[str, int]:
        """How many entries each value of a facet has."""
        return {value: len(positions) for value, positions in self._facets[facet].items()}

    def _chosen(self, filters: Filters) -> Positions:
        found, faults = self._all, []
        for facet in FACETS:
            asked = getattr(filters, facet)
            if asked is None:
                continue
            known = self._asked(facet, asked)
            if known is None:
                faults.append(Fault("filter.unknown", f"/query/{facet}", {"expected": self._expected(facet)}))
            else:
                found &= known
        if faults:
            raise InvalidInput(*faults)
        return found

    def _asked(self, facet: str, asked: str) -> Positions | None:
        """The entries of one value of a facet, None where the value is unknown."""
        held = self._facets[facet]
        value = self.names.resolve(facet, asked)
        if value is None:
            return None if facet in self.names.names else held.get(asked)
        above = (held.get(f"={value[:length]}", frozenset()) for length in range(2, len(value)))
        own = held.get(value, frozenset())
        return own.union(*above) if facet == "sector" else own

    def _expected(self, facet: str) -> str:
        values = self._facets[facet]
        return ", ".join(sorted(values)) if len(values) <= FEW else f"GET {LISTED[facet]}"

    def _collect(self, library: Library) -> Mapping[str, Mapping[str, Positions]]:
        gathered: dict[str, dict[str, set[int]]] = {facet: {} for facet in FACETS}
        for position, entry in enumerate(self.entries):
            for facet, value in self._values(entry):
                gathered[facet].setdefault(value, set()).add(position)
        for word, trust in library.trusts.items():
            gathered["status"].setdefault(word, set())
            gathered["trust"].setdefault(trust.value, set())
        for key in library.sources:
            gathered["source"].setdefault(key, set())
        return {facet: {v: frozenset(p) for v, p in values.items()} for facet, values in gathered.items()}

    def _values(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Every value of every facet under which an entry is found."""
        yield from (
            ("kind", entry.table.kind),
            ("table", entry.table.file),
            ("trust", entry.trust.value),
            ("status", entry.status),
            ("source", entry.source),
        )
        yield from (("level", entry.level),) if entry.level else ()
        yield from (("series", name) for name in beginnings(entry.series))
        for facet, tag in entry.tags.items():
            for value in tag.split("/") if facet in SEVERAL else (tag,):
                yield from ((facet, name) for name in self.names.found_under(facet, value))
        yield from (("region", name) for name in self.names.grid_areas(entry.series))


#: Facets in the order in which refusals name them; tags of the last kind may list several values.
FACETS = tuple(field.name for field in fields(Filters) if field.name not in ("text", "day"))
SEVERAL = ("sector", "material", "substance", "region")


def beginnings(series: str) -> Iterable[str]:
    """A series and everything that it continues: `a.b.c`, `a.b`, `a`."""
    parts = series.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
