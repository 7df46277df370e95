"""What the stored grounds of a report hold, as those read them who come after us."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest

from service.calculators.calculation import Calculation, perform
from service.calculators.replay import factor_json, pack, packed_factors, plain, read_factor, unpack
from service.factors import Candidate, Match
from service.method_choice import LeftOpen
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of
from tests.calculators.stored import answered, calculation_of

Json = dict[str, Any]


def boiler(tonnes: str) -> Json:
    coal: Json = {"id": "b", "kind": "fuel_combustion", "material": "bituminous"}
    sulphur = {"sulfur_content": {"value": "1", "unit": "%"}}
    return coal | {"quantity": {"value": tonnes, "unit": "t"}, "parameters": sulphur}


@lru_cache(maxsize=8)
def calculated(tonnes: str = "100", taxed: bool = False, uncertain: bool = False) -> Calculation:
    body: Json = {"sector": "2511", "region": "140100", "period": "2024-03", "trust": "recalled"}
    body |= {"activities": [boiler(tonnes)], "uncertainty": uncertain}
    raw = json.dumps(body | ({"environmental_tax": {}} if taxed else {})).encode()
    return perform(submission_of(read_calculation(raw), load_library()), load_library())


def test_grounds_are_compact_text_that_people_can_read() -> None:
    text = pack(calculated()).decode()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    assert "烟煤" in text
    assert "\\u" not in text


def test_what_is_unpacked_is_what_was_packed() -> None:
    first = calculated(taxed=True, uncertain=True).grounds
    again = unpack(pack(calculated(taxed=True, uncertain=True)))
    assert (again.day, again.names, again.quanta) == (date(2024, 3, 1), dict(first.names), dict(first.quanta))
    assert [method.document for method in again.methods] == [plain(method.document) for method in first.methods]
    assert [method.kinds for method in again.methods] == [method.kinds for method in first.methods]
    assert (again.tax_rules, again.uncertainty) == (plain(first.tax_rules), plain(first.uncertainty))
    assert again.left_open == first.left_open


def test_grounds_hold_the_class_of_the_materials_in_use_and_of_no_other() -> None:
    assert json.loads(pack(calculated()))["material_classes"] == {"bituminous": "coal"}


def test_rules_of_tax_and_uncertainty_are_packed_where_they_were_asked_for() -> None:
    """The same case asked in four ways: none takes the packing of another."""
    ways = [(taxed, uncertain) for taxed in (False, True) for uncertain in (False, True)]
    for taxed, uncertain in ways:
        stored = json.loads(pack(calculated(taxed=taxed, uncertain=uncertain)))
        assert ("tax_rules" in stored, "uncertainty" in stored) == (taxed, uncertain)


def test_reports_on_the_same_grounds_share_their_bytes_whatever_their_numbers() -> None:
    assert pack(calculated("100")) is pack(calculated("7"))
    assert pack(calculated("100")) != pack(calculated("100", taxed=True))


@pytest.mark.parametrize("name", sorted(answered()))
def test_every_factor_is_packed_once_in_order_and_reads_back(name: str) -> None:
    found = packed_factors(calculation_of(name))
    marks = [(factor.id, factor.match) for factor in found]
    assert marks == sorted(set(marks))
    assert [read_factor(json.loads(json.dumps(factor_json(factor)))) for factor in found] == found


def test_grounds_hold_every_factor_that_a_figure_rests_on() -> None:
    held = {factor["id"] for factor in json.loads(pack(calculated(taxed=True)))["factors"]}
    assert {factor.id for factor in calculated(taxed=True).factors} <= held
    assert {"ETE-A-01", "ETP-10/1", "ETL-01"} <= held


def test_a_factor_is_stored_with_all_that_its_trace_shows() -> None:
    factor = next(f for f in calculated(taxed=True).factors if f.id == "ETE-A-01")
    assert factor_json(factor) == {
        "id": "ETE-A-01", "series": "tax.equivalent.air.so2", "value": "19/20", "text": "0.95", "unit": "kg/eq",
        "trust": "primary", "match": "exact", "source": "tax-law", "clause": "附表二 五、序号1", "status": "found",
        "valid_from": "2018-01-01", "day": "2024-03-01", "name_zh": "二氧化硫 污染当量值", "name_en": factor.name_en,
        "basis": "",
    }  # fmt: skip
    assert factor.value == Fraction("0.95")


def test_a_replay_knows_the_stored_factors_and_no_other() -> None:
    """A series that the library holds all the same is not there for a replay: it was not used."""
    grounds = unpack(pack(calculated(taxed=True)))
    sulphur, chlorine = (Candidate(f"tax.equivalent.air.{name}", Match.EXACT) for name in ("so2", "cl2"))
    assert grounds.factors.find_optional([sulphur], grounds.day) is not None
    assert grounds.factors.find_optional([chlorine], grounds.day) is None


def test_a_packing_that_is_older_than_the_question_left_nothing_open() -> None:
    stored = json.loads(pack(calculated()))
    stored.pop("left_open", None)
    assert unpack(json.dumps(stored).encode()).left_open == LeftOpen()


def test_what_the_choice_of_methods_left_open_is_packed_where_there_is_something() -> None:
    tied = replace(calculated().grounds, left_open=LeftOpen(tied=("CN-A", "CN-B")), packed={})
    assert unpack(pack(replace(calculated(), grounds=tied))).left_open == tied.left_open
    nothing = replace(tied, left_open=LeftOpen(), packed={})
    assert "left_open" not in json.loads(pack(replace(calculated(), grounds=nothing)))
