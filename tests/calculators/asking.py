"""Asking for a calculation in a test, with little to write."""

from __future__ import annotations

import json
from typing import Any

from service.reference import load_library
from service.workflows.calculate import calculate

Json = dict[str, Any]


def q(value: str, unit: str, **more: str) -> Json:
    return {"value": value, "unit": unit, **more}


def ask(*activities: Json, **more: Any) -> Json:
    """Return the answer to activities of a cement works in Taiyuan, 2024; `more` changes the request."""
    body = {"sector": "3011", "region": "140100", "period": "2024", **more, "activities": activities}
    answer: Json = json.loads(calculate(load_library(), json.dumps(body).encode()))
    return answer


def stated(identifier: str, substance: str, mass: str, scope: int | None = None, **more: Any) -> Json:
    """Return a mass that the enterprise states itself."""
    scoped = {"scope": scope} if scope else {}
    return {"id": identifier, "kind": "reported_emission", "substance": substance, "quantity": q(mass, "t"),
            **scoped, **more}  # fmt: skip


def gas(identifier: str, volume: str, unit: str = "10^4Nm3", **more: Any) -> Json:
    """Return natural gas burnt: 10^4 Nm3 x 400 GJ x 0.015 tC/GJ x 0.99 x 44/12 = 21.78 t of CO2."""
    parameters = {
        "net_calorific_value": q("400", "GJ/10^4Nm3"), "carbon_content": q("0.015", "tC/GJ"),
        "oxidation_factor": q("0.99", "1"),
    }  # fmt: skip
    return {"id": identifier, "kind": "fuel_combustion", "material": "natural_gas", "quantity": q(volume, unit),
            "parameters": parameters, **more}  # fmt: skip


def coal(identifier: str, tonnes: str, **more: Any) -> Json:
    """Return coal burnt as powder: 45 % carbon and 0.8 % sulphur as received."""
    parameters = {
        "carbon_content": q("45", "%"), "oxidation_factor": q("99", "%"), "sulfur_content": q("0.8", "%"),
    }  # fmt: skip
    return {"id": identifier, "kind": "fuel_combustion", "material": "bituminous_coal", "process": "pulverised",
            "quantity": q(tonnes, "t"), "parameters": parameters, **more}  # fmt: skip


def sums(answer: Json, part: str = "totals") -> dict[tuple[Any, ...], str]:
    """Return printed totals by account, scope, medium and substance, as far as each is named."""
    keys = ("account", "scope", "medium", "substance")
    return {
        tuple(total[k] for k in keys if total.get(k) and total[k] != "air"): total["mass"]["value"]
        for total in answer[part]
    }


def findings(answer: Json, code: str) -> list[Json]:
    return [finding for finding in answer["findings"] if finding["code"] == code]
