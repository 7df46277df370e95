"""Published worked examples: a stored request, the published value, its tolerance. No arithmetic here.

`published.json` holds the examples as printed, with their source; `requests/` what one would post; `queries.json` what
one would ask of the library (run in `tests/api`); `not_yet.yaml` the examples that cannot be expressed yet, each with
its reason. An example in none of them, or in two, fails.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.reference import load_library
from service.units import parse_quantity
from service.workflows.calculate import calculate

HERE = Path(__file__).parent
PUBLISHED: dict[str, Any] = {case["id"]: case for case in json.loads((HERE / "published.json").read_text())}
REQUESTS = sorted((HERE / "requests").glob("*.json"))
QUERIES = json.loads((HERE / "queries.json").read_text())
NOT_YET: dict[str, str] = yaml.safe_load((HERE / "not_yet.yaml").read_text())


def test_every_published_example_is_run_or_excused() -> None:
    run = {json.loads(path.read_text())["case"] for path in REQUESTS} | {query["case"] for query in QUERIES}
    assert run | set(NOT_YET) == set(PUBLISHED)
    assert run & set(NOT_YET) == set()
    assert all(reason.strip() for reason in NOT_YET.values())


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_published_value(path: Path) -> None:
    stored = json.loads(path.read_text())
    body = calculate(load_library(), json.dumps(stored["request"]).encode())
    answer = json.loads(body)
    answers = {entry["name"]: entry for entry in PUBLISHED[stored["case"]]["answers"]}
    assert stored["expect"]
    for wanted in stored["expect"]:
        published = answers[wanted["answer"]]
        found = value_of(answer, wanted)
        close = abs(found - Decimal(published["value"])) <= Decimal(published["tolerance"])
        assert close is wanted.get("reproduces", True), wanted


def value_of(answer: dict[str, Any], wanted: dict[str, str]) -> Decimal:
    """Return the figure that the example speaks of, in the unit in which it is published where one is named."""
    asked = {key: wanted[key] for key in ("substance", "account", "activity_id") if key in wanted}
    entry = next(e for e in entries(answer, wanted["in"]) if all(e.get(key, "") == word for key, word in asked.items()))
    holder = entry["trace"]["unrounded"] if wanted["value"] == "unrounded" else entry[wanted["value"]]
    if "unit" not in wanted:
        return Decimal(holder["value"])
    converted = parse_quantity(holder["value"], holder["unit"]).to(wanted["unit"])
    return Decimal(converted.numerator) / Decimal(converted.denominator)


def entries(answer: dict[str, Any], place: str) -> list[dict[str, Any]]:
    """Return the list in which the figure stands; the tax is one entry, its items are another list."""
    tax = answer["environmental_tax"]
    if place == "tax":
        return [item for taxed in tax["classes"] for item in taxed["items"]]
    return [tax] if place == "environmental_tax" else list(answer[place])
