"""Running a plan: over the columns of its activities in float64, or exactly for one of them.

One line is a column of length one; both ways call the same formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from service.activity import ActivityRecord
from service.calculators.formula import Column
from service.calculators.plan import Input, Plan


class Columns:
    """The numbers of activities of one shape, each parameter read once for all plans that use it."""

    def __init__(self, activities: Sequence[ActivityRecord]) -> None:
        self.activities = activities
        self._read: dict[str | None, NDArray[np.float64]] = {}

    def column(self, parameter: str | None) -> NDArray[np.float64]:
        """Return a parameter's canonical values, or those of the activity data for None."""
        if parameter not in self._read:
            quantities = (
                a.quantity if parameter is None else a.parameters[parameter].quantity for a in self.activities
            )
            numbers = (quantity.number() for quantity in quantities)
            self._read[parameter] = np.fromiter(numbers, np.float64, len(self.activities))
        return self._read[parameter]


def run_columns(plan: Plan, columns: Columns) -> list[Column]:
    """Return the float64 result of each step for all activities."""
    results: list[Column] = []
    for step in plan.steps:
        arguments = {item.argument: input_column(item, columns, results) for item in step.inputs}
        results.append(step.formula.function(**arguments))
    return results


def input_column(item: Input, columns: Columns, results: Sequence[Column]) -> Column:
    """Return the canonical values of one input."""
    if item.factor is not None:
        return item.factor.number
    if item.step is not None:
        return results[item.step]
    if item.prepared is not None:
        return item.prepared.preparation.column(*(input_column(i, columns, results) for i in item.prepared.inputs))
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
