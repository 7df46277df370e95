"""Targets of the plans over HTTP, from reports that sites lodged and their bureau accepted, beside figures by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.builders import quantity, report
from tests.api.conftest import Api
from tests.api.target_sites import LIAOCHENG, PLANS, WEIHAI, bureaus, made, never_judged, published, target, told, works

Json = dict[str, Any]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    yield from bureaus(tmp_path_factory.mktemp("targets"))


def test_the_trend_towards_a_peak_is_read_at_sites_that_told_every_year(api: Api) -> None:
    """Both sites 2021 to 2023, one of them to 2024, and a third that reports for 2024 alone and is large."""
    first, second, third = (works(api, number, WEIHAI) for number in (1, 2, 3))
    for year, masses in {2022: ("100", "50"), 2023: ("130", "60"), 2024: ("120", None)}.items():
        for permit, mass in zip((first, second), masses, strict=True):
            if mass is not None:
                told(api, permit, year, activities=[published(mass)])
    told(api, third, 2024, activities=[published("1000")])
    told(api, second, 2024, activities=[published("9999")], accepted=False)
    item = target(api, "W-T01")
    found = item["computed"]
    assert (item["status"], found["value"]) == ("computed", {"value": "0.112", "unit": "万吨"})
    trend = found["trend"]
    assert [(y["year"], y["mass"]["value"], y["sites"]) for y in trend["years"]] == [
        (2022, "150", 2), (2023, "190", 2), (2024, "1120", 2),
    ]  # fmt: skip
    assert trend["highest"] == [2024]
    assert [(y["year"], y["mass"]["value"], y["sites"]) for y in trend["common_sites"]] == [
        (2022, "100", 1), (2023, "130", 1), (2024, "120", 1),
    ]  # fmt: skip
    assert (trend["highest_of_common_sites"], trend["reading"]) == ([2023], "below_highest")
    assert trend["since_highest"] == {"value": "-7.692308", "unit": "%"}
    assert (found["coverage"]["sites_registered"], found["coverage"]["sites_accepted"]) == (3, 2)
    assert found["coverage"]["sites_waiting"] == 1
    never_judged(item, "no_line")
    assert target(api, "W-T01", 2023)["computed"]["trend"]["reading"] == "highest_in_last_year"
    assert target(api, "W-T01", 2022)["computed"]["trend"]["reading"] == "one_year"


def test_a_trend_counts_what_was_computed_before_what_was_stated_and_no_bought_power(api: Api) -> None:
    permit = works(api, 4, LIAOCHENG)
    assert target(api, "L-T01")["reason"] == "no_report_counts"
    power = {"id": "grid", "kind": "purchased_electricity", "quantity": quantity("500", "万kWh")}
    coal = report(permit)["activities"][0]
    told(api, permit, activities=[coal, power, published("77")])
    item = target(api, "L-T01")
    # 12000 t of 20.908 GJ/t, 26.18 kgC/GJ and 93 % oxidised, times 44/12
    assert [year["mass"]["value"] for year in item["computed"]["trend"]["years"]] == ["22398.439325"]
    never_judged(item, "no_line")


def test_works_that_sinter_or_roll_hot_by_themselves_are_counted_by_name(api: Api) -> None:
    """A mill with its own iron, a roller that does not say hot, and another sector are none; one waits."""
    sinter, roller, mill, silent, waiting, other = (
        works(api, number, LIAOCHENG, sector)
        for number, sector in zip(range(11, 17), ("3110", "3130", "3120", "3130", "3130", "3310"), strict=True)
    )
    told(api, sinter, activities=[published("1")], production=made(烧结矿=("50", "万吨")))
    line = {"id": "furnace", "process": "热轧"}
    told(
        api,
        roller,
        activities=[report(roller)["activities"][0] | line],
        trust="recalled",
        production=made(rolled_steel=("3", "万吨")),
    )
    told(
        api,
        mill,
        activities=[published("1")],
        production=made(sinter=("9", "万吨"), hot_rolled_steel=("8", "万吨"), 生铁=("7", "万吨")),
    )
    told(api, silent, activities=[published("1")], production=made(rolled_steel=("3", "万吨")))
    told(api, waiting, activities=[published("1")], production=made(hot_rolled_steel=("3", "万吨")), accepted=False)
    told(api, other, production=made(sinter=("1", "万吨")))
    item = target(api, "L-T11")
    found = item["computed"]
    assert (item["status"], found["value"], found["works"]["by_process"]) == (
        "computed", {"value": "2", "unit": "家"}, {"sintering": 1, "hot_rolling": 1},
    )  # fmt: skip
    named = [(each["enterprise"], each["name"], each["processes"]) for each in found["works"]["items"]]
    assert named == [(sinter[:18], "测试企业", ["sintering"]), (roller[:18], "测试企业", ["hot_rolling"])]
    told_by = {name: found["coverage"][name] for name in ("sites_registered", "sites_accepted", "sites_counted")}
    assert told_by == {"sites_registered": 5, "sites_accepted": 4, "sites_counted": 3}
    never_judged(item, "no_line")
    assert target(api, "N-T15", region="37")["computed"]["value"]["value"] == "2"


def burnt(identity: str, material: str, tonnes: str) -> Json:
    measured = {"net_calorific_value": quantity("30", "GJ/t"), "carbon_content": quantity("0.03", "tC/GJ")}
    line = {"id": identity, "kind": "fuel_combustion", "material": material, "quantity": quantity(tonnes, "t")}
    return line | {"parameters": measured, "laboratory_report": "LAB-1"}


@pytest.mark.parametrize(("name", "county", "number"), [("W-T04", "371002", 301), ("L-T04", "371525", 302)])
def test_growth_of_coke_and_petroleum_coke_burnt_is_told_where_both_years_are(
    api: Api, name: str, county: str, number: int
) -> None:
    before = target(api, name, region=county)["computed"]["coverage"]["sites_counted"]
    switching, new = works(api, number, county), works(api, number + 10, county)
    told(api, switching, 2023, activities=[burnt("a", "烟煤", "500")])
    told(
        api,
        switching,
        2024,
        activities=[burnt("a", "烟煤", "400"), burnt("b", "石油焦", "60")],
    )
    told(api, new, 2024, activities=[burnt("a", "coke", "7000")])
    item = target(api, name, region=county)
    assert item["computed"]["value"] == {"value": "60", "unit": "t"}
    assert item["computed"]["coverage"]["sites_counted"] == before + 1
    never_judged(item, "no_date")


@pytest.mark.parametrize(("name", "county", "number"), [("W-T17", "371083", 321), ("L-T22", "371526", 322)])
def test_raw_domestic_waste_in_landfills_is_added_up_and_basically_none_is_no_line(
    api: Api, name: str, county: str, number: int
) -> None:
    permits = [works(api, n, county, "7820") for n in (number, number + 10)]
    told(api, permits[0], activities=[published("1")], production=made(raw_domestic_waste_landfilled=("120", "t")))
    told(api, permits[1], activities=[published("1")], production=made(raw_domestic_waste_landfilled=("0", "t")))
    item = target(api, name, region=county)
    assert (item["computed"]["value"], item["computed"]["coverage"]["sites_counted"]) == (
        {"value": "120", "unit": "t"},
        2,
    )
    if name == "L-T22":
        never_judged(item, "approximate")
    else:
        assert item["computed"]["so_far"] == {"difference": {"value": "120", "unit": "t"}}


@pytest.mark.parametrize(("name", "county", "number"), [("N-T13", "370502", 341), ("L-T13", "371526", 342)])
def test_certificates_and_own_power_are_the_renewable_share_of_electrolysis(
    api: Api, name: str, county: str, number: int
) -> None:
    permit = works(api, number, county, "3216")
    green = {"id": "green", "kind": "green_power", "quantity": quantity("300", "万kWh"),
             "evidence": [f"green_certificate:GEC-{number}"]}  # fmt: skip
    own = {"id": "own", "kind": "non_fossil_self_supply", "quantity": quantity("100", "万kWh"),
           "evidence": ["generation_record:2024-01"]}  # fmt: skip
    told(
        api,
        permit,
        activities=[published("1"), green, own],
        production=made(electrolysis_electricity=("1600", "万kWh")),
    )
    item = target(api, name, region=county)
    assert item["computed"]["value"] == {"value": "25", "unit": "%"}
    assert (item["computed"]["so_far"] is None) is (name == "L-T13")


def test_near_zero_of_waste_water_is_an_amount_and_no_judgement(api: Api) -> None:
    permit = works(api, 351, "140602", "2522")
    water = {"id": "water", "kind": "wastewater_discharge", "quantity": quantity("120", "m3"),
             "parameters": {"concentration:COD": quantity("20", "mg/L")}}  # fmt: skip
    told(api, permit, activities=[published("1"), water])
    item = target(api, "S-T38", region="140602")
    assert item["computed"]["value"] == {"value": "120", "unit": "m3"}
    never_judged(item, "approximate")


DECLARED = {
    "N-T03": ("exit_list_equipment", "370602"),
    "N-T27": ("allowances_surrendered", "370603"),
    "N-T28": ("statutory_disclosure", "370604"),
    "W-T21": ("statutory_disclosure", "371082"),
    "L-T26": ("statutory_disclosure", "371581"),
}


@pytest.mark.parametrize("name", DECLARED)
def test_what_sites_declare_is_a_share_of_those_that_say_yes_or_no(api: Api, name: str) -> None:
    item_name, county = DECLARED[name]
    first = 400 + 10 * list(DECLARED).index(name)
    for number, word in enumerate(("yes", "yes", "yes", "no", *["not_applicable"] * 2, None), start=first):
        declarations = {item_name: word} if word else {}
        told(api, works(api, number, county), activities=[published("1")], declarations=declarations)
    silent = works(api, first + 9, county)
    told(api, silent, activities=[published("1")], declarations={item_name: "yes"}, accepted=False)
    item = target(api, name, region=county)
    found = item["computed"]
    assert (found["value"], found["numerator"], found["denominator"]) == ({"value": "75", "unit": "%"}, "3", "4")
    assert found["declared"] == {"yes": 3, "no": 1, "not_applicable": 2}
    assert (found["coverage"]["sites_waiting"], found["coverage"]["sites_counted"]) == (1, 4)
    never_judged(item, "no_line")


def recognise(api: Api, permit: str, ruleset: str, criterion: str, outcome: str, item: str | None = None) -> None:
    bureau = api.get(f"/v1/facilities/{permit}", caller=permit).json()["region"][:2]
    about = {"ruleset": ruleset, "year": 2024, "criterion": criterion, "outcome": outcome}
    said = about | {"reason": "现场检查", "evidence": "EV-1"} | ({"item": item} if item else {})
    answer = api.post(f"/v1/enterprises/{permit[:18]}/recognitions", said, caller=bureau)
    assert answer.status_code == 201, answer.text


SHANXI, WATCH = "SX-2023-1", "phase_out_watch"
FOUND: dict[str, tuple[str, str, list[tuple[str, str, str | None]]]] = {
    "N-T26": ("3310", "370702", [("DNZ-1", "V2", None)]),
    "W-T20": ("3310", "371003", [("DNZ-1", "V2", None)]),
    "S-T46": ("3310", "140702", [("DNZ-1", "V2", None), ("DNZ-1", "V4", None), ("DNZ-1", "V8", None)]),
    "S-T08": ("2521", "140703", [(SHANXI, "coke_ovens", "coke_oven_4.3m")]),
    "S-T09": ("2521", "140802", [(SHANXI, "coke_ovens", "coke_oven_not_ultra_low")]),
    "S-T10": ("3110", "140902", [(SHANXI, WATCH, "blast_furnace_below_1200m3")]),
    "S-T11": ("3120", "141002", [(SHANXI, WATCH, "converter_below_100t")]),
    "S-T12": ("3110", "141102", [(SHANXI, WATCH, it) for it in ("step_sintering_machine", "pellet_shaft_furnace")]),
    "S-T13": ("3140", "140821", [(SHANXI, WATCH, "semi_closed_ferroalloy_furnace")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_a_bureau_found_is_counted_and_who_was_not_looked_at_is_said(api: Api, name: str) -> None:
    sector, county, facts = FOUND[name]
    unseen = target(api, name, region=county)
    assert (unseen["status"], unseen["reason"]) == ("not_computable", "nobody_looked")
    already = unseen["computed"]["coverage"]["sites_registered"]
    first = 500 + 10 * list(FOUND).index(name)
    standing, cleared, half, nobody = (works(api, first + n, county, sector) for n in range(4))
    for ruleset, criterion, item in facts:
        recognise(api, cleared, ruleset, criterion, "no", item)
    recognise(api, standing, *facts[-1][:2], "yes", facts[-1][2])
    if len(facts) > 1:
        recognise(api, half, *facts[0][:2], "no", facts[0][2])
    found = target(api, name, region=county)
    assert found["computed"]["value"] == {"value": "1", "unit": "家"}
    assert found["computed"]["found"] == {
        "standing": [{"enterprise": standing[:18], "name": "测试企业"}], "cleared": 1, "not_looked_at": 2 + already,
    }  # fmt: skip
    assert nobody[:18] not in str(found["computed"]["found"])


def test_a_target_without_data_says_which_it_lacks_and_every_target_is_answered(api: Api) -> None:
    answers = {plan: api.get(f"/v1/plans/{plan}/targets/computed?year=2024", caller="administrator").json()
               for plan in PLANS.values()}  # fmt: skip
    items = [item for answer in answers.values() for item in answer["items"]]
    assert len(items) == 124
    lacking = [item for item in items if item["computed"] is None and item["elsewhere"] is None]
    assert all(item["missing"]["zh"] and item["missing"]["en"] for item in lacking)
    assert {item["reason"] for item in lacking} == {"outside_reports", "data_missing"}
    by_id = {item["id"]: item for item in lacking}
    assert "投产" in by_id["W-T09"]["missing"]["zh"]
    assert len(lacking) == 56
    rough = [item for item in items if item["operator"] in ("≈", "count") or item["soft"]]
    assert all(not (item["computed"] or {}).get("so_far") for item in rough)
