"""A synthetic coal power plant: its generating sets, its monthly coal with the laboratory's values, its monitoring."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from service.demo.distributions import drawn, picked, quantity, text
from service.demo.plant import DECLARATIONS, Json, monitored
from service.demo.plant import quantity as stated

MONTHS = range(1, 13)
PER_CENT = Decimal(100)
PER_THOUSAND = Decimal(1000)
#: mg/m3 times 10^4 Nm3 are 10^4 mg, a hundred thousandth of a tonne.
GAS_TO_TONNES = Decimal(10**5)
CONTENTS = ("carbon_content", "sulfur_content", "ash_content")


def power_units(generator: random.Random, settings: Mapping[str, Any]) -> list[Json]:
    """Return the generating sets of one plant; `coal_rate` (gce/kWh generated) is ours and is not registered."""
    technology = picked(generator, settings["technologies"])
    return [
        {
            "unit_id": f"u{number}",
            "unit_class": technology["unit_class"],
            "gb_key": technology["gb_key"],
            "capacity": stated(technology["capacity"], "MW"),
            "fuel": "coal",
            "coal_rate": drawn(generator, technology["coal_rate"]),
        }
        for number in range(1, int(technology["sets"]) + 1)
    ]


def power_report(generator: random.Random, settings: Mapping[str, Any], units: list[Json], case: str) -> Json:
    """Return activities, production, permits and declarations of one plant's year."""
    body: Json = {"activities": [], "production": [], "reported": []}
    air_dried = generator.random() < 1 / 2
    supplies_heat = generator.random() < float(settings["heat_share"])
    permits: dict[str, Decimal] = {}
    for unit in units:
        _add_unit(generator, settings, unit, case, body, permits, air_dried, supplies_heat)
    for substance, mass in permits.items():
        permit = stated(text(mass, 1), "t")
        body["reported"].append({"name": "permit", "substance": substance, "quantity": permit})
    if case == "default_carbon":
        # The penalty default is known from memory only, so the report that rests on it has to accept that.
        body["trust"] = settings["trust_of_default_carbon"]
    if case != "undeclared":
        body["declarations"] = dict(DECLARATIONS)
    return body


def _add_unit(
    generator: random.Random, settings: Mapping[str, Any], unit: Json, case: str,
    body: Json, permits: dict[str, Decimal], air_dried: bool, supplies_heat: bool,
) -> None:  # fmt: skip
    unit_id = unit["unit_id"]
    hours = quantity(generator, settings["running_hours"])
    load = Decimal(quantity(generator, settings["load"])["value"])
    even_month = Decimal(unit["capacity"]["value"]) * Decimal(hours["value"]) * load / len(MONTHS)
    generated = [even_month * Decimal(quantity(generator, settings["month_swing"])["value"]) for _ in MONTHS]
    months = list(_months(generator, settings, unit, generated, case, air_dried))
    body["activities"] += months
    made = stated(text(sum(generated, Decimal(0)), 1), "MWh")
    body["production"] += [
        {"product": "electricity_generated", "quantity": made, "unit_id": unit_id},
        {"product": "running_hours", "quantity": hours, "unit_id": unit_id},
        {"product": "monitored_hours", "quantity": hours, "unit_id": unit_id},
    ]
    heat_rate = Decimal(quantity(generator, settings["heat_supplied"])["value"])
    if supplies_heat:
        heat = stated(text(Decimal(made["value"]) * heat_rate, 0), "GJ")
        body["production"].append({"product": "heat_supplied", "quantity": heat, "unit_id": unit_id})
    coal = sum((Decimal(month["quantity"]["value"]) for month in months), Decimal(0))
    volume = text(coal * Decimal(settings["gas_per_coal"]) / 10, 1)
    for substance, stated_mean in settings["concentration"].items():
        mean = quantity(generator, stated_mean)
        mass = text(Decimal(mean["value"]) * Decimal(volume) / GAS_TO_TONNES, 3)
        allowed = Decimal(settings["permit_concentration"][substance]) * Decimal(volume) / GAS_TO_TONNES
        permits[substance] = permits.get(substance, Decimal(0)) + allowed
        if case != "no_monitoring":
            body["activities"].append(monitored(unit_id, substance, mass, mean, stated(volume, "10^4Nm3")))


def _months(
    generator: random.Random, settings: Mapping[str, Any], unit: Json, generated: list[Decimal], case: str,
    air_dried: bool,
) -> Iterator[Json]:  # fmt: skip
    rate, equivalent = Decimal(unit["coal_rate"]), Decimal(settings["coal_equivalent"])
    removal = _removal(generator, settings)
    for month, megawatt_hours in zip(MONTHS, generated, strict=True):
        heat_value = quantity(generator, settings["net_calorific_value"])
        coal = megawatt_hours * rate / PER_THOUSAND * equivalent / (Decimal(heat_value["value"]) / PER_THOUSAND)
        parameters = {"net_calorific_value": heat_value, **_contents(generator, settings, heat_value, air_dried)}
        if case == "default_carbon":
            parameters = {name: value for name, value in parameters.items() if name != "carbon_content"}
        yield {
            "id": f"{unit['unit_id']}-{month:02}",
            "kind": "fuel_combustion",
            "material": "bituminous",
            "process": settings["process"],
            "technology": settings["technology"],
            "unit_id": unit["unit_id"],
            "month": month,
            "quantity": stated(text(coal, 1), "t"),
            "parameters": parameters | removal,
            "laboratory_report": f"lab-{month:02}",
            "evidence": [f"belt-scale-{month:02}", f"lab-{month:02}"],
        }


def _contents(
    generator: random.Random, settings: Mapping[str, Any], heat_value: Json, air_dried: bool
) -> dict[str, Json]:
    """Carbon, sulphur and ash as received, or printed on the air-dried sample with the two moistures beside them."""
    per_heat = Decimal(quantity(generator, settings["carbon_per_heat"])["value"])
    carbon = per_heat * Decimal(heat_value["value"]) / PER_THOUSAND * PER_CENT
    received = {"carbon_content": stated(text(carbon, 2), "%")}
    received |= {name: quantity(generator, settings[name]) for name in ("sulfur_content", "ash_content")}
    total, dried = (quantity(generator, settings[name]) for name in ("total_moisture", "air_dried_moisture"))
    if not air_dried:
        return {name: value | {"basis": "ar"} for name, value in received.items()}
    scale = (PER_CENT - Decimal(dried["value"])) / (PER_CENT - Decimal(total["value"]))
    contents = {
        name: stated(text(Decimal(received[name]["value"]) * scale, 2), "%") | {"basis": "ad"} for name in CONTENTS
    }
    return contents | {"total_moisture": total, "air_dried_moisture": dried}


def _removal(generator: random.Random, settings: Mapping[str, Any]) -> dict[str, Json]:
    running = quantity(generator, settings["running_rate"])
    efficiency = {f"removal_efficiency:{s}": quantity(generator, draw) for s, draw in settings["removal"].items()}
    return efficiency | {f"running_rate:{substance}": running for substance in settings["removal"]}
