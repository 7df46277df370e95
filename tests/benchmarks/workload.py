"""The report that is measured: one coal plant's year in 100 activity lines, as an enterprise's system would send it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

LINES = 100
SECTOR = "4411"
REGION = "140100"
PERIOD = "2024"


def quantity(value: str, unit: str) -> dict[str, str]:
    return {"value": value, "unit": unit}


def activity(index: int) -> dict[str, Any]:
    """One coal feed with every parameter measured, so that each line gives CO2 and the co-pollutants."""
    return {
        "id": f"feed-{index:03d}",
        "kind": "fuel_combustion",
        "material": "bituminous_coal",
        "quantity": quantity(f"{1000 + 7 * index}.{index % 10}", "t"),
        "parameters": {
            "net_calorific_value": quantity(f"2{index % 4}.{100 + index}", "GJ/t"),
            "carbon_content": quantity("0.02618", "tC/GJ"),
            "oxidation_factor": quantity("99", "%"),
            "sulfur_content": quantity(f"0.{60 + index % 30}", "%"),
            "removal_efficiency:SO2": quantity("95", "%"),
        },
    }


def report(credit_code: str, permit_code: str) -> dict[str, Any]:
    return {
        "sector": SECTOR,
        "region": REGION,
        "period": PERIOD,
        "method": None,
        "trust": "secondary",
        "enterprise": credit_code,
        "facility": permit_code,
        "activities": [activity(index) for index in range(LINES)],
        "production": [{"product": "electricity_generated", "quantity": quantity("350000", "MWh")}],
    }


def encode(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
