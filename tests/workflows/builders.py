"""An enterprise with one coal-fired set, and a report that a careful engineer would send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from service.identifiers import reserved_credit_code
from service.records import Principal, Role
from service.reference import Library, load_library
from service.storage.session import Store
from service.workflows import keys, register

Json = dict[str, Any]
DECLARATIONS = (
    "permitted_amounts",
    "emission_standards",
    "allowances_surrendered",
    "statutory_disclosure",
    "exit_list_equipment",
)


@dataclass(frozen=True)
class Plant:
    """A registered plant with its key's principal."""

    credit_code: str
    permit_code: str
    principal: Principal


def encode(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def library() -> Library:
    return load_library()


def regulator(store: Store, region: str = "14") -> Principal:
    return keys.principal_of(store, keys.issue(store, Role.regulator, region=region))


def plant(
    store: Store, number: int = 1, *, region: str = "140100", sector: str = "4411", synthetic: bool = True
) -> Plant:
    code = reserved_credit_code(number)
    permit = f"{code}001P"
    principal = keys.principal_of(store, keys.issue(store, Role.enterprise, credit_code=code))
    enterprise = {"credit_code": code, "name": f"plant {number}", "synthetic": synthetic}
    register.register_enterprise(store, principal, encode(enterprise), f"e{number}").result()
    unit = {
        "unit_id": "U1",
        "unit_class": "I",
        "gb_key": "power.coal.usc1000",
        "capacity": quantity("1000", "MW"),
        "fuel": "coal",
    }
    site = {
        "permit_code": permit,
        "enterprise": code,
        "name": "site",
        "sector": sector,
        "region": region,
        "units": [unit],
    }
    register.register_facility(store, library(), principal, encode(site), f"f{number}").result()
    return Plant(code, permit, principal)


def quantity(value: str, unit: str) -> Json:
    return {"value": value, "unit": unit}


def coal(month: int, **changes: Any) -> Json:
    """Coal of one month, analysed on the air-dried basis, with dust, sulphur and nitrogen removed."""
    activity: Json = {
        "id": f"coal-{month}",
        "kind": "fuel_combustion",
        "material": "bituminous_coal",
        "process": "pulverised",
        "technology": "ge300",
        "unit_id": "U1",
        "month": month,
        "laboratory_report": f"LAB-{month:02d}",
        "quantity": quantity("16.37", "万吨"),
        "parameters": {
            "net_calorific_value": quantity("22813", "kJ/kg"),
            "carbon_content": quantity("61.35", "%") | {"basis": "ad"},
            "total_moisture": quantity("9.2", "%"),
            "air_dried_moisture": quantity("2.1", "%"),
            "sulfur_content": quantity("0.83", "%") | {"basis": "d"},
            "ash_content": quantity("24.61", "%"),
            "removal_efficiency:SO2": quantity("98.7", "%"),
            "running_rate:SO2": quantity("99.5", "%"),
            "removal_efficiency:NOx": quantity("86", "%"),
            "running_rate:NOx": quantity("99.2", "%"),
            "removal_efficiency:PM10": quantity("99.9", "%"),
            "running_rate:PM10": quantity("100", "%"),
            "removal_efficiency:PM2.5": quantity("99.8", "%"),
            "running_rate:PM2.5": quantity("100", "%"),
        },
    }
    return activity | changes


def report(owner: Plant, **changes: Any) -> Json:
    body: Json = {
        "sector": "4411",
        "region": "140100",
        "period": "2024",
        "enterprise": owner.credit_code,
        "facility": owner.permit_code,
        "signatory": "A. Author",
        "activities": [coal(month) for month in range(1, 13)],
        "production": [
            {"product": "electricity_generated", "quantity": quantity("56", "亿kWh"), "unit_id": "U1"},
            {"product": "running_hours", "quantity": quantity("7200", "h"), "unit_id": "U1"},
        ],
        "declarations": dict.fromkeys(DECLARATIONS, "yes"),
    }
    return body | changes
