"""One number: complete, with its history, citations, conflicts, and who uses it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from service.reference import load_library
from tests.api.conftest import Api


def read(api: Api, factor_id: str) -> dict[str, Any]:
    answer = api.get(f"/v1/emission-factors/{factor_id}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_a_number_says_everything_about_itself(api: Api) -> None:
    factor = read(api, "grid.2022.prov.shanxi")
    assert (factor["value"], factor["unit"]) == ("0.7096", "kgCO2/kWh")
    assert (factor["valid_from"], factor["valid_to"]) == ("2022-01-01", "2022-12-31")
    assert factor["applies_to"]["region"] == "140000"
    assert factor["published"] == "2024-12-20"
    assert factor["trust"] in ("primary", "secondary")
    assert factor["clause"]
    assert factor["checked"]
    assert factor["band"]["unit"] == "kgCO2/kWh"
    assert float(factor["band"]["low"]) <= float(factor["value"]) <= float(factor["band"]["high"])


def test_the_history_of_a_series_leaves_no_day_twice(api: Api) -> None:
    history = read(api, "grid.2022.prov.shanxi")["history"]
    assert len(history) > 1
    assert history[-1]["valid_to"] is None
    for before, after in pairwise(history):
        assert before["valid_from"] <= before["valid_to"] < after["valid_from"]


def test_an_end_of_a_series_is_part_of_its_history(api: Api) -> None:
    ended = next(entry for entry in load_library().entries.values() if entry.value is None)
    last = read(api, ended.id)["history"][-1]
    assert (last["id"], last["value"], last["usable"]) == (ended.id, None, False)


def test_citations_are_full_entries_of_the_bibliography(api: Api) -> None:
    factor = read(api, "cets_steel.cog.ncv")
    keys = [citation["key"] for citation in factor["citations"]]
    assert keys[0] == factor["source"]["key"]
    assert len(set(keys)) == len(keys)
    for citation in factor["citations"]:
        own = api.get(f"/v1/sources/{citation['key']}").json()
        assert {name: own[name] for name in citation} == citation
    assert factor["citations"][0]["copies"]


def test_every_conflict_stands_with_each_number_that_it_names(api: Api) -> None:
    library = load_library()
    for row in library.records["conflicts.csv"]:
        for factor_id in filter(library.entries.__contains__, row["entries"].split()):
            conflicts = {conflict["id"]: conflict for conflict in read(api, factor_id)["conflicts"]}
            assert conflicts[row["id"]]["kept"] == row["kept"]
            assert factor_id in conflicts[row["id"]]["entries"]


def test_a_number_without_conflicts_names_none(api: Api) -> None:
    assert read(api, "grid.2022.prov.shanxi")["conflicts"] == []


def uses(api: Api, factor_id: str) -> set[tuple[str, str | None, str, str, str | None]]:
    methods = read(api, factor_id)["used_by"]["methods"]
    return {(use["method"], use["kind"], use["parameter"], use["substance"], use["formula"]) for use in methods}


def test_a_calorific_value_is_used_by_the_methods_whose_templates_come_to_it(api: Api) -> None:
    use = ("CN-NDRC-2015-OTHER", "fuel_combustion", "net_calorific_value", "CO2", "fuel_co2_from_heat")
    assert use in uses(api, "ndrc2015.bituminous.ncv")
    assert {method for method, *_ in uses(api, "ndrc2015.bituminous.ncv")}.isdisjoint({"CN-POWER-2022"})


def test_a_use_bears_its_equation_and_template(api: Api) -> None:
    methods = read(api, "ndrc2015.bituminous.ncv")["used_by"]["methods"]
    use = next(use for use in methods if use["method"] == "CN-NDRC-2015-OTHER")
    assert "=" in use["equation"]
    assert use["template"] == "ndrc2015.{material}.ncv"
    assert use["title"]["zh"]


def test_a_class_in_a_template_is_bound_to_the_materials_of_that_class(api: Api) -> None:
    """The power guide takes oil and gas, but no coal, from the table of the steel guide."""
    assert "CN-POWER-2022" in {method for method, *_ in uses(api, "cets_steel.cog.ncv")}
    assert "CN-POWER-2022" not in {method for method, *_ in uses(api, "cets_steel.anthracite.ncv")}


def test_a_value_whose_years_no_method_governs_is_used_by_none_of_them(api: Api) -> None:
    """The power guide of 2022 governs data years from 2023 on."""
    assert "CN-POWER-2022" not in {method for method, *_ in uses(api, "grid.2021.cn.avg")}
    assert "CN-POWER-2022" in {method for method, *_ in uses(api, "grid.2023.cn.avg")}


def test_a_warming_potential_is_used_where_totals_are_made(api: Api) -> None:
    found = uses(api, "gwp.ar5.co2")
    assert ("CN-POWER-2022", None, "global_warming_potential", "CO2", None) in found
    assert uses(api, "gwp.ar6.co2").isdisjoint(found)


def test_what_cannot_be_used_is_used_by_no_method(api: Api) -> None:
    unusable = [entry.id for entry in load_library().entries.values() if not entry.usable]
    assert unusable
    assert all(read(api, factor_id)["used_by"]["methods"] == [] for factor_id in unusable[:20])


def test_rulesets_that_name_a_series_are_listed_with_the_place(api: Api) -> None:
    rulesets = read(api, "LP-12")["used_by"]["rulesets"]
    assert rulesets
    for use in rulesets:
        place: Any = api.get(f"/v1/rulesets/{use['id']}").json()
        for step in use["pointer"].split("/")[1:]:
            place = place[int(step)] if isinstance(place, list) else place[step]
        assert place == use["template"]


def test_a_template_of_a_ruleset_comes_to_its_benchmarks(api: Api) -> None:
    templates = {use["template"] for use in read(api, "pwr.2023.elec.I")["used_by"]["rulesets"]}
    assert "ets.power.benchmark.electricity.{unit_class}" in templates


def test_checks_that_compare_with_a_series_are_listed(api: Api) -> None:
    assert {use["id"] for use in read(api, "grid.2022.prov.shanxi")["used_by"]["checks"]} == {"GN-09"}
    assert read(api, "ndrc2015.bituminous.ncv")["used_by"]["checks"] == []
