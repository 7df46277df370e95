"""Every method is documented completely, quickly, and truly: what it documents is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from time import process_time
from typing import Any

import pytest

from service.api.method_views import method_detail, method_summary
from service.calculators.calculation import methods_of
from service.errors import Rejected
from service.reference import DIRECTORY, load_library, read_library
from service.workflows.calculate import calculate

METHODS = {method.id: method for method in methods_of(load_library()).methods}


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_is_documented_in_both_languages_with_units_and_citations(name: str) -> None:
    document: dict[str, Any] = method_detail(METHODS[name], load_library())
    assert document["activities"]
    for kind in document["activities"]:
        assert kind["label"]["zh"]
        assert kind["label"]["en"]
        assert all(parameter["units"] for parameter in kind["parameters"]), kind["kind"]
        formulas = [formula for result in kind["results"] for formula in result["formulas"]]
        assert formulas
        assert all(f["citation"] and f["equation"] and f["label"]["zh"] and f["label"]["en"] for f in formulas)


def computing(work: Callable[[], object]) -> float:
    """The least time that the processor took for it in three tries."""
    tries = []
    for _ in range(3):
        begun = process_time()
        work()
        tries.append(process_time() - begun)
    return min(tries)


def test_a_method_is_documented_in_a_fifth_of_the_time_that_the_library_is_read_in() -> None:
    """That is some fifty milliseconds; machines differ by more than what this looks for."""
    library = load_library()
    slowest = max(computing(partial(method_detail, method, library)) for method in METHODS.values())
    assert slowest < computing(lambda: read_library(DIRECTORY)) / 5


@pytest.mark.parametrize("name", sorted(METHODS))
def test_what_a_method_documents_is_what_it_accepts(name: str) -> None:
    """Every documented parameter, in a documented unit, is known; other refusals (two ways at once) may come."""
    document: dict[str, Any] = method_detail(METHODS[name], load_library())
    for kind in document["activities"]:
        for parameter in kind["parameters"]:
            codes = refusals(document, kind, parameter)
            assert not codes & {"parameter.unknown", "activity.kind_unknown", "method.not_in_force"}, parameter["name"]


def refusals(document: dict[str, Any], kind: dict[str, Any], parameter: dict[str, Any]) -> set[str]:
    """Post one activity with one parameter and return the codes of what is refused."""
    formula = kind["results"][0]["formulas"][0]["signatures"][0]["arguments"][0]
    quantity = {"value": "0.5", "unit": parameter["units"][0]}
    activity = {
        "id": "a",
        "kind": kind["kind"],
        "quantity": {"value": "10", "unit": formula["unit"]},
        "parameters": {parameter["name"]: quantity},
    }
    home = home_of(document, kind)
    years, others = home["data_years"], document["data_years"]
    body = {
        "sector": sector_of(home),
        "region": "140100",
        "period": str(max(years["first"], others["first"], 2015)),
        "method": home["id"],
        "trust": "recalled",
        "accept_draft": True,
        "ets_listed": LISTED[home["ets"][0]],
        "activities": [activity],
    }
    try:
        calculate(load_library(), json.dumps(body).encode())
    except Rejected as refused:
        return {fault.code for fault in refused.faults}
    return set()


def home_of(document: dict[str, Any], kind: dict[str, Any]) -> dict[str, Any]:
    """Return the method that takes lines of the kind: another one in force where this one only joins them."""
    if not kind["same_product"]:
        return document
    first = document["data_years"]["first"]
    homes = (m for m in METHODS.values() if m.is_home_of(kind["kind"]) and (m.last_year or first) >= first)
    return method_summary(next(homes))


LISTED = {"listed": True, "unlisted": False, "unstated": None}


def sector_of(document: dict[str, Any]) -> str:
    """Return a full sector code under the method's first pattern."""
    pattern = str(document["sectors"][0])
    return "2614" if pattern == "*" else pattern.ljust(4, "0")
