"""Every method is documented completely, quickly, and truly: what it documents is accepted."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from service.api.method_views import method_detail
from service.calculators.calculation import methods_of
from service.reference import load_library

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


def test_a_method_is_documented_within_fifty_milliseconds() -> None:
    library = load_library()
    slowest = 0.0
    for method in METHODS.values():
        method_detail(method, library)
        tries = []
        for _ in range(3):
            begun = perf_counter()
            method_detail(method, library)
            tries.append(perf_counter() - begun)
        slowest = max(slowest, min(tries))
    assert slowest < 0.05
