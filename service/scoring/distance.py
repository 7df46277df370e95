"""What the next class asks for, constraint by constraint, in physical units."""

from __future__ import annotations

from fractions import Fraction

from service.scoring.axis import ADVANCED, amount_at
from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.result import AxisResult, Constraint, Rating, Score, Step
from service.scoring.ruleset import RatingRule, Ruleset


def next_steps(
    rating: Rating, inventory: Inventory, ruleset: Ruleset, carbon: AxisResult, pollutant: AxisResult
) -> tuple[Rating | None, tuple[Step, ...]]:
    """The class above and what is lacking for it; nothing without a level or at the top."""
    if carbon.value is None or pollutant.value is None or rating in (Rating.non_compliant, Rating.not_assessed):
        return None, ()
    order = [Rating.compliant, *(rule.rating for rule in ruleset.ratings)]
    above = [rule for rule in ruleset.ratings if order.index(rule.rating) > order.index(rating)]
    if not above:
        return None, ()
    rule = above[0]
    steps = [step for c in (*carbon.constraints, *pollutant.constraints) for step in _for(c, rule)]
    return rule.rating, (*steps, *_coverage(rule, carbon, pollutant), *_acceptance(rule, inventory))


def to_pass(score: Score, above: Fraction, scale: Fraction) -> tuple[Step, ...]:
    """What reaches the conservative index `above` of whoever is next: reductions of every sum that stands below it.

    A reduction lowers an amount and its uncertainty alike, so it is read off the conservative amount and given for the
    amount as reported. Nothing where the index is already as high; not defined where the anchors end below.
    """
    sums = [c for axis in (score.carbon, score.pollutant) for c in axis.constraints if c.conservative is not None]
    return tuple(step for constraint in sums for step in _pass(constraint, above / scale))


def _pass(constraint: Constraint, level: Fraction) -> tuple[Step, ...]:
    upper = constraint.conservative
    allowed = amount_at(level, constraint.anchors) if 0 < level <= constraint.cap else None
    if upper is None or level <= 0 or (allowed is not None and upper <= allowed):
        return ()
    if allowed is None:
        return (Step("step.out_of_reach", constraint.subject),)
    fall = constraint.amount - _certain_at(allowed, constraint.amount, upper)
    return (Step("step.reduce", constraint.subject, fall, constraint.unit), *_readings(constraint, fall))


def _certain_at(allowed: Fraction, amount: Fraction, upper: Fraction) -> Fraction:
    """The amount whose upper bound is `allowed`, at the relative uncertainty that took `amount` to `upper`.

    The bound lies above an amount by a share of its size, so that it lies nearer to zero for one below zero.
    """
    spread = (upper - amount) / abs(amount) if amount else Fraction(0)
    return allowed / (1 + spread if allowed >= 0 else 1 - spread)


def reduction(constraint: Constraint, level: Fraction) -> Fraction | None:
    """By how much the amount has to fall to reach `level`; 0 where it is there, None where the anchors end below."""
    allowed = amount_at(level, constraint.anchors) if level <= constraint.cap else None
    return None if allowed is None else max(Fraction(0), constraint.amount - allowed)


def _for(constraint: Constraint, rule: RatingRule) -> tuple[Step, ...]:
    level = ADVANCED if constraint.gate else rule.level
    if constraint.gate and not rule.gate:
        return ()
    fall = reduction(constraint, level)
    if fall is None:
        return (Step("step.not_defined", constraint.subject, params={"rating": f"@{rule.rating}"}),)
    if fall == 0:
        return ()
    steps = [Step("step.reduce", constraint.subject, fall, constraint.unit)]
    return (*steps, *_readings(constraint, fall))


def _readings(constraint: Constraint, fall: Fraction) -> tuple[Step, ...]:
    """The same reduction per unit of product, and as mass where the mass is known."""
    if constraint.output:
        unit = f"{constraint.unit}/{constraint.output_unit}"
        return (Step("step.reduce_per_product", constraint.subject, fall / constraint.output, unit),)
    if constraint.mass is not None and constraint.amount:
        return (Step("step.reduce_mass", constraint.subject, constraint.mass * fall / constraint.amount, "t"),)
    return ()


def _coverage(rule: RatingRule, carbon: AxisResult, pollutant: AxisResult) -> tuple[Step, ...]:
    steps: list[Step] = []
    for name, axis in (("carbon", carbon), ("pollutant", pollutant)):
        if axis.covered is None:
            steps.append(Step("step.give_totals", name))
        elif axis.covered < rule.coverage:
            params = {"covered": plain(axis.covered * 100, 2), "needed": plain(rule.coverage * 100, 2)}
            steps.append(Step("step.coverage", name, params=params))
    return tuple(steps)


def _acceptance(rule: RatingRule, inventory: Inventory) -> tuple[Step, ...]:
    return (Step("step.accepted", "report"),) if rule.accepted and not inventory.accepted else ()
