"""How fast a formula runs on a million rows: against Pint per row, and against a bare multiply of the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.calculators.formulas.combustion import fuel_co2_from_heat
from tests.benchmarks.rival_pint import REGISTRY
from tests.benchmarks.spread import Spread

ROWS, PINT_ROWS, BLOCK = 1_000_000, 2_000, 16_384
CARBON_DIOXIDE, CARBON = 44.0, 12.0

Column = NDArray[np.float64]
Columns = tuple[Column, Column, Column, Column]


def columns(rows: int) -> Columns:
    random = np.random.default_rng(1)
    bounds = ((1.0, 1e5), (15.0, 30.0), (0.02, 0.03), (0.9, 1.0))
    consumption, heat, carbon, oxidised = (random.uniform(low, high, rows) for low, high in bounds)
    return consumption, heat, carbon, oxidised


def whole(data: Columns) -> None:
    fuel_co2_from_heat(*data, CARBON_DIOXIDE, CARBON)


def in_blocks(data: Columns) -> None:
    out = np.empty(ROWS)
    for start in range(0, ROWS, BLOCK):
        part = slice(start, start + BLOCK)
        out[part] = fuel_co2_from_heat(*(column[part] for column in data), CARBON_DIOXIDE, CARBON)


def bare_multiply(operands: tuple[Column, Column, Column]) -> None:
    np.multiply(operands[0], operands[1], out=operands[2])


def pint_per_row(rows: list[tuple[Any, ...]]) -> None:
    for row in rows:
        fuel_co2_from_heat(*row, CARBON_DIOXIDE, CARBON).to("t")


def pint_rows() -> list[tuple[Any, ...]]:
    units = [REGISTRY.Unit(unit) for unit in ("t", "GJ/t", "tC/GJ", "dimensionless")]
    lists = zip(*(column.tolist() for column in columns(PINT_ROWS)), strict=True)
    return [tuple(REGISTRY.Quantity(value, unit) for value, unit in zip(row, units, strict=True)) for row in lists]


def seconds(work: Callable[[Any], None], data: Any) -> float:
    start = perf_counter()
    work(data)
    return perf_counter() - start


def measure(repeats: int) -> dict[str, Spread]:
    """Rows per second. The bare multiply moves as many bytes as the formula reads and writes: four columns in, one out.

    Pint runs on ready quantities (no parsing) and on a sample, because a million rows would take minutes.
    """
    data, sample = columns(ROWS), pint_rows()
    same_bytes = ROWS * (len(data) + 1) // 3
    operands = (np.ones(same_bytes), np.ones(same_bytes), np.empty(same_bytes))
    found: dict[str, list[float]] = {"formula": [], "formula in blocks": [], "pint per row": [], "bare multiply": []}
    for _ in range(repeats + 1):
        found["formula"].append(ROWS / seconds(whole, data))
        found["formula in blocks"].append(ROWS / seconds(in_blocks, data))
        found["pint per row"].append(PINT_ROWS / seconds(pint_per_row, sample))
        found["bare multiply"].append(ROWS / seconds(bare_multiply, operands))
    return {name: Spread.of(rates[1:]) for name, rates in found.items()}
