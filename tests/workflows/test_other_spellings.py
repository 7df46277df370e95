"""What a stranger writes: other spellings are taken, slips are refused with the nearest name, pointers stay theirs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.calculators.calculation import methods_of
from service.calculators.formula import FORMULAS
from service.errors import FactorMissing, InvalidInput, NearZeroError
from service.reference import load_library
from service.spelling import folded, nearest, parameter_key, substance_id
from service.workflows.calculate import calculate

Json = dict[str, Any]


def quantity(text: str) -> Json:
    value, unit = text.split(" ", 1)
    return {"value": value, "unit": unit}


def line(kind: str, amount: str, parameters: dict[str, str] | None = None, **words: Any) -> Json:
    stated = {name: quantity(text) for name, text in (parameters or {}).items()}
    return {"id": "a", "kind": kind, "quantity": quantity(amount), "parameters": stated, **words}


def body(activity: Json, **more: Any) -> bytes:
    return json.dumps(
        {"sector": "4411", "region": "140100", "period": "2024", "activities": [activity], **more}
    ).encode()


def answer(activity: Json, **more: Any) -> Json:
    return dict(json.loads(calculate(load_library(), body(activity, **more))))


def faults(activity: Json, **more: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(NearZeroError) as refused:
        calculate(load_library(), body(activity, **more))
    return [(f.code, f.pointer, f.params.get("nearest", f.params.get("expected", ""))) for f in refused.value.faults]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("so2", "SO2"),
        ("二氧化硫", "SO2"),
        ("氨氮", "NH3-N"),
        ("pm25", "PM2.5"),
        ("Petroleum", "oil"),
        ("hfc 134A", "HFC-134a"),
    ],
)
def test_a_substance_is_known_by_its_other_names(name: str, code: str) -> None:
    assert substance_id(load_library(), name) == code


def test_a_parameter_is_known_by_its_other_names() -> None:
    library = load_library()
    assert parameter_key(library, "NCV") == "net_calorific_value"
    assert parameter_key(library, "去除效率:so2") == "removal_efficiency:SO2"
    assert parameter_key(library, "no_such_thing:no_such_gas") == "no_such_thing:no_such_gas"


def test_no_spelling_means_two_things() -> None:
    documents = load_library().documents
    substances = {
        code: {folded(s) for s in (code, entry["name_zh"], *entry.get("aliases", ()))}
        for code, entry in documents["substances.yaml"].items()
    }
    parameters = {name: {folded(s) for s in (name, *words)} for name, words in documents["parameters.yaml"].items()}
    processes = {code: {folded(s) for s in (code, *words)} for code, words in documents["processes.yaml"].items()}
    for spellings in (substances, parameters, processes):
        every = [spelling for of_one in spellings.values() for spelling in of_one]
        assert sorted(every) == sorted(set(every))


def test_no_other_name_of_a_process_is_a_code_itself() -> None:
    library = load_library()
    codes = {word for series in library.series for word in series.split(".")}
    kinds = [kind for method in methods_of(library).methods for kind in method.kinds.values()]
    rules = [rule for kind in kinds for rule in kind.results]
    codes |= {word for rule in rules for word in (*rule.processes, *rule.technologies)}
    codes |= {word for kind in kinds for table in kind.names.values() for word in table}
    other = {word for words in library.documents["processes.yaml"].values() for word in words}
    assert other & codes == set()


def test_every_other_spelling_is_that_of_an_input() -> None:
    roles = {
        n
        for method in methods_of(load_library()).methods
        for kind in method.kinds.values()
        for role in kind.roles.values()
        for n in (*role.names, role.name)
    }
    known = roles | {a for formula in FORMULAS.values() for a in formula.arguments}
    assert set(load_library().documents["parameters.yaml"]) <= known


def test_other_spellings_give_the_same_mass() -> None:
    stated = {"排放浓度:so2": "500 mg/m3", "flow_rate": "50000 m3/h"}
    (result,) = answer(line("outlet_monitoring", "7200 h", stated))["results"]
    assert (result["substance"], result["mass"]["value"]) == ("SO2", "180.000000000")


def test_a_finding_points_to_the_name_that_was_sent() -> None:
    coal = line("fuel_combustion", "100 t", {"cc": "0.55 tC/t", "oxidation_rate": "98 %"}, material="烟煤")
    pointers = {f["code"]: f["pointer"] for f in answer(coal)["findings"]}
    assert pointers["method.override_not_allowed"] == "/activities/0/parameters/oxidation_rate"


def test_a_refusal_points_to_the_name_that_was_sent() -> None:
    coal = line("fuel_combustion", "100 t", {"cc": "0.55 tC/t", "碳氧化率": "150 %"}, material="烟煤")
    assert ("parameter.not_a_share", "/activities/0/parameters/碳氧化率") in {fault[:2] for fault in faults(coal)}


def test_one_parameter_under_two_names_is_refused() -> None:
    coal = line("fuel_combustion", "100 t", {"cc": "0.55 tC/t", "carbon_content": "0.55 tC/t"}, material="烟煤")
    ((code, pointer, kept),) = faults(coal)
    assert (code, kept) == ("parameter.repeated", "carbon_content")
    assert pointer.startswith("/activities/0/parameters/c")


def test_a_slip_is_answered_with_the_nearest_name() -> None:
    ((code, pointer, near),) = faults(line("fuel_combustion", "1 t", {"carbon_contens": "0.5 tC/t"}, material="烟煤"))
    assert (code, pointer) == ("parameter.unknown", "/activities/0/parameters/carbon_contens")
    assert near.split(", ")[0] == "carbon_content"
    ((code, _, near),) = faults(line("fuel_combusion", "1 t", material="烟煤"))
    assert (code, near.split(", ")[0]) == ("activity.kind_unknown", "fuel_combustion")


def test_a_substance_that_nobody_knows_is_refused() -> None:
    told = line("reported_emission", "1 t", substance="NOxx")
    ((code, pointer, near),) = faults(told)
    assert (code, pointer, near.split(", ")[0]) == ("substance.unknown", "/activities/0/substance", "NOx")


def test_a_material_without_numbers_is_answered_with_those_that_have_them() -> None:
    slip = line("fuel_combustion", "1 t", material="bitumnous")
    with pytest.raises(FactorMissing) as refused:
        calculate(load_library(), body(slip, sector="3990", trust="third_party"))
    assert refused.value.faults[0].params["choices"].startswith("material: bituminous, ")


def test_what_a_line_has_to_name_is_listed() -> None:
    with pytest.raises(InvalidInput) as refused:
        calculate(load_library(), body(line("post_mining", "1000 t"), sector="0610", trust="recalled"))
    (fault,) = refused.value.faults
    assert (fault.code, fault.params["choices"]) == ("activity.input_missing", " (process: high, low, open)")


def test_a_process_is_known_by_its_chinese_name() -> None:
    cows = line("enteric_fermentation", "1000 头", material="奶牛", process="规模化饲养")
    (result, *_) = answer(cows, sector="0320", trust="recalled")["results"]
    assert result["mass"]["value"] == "88.100000000"


def test_liquid_fuel_by_volume_takes_its_density() -> None:
    """By hand: 10,000 L x 0.84 kg/L = 8.4 t; x 43.33 GJ/t x 0.0202 tC/GJ x 98 % x 44/12 = 26.419028944."""
    diesel = line("fuel_combustion", "10000 升", {"density": "0.84 kg/L"}, material="柴油")
    (result, *_) = answer(diesel, sector="3990", trust="recalled")["results"]
    assert result["mass"]["value"] == "26.419028944"


def test_output_by_its_chinese_name_gives_the_intensity() -> None:
    """By hand: 100,000 t x 0.55 x 99 % x 44/12 / 250,000 MWh = 0.7986."""
    made = [{"product": "发电量", "quantity": quantity("250000 MWh")}]
    coal = line("fuel_combustion", "100000 t", {"carbon_content": "55 %"}, material="烟煤")
    figures = {f["id"]: f["value"]["value"] for f in answer(coal, production=made)["figures"]}
    assert figures["electricity_intensity"] == "0.7986"


def test_a_province_by_name_is_answered_with_its_code() -> None:
    coal = line("fuel_combustion", "1 t", material="烟煤")
    assert faults(coal, region="山西") == [("region.unknown", "/region", "GB/T 2260 140000")]


def test_a_sector_is_a_code() -> None:
    coal = line("fuel_combustion", "1 t", material="烟煤")
    assert faults(coal, sector="火电") == [("identifier.sector", "/sector", "")]


def test_nothing_is_offered_for_a_word_like_none() -> None:
    assert nearest(["carbon_content", "flow"], "zzzz") == ()
