"""The words of the library: which entries hold a word, in what they say alone or in what many of them say alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from service.reference.entries import Entry
from service.reference.library import Library
from service.reference.names import Spellings

_WORDS = re.compile(r"[^\s,;，；、。]+")
Positions = frozenset[int]


class WordIndex:
    """The words of a sequence of entries; positions are places in it."""

    def __init__(self, library: Library, names: Spellings, entries: Sequence[Entry]) -> None:
        self._own = [own_text(entry) for entry in entries]
        self._shared = collect_shared(library, names, entries)

    def holding(self, word: str) -> Positions:
        """The entries in whose words a word occurs."""
        own = frozenset(position for position, text in enumerate(self._own) if word in text)
        return own.union(*(positions for text, positions in self._shared.items() if word in text))


def collect_shared(library: Library, names: Spellings, entries: Sequence[Entry]) -> Mapping[str, Positions]:
    """What many entries say alike, once for all of them: sources, tables, what they apply to."""
    gathered: dict[tuple[str, ...], set[int]] = {}
    for position, entry in enumerate(entries):
        source, table = library.sources[entry.source], entry.table
        called = (tuple(names.all_of(facet, tag)) for facet, tag in entry.tags.items())
        cited = (source.key, source.number, source.title_zh, source.title_en)
        for said in (cited, (table.title_zh, table.title_en), *called):
            gathered.setdefault(said, set()).add(position)
    merged: dict[str, Positions] = {}
    for said, positions in gathered.items():
        text = lines(said)
        merged[text] = merged.get(text, frozenset()).union(positions)
    return merged


def normal(text: str) -> str:
    """Text as it is compared: widths and letter case make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def lines(texts: Iterable[str]) -> str:
    """Texts as they are compared, each on a line of its own, so that no word runs across two."""
    return normal("\n".join(texts))


def own_text(entry: Entry) -> str:
    """What an entry alone says; a Chinese name also without its spaces, as it is commonly typed."""
    unspaced = "".join(entry.name_zh.split())
    return lines((entry.id, entry.series, entry.name_zh, unspaced, entry.name_en, entry.clause))


def split_words(text: str) -> list[str]:
    """The words of a search."""
    return _WORDS.findall(normal(text))
