"""Methods pick themselves, say what they lack, and never fill a gap in silence."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from service.errors import FactorMissing, InvalidInput, MethodNotInForce
from service.workflows.calculate import calculate
from tests.workflows.builders import encode, library, quantity

MEASURED: dict[str, Any] = {"carbon_content": quantity("55", "%")}


def fuel(material: str = "烟煤", amount: dict[str, str] | None = None, **parameters: Any) -> dict[str, Any]:
    given = amount or quantity("100", "t")
    return {"id": "a", "kind": "fuel_combustion", "material": material, "quantity": given, "parameters": parameters}


def answer(*activities: dict[str, Any], sector: str = "4411", period: str = "2024", **changes: Any) -> dict[str, Any]:
    body = {"sector": sector, "region": "140100", "period": period, "activities": list(activities)} | changes
    found: dict[str, Any] = json.loads(calculate(library(), encode(body)))
    return found


def codes(found: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in found["findings"]}


@pytest.mark.parametrize(
    ("sector", "period", "method"),
    [
        ("4411", "2023", "CN-POWER-2022"),
        ("4412", "2025", "CN-POWER-2022"),
        ("4411", "2026", "CN-POWER-2026"),
        ("3411", "2024", "CN-NDRC-2015-MACHINERY"),
        ("2011", "2024", "CN-NDRC-2015-OTHER"),
    ],
)
def test_sector_and_year_pick_the_method(sector: str, period: str, method: str) -> None:
    line = {"id": "e", "kind": "purchased_electricity", "quantity": quantity("10", "MWh")}
    assert answer(line, sector=sector, period=period)["method"]["id"] == method


def test_a_year_before_all_methods_is_told_the_years_that_they_govern() -> None:
    with pytest.raises(MethodNotInForce) as refused:
        answer(fuel(**MEASURED), period="2001")
    (fault,) = refused.value.faults
    assert (fault.code, fault.pointer) == ("method.none_in_force", "/period")
    assert "CN-POWER-2022 (2023-2025)" in fault.params["others"]


def test_a_method_that_is_not_in_force_is_refused_by_the_name_of_the_one_that_is() -> None:
    with pytest.raises(MethodNotInForce) as error:
        answer(fuel(**MEASURED), period="2026", method="CN-POWER-2022")
    assert error.value.faults[0].params["in_force"].startswith("CN-POWER-2026")


def test_a_plant_outside_the_trading_system_is_not_under_the_trading_guide() -> None:
    line = {"id": "e", "kind": "purchased_electricity", "quantity": quantity("10", "MWh")}
    found = answer(line, ets_listed=False)
    assert found["method"]["id"] == "CN-NDRC-2015-OTHER"
    assert "method.own_guide_exists" in codes(found)


def test_the_oxidation_rate_of_2026_is_missing_until_it_is_given() -> None:
    with pytest.raises(FactorMissing) as error:
        answer(fuel(**MEASURED), period="2026")
    assert error.value.faults[0].code == "factor.missing"
    given = MEASURED | {"oxidation_factor": quantity("99.2", "%")}
    found = answer(fuel(**given) | {"evidence": ["factor_database_record:2025-10-31"]}, period="2026")
    assert found["totals"][0]["mass"]["value"] == "200.05"
    assert "method.override_without_evidence" not in {
        f["code"] for f in found["findings"] if f["pointer"].endswith("oxidation_factor")
    }


def test_purchased_electricity_is_auxiliary_from_2026() -> None:
    found = answer({"id": "e", "kind": "purchased_electricity", "quantity": quantity("10", "MWh")}, period="2026")
    assert (found["results"], codes(found)) == ([], {"activity.auxiliary"})


def test_a_mass_of_gas_is_not_a_volume_of_gas() -> None:
    with pytest.raises(InvalidInput) as error:
        answer(fuel("natural_gas", quantity("100", "t")), trust="recalled")
    assert error.value.faults[0].code == "activity.input_missing"


def test_a_later_more_general_factor_does_not_hide_an_untrusted_one() -> None:
    """The provincial factor of 2021 is third-party, the national one of that year was read: neither slips in."""
    line = {"id": "e", "kind": "purchased_electricity", "quantity": quantity("10", "MWh")}
    with pytest.raises(FactorMissing) as error:
        answer(line, sector="3411", period="2021")
    assert error.value.faults[0].code == "factor.not_trusted"
    found = answer(line, sector="3411", period="2021", trust="third_party")
    inputs = {i["name"]: i for i in found["results"][0]["trace"]["inputs"]}
    assert (inputs["emission_factor"]["value"], inputs["emission_factor"]["match"]) == ("0.7222", "regional_default")


def test_an_annual_factor_is_carried_forward_and_says_so() -> None:
    line = {"id": "e", "kind": "purchased_electricity", "quantity": quantity("10", "MWh")}
    inputs = answer(line, sector="3411", period="2024")["results"][0]["trace"]["inputs"]
    assert {i["name"]: i["match"] for i in inputs}["emission_factor"] == "carried_forward"


@pytest.mark.parametrize(("gwp", "mass"), [("SAR", "2100"), ("AR4", "2500"), ("AR5", "2800"), ("AR6", "2790")])
def test_warming_potentials_are_applied_last_and_by_name(gwp: str, mass: str) -> None:
    reported = {"id": "m", "kind": "reported_emission", "substance": "CH4", "quantity": quantity("100", "t")}
    totals = answer(reported, gwp=gwp)["totals"]
    total = next(t for t in totals if t["substance"] == "CO2e")
    assert (total["gwp"], Decimal(total["mass"]["value"])) == (gwp, Decimal(mass))


def test_published_and_computed_masses_of_one_gas_are_not_added() -> None:
    stated = {
        "id": "s", "kind": "reported_emission", "substance": "CO2", "scope": 1, "quantity": quantity("999", "t"),
    }  # fmt: skip
    found = answer(fuel(**MEASURED), stated)
    assert found["totals"][0]["mass"]["value"] == "199.65"
    assert "total.left_out" in codes(found)


def test_basis_without_moisture_is_refused() -> None:
    with pytest.raises(InvalidInput) as error:
        answer(fuel(carbon_content=quantity("61", "%") | {"basis": "ad"}))
    assert error.value.faults[0].params["missing"] == "total_moisture"


def test_every_fault_of_a_body_is_said_at_once_with_its_pointer() -> None:
    bad = fuel(carbon_content=quantity("5 5", "%"), sulfur_content=quantity("1", "ton"))
    with pytest.raises(InvalidInput) as error:
        answer(bad | {"quantity": quantity("1e999", "t")})
    assert {fault.pointer for fault in error.value.faults} == {
        "/activities/0/quantity/value",
        "/activities/0/parameters/carbon_content/value",
        "/activities/0/parameters/sulfur_content/unit",
    }
