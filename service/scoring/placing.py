"""The places of a whole year at once, in every scope: what `ranking.rank` defines, on columns.

A scope joins an area (nation, province, city, county, park) with peers (division, group or class of GB/T 4754, or one
process of it). Rows come in the order of their sort keys, which is the order within every scope.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]

AREAS = ("nation", "province", "city", "county", "park")
#: For each level of GB/T 4754 the name of its peers of one process.
OF_PROCESS = {
    "division": "division_process",
    "industry_group": "group_process",
    "industry_class": "class_process",
}
PEERS = (*OF_PROCESS, *OF_PROCESS.values())


class Standing(NamedTuple):
    """A place as stored: rank, the ends of the interval it may lie in, how many share it, and how many the scope ranks.

    All are zero where a row does not belong to the scope.
    """

    rank: int
    surely: int
    possibly: int
    shared_by: int
    group_size: int


_STORED = struct.Struct(f"<{len(Standing._fields)}i")
#: Bytes of one place, and of one row, which has a place for every scope, area by area.
PLACE_BYTES = _STORED.size
ROW_BYTES = len(AREAS) * len(PEERS) * PLACE_BYTES


@dataclass(frozen=True, slots=True)
class Year:
    """The ranked rows of a year in their order: figures in micro-units, and for each level the code of its group.

    A negative code says that the row belongs to no group of that level (no park, for one).
    """

    conservative: Codes
    favourable: Codes
    higher_axis: Codes
    areas: Mapping[str, Codes]
    peers: Mapping[str, Codes]


@dataclass(frozen=True, slots=True)
class _Ordered:
    """What all scopes share: a number for each pair of figures that orders, and both bounds numbered from the best."""

    key: Codes
    lower: Codes
    upper: Codes
    width: int


def place_year(year: Year) -> NDArray[np.int32]:
    """Every place in every scope, in the shape (rows, scopes, 5); zeros where a row does not belong to a scope."""
    ordered, alike = _ordered(year), _alike(year.peers)
    # A place is moved as one thing: rows of a group lie far apart, and five numbers would each be looked up.
    stored = np.zeros((len(year.conservative), len(AREAS) * len(PEERS)), f"V{PLACE_BYTES}")
    numbers = {scope: number for number, scope in enumerate(_scopes())}
    for (area, peers), number in numbers.items():
        if alike[peers] != peers:
            stored[:, number] = stored[:, numbers[area, alike[peers]]]
            continue
        inside = np.flatnonzero((year.areas[area] >= 0) & (year.peers[peers] >= 0))
        rows, places = _places(ordered, inside, _joined(year.areas[area][inside], year.peers[peers][inside]))
        stored[rows, number] = places.view(stored.dtype)[:, 0]
    return stored.view(np.int32).reshape(*stored.shape, len(Standing._fields))


def of_process(sector: str, process: str) -> str:
    """The name of a group of peers of one process; none without a process."""
    return f"{sector}/{process}" if process else ""


def offset(area: str, peers: str) -> int:
    """At which byte of a row the place of a scope begins."""
    return (AREAS.index(area) * len(PEERS) + PEERS.index(peers)) * PLACE_BYTES


def standings(stored: bytes) -> Iterator[Standing]:
    """Places as stored, one behind the other."""
    return map(Standing._make, figures(stored))


def figures(stored: bytes) -> Iterator[tuple[int, int, int, int, int]]:
    """As `standings`, without the names of the figures: a page has many."""
    return _STORED.iter_unpack(stored)


def _scopes() -> Iterator[tuple[str, str]]:
    return ((area, peers) for area in AREAS for peers in PEERS)


def _ordered(year: Year) -> _Ordered:
    count = len(year.conservative)
    differs = np.zeros(count, np.int64)
    differs[1:] = (np.diff(year.conservative) != 0) | (np.diff(year.higher_axis) != 0)
    _, dense = np.unique(-np.concatenate((year.conservative, year.favourable)), return_inverse=True)
    bounds = dense.astype(np.int64)
    return _Ordered(np.cumsum(differs), bounds[:count], bounds[count:], 2 * count + 1)


def _alike(peers: Mapping[str, Codes]) -> Mapping[str, str]:
    """For each level the first that divides the rows as it does: where a division has one class, they are the same."""
    first: dict[str, str] = {}
    for name, codes in peers.items():
        same = (other for other in first if first[other] == other and _divide_alike(peers[other], codes))
        first[name] = next(same, name)
    return first


def _divide_alike(one: Codes, other: Codes) -> bool:
    inside = one >= 0
    if not np.array_equal(inside, other >= 0):
        return False
    one, other = one[inside], other[inside]
    groups = {np.count_nonzero(np.bincount(codes)) for codes in (one, other, _joined(one, other))}
    return len(groups) == 1


def _joined(one: Codes, other: Codes) -> Codes:
    """A number for each pair, in the smallest words that hold it: those of two bytes are sorted in linear time."""
    width = other.max(initial=0) + 1
    words: Codes = (one * width + other).astype(np.min_scalar_type((one.max(initial=0) + 1) * width))
    return words


def _places(ordered: _Ordered, inside: Codes, group: Codes) -> tuple[Codes, NDArray[np.int32]]:
    """The rows `inside`, put together by `group`, and their places; bounds are sorted in it and counted by search."""
    by_group = np.argsort(group, kind="stable")
    rows, groups = inside[by_group], group[by_group]
    position = np.arange(len(rows))
    opens = _changes(groups)
    apart = opens | _changes(ordered.key[rows])
    number, tie = np.cumsum(opens) - 1, np.cumsum(apart) - 1
    start = position[opens][number]
    lower, upper = number * ordered.width + ordered.lower[rows], number * ordered.width + ordered.upper[rows]
    columns = (
        position[apart][tie] - start + 1,
        np.searchsorted(lower, upper, "left") - start + 1,
        np.searchsorted(np.sort(upper), lower, "right") - start,
        np.bincount(tie, minlength=1)[tie],
        np.bincount(number, minlength=1)[number],
    )
    return rows, np.stack(columns, axis=1, dtype=np.int32, casting="same_kind")


def _changes(values: Codes) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first always does."""
    changed = np.ones(len(values), np.bool_)
    changed[1:] = np.diff(values) != 0
    return changed
