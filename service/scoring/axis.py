"""One axis: how far an amount is from its baseline, through the advanced value, to its near-zero anchor.

Lower is better. With near zero z < advanced a < baseline b:

    P = 0                        x >= b
    P = (b - x) / (b - a)        a <= x < b
    P = 1 + (a - x) / (a - z)    z < x < a
    P = 2                        x <= z

Where z is unknown P stops at 1. The form is linear, so negative amounts (energy recovering processes) need no rule of
their own, and it depends on neither the unit nor the split of a total over lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from service.errors import ReferenceDataError

ADVANCED = Fraction(1)
NEAR_ZERO = Fraction(2)


@dataclass(frozen=True, slots=True)
class Anchors:
    """Baseline, advanced value and near-zero anchor in the unit of the amount they judge.

    Raises ReferenceDataError `scoring.anchor_order` unless near_zero < advanced < baseline.
    """

    baseline: Fraction
    advanced: Fraction | None
    near_zero: Fraction | None = None

    def __post_init__(self) -> None:
        if not ordered(self.baseline, self.advanced, self.near_zero):
            raise ReferenceDataError("scoring.anchor_order", "", 0, "near_zero < advanced < baseline")

    def scaled(self, quantity: Fraction) -> Anchors:
        """Anchors of `quantity` units of product; quantity > 0."""
        return Anchors(quantity * self.baseline, _times(quantity, self.advanced), _times(quantity, self.near_zero))


def ordered(baseline: Fraction, advanced: Fraction | None, near_zero: Fraction | None) -> bool:
    """Whether the three may stand as anchors."""
    known = [v for v in (near_zero, advanced, baseline) if v is not None]
    return all(low < high for low, high in pairwise(known))


def total(anchors: Iterable[Anchors]) -> Anchors:
    """Sum of scaled anchors; an anchor that one line lacks is lacking in the sum. Needs at least one line."""
    lines = tuple(anchors)
    return Anchors(
        sum((line.baseline for line in lines), Fraction(0)),
        _sum([line.advanced for line in lines]),
        _sum([line.near_zero for line in lines]),
    )


def proximity(amount: Fraction, anchors: Anchors, cap: Fraction = NEAR_ZERO) -> Fraction | None:
    """P of `amount`, at most `cap`; None where it depends on an advanced value that nobody knows."""
    if amount >= anchors.baseline:
        return Fraction(0)
    if anchors.advanced is None:
        return None
    return min(cap, _below_baseline(amount, anchors.baseline, anchors.advanced, anchors.near_zero))


def amount_at(level: Fraction, anchors: Anchors) -> Fraction | None:
    """The largest amount that still has P >= `level` (0 < level <= 2); None where the anchors do not reach it."""
    if anchors.advanced is None or (level > ADVANCED and anchors.near_zero is None):
        return None
    if level <= ADVANCED:
        return anchors.baseline - level * (anchors.baseline - anchors.advanced)
    near_zero = anchors.near_zero if anchors.near_zero is not None else anchors.advanced
    return anchors.advanced - (level - ADVANCED) * (anchors.advanced - near_zero)


def _below_baseline(x: Fraction, b: Fraction, a: Fraction, z: Fraction | None) -> Fraction:
    if x >= a:
        return (b - x) / (b - a)
    if z is None:
        return ADVANCED
    return NEAR_ZERO if x <= z else ADVANCED + (a - x) / (a - z)


def _times(quantity: Fraction, value: Fraction | None) -> Fraction | None:
    return None if value is None else quantity * value


def _sum(values: list[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(values) else None
