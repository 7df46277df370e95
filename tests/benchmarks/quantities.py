"""How fast a quantity is read: the closed grammar and table against Pint's own string parser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter

from service.units import parse_quantity
from tests.benchmarks.rival_pint import REGISTRY
from tests.benchmarks.spread import Spread

UNITS = ("t", "万吨", "GJ/t", "tC/GJ", "%", "kWh", "m3")
OURS, PINTS = 20_000, 1_000

Pairs = Sequence[tuple[str, str]]


def pairs(count: int) -> Pairs:
    return [(f"{index}.{index % 97}", UNITS[index % len(UNITS)]) for index in range(count)]


def ours(texts: Pairs) -> None:
    for value, unit in texts:
        parse_quantity(value, unit).number()


def pints(texts: Pairs) -> None:
    for value, unit in texts:
        REGISTRY.Quantity(f"{value} {unit}").to_base_units()


def rate(parse: Callable[[Pairs], None], texts: Pairs) -> float:
    start = perf_counter()
    parse(texts)
    return len(texts) / (perf_counter() - start)


def measure(repeats: int) -> dict[str, Spread]:
    """Quantities per second, to a number in the canonical unit."""
    found: dict[str, list[float]] = {"ours": [], "pint": []}
    for _ in range(repeats):
        found["ours"].append(rate(ours, pairs(OURS)))
        found["pint"].append(rate(pints, pairs(PINTS)))
    return {name: Spread.of(rates) for name, rates in found.items()}
