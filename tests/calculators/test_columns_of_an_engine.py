"""The same formulas as columns of DuckDB, through ibis: to the digit what numpy gives, a row or a million.

Bare numbers agree within the error bound that the product carries for itself; whole quanta, of which totals are sums,
are equal.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import ibis
import numpy as np
import pyarrow as pa
import pytest
from ibis.backends import BaseBackend

from service.calculators import formulas  # noqa: F401  importing the families proves them
from service.calculators.bounded import Bounded
from service.calculators.formula import FORMULAS
from service.calculators.formulas.combustion import fuel_co2_from_heat
from service.calculators.rounding import UNIT_ROUNDOFF, round_column

ROWS = 64


def columns_of(name: str, rows: int = ROWS) -> dict[str, np.ndarray]:
    """Draw plausible canonical values; shares stay below one."""
    proved = FORMULAS[name]
    source = np.random.default_rng(7)
    return {
        argument: source.integers(1, 95 if argument in proved.shares else 10**6, rows) / 100
        for argument in proved.arguments
    }


def on_duckdb(name: str, columns: dict[str, np.ndarray]) -> np.ndarray:
    """Run a formula as an expression over a table of the engine."""
    table = ibis.memtable(pa.table({key: pa.array(values) for key, values in columns.items()}))
    expression = FORMULAS[name].function(**{key: table[key] for key in columns})
    numbers = engine().to_pyarrow(table.select(result=expression))
    return np.asarray(numbers["result"].to_numpy(), dtype=np.float64)


@lru_cache(maxsize=1)
def engine() -> BaseBackend:
    return ibis.duckdb.connect()


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_every_formula_runs_as_columns_of_duckdb(name: str) -> None:
    """Both engines stay within the error bound that the product itself carries."""
    columns = columns_of(name)
    with np.errstate(divide="ignore", invalid="ignore"):
        ours = FORMULAS[name].function(**{key: Bounded.read(values) for key, values in columns.items()})
    theirs = on_duckdb(name, columns)
    finite = np.isfinite(ours.value)
    allowed = 2 * UNIT_ROUNDOFF * ours.error[finite] + 1e-300
    assert finite.any()
    assert (np.abs(theirs[finite] - ours.value[finite]) <= allowed).all()


def test_a_million_lines_have_the_quanta_of_single_lines_on_both_engines() -> None:
    """Whole grams, which totals are sums of: 10^6 lines by numpy, by DuckDB, and a sample exactly."""
    rows = 1_000_000
    source = np.random.default_rng(11)
    columns = {
        "fuel_consumption": source.integers(1, 10**7, rows) / 100,
        "net_calorific_value": source.integers(10_000, 30_000, rows) / 1000,
        "carbon_content": source.integers(2_000, 3_500, rows) / 100_000,
        "oxidation_factor": source.integers(900, 1000, rows) / 1000,
        "molar_mass_co2": np.full(rows, 44.0),
        "molar_mass_c": np.full(rows, 12.0),
    }
    exact_scale = Fraction(10**6)

    def exact(position: int) -> Fraction:
        values = {key: Fraction(str(values[position])) for key, values in columns.items()}
        return Fraction(fuel_co2_from_heat(**values))

    ours = round_column(fuel_co2_from_heat(**columns), exact_scale, "half_up", exact)
    theirs = round_column(on_duckdb("fuel_co2_from_heat", columns), exact_scale, "half_up", exact)
    assert ours == theirs
    for position in range(0, rows, 50_000):
        value = exact(position) * exact_scale
        assert ours[position] == (value * 2 + 1) // 2
