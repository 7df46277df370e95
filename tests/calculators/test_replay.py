"""What is packed with a report is all that its figures rest on: replayed from it, the answer has the same bytes."""

from __future__ import annotations

import json
from datetime import date

import orjson
import pytest

from service.calculators.answer import full_answer
from service.calculators.calculation import Calculation, perform
from service.calculators.replay import factor_json, pack, read_factor, unpack
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of
from tests.calculators.stored import answer_text, answered, calculation_of


def replayed(name: str) -> Calculation:
    calculation = calculation_of(name)
    return perform(calculation.submission, load_library(), unpack(pack(calculation)))


@pytest.mark.parametrize("name", sorted(answered()))
def test_a_replay_answers_with_the_same_bytes(name: str) -> None:
    same = orjson.dumps(full_answer(replayed(name), load_library())) == answer_text(name)
    assert same, name


@pytest.mark.parametrize("name", sorted(answered()))
def test_a_replay_packs_to_the_same_bytes(name: str) -> None:
    """Reports that rest on the same grounds share one stored row, also after they were read back."""
    same = pack(replayed(name)) == pack(calculation_of(name))
    assert same, name


def test_a_replay_says_the_same_of_what_is_missing() -> None:
    """A heating value per tonne is known, one per cubic metre is wanted: the unit in the finding is known again."""
    gas = {"id": "h", "kind": "fuel_combustion", "material": "natural_gas"}
    stated = {"emission_factor": {"value": "1.898", "unit": "kg/m3"}}
    line = gas | {"quantity": {"value": "1200", "unit": "m3"}, "parameters": stated}
    about = {
        "sector": "4790",
        "region": "420000",
        "period": "2020",
        "method": "IPCC-2006-INDUSTRY",
        "trust": "recalled",
    }
    library = load_library()
    request = read_calculation(orjson.dumps(about | {"activities": [line]}))
    calculation = perform(submission_of(request, library), library)
    again = perform(calculation.submission, library, unpack(pack(calculation)))
    assert "net_calorific_value (GJ/m3)" in {f.params.get("missing") for f in calculation.findings}
    assert full_answer(again, library) == full_answer(calculation, library)


def test_stored_requests_cover_what_stands_beside_the_lines() -> None:
    """Tax, figures, accounts and indicators are replayed, too: some stored request has each."""
    found = [calculation_of(name) for name in answered()]
    assert any(c.tax for c in found)
    assert any(c.figures for c in found)
    assert any(c.totals.beside for c in found)
    assert any(line.indicator for c in found for line in c.calculated.lines)


def test_a_packed_factor_reads_as_plain_text() -> None:
    """The stored row is read by people and by other programs: its keys and texts are part of the format."""
    factor = calculation_of("further_kinds: purchased power of a plant at the national average").factors[0]
    stored = factor_json(factor)
    assert read_factor(json.loads(json.dumps(stored))) == factor
    wanted = {"id": "grid.2023.cn.avg", "series": "grid.avg.cn", "text": "0.5306", "unit": "kgCO2/kWh"}
    wanted |= {"match": "national_default", "valid_from": "2023-01-01", "day": "2023-12-31", "trust": "primary"}
    assert {key: stored[key] for key in wanted} == wanted
    assert stored["value"] == "2653/5000"
    assert factor.valid_from == date(2023, 1, 1)


def test_packed_grounds_have_stable_keys() -> None:
    calculation = calculation_of("further_kinds: purchased power of a plant at the national average")
    stored = json.loads(pack(calculation))
    assert sorted(stored) == ["day", "factors", "left_open", "material_classes", "methods", "names", "quanta"]
    assert next(method["id"] for method in stored["methods"]) == "CN-POWER-2022"


def test_a_stated_uncertainty_is_replayed() -> None:
    name = "further_kinds: purchased power of a plant at the national average"
    body = answered()[name].body | {"uncertainty": True}
    library = load_library()
    first = perform(submission_of(read_calculation(json.dumps(body).encode()), library), library)
    again = perform(first.submission, library, unpack(pack(first)))
    assert full_answer(again, library) == full_answer(first, library)
    assert full_answer(first, library)["totals"][0]["uncertainty"]["unit"] == "%"
