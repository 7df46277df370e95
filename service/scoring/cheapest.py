"""The cheapest way to a class by given measures: which ones, in which order, and how sure it is that none is cheaper.

Up to `EXACT` measures every combination is looked at in the order of its cost, and the first whose inventory, scored
again, meets every constraint is the cheapest there is. Before a combination is scored, the falls of its measures are
added up for each constraint (amounts are sums, so this never refuses one that would do). With more measures a greedy
choice is made and trimmed; it reaches the class and is not proved to be the cheapest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from service.scoring.abatement import Measure, applied, compatible
from service.scoring.axis import ADVANCED
from service.scoring.blocks import blocks_of
from service.scoring.distance import reduction
from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.levers import constraints_of, parts_of
from service.scoring.pathway import Scorer, at_least
from service.scoring.result import Constraint, Rating, Reason, Score
from service.scoring.ruleset import RatingRule

#: Measures up to which all combinations are looked at: 2^12 of them.
EXACT = 12
#: What is left to go is shown to this many places.
PLACES = 3
Chosen = tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """`measures` in the order in which they do most for their cost, with the score after each.

    None were found where `measures` is empty and `reached` false; `lacking` then says what all of them together still
    leave to go. `proof` is `exact` or `greedy`; `tried` counts the combinations that were scored again.
    """

    target: Rating
    measures: Chosen
    scores: tuple[Score, ...]
    cost: Fraction
    reached: bool
    proof: str
    tried: int
    blocks: tuple[Reason, ...]
    lacking: tuple[Reason, ...] = ()


class Search:
    """One search: the constraints of the base score that stand below, and what each measure takes off them."""

    def __init__(self, inventory: Inventory, measures: Chosen, scorer: Scorer, rule: RatingRule) -> None:
        self.inventory, self.measures, self.scorer, self.rule = inventory, measures, scorer, rule
        self.base = scorer(inventory)
        self._parts = parts_of(self.base)
        self.tried = 0
        self._below = self._required()
        self._falls = {measure.id: self._taken(measure) for measure in measures}

    @property
    def out_of_reach(self) -> list[str]:
        """Constraints whose level is not defined on the present footing."""
        asked = ((c.subject, reduction(c, self._level(c))) for c in constraints_of(self.base) if self._asked(c))
        return [subject for subject, fall in asked if fall is None]

    def after(self, chosen: Chosen) -> Inventory:
        """The inventory after some measures."""
        return applied(self.inventory, chosen, self._parts)

    def scored(self, chosen: Chosen) -> Score:
        """The score after some measures."""
        return self.scorer(self.after(chosen))

    def promising(self, chosen: Chosen) -> bool:
        """Whether the falls add up to what every constraint asks for."""
        sums = (sum((self._falls[m.id][at] for m in chosen), Fraction(0)) for at in range(len(self._below)))
        return all(fall >= needed for fall, needed in zip(sums, self._below.values(), strict=True))

    def meets(self, chosen: Chosen) -> bool:
        """Whether the inventory after some measures, scored again, meets every constraint."""
        if not self.promising(chosen):
            return False
        self.tried += 1
        after = constraints_of(self.scored(chosen))
        return all(c.level >= self._level(c) for c in after if self._asked(c))

    def yield_of(self, measure: Measure) -> Fraction:
        """How much of what is asked a measure gives, each constraint counted up to what it asks for."""
        pairs = zip(self._falls[measure.id], self._below.values(), strict=True)
        return sum((min(fall / needed, Fraction(1)) for fall, needed in pairs), Fraction(0))

    def short(self, chosen: Chosen) -> tuple[Reason, ...]:
        """What some measures leave to go, constraint by constraint."""
        after = [c for c in constraints_of(self.scored(chosen)) if self._asked(c) and self._fall(c)]
        return tuple(
            Reason("route.short", {"subject": f"@{c.subject.split('@')[0]}", "amount": plain(self._fall(c), PLACES)}
                   | {"unit": c.unit})
            for c in after
        )  # fmt: skip

    def _required(self) -> Mapping[int, Fraction]:
        falls = {at: self._fall(c) for at, c in enumerate(constraints_of(self.base)) if self._asked(c)}
        return {at: fall for at, fall in falls.items() if fall}

    def _fall(self, constraint: Constraint) -> Fraction:
        return reduction(constraint, self._level(constraint)) or Fraction(0)

    def _taken(self, measure: Measure) -> tuple[Fraction, ...]:
        before, after = constraints_of(self.base), constraints_of(self.scored((measure,)))
        return tuple(before[at].amount - after[at].amount for at in self._below)

    def _level(self, constraint: Constraint) -> Fraction:
        return ADVANCED if constraint.gate else self.rule.level

    def _asked(self, constraint: Constraint) -> bool:
        return self.rule.gate or not constraint.gate


def cheapest(inventory: Inventory, measures: Sequence[Measure], scorer: Scorer, rule: RatingRule) -> Route:
    """The cheapest combination of measures that meets every constraint of a class."""
    search = Search(inventory, tuple(measures), scorer, rule)
    exact = len(measures) <= EXACT
    found = None if search.out_of_reach else (_exact if exact else _greedy)(search)
    chosen = _ordered(found or (), search)
    scores = tuple(search.scored(chosen[: count + 1]) for count in range(len(chosen)))
    last = scores[-1] if scores else search.base
    blocks = blocks_of(search.after(chosen), last, rule, search.out_of_reach)
    reached = found is not None and not blocks and at_least(last, rule.rating)
    proof = "exact" if exact else "greedy"
    lacking = search.short(_most(search)) if found is None else ()
    return Route(rule.rating, chosen, scores, _cost(chosen), reached, proof, search.tried, blocks, lacking)


def _most(search: Search) -> Chosen:
    """As many measures as go together, those that do most for their cost first."""
    chosen: Chosen = ()
    for measure in sorted(search.measures, key=_price(search)):
        chosen = (*chosen, measure) if compatible((*chosen, measure)) else chosen
    return chosen


def _exact(search: Search) -> Chosen | None:
    sizes = range(len(search.measures) + 1)
    every = (chosen for size in sizes for chosen in combinations(search.measures, size) if compatible(chosen))
    rising = sorted(every, key=lambda chosen: (_cost(chosen), len(chosen), [m.id for m in chosen]))
    return next((chosen for chosen in rising if search.meets(chosen)), None)


def _greedy(search: Search) -> Chosen | None:
    chosen: Chosen = ()
    for measure in sorted(search.measures, key=_price(search)):
        if search.meets(chosen):
            break
        if search.yield_of(measure) > 0 and compatible((*chosen, measure)):
            chosen = (*chosen, measure)
    if not search.meets(chosen):
        return None
    for measure in sorted(chosen, key=lambda m: (-m.cost, m.id)):
        rest = tuple(m for m in chosen if m is not measure)
        chosen = rest if measure.cost > 0 and search.meets(rest) else chosen
    return chosen


def _price(search: Search) -> Callable[[Measure], tuple[bool, Fraction, str]]:
    """Cost for what a measure gives; those that give nothing come last."""

    def key(measure: Measure) -> tuple[bool, Fraction, str]:
        given = search.yield_of(measure)
        return given <= 0, measure.cost / given if given > 0 else measure.cost, measure.id

    return key


def _ordered(chosen: Chosen, search: Search) -> Chosen:
    return tuple(sorted(chosen, key=_price(search)))


def _cost(chosen: Chosen) -> Fraction:
    return sum((measure.cost for measure in chosen), Fraction(0))
