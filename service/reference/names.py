"""What the codes of the library are called: materials, substances, sectors, regions, in both languages.

A search may name a thing by id, by Chinese or English name, by alias, a substance also by CAS number. Letter case and
the width of characters make no difference.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.reference.library import Library

#: The first places of a GB/T 4754 code: divisions have two digits, groups three, classes four.
DIVISION = 2
#: Province, prefecture and county take two places each of a GB/T 2260 code.
REGION_PLACES = 6
#: The segment of a series name behind which the name of a grid area stands.
GRID_SEGMENTS = ("region", "region6")
COUNTRY = "CN"


@dataclass(frozen=True)
class Spellings:
    """Names by code and codes by name, for each register; `parents` is the register of regions as a tree."""

    names: Mapping[str, Mapping[str, Sequence[str]]]
    codes: Mapping[str, Mapping[str, str]]
    parents: Mapping[str, str]
    grids: frozenset[str]

    def resolve(self, facet: str, asked: str) -> str | None:
        """The code that a name stands for; None where the facet has no register, or the name is unknown."""
        if facet == "sector":
            return asked if self._sector_known(asked) else None
        if facet not in self.codes:
            return None
        key = comparable(asked)
        if facet == "region":
            key = key.ljust(REGION_PLACES, "0") if key.isdecimal() else key
        return self.codes[facet].get(key)

    def _sector_known(self, asked: str) -> bool:
        """Only part of GB/T 4754 is registered: a class counts as known where its group or division is."""
        if not asked.isascii() or not asked.isdecimal() or not DIVISION <= len(asked) <= 4:
            return False
        return any(code.startswith(asked) or asked.startswith(code) for code in self.names["sector"])

    def all_of(self, facet: str, tag: str) -> Iterable[str]:
        """The tag of an entry and everything that its codes are called."""
        yield tag
        known = self.names.get(facet, {})
        for code in tag.split("/"):
            yield from known.get(code, ())

    def found_under(self, facet: str, value: str) -> Iterable[str]:
        """The values under which an entry with this tag is found; `=` marks a sector stated itself."""
        if facet == "sector":
            return [f"={value}", *(value[:length] for length in range(DIVISION, len(value) + 1))]
        if facet == "region":
            return self._region_and_above(value)
        return [value]

    def _region_and_above(self, code: str) -> Iterable[str]:
        """A region and what it lies in, up to its province: everything lies in the country, so that says nothing."""
        yield code
        parent = self.parents.get(code, "")
        while parent and parent != COUNTRY:
            yield parent
            parent = self.parents.get(parent, "")

    def grid_areas(self, series: str) -> Iterable[str]:
        """The grid area whose values a series holds, if it does."""
        *_, segment, name = ("", *series.split("."))
        return [name] if segment in GRID_SEGMENTS and name in self.grids else []


def comparable(name: str) -> str:
    """A name as it is compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def spellings(library: Library) -> Spellings:
    """Read the registers of a library."""
    regions = library.records["regions.csv"]
    grids = frozenset(row[column] for row in regions for column in ("grid_region", "region6") if row[column])
    names = {
        "material": {code: _called(entry) for code, entry in library.documents["fuels/materials.yaml"].items()},
        "substance": {code: _called(entry) for code, entry in library.documents["substances.yaml"].items()},
        "sector": {row["code"]: _called(row) for row in library.records["sectors.csv"]},
        "region": {row["code"]: _called(row) for row in regions},
    }
    codes = {facet: _codes(names[facet]) for facet in ("material", "substance", "region")}
    codes["region"] = (
        {name: name for name in grids} | {_short(n): c for n, c in codes["region"].items()} | codes["region"]
    )
    return Spellings(names, codes, {row["code"]: row["parent"] for row in regions}, grids)


def _called(entry: Mapping[str, object]) -> Sequence[str]:
    """Every name of an entry of a register."""
    single = [str(entry[key]) for key in ("name_zh", "name_en", "cas") if entry.get(key)]
    aliases = entry.get("aliases", ())
    return [*single, *map(str, aliases)] if isinstance(aliases, Sequence) else single


def _codes(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Code by name; where two share a name the one listed first has it, and a code is always itself."""
    found: dict[str, str] = {}
    for code, called in names.items():
        for name in called:
            found.setdefault(comparable(name), code)
    return found | {comparable(code): code for code in names}


def _short(name: str) -> str:
    """A place as it is commonly called: 山西 for 山西省."""
    return name.removesuffix("省").removesuffix("市")
