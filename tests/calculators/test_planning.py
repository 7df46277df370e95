"""Which formula and which value a line is given, and what is said of it, seen from outside."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from service.calculators import engine
from service.calculators.calculation import Case, grounds_of
from service.calculators.plan import shape_of
from service.errors import InvalidInput, NearZeroError
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of
from tests.calculators.asking import Json, ask, coal, findings, gas, q, stated, sums


def masses(answer: Json) -> dict[str, str]:
    return {line["substance"]: line["mass"]["value"].rstrip("0").rstrip(".") for line in answer["results"]}


def with_parameters(line: Json, **more: Json) -> Json:
    return line | {"parameters": line["parameters"] | more}


def refusal(*activities: Json, **more: object) -> list[tuple[str, str, dict[str, str]]]:
    with pytest.raises(NearZeroError) as refused:
        ask(*activities, **more)
    return [(fault.code, fault.pointer, dict(fault.params)) for fault in refused.value.faults]


AIR_DRIED = {"total_moisture": q("10", "%"), "air_dried_moisture": q("4", "%")}


def test_sulphur_of_an_air_dried_sample_is_taken_as_received() -> None:
    """1 % x 0.90 / 0.96 = 0.9375 %; 100 t x 0.009375 x 0.85 x 2 = 1.59375 t of SO2."""
    answer = ask(with_parameters(coal("c", "100"), sulfur_content=q("1", "%", basis="ad"), **AIR_DRIED))
    assert masses(answer)["SO2"] == "1.59375"


def test_ash_and_carbon_of_a_dry_sample_are_taken_as_received() -> None:
    """20 % x 0.90 = 18 %, of which a quarter is slag: 4.5 t; carbon 50 % x 0.90 = 45 %: 163.35 t of CO2."""
    dry = {"ash_content": q("20", "%", basis="d"), "carbon_content": q("50", "%", basis="d")}
    answer = ask(with_parameters(coal("c", "100"), total_moisture=q("10", "%"), **dry))
    assert masses(answer)["boiler_slag"] == "4.5"
    assert masses(answer)["CO2"] == "163.35"
    line = next(line for line in answer["results"] if line["substance"] == "boiler_slag")
    assert line["formula"] == "bottom_ash"
    assert [f["id"] for f in line["trace"]["formulas"]] == ["received_from_dry", "bottom_ash"]


def test_a_basis_without_its_moisture_names_the_moisture() -> None:
    """Of carbon it is an error; pollutants are not required, so sulphur is a gap that says what is missing."""
    dried = q("50", "%", basis="ad")
    assert [
        (code, at, p["missing"]) for code, at, p in refusal(with_parameters(coal("c", "1"), carbon_content=dried))
    ] == [("activity.input_missing", "/activities/0", "total_moisture")]
    answer = ask(with_parameters(coal("c", "1"), sulfur_content=dried, total_moisture=q("10", "%")))
    gaps = [f["params"] for f in findings(answer, "result.not_evaluable") if f["params"]["substance"] == "SO2"]
    assert gaps == [{"substance": "SO2", "missing": "air_dried_moisture"}]
    assert "SO2" not in masses(answer)


def test_a_gap_names_what_is_missing_and_not_what_is_there() -> None:
    """Dust of powdered coal wants its ash; what may stand in a table or be given is named with it."""
    line = coal("c", "100")
    for given, missing in ((line, "ash_content, ash_retention, size_share"),
                           (with_parameters(line, ash_retention=q("70", "%")), "ash_content, size_share")):  # fmt: skip
        gaps = {f["params"]["substance"]: f for f in findings(ask(given), "result.not_evaluable")}
        assert gaps["PM10"]["params"]["missing"] == missing
        assert (gaps["PM10"]["pointer"], gaps["PM10"]["severity"]) == ("/activities/0", "info")
    assert masses(ask(with_parameters(line, ash_content=q("18", "%"))))["PM10"] == "3.105"


def test_a_required_value_that_no_table_has_is_named_by_its_role() -> None:
    """A boiler that says nothing of its process has no oxidation factor; the message says which there are."""
    line = coal("c", "100")
    del line["parameters"]["oxidation_factor"]
    ((code, pointer, params),) = refusal(gas("g", "1"), line)
    assert (code, pointer) == ("factor.of_others", "/activities/1/process")
    assert (params["role"], params["choices"]) == ("oxidation_factor", "process: power_boiler, industrial_boiler, kiln")


@pytest.mark.parametrize("unit", ["Nm3", "kWh", "L"])
def test_a_quantity_in_a_unit_that_no_recipe_takes_is_told_which_would_do(unit: str) -> None:
    """The table has the oxidation factor of coal; what is wrong is the unit of the coal."""
    line = with_parameters(coal("c", "1"), carbon_content=q("55", "%"))
    line["quantity"] = q("1", unit)
    ((code, pointer, params),) = refusal(line)
    assert (code, pointer, params["missing"]) == ("activity.input_missing", "/activities/0", "quantity in t")


def test_a_parameter_in_a_unit_of_another_thing_is_told_its_own() -> None:
    of_heat = {"carbon_content": q("0.026", "tC/GJ"), "net_calorific_value": q("20", "t")}
    ((code, _, params),) = refusal(with_parameters(coal("c", "1"), **of_heat))
    assert code == "activity.input_missing"
    assert params["missing"].startswith("net_calorific_value in GJ/t")


OVERRIDES = [
    ({}, ["net_calorific_value", "carbon_content", "oxidation_factor"]),
    ({"laboratory_report": "R-7"}, []),
    ({"evidence": ["laboratory_report:R-7"]}, []),
    ({"evidence": ["laboratory_report"]}, ["net_calorific_value", "carbon_content", "oxidation_factor"]),
    ({"evidence": ["invoice:17"]}, ["net_calorific_value", "carbon_content", "oxidation_factor"]),
]


@pytest.mark.parametrize(("evidence", "doubted"), OVERRIDES)
def test_a_value_in_place_of_a_default_wants_its_laboratory(evidence: Json, doubted: list[str]) -> None:
    found = findings(ask(gas("g", "1", **evidence)), "method.override_without_evidence")
    assert [f["params"]["parameter"] for f in found] == doubted
    for finding in found:
        assert finding["severity"] == "needs_explanation"
        assert finding["pointer"] == f"/activities/0/parameters/{finding['params']['parameter']}"
        assert finding["params"]["evidence"] == "laboratory_report"


def test_a_value_that_a_method_fixes_is_taken_and_blocks_a_report() -> None:
    """The guide for other industry fixes the oxidation of gas at 99 %; 100 % gives 22 t all the same."""
    answer = ask(with_parameters(gas("g", "1"), oxidation_factor=q("1", "1")), sector="4190")
    assert masses(answer)["CO2"] == "22"
    (found,) = findings(answer, "method.override_not_allowed")
    assert (found["severity"], found["params"]) == ("blocking", {"parameter": "oxidation_factor"})
    assert found["pointer"] == "/activities/0/parameters/oxidation_factor"


def test_a_parameter_that_no_figure_uses_is_said_to_be_idle() -> None:
    found = findings(ask(gas("a", "1"), with_parameters(gas("g", "1"), cao_content=q("3", "%"))), "parameter.not_used")
    assert [(f["severity"], f["pointer"]) for f in found] == [("info", "/activities/1/parameters/cao_content")]


def test_lines_come_back_in_the_order_they_were_sent() -> None:
    sent = [stated("z", "CO2", "1", 3), gas("b", "1"), coal("y", "1"), stated("x", "SO2", "1"), gas("a", "2")]
    order = [line["activity_id"] for line in ask(*sent)["results"]]
    assert list(dict.fromkeys(order)) == ["z", "b", "y", "x", "a"]
    assert order == sorted(order, key=["z", "b", "y", "x", "a"].index)


def test_a_stated_mass_wants_a_substance_and_a_mass() -> None:
    nameless = {"id": "m", "kind": "reported_emission", "quantity": q("1", "t")}
    for wrong in (nameless, stated("m", "SO2", "1") | {"quantity": q("1", "GJ")}):
        assert refusal(gas("g", "1"), wrong) == [
            ("reported_emission.incomplete", "/activities/1", {"expected": "substance, t"})
        ]


def test_of_two_media_the_one_that_was_taken_is_named_with_the_other() -> None:
    """Fluorides leave a works as gas and in its water."""
    (found,) = findings(ask(stated("f", "fluorides", "1")), "reported_emission.medium_assumed")
    assert (found["severity"], found["pointer"]) == ("needs_explanation", "/activities/0/medium")
    assert found["params"] == {"substance": "fluorides", "medium": "air", "others": "water"}


def test_potentials_come_from_the_set_that_is_asked_for() -> None:
    """A tonne of methane: 21 by the second report, 28 by the fifth; the guide of cement names the fifth."""
    vent = stated("v", "CH4", "1", 1)
    assert {name: sums(ask(vent, gwp=name))["CO2e",] for name in ("SAR", "AR5")} == {
        "SAR": "21.000000",
        "AR5": "28.000000",
    }
    assert [t.get("gwp") for t in ask(vent)["totals"]] == [None, "AR5"]


def test_a_gas_that_the_set_leaves_out_stands_in_no_co2e_and_that_is_said() -> None:
    """NF3 entered with the fourth report."""
    answer = ask(stated("n", "NF3", "2", 1), gwp="SAR")
    assert sums(answer) == {("NF3",): "2.000000"}
    (found,) = findings(answer, "gwp.not_in_set")
    assert (found["severity"], found["pointer"]) == ("needs_explanation", "/gwp")
    assert found["params"] == {"substance": "NF3", "set": "SAR"}
    assert findings(ask(stated("n", "NF3", "2", 1), gwp="AR5"), "gwp.not_in_set") == []


GUIDES_OF_FUEL = [
    ("4411", "2023"), ("4411", "2026"), ("3011", "2020"), ("3011", "2024"), ("3110", "2020"), ("3110", "2024"),
    ("3216", "2020"), ("3217", "2020"), ("3041", "2020"), ("2521", "2020"), ("2614", "2020"), ("3091", "2024"),
    ("5611", "2020"), ("2211", "2020"),
]  # fmt: skip


@pytest.mark.parametrize(("sector", "period"), GUIDES_OF_FUEL)
def test_every_guide_takes_a_factor_of_the_fuel_inline_and_says_that_reports_may_not(sector: str, period: str) -> None:
    """1000 t x 20 GJ/t x 0.09 t/GJ = 1800 t, of which 98 % oxidise; 1000 t x 2.5 t/t = 2500 t; 100 GJ x 0.09 = 9 t."""
    per_heat, oxidation = {"emission_factor": q("0.09", "tCO2/GJ")}, {"oxidation_factor": q("0.98", "1")}
    calorific = {"net_calorific_value": q("20", "GJ/t")}
    coals = [("1000", "t", per_heat | calorific), ("1000", "t", per_heat | calorific | oxidation)]
    coals += [("1000", "t", {"emission_factor": q("2.5", "tCO2/t")}), ("100", "GJ", per_heat)]
    for (value, unit, parameters), mass in zip(coals, ("1800", "1764", "2500", "9"), strict=True):
        line = {"id": "f", "kind": "fuel_combustion", "material": "bituminous", "quantity": q(value, unit)}
        answer = ask(line | {"parameters": parameters}, sector=sector, period=period, trust="recalled")
        assert masses(answer)["CO2"] == mass
        marked = findings(answer, "method.override_not_allowed")
        assert "/activities/0/parameters/emission_factor" in [found["pointer"] for found in marked]
        assert findings(answer, "parameter.not_used") == []


def test_an_unknown_kind_is_refused_as_such_whatever_its_line_states() -> None:
    steam = {"id": "s", "kind": "purchased_steam", "quantity": q("1", "t"), "parameters": {"steam_state": q("1", "1")}}
    ((code, pointer, params),) = refusal(steam, sector="3411")
    assert (code, pointer) == ("activity.kind_unknown", "/activities/0/kind")
    assert "purchased_heat" in params["nearest"]


def test_materials_are_offered_only_for_what_hangs_on_the_material() -> None:
    """The days of the herd come from the sender, whatever the animal."""
    parameters = {"volatile_solids": q("0.3", "kg/head/d")}
    herd = {"id": "h", "kind": "manure_management", "material": "pig", "quantity": q("1000", "head")}
    line = herd | {"parameters": parameters}
    ((code, _, params),) = refusal(line, sector="0313", period="2020", trust="recalled")
    assert (code, params["missing"], params["choices"]) == ("activity.input_missing", "days", "")


def test_oxides_of_clinker_stand_before_a_default_also_for_comparison() -> None:
    """1000 t x (0.65 x 44/56 + 0.0152 x 44/40) = 527.434285714 t; with 2 % of kiln dust 537.982971429 t."""
    oxides = {"cao_content": q("65", "%"), "mgo_content": q("1.52", "%")}
    line = {"kind": "clinker_production", "quantity": q("1000", "t")}
    lines = [line | {"id": "o", "parameters": oxides}]
    lines += [line | {"id": "d", "parameters": oxides | {"ckd_correction": q("1.02", "1")}}]
    answer = ask(*lines, method="IPCC-2006-INDUSTRY", trust="recalled")
    found = [entry["mass"]["value"] for entry in answer["results"] if entry["substance"] == "CO2"]
    assert found == ["527.434285714", "537.982971429"]


def test_a_set_that_is_asked_for_is_taken_also_for_a_year_before_it() -> None:
    """The sixth report is of 2021; the fifth gives methane 28."""
    vent = stated("v", "CH4", "1", 1)
    answer = ask(vent, gwp="AR6", period="2020", sector="3099")
    assert sums(answer)["CO2e",] == "27.900000"
    assert findings(answer, "gwp.not_in_set") == []


def test_a_report_of_pollutants_may_name_a_set_of_potentials() -> None:
    assert sums(ask(stated("s", "SO2", "2"), gwp="AR5")) == {("SO2",): "2.000000"}


def test_a_set_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        ask(stated("v", "CH4", "1", 1), gwp="AR9")
    assert [fault.pointer for fault in refused.value.faults] == ["/gwp"]


def test_the_guide_of_an_industry_is_pointed_at_where_another_one_was_taken() -> None:
    answer = ask(gas("g", "1"), sector="4411", method="CN-NDRC-2015-OTHER")
    (found,) = findings(answer, "method.own_guide_exists")
    assert (found["severity"], found["pointer"]) == ("info", "/sector")
    assert found["params"] == {"guide": "企业温室气体排放核算与报告指南 发电设施", "method": "CN-NDRC-2015-OTHER"}
    assert findings(ask(gas("g", "1"), sector="4190"), "method.own_guide_exists") == []


def case(period: tuple[int, int | None]) -> Case:
    return Case("3011", "140100", *period, None, "secondary", False, None)


def test_values_hold_as_of_the_month_or_the_end_of_the_year() -> None:
    days = {period: grounds_of(case(period), load_library()).day.isoformat() for period in ((2024, None), (2024, 2))}
    assert days == {(2024, None): "2024-12-31", (2024, 2): "2024-02-01"}
    spans = {period: grounds_of(case(period), load_library()).names["span"] for period in ((2024, None), (2024, 2))}
    assert spans == {(2024, None): "year", (2024, 2): "month"}


def test_equal_shapes_are_planned_once_and_plans_are_not_kept_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shapes come from outside: whoever sends new ones for ever must not fill the memory."""
    body = {"sector": "3011", "region": "140100", "period": "2024", "activities": [gas("g", "1")]}
    sent = submission_of(read_calculation(json.dumps(body).encode()), load_library())
    shape = shape_of(sent.activities[0])
    book = replace(grounds_of(case((2024, None)), load_library()).books[0], plans={})
    assert book.plans_for(shape) is book.plans_for(replace(shape))
    monkeypatch.setattr(engine, "MOST_SHAPES", 3)
    for number in range(7):
        book.plans_for(replace(shape, process=str(number)))
        assert len(book.plans) <= 3
    assert len(book.plans) > 1
