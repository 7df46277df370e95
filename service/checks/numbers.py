"""Checks on the numbers themselves: sign, powers of ten, digits, sums."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import log10

from service.activity import ReportedTotal
from service.checks.case import PARTS, Case, printed, threshold
from service.units import Quantity

Hits = Iterator[tuple[str, dict[str, str]]]


def negative_amount(case: Case) -> Hits:
    """NM-02: a physical amount is not negative; removals have their own field."""
    for position, activity in enumerate(case.submission.activities):
        if activity.quantity.number() < 0:
            yield f"/activities/{position}/quantity", {"value": printed(activity.quantity)}
    for position, made in enumerate(case.submission.production):
        if made.quantity.number() < 0:
            yield f"/production/{position}/quantity", {"value": printed(made.quantity)}
    for position, total in enumerate(case.submission.reported):
        if total.name != "removal" and total.quantity.number() < 0:
            yield f"/reported/{position}/quantity", {"value": printed(total.quantity)}


def near_power_of_ten(ratio: Fraction, distance: float) -> bool:
    """Say whether `ratio` is within `distance` (in decades) of 10, 100 ... or of 1/10, 1/100 ..."""
    decades = log10(float(ratio)) if ratio > 0 else 0.0
    return abs(decades) > 0.5 and abs(decades - round(decades)) < distance


def power_of_ten_to_other_print(case: Case) -> Hits:
    """NM-06: the same quantity printed in another year or report differs by a factor of ten, a hundred ..."""
    distance = float(threshold(case.thresholds["power_of_ten"]))
    for position, other in case.reported("previous_value"):
        for value in _same(case, other, "total", "scope1", "scope2", "concentration", "mass"):
            if value > 0 and near_power_of_ten(value / other.quantity.exact(), distance):
                yield f"/reported/{position}", {"other": printed(other.quantity)}
                break


def power_of_ten_to_intensity(case: Case) -> Hits:
    """NM-07: total and intensity times output differ by a power of ten."""
    distance = float(threshold(case.thresholds["power_of_ten"]))
    made = {p.quantity.unit.dimension: p.quantity.exact() for p in case.submission.production}
    for position, rate in case.reported("intensity"):
        for total in _same(case, rate, "total", "mass", any_dimension=True):
            for output in made.values():
                implied = rate.quantity.exact() * output
                plausible = implied > 0 and total > 0
                if plausible and rate.quantity.unit.dimension != "1" and near_power_of_ten(total / implied, distance):
                    yield f"/reported/{position}", {"intensity": printed(rate.quantity)}


def _same(case: Case, other: ReportedTotal, *names: str, any_dimension: bool = False) -> Iterator[Fraction]:
    """Yield the reported values of the same substance (and unit dimension) under any of `names`."""
    for _, total in case.reported(*names):
        comparable = any_dimension or total.quantity.unit.dimension == other.quantity.unit.dimension
        if total.substance == other.substance and comparable:
            yield total.quantity.exact()


def transposed(first: str, second: str) -> bool:
    """Say whether two numbers are equal after swapping one pair of neighbouring digits."""
    if len(first) != len(second) or first == second:
        return False
    differing = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differing) != 2:
        return False
    left, right = differing
    between = first[left + 1 : right].replace(".", "")
    return not between and first[left] == second[right] and first[right] == second[left]


def transposed_digits(case: Case) -> Hits:
    """NM-09: one quantity printed twice, once with two digits swapped."""
    stated = list(enumerate(case.submission.reported))
    for position, second in stated:
        for _, first in stated[:position]:
            same = (first.name, first.substance, first.quantity.unit) == (
                second.name,
                second.substance,
                second.quantity.unit,
            )
            if same and transposed(first.quantity.value, second.quantity.value):
                yield f"/reported/{position}", {"one": printed(first.quantity), "other": printed(second.quantity)}


def parts_and_total(case: Case) -> Hits:
    """NM-10: a printed total is the sum of its printed parts, to half a unit of the last digit of each."""
    for position, total in case.reported("total"):
        parts = [p for _, p in case.reported(*PARTS) if p.substance == total.substance]
        if len(parts) < 2:
            continue
        added = sum((p.quantity.exact() for p in parts), Fraction(0))
        allowed = sum((half_unit(p.quantity) for p in [*parts, total]), Fraction(0))
        if abs(total.quantity.exact() - added) > allowed:
            difference = (total.quantity.exact() - added) / total.quantity.unit.factor
            text = f"{Decimal(float(difference)):.6g} {total.quantity.unit.code}"
            yield f"/reported/{position}", {"total": printed(total.quantity), "difference": text}


def half_unit(quantity: Quantity) -> Fraction:
    """Return half a unit of the last printed digit, in the canonical unit."""
    exponent = Decimal(quantity.value).as_tuple().exponent
    return Fraction(10) ** int(exponent) / 2 * quantity.unit.factor
