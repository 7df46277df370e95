"""Places within one group (ruleset, sector, region, year), from scores or from stored rows: the definition.

`service.scoring.placing` works the same places out for whole years at once; a test holds the two together.

Standard competition ranks (1, 2, 2, 4) by conservative index, then by the higher conservative axis, both as integer
micro-units. The interval of a place counts who is certainly ahead and who may be: [1 + #{low_j > high_i},
#{high_j >= low_i}] with low the conservative and high the favourable index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.errors import InvalidInput
from service.scoring.exact import micro
from service.scoring.result import Rating, Reason, Score

#: The first byte of a sort key, and what lies behind every key.
RANKED, UNRANKED, END = b"\x00", b"\x01", b"\x02"
_WIDTH = 8
_TOP = 1 << (8 * _WIDTH - 1)


@dataclass(frozen=True, slots=True)
class Entrant:
    """What ranking needs of one score; all numbers in integer micro-units. `unranked` says why there is no place."""

    credit_code: str
    rating: Rating
    synthetic: bool
    conservative: int | None
    favourable: int | None
    higher_axis: int | None
    unranked: tuple[Reason, ...] = ()
    sector: str = ""

    @property
    def of(self) -> tuple[str, str]:
        """Whose it is: credit code and sector."""
        return self.credit_code, self.sector

    @property
    def ranked(self) -> bool:
        """Whether there is a place."""
        return not self.unranked and self.conservative is not None


@dataclass(frozen=True, slots=True)
class Place:
    """A place: rank, the interval it may lie in, and how many share it."""

    rank: int
    interval: tuple[int, int]
    shared_by: int
    entrant: Entrant


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places in order, and those without a place with their reasons."""

    places: tuple[Place, ...]
    unranked: tuple[Entrant, ...]


def entrant(score: Score) -> Entrant:
    """What ranking needs of a fresh score."""
    key = score.rank_key
    return Entrant(
        score.credit_code,
        score.rating,
        score.synthetic,
        conservative=key[0] if key else None,
        favourable=micro(score.index.favourable) if score.index else None,
        higher_axis=key[1] if key else None,
        unranked=score.unranked,
        sector=score.sector,
    )


def rank(entrants: Sequence[Entrant]) -> Ranking:
    """Places of one group; raises InvalidInput `ranking.mixed` where real and synthetic enterprises are mixed."""
    if len({e.synthetic for e in entrants}) > 1:
        raise InvalidInput(code="ranking.mixed")
    placed = sorted((e for e in entrants if e.ranked), key=_order)
    unranked = sorted((e for e in entrants if not e.ranked), key=lambda e: (e.credit_code, e.sector))
    return Ranking(_places(placed), tuple(unranked))


def _order(item: Entrant) -> tuple[int, int, str, str]:
    """Best first; the code orders a list of equals and never decides a place."""
    return -(item.conservative or 0), -(item.higher_axis or 0), item.credit_code, item.sector


def sort_key(item: Entrant) -> bytes:
    """The order of a list as bytes, which compare alike everywhere: by places, then the unranked by code.

    Ranked: 00, two figures as 8 bytes each that grow as the figure falls, code and sector. Unranked: 01, code, sector.
    """
    name = f"{item.credit_code}{item.sector}".encode()
    if not item.ranked:
        return UNRANKED + name
    return order_key(item.conservative or 0, item.higher_axis or 0) + name


def order_key(conservative: int, higher_axis: int) -> bytes:
    """What the sort keys of all begin with who have these figures; those who are better sort before it."""
    return RANKED + b"".join((_TOP - figure).to_bytes(_WIDTH) for figure in (conservative, higher_axis))


def _places(placed: Sequence[Entrant]) -> tuple[Place, ...]:
    keys = [_order(item)[:2] for item in placed]
    first = {key: 1 + index for index, key in reversed(list(enumerate(keys)))}
    shared = Counter(keys)
    lows = sorted(item.conservative or 0 for item in placed)
    highs = sorted(item.favourable or 0 for item in placed)
    return tuple(
        Place(first[key], _interval(item, lows, highs), shared[key], item)
        for key, item in zip(keys, placed, strict=True)
    )


def _interval(item: Entrant, lows: list[int], highs: list[int]) -> tuple[int, int]:
    ahead = len(lows) - bisect_right(lows, item.favourable or 0)
    possible = len(highs) - bisect_left(highs, item.conservative or 0)
    return 1 + ahead, possible
