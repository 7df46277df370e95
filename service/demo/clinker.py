"""A synthetic clinker kiln: its coal, its electricity, its energy per tonne of clinker and its monitoring."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from service.demo.coal_power import GAS_TO_TONNES
from service.demo.distributions import picked, quantity, text
from service.demo.plant import DECLARATIONS, Json, monitored
from service.demo.plant import quantity as stated

KILN = "kiln-1"
PER_THOUSAND = Decimal(1000)


def kiln_report(generator: random.Random, settings: Mapping[str, Any], _units: list[Json], case: str) -> Json:
    """Return activities, production, permits and declarations of one kiln's year."""
    drawn = {
        name: quantity(generator, settings[name])
        for name in ("days", "energy", "electricity", "net_calorific_value", "carbon_per_heat")
    }
    clinker = Decimal(picked(generator, settings["kilns"])["capacity"]) * Decimal(drawn["days"]["value"])
    body: Json = {"trust": settings["trust"], "activities": _activity_lines(settings, drawn, clinker)}
    body |= {"production": [], "reported": []}
    body["production"].append(_made("clinker", text(clinker, 0), "t"))
    if case != "no_energy":
        body["production"].append(_made("energy_consumption", text(clinker * _number(drawn["energy"]), 0), "kgce"))
    _add_monitoring(generator, settings, clinker, body)
    body["declarations"] = dict(DECLARATIONS)
    return body


def _number(stated_quantity: Mapping[str, str]) -> Decimal:
    return Decimal(stated_quantity["value"])


def _made(product: str, value: str, unit: str) -> Json:
    return {"product": product, "quantity": stated(value, unit), "unit_id": KILN}


def _activity_lines(settings: Mapping[str, Any], drawn: Mapping[str, Json], clinker: Decimal) -> list[Json]:
    """Coal makes up what electricity does not carry of the energy per tonne."""
    electricity = clinker * _number(drawn["electricity"]) / PER_THOUSAND
    from_coal = _number(drawn["energy"]) - _number(drawn["electricity"]) * Decimal(settings["power_to_coal"])
    heat = clinker * from_coal / PER_THOUSAND * Decimal(settings["coal_equivalent"])
    coal = heat / _number(drawn["net_calorific_value"])
    return [
        {
            "id": "kiln-coal",
            "kind": "fuel_combustion",
            "material": "bituminous",
            "process": "kiln",
            "unit_id": KILN,
            "quantity": stated(text(coal, 1), "t"),
            "parameters": {
                "net_calorific_value": drawn["net_calorific_value"],
                "carbon_content": drawn["carbon_per_heat"],
            },
            "laboratory_report": "lab-yearly",
            "evidence": ["belt-scale-yearly", "lab-yearly"],
        },
        {
            "id": "kiln-clinker",
            "kind": "clinker_production",
            "material": "opc_clinker",
            "unit_id": KILN,
            "quantity": stated(text(clinker, 0), "t"),
            "evidence": ["clinker-stock-record"],
        },
        {
            "id": "kiln-electricity",
            "kind": "purchased_electricity",
            "unit_id": KILN,
            "quantity": stated(text(electricity, 1), "MWh"),
            "meter": "main-meter",
            "evidence": ["electricity-bills"],
        },
    ]


def _add_monitoring(generator: random.Random, settings: Mapping[str, Any], clinker: Decimal, body: Json) -> None:
    volume = text(clinker * Decimal(settings["gas_per_clinker"]) / 10, 1)
    for substance, stated_mean in settings["concentration"].items():
        mean = quantity(generator, stated_mean)
        mass = text(_number(mean) * Decimal(volume) / GAS_TO_TONNES, 3)
        body["activities"].append(monitored(KILN, substance, mass, mean, stated(volume, "10^4Nm3")))
        permit = stated(text(Decimal(mass) * Decimal(settings["permit_margin"]), 1), "t")
        body["reported"].append({"name": "permit", "substance": substance, "quantity": permit})
