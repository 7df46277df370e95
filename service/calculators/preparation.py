"""Inputs that operators cannot give: a power, a decay. They are computed once, before the formula runs.

Engines disagree in the last digits of such functions, so no formula contains one. The exact path takes them in decimal
arithmetic with more digits than any rounding can ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

#: Digits of the exact path: a figure prints at most a dozen.
CONTEXT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Preparation:
    """A function of dimensionless arguments, as columns and exactly."""

    id: str
    equation: str
    arguments: tuple[str, ...]
    column: Callable[..., Numbers]
    exact: Callable[..., Fraction]


def decimal(value: Fraction) -> Decimal:
    """Return a fraction to the digits of the context."""
    return CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def remaining_column(rate: Numbers, age: Numbers) -> Numbers:
    """Return what first-order decay leaves after `age` years."""
    return np.exp(-(rate * age))


def remaining_exact(rate: Fraction, age: Fraction) -> Fraction:
    """Return the same in decimal arithmetic."""
    return Fraction(CONTEXT.exp(decimal(-rate * age)))


def power_column(base: Numbers, exponent: Numbers) -> Numbers:
    """Return `base` to the power of `exponent`."""
    return np.power(base, exponent)


def power_exact(base: Fraction, exponent: Fraction) -> Fraction:
    """Return the same in decimal arithmetic."""
    return Fraction(CONTEXT.power(decimal(base), decimal(exponent)))


PREPARATIONS: Mapping[str, Preparation] = {
    preparation.id: preparation
    for preparation in (
        Preparation("first_order_decay", "exp(−k × t)", ("rate", "age"), remaining_column, remaining_exact),
        Preparation("power", "b ^ x", ("base", "exponent"), power_column, power_exact),
    )
}
