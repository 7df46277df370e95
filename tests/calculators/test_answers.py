"""The answer as a client reads it: every key, and texts and numbers worked out by hand."""

from __future__ import annotations

from service.reference import load_library
from tests.calculators.asking import Json, ask, coal, findings, gas, q, stated

UNSOURCED = {"factor_id": None, "source": None, "clause": None, "status": None}

MONITORED = "GB/T 8170; no rule in the guide, shown to the milligram"


def entry(answer: Json, substance: str, part: str = "results") -> Json:
    found: Json = next(e for e in answer[part] if e["substance"] == substance)
    return found


def sampled_coal() -> Json:
    """Carbon 55 % air-dried at 4 % moisture; 10 % moisture as received: 55 x 0.90 / 0.96 = 51.5625 %."""
    line = coal("boiler", "0", laboratory_report="R-7", evidence=["laboratory_report:R-7"])
    line["quantity"] = q("1.2", "万吨")
    moistures = {"total_moisture": q("10", "%"), "air_dried_moisture": q("4", "%")}
    return line | {"parameters": line["parameters"] | moistures | {"carbon_content": q("55", "%", basis="ad")}}


def test_a_figure_and_its_trace_as_a_client_reads_them() -> None:
    """12,000 t x 0.515625 x 0.99 x 44 / 12 = 22,460.625 t."""
    line = entry(ask(sampled_coal()), "CO2")
    trace = line.pop("trace")
    assert line == {
        "activity_id": "boiler", "substance": "CO2", "scope": 1, "medium": "air", "basis": "calculated",
        "mass": {"value": "22460.625000000", "unit": "t"}, "trust": "primary", "formula": "fuel_co2_from_carbon",
        "account": None, "counted_in_total": True,
    }  # fmt: skip
    inputs = trace.pop("inputs")
    assert trace == {
        "equation": "X(ar) = X(ad) × (1 − M(ar)) / (1 − M(ad)); E = FC × C × OF × M(CO2) / M(C)",
        "formulas": [
            {"id": "received_from_air_dried", "version": 1,
             "citation": "发电设施核查技术指南 CETS-VG-01.01-V02-2026 表8; GB/T 483"},
            {"id": "fuel_co2_from_carbon", "version": 1, "citation": "企业温室气体排放核算与报告指南 发电设施, 6.2"},
        ],
        "steps": [
            "X(ar) = X(ad) × (1 − M(ar)) / (1 − M(ad)): X(ad) = 0.55, M(ar) = 0.1, M(ad) = 0.04 → 0.515625 1",
            "E = FC × C × OF × M(CO2) / M(C): FC = 12000 t, C = step 1 = 0.515625 tC/t, OF = 0.99,"
            " M(CO2) = 44 g/mol, M(C) = 12 g/mol → 22460.625 t",
        ],
        "unrounded": {"value": "22460.625", "unit": "t"},
        "rounding": {"places": 9, "mode": "half_even", "unit": "t", "clause": MONITORED},
        "method": "CN-CETS-CEMENT-2024",
    }  # fmt: skip
    measured = {"match": "measured"} | UNSOURCED | {"source": "R-7"}
    assert inputs[:4] == [
        {"symbol": "X(ad)", "name": "carbon_content", "value": "0.55", "unit": "1",
         "reported": {"value": "55", "unit": "%", "basis": "ad"}, **measured},
        {"symbol": "M(ar)", "name": "total_moisture", "value": "0.1", "unit": "1",
         "reported": {"value": "10", "unit": "%"}, **measured},
        {"symbol": "M(ad)", "name": "air_dried_moisture", "value": "0.04", "unit": "1",
         "reported": {"value": "4", "unit": "%"}, **measured},
        {"symbol": "FC", "name": "fuel_consumption", "value": "12000", "unit": "t", "match": "reported",
         "reported": {"value": "1.2", "unit": "10^4t"}, **UNSOURCED},
    ]  # fmt: skip


def test_an_input_of_the_library_says_what_is_printed_where_and_how_sure_it_is() -> None:
    """Sulphur retained in ash, as the group standard prints it: a share, found for the process."""
    trace = entry(ask(sampled_coal()), "SO2")["trace"]
    retained = next(i for i in trace["inputs"] if i["name"] == "sulfur_retention")
    held = load_library().entries[retained["factor_id"]]
    source = load_library().sources[held.source]
    assert retained == {
        "symbol": "sr", "name": "sulfur_retention", "value": "0.15", "unit": "1", "match": retained["match"],
        "factor_id": held.id, "printed": {"value": held.text, "unit": held.unit.code},
        "valid_from": held.valid_from.isoformat(), "source": f"{source.title_zh} {source.number}".strip(),
        "clause": held.clause, "status": held.status, "trust": "primary",
    }  # fmt: skip


def test_a_value_reported_without_a_laboratory_is_no_measurement() -> None:
    trace = entry(ask(coal("c", "100")), "CO2")["trace"]
    assert {i["match"] for i in trace["inputs"] if i["factor_id"] is None} == {"reported"}
    assert {i["source"] for i in trace["inputs"] if i["factor_id"] is None} == {None}


