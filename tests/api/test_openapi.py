"""The published document: committed, complete, and clean enough for every SDK generator that was tried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from service.cli.commands import openapi_text
from tests.api.published import COMMITTED, DOCUMENT, SCHEMAS


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def parts(value: object) -> Iterator[Mapping[str, Any]]:
    """Every object anywhere in a value."""
    if isinstance(value, Mapping):
        yield value
        for below in value.values():
            yield from parts(below)
    elif isinstance(value, list):
        for below in value:
            yield from parts(below)


def test_the_committed_document_is_the_one_that_is_served() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == openapi_text(), (
        "run: nearzero export-openapi --output openapi/openapi.json"
    )


def test_the_head_says_who_and_under_which_licence() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    assert {"title", "version", "summary", "description", "contact", "license"} <= set(DOCUMENT["info"])
    assert DOCUMENT["servers"]
    assert all(tag["description"] for tag in DOCUMENT["tags"])


#: What only a ruleset can say of an enterprise or an area.
JUDGED = {"class", "conservative_index", "criteria", "reached"}


def answered(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every schema below one, names followed."""
    for part in parts(schema):
        name = part.get("$ref", "").rpartition("/")[2]
        if name:
            yield from answered(SCHEMAS[name])
        yield part


def test_whatever_judges_under_a_ruleset_says_what_its_parts_rest_on() -> None:
    silent = []
    for path, method, operation in operations():
        answers: Mapping[str, Any] = operation["responses"]
        content = [answer.get("content", {}) for code, answer in answers.items() if code in ("200", "201")]
        names = {name for part in answered(content) for name in part.get("properties", ())}
        if "scores" in operation["tags"] and names & JUDGED and "rules" not in names:
            silent.append(f"{method} {path}")
    assert silent == []


def test_operation_ids_are_unique_and_camel_case() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)] == []


@pytest.mark.parametrize(("path", "method", "operation"), list(operations()), ids=lambda part: str(part)[:40])
def test_each_operation_is_described(path: str, method: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert [tag for tag in operation["tags"] if tag in {known["name"] for known in DOCUMENT["tags"]}]
    assert operation["security"] in ([], [{"ApiKey": []}])
    assert all(
        parameter.get("description") or parameter["in"] == "query" for parameter in operation.get("parameters", [])
    )


@pytest.mark.parametrize(("path", "method", "operation"), list(operations()), ids=lambda part: str(part)[:40])
def test_each_operation_announces_its_problems(path: str, method: str, operation: dict[str, Any]) -> None:
    answers = operation["responses"]
    problems = {status for status in answers if status >= "400"}
    assert problems >= {"422", "500"} | ({"401", "403"} if operation["security"] else set())
    assert problems >= ({"400", "413", "415"} if method == "post" else set())
    assert problems >= ({"404"} if "{" in path else set())
    for status in problems:
        reference = {"$ref": "#/components/schemas/Problem"}
        assert answers[status]["content"] == {"application/problem+json": {"schema": reference}}
    assert sum(status < "300" for status in answers) == 1


def test_what_stores_something_asks_for_a_retry_key() -> None:
    without = {
        operation["operationId"]
        for _, method, operation in operations()
        if method == "post"
        and not any(p["name"] == "Idempotency-Key" and p["required"] for p in operation.get("parameters", []))
    }
    suppositions = {"compareDrafts", "compareReport", "weighMeasures", "tryRuleset"}
    assert without == {"createCalculation", "refreshScores", "freezePeers", "previewReferenceOverlay"} | suppositions


def test_no_framework_error_schema_is_left() -> None:
    assert {"HTTPValidationError", "ValidationError"} & set(SCHEMAS) == set()


def test_every_reference_leads_somewhere() -> None:
    wanted = {part["$ref"].rpartition("/")[2] for part in parts(DOCUMENT) if "$ref" in part}
    assert wanted - set(SCHEMAS) == set()


def test_every_schema_is_used_and_bears_its_own_title() -> None:
    used = {part["$ref"].rpartition("/")[2] for part in parts(DOCUMENT) if "$ref" in part}
    assert set(SCHEMAS) - used == set()
    assert all(schema["title"] == name for name, schema in SCHEMAS.items())


def test_amounts_are_plain_text_without_a_format() -> None:
    value = SCHEMAS["Quantity"]["properties"]["value"]
    assert value["type"] == "string"
    assert "format" not in value
    assert re.fullmatch(value["pattern"], "-12.5E+03")


def test_patterns_mean_the_same_to_every_reader() -> None:
    patterns = [part["pattern"] for part in parts(DOCUMENT) if isinstance(part.get("pattern"), str)]
    assert patterns
    assert [pattern for pattern in patterns if re.search(r"\\[dws]", pattern)] == []
    assert [pattern for pattern in patterns if not (pattern.startswith("^") and pattern.endswith("$"))] == []


def test_no_request_takes_a_field_of_any_name() -> None:
    bodies = [
        o["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        for _, _, o in operations()
        if "requestBody" in o
    ]
    for body in bodies:
        assert SCHEMAS[body.rpartition("/")[2]]["additionalProperties"] is False
    assert SCHEMAS["Activity"]["additionalProperties"] is False


def test_a_field_with_a_default_need_not_be_sent() -> None:
    """Some generators take a field with a `default` for one that is always there."""
    fields = [field for schema in SCHEMAS.values() for field in schema.get("properties", {}).values()]
    assert [field for field in fields if "default" in field] == []
    assert SCHEMAS["CalculationRequest"]["properties"]["trust"]["description"] == 'Default: "secondary".'
    assert "trust" not in SCHEMAS["CalculationRequest"]["required"]


def test_instants_bear_their_offset() -> None:
    assert SCHEMAS["ReportVersion"]["properties"]["submitted_at"]["format"] == "date-time"
