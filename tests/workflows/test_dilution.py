"""Thin the gas, tell less mass, forget the oxygen: each starts from a valid report and is named when it is lodged."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.calculators.formulas.flue_gas import corrected_to_oxygen
from service.records import Principal, Role
from service.workflows.calculate import calculate
from tests.workflows.builders import Plant, coal, encode, library, quantity, report

Json = dict[str, Any]
STACK_CHECKS = {"CE-05", "CE-07", "CE-09", "CE-24"}
OWNER = Plant("c" * 18, "c" * 18 + "001P", Principal("k", Role.enterprise))
#: What 12 months of coal give at 6 % oxygen, in Nm3.
GAS = 16_300_000_000


def stack(mean: float = 30, gas: float | None = GAS, mass: float | None = None, more: Json | None = None) -> Json:
    """NOx of the one set; its mass follows from mean and gas unless it is told otherwise."""
    told = mean * (gas or GAS) / 1e9 if mass is None else mass
    parameters = {"mean_concentration": quantity(f"{mean:f}", "mg/m3")} | (more or {})
    if gas is not None:
        parameters["gas_volume"] = quantity(f"{gas:f}", "Nm3")
    return {
        "id": "stack-NOx", "kind": "reported_emission", "substance": "NOx", "medium": "air",
        "basis": "continuous_monitoring", "unit_id": "U1", "quantity": quantity(f"{told:f}", "t"),
        "parameters": parameters,
    }  # fmt: skip


def found(*stacks: Json, sector: str = "4411") -> list[str]:
    whole = report(OWNER, activities=[*(coal(month) for month in range(1, 13)), *stacks], sector=sector)
    body = {name: whole[name] for name in ("sector", "region", "period", "activities", "production")}
    answer = json.loads(calculate(library(), encode(body)))
    return [finding["code"] for finding in answer["findings"] if finding["code"] in STACK_CHECKS]


def test_an_honest_stack_is_not_named() -> None:
    assert found(stack()) == []
    assert found(stack(gas=None)) == []
    assert found(stack(mean=30, gas=GAS / 2)) == [], "half of the gas is another outlet's"


@pytest.mark.parametrize("air", [1.5, 2, 5])
def test_more_gas_at_a_lower_concentration_is_more_than_the_fuel_gives(air: float) -> None:
    assert found(stack(30 / air, GAS * air)) == ["CE-24"]


@pytest.mark.parametrize("air", [1.5, 2])
def test_the_gas_left_out_follows_from_mass_and_mean(air: float) -> None:
    assert found(stack(30 / air, None, mass=30 * GAS / 1e9)) == ["CE-24"]


def test_gas_spread_over_outlets_that_are_one_set_is_added_up() -> None:
    other = stack(15, GAS) | {"id": "stack-2", "unit_id": "U2"}
    assert found(stack(15, GAS), other) == ["CE-24"]


@pytest.mark.parametrize("share", [0.5, 0.9, 1.2])
def test_a_mass_beside_concentration_times_gas_is_named(share: float) -> None:
    assert found(stack(mass=30 * GAS / 1e9 * share)) == ["CE-05"]


def oxygen(measured: float, content: float) -> Json:
    return {
        "concentration": quantity(f"{measured:f}", "mg/m3"),
        "oxygen_content": quantity(f"{content:f}", "%"),
        "reference_oxygen": quantity("6", "%"),
    }


def test_the_mean_is_what_was_measured_at_reference_oxygen() -> None:
    """20 mg/m3 at 11 % oxygen are 30 mg/m3 at 6 %."""
    assert found(stack(30, more=oxygen(20, 11))) == []
    assert found(stack(20, more=oxygen(20, 11))) == ["CE-07"]


def test_the_reference_oxygen_is_the_standards_whichever_is_told() -> None:
    """30 mg/m3 at 6 % are 20 mg/m3 at 11 %."""
    told = oxygen(30, 6) | {"reference_oxygen": quantity("11", "%")}
    alone = {"reference_oxygen": quantity("11", "%")}
    assert found(stack(20, more=told)) == ["CE-07"]
    assert found(stack(20, more=alone)) == ["CE-07"]
    assert found(stack(30, more=oxygen(30, 6))) == []


def test_a_stack_that_is_almost_air_is_named() -> None:
    assert found(stack(30, more=oxygen(3, 19.5))) == ["CE-09"]


@given(
    measured=st.floats(1, 1000), content=st.floats(0, 18), air=st.floats(0, 10),
)  # fmt: skip
def test_adding_air_changes_nothing_at_reference_oxygen(measured: float, content: float, air: float) -> None:
    """`air` parts of air to one part of gas: what is measured thins, its oxygen rises, the converted value stands."""
    thinned, risen = measured / (1 + air), (content + 21 * air) / (1 + air)
    before, after = (
        corrected_to_oxygen(np.array([c]), np.array([6.0]), np.array([o]), np.array([21.0]))
        for c, o in ((measured, content), (thinned, risen))
    )
    assert after[0] == pytest.approx(before[0], rel=1e-6)


def test_no_air_can_be_told_away_where_the_oxygen_is_told() -> None:
    """Whoever thins the gas and tells both truthfully is where it was; whoever forgets to convert is named."""
    for air in (0.2, 0.5, 1.0):
        thinned, risen = 20 / (1 + air), (11 + 21 * air) / (1 + air)
        assert "CE-07" not in found(stack(30, more=oxygen(thinned, risen)))
        assert "CE-07" in found(stack(thinned, more=oxygen(thinned, risen)))


def of_a_kiln(mean: float, gas: float, more: Json | None = None) -> list[str]:
    """What is found of the one stack of a kiln that makes 1.5 million t of clinker; 6.45e9 Nm3 belong to that."""
    line = stack(mean, gas, more=more) | {"unit_id": "K1"}
    clinker = {"product": "clinker", "quantity": quantity("150", "万吨"), "unit_id": "K1"}
    body = {"sector": "3011", "region": "140100", "period": "2024", "activities": [line], "production": [clinker]}
    answer = json.loads(calculate(library(), encode(body)))
    return [finding["code"] for finding in answer["findings"] if finding["code"] in STACK_CHECKS]


def test_the_gas_of_a_kiln_belongs_to_its_clinker() -> None:
    assert of_a_kiln(45, 3.7e9) == []
    assert of_a_kiln(45 / 3, 3.7e9 * 3) == ["CE-24"]


def test_the_reference_oxygen_of_a_kiln_is_its_standards() -> None:
    """30 mg/m3 at 15.5 % oxygen are 60 at 10 %, and 45 at the 12.75 % that somebody tells."""
    at = oxygen(30, 15.5)
    assert of_a_kiln(60, 3.7e9, at | {"reference_oxygen": quantity("10", "%")}) == []
    assert of_a_kiln(45, 3.7e9, at | {"reference_oxygen": quantity("12.75", "%")}) == ["CE-07"]
