"""The bound on the error of a column is never smaller than the error, nor larger than what the operations may lose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import add, mul, sub, truediv
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.activity import ActivityRecord, Parameter
from service.calculators.bounded import Bounded
from service.calculators.columns import Columns, run_columns, run_exact
from service.calculators.formula import FORMULAS
from service.calculators.plan import Input, Plan, Prepared, Step
from service.calculators.preparation import PREPARATIONS
from service.calculators.rounding import DOUBT, UNIT_ROUNDOFF
from service.units import parse_quantity
from tests.calculators.stored import answered, calculation_of

DECIMALS = st.integers(-(10**6), 10**6).map(lambda n: Fraction(n, 1000))
STEPS = st.lists(st.tuples(st.sampled_from([add, sub, mul, truediv]), DECIMALS, st.booleans()), min_size=1, max_size=8)


def column(value: Fraction | float) -> Bounded:
    return Bounded.read(np.array([float(value)]))


def holds(found: Bounded, exact: Fraction) -> bool:
    """Say whether the bound, doubled for what is of second order, covers the error."""
    return abs(Fraction(found.value.item()) - exact) <= Fraction(found.error.item()) * 2 / 2**53


@given(DECIMALS, STEPS)
@settings(max_examples=200)
def test_a_bound_is_never_smaller_than_the_error(first: Fraction, steps: list[tuple[Any, Fraction, bool]]) -> None:
    exact, found = first, column(first)
    for operation, number, before in steps:
        assume(operation is not truediv or (exact if before else number) != 0)
        exact = operation(number, exact) if before else operation(exact, number)
        with np.errstate(all="ignore"):
            found = operation(column(number), found) if before else operation(found, column(number))
        assume(np.isfinite(found.error).all())
    assert holds(found, exact)


@pytest.mark.parametrize(
    ("operation", "value", "error"),
    [
        (lambda a: a + 1, -5.0, 11.0),
        (lambda a: 1 + a, -5.0, 11.0),
        (lambda a: a - 1, -7.0, 13.0),
        (lambda a: 1 - a, 7.0, 13.0),
        (lambda a: a * 2, -12.0, 24.0),
        (lambda a: 2 * a, -12.0, 24.0),
        (lambda a: a / 2, -3.0, 6.0),
        (lambda a: 3 / a, -0.5, 1.0),
        (lambda a: a * a, 36.0, 108.0),
        (lambda a: a - a, 0.0, 12.0),
        (lambda a: a / column(-3.0), 2.0, 6.0),
    ],
)
def test_each_operation_adds_its_own_rounding_to_those_it_carries(
    operation: Callable[[Bounded], Bounded], value: float, error: float
) -> None:
    """By hand, in units of roundoff, with a = -6 read with one rounding; the numbers of a formula have no error."""
    found = operation(column(-6.0))
    assert (found.value.item(), found.error.item()) == (value, error)


def test_the_unit_of_a_bound_is_half_the_distance_between_neighbours() -> None:
    assert np.spacing(1.0) == UNIT_ROUNDOFF * 2


def line(**parameters: str) -> ActivityRecord:
    stated = {name: Parameter(parse_quantity(*text.split())) for name, text in parameters.items()}
    return ActivityRecord("a", "any", parse_quantity("10", "t"), parameters=stated)


def plan_of(formula: str, *inputs: Input) -> Plan:
    """Return a plan of one step; its rule is any."""
    known = FORMULAS[formula]
    step = Step(known, known.signatures[0], inputs)
    some = next(entry.plan for entry in calculation_of("WE01").calculated.lines if entry.plan)
    return replace(some, steps=(step,), notes=())


TAKEN_OFF = plan_of("methane_after_recovery", Input("generated"), Input("methane_recovered", parameter="recovered"))


def test_the_bound_of_a_difference_is_twice_what_its_inputs_and_itself_may_lose() -> None:
    """By hand: 10 - 9.5 with one rounding each, in units of roundoff 10 + 9.5 + 0.5, times two."""
    values, error = run_columns(TAKEN_OFF, Columns([line(recovered="9.5 t")]))
    assert values.tolist() == [0.5]
    assert error is not None
    assert (error / UNIT_ROUNDOFF).tolist() == [40.0]


def test_a_product_has_no_bound_of_its_own() -> None:
    """Where nothing cancels, the relative error of float64 is small and rounding knows it."""
    power = plan_of("activity_times_factor", Input("activity_data"), Input("emission_factor", parameter="f"))
    values, error = run_columns(power, Columns([line(f="0.5 t/t")]))
    assert (values.tolist(), error) == ([5.0], None)


def prepared(formula: str, argument: str, preparation: str, *names: str) -> Plan:
    inputs = tuple(Input(name, parameter=name) for name in names)
    first = FORMULAS[formula].arguments[0]
    found = Input(argument, prepared=Prepared(PREPARATIONS[preparation], inputs))
    return plan_of(formula, Input(first), found)


def covered(plan: Plan, *lines: ActivityRecord) -> bool:
    values, error = run_columns(plan, Columns(lines))
    assert error is not None
    exact = [run_exact(plan, one)[-1] for one in lines]
    pairs = zip(values.tolist(), error.tolist(), exact, strict=True)
    return all(abs(Fraction(value) - wanted) <= Fraction(bound) for value, bound, wanted in pairs)


@given(st.integers(1, 999), st.integers(0, 4000))
@settings(max_examples=100)
def test_the_bound_covers_a_decay_over_many_years(rate: int, years: int) -> None:
    """The longer the decay, the more its last digits are off: by more than rounding allows a product of columns."""
    decay = prepared("methane_after_oxidation", "oxidation_share", "first_order_decay", "k", "t")
    product = prepared("allowance_topped_up", "allocated_share", "first_order_decay", "k", "t")
    stated = line(k=f"{Decimal(rate).scaleb(-3)} 1/year", t=f"{Decimal(years).scaleb(-2)} year")
    assert covered(decay, stated)
    assert covered(product, stated)


@given(st.integers(1, 10**6))
@settings(max_examples=100)
def test_the_bound_covers_an_intensity_that_all_but_meets_its_balance(steps: int) -> None:
    """The difference from the balance cancels: the fewer digits are left of it, the more its relative error."""
    names = ("intensity", "balance", "slope", "band", "bound")
    surplus = prepared("allowance_of_verified", "intensity_coefficient", "deviation_from_balance", *names)
    alone = prepared("allowance_topped_up", "allocated_share", "deviation_from_balance", *names)
    intensity = Decimal("0.81") + Decimal(steps).scaleb(-12)
    stated = line(intensity=f"{intensity} 1", balance="0.81 1", slope="0.15 1", band="0.2 1", bound="0.03 1")
    assert covered(surplus, stated)
    assert covered(alone, stated)


@pytest.mark.parametrize("name", sorted(answered()))
def test_the_bound_covers_every_line_of_the_stored_requests(name: str) -> None:
    calculated = calculation_of(name).calculated
    for entry in calculated.lines:
        if entry.plan is None:
            continue
        columns = Columns([calculated.activities[entry.activity]])
        values, error = run_columns(entry.plan, columns)
        exact = run_exact(entry.plan, columns.activities[0])[-1]
        bound = error.item() if error is not None else DOUBT * abs(values.item())
        assert abs(Fraction(values.item()) - exact) <= Fraction(bound), entry.substance
