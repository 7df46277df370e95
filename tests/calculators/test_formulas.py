"""Laws that every formula keeps, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from inspect import signature as inspect_signature

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calculators import calculation  # noqa: F401  loads every family
from service.calculators.bounded import Bounded
from service.calculators.formula import FORMULAS, Column, ColumnFunction, Formula, Signature, formula
from service.calculators.rounding import UNIT_ROUNDOFF, round_column, round_fraction

SIGNED = sorted((f.id, i) for f in FORMULAS.values() for i in range(len(f.signatures)))


def sample(proved: Formula, signature: Signature, seed: int) -> dict[str, Fraction]:
    """Draw one set of plausible arguments in canonical units; shares stay below one."""
    source = np.random.default_rng(seed)
    values = {}
    for name in signature.arguments:
        high = 95 if name in proved.shares else 10**6
        values[name] = Fraction(int(source.integers(1, high)), 100)
    return values


@pytest.mark.parametrize(("name", "row"), SIGNED)
def test_a_column_gives_what_its_rows_give_one_by_one(name: str, row: int) -> None:
    proved = FORMULAS[name]
    rows = [sample(proved, proved.signatures[row], seed) for seed in range(50)]
    columns = {k: np.array([float(r[k]) for r in rows]) for k in rows[0]}
    together = proved.function(**columns)
    alone = [proved.function(**{k: np.array([float(v)]) for k, v in r.items()})[0] for r in rows]
    assert together.tolist() == alone


@pytest.mark.parametrize(("name", "row"), SIGNED)
def test_float_agrees_with_exact_arithmetic(name: str, row: int) -> None:
    proved = FORMULAS[name]
    for seed in range(50):
        values = sample(proved, proved.signatures[row], seed)
        exact = proved.function(**values)
        found = proved.function(**{k: float(v) for k, v in values.items()})
        largest = max(abs(float(exact)), 1e-12) if name != "required_removal" else 1e6
        assert abs(found - float(exact)) <= 1e-13 * largest


@pytest.mark.parametrize("mode", ["half_up", "half_even", "floor"])
@pytest.mark.parametrize(("name", "row"), SIGNED)
def test_the_printed_digit_is_that_of_exact_arithmetic(name: str, row: int, mode: str) -> None:
    proved = FORMULAS[name]
    rows = [sample(proved, proved.signatures[row], seed) for seed in range(12)]
    exact = [Fraction(proved.function(**values)) for values in rows]
    columns = {k: Bounded.read(np.array([float(values[k]) for values in rows])) for k in rows[0]}
    found = proved.function(**columns)
    error = found.error * (2 * UNIT_ROUNDOFF)
    printed = round_column(found.value, Fraction(10**9), mode, exact.__getitem__, error)
    assert list(printed) == [round_fraction(value * 10**9, mode) for value in exact]


@pytest.mark.parametrize(("name", "row"), SIGNED)
def test_units_scale_the_result(name: str, row: int) -> None:
    """Twice the activity data gives twice the result, and none gives none, wherever the formula is declared linear."""
    proved = FORMULAS[name]
    if not proved.linear:
        return
    values = sample(proved, proved.signatures[row], 7)
    first = proved.arguments[0]
    doubled = proved.function(**(values | {first: values[first] * 2}))
    assert doubled == proved.function(**values) * 2
    assert proved.function(**(values | {first: Fraction(0)})) == 0


@pytest.mark.parametrize(("name", "row"), SIGNED)
def test_the_result_moves_as_declared(name: str, row: int) -> None:
    """More of an argument means more of the result, or less where the argument is declared falling."""
    proved = FORMULAS[name]
    for seed in range(20):
        values = sample(proved, proved.signatures[row], seed)
        before = proved.function(**values)
        for argument in set(proved.arguments) - proved.mixed:
            moved = proved.function(**(values | {argument: values[argument] * Fraction(101, 100)}))
            assert (moved < before) if argument in proved.falling else (moved > before), argument


@given(st.integers(0, 100), st.integers(0, 100))
@settings(max_examples=50)
def test_more_removal_never_means_more_emission(first: int, second: int) -> None:
    low, high = sorted((Fraction(first, 100), Fraction(second, 100)))
    emit = FORMULAS["emission_after_removal"].function
    assert emit(Fraction(100), high, Fraction(1)) <= emit(Fraction(100), low, Fraction(1))


def test_sulphur_in_is_sulphur_out() -> None:
    """Sulphur in coal = sulphur in ash + sulphur emitted + sulphur removed."""
    coal, sulfur, retained, efficiency, running = (Fraction(n, 100) for n in (1_000_000, 1, 15, 95, 98))
    masses = {"molar_mass_so2": Fraction(64), "molar_mass_s": Fraction(32)}
    generate, emit = FORMULAS["so2_from_sulfur"].function, FORMULAS["emission_after_removal"].function
    generated = generate(coal, sulfur, retained, **masses)
    emitted = emit(generated, efficiency, running)
    removed = generated * efficiency * running
    per_so2 = masses["molar_mass_s"] / masses["molar_mass_so2"]
    assert coal * sulfur == coal * sulfur * retained + emitted * per_so2 + removed * per_so2


def declare(function: ColumnFunction, units: Sequence[Sequence[str]]) -> ColumnFunction:
    symbols = " ".join(inspect_signature(function).parameters)
    register = formula("broken", units=units, equation="-", symbols=symbols, citation="-", label_zh="-", label_en="-")
    return register(function)


def test_a_wrong_dimension_stops_the_start() -> None:
    def heat(fuel: Column, value: Column) -> Column:
        return fuel + value

    with pytest.raises(Exception, match=r"Cannot convert|dimension"):
        declare(heat, [("t", "GJ/t", "GJ")])


def test_a_forgotten_scale_stops_the_start() -> None:
    def doubled(fuel: Column, value: Column) -> Column:
        return fuel * value * (2 if isinstance(fuel, Fraction) else 1)

    with pytest.raises(ValueError, match="bare numbers give"):
        declare(doubled, [("t", "GJ/t", "GJ")])


def test_an_ignored_argument_stops_the_start() -> None:
    def lazy(fuel: Column, value: Column, oxidation_factor: Column) -> Column:
        return fuel * value

    with pytest.raises(ValueError, match="ignores its argument oxidation_factor"):
        declare(lazy, [("t", "GJ/t", "1", "GJ")])
