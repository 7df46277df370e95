"""The literal calculation: Pint parses every quantity of every line, and every formula runs on Pint quantities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pint

from tests.benchmarks.rival_schema import ActivityIn, QuantityIn

REGISTRY: pint.UnitRegistry[Any] = pint.UnitRegistry()
for definition in ("tC = metric_ton", "万吨 = 10000 * metric_ton", "m3 = meter ** 3"):
    REGISTRY.define(definition)

CO2_PER_CARBON = 44 / 12
SO2_PER_SULFUR = 64 / 32
SULFUR_CONVERTED = 0.85


class Line(NamedTuple):
    activity_id: str
    substance: str
    grams: int


def parse(quantity: QuantityIn) -> Any:
    return REGISTRY.Quantity(f"{quantity.value} {quantity.unit}")


def co2(burned: Any, parameters: dict[str, Any]) -> Any:
    carbon = burned * parameters["net_calorific_value"] * parameters["carbon_content"]
    return carbon * parameters["oxidation_factor"] * CO2_PER_CARBON


def so2(burned: Any, parameters: dict[str, Any]) -> Any:
    formed = burned * parameters["sulfur_content"] * SULFUR_CONVERTED * SO2_PER_SULFUR
    return formed * (1 - parameters["removal_efficiency:SO2"])


FORMULAS = {"CO2": co2, "SO2": so2}


def lines(activity: ActivityIn) -> Iterator[Line]:
    """Grams of each substance that one activity emits; a wrong dimension raises `pint.DimensionalityError`."""
    burned = parse(activity.quantity)
    parameters = {name: parse(quantity) for name, quantity in activity.parameters.items()}
    for substance, formula in FORMULAS.items():
        yield Line(activity.id, substance, round(formula(burned, parameters).to("g").magnitude))
