"""Where digits cancel, float64 alone prints wrong ones; the product prints what exact arithmetic gives."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calculators.bounded import Bounded
from service.calculators.formula import FORMULAS
from service.errors import InvalidInput
from service.reference import load_library
from service.workflows.calculate import calculate


@given(
    st.lists(st.tuples(st.integers(1, 10**7), st.integers(99_000, 100_000)), min_size=1, max_size=20),
    st.integers(90_000, 100_000),
)
@settings(max_examples=100)
def test_the_bound_holds_where_removal_is_nearly_complete(rows: list[tuple[int, int]], running: int) -> None:
    emit = FORMULAS["emission_after_removal"].function
    exact = [emit(Fraction(g, 1000), Fraction(e, 10**5), Fraction(running, 10**5)) for g, e in rows]
    generated, efficiency = (np.array([float(Fraction(r[i], d)) for r in rows]) for i, d in ((0, 1000), (1, 10**5)))
    found = emit(Bounded.read(generated), Bounded.read(efficiency), Bounded.read(np.array(running / 10**5)))
    for value, error, wanted in zip(found.value, found.error, exact, strict=True):
        assert abs(Fraction(float(value)) - wanted) <= Fraction(float(error)) * 2 * Fraction(1, 2**53)


def request(quantity: str, efficiency: str) -> dict[str, Any]:
    parameters = {
        "generation_coefficient:NOx": {"value": "1", "unit": "kg/t"},
        "removal_efficiency": {"value": efficiency, "unit": "%"},
        "running_rate": {"value": "100", "unit": "%"},
    }
    boiler = {"id": "b", "kind": "fuel_combustion", "material": "bituminous", "parameters": parameters}
    boiler["quantity"] = {"value": quantity, "unit": "t"}
    return {"sector": "2511", "region": "140100", "period": "2024", "trust": "recalled", "activities": [boiler]}


@given(st.integers(1, 10**6), st.integers(1, 99))
@settings(max_examples=150)
def test_a_nearly_complete_removal_prints_exact_digits(steps: int, passed: int) -> None:
    """Every twentieth of these ends on a tie at the ninth decimal, where float64 alone is off by a digit."""
    quantity, escaping = Fraction(steps, 200), Fraction(passed, 10**5)
    efficiency = Decimal(100) - Decimal(passed).scaleb(-3)
    body = request(str(Decimal(steps) / 200), str(efficiency))
    answer = json.loads(calculate(load_library(), json.dumps(body).encode()))
    found = next(r for r in answer["results"] if r["substance"] == "NOx")["mass"]["value"]
    assert Fraction(found) * 10**9 == round(quantity / 1000 * escaping * 10**9)


def test_an_equation_without_a_value_is_refused_with_its_pointer() -> None:
    body = {
        "sector": "4430", "region": "140100", "period": "2024", "trust": "recalled",
        "activities": [{
            "id": "need", "kind": "sulfur_removal_need", "material": "bituminous",
            "quantity": {"value": "100", "unit": "t"},
            "parameters": {
                "sulfur_content": {"value": "0", "unit": "%"}, "sulfur_retention": {"value": "10", "unit": "%"},
                "allowed_emission": {"value": "1", "unit": "t"},
            },
        }],
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        calculate(load_library(), json.dumps(body).encode())
    assert [(f.code, f.pointer) for f in refused.value.faults] == [("activity.undefined", "/activities/0")]


def test_a_share_sent_as_a_plain_percent_is_refused_with_its_pointer() -> None:
    body = request("100", "95")
    body["activities"][0]["parameters"]["removal_efficiency"] = {"value": "95", "unit": "1"}
    with pytest.raises(InvalidInput) as refused:
        calculate(load_library(), json.dumps(body).encode())
    fault = refused.value.faults[0]
    assert (fault.code, fault.pointer) == ("parameter.not_a_share", "/activities/0/parameters/removal_efficiency")
