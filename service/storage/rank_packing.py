"""What rows of lists show, packed by a dictionary of what many have in common: hundreds of bytes in place of thousands.

A page then reads a tenth as much, and no process need keep what it has shown. `rank_items` unpacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import zstandard
from sqlalchemy import Connection, insert, select

from service.storage.rank_tables import DICTIONARY

#: A dictionary is made where those that there are do not bring many rows to such a share of their size, and kept where
#: it halves what they leave.
ENOUGH_ROWS = 100
SMALL_SHARE = 1 / 8
DICTIONARY_BYTES = 16_384
#: Rows together are to be so many times larger than what is learnt from them.
ENOUGH_TO_LEARN = 8
_TRIED_ROWS = 20
#: The dictionary of those that are packed without one.
PLAIN = 0


class Packed(NamedTuple):
    """Rows, each as packed by the dictionary of that number."""

    dictionary: int
    items: Sequence[bytes]

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(map(len, self.items))


def packed_items(connection: Connection, items: Sequence[bytes]) -> Packed:
    """Rows packed by the dictionary that serves them best; a new one is made where none serves them well."""
    stored = connection.execute(select(DICTIONARY.c.dictionary, DICTIONARY.c.content))
    known: Mapping[int, bytes] = {PLAIN: b"", **dict(stored.all())}
    best = min(known, key=lambda number: _packed(number, known[number], items[:_TRIED_ROWS]).size)
    found = _packed(best, known[best], items)
    size = sum(map(len, items))
    if len(items) < ENOUGH_ROWS or size < ENOUGH_TO_LEARN * DICTIONARY_BYTES or found.size < SMALL_SHARE * size:
        return found
    number = max(known) + 1
    learnt = zstandard.train_dictionary(DICTIONARY_BYTES, list(items), dict_id=number).as_bytes()
    better = _packed(number, learnt, items)
    if 2 * better.size > found.size:
        return found
    connection.execute(insert(DICTIONARY), [{"dictionary": number, "content": learnt}])
    return better


def _packed(number: int, dictionary: bytes, items: Iterable[bytes]) -> Packed:
    learnt = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return Packed(number, list(map(zstandard.ZstdCompressor(dict_data=learnt).compress, items)))
