"""The literal calculation: Pint parses every quantity of every line, and every formula runs on Pint quantities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pint

from tests.benchmarks.rival_schema import ActivityIn, QuantityIn

REGISTRY: pint.UnitRegistry[Any] = pint.UnitRegistry()
for definition in ("tC = metric_ton", "万吨 = 10000 * metric_ton", "m3 = meter ** 3"):
    REGISTRY.define(definition)


#: The factors that the product looks up in its library for this workload, as ready Pint quantities.
FACTORS: dict[str, Any] = {
    name: REGISTRY.Quantity(value, unit)
    for name, value, unit in (
        ("oxidation_factor", 0.99, ""),
        ("molar_mass_co2", 44, "g/mol"),
        ("molar_mass_c", 12, "g/mol"),
        ("molar_mass_so2", 64, "g/mol"),
        ("molar_mass_s", 32, "g/mol"),
        ("sulfur_retention", 0.15, ""),
        ("ash_retention", 0.25, ""),
        ("size_share:PM10", 0.23, ""),
        ("size_share:PM2.5", 0.06, ""),
        ("generation_coefficient:NOx", 7.21, "g/kg"),
        ("generation_coefficient:CO", 2, "g/kg"),
        ("generation_coefficient:VOCs", 0.04, "g/kg"),
        ("carbon_share", 0.002, ""),
    )
}

Values = dict[str, Any]


class Line(NamedTuple):
    activity_id: str
    substance: str
    grams: int


def parse(quantity: QuantityIn) -> Any:
    return REGISTRY.Quantity(f"{quantity.value} {quantity.unit}")


def co2(burned: Any, given: Values) -> Any:
    carbon = burned * given["net_calorific_value"] * given["carbon_content"] * given["oxidation_factor"]
    return carbon * given["molar_mass_co2"] / given["molar_mass_c"]


def so2(burned: Any, given: Values) -> Any:
    sulfur = burned * given["sulfur_content"] * (1 - given["sulfur_retention"])
    return emitted(sulfur * given["molar_mass_so2"] / given["molar_mass_s"], "SO2", given)


def nox(burned: Any, given: Values) -> Any:
    return emitted(burned * given["generation_coefficient:NOx"], "NOx", given)


def uncontrolled(substance: str) -> Callable[[Any, Values], Any]:
    def by_coefficient(burned: Any, given: Values) -> Any:
        return burned * given[f"generation_coefficient:{substance}"]

    return by_coefficient


def slag(burned: Any, given: Values) -> Any:
    return burned * given["ash_content"] * given["ash_retention"]


def black_carbon(burned: Any, given: Values) -> Any:
    return particulates("PM2.5")(burned, given) * given["carbon_share"]


def particulates(size: str) -> Callable[[Any, Values], Any]:
    def from_ash(burned: Any, given: Values) -> Any:
        generated = burned * given["ash_content"] * (1 - given["ash_retention"]) * given[f"size_share:{size}"]
        return emitted(generated, size, given)

    return from_ash


def emitted(generated: Any, substance: str, given: Values) -> Any:
    return generated * (1 - given[f"removal_efficiency:{substance}"] * given[f"running_rate:{substance}"])


FORMULAS = {
    "CO2": co2,
    "SO2": so2,
    "NOx": nox,
    "PM10": particulates("PM10"),
    "PM2.5": particulates("PM2.5"),
    "BC": black_carbon,
    "CO": uncontrolled("CO"),
    "VOCs": uncontrolled("VOCs"),
    "boiler_slag": slag,
}


def lines(activity: ActivityIn) -> Iterator[Line]:
    """Grams of each substance that one activity emits; a wrong dimension raises `pint.DimensionalityError`."""
    burned = parse(activity.quantity)
    given = FACTORS | {name: parse(quantity) for name, quantity in activity.parameters.items()}
    for substance, formula in FORMULAS.items():
        yield Line(activity.id, substance, round(formula(burned, given).to("g").magnitude))
