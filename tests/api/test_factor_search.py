"""Finding numbers: every filter by itself, in both languages, together, and refused where a value is unknown."""

from __future__ import annotations

import time
from typing import Any

import pytest

from service.reference import load_library
from service.reference.search import Filters, SearchIndex
from tests.api.conftest import Api

PATH = "/v1/emission-factors"


def found(api: Api, path: str = PATH, **query: str) -> list[dict[str, Any]]:
    answer = api.get(path, params={"limit": "200", **query})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def ids(items: list[dict[str, Any]]) -> set[str]:
    return {item["id"] for item in items}


SHANXI_2022 = "grid.2022.prov.shanxi"


@pytest.mark.parametrize(
    "text",
    [
        "山西 电力",
        "电力　山西",  # an ideographic space, and the other order
        "shanxi 2022",
        "SHANXI grid.avg",  # a series, in capitals
        "ｓｈａｎｘｉ ２０２２",  # full width
        "山西电力平均",
        SHANXI_2022,
    ],
)
def test_words_find_a_number_by_names_id_and_series_in_any_order(api: Api, text: str) -> None:
    assert SHANXI_2022 in ids(found(api, text=text))


def test_every_word_must_occur(api: Api) -> None:
    assert found(api, text="山西 no-such-word") == []
    assert len(found(api, text="山西 电力")) < len(found(api, text="山西"))


@pytest.mark.parametrize("text", ["烟煤", "bituminous_coal", "一般烟煤"])
def test_words_find_fuels_by_their_aliases(api: Api, text: str) -> None:
    assert "bituminous" in {item["applies_to"]["material"] for item in found(api, text=text)}


@pytest.mark.parametrize("text", ["钢铁行业 指南 低位发热量", "steel guide coke"])
def test_words_find_numbers_by_the_title_of_their_source(api: Api, text: str) -> None:
    assert "cets-ag-03.01-2024" in {item["source"]["key"] for item in found(api, text=text)}


@pytest.mark.parametrize("name", ["bituminous", "bituminous_coal", "烟煤", "BITUMINOUS"])
def test_a_fuel_may_be_called_by_id_or_alias(api: Api, name: str) -> None:
    items = found(api, material=name)
    assert {item["applies_to"]["material"] for item in items} == {"bituminous"}
    assert ids(items) == ids(found(api, material="bituminous"))


@pytest.mark.parametrize("name", ["SO2", "so2", "二氧化硫", "7446-09-5"])
def test_a_substance_may_be_called_by_id_name_or_cas_number(api: Api, name: str) -> None:
    items = found(api, substance=name)
    assert items
    assert all("SO2" in item["applies_to"]["substance"].split("/") for item in items)


def test_a_sector_finds_what_lies_below_it_and_what_is_stated_above_it(api: Api) -> None:
    def sectors(code: str) -> set[str]:
        return {item["applies_to"]["sector"] for item in found(api, sector=code, kind="limits")}

    def stated(code: str) -> set[str]:
        return {c for tag in sectors(code) for c in tag.split("/")}

    assert {"4411", "4430"} <= stated("44")
    assert all(any(c.startswith("44") for c in tag.split("/")) for tag in sectors("44"))
    assert "4430" not in stated("4411") - {c for tag in sectors("4411") if "/" in tag for c in tag.split("/")}
    assert "321" in {item["applies_to"]["sector"] for item in found(api, sector="3216")}
    assert "3212" not in {item["applies_to"]["sector"] for item in found(api, sector="3216")}


@pytest.mark.parametrize("name", ["14", "140000", "山西省", "山西", "Shanxi"])
def test_a_region_may_be_called_by_code_or_name(api: Api, name: str) -> None:
    items = found(api, region=name)
    assert SHANXI_2022 in ids(items)
    assert {item["applies_to"]["region"] for item in items} == {"140000"}


def test_a_region_finds_its_subtree(api: Api) -> None:
    assert {item["applies_to"]["region"] for item in found(api, region="32")} == {"320000", "320100"}
    assert {item["applies_to"]["region"] for item in found(api, region="3201")} == {"320100"}
    assert found(api, region="1401") == []


def test_the_country_means_its_national_values(api: Api) -> None:
    assert {item["applies_to"]["region"] for item in found(api, region="CN")} == {"CN"}


def test_a_grid_area_finds_its_own_values(api: Api) -> None:
    series = {item["series"] for item in found(api, region="north")}
    assert series == {"grid.avg.region.north", "grid.region6.north"}


@pytest.mark.parametrize("day", ["2021-01-01", "2021-12-31", "2022-01-01", "2022-06-30", "2030-01-01"])
def test_a_day_finds_what_is_in_force_on_it(api: Api, day: str) -> None:
    items = found(api, series="grid.avg.prov.shanxi", day=day)
    assert len(items) == 1
    assert items[0]["valid_from"] <= day <= (items[0]["valid_to"] or "9999")


def test_before_a_series_begins_nothing_is_in_force(api: Api) -> None:
    assert found(api, series="grid.avg.prov.shanxi", day="2020-12-31") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("trust", "third_party"), ("status", "found-secondary"), ("kind", "limits"), ("table", "energy/grid.csv")],
)
def test_exact_filters_find_only_their_value(api: Api, name: str, value: str) -> None:
    items = found(api, **{name: value})
    assert items
    assert {item[name] for item in items} == {value}


def test_a_source_finds_what_cites_it(api: Api) -> None:
    assert {item["source"]["key"] for item in found(api, source="tcses-144-2024")} == {"tcses-144-2024"}


