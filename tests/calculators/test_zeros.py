"""Nothing in the place of each amount that a stored request holds: an answer or a refusal, never a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from service.errors import NearZeroError
from service.reference import load_library
from service.workflows.calculate import calculate
from tests.calculators.stored import Stored, stored_requests

#: Longer requests repeat the same few kinds of lines.
LONGEST = 4
SHORT = [stored for stored in stored_requests() if len(stored.body["activities"]) <= LONGEST]


def amounts(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every quantity anywhere in a body."""
    if isinstance(value, dict):
        if {"value", "unit"} <= value.keys():
            yield value
        for below in value.values():
            yield from amounts(below)
    elif isinstance(value, list):
        for below in value:
            yield from amounts(below)


@pytest.mark.parametrize("stored", SHORT, ids=lambda stored: stored.name)
def test_zero_breaks_nothing(stored: Stored) -> None:
    for amount in amounts(stored.body):
        kept, amount["value"] = amount["value"], "0"
        with suppress(NearZeroError):
            json.loads(calculate(load_library(), json.dumps(stored.body).encode()))
        amount["value"] = kept


def test_a_tax_by_an_equivalent_of_nothing_is_refused() -> None:
    line = {
        "id": "stack",
        "kind": "reported_emission",
        "substance": "SO2",
        "basis": "published",
        "quantity": {"value": "3", "unit": "t"},
    }
    stated = {"equivalents": {"SO2": {"value": "0", "unit": "kg/eq"}}, "rates": {"air": {"value": "-1", "unit": "CNY"}}}
    body = {"sector": "4411", "region": "140100", "period": "2024", "activities": [line], "environmental_tax": stated}
    with pytest.raises(NearZeroError) as refused:
        calculate(load_library(), json.dumps(body).encode())
    assert [(f.code, f.pointer) for f in refused.value.faults] == [
        ("tax.number", "/environmental_tax/rates/air"),
        ("tax.number", "/environmental_tax/equivalents/SO2"),
    ]
