"""Which method is taken, and what the answer says where the choice was close or no method is in force."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.reference import load_library
from service.workflows.calculate import calculate

Json = dict[str, Any]
POWER = {"id": "e", "kind": "purchased_electricity", "quantity": {"value": "1", "unit": "MWh"}}
COAL = {
    "id": "f",
    "kind": "fuel_combustion",
    "material": "bituminous",
    "process": "grate_auto",
    "quantity": {"value": "100", "unit": "t"},
}
CHEMICALS, PETROCHEMICALS, FLUORINE = (
    "CN-NDRC-2013-CHEMICALS",
    "CN-NDRC-2014-PETROCHEMICALS",
    "CN-NDRC-2015-FLUOROCHEMICALS",
)


def answer(sector: str, period: str = "2023", activity: Json = POWER, **more: str) -> Json:
    body = {"sector": sector, "region": "370000", "period": period, "trust": "recalled", "activities": [activity]}
    found: Json = json.loads(calculate(load_library(), json.dumps(body | more).encode()))
    return found


def said(found: Json, code: str) -> list[Json]:
    return [finding for finding in found["findings"] if finding["code"] == code]


@pytest.mark.parametrize(
    ("sector", "method"), [("2621", CHEMICALS), ("2652", PETROCHEMICALS), ("2511", PETROCHEMICALS)]
)
def test_a_sector_that_one_guide_names_closest_has_no_tie(sector: str, method: str) -> None:
    found = answer(sector)
    assert found["method"]["id"] == method
    assert said(found, "method.tie_broken") == []


def test_where_three_guides_name_a_sector_alike_the_answer_names_the_other_two() -> None:
    found = answer("2614")
    (tie,) = said(found, "method.tie_broken")
    assert found["method"]["id"] == CHEMICALS
    assert tie["pointer"] == "/sector"
    assert tie["severity"] == "info"
    assert PETROCHEMICALS in tie["message"]["en"]
    assert FLUORINE in tie["message"]["en"]


def test_a_guide_that_was_asked_for_was_not_drawn() -> None:
    found = answer("2614", method=FLUORINE)
    assert found["method"]["id"] == FLUORINE
    assert said(found, "method.tie_broken") == []


def test_guides_for_every_sector_are_no_tie() -> None:
    assert said(answer("4610"), "method.tie_broken") == []


def test_pollutants_of_a_fuel_before_their_method_are_those_of_the_guides_that_stand_in() -> None:
    sulfur = {"sulfur_content": {"value": "1", "unit": "%"}, "sulfur_conversion": {"value": "85", "unit": "%"}}
    found = answer("1310", "2022", COAL | {"parameters": sulfur})
    assert said(found, "subject.no_method_in_force") == []
    assert {r["trace"]["method"] for r in found["results"] if r["substance"] == "SO2"} == {"HJ-888-991-2018"}


def test_pollutants_of_a_fuel_before_any_guide_name_a_later_one_and_what_may_be_asked_for() -> None:
    (gap,) = said(answer("1310", "2016", COAL), "subject.no_method_in_force")
    assert gap["pointer"] == "/activities/0"
    text = gap["message"]["en"]
    assert "TCSES-144-2024 (2024-)" in text
    assert "MANUAL-4430" in text


def test_who_asks_for_the_older_manual_gets_its_pollutants_and_no_such_finding() -> None:
    found = answer("1310", "2022", COAL, method="MANUAL-4430")
    assert said(found, "subject.no_method_in_force") == []


def test_a_line_for_pollutants_only_is_answered_and_named_not_called_unknown() -> None:
    sinter = {"id": "s", "kind": "process_production", "material": "烧结矿", "quantity": {"value": "1", "unit": "t"}}
    found = answer("3110", "2022", sinter | {"process": "ducted"})
    assert found["results"] == []
    assert [gap["pointer"] for gap in said(found, "subject.no_method_in_force")] == ["/activities/0"]
