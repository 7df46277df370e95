"""Every stored request of the tests: published cases and examples worked out by hand, in one form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from service.calculators.answer import full_answer
from service.calculators.calculation import Calculation, perform
from service.errors import NearZeroError
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.calculate import calculate
from service.workflows.intake import submission_of

Json = dict[str, Any]
HERE = Path(__file__).parent
LETTERED = ("land_and_waste", "energy_and_chemistry")  # quantities as `12.5 t`, ids given by position


@dataclass(frozen=True)
class Stored:
    """One request that the tests keep; `refused` is the error that is due, None where it has an answer.

    `findings` are the codes that some test wants to see in the answer.
    """

    name: str
    body: Json
    refused: Json | None
    findings: tuple[str, ...] = ()


def stored_requests() -> Iterator[Stored]:
    """Yield the published cases, then the examples."""
    for path in sorted((HERE.parent / "cases" / "requests").glob("*.json")):
        yield Stored(path.stem, json.loads(path.read_text())["request"], None)
    for path in sorted((HERE / "examples").glob("*/*.yaml")):
        for example in read_examples(path):
            refused = example.get("error") or example.get("refused")
            findings = tuple(example.get("findings", ()))
            yield Stored(f"{path.stem}: {example['name']}", body_of(example, path.parent.name), refused, findings)


def read_examples(path: Path) -> list[Json]:
    """Return the examples of a file."""
    found: list[Json] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)  # safe_load in C, ten times as fast
    return found


def body_of(example: Json, family: str) -> Json:
    """Return what one would post."""
    if family in LETTERED:
        return request_of(example)
    request: Json = example["request"]
    return request | {"activities": [posted_activity(activity) for activity in request["activities"]]}


def request_of(example: Json) -> Json:
    """Return what a lettered example posts."""
    body: Json = {"region": "140100", "period": "2024", "trust": "recalled"} | example["request"]
    numbered = enumerate(body["activities"], start=1)
    return body | {"activities": [{"id": f"a{n}"} | posted_activity(activity) for n, activity in numbered]}


def posted_activity(activity: Json) -> Json:
    parameters = {name: quantity(text) for name, text in activity.get("parameters", {}).items()}
    return activity | {"quantity": quantity(activity["quantity"]), "parameters": parameters}


def quantity(text: str) -> Json:
    value, _, unit = str(text).partition(" ")
    return {"value": value, "unit": unit or "1"}


def answer_of(example: Json) -> Json:
    """Return the answer to a lettered example."""
    answer: Json = json.loads(calculate(load_library(), json.dumps(request_of(example)).encode()))
    return answer


def assert_refused(example: Json) -> None:
    """Hold a lettered example to the code, pointer and parameters that its error is due to show."""
    with pytest.raises(NearZeroError) as raised:
        answer_of(example)
    faults = [{"code": f.code, "pointer": f.pointer, **f.params} for f in raised.value.faults]
    assert any(example["error"].items() <= fault.items() for fault in faults), faults


@lru_cache(maxsize=1)
def all_stored() -> tuple[Stored, ...]:
    return tuple(stored_requests())


@lru_cache(maxsize=1)
def answered() -> dict[str, Stored]:
    return {stored.name: stored for stored in all_stored() if stored.refused is None}


@lru_cache(maxsize=1024)
def calculation_of(name: str) -> Calculation:
    """Calculate a stored request."""
    library = load_library()
    return perform(submission_of(read_calculation(json.dumps(answered()[name].body).encode()), library), library)


@lru_cache(maxsize=1024)
def answer_text(name: str) -> bytes:
    """Return the whole answer to a stored request, without what checks add."""
    return orjson.dumps(full_answer(calculation_of(name), load_library()))
