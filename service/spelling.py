"""Other spellings of the library's names: case, Chinese names, abbreviations; and the names nearest to a slip."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from service.reference import Library

#: How many names a refusal offers, and how alike a name has to be.
OFFERED, ALIKE = 6, 0.55

Spellings = Mapping[str, str]

_KNOWN: dict[tuple[str, str], Spellings] = {}


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return a name as it is compared: full-width forms, case, blanks and hyphens make no difference."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return plain.replace(" ", "").replace("-", "").replace("_", "")


def substance_id(library: Library, name: str) -> str | None:
    """Return the code of a substance called by code, Chinese or English name or alias; None where none is meant."""
    return name if name in library.documents["substances.yaml"] else _known(library, _substances).get(folded(name))


def parameter_key(library: Library, key: str) -> str:
    """Return a parameter under the formulas' own name and its substance under its code; strange words stay."""
    name, colon, substance = key.partition(":")
    known = _known(library, _parameters).get(folded(name), name)
    return f"{known}{colon}{(substance_id(library, substance) or substance) if substance else ''}"


def process_id(library: Library, name: str | None) -> str | None:
    """Return a process, furnace or technique under the code that series use; strange words stay."""
    return None if name is None else _known(library, _processes).get(folded(name), name)


def nearest(names: Iterable[str], word: str) -> tuple[str, ...]:
    """Return the few of `names` that are most like a word, the most alike first; none where all are far from it."""
    likeness = {name: alike(folded(word), folded(name)) for name in names}
    ordered = sorted(likeness, key=lambda name: (-likeness[name], name))
    return tuple(name for name in ordered if likeness[name] >= ALIKE)[:OFFERED]


def alike(word: str, name: str) -> float:
    """Say how alike two folded names are, 0 to 1; a name that holds the other whole is close."""
    within = word in name or name in word
    return max(SequenceMatcher(None, word, name).ratio(), ALIKE if within and min(len(word), len(name)) > 1 else 0.0)


def _substances(library: Library) -> Spellings:
    return {
        folded(spelling): code
        for code, entry in library.documents["substances.yaml"].items()
        for spelling in (code, entry["name_zh"], entry["name_en"], *entry.get("aliases", ()))
    }


def _parameters(library: Library) -> Spellings:
    words: Mapping[str, Sequence[str]] = library.documents.get("parameters.yaml", {})
    return {folded(spelling): name for name, spellings in words.items() for spelling in (name, *spellings)}


def _processes(library: Library) -> Spellings:
    words: Mapping[str, Sequence[str]] = library.documents.get("processes.yaml", {})
    return {folded(spelling): code for code, spellings in words.items() for spelling in (code, *spellings)}


def _known(library: Library, build: Callable[[Library], Spellings]) -> Spellings:
    key = (build.__name__, library.digest)
    if key not in _KNOWN:
        _KNOWN[key] = build(library)
    return _KNOWN[key]
