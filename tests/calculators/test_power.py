"""The power guides beyond fuel: load, heat, biomass, meters out of calibration, penalties, allowances of low load."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import FactorMissing
from service.reference import load_library
from service.workflows.calculate import calculate


def q(value: str, unit: str) -> dict[str, str]:
    return {"value": value, "unit": unit}


def coal(**parameters: dict[str, str]) -> dict[str, Any]:
    return {"id": "coal", "kind": "fuel_combustion", "material": "bituminous", "unit_id": "1", "month": 1,
            "quantity": q("100000", "t"), "parameters": parameters}  # fmt: skip


def answer(*activities: dict[str, Any], period: str = "2024", made: Any = (), **more: Any) -> dict[str, Any]:
    body = {"sector": "4411", "region": "140100", "period": period, "trust": "recalled", "activities": activities}
    body |= {"production": [{"product": p, "unit_id": "1", "quantity": a} for p, a in made], **more}
    found: dict[str, Any] = json.loads(calculate(load_library(), json.dumps(body).encode()))
    return found


MEASURED = {"carbon_content": q("0.55", "tC/t"), "oxidation_factor": q("99", "%")}
MADE = (
    ("electricity_generated", q("300000", "MWh")),
    ("running_hours", q("2000", "h")),
    ("rated_capacity", q("300", "MW")),
    ("heat_supplied", q("500000", "GJ")),
    ("boiler_heat", q("2500000", "GJ")),
)


def test_intensities_share_the_emission_between_electricity_and_heat() -> None:
    """By hand: E = 199650 t; a = 500000 / 2500000; (1 − a) E / W = 0.5324; a E / Q = 0.07986; load 300000 / 600000."""
    figures = {f["id"]: f["value"]["value"] for f in answer(coal(**MEASURED), made=MADE)["figures"]}
    assert figures == {
        "load_factor": "50.00",
        "heat_supply_ratio": "20.00",
        "electricity_intensity": "0.5324",
        "heat_intensity": "0.0799",
    }


def test_figures_stay_out_where_their_inputs_were_not_reported() -> None:
    figures = answer(coal(**MEASURED), made=MADE[:1])["figures"]
    assert [(f["id"], f["value"]["value"]) for f in figures] == [("electricity_intensity", "0.6655")]


def test_biomass_is_an_account_beside_the_total() -> None:
    biomass = coal(**MEASURED) | {"id": "straw", "material": "biomass"}
    found = answer(coal(**MEASURED), biomass)
    assert found["totals"][0]["mass"]["value"] == "199650.00"
    assert [(t["account"], t["mass"]["value"]) for t in found["totals_beside"] if t["substance"] == "CO2"] == [
        ("biogenic", "199650.00")
    ]


def test_a_meter_out_of_calibration_costs_its_accuracy() -> None:
    """By hand: 100000 × 1.005 × 0.55 × 0.99 × 44/12 = 200648.25 t; the rule holds from data year 2026."""
    late = coal(**MEASURED, meter_accuracy=q("0.5", "%"))
    found = answer(late, period="2026")
    assert found["totals"][0]["mass"]["value"] == "200648.25"


def test_unmeasured_unconventional_coal_has_its_own_penalty() -> None:
    """By hand: 100000 × 26.7 × 0.02858 × 0.99 × 44/12 = 277000.22 t against 299001.285 t of conventional coal."""
    gangue = coal() | {"technology": "unconventional"}
    assert answer(gangue)["totals"][0]["mass"]["value"] == "277000.22"
    figure = answer(coal())["results"][0]
    assert figure["mass"]["value"] == "299001.29"
    assert {i["match"] for i in figure["trace"]["inputs"]} >= {"penalty_default"}


def test_from_2026_the_oxidation_rate_of_coal_has_to_come_from_the_database() -> None:
    with pytest.raises(FactorMissing) as missing:
        answer(coal(carbon_content=q("0.55", "tC/t")), period="2026")
    assert missing.value.faults[0].pointer == "/activities/0"


@pytest.mark.parametrize(
    ("load", "allowance"),
    [("65", "791000"), ("64.9", "827377"), ("40", "891055")],
)
def test_a_low_load_is_given_more(load: str, allowance: str) -> None:
    """By hand: 10^6 MWh × 0.7910, below 65 % × 1.015^(16 − 20 F): 1.045990 at 64.9 %, 1.126493 at 40 %."""
    unit = {"id": "u", "kind": "electricity_generation", "process": "I", "unit_id": "1",
            "quantity": q("1000000", "MWh"), "parameters": {"load_factor": q(load, "%")}}  # fmt: skip
    found = answer(unit)["indicators"][0]
    assert (found["name"], found["value"]["value"]) == ("allowance", allowance)
