"""What would it take: the least changes, in physical terms, that bring an enterprise to a higher class.

Nothing is guessed from a formula. A lever is pulled step by step (a kilogram of a tonne), the changed inventory is
scored by the same function as any report, and bisection over whole steps finds the least number with which a
constraint holds: one step less fails. The inventory with all changes is scored once more, and the answer says what came
out. What no reduction can mend (a veto, compliance, coverage, acceptance, missing figures) is named as a block.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from service.scoring.axis import ADVANCED
from service.scoring.blocks import blocks_of
from service.scoring.distance import reduction
from service.scoring.inventory import Inventory
from service.scoring.levers import Pull, Reaching, constraints_of, pulled, pulls_at, steps_of
from service.scoring.result import Constraint, Part, Rating, Reason, Score
from service.scoring.ruleset import RatingRule, Ruleset

Scorer = Callable[[Inventory], Score]


@dataclass(frozen=True, slots=True)
class Change:
    """What one constraint asks for: its level, the level needed, the pulls chosen and other pulls that would do.

    `lines` are those whose amounts it sums. `pulls` is empty where even nothing left does not reach the level, or the
    level is not defined.
    """

    subject: str
    gate: bool
    lines: frozenset[str]
    level: Fraction
    needed: Fraction
    pulls: tuple[Pull, ...]
    alternatives: tuple[tuple[Pull, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Pathway:
    """The way to `target`: changes by constraint, blocks, and the score of the inventory after all changes.

    `reached` says that the changed inventory has the class by reductions alone and nothing blocks it.
    """

    target: Rating
    changes: tuple[Change, ...]
    blocks: tuple[Reason, ...]
    inventory: Inventory
    after: Score
    reached: bool

    @property
    def together(self) -> tuple[Pull, ...]:
        """All reductions, one for each lever and the lines at which it is pulled."""
        sums: dict[tuple[str, frozenset[str]], Pull] = {}
        for pull in (pull for change in self.changes for pull in change.pulls):
            known = sums.get((pull.lever, pull.lines))
            sums[pull.lever, pull.lines] = pull if known is None else replace(known, amount=known.amount + pull.amount)
        return tuple(sums.values())


def pathway(inventory: Inventory, ruleset: Ruleset, scorer: Scorer, target: Rating) -> Pathway:
    """The least reductions that bring an inventory to `target`, constraint by constraint, each on top of the last."""
    rule = next((rule for rule in ruleset.ratings if rule.rating is target), None)
    changes: list[Change] = []
    changed = inventory
    if rule is not None:
        for constraint in constraints_of(scorer(inventory)):
            change, changed = _meet(changed, constraint, rule, scorer)
            changes += [change] if change is not None else []
    after = scorer(changed)
    blocks = blocks_of(changed, after, rule, [c.subject for c in changes if not c.pulls])
    return Pathway(target, tuple(changes), blocks, changed, after, at_least(after, target) and not blocks)


def following(score: Score) -> Rating | None:
    """The class above a score's; None at the top."""
    order = list(Rating)
    above = [*order[order.index(Rating.compliant) :]]
    if score.rating not in above:
        return Rating.compliant
    position = above.index(score.rating) + 1
    return above[position] if position < len(above) else None


def at_least(score: Score, target: Rating) -> bool:
    """Whether a score has a class or a better one."""
    order = list(Rating)
    return order.index(score.rating) >= order.index(target)


def least_steps(level: Callable[[int], Fraction], needed: Fraction, most: int) -> int | None:
    """The least whole number of steps up to `most` with a level of at least `needed`; None where none has it.

    The level must never fall with the steps. Levels are linear between their anchors, so every other question is put
    where a line through the ends would meet the level, and just below it; halving in between bounds the number of them.
    """
    low, high, below, above = 0, most, level(0), level(most)
    if above < needed or below >= needed:
        return None if above < needed else 0
    halve = False
    while high - low > 1:
        met = low + ceil((needed - below) / (above - below) * (high - low))
        middle = (low + high) // 2 if halve else min(max(met - (met == high), low + 1), high - 1)
        found = level(middle)
        if found >= needed:
            high, above = middle, found
        else:
            low, below = middle, found
        halve = not halve
    return high


def _meet(inventory: Inventory, asked: Constraint, rule: RatingRule, scorer: Scorer) -> tuple[Change | None, Inventory]:
    """Pull what the constraint needs; nothing where it holds already."""
    needed = ADVANCED if asked.gate else rule.level
    now = _same(scorer(inventory), asked)
    if (asked.gate and not rule.gate) or now.level >= needed:
        return None, inventory
    fall = reduction(now, needed) or Fraction(0)
    reaching = [(part, reach) for part in now.parts if part.size and (reach := _reach(part, fall)) > 0]
    parts = [part for part, _ in reaching]
    options = _options(inventory, now, needed, scorer, reaching)
    best = min(options, key=lambda pulls: _size(pulls, parts), default=())
    others = tuple(pulls for pulls in options if pulls is not best)
    lines = frozenset(line for part in asked.parts for line in part.lines)
    change = Change(asked.subject, asked.gate, lines, asked.level, needed, best, others)
    return change, pulled(inventory, best, parts)


def _reach(part: Part, fall: Fraction) -> Fraction:
    """How far a part may be asked to come down: all of it, or as far as the sum asks where it may fall below zero."""
    return part.amount if part.bounded else max(part.amount, fall)


def _options(
    inventory: Inventory, constraint: Constraint, needed: Fraction, scorer: Scorer, parts: Sequence[Reaching]
) -> list[tuple[Pull, ...]]:
    """Ways to meet a constraint: each part alone, and all of them by one share."""
    groups = [(part,) for part in parts] + ([tuple(parts)] if len(parts) > 1 else [])
    found = (_least(inventory, constraint, needed, scorer, group) for group in groups)
    return [pulls for pulls in found if pulls is not None]


def _least(
    inventory: Inventory, constraint: Constraint, needed: Fraction, scorer: Scorer, group: tuple[Reaching, ...]
) -> tuple[Pull, ...] | None:
    """The least number of steps of the greatest part; the others fall by the same share."""
    parts = [part for part, _ in group]

    def level(steps: int) -> Fraction:
        return _same(scorer(pulled(inventory, pulls_at(group, steps), parts)), constraint).level

    found = least_steps(level, needed, steps_of(group))
    return None if found is None else pulls_at(group, found)


def _size(pulls: Sequence[Pull], parts: Sequence[Part]) -> Fraction:
    """What makes one option smaller than another: its tonnes, or its shares where the units are not all the same."""
    alike = len({part.unit for part in parts}) == 1
    return sum((pull.amount if alike else pull.amount / pull.whole for pull in pulls), Fraction(0))


def _same(score: Score, constraint: Constraint) -> Constraint:
    """The same constraint in the score of an inventory that has less of something."""
    return next(each for each in constraints_of(score) if each.of == constraint.of)
