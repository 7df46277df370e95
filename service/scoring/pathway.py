"""What would it take: the least changes, in physical terms, that bring an enterprise to a higher class.

Nothing is guessed from a formula. A lever is pulled step by step (a kilogram of a tonne), the changed inventory is
scored by the same function as any report, and bisection over whole steps finds the least number with which a
constraint holds: one step less fails. The inventory with all changes is scored once more, and the answer says what came
out. What no reduction can mend (a veto, compliance, coverage, acceptance, missing figures) is named as a block.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from service.scoring.axis import ADVANCED
from service.scoring.blocks import blocks_of
from service.scoring.inventory import Inventory
from service.scoring.levers import STEP, Lever
from service.scoring.result import Constraint, Rating, Reason, Score
from service.scoring.ruleset import RatingRule, Ruleset

Scorer = Callable[[Inventory], Score]
Levers = Callable[[Inventory], Sequence[Lever]]


@dataclass(frozen=True, slots=True)
class Pull:
    """One reduction: `amount` in `unit`, a whole number of steps, of the `whole` that there is."""

    lever: str
    amount: Fraction
    unit: str
    whole: Fraction = field(default=Fraction(0), compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What one constraint asks for: its level, the level needed, the pulls chosen and other pulls that would do.

    `pulls` is empty where even nothing left does not reach the level, or the level is not defined.
    """

    subject: str
    gate: bool
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
        """All reductions, one for each lever."""
        sums: dict[tuple[str, str], Pull] = {}
        for pull in (pull for change in self.changes for pull in change.pulls):
            known = sums.get((pull.lever, pull.unit))
            sums[pull.lever, pull.unit] = pull if known is None else replace(known, amount=known.amount + pull.amount)
        return tuple(sums.values())


def pathway(inventory: Inventory, ruleset: Ruleset, scorer: Scorer, levers: Levers, target: Rating) -> Pathway:
    """The least reductions that bring an inventory to `target`, constraint by constraint, each on top of the last."""
    rule = next((rule for rule in ruleset.ratings if rule.rating is target), None)
    changes: list[Change] = []
    changed = inventory
    if rule is not None:
        for constraint in constraints_of(scorer(inventory)):
            change, changed = _meet(changed, constraint, rule, scorer, levers)
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


def constraints_of(score: Score) -> Sequence[Constraint]:
    """Carbon, then single pollutants, then their sums: a sum is asked last, with what the gates have given it."""
    pollutant = score.pollutant.constraints
    return [
        *score.carbon.constraints,
        *(c for c in pollutant if c.gate),
        *(c for c in pollutant if not c.gate),
    ]


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


def _meet(
    inventory: Inventory, constraint: Constraint, rule: RatingRule, scorer: Scorer, levers: Levers
) -> tuple[Change | None, Inventory]:
    """Pull what the constraint needs; nothing where it holds already."""
    needed = ADVANCED if constraint.gate else rule.level
    passed = constraint.gate and not rule.gate
    if passed or _level(scorer(inventory), constraint) >= needed:
        return None, inventory
    known = [lever for lever in levers(inventory) if constraint.subject.split("@")[0] in lever.serves]
    options = _options(inventory, constraint, needed, scorer, known)
    best = min(options, key=lambda pulls: _size(pulls, known), default=())
    others = tuple(pulls for pulls in options if pulls is not best)
    change = Change(constraint.subject, constraint.gate, constraint.level, needed, best, others)
    return change, pulled(inventory, best, known)


def pulled(inventory: Inventory, pulls: Sequence[Pull], levers: Sequence[Lever]) -> Inventory:
    """The inventory after some pulls."""
    by_name = {lever.name: lever for lever in levers}
    for pull in pulls:
        inventory = by_name[pull.lever].pulled(inventory, pull.amount)
    return inventory


def _options(
    inventory: Inventory, constraint: Constraint, needed: Fraction, scorer: Scorer, levers: Sequence[Lever]
) -> list[tuple[Pull, ...]]:
    """Ways to meet a constraint: each lever alone, and all of them by one share."""
    groups = [(lever,) for lever in levers] + ([tuple(levers)] if len(levers) > 1 else [])
    found = (_least(inventory, constraint, needed, scorer, group) for group in groups)
    return [pulls for pulls in found if pulls is not None]


def _least(
    inventory: Inventory, constraint: Constraint, needed: Fraction, scorer: Scorer, group: tuple[Lever, ...]
) -> tuple[Pull, ...] | None:
    """The least number of steps of the greatest lever; the others fall by the same share, rounded up to a step."""
    most = ceil(max(lever.amount for lever in group) / STEP)

    def pulls(steps: int) -> tuple[Pull, ...]:
        parts = ((lever, ceil(lever.amount * steps / (most * STEP)) * STEP) for lever in group)
        return tuple(Pull(lever.name, part, lever.unit, lever.amount) for lever, part in parts if part)

    def level(steps: int) -> Fraction:
        return _level(scorer(pulled(inventory, pulls(steps), group)), constraint)

    found = least_steps(level, needed, most)
    return None if found is None else pulls(found)


def _size(pulls: Sequence[Pull], levers: Sequence[Lever]) -> Fraction:
    """What makes one option smaller than another: its tonnes, or its shares where the units are not all the same."""
    whole = {lever.name: lever.amount for lever in levers}
    alike = len({lever.unit for lever in levers}) == 1
    return sum((pull.amount if alike else pull.amount / whole[pull.lever] for pull in pulls), Fraction(0))


def _level(score: Score, constraint: Constraint) -> Fraction:
    """The level of the same constraint in another score, the lowest where a line's gates are several."""
    same = [c.level for c in constraints_of(score) if (c.subject, c.gate) == (constraint.subject, constraint.gate)]
    return min(same, default=Fraction(0))
