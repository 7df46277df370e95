"""What would it take and what if, over stored reports: what is named reaches the class, and nothing is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from service.errors import InvalidInput, NotFound
from service.requests.pathways import read_abatement, read_report_what_if, read_what_if
from service.storage.session import Store
from service.workflows.pathway import abatement, next_class
from service.workflows.what_if import report_what_if, what_if
from tests.workflows.builders import DECLARATIONS, Plant, coal, library, plant, quantity, regulator
from tests.workflows.lodging import GAS_OF_COAL, body, correct, freeze_peers, honest, lodge, refreshed

Json = dict[str, Any]


def monitored(nox: str) -> list[Json]:
    """The gas of 6 万吨 of coal a month with more or less NOx in it."""
    lines = honest("6")
    mean = Decimal(nox) / (6 * GAS_OF_COAL)
    lines[1] |= {"quantity": quantity(nox, "t"), "parameters": {"mean_concentration": quantity(f"{mean:.9f}", "mg/m3")}}
    return lines


def asked(store: Store, owner: Plant, target: str | None = None) -> Json:
    answer = next_class(store, library(), owner.principal, "DNZ-1", 2024, owner.credit_code, target)
    (item,) = answer["items"]
    return dict(item)


def scored(store: Store, owner: Plant, tonnes: str, **changes: Any) -> str:
    report_id = lodge(store, owner, tonnes, **changes)
    freeze_peers(store)
    refreshed(store)
    return report_id


def test_the_reduction_that_is_named_reaches_the_class_when_it_is_reported(store: Store) -> None:
    owner = plant(store)
    report_id = scored(store, owner, "6", emitted=monitored("330"))
    item = asked(store, owner)
    assert item["now"]["class"]["id"] == "compliant"
    (pull,) = item["way"]["together"]
    assert (pull["lever"], pull["reduction"]["unit"]) == ("NOx", "t")
    assert item["way"]["reached_by_reductions"]
    left = Decimal("330") - Decimal(pull["reduction"]["value"])
    correct(store, owner, report_id, "6", emitted=monitored(str(left + Decimal("0.002"))))
    refreshed(store)
    assert asked(store, owner)["now"]["class"]["id"] == "compliant"
    correct(store, owner, report_id, "6.0", emitted=monitored(str(left)))
    refreshed(store)
    assert asked(store, owner)["now"]["class"]["id"] == item["way"]["after"]["class"]["id"] != "compliant"


def test_a_report_that_nobody_accepted_is_not_lifted_by_reductions(store: Store) -> None:
    owner = plant(store)
    scored(store, owner, "6", accepted=False)
    way = asked(store, owner)["way"]
    assert not way["reached_by_reductions"]
    assert "compliance.not_evaluated" in [block["code"] for block in way["blocks"]]


def test_a_stranger_learns_nothing(store: Store) -> None:
    owner, other = plant(store), plant(store, 2)
    scored(store, owner, "6")
    with pytest.raises(NotFound):
        next_class(store, library(), other.principal, "DNZ-1", 2024, owner.credit_code, None)


GAS = {
    "id": "gas",
    "kind": "fuel_combustion",
    "material": "natural_gas",
    "process": "gas_boiler",
    "quantity": quantity("700", "万Nm3"),
    "parameters": {
        "net_calorific_value": quantity("389.31", "GJ/万Nm3"),
        "carbon_content": quantity("0.0153", "tC/GJ"),
    },
}


def weighed(store: Store, owner: Plant, *measures: Json, **more: Any) -> Json:
    sent = {"ruleset": "DNZ-1", "year": 2024, "enterprise": owner.credit_code, "measures": list(measures)} | more
    return dict(abatement(store, library(), owner.principal, read_abatement(orjson.dumps(sent))))


CATALYST = {
    "id": "catalyst",
    "investment": {"amount": quantity("5000000", "CNY"), "years": 10, "interest": quantity("6", "%")},
    "operation": quantity("300000", "CNY"),
    "savings": quantity("450000", "CNY"),
    "falls": {"NOx": quantity("220", "t"), "CO2": quantity("-2000", "t")},
}


def test_measures_have_their_yearly_cost_and_a_way_to_the_class(store: Store) -> None:
    owner = plant(store)
    scored(store, owner, "6", emitted=monitored("330"))
    burner = {"id": "burner", "operation": quantity("9000000", "CNY"), "falls": {"NOx": quantity("260", "t")}}
    answer = weighed(store, owner, burner, CATALYST)
    assert answer["measures"][1]["annual_cost"] == {"value": "529339.79", "unit": "CNY"}
    assert answer["measures"][1]["quadrant"] == "only_pollutant_falls"
    assert [block["measure"] for block in answer["pollutant_curve"]] == ["catalyst", "burner"]
    assert answer["carbon_curve"] == []
    assert [step["measure"] for step in answer["route"]["steps"]] == ["catalyst"]
    assert answer["route"]["reached"]
    assert answer["route"]["proof"]["kind"] == "exact"


def test_a_measure_told_as_lines_is_computed_on_both_sides(store: Store) -> None:
    owner = plant(store)
    scored(store, owner, "6")
    less = coal(1) | {"quantity": quantity("5", "万吨")}
    saving = {"id": "saving", "before": [coal(1, quantity=quantity("6", "万吨"))], "after": [less]}
    (effect,) = weighed(store, owner, saving, trust="third_party")["measures"]
    assert Decimal(effect["carbon_reduction"]["value"]) > 0
    assert Decimal(effect["pollution_equivalents"]) > 0


def test_a_substance_that_the_lines_after_cannot_give_is_no_reduction(store: Store) -> None:
    owner = plant(store)
    scored(store, owner, "6")
    blind = GAS | {"process": "gas_turbine"}
    switch = {"id": "switch", "before": [coal(1)], "after": [blind], "operation": quantity("1", "CNY")}
    (effect,) = weighed(store, owner, switch, trust="recalled")["measures"]
    assert Decimal(effect["carbon_reduction"]["value"]) > 0
    assert effect["pollution_equivalents"] == "0"


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ({"falls": {"NOx": quantity("9000", "t")}}, "measure.exceeds"),
        ({"falls": {"NOx": quantity("1", "MWh")}}, "unit.dimension"),
        ({"operation": quantity("1", "t")}, "unit.dimension"),
        ({"falls": {"NOXX": quantity("1", "t")}}, "substance.unknown"),
        ({"falls": {"NOx": quantity("1", "t"), "氮氧化物": quantity("1", "t")}}, "parameter.repeated"),
        ({"falls": {"CO2e": quantity("1", "t")}}, "measure.sum_of_gases"),
        ({"operation": quantity("-1", "CNY")}, "measure.negative"),
        (
            {"investment": {"amount": quantity("-1", "CNY"), "years": 9, "interest": quantity("6", "%")}},
            "measure.negative",
        ),
        (
            {"investment": {"amount": quantity("1", "CNY"), "years": 9, "interest": quantity("6", "1")}},
            "measure.interest",
        ),
        ({"excludes": ["nobody"]}, "measure.excludes"),
        ({"excludes": ["m"]}, "measure.excludes"),
        ({"before": [coal(1)], "falls": {"CO2": quantity("1", "t")}}, "measure.told_twice"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(store: Store, measure: Json, code: str) -> None:
    owner = plant(store)
    scored(store, owner, "6")
    with pytest.raises(InvalidInput) as caught:
        weighed(store, owner, {"id": "m"} | measure)
    assert [fault.code for fault in caught.value.faults] == [code]


def cut(name: str, nox: str, **more: Any) -> Json:
    return {"id": name, "operation": quantity("9000", "CNY"), "falls": {"氮氧化物": quantity(nox, "t")}} | more


def test_measures_that_do_not_suffice_say_what_they_leave_to_go(store: Store) -> None:
    owner = plant(store)
    scored(store, owner, "6", emitted=monitored("900"))
    needed = Decimal(asked(store, owner)["way"]["changes"][0]["reductions"][0]["reduction"]["value"])
    route = weighed(store, owner, cut("a", "10"), cut("b", "20", excludes=["a"]))["route"]
    assert (route["reached"], route["steps"]) == (False, [])
    # The second excludes the first and does more for the same money.
    left = route["lacking"][0]
    assert (left["code"], left["params"]["subject"], left["params"]["unit"]) == ("route.short", "@NOx", "mg/m3")
    assert abs(Decimal(left["params"]["amount"]) - (needed - 20) / (6 * GAS_OF_COAL)) < Decimal("0.01")
    assert "lacking" in route["proof"]["en"]


def test_a_curve_takes_no_more_than_there_is_and_no_two_that_exclude_each_other(store: Store) -> None:
    owner = plant(store)
    scored(store, owner, "6", emitted=monitored("900"))
    answer = weighed(store, owner, cut("a", "600"), cut("b", "500"), cut("c", "400", excludes=["a"]))
    blocks = answer["pollutant_curve"]
    assert [block["measure"] for block in blocks] == ["a", "b"]
    nox = [Decimal(block["cumulative_reduction"]["value"]) * Decimal("0.00095") for block in blocks]
    assert [round(mass, 6) for mass in nox] == [600, 900]
    assert answer["is_report"] is False
    assert answer["measures"][0]["quadrant_text"]["zh"]


def test_a_draft_that_would_be_refused_has_no_score_and_stated_masses_are_said_to_stay(store: Store) -> None:
    owner = plant(store)
    report_id = scored(store, owner, "6")
    draft = calculation(owner, "5", emitted=honest("6"))
    told = of_draft(store, owner, report_id, draft)
    assert [remark["code"] for remark in told["remarks"]] == ["what_if.stated"]
    assert "SO2, NOx, PM" in told["remarks"][0]["en"]
    draft["activities"][0]["quantity"]["value"] = "-5"
    told = of_draft(store, owner, report_id, draft)
    assert told["scores"]["base"] is not None
    assert told["scores"]["draft"] is None
    assert told["remarks"][0]["code"] == "what_if.draft_refused"
    assert of_draft(store, owner, report_id, draft | {"period": "2023"})["remarks"][0]["code"] == "what_if.other_year"


def test_a_draft_without_a_line_is_refused_where_it_is_to_be_scored(store: Store) -> None:
    owner = plant(store)
    report_id = scored(store, owner, "6")
    with pytest.raises(InvalidInput) as caught:
        of_draft(store, owner, report_id, calculation(owner, "6") | {"activities": []})
    assert [fault.pointer for fault in caught.value.faults] == ["/draft/activities"]


def of_draft(store: Store, owner: Plant, report_id: str, draft: Json) -> Json:
    sent = read_report_what_if(orjson.dumps({"draft": draft, "ruleset": "DNZ-1"}))
    return dict(report_what_if(store, library(), owner.principal, report_id, sent))


def calculation(owner: Plant, tonnes: str, **changes: Any) -> Json:
    whole = body(owner, tonnes, **changes)
    return {k: v for k, v in whole.items() if k not in ("enterprise", "facility", "signatory", "declarations")}


def test_a_draft_stands_beside_its_report_with_both_scores_and_nothing_is_kept(store: Store) -> None:
    owner = plant(store)
    report_id = scored(store, owner, "6", emitted=monitored("330"))
    before = rows(store)
    sent = orjson.dumps({"draft": calculation(owner, "5.8", emitted=monitored("180")), "ruleset": "DNZ-1"})
    answer = report_what_if(store, library(), owner.principal, report_id, read_report_what_if(sent))
    assert answer["is_report"] is False
    overall = {d["substance"]: d for d in answer["differences"] if d["scope"] is None}
    assert Decimal(overall["NOx"]["difference"]["value"]) == -150
    assert Decimal(overall["CO2"]["difference"]["value"]) < 0
    assert answer["scores"]["base"]["class"]["id"] == "compliant"
    assert answer["scores"]["draft"]["class"]["id"] != "compliant"
    assert rows(store) == before


def test_a_fuel_switch_shows_carbon_and_pollutants_of_both_sides(store: Store) -> None:
    place = {"sector": "4411", "region": "140100", "period": "2024", "trust": "recalled"}
    sent = orjson.dumps({"base": place | {"activities": [coal(1)]}, "draft": place | {"activities": [GAS]}})
    answer = what_if(store, library(), read_what_if(sent))
    both = {d["substance"]: d for d in answer["differences"] if d["scope"] is None}
    assert {"CO2", "SO2", "NOx", "PM10"} <= both.keys()
    assert all(Decimal(both[s]["difference"]["value"]) < 0 for s in ("CO2", "NOx", "PM10"))
    assert (both["SO2"]["draft"], both["SO2"]["difference"]) == (None, None)


def test_a_scenario_scores_drafts_of_nobody(store: Store) -> None:
    owner = plant(store)
    freeze_peers(store)
    unit = {"unit_id": "U1", "unit_class": "I", "gb_key": "power.coal.usc1000", "capacity": quantity("1000", "MW")}
    scenario = {
        "ruleset": "DNZ-1",
        "synthetic": True,
        "units": [unit | {"fuel": "coal"}],
        "declarations": dict.fromkeys(DECLARATIONS, "yes"),
    }
    sides = {"base": calculation(owner, "30"), "draft": calculation(owner, "6")}
    answer = what_if(store, library(), read_what_if(orjson.dumps(sides | {"scenario": scenario})))
    assert Decimal(answer["scores"]["base"]["index"]) < Decimal(answer["scores"]["draft"]["index"])


def test_a_regulator_of_another_province_sees_no_report(store: Store) -> None:
    owner = plant(store)
    report_id = lodge(store, owner, "6")
    sent = read_report_what_if(orjson.dumps({"draft": calculation(owner, "5")}))
    with pytest.raises(NotFound):
        report_what_if(store, library(), regulator(store, "37"), report_id, sent)


def rows(store: Store) -> list[int]:
    """How many rows there are of all that a report, a score or any other change would leave."""
    with store.read() as session:
        names = ("ledger_entry", "score", "report_version", "report_line")
        return [session.execute(text(f"select count(*) from {name}")).scalar_one() for name in names]