def test_a_mass_that_was_stated_is_shown_as_it_was_sent() -> None:
    line = entry(ask(stated("m", "SO2", "1.25", basis="continuous_monitoring", laboratory_report="R-1")), "SO2")
    assert line == {
        "activity_id": "m", "substance": "SO2", "scope": None, "medium": "air", "basis": "continuous_monitoring",
        "mass": {"value": "1.250000000", "unit": "t"}, "trust": "primary", "formula": "reported_emission",
        "account": None, "counted_in_total": True,
        "trace": {
            "equation": "E", "formulas": [], "steps": [], "unrounded": {"value": "1.25", "unit": "t"},
            "inputs": [{"name": "reported_emission", "symbol": "E", "value": "1.25", "unit": "t",
                        "basis": "continuous_monitoring", "match": "reported", **UNSOURCED}],
            "rounding": {"places": 9, "mode": "half_even", "unit": "t", "clause": MONITORED},
            "method": "CN-CETS-CEMENT-2024",
        },
    }  # fmt: skip


def test_totals_say_what_they_rest_on() -> None:
    answer = ask(gas("g", "1"), gwp="AR5")
    co2 = {"mass": {"value": "21.780000", "unit": "t"}, "bases": ["calculated"], "trust": "primary", "medium": "air"}
    assert answer["totals"] == [{"substance": "CO2", **co2}, {"substance": "CO2e", "gwp": "AR5", **co2}]
    assert answer["totals_by_scope"] == [
        {"substance": "CO2", "scope": 1, **co2}, {"substance": "CO2e", "gwp": "AR5", "scope": 1, **co2},
    ]  # fmt: skip
    assert (answer["totals_beside"], answer["uncertainty"], answer["environmental_tax"]) == ([], None, None)


def test_the_methods_are_named_once_each_and_the_one_of_pollutants_again() -> None:
    answer = ask(gas("g", "1"))
    assert answer["method"]["id"] == "CN-CETS-CEMENT-2024"
    assert answer["pollutant_method"]["id"] == "TCSES-144-2024"
    beside = [method["id"] for method in answer["methods_beside"]]
    assert answer["method"]["id"] not in beside
    assert beside[0] == answer["pollutant_method"]["id"]
    for method in (answer["method"], *answer["methods_beside"]):
        assert set(method) == {"id", "title", "text_status"}
        assert list(method["title"]) == ["zh", "en"]
        assert all(method["title"].values())


def test_a_finding_comes_with_its_place_weight_parameters_and_both_texts() -> None:
    assert findings(ask(gas("g", "1")), "report.kind_absent") == [
        {
            "code": "report.kind_absent", "severity": "needs_explanation", "pointer": "/activities",
            "params": {"kind": "clinker_production", "method": "CN-CETS-CEMENT-2024"},
            "message": {
                "zh": "CN-CETS-CEMENT-2024 要求说明 clinker_production；没有发生时请填报零",
                "en": "CN-CETS-CEMENT-2024 wants clinker_production to be reported, as zero where there is none",
            },
        }
    ]  # fmt: skip


def allowance(identifier: str, electricity: str) -> Json:
    """Class I at a load of 80 %: 0.7910 t/MWh and no correction."""
    return {"id": identifier, "kind": "electricity_generation", "process": "I", "unit_id": identifier,
            "quantity": q(electricity, "MWh"), "parameters": {"load_factor": q("80", "%")}}  # fmt: skip


def test_indicators_that_are_amounts_are_added_up_as_printed_and_shares_are_not() -> None:
    """1,001 x 0.791 = 791.791 and 2,002 x 0.791 = 1,583.582, rounded down each; a needed removal stays alone."""
    need = {
        "id": "n",
        "kind": "sulfur_removal_need",
        "material": "bituminous_coal",
        "quantity": q("100", "t"),
        "process": "pulverised",
        "parameters": {
            "sulfur_content": q("0.8", "%"),
            "allowed_emission": q("0.34", "t"),
            "sulfur_retention": q("15", "%"),
        },
    }
    answer = ask(allowance("1", "1001"), allowance("2", "2002"), need, sector="4411")
    shown = [(i["activity_id"], i["name"], i["substance"], i["value"], i["formula"]) for i in answer["indicators"]]
    tonnes = {"name": "allowance", "substance": "CO2e"}
    assert shown == [
        ("1", "allowance", "CO2e", {"value": "791", "unit": "t"}, "allowance_of_electricity"),
        ("2", "allowance", "CO2e", {"value": "1583", "unit": "t"}, "allowance_of_electricity"),
        ("n", "required_removal_efficiency", "SO2", {"value": "75.000000000", "unit": "%"}, "required_removal"),
    ]  # fmt: skip
    assert answer["indicator_totals"] == [tonnes | {"value": {"value": "2374", "unit": "t"}}]
    assert all(line["activity_id"] == "n" for line in answer["results"])


def test_a_figure_of_the_report_as_a_client_reads_it() -> None:
    """21.78 t over 33 t of clinker, a product stated twice: 0.66."""
    clinker = [{"product": "clinker", "quantity": q(value, "t")} for value in ("30", "3")]
    answer = ask(gas("g", "1"), production=clinker)
    assert answer["figures"] == [
        {
            "id": "clinker_intensity", "unit_id": None, "unrounded": "0.66",
            "label": {"zh": "单位熟料碳排放量", "en": "emission per tonne of clinker"},
            "value": {"value": "0.6600", "unit": "tCO2e/t"}, "formula": "product_intensity", "equation": "I = E / P",
            "citation": "GB/T 32150 排放强度; 各行业指南补充数据表",
            "inputs": [
                {"name": "emission", "symbol": "E", "value": "21.78", "unit": "t", "origin": "total CO2e"},
                {"name": "clinker", "symbol": "P", "value": "33", "unit": "t", "origin": "production clinker"},
            ],
            "rounding": {"places": 4, "mode": "half_up", "unit": "tCO2e/t"},
        }
    ]  # fmt: skip
