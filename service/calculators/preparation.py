"""Inputs that operators cannot give: a power, a decay, a step. They are computed once, before the formula runs.

Numbers that a rule may change are arguments and come from the reference data. Engines disagree in the last digits of
such functions, so no formula contains one. The exact path takes them in decimal arithmetic with more digits than any
rounding can ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from service.calculators.rounding import round_fraction

Numbers = NDArray[np.float64]

#: Digits of the exact path: a figure prints at most a dozen.
CONTEXT = Context(prec=60)

TEN = 10.0


@dataclass(frozen=True, slots=True)
class Preparation:
    """A function of arguments in the given units (`1` where pure), as columns and exactly; its result is a number.

    `symbols` are those of the equation, in order of the arguments.
    """

    id: str
    equation: str
    symbols: tuple[str, ...]
    units: tuple[str, ...]
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


def decay_in_year_column(rate: Numbers, age: Numbers) -> Numbers:
    """Return what decays in the `age`-th year after that of the deposit; nothing is defined before the first."""
    return np.where(age < 1, np.nan, np.exp(-(rate * (age - 1))) * -np.expm1(-rate))


def decay_in_year_exact(rate: Fraction, age: Fraction) -> Fraction:
    """Return the same in decimal arithmetic."""
    return remaining_exact(rate, age - 1) - remaining_exact(rate, age)


def power_column(base: Numbers, exponent: Numbers) -> Numbers:
    """Return `base` to the power of `exponent`."""
    return np.power(base, exponent)


def power_exact(base: Fraction, exponent: Fraction) -> Fraction:
    """Return the same in decimal arithmetic."""
    return Fraction(CONTEXT.power(decimal(base), decimal(exponent)))


def decline_column(rate: Numbers, years: Numbers, exponent: Numbers) -> Numbers:
    """Return (1 + rate × years) ^ exponent: the exponent is below zero where gas declines."""
    return np.power(1 + rate * years, exponent)


def decline_exact(rate: Fraction, years: Fraction, exponent: Fraction) -> Fraction:
    """Return the same in decimal arithmetic."""
    return power_exact(1 + rate * years, exponent)


def load_power_column(load: Numbers, threshold: Numbers, base: Numbers, offset: Numbers, slope: Numbers) -> Numbers:
    """Return base ^ (offset − slope × load) below the threshold, else 1."""
    return np.where(load < threshold, np.power(base, offset - slope * load), 1.0)


def load_power_exact(
    load: Fraction, threshold: Fraction, base: Fraction, offset: Fraction, slope: Fraction
) -> Fraction:
    """Return the same in decimal arithmetic."""
    return power_exact(base, offset - slope * load) if load < threshold else Fraction(1)


def load_steps_column(load: Numbers, first: Numbers, second: Numbers, third: Numbers, *terms: Numbers) -> Numbers:
    """Return 1 from the first threshold on, two straight lines below it, and a power below the third.

    `terms` are the slope of the first line, where the second begins, its slope; base, offset and slope of the power.
    """
    first_slope, second_level, second_slope, base, offset, slope = terms
    lines = [1 + first_slope * (first - load), second_level + second_slope * (second - load)]
    power = np.power(base, offset - slope * load)
    return np.select([load >= first, load >= second, load >= third], [np.ones_like(load), *lines], power)


def load_steps_exact(load: Fraction, first: Fraction, second: Fraction, third: Fraction, *terms: Fraction) -> Fraction:
    """Return the same in decimal arithmetic."""
    first_slope, second_level, second_slope, base, offset, slope = terms
    if load >= first:
        return Fraction(1)
    if load >= second:
        return 1 + first_slope * (first - load)
    return second_level + second_slope * (second - load) if load >= third else power_exact(base, offset - slope * load)


def load_saturation_column(load: Numbers, threshold: Numbers, level: Numbers, *terms: Numbers) -> Numbers:
    """Return level − a × (1 − exp(−load / b)) − c × (1 − exp(−load / d)) below the threshold, rounded; else 1.

    `terms` are a, b, c, d and the places to which the rule rounds.
    """
    first, first_scale, second, second_scale, places = terms
    falling = first * (1 - np.exp(-load / first_scale)) + second * (1 - np.exp(-load / second_scale))
    quantum = np.power(TEN, places)
    return np.where(load < threshold, np.rint((level - falling) * quantum) / quantum, 1.0)


def load_saturation_exact(load: Fraction, threshold: Fraction, level: Fraction, *terms: Fraction) -> Fraction:
    """Return the same in decimal arithmetic, rounded half up."""
    if load >= threshold:
        return Fraction(1)
    first, first_scale, second, second_scale, places = terms
    rest = level - sum(
        amount * (1 - remaining_exact(1 / scale, load))
        for amount, scale in ((first, first_scale), (second, second_scale))
    )
    quantum = 10 ** int(places)
    return Fraction(round_fraction(rest * quantum, "half_up"), quantum)


def quotient_column(part: Numbers, whole: Numbers) -> Numbers:
    """Return part over whole; over nothing it is nothing either, which no comparison may turn into a number."""
    return part / np.where(whole == 0, np.nan, whole)


def deviation_column(intensity: Numbers, balance: Numbers, slope: Numbers, band: Numbers, bound: Numbers) -> Numbers:
    """Return slope × (balance − intensity) / balance inside the band, plus or minus the bound outside."""
    deviation = quotient_column(balance - intensity, balance)
    return np.where(np.abs(deviation) < band, slope * deviation, np.sign(deviation) * bound)


def deviation_exact(
    intensity: Fraction, balance: Fraction, slope: Fraction, band: Fraction, bound: Fraction
) -> Fraction:
    """Return the same exactly."""
    deviation = (balance - intensity) / balance
    if abs(deviation) < band:
        return slope * deviation
    return bound if deviation > 0 else -bound


def topped_up_column(initial: Numbers, verified: Numbers, cap: Numbers) -> Numbers:
    """Return the share of verified emissions that is allocated: at least what a shortfall of `cap` leaves."""
    return np.maximum(initial / verified, 1 - cap)


def topped_up_exact(initial: Fraction, verified: Fraction, cap: Fraction) -> Fraction:
    """Return the same exactly."""
    return max(initial / verified, 1 - cap)


def smaller_share_column(part: Numbers, whole: Numbers) -> Numbers:
    """Return which share of the whole the part is, at most all of it."""
    return np.minimum(quotient_column(part, whole), 1.0)


def smaller_share_exact(part: Fraction, whole: Fraction) -> Fraction:
    """Return the same exactly."""
    return min(part / whole, Fraction(1))


def look_back_column(rate: Numbers, gap: Numbers, high: Numbers, low: Numbers, *hours: Numbers) -> Numbers:
    """Return the valid hours to look back on for each hour of a gap; below the low capture rate nothing is defined.

    `hours` are the longest short gap, and the look-back of a short gap, of a long one and at a middling capture rate.
    """
    limit, short, long, poor = hours
    needed = np.where(rate < high, poor, np.where(gap <= limit, short, long))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rate < low, np.nan, needed / gap)


def look_back_exact(rate: Fraction, gap: Fraction, high: Fraction, low: Fraction, *hours: Fraction) -> Fraction:
    """Return the same exactly, where the capture rate is not below the low one."""
    if rate < low:
        raise ValueError("data of so low a capture rate stand for no other hours")
    limit, short, long, poor = hours
    if rate < high:
        return poor / gap
    return (short if gap <= limit else long) / gap


def above_limit_column(level: Numbers, limit: Numbers) -> Numbers:
    """Return by how much a level is above its limit."""
    return level - limit


def above_limit_exact(level: Fraction, limit: Fraction) -> Fraction:
    """Return the same exactly."""
    return level - limit


def tariff_column(excess: Numbers, first: Numbers, width: Numbers, *rates: Numbers) -> Numbers:
    """Return the rate of the step in which an excess lies: none below the first, the last one above all."""
    steps = [excess < first + number * width for number in range(len(rates))]
    below = [np.zeros_like(excess), *rates[:-1]]
    return np.select(steps, np.broadcast_arrays(*below), rates[-1])


def tariff_exact(excess: Fraction, first: Fraction, width: Fraction, *rates: Fraction) -> Fraction:
    """Return the same exactly."""
    if excess < first:
        return Fraction(0)
    return rates[min(int((excess - first) / width), len(rates) - 1)]


def short_month_column(days: Numbers, threshold: Numbers, share: Numbers) -> Numbers:
    """Return the share that is taxed of a month with too few days, else 1."""
    return np.where(days < threshold, share, 1.0)


def short_month_exact(days: Fraction, threshold: Fraction, share: Fraction) -> Fraction:
    """Return the same exactly."""
    return share if days < threshold else Fraction(1)


PREPARATIONS: Mapping[str, Preparation] = {
    preparation.id: preparation
    for preparation in (
        Preparation(
            "first_order_decay", "exp(−k × t)", ("k", "t"), ("1/year", "year"), remaining_column, remaining_exact
        ),
        Preparation(
            "decay_in_year",
            "exp(−k × (n − 1)) − exp(−k × n)",
            ("k", "n"),
            ("1/year", "year"),
            decay_in_year_column,
            decay_in_year_exact,
        ),
        Preparation("power", "b ^ x", ("b", "x"), ("1", "1"), power_column, power_exact),
        Preparation(
            "decline", "(1 + a × T) ^ b", ("a", "T", "b"), ("1/year", "year", "1"), decline_column, decline_exact
        ),
        Preparation(
            "load_steps",
            "1 where F ≥ F1, else 1 + a × (F1 − F) where F ≥ F2,"
            " else c + d × (F2 − F) where F ≥ F3, else b ^ (x − s × F)",
            ("F", "F1", "F2", "F3", "a", "c", "d", "b", "x", "s"),
            ("1",) * 10,
            load_steps_column,
            load_steps_exact,
        ),
        Preparation(
            "load_power",
            "b ^ (x − s × F) where F < F0, else 1",
            ("F", "F0", "b", "x", "s"),
            ("1",) * 5,
            load_power_column,
            load_power_exact,
        ),
        Preparation(
            "load_saturation",
            "round(l − a × (1 − exp(−F / p)) − c × (1 − exp(−F / q)), n) where F < F0, else 1",
            ("F", "F0", "l", "a", "p", "c", "q", "n"),
            ("1",) * 8,
            load_saturation_column,
            load_saturation_exact,
        ),
        Preparation(
            "deviation_from_balance",
            "s × (BP − I) / BP where |BP − I| / BP < w, else b × sgn(BP − I)",
            ("I", "BP", "s", "w", "b"),
            ("1",) * 5,
            deviation_column,
            deviation_exact,
        ),
        Preparation(
            "topped_up_share", "max(A / E, 1 − c)", ("A", "E", "c"), ("t", "t", "1"), topped_up_column, topped_up_exact
        ),
        Preparation(
            "look_back",
            "undefined where r < w, else p / t where r < h, else s / t where t ≤ l, else n / t",
            ("r", "t", "h", "w", "l", "s", "n", "p"),
            ("1", "h", "1", "1", "h", "h", "h", "h"),
            look_back_column,
            look_back_exact,
        ),
        Preparation("above_limit", "L − G", ("L", "G"), ("dB", "dB"), above_limit_column, above_limit_exact),
        Preparation(
            "tariff_by_steps",
            "0 where x < a, else p where x < a + w, else q where x < a + 2 × w, else s where x < a + 3 × w,"
            " else t where x < a + 4 × w, else u where x < a + 5 × w, else v",
            ("x", "a", "w", "p", "q", "s", "t", "u", "v"),
            ("dB",) * 3 + ("CNY/month",) * 6,
            tariff_column,
            tariff_exact,
        ),
        Preparation(
            "short_month",
            "h where D < m, else 1",
            ("D", "m", "h"),
            ("d", "d", "1"),
            short_month_column,
            short_month_exact,
        ),
        Preparation(
            "share_at_most_whole",
            "min(a / b, 1)",
            ("a", "b"),
            ("t", "t"),
            smaller_share_column,
            smaller_share_exact,
        ),
    )
}
