"""What an enterprise's system would post in a year: its registration, its site and its report, as JSON bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plant:
    """One enterprise with one site and one yearly report; `label` is what the demo shows instead of a name."""

    label: str
    enterprise: Json
    facility: Json
    report: Json

    @property
    def credit_code(self) -> str:
        """Return the enterprise's 统一社会信用代码."""
        return str(self.enterprise["credit_code"])


def quantity(value: str, unit: str) -> Json:
    """Return a quantity as the API wants it."""
    return {"value": value, "unit": unit}


def monitored(unit_id: str, substance: str, mass: str, concentration: Mapping[str, str], volume: Json) -> Json:
    """Return a year's mass from continuous monitoring, with the mean concentration and the gas that it came from."""
    return {
        "id": f"{unit_id}-{substance}-cems",
        "kind": "reported_emission",
        "substance": substance,
        "basis": "continuous_monitoring",
        "quantity": quantity(mass, "t"),
        "unit_id": unit_id,
        "parameters": {"mean_concentration": dict(concentration), "gas_volume": volume},
        "evidence": ["cems-yearly-statement"],
    }


#: What the scheme asks about compliance and a whole report declares.
DECLARATIONS: Mapping[str, str] = {
    "emission_standards": "yes",
    "allowances_surrendered": "yes",
    "statutory_disclosure": "yes",
    "exit_list_equipment": "yes",
}
