"""Bodies to post as they are, in this order: each of them stands in the document, and a test posts them all.

The enterprise is one of the reserved codes that no real one bears; the region's bureau holds the regulator's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from service.identifiers import reserved_credit_code

Json = dict[str, Any]
_ENTERPRISE: Final = str(reserved_credit_code(0))
_FACILITY: Final = f"{_ENTERPRISE}001P"
_PLACE: Final[Json] = {"sector": "3310", "region": "140100", "period": "2024"}


def _quantity(value: str, unit: str) -> Json:
    return {"value": value, "unit": unit}


def _boiler(amount: str) -> Json:
    parameters = {"net_calorific_value": _quantity("20.908", "GJ/t"), "sulfur_content": _quantity("0.8", "%")}
    about = {"kind": "fuel_combustion", "material": "烟煤", "process": "pulverised", "parameters": parameters}
    return {"id": "boiler-1", "quantity": _quantity(amount, "t"), "laboratory_report": "LAB-2024-001"} | about


def _power(amount: str) -> Json:
    return {"id": "grid", "kind": "purchased_electricity", "quantity": _quantity(amount, "万kWh")}


def _calculation(coal: str) -> Json:
    return {**_PLACE, "trust": "third_party", "activities": [_boiler(coal), _power("350")]}


def _report(coal: str) -> Json:
    return {**_calculation(coal), "enterprise": _ENTERPRISE, "facility": _FACILITY, "signatory": "张三"}


#: Name of a request model -> a body of it.
EXAMPLES: Final[Mapping[str, Json]] = {
    "CalculationRequest": _calculation("1200"),
    "WhatIfRequest": {"base": _calculation("1200"), "draft": _calculation("900")},
    "EnterpriseRequest": {"credit_code": _ENTERPRISE, "name": "示例企业", "synthetic": True},
    "FacilityRequest": {
        "permit_code": _FACILITY,
        "enterprise": _ENTERPRISE,
        "name": "一号厂区",
        "sector": "3310",
        "region": "140100",
    },
    "ParkRequest": {
        "park": "SX-EXAMPLE",
        "name": {"zh": "示例园区", "en": "Example park"},
        "region": "140100",
    },
    "ParkAssignmentRequest": {
        "park": "SX-EXAMPLE",
        "starts": "2024-01-01",
        "reason": "位于园区边界内",
        "evidence": "园区批复2020-1号",
    },
    "ReportRequest": _report("1200"),
    "ReportWhatIfRequest": {"draft": _calculation("900")},
    "CorrectionRequest": {"reason": "计量表读数有误", "version": 1, "report": _report("1210")},
    "DecisionRequest": {"decision": "accepted", "reason": "资料齐全", "version": 2},
    "ScoringRequest": {"ruleset": "DNZ-1", "year": 2024, "region": "140100"},
    "AbatementRequest": {
        "ruleset": "DNZ-1",
        "year": 2024,
        "enterprise": _ENTERPRISE,
        "sector": "3310",
        "measures": [
            {
                "id": "economiser",
                "investment": {"amount": _quantity("1200000", "CNY"), "years": 10, "interest": _quantity("5", "%")},
                "falls": {"CO2": _quantity("200", "t")},
            }
        ],
    },
    "RecognitionRequest": {
        "ruleset": "SX-2023-1",
        "year": 2024,
        "criterion": "selection",
        "outcome": "pass",
        "reason": "经评审选定",
        "evidence": "评审纪要2024-3号",
    },
}
