"""What rows of lists show, packed by a dictionary of what many have in common, and the anchors that they cite.

A row names its dictionary and its anchors by number. Neither ever changes under its number, so what a process has read
of them it keeps.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from zstandard import ZstdCompressionDict, ZstdDecompressor

from service.storage.lookups import Database, Reading, among
from service.storage.rank_packing import PLAIN

Content = TypeVar("Content")


#: Of anchors, of dictionaries, and of rows of each dictionary, which have some 4 kB.
MOST_KEPT = 20_000


class Unpacker:
    """Undoes what was packed by one dictionary, or by none; rows that stand on several lists are unpacked once."""

    def __init__(self, dictionary: bytes | None = None) -> None:
        decompressor = ZstdDecompressor(dict_data=ZstdCompressionDict(dictionary) if dictionary else None)
        self._unpacked = lru_cache(MOST_KEPT)(decompressor.decompress)
        self._one_at_a_time = Lock()  # it lets go of the interpreter while it works, and knows no other thread

    def __call__(self, packed: Iterable[bytes]) -> list[bytes]:
        with self._one_at_a_time:
            return list(map(self._unpacked, packed))


_UNPACKERS: WeakKeyDictionary[Database, dict[int, Unpacker]] = WeakKeyDictionary()
_ANCHORS: WeakKeyDictionary[Database, dict[int, bytes]] = WeakKeyDictionary()


def items_of(database: Database, dictionaries: Sequence[int], items: Sequence[bytes]) -> Reading[Sequence[bytes]]:
    """What each row shows, by its dictionary: a JSON object but for its opening brace."""
    numbers = set(dictionaries)
    kept = _UNPACKERS.setdefault(database, {PLAIN: Unpacker()})
    unpackers = yield from _found(database, kept, numbers, "dictionary", Unpacker)
    if len(numbers) == 1:
        return unpackers[dictionaries[0]](items)
    return [unpackers[number]((item,))[0] for number, item in zip(dictionaries, items, strict=True)]


def anchors_of(database: Database, anchors: Iterable[bytes]) -> Reading[Sequence[bytes]]:
    """Every anchor that rows cite, once, as JSON, in the order of their texts."""
    numbers = {number for cited in set(anchors) for number in unpacked(cited)}
    return sorted((yield from _found(database, _ANCHORS.setdefault(database, {}), numbers, "anchor", bytes)).values())


def _found(
    database: Database, kept: dict[int, Content], numbers: Collection[int], name: str, made: Callable[[bytes], Content]
) -> Reading[Mapping[int, Content]]:
    """Contents by number; those that are not kept yet are read, all at once."""
    found = {number: content for number in numbers if (content := kept.get(number)) is not None}
    if missing := [number for number in numbers if number not in found]:
        condition, values = among(database, name, missing)
        statement = f"SELECT {name}, content FROM rank_{name} WHERE {condition}"  # noqa: S608 - our names
        found |= {number: made(content) for number, content in (yield statement, values)}
        if len(kept) + len(missing) > MOST_KEPT:
            kept.clear()
        kept.update(found)
    return found


def packed(numbers: Sequence[int]) -> bytes:
    """Numbers of anchors as they are stored with an entry."""
    return array("i", numbers).tobytes()


def unpacked(stored: bytes) -> Sequence[int]:
    """The numbers of an entry's anchors."""
    return array("i", stored)
