"""Checks on the stacks of kilns, ovens and furnaces, whose gas belongs to what they make rather than to a fuel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from service.activity import ActivityRecord
from service.checks.case import Case, threshold
from service.checks.stacks import (
    at_reference_oxygen,
    gas_and_fuel,
    mean_of,
    oxygen_of_air,
    rule_of,
    stacks,
    text,
    volume_of,
)
from service.units import find_unit

Hits = Iterator[tuple[str, dict[str, str]]]


def gas_of_stacks(case: Case) -> Hits:
    """CE-24: the gas of all stacks is what fuel or product gives at reference oxygen."""
    yield from gas_and_fuel(case)
    yield from gas_and_product(case)


def mean_at_reference_oxygen(case: Case) -> Hits:
    """CE-07: the mean is what was measured, converted to the reference oxygen: the standard's, whichever is told."""
    tolerance, rule = threshold(case.thresholds["oxygen_conversion"]), rule_of(case)
    of_fuel = threshold(rule["reference_oxygen"]) if rule is not None else None
    for position, stack in stacks(case):
        standard = of_fuel if of_fuel is not None else product_oxygen(case, stack)
        mean, converted = mean_of(stack), at_reference_oxygen(stack, standard, oxygen_of_air(case))
        if mean is not None and converted is not None and abs(mean - converted) > tolerance * mean:
            pointer = f"/activities/{position}/parameters/mean_concentration"
            yield pointer, {"converted": text(converted, "mg/m3")}


def gas_and_product(case: Case) -> Hits:
    """CE-24: each substance of a unit comes with no more gas than its product gives."""
    excess = threshold(case.thresholds["gas_excess"])
    told: dict[tuple[str | None, str | None], list[tuple[int, Fraction]]] = {}
    for position, stack in stacks(case):
        if (volume := volume_of(stack)) is not None:
            told.setdefault((stack.unit_id, stack.substance), []).append((position, volume))
    for (unit_id, _), found in told.items():
        whole, expected = sum((volume for _, volume in found), Fraction(0)), expected_gas(case, unit_id)
        if expected is not None and whole > expected * excess:
            yield f"/activities/{found[0][0]}", {"gas": text(whole, "Nm3"), "expected": text(expected, "Nm3")}


def expected_gas(case: Case, unit_id: str | None) -> Fraction | None:
    """Return the gas in Nm3 that what a unit makes gives; None for products without such a figure."""
    rules = [(rule, made) for rule, made in rules_at(case, unit_id) if "gas" in rule]
    return sum((threshold(rule["gas"]) * made for rule, made in rules), Fraction(0)) if rules else None


def rules_at(case: Case, unit_id: str | None) -> Iterator[tuple[Mapping[str, Any], Fraction]]:
    """Yield the rule of each product of a unit with how much was made, in t."""
    known, tonne = case.thresholds["stacks_of_products"], find_unit("t")
    for made in case.submission.production:
        if made.unit_id == unit_id and made.product in known and made.quantity.unit.dimension == tonne.dimension:
            yield known[made.product], made.quantity.to("t")


def product_oxygen(case: Case, stack: ActivityRecord) -> Fraction | None:
    """Return the reference oxygen of what a stack's unit makes; None where no standard gives one, or several do."""
    found = {threshold(rule["reference_oxygen"]) for rule, _ in rules_at(case, stack.unit_id) if
             "reference_oxygen" in rule}  # fmt: skip
    return found.pop() if len(found) == 1 else None
