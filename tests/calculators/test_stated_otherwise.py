"""What is stated and would go unseen: units that fit no formula, factors of another gas, kinds of other guides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calculators.asking import ask, findings, q, stated
from tests.calculators.test_screening import line, refused

Json = dict[str, Any]

IPCC = {"method": "IPCC-2006-INDUSTRY", "trust": "recalled"}
POTS = line("aluminium_production", "1000 t", technology="CWPB")


def factors(unit: str, *keys: str) -> Json:
    """Return coal whose emission factors, under the keys, are stated in a unit."""
    stated_factors = dict.fromkeys(keys, f"0.03 {unit}")
    return line("fuel_combustion", "1 t", "bituminous", parameters={"net_calorific_value": "27 GJ/t", **stated_factors})


def test_a_measured_input_in_a_strange_unit_is_never_replaced_by_a_default() -> None:
    """Effect minutes without a unit once gave the default by output, five times as much."""
    ((code, pointer, params),) = refused(
        POTS | {"parameters": {"anode_effect_minutes": "0.5 1"}}, sector="3216", **IPCC
    )
    assert (code, pointer) == ("parameter.unit_unfit", "/activities/0/parameters/anode_effect_minutes/unit")
    assert params == {"expected": "min"}


def test_a_stated_factor_in_a_unit_that_does_not_fit_is_never_replaced_by_a_default() -> None:
    """A factor by distance is no factor of lime; the oxides of the table would have been taken."""
    lime = line("lime_production", "1 t", "dolomitic_lime", parameters={"emission_factor": "3 g/km"})
    ((code, pointer, _),) = refused(lime, sector="3012", trust="recalled")
    assert (code, pointer) == ("parameter.unit_unfit", "/activities/0/parameters/emission_factor/unit")


@pytest.mark.parametrize(
    ("unit", "keys", "gases"),
    [
        ("kgCO2e/GJ", ("emission_factor:CH4", "emission_factor:N2O"), ["CH4", "N2O"]),
        ("tC/GJ", ("emission_factor:CO2",), ["CO2"]),
    ],
)
def test_a_factor_of_carbon_or_of_equivalents_is_no_mass_of_a_gas(
    unit: str, keys: tuple[str, ...], gases: list[str]
) -> None:
    found = refused(factors(unit, *keys), sector="4430", **IPCC)
    assert [(code, params["substance"]) for code, _, params in found] == [
        ("unit.other_substance", gas) for gas in gases
    ]


def test_one_factor_of_equivalents_by_distance_is_not_counted_once_for_each_gas() -> None:
    travel = line("vehicle_travel", "120000 km", "diesel", parameters={"emission_factor": "0.17 kgCO2e/km"})
    codes = {code for code, _, _ in refused(travel, sector="5331")}
    assert codes == {"unit.other_substance"}


def test_a_kind_of_another_guide_leads_to_the_guides_that_know_it() -> None:
    ((code, pointer, params),) = refused(line("exhaust_urea", "1 t"), sector="3511")
    assert (code, pointer, params["kind"]) == ("activity.kind_elsewhere", "/activities/0/kind", "exhaust_urea")
    assert params["methods"] == "CN-NDRC-2015-TRANSPORT (2015-) sector 53 54 58"


def test_a_substance_that_no_outlet_is_monitored_for_is_named() -> None:
    outlet = line("outlet_monitoring", "1 h", parameters={"flow": "10 m3/s", "concentration:SO3": "5 mg/m3"})
    ((code, pointer, params),) = refused(outlet, sector="2614")
    assert (code, pointer) == ("parameter.substance_not_counted", "/activities/0/parameters/concentration:SO3")
    assert "SO2" in params["nearest"].split(", ")


def test_what_stands_beside_a_reported_mass_is_said_to_be_idle() -> None:
    """The concentration and its limit do not reduce the tax of a mass that was reported; `limit_shares` does."""
    beside = {"concentration": q("120", "mg/m3"), "limit": q("200", "mg/m3")}
    answer = ask(stated("kiln", "NOx", "16", medium="air", parameters=beside))
    assert [finding["pointer"] for finding in findings(answer, "parameter.not_used")] == [
        "/activities/0/parameters/concentration",
        "/activities/0/parameters/limit",
    ]


def test_electricity_before_the_provincial_factors_goes_by_the_grid_of_the_guides() -> None:
    """The six grids of 2012 stay the newest until the announcement for 2021."""
    power = {"id": "e", "kind": "purchased_electricity", "quantity": q("1000", "MWh")}
    masses = {
        year: ask(power, sector="3411", region="420000", period=year, trust="recalled")["totals"][0]["mass"]["value"]
        for year in ("2016", "2020", "2023")
    }
    assert masses["2016"] == masses["2020"] == "525.700000"
    assert masses["2023"] != masses["2020"]
