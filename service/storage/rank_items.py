"""What rows of lists show, by its digest, and the anchors that it cites, by their numbers.

Neither ever changes under its name, so what a process has read of them it keeps.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from service.storage.lookups import Database, Reading, among
from service.storage.ranks import Listed, Overtaken

Name = TypeVar("Name")
Content = TypeVar("Content")

#: Of each kind and database; what a row shows has some 4 kB.
MOST_KEPT = 20_000


class Shown(NamedTuple):
    """What a row shows: a JSON object, and the numbers of the anchors that it cites."""

    item: bytes
    anchors: bytes

    @property
    def digest(self) -> bytes:
        """The name of both."""
        return hashlib.blake2b(b"%d %b%b" % (len(self.anchors), self.anchors, self.item), digest_size=16).digest()


class _Kept(Generic[Name, Content]):
    """Contents by name; the oldest are given up first."""

    def __init__(self) -> None:
        self._contents: dict[Name, Content] = {}
        self._growing = Lock()

    def find(
        self, names: Collection[Name], read: Callable[[Sequence[Name]], Reading[Mapping[Name, Content]]]
    ) -> Reading[Mapping[Name, Content]]:
        """Contents of those names that have one; those that are not kept yet are read, all at once."""
        kept = self._contents.get
        found = {name: content for name in names if (content := kept(name)) is not None}
        if missing := [name for name in names if name not in found]:
            new = yield from read(missing)
            self._keep(new)
            found.update(new)
        return found

    def _keep(self, new: Mapping[Name, Content]) -> None:
        with self._growing:
            self._contents.update(new)
            for name in list(islice(self._contents, max(0, len(self._contents) - MOST_KEPT))):
                del self._contents[name]


_SHOWN: WeakKeyDictionary[Database, _Kept[bytes, Shown]] = WeakKeyDictionary()
_ANCHORS: WeakKeyDictionary[Database, _Kept[int, bytes]] = WeakKeyDictionary()


def shown_of(database: Database, rows: Sequence[Listed]) -> Reading[Sequence[Shown]]:
    """What each row shows; raises `Overtaken` where a row is gone since it was listed."""
    entries = {row.digest: row.entry for row in rows}

    def read(missing: Sequence[bytes]) -> Reading[Mapping[bytes, Shown]]:
        condition, values = among(database, "entry", [entries[digest] for digest in missing])
        statement = f"SELECT digest, item, anchors FROM rank_entry WHERE {condition}"  # noqa: S608 - our names
        return {digest: Shown(*shown) for digest, *shown in (yield statement, values)}

    found = yield from _SHOWN.setdefault(database, _Kept()).find(entries, read)
    if not found.keys() >= entries.keys():
        raise Overtaken
    return [found[row.digest] for row in rows]


def anchors_of(database: Database, shown: Iterable[Shown]) -> Reading[Sequence[bytes]]:
    """Every anchor that is cited, once, as JSON, in the order of their texts."""
    numbers = {number for cited in {each.anchors for each in shown} for number in unpacked(cited)}

    def read(missing: Sequence[int]) -> Reading[Mapping[int, bytes]]:
        condition, values = among(database, "anchor", missing)
        statement = f"SELECT anchor, content FROM rank_anchor WHERE {condition}"  # noqa: S608 - our names
        return dict((yield statement, values))

    found = yield from _ANCHORS.setdefault(database, _Kept()).find(numbers, read)
    return sorted(found.values())


def packed(numbers: Sequence[int]) -> bytes:
    """Numbers of anchors as they are stored with an entry."""
    return array("i", numbers).tobytes()


def unpacked(stored: bytes) -> Sequence[int]:
    """The numbers of an entry's anchors."""
    return array("i", stored)
