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


MONTHS = 12


def activity(index: int) -> dict[str, Any]:
    """A month's coal of one boiler with every parameter measured: from one line come CO2 and four pollutants."""
    measured = {
        "net_calorific_value": quantity(f"2{index % 4}.{100 + index}", "GJ/t"),
        "carbon_content": quantity("0.02618", "tC/GJ"),
        "sulfur_content": quantity(f"0.{60 + index % 30}", "%"),
        "ash_content": quantity(f"{22 + index % 9}.{index % 10}", "%"),
    }
    treated = {
        f"{name}:{substance}": quantity(value, "%")
        for substance, efficiency in (("SO2", "98.5"), ("NOx", "86"), ("PM10", "99.9"), ("PM2.5", "99.5"))
        for name, value in (("removal_efficiency", efficiency), ("running_rate", "99.2"))
    }
    return {
        "id": f"feed-{index:03d}",
        "kind": "fuel_combustion",
        "material": "bituminous",
        "process": "pulverised",
        "technology": "ge300",
        "unit_id": f"boiler-{index // MONTHS + 1}",
        "month": index % MONTHS + 1,
        "quantity": quantity(f"{1000 + 7 * index}.{index % 10}", "t"),
        "parameters": measured | treated,
        "laboratory_report": f"lab-{index % MONTHS + 1:02d}",
        "evidence": [f"belt-scale-{index:03d}"],
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
        "signatory": "benchmark",
        "activities": [activity(index) for index in range(LINES)],
        "production": [{"product": "electricity_generated", "quantity": quantity("350000", "MWh")}],
    }


def encode(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