@pytest.mark.parametrize("name", ["process", "technology"])
def test_a_process_or_technology_is_found_as_the_vocabulary_lists_it(api: Api, name: str) -> None:
    plural = {"process": "processes", "technology": "technologies"}[name]
    listed = api.get(f"/v1/vocabulary/{plural}").json()["items"]
    for value in listed[:: max(1, len(listed) // 5)]:
        items = found(api, **{name: value["id"]})
        assert len(items) == min(value["entries"], 200)
        assert {item["applies_to"][name] for item in items} == {value["id"]}


def test_a_series_finds_what_continues_it_at_a_dot(api: Api) -> None:
    assert {item["series"] for item in found(api, series="grid.avg.prov.shanxi")} == {"grid.avg.prov.shanxi"}
    assert all(item["series"].startswith("grid.avg.region.") for item in found(api, series="grid.avg.region"))
    assert api.get(PATH, params={"series": "grid.avg.reg"}).json()["code"] == "filter.unknown"


def test_filters_together_find_what_all_of_them_find(api: Api) -> None:
    both = ids(found(api, table="limits/boilers.csv", substance="SO2", text="燃煤"))
    assert both
    table = {"table": "limits/boilers.csv"}
    assert both == ids(found(api, **table, substance="SO2")) & ids(found(api, **table, text="燃煤"))


UNKNOWN = {
    "kind": "numbers",
    "table": "grid.csv",
    "series": "grid.none",
    "sector": "99",
    "process": "no such process",
    "material": "unobtainium",
    "substance": "XYZ",
    "region": "99",
    "technology": "magic",
    "trust": "high",
    "status": "sure",
    "source": "hearsay",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_value_is_refused_in_both_languages(api: Api, name: str) -> None:
    for language, phrase in (("zh", "没有这样的取值"), ("en", "There is no such value")):
        answer = api.get(PATH, params={name: UNKNOWN[name]}, headers={"Accept-Language": language})
        assert (answer.status_code, answer.json()["code"]) == (422, "filter.unknown")
        fault = answer.json()["errors"][0]
        assert fault["pointer"] == f"/query/{name}"
        assert phrase in fault["detail"]
        assert UNKNOWN[name] not in fault["detail"]


def test_all_unknown_values_are_named_at_once(api: Api) -> None:
    answer = api.get(PATH, params={"material": "unobtainium", "region": "99"})
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/query/material", "/query/region"]


def test_where_values_are_listed_they_can_be_looked_up(api: Api) -> None:
    for name, value in UNKNOWN.items():
        detail = api.get(PATH, params={name: value}, headers={"Accept-Language": "en"}).json()["detail"]
        _, get, path = detail.partition("GET ")
        if get:
            assert api.get(path).status_code == 200


def test_benchmarks_are_levels_and_limits_are_limits(api: Api) -> None:
    assert {item["kind"] for item in found(api, "/v1/benchmarks")} == {"levels"}
    assert {item["kind"] for item in found(api, "/v1/limits", sector="4411")} == {"limits"}
    assert api.get("/v1/limits?kind=levels").json()["code"] == "field.unknown"


def test_a_tag_is_known_before_anything_is_searched_and_belongs_to_one_query(api: Api) -> None:
    first = api.get(f"{PATH}?text=烟煤&limit=5")
    tag = first.headers["etag"]
    assert "max-age" in first.headers["cache-control"]
    assert api.get(f"{PATH}?text=烟煤&limit=5", headers={"If-None-Match": tag}).status_code == 304
    assert api.get(f"{PATH}?text=烟煤&limit=6", headers={"If-None-Match": tag}).status_code == 200
    assert api.get("/v1/limits?text=烟煤&limit=5", headers={"If-None-Match": tag}).status_code == 200


def test_any_tag_asks_whether_there_is_an_answer(api: Api) -> None:
    assert api.get(PATH, headers={"If-None-Match": "*"}).status_code == 304
    assert api.get(f"{PATH}?region=99", headers={"If-None-Match": "*"}).status_code == 422


def test_a_search_over_the_library_is_quick() -> None:
    index = SearchIndex(load_library())
    started = time.process_time()
    for _ in range(10):
        index.find(Filters(text="锅炉 so2"))
    assert (time.process_time() - started) / 10 < 0.02


def test_every_level_says_what_kind_it_is_and_weak_and_strong_ones_are_told_apart(api: Api) -> None:
    """基准 is the weaker baseline, 标杆 the stronger benchmark, an ETS benchmark neither; tax rates are no levels."""
    words = {"基准水平": "baseline", "标杆水平": "benchmark", "供电基准值": "ets_benchmark"}
    for word, kind in words.items():
        items = found(api, "/v1/benchmarks", text=word)
        assert {item["level"] for item in items if word in item["name"]["zh"]} == {kind}
    gb = {item["series"]: item["level"] for item in found(api, "/v1/benchmarks", series="gb.cement.clinker")}
    assert {series.rpartition(".")[2]: level for series, level in gb.items()} == {
        "level1": "advanced", "level2": "access", "level3": "limit",
    }  # fmt: skip
    assert {item["level"] for item in found(api, "/v1/limits", level="ultra_low")} == {"ultra_low"}
    assert all(entry.level for entry in ENTRIES if entry.table.kind == "levels")
    assert not [item for item in found(api, "/v1/benchmarks", text="税") if item["table"].startswith("pollutants/")]


ENTRIES = [entry for entries in load_library().series.values() for entry in entries]
