"""What each form of correction does to a level: exact arithmetic on the numbers that the document gives.

`load`      level x base^(offset - slope x load) below the threshold load (2023-2024 allocation plan, annex 3 table 1)
`altitude`  level x (offset + slope x pressure / reference) above the threshold altitude (GB 16780-2021, 5.3 (1))
`ore_grade` level + slope x min(limit, reference - grade) below the reference grade (GB 21256-2025, 4.3)
`linear`    level + slope x (input - reference)
`sum`       level + sum of slope x input over the inputs given; none given is missing
`share`     level x (1 + slope x input)
`factor`    level x input
`points`    level + what a table gives at the input, straight lines between its points, nothing beyond its ends
`steps`     level + what the highest step not above the input gives
`absent`    the level where every input is stated as none; how the document corrects otherwise is not in the data
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

_PRECISION = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of a correction: by name, by input, and as a table of input and amount in rising order.

    `places` are the decimals to which a power or a pressure term is rounded, where the document rounds it.
    """

    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    slopes: Mapping[str, Fraction] = field(default_factory=dict)
    points: tuple[tuple[Fraction, Fraction], ...] = ()
    places: int | None = None


Inputs = Mapping[str, Fraction]
Applied = Callable[[Shape, tuple[str, ...], Fraction, Inputs], Fraction | None]


@dataclass(frozen=True, slots=True)
class Form:
    """How a form is applied and what it is written with."""

    apply: Applied
    numbers: tuple[str, ...] = ()
    sloped: bool = False
    pointed: bool = False


def _load(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    load = inputs.get(names[0])
    if load is None or load >= shape.numbers["threshold"]:
        return None if load is None else level
    exponent = shape.numbers["offset"] - shape.numbers["slope"] * load
    power = _PRECISION.power(_decimal(shape.numbers["base"]), _decimal(exponent))
    return level * _rounded(Fraction(power), shape.places)


def _altitude(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    altitude, pressure = (inputs.get(name) for name in names)
    if altitude is None or (altitude > shape.numbers["threshold"] and pressure is None):
        return None
    if altitude <= shape.numbers["threshold"] or pressure is None:
        return level
    thinner = shape.numbers["offset"] + shape.numbers["slope"] * pressure / shape.numbers["reference"]
    return level * _rounded(thinner, shape.places)


def _ore_grade(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    grade = inputs.get(names[0])
    if grade is None:
        return None
    shortfall = min(shape.numbers["limit"], max(Fraction(0), shape.numbers["reference"] - grade))
    return level + shape.numbers["slope"] * shortfall


def _linear(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    given = inputs.get(names[0])
    return None if given is None else level + shape.numbers["slope"] * (given - shape.numbers["reference"])


def _sum(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    given = [shape.slopes[name] * inputs[name] for name in names if name in inputs]
    return level + sum(given, Fraction(0)) if given else None


def _share(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    given = inputs.get(names[0])
    return None if given is None else level * (1 + shape.numbers["slope"] * given)


def _factor(_: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    given = inputs.get(names[0])
    return None if given is None or given <= 0 else level * given


def _points(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    given = inputs.get(names[0])
    if given is None:
        return None
    for (low, first), (high, last) in pairwise(shape.points):
        if low <= given <= high:
            return level + first + (last - first) * (given - low) / (high - low)
    return None


def _steps(shape: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    given = inputs.get(names[0])
    reached = [amount for at, amount in shape.points if given is not None and at <= given]
    return level + reached[-1] if reached else None


def _absent(_: Shape, names: tuple[str, ...], level: Fraction, inputs: Inputs) -> Fraction | None:
    return level if all(inputs.get(name) == 0 for name in names) else None


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(round(value * 10**places), 10**places)


def _decimal(value: Fraction) -> Decimal:
    return _PRECISION.divide(Decimal(value.numerator), Decimal(value.denominator))


FORMS: Mapping[str, Form] = {
    "load": Form(_load, ("base", "offset", "slope", "threshold")),
    "altitude": Form(_altitude, ("offset", "slope", "reference", "threshold")),
    "ore_grade": Form(_ore_grade, ("slope", "reference", "limit")),
    "linear": Form(_linear, ("slope", "reference")),
    "sum": Form(_sum, sloped=True),
    "share": Form(_share, ("slope",)),
    "factor": Form(_factor),
    "points": Form(_points, pointed=True),
    "steps": Form(_steps, pointed=True),
    "absent": Form(_absent),
}
