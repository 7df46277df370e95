"""Bodies as an enterprise's system would send them."""

from __future__ import annotations

import json
from typing import Any

from service.identifiers import reserved_credit_code

Json = dict[str, Any]
OWNER = reserved_credit_code(1)
STRANGER = reserved_credit_code(2)
SITE = OWNER + "001P"
REGION = "140100"


def quantity(value: str, unit: str) -> Json:
    return {"value": value, "unit": unit}


def boiler(**changes: Any) -> Json:
    coal = {
        "id": "boiler-1",
        "kind": "fuel_combustion",
        "material": "bituminous_coal",
        "quantity": quantity("1.2", "万吨"),
        "parameters": {
            "net_calorific_value": quantity("23.736", "GJ/t"),
            "carbon_content": quantity("0.02618", "tC/GJ"),
            "oxidation_factor": quantity("99", "%"),
        },
    }
    return coal | changes


def calculation(**changes: Any) -> Json:
    return {"sector": "4411", "region": REGION, "period": "2024", "activities": [boiler()]} | changes


def enterprise(credit_code: str = OWNER) -> Json:
    return {"credit_code": credit_code, "name": "测试企业", "synthetic": True}


def facility(permit_code: str = SITE, **changes: Any) -> Json:
    site = {
        "permit_code": permit_code,
        "enterprise": permit_code[:18],
        "name": "一号厂区",
        "sector": "3310",
        "region": REGION,
    }
    return site | changes


def report(permit_code: str = SITE, **changes: Any) -> Json:
    """A yearly report of a metalworking site that burns coal on the values of its method."""
    coal = boiler(parameters={"net_calorific_value": quantity("20.908", "GJ/t")}, laboratory_report="LAB-2024-001")
    body = calculation(sector="3310", activities=[coal], enterprise=permit_code[:18], facility=permit_code)
    return body | {"signatory": "张三", "trust": "third_party"} | changes


def encode(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
