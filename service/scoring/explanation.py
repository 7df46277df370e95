"""One enterprise against the place above it: what would have to fall, at which lines, found on the score itself.

Nothing here knows how a score is made. The parts of the judged sums are lowered step by step, the score function is
asked, and halving finds the least number of steps that reaches the place, because scores never rise with emissions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.distance import reduction
from service.scoring.inventory import Inventory
from service.scoring.levers import Pull, Reaching, constraints_of, parts_of, pulled, pulls_at, steps_of
from service.scoring.result import Part, Score

Scorer = Callable[[Inventory], Score]
#: The order of a ranking: conservative index and higher conservative axis, in micro-units.
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between an enterprise and a place.

    `together` lists reductions that reach it jointly, empty where nothing on this footing does; `alone` lists those
    that would reach it by themselves.
    """

    together: tuple[Pull, ...]
    alone: tuple[Pull, ...]


def gap(inventory: Inventory, scorer: Scorer, target: Key) -> Gap:
    """The least reductions that reach `target`, which is the order key of whoever stands there.

    Reaching means an equal or better key: equals share a place.
    """
    now = scorer(inventory)
    parts = [(part, reach) for part in parts_of(now) if part.size and (reach := _reach(part, now)) > 0]
    ways = (least(inventory, scorer, target, [part]) for part in parts)
    return Gap(_together(inventory, scorer, target, parts), tuple(pull for way in ways for pull in way or ()))


def least(inventory: Inventory, scorer: Scorer, target: Key, group: Sequence[Reaching]) -> tuple[Pull, ...] | None:
    """The least of a group, all by one share, that reaches `target`; None where even nothing left fails."""
    parts = [part for part, _ in group]

    def reaches(steps: int) -> bool:
        key = scorer(pulled(inventory, pulls_at(group, steps), parts)).rank_key
        return key is not None and key >= target

    low, high = -1, steps_of(group)
    if not reaches(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return pulls_at(group, high)


def _together(inventory: Inventory, scorer: Scorer, target: Key, parts: Sequence[Reaching]) -> tuple[Pull, ...]:
    """Carbon first, as little as lets the rest do; then all pollutants by one share; one of them may need nothing."""
    carbon = [each for each in parts if each[0].fields]
    pollutants = [each for each in parts if not each[0].fields]
    gone = pulls_at(pollutants, steps_of(pollutants))
    cleanest = pulled(inventory, gone, [part for part, _ in pollutants])
    first = least(cleanest, scorer, target, carbon)
    if first is None:
        return ()
    lighter = pulled(inventory, first, [part for part, _ in carbon])
    return (*first, *(least(lighter, scorer, target, pollutants) or ()))


def _reach(part: Part, now: Score) -> Fraction:
    """How far a part may come down: all of it; where it may fall below zero, as far as any level asks at its bound."""
    if part.bounded:
        return part.amount
    falls = (reduction(c, c.cap) for c in constraints_of(now) if part in c.parts)
    return part.size + 2 * max((fall for fall in falls if fall is not None), default=Fraction(0))
