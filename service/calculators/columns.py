"""Running a plan: over the columns of its activities in float64, or exactly for one of them.

One line is a column of length one; both ways call the same formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from service.activity import ActivityRecord
from service.calculators.bounded import Bounded
from service.calculators.formula import Column
from service.calculators.plan import Input, Plan
from service.calculators.rounding import UNIT_ROUNDOFF

Numbers = NDArray[np.float64]


class Columns:
    """The numbers of activities of one shape, each parameter read once for all plans that use it."""

    def __init__(self, activities: Sequence[ActivityRecord]) -> None:
        self.activities = activities
        self._read: dict[str | None, NDArray[np.float64]] = {}

    def column(self, parameter: str | None) -> NDArray[np.float64]:
        """Return a parameter's canonical values, or those of the activity data for None."""
        if parameter not in self._read:
            quantities = [
                a.quantity if parameter is None else a.parameters[parameter].quantity for a in self.activities
            ]
            # Equal texts of a request are one object, and a year of months repeats most of them.
            numbers = {key: quantity.number() for key, quantity in {id(q): q for q in quantities}.items()}
            self._read[parameter] = np.fromiter((numbers[id(q)] for q in quantities), np.float64, len(quantities))
        return self._read[parameter]


def run_columns(plan: Plan, columns: Columns) -> tuple[Numbers, Numbers | None]:
    """Return the float64 results for all activities and, where digits may be lost, a bound on the error of each."""
    tracked = loses_digits(plan)
    results: list[Column] = []
    for step in plan.steps:
        arguments = {item.argument: step_input(item, columns, results, tracked) for item in step.inputs}
        results.append(step.formula.function(**arguments))
    size = (len(columns.activities),)
    if not tracked:
        return np.broadcast_to(np.asarray(results[-1], dtype=np.float64), size), None
    error = results[-1].error * (SAFETY * UNIT_ROUNDOFF)
    return np.broadcast_to(results[-1].value, size), np.broadcast_to(error, size)


def loses_digits(plan: Plan) -> bool:
    """Say whether digits may cancel in a formula of the plan, or get lost in a power or a decay that enters it."""
    return any(step.formula.cancels or any(item.prepared for item in step.inputs) for step in plan.steps)


#: The bound is of first order; what it leaves out is smaller than this by far.
SAFETY = 2

#: A power, a decay or a step is taken to be off by at most so many units of roundoff, of one where it is smaller.
PREPARATION_ROUNDINGS = 256


def step_input(item: Input, columns: Columns, results: Sequence[Column], tracked: bool) -> Column:
    """Return one input of a step, with its error where that is tracked."""
    if item.step is not None:
        return results[item.step]
    value = input_column(item, columns)
    if not tracked:
        return value
    if item.prepared is not None:
        return Bounded(value, np.maximum(np.abs(value), 1.0) * PREPARATION_ROUNDINGS)
    return Bounded.read(value)


def input_column(item: Input, columns: Columns) -> Column:
    """Return the canonical values of an input that is no result of a step."""
    if item.factor is not None:
        return item.factor.number
    if item.prepared is not None:
        return item.prepared.preparation.column(*(input_column(inner, columns) for inner in item.prepared.inputs))
    return columns.column(item.parameter)


def run_exact(plan: Plan, activity: ActivityRecord) -> list[Fraction]:
    """Return the exact result of each step for one activity: the same functions on `Fraction`."""
    results: list[Fraction] = []
    for step in plan.steps:
        arguments = {item.argument: input_value(item, activity, results) for item in step.inputs}
        results.append(Fraction(step.formula.function(**arguments)))
    return results


def input_value(item: Input, activity: ActivityRecord, results: Sequence[Fraction]) -> Fraction:
    """Return the exact canonical value of one input."""
    if item.factor is not None:
        return item.factor.canonical
    if item.step is not None:
        return results[item.step]
    if item.prepared is not None:
        return item.prepared.preparation.exact(*(input_value(i, activity, results) for i in item.prepared.inputs))
    return activity.parameters[item.parameter].quantity.exact() if item.parameter else activity.quantity.exact()
