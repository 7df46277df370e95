"""Into which medium a reported mass goes when its line does not say so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import InvalidInput
from service.reference import load_library
from service.workflows.calculate import calculate

Json = dict[str, Any]


def answer(substance: str, **more: str) -> Json:
    line = {"id": "r", "kind": "reported_emission", "substance": substance, "quantity": {"value": "1", "unit": "kg"}}
    body = {"sector": "3211", "region": "140000", "period": "2024", "trust": "recalled", "activities": [line | more]}
    found: Json = json.loads(calculate(load_library(), json.dumps(body).encode()))
    return found


def assumed(found: Json) -> list[str]:
    return [f["pointer"] for f in found["findings"] if f["code"] == "reported_emission.medium_assumed"]


@pytest.mark.parametrize("metal", ["Pb", "Hg", "Cd", "Zn"])
def test_a_metal_has_to_say_where_it_goes(metal: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        answer(metal)
    (fault,) = refused.value.faults
    assert (fault.code, fault.pointer) == ("reported_emission.medium_missing", "/activities/0/medium")
    assert "water" in fault.params["expected"]


@pytest.mark.parametrize("medium", ["air", "water"])
def test_a_metal_counts_where_it_says(medium: str) -> None:
    assert [total["medium"] for total in answer("Pb", medium=medium)["totals"]] == [medium]


@pytest.mark.parametrize(
    ("substance", "medium"), [("SO2", "air"), ("COD", "water"), ("NH3-N", "water"), ("TP", "water")]
)
def test_what_goes_one_way_needs_no_word(substance: str, medium: str) -> None:
    found = answer(substance)
    assert [total["medium"] for total in found["totals"]] == [medium]
    assert assumed(found) == []


def test_fluorides_are_taken_for_gas_and_the_answer_says_so() -> None:
    found = answer("fluorides")
    assert [total["medium"] for total in found["totals"]] == ["air"]
    assert assumed(found) == ["/activities/0/medium"]
    assert assumed(answer("fluorides", medium="water")) == []
