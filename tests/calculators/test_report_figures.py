"""Inputs of figures: totals of a site or a unit, and accounts beside them, none counted for the other."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from service.accounting import FigureInput
from service.calculators.calculation import perform
from service.calculators.report_figures import NONE_REPORTED, Books
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of

SINTERING, COKING = "process:sintering", "process:coking"


def line(name: str, kind: str, process: str | None, unit: str | None, tonnes: str) -> dict[str, Any]:
    stated = {"id": name, "kind": kind, "material": "coke", "quantity": {"value": tonnes, "unit": "t"}}
    return stated | ({"process": process} if process else {}) | ({"unit_id": unit} if unit else {})


@pytest.fixture(scope="module")
def books() -> Books:
    """By hand: a tonne of coke is 28.435 x 0.02942 x 44/12 = 3.067378233 t of CO2."""
    activities = [
        line("e", "fuel_combustion", None, "S1", "100"),
        line("s1", "process_carbon_input", "sintering", "S1", "10"),
        line("s2", "process_carbon_input", "sintering", "S2", "20"),
        line("c", "process_carbon_input", "coking", "S1", "1"),
    ]
    body = {"sector": "3110", "region": "130200", "period": "2024", "activities": activities}
    library = load_library()
    found = perform(submission_of(read_calculation(json.dumps(body).encode()), library), library)
    totals = (*found.totals.overall, *found.totals.by_scope, *found.totals.beside)
    return Books(found.calculated, found.totals.left_out, totals, ())


@pytest.mark.parametrize(
    ("accounts", "scope", "unit", "tonnes"),
    [
        ((), None, "", "306.737823"),
        ((), 1, "", "306.737823"),
        ((), None, "S1", "306.74"),
        ((SINTERING,), None, "", "92.021347"),
        ((SINTERING, COKING), None, "", "95.088725"),
        ((SINTERING, COKING), None, "S1", "33.74"),
        ((SINTERING,), None, "S2", "61.35"),
    ],
)
def test_a_total_or_the_sum_of_accounts(
    books: Books, accounts: tuple[str, ...], scope: int | None, unit: str, tonnes: str
) -> None:
    found = books.total(FigureInput("x", substance="CO2", scope=scope, accounts=accounts), unit)
    assert found is not None
    assert found.value == Fraction(tonnes)
    assert found.origin == f"{' + '.join(accounts) or 'total'} CO2"
    assert found.dimension == "mass"


@pytest.mark.parametrize(("substance", "unit"), [("CO2", ""), ("CO2", "S2"), ("CH4", "")])
def test_what_nobody_reported_is_nothing_only_where_the_method_says_so(books: Books, substance: str, unit: str) -> None:
    asked = FigureInput("x", substance=substance, accounts=("process:eaf_steelmaking",))
    assert books.total(asked, unit) is None
    found = books.total(replace(asked, absent_is_zero=True), unit)
    assert found is not None
    assert (found.value, found.origin) == (Fraction(0), NONE_REPORTED)
