"""Methane that arises is let out, recovered or destroyed; nitrogen of a field is that of its nitrous oxide."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculators.test_metals_and_minerals import answer_to

Json = dict[str, Any]
GRAM = Fraction(1, 10**6)
masses = st.integers(100, 10**6)
percents = st.integers(1, 99)


def posted(sector: str, kind: str, quantity: str, period: str = "2024", **parameters: str) -> Json:
    activity = {"id": "a", "kind": kind, "quantity": quantity, "parameters": parameters}
    request = {"sector": sector, "region": "140100", "period": period, "trust": "recalled", "activities": [activity]}
    return answer_to(request)


def total(answer: Json, substance: str) -> Fraction:
    return sum((Fraction(t["mass"]["value"]) for t in answer["totals"] if t["substance"] == substance), Fraction(0))


@given(masses, percents, percents)
@settings(max_examples=20)
def test_methane_of_waste_water_is_let_out_or_recovered(load: int, correction: int, recovered: int) -> None:
    stated = {"methane_producing_capacity": "0.25 kgCH4/kgCOD", "methane_correction_factor": f"{correction} %"}
    generated = total(posted("1513", "wastewater_treatment", f"{load} t", **stated), "CH4")
    taken = generated * Fraction(recovered, 100)
    text = f"{float(taken):.6f}"
    left = total(posted("1513", "wastewater_treatment", f"{load} t", **stated, methane_recovered=f"{text} t"), "CH4")
    assert generated == Fraction(load) * Fraction(1, 4) * Fraction(correction, 100)
    assert abs(generated - left - Fraction(text)) <= GRAM


@given(masses, st.integers(1, 30))
@settings(max_examples=20)
def test_nitrogen_of_a_field_is_in_its_nitrous_oxide(nitrogen: int, thousandths: int) -> None:
    factor = f"{thousandths / 1000:.3f} kgN2O-N/kgN"
    gas = total(posted("0111", "nitrogen_application", f"{nitrogen} t", "2026", emission_factor=factor), "N2O")
    assert abs(gas * Fraction(28, 44) - nitrogen * Fraction(thousandths, 1000)) <= GRAM
