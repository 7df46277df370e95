"""One line, one product, two subjects: what a joined line says, traces and counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import InvalidInput
from service.reference import load_library
from service.workflows.calculate import calculate

Json = dict[str, Any]
CLINKER: Json = {
    "id": "k",
    "kind": "clinker_production",
    "material": "水泥熟料",
    "quantity": {"value": "1000", "unit": "t"},
}


def answer(*activities: Json, sector: str = "3011") -> Json:
    body = {"sector": sector, "region": "420000", "period": "2024", "trust": "recalled", "activities": list(activities)}
    found: Json = json.loads(calculate(load_library(), json.dumps(body).encode()))
    return found


def test_what_is_to_be_named_is_said_once_for_all_substances() -> None:
    gaps = [f for f in answer(CLINKER)["findings"] if f["code"] == "result.not_evaluable"]
    assert len(gaps) == 1
    assert gaps[0]["pointer"] == "/activities/0"
    assert all(name in gaps[0]["message"]["en"] for name in ("SO2", "NOx", "PM10", "precalciner", "shaft_kiln"))


def test_each_figure_of_the_line_has_a_trace_of_its_own_guide() -> None:
    results = answer(CLINKER | {"technology": "新型干法"})["results"]
    methods = {result["substance"]: result["trace"]["method"] for result in results}
    assert methods["CO2"] == "CN-CETS-CEMENT-2024"
    assert {methods[name] for name in methods if name != "CO2"} == {"TCSES-144-PRODUCTS"}
    nitrogen = next(result for result in results if result["substance"] == "NOx")
    assert [entry["value"] for entry in nitrogen["trace"]["inputs"]] == ["1000", "1.88"]


def test_a_coefficient_of_ones_own_wants_its_measurement() -> None:
    own = {"generation_coefficient:NOx": {"value": "1.2", "unit": "kg/t"}}
    found = answer(CLINKER | {"process": "precalciner", "parameters": own})
    masses = {result["substance"]: result["mass"]["value"] for result in found["results"]}
    assert masses["NOx"] == "1.200000000"
    assert "method.override_without_evidence" in {finding["code"] for finding in found["findings"]}


def test_a_line_of_another_guides_kind_is_no_line_of_this_sector() -> None:
    """A kiln in a sector whose guide counts no clinker: its carbon must not go unseen behind its pollutants."""
    with pytest.raises(InvalidInput) as refused:
        answer(CLINKER | {"process": "precalciner"}, sector="3021")
    assert [fault.code for fault in refused.value.faults] == ["activity.kind_elsewhere"]
