"""Powers, decays and steps: columns agree with decimal arithmetic, known values come out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calculators.preparation import PREPARATIONS
from service.calculators.rounding import decimal_text
from service.units import find_unit

#: The thresholds, slopes and power of the plans for 2019 to 2022.
STEPS = ("0.85", "0.8", "0.75", "0.14", "1.007", "0.16", "1.015", "16", "20")

#: The first step, the width of the steps and the rates of industrial noise.
NOISE = ("0.5", "3", "350", "700", "1400", "2800", "5600", "11200")

#: Function, arguments and the value worked out by hand (e^-0.5, e^-0.5 - e^-1, 1.015^4 ...).
KNOWN = [
    ("first_order_decay", ("0.1", "5"), "0.606530659713"),
    ("decay_in_year", ("0.5", "2"), "0.238651218541"),
    ("power", ("1.015", "4"), "1.061363550625"),
    ("decline", ("2", "4", "-0.5"), "0.333333333333333"),
    ("load_power", ("0.6", "0.65", "1.015", "16", "20"), "1.061363550625"),
    ("load_power", ("0.65", "0.65", "1.015", "16", "20"), "1"),
    ("load_steps", ("0.85", *STEPS), "1"),
    ("load_steps", ("0.82", *STEPS), "1.0042"),
    ("load_steps", ("0.78", *STEPS), "1.0102"),
    ("load_steps", ("0.6", *STEPS), "1.061363550625"),
    ("load_saturation", ("0.5", "0.65", "1.2", "0.1", "0.5", "0.2", "0.25", "4"), "0.9639"),
    ("load_saturation", ("0.65", "0.65", "1.2", "0.1", "0.5", "0.2", "0.25", "4"), "1"),
    ("deviation_from_balance", ("0.9", "1", "0.15", "0.2", "0.03"), "0.015"),
    ("deviation_from_balance", ("0.8", "1", "0.15", "0.2", "0.03"), "0.03"),
    ("deviation_from_balance", ("0.5", "1", "0.15", "0.2", "0.03"), "0.03"),
    ("deviation_from_balance", ("1.5", "1", "0.15", "0.2", "0.03"), "-0.03"),
    ("deviation_from_balance", ("1.2", "1", "0.15", "0.2", "0.03"), "-0.03"),
    ("deviation_from_balance", ("2.2", "2", "0.15", "0.2", "0.03"), "-0.015"),
    ("deviation_from_balance", ("2", "2", "0.15", "0.2", "0.03"), "0"),
    ("topped_up_share", ("70", "100", "0.2"), "0.8"),
    ("topped_up_share", ("90", "100", "0.2"), "0.9"),
    ("look_back", ("0.9", "24", "0.9", "0.75", "24", "180", "720", "2160"), "7.5"),
    ("look_back", ("0.95", "30", "0.9", "0.75", "24", "180", "720", "2160"), "24"),
    ("look_back", ("0.8999", "10", "0.9", "0.75", "24", "180", "720", "2160"), "216"),
    ("look_back", ("0.75", "40", "0.9", "0.75", "24", "180", "720", "2160"), "54"),
    ("share_at_most_whole", ("90", "100"), "0.9"),
    ("share_at_most_whole", ("110", "100"), "1"),
    ("first_order_decay", ("0.1", "0"), "1"),
    ("first_order_decay", ("0", "5"), "1"),
    ("decay_in_year", ("0.5", "1"), "0.393469340287"),
    ("load_power", ("0", "0.65", "2", "3", "20"), "8"),
    ("load_saturation", ("0", "0.65", "1.2346", "0.1", "0.5", "0.2", "0.25", "3"), "1.235"),
    ("topped_up_share", ("80", "100", "0.2"), "0.8"),
    ("above_limit", ("77.6", "65"), "12.6"),
    ("tariff_by_steps", ("-3", *NOISE), "0"),
    ("tariff_by_steps", ("0.4", *NOISE), "0"),
    ("tariff_by_steps", ("0.5", *NOISE), "350"),
    ("tariff_by_steps", ("3.4", *NOISE), "350"),
    ("tariff_by_steps", ("3.5", *NOISE), "700"),
    ("tariff_by_steps", ("12.6", *NOISE), "5600"),
    ("tariff_by_steps", ("15.5", *NOISE), "11200"),
    ("tariff_by_steps", ("40", *NOISE), "11200"),
    ("short_month", ("14", "15", "0.5"), "0.5"),
    ("short_month", ("15", "15", "0.5"), "1"),
]


@pytest.mark.parametrize(("name", "arguments", "value"), KNOWN)
def test_a_known_value_comes_out_of_both_paths(name: str, arguments: tuple[str, ...], value: str) -> None:
    exact = PREPARATIONS[name].exact(*(Fraction(a) for a in arguments))
    column = PREPARATIONS[name].column(*(np.array([float(a)]) for a in arguments))
    assert float(exact) == pytest.approx(float(value), abs=1e-12)
    assert column.tolist() == pytest.approx([float(exact)], rel=1e-14)


#: Printed values to fifty places: e^-1 and the root of two.
LONG = [
    ("first_order_decay", ("1", "1"), "0.36787944117144232159552377016146086744581113103177"),
    ("power", ("2", "0.5"), "1.41421356237309504880168872420969807856967187537695"),
    ("decline", ("0.25", "4", "0.5"), "1.41421356237309504880168872420969807856967187537695"),
]


@pytest.mark.parametrize(("name", "arguments", "value"), LONG)
def test_the_exact_path_has_more_digits_than_any_rounding_asks_for(
    name: str, arguments: tuple[str, ...], value: str
) -> None:
    exact = PREPARATIONS[name].exact(*(Fraction(a) for a in arguments))
    assert abs(exact - Fraction(value)) < Fraction(1, 10**50)


@given(st.integers(1, 2000), st.integers(1, 60))
@settings(max_examples=50)
def test_what_decays_year_by_year_and_what_remains_are_all_there_was(rate: int, years: int) -> None:
    remaining, in_year = (PREPARATIONS[name].exact for name in ("first_order_decay", "decay_in_year"))
    constant = Fraction(rate, 1000)
    decayed = sum(in_year(constant, Fraction(year)) for year in range(1, years + 1))
    assert abs(decayed + remaining(constant, Fraction(years)) - 1) < Fraction(1, 10**50)


def test_nothing_decays_before_the_year_after_the_deposit() -> None:
    found = PREPARATIONS["decay_in_year"].column(np.full(4, 0.5), np.array([0.0, 0.99, 1.0, 2.0]))
    assert np.isnan(found).tolist() == [True, True, False, False]


@pytest.mark.parametrize("name", sorted(PREPARATIONS))
def test_a_preparation_takes_one_number_for_each_unit_and_symbol(name: str) -> None:
    declared = PREPARATIONS[name]
    assert declared.id == name
    assert len(declared.units) == len(declared.symbols)
    assert all(find_unit(unit).code == unit for unit in declared.units)
    result = declared.exact(*(Fraction(1) for _ in declared.units))
    assert declared.column(*(np.ones(1) for _ in declared.units)).tolist() == [pytest.approx(float(result))]


def test_negative_units_print_with_their_point() -> None:
    assert decimal_text(-12345, 2) == "-123.45"
