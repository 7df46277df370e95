"""Rounding, once, at the end.

A figure is computed in float64, whose relative error over a formula's few steps stays far below `DOUBT`. Only where the
scaled value comes closer than that to a rounding boundary could the last digit be wrong; there the same formula is run
again on `Fraction`, so a verifier with a hand calculator always meets the same digits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

#: Relative distance to a rounding boundary below which float64 is not trusted: 45 units in the last place.
DOUBT = 1e-14

HALF = 0.5

Numbers = NDArray[np.float64]

#: What float64 adds to a result at each operation, relative to it.
UNIT_ROUNDOFF = 2.0**-53

Exact = Callable[[int], Fraction]


def round_fraction(value: Fraction, mode: str) -> int:
    """Round an exact value to an integer.

    `half_up` rounds ties away from zero, `half_even` to the even one, `floor` always down (allowances: 向下取整).
    """
    if mode == "half_even":
        return round(value)
    if mode == "floor":
        return value.numerator // value.denominator
    whole = (abs(value) * 2 + 1) // 2
    return int(whole) if value >= 0 else -int(whole)


def round_column(
    values: Numbers, scale: Fraction, mode: str, exact: Exact, error: Numbers | None = None
) -> Sequence[int]:
    """Round `values * scale` to integers.

    `exact(i)` gives the exact i-th value and is called only for values in doubt, and for those too large for int64.
    `error` bounds the error of each value where digits may have cancelled; without it the error is relative.
    """
    # Rounding down is rounding to the nearest of a value half a unit lower, with its boundaries at whole numbers.
    shift = HALF if mode == "floor" else 0.0
    scaled = values * float(scale) - shift
    size = np.abs(scaled)
    distance = np.abs(size - np.floor(size) - HALF)
    doubt = DOUBT * (size + shift) + 1e-300
    if error is not None:
        doubt = doubt + error * float(abs(scale))
    doubtful = (distance <= doubt) | (size >= 2.0**52)
    rounded: list[int] = np.rint(np.where(doubtful, 0.0, scaled)).astype(np.int64).tolist()
    for index in np.flatnonzero(doubtful).tolist():
        rounded[index] = round_fraction(exact(index) * scale, mode)
    return rounded


def decimal_text(units: int, places: int) -> str:
    """Print `units` of the last decimal place as decimal text."""
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def exact_text(value: Fraction, places: int = 12) -> str:
    """Print an exact value as the shortest decimal text, at most `places` digits behind the point."""
    whole, rest = divmod(value.numerator * 10**places, value.denominator)
    half = 2 * rest - value.denominator
    text = decimal_text(whole + (half > 0 or (half == 0 and whole % 2 == 1)), places)
    return text.rstrip("0").rstrip(".") or "0"
