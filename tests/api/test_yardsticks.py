"""Numbers that follow from two others: a sector's balance value and the grade of a carbon efficiency, for anyone."""

from __future__ import annotations

import pytest

from tests.api.conftest import Api

RULES = "/v1/rulesets/DNZ-1"


def test_a_balance_value_follows_from_a_coefficient_within_its_bounds(api: Api) -> None:
    # 0.85 t/t with a coefficient of 0.01: 0.15 x (1 - 0.85 / BP) = 0.01 gives BP = 0.910714...
    found = api.get(f"{RULES}/balance-value?intensity=0.85&coefficient=0.01").json()
    assert (found["balance_value"], found["not_evaluable"]) == ("0.910714", [])
    assert "ets.cement.balance.clinker" in found["import_as"]
    assert {each["source"] for each in found["parameters"]} == {"ets-plan-sca-2024-2025"}


def test_at_the_bound_no_balance_value_follows(api: Api) -> None:
    found = api.get(f"{RULES}/balance-value?intensity=0.85&coefficient=-0.03").json()
    assert found["balance_value"] is None
    assert [reason["code"] for reason in found["not_evaluable"]] == ["balance.clipped"]


@pytest.mark.parametrize(
    ("intensity", "grade"), [("0.6", 1), ("0.61", 2), ("0.8", 2), ("1.2", 3), ("2", 4), ("2.01", 5)]
)
def test_a_carbon_efficiency_has_its_grade_and_enters_no_class(api: Api, intensity: str, grade: int) -> None:
    found = api.get(f"{RULES}/carbon-efficiency?intensity={intensity}&sector_mean=1").json()
    assert (found["grade"], found["enters_class"]) == (grade, False)
    assert {each["source"] for each in found["parameters"]} == {"carbon-efficiency-grades"}


@pytest.mark.parametrize(
    "query", ["intensity=0&sector_mean=1", "intensity=1&sector_mean=0", "intensity=x&sector_mean=1", "intensity=1"]
)
def test_an_efficiency_needs_two_amounts_above_nothing(api: Api, query: str) -> None:
    assert api.get(f"{RULES}/carbon-efficiency?{query}").status_code == 422


def test_an_unknown_ruleset_is_not_there(api: Api) -> None:
    assert api.get("/v1/rulesets/DNZ-9/balance-value?intensity=1&coefficient=0.01").status_code == 404
