"""Reference resources: without a key, cacheable, searchable, in pages that neither skip nor repeat."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import Api

RESOURCES = ("units", "emission-factors", "benchmarks", "methods", "rulesets", "checks")


@pytest.mark.parametrize("name", RESOURCES)
def test_is_read_without_a_key_and_kept_by_its_tag(api: Api, name: str) -> None:
    first = api.get(f"/v1/{name}")
    assert first.status_code == 200
    assert first.headers["cache-control"].startswith("public")
    again = api.get(f"/v1/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert api.get(f"/v1/{name}", headers={"If-None-Match": '"other"'}).status_code == 200


def test_units_are_listed_with_their_chinese_spellings(api: Api) -> None:
    units = {unit["code"]: unit for unit in api.get("/v1/units").json()["items"]}
    assert "万吨" in units["10^4t"]["aliases"]
    assert units["10^4t"]["factor"] == "10000"
    assert {"tce", "GJ/t", "tC/GJ", "%", "mg/m3"} <= set(units)


def test_factors_are_found_by_chinese_and_english_words(api: Api) -> None:
    for text in ("烟煤", "bituminous"):
        found = api.get("/v1/emission-factors", params={"text": text}).json()["items"]
        assert found
        assert all(entry["source"]["title"]["zh"] and entry["clause"] for entry in found)


def test_factors_in_force_on_a_day_are_one_for_each_series(api: Api) -> None:
    found = api.get("/v1/emission-factors?series=grid.avg.cn&day=2024-06-30").json()["items"]
    assert len(found) == 1
    history = api.get(f"/v1/emission-factors/{found[0]['id']}").json()["history"]
    assert len(history) > 1
    assert [entry["valid_from"] for entry in history] == sorted(entry["valid_from"] for entry in history)


def test_the_pages_of_a_list_are_the_list(api: Api) -> None:
    query = "material=bituminous"
    whole = [entry["id"] for entry in api.get(f"/v1/emission-factors?{query}&limit=200").json()["items"]]
    paged: list[str] = []
    cursor = ""
    while cursor is not None:
        page = api.get(f"/v1/emission-factors?{query}&limit=3" + (f"&cursor={cursor}" if cursor else "")).json()
        paged += [entry["id"] for entry in page["items"]]
        cursor = page["next_cursor"]
    assert paged == whole
    assert len(whole) > 3


def test_a_cursor_serves_only_the_query_that_it_came_from(api: Api) -> None:
    cursor = api.get("/v1/emission-factors?limit=1").json()["next_cursor"]
    assert api.get(f"/v1/emission-factors?limit=9&cursor={cursor}").status_code == 200
    for path in (f"/v1/emission-factors?trust=primary&cursor={cursor}", f"/v1/benchmarks?cursor={cursor}"):
        assert api.get(path).json()["code"] == "cursor.invalid"


@pytest.mark.parametrize(
    "change", [lambda c: c[:-1], lambda c: "A" + c[1:], lambda c: "é", lambda c: "", lambda c: c + "AAAA"]
)
def test_a_changed_cursor_is_refused(api: Api, change: Callable[[str], str]) -> None:
    cursor = api.get("/v1/emission-factors?limit=1").json()["next_cursor"]
    answer = api.get("/v1/emission-factors", params={"cursor": change(cursor)})
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor.invalid")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "field.too_small"),
        ("limit=201", "field.too_large"),
        ("limit=x", "field.type"),
        ("limit=1&limit=2", "query.repeated"),
        ("colour=red", "field.unknown"),
        ("day=2024-13-01", "field.invalid"),
    ],
)
def test_a_query_is_held_to_its_terms(api: Api, query: str, code: str) -> None:
    answer = api.get(f"/v1/emission-factors?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("day", ["2024-02-30", "24", "yesterday"])
def test_a_day_that_is_none_is_told_how_days_are_written(api: Api, day: str) -> None:
    assert "YYYY-MM-DD" in api.get(f"/v1/emission-factors?day={day}").json()["detail"]


@pytest.mark.parametrize("path", ["/v1/units?limit=1", "/livez?x=1", "/v1/methods?x"])
def test_a_route_without_a_query_takes_none(api: Api, path: str) -> None:
    assert api.get(path).json()["code"] == "field.unknown"


@pytest.mark.parametrize("name", ["methods", "rulesets", "emission-factors"])
def test_each_item_of_a_list_can_be_read_by_its_id(api: Api, name: str) -> None:
    for item in api.get(f"/v1/{name}").json()["items"][:20]:
        assert api.get(f"/v1/{name}/{item['id']}").json()["id"] == item["id"]


@pytest.mark.parametrize("path", ["methods/none", "rulesets/none", "emission-factors/none", "emission-factors/a/b"])
def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    assert api.get(f"/v1/{path}").status_code == 404


def test_a_method_says_what_it_takes(api: Api) -> None:
    method = api.get("/v1/methods/CN-POWER-2022").json()
    combustion = next(kind for kind in method["activities"] if kind["kind"] == "fuel_combustion")
    parameters = {parameter["name"]: parameter for parameter in combustion["parameters"]}
    assert "GJ/t" in parameters["net_calorific_value"]["units"]
    assert parameters["oxidation_factor"]["override"] == "no"
    assert "bituminous" in {material["id"] for material in method["materials"]}
    assert all(result["formulas"] for result in combustion["results"])


def test_the_documentation_page_asks_for_nothing_from_outside(api: Api) -> None:
    page = api.get("/docs")
    assert "//" not in page.text.replace("// ", "")
    assert "'self'" in page.headers["content-security-policy"]
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert f"/docs/assets/{name}" in page.text
        assert api.get(f"/docs/assets/{name}").status_code == 200
    assert api.get("/docs/assets/redoc.standalone.js").status_code == 404


def test_a_number_without_a_day_of_its_own_was_published_with_its_document(api: Api) -> None:
    limits = api.get("/v1/limits?limit=200").json()["items"]
    assert {item["published"] for item in limits} >= {"2011"}
    assert all(item["published"] == item["source"]["published"] for item in limits)
