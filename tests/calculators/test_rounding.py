"""One rounding, at the end, to the digit that exact arithmetic gives."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calculators.rounding import decimal_text, exact_text, round_column, round_fraction


@pytest.mark.parametrize(
    ("value", "half_up", "half_even"),
    [("0.5", 1, 0), ("1.5", 2, 2), ("2.5", 3, 2), ("-0.5", -1, 0), ("-2.5", -3, -2), ("2.4999", 2, 2)],
)
def test_ties_go_where_the_mode_says(value: str, half_up: int, half_even: int) -> None:
    assert round_fraction(Fraction(value), "half_up") == half_up
    assert round_fraction(Fraction(value), "half_even") == half_even


@given(
    st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=50),
    st.sampled_from(["half_up", "half_even", "floor"]),
)
@settings(max_examples=200)
def test_columns_round_as_exact_numbers_do(thousandths: list[int], mode: str) -> None:
    """Every third decimal is hit, so ties (…5 in the third place) are frequent; float64 alone gets many wrong."""
    exact = [Fraction(n, 1000) for n in thousandths]
    column = np.array([float(x) for x in exact])
    rounded = round_column(column, Fraction(100), mode, exact.__getitem__)
    assert rounded == [round_fraction(x * 100, mode) for x in exact]


def test_a_tie_that_float64_cannot_see_is_rounded_exactly() -> None:
    """2.675 is 2.67499999... in float64; half up it is 2.68 all the same."""
    exact = Fraction("2.675")
    assert round_column(np.array([2.675]), Fraction(100), "half_up", lambda _: exact) == [268]


def test_exact_arithmetic_is_asked_for_only_near_a_boundary() -> None:
    calls: list[int] = []

    def exact(index: int) -> Fraction:
        calls.append(index)
        return Fraction(1, 8)

    round_column(np.array([0.1234, 0.125, 0.13]), Fraction(100), "half_even", exact)
    assert calls == [1]


def test_exact_arithmetic_is_asked_for_within_the_error_that_is_known() -> None:
    """By hand: 0.1249 is 0.0001 from the boundary at 0.125; an error of 0.0002 reaches it, one of 0.00005 does not."""
    calls: list[int] = []

    def exact(index: int) -> Fraction:
        calls.append(index)
        return Fraction("0.12501")

    values = np.array([0.1249, 0.1249])
    assert round_column(values, Fraction(100), "half_up", exact, np.array([0.0002, 0.00005])) == [13, 12]
    assert calls == [0]


@pytest.mark.parametrize("whole", [1, 2, 1000])
def test_what_is_a_whole_number_is_not_rounded_down_below_it(whole: int) -> None:
    """A hair below in float64, a whole number exactly."""
    below = np.nextafter(np.array([float(whole)]), 0.0)
    assert round_column(below, Fraction(1), "floor", lambda _: Fraction(whole)) == [whole]


def test_numbers_beyond_the_digits_of_float64_are_rounded_exactly() -> None:
    exact = [Fraction(2**52) + 1, Fraction(10**20) + Fraction(1, 2), -Fraction(10**25)]
    column = np.array([float(value) for value in exact])
    assert round_column(column, Fraction(1), "half_up", exact.__getitem__) == [2**52 + 1, 10**20 + 1, -(10**25)]


def test_large_numbers_that_are_clear_are_not_asked_for_exactly() -> None:
    def never(_: int) -> Fraction:
        raise AssertionError("asked for an exact value")

    assert round_column(np.array([4_000_000.1, -4_000_000.9]), Fraction(1000), "half_even", never) == [
        4_000_000_100,
        -4_000_000_900,
    ]


@pytest.mark.parametrize(("value", "down"), [("2.9", 2), ("3", 3), ("-2.1", -3), ("-3", -3), ("0", 0)])
def test_an_allowance_is_rounded_down(value: str, down: int) -> None:
    assert round_fraction(Fraction(value), "floor") == down


def test_decimal_text_keeps_the_places_of_the_rule() -> None:
    assert [decimal_text(n, 2) for n in (0, 5, -5, 123456)] == ["0.00", "0.05", "-0.05", "1234.56"]
    assert decimal_text(12, 0) == "12"
    assert exact_text(Fraction(1, 3)) == "0.333333333333"
    assert exact_text(Fraction(12000)) == "12000"
    assert [exact_text(Fraction(text)) for text in ("0", "-0.125", "100", "0.0000000000005")] == [
        "0", "-0.125", "100", "0",
    ]  # fmt: skip
    assert exact_text(Fraction("0.0625"), 3) == "0.062"
