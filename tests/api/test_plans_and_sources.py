"""Plans as printed, the bibliography with what rests on it, and the look-ups that fill in a report."""

from __future__ import annotations

import pytest

from service.reference import load_library
from service.scoring.plan_clauses import clause_columns
from tests.api.conftest import Api

LIBRARY = load_library()
PLANS = {
    "cn-2022-42": ("环综合〔2022〕42号", "CN", "CN-2022-42"),
    "sx-2023-1": ("晋环发〔2023〕1号", "140000", "SX-2023-1"),
    "wh-2023-72": ("威环发〔2023〕72号", "371000", "WH-2023-72"),
    "lc-2023-7": ("聊环发〔2023〕7号", "371500", "LC-2023-7"),
}
LISTS = {
    "/v1/plans": "",
    "/v1/plans/sx-2023-1": "",
    "/v1/plans/sx-2023-1/targets": "",
    "/v1/plans/sx-2023-1/mechanisms": "",
    "/v1/plans/sx-2023-1/pilot-criteria": "",
    "/v1/sources": "",
    "/v1/sources/cn-2022-42": "",
    "/v1/vocabulary/materials": "?text=烟煤",
    "/v1/vocabulary/substances": "?text=二氧化硫",
    "/v1/vocabulary/sectors": "?text=44",
    "/v1/vocabulary/regions": "?text=山西",
    "/v1/vocabulary/processes": "?text=电力",
    "/v1/vocabulary/technologies": "?text=scr",
    "/v1/vocabulary/tables": "?text=grid",
    "/v1/vocabulary/statuses": "?text=found",
}


@pytest.mark.parametrize("path", LISTS)
def test_is_read_without_a_key_and_kept_by_its_tag(api: Api, path: str) -> None:
    first = api.get(path + LISTS[path])
    assert first.status_code == 200
    again = api.get(path + LISTS[path], headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_four_plans_are_listed_with_number_region_and_ruleset(api: Api) -> None:
    plans = api.get("/v1/plans").json()["items"]
    assert {p["id"]: (p["number"], p["region"]["code"], p["ruleset"]) for p in plans} == PLANS
    assert plans[0]["id"] == "cn-2022-42"
    for plan in plans:
        assert plan["title"]["zh"].endswith("减污降碳协同增效实施方案")
        assert plan["issuer"]
        assert plan["published"]


@pytest.mark.parametrize("plan", PLANS)
def test_the_lists_of_a_plan_are_as_long_as_it_says(api: Api, plan: str) -> None:
    summary = api.get(f"/v1/plans/{plan}").json()
    for name in ("targets", "mechanisms", "pilot-criteria"):
        items = api.get(f"/v1/plans/{plan}/{name}").json()["items"]
        assert len(items) == summary[name.replace("-", "_")] > 0


def test_every_target_of_the_tables_is_served_as_printed(api: Api) -> None:
    served = {t["id"]: t for plan in PLANS for t in api.get(f"/v1/plans/{plan}/targets").json()["items"]}
    rows = LIBRARY.records["plans/targets.csv"]
    assert set(served) == {row["id"] for row in rows}
    for row in rows:
        target = served[row["id"]]
        for column in ("clause", "subject", "indicator", "operator", "value", "unit", "deadline"):
            assert (target[column] or "") == row[column]
        assert target["soft"] is (row["soft"] == "yes")


def test_words_of_a_plan_stay_words(api: Api) -> None:
    """≈ and 一批 are printed so, and nothing in the answer makes a test of them."""
    targets = {t["id"]: t for t in api.get("/v1/plans/cn-2022-42/targets").json()["items"]}
    assert (targets["N-T16"]["operator"], targets["N-T16"]["value"]) == ("≈", "50")
    assert {"passed", "met", "result"}.isdisjoint(targets["N-T16"])
    criteria = {c["id"]: c for c in api.get("/v1/plans/cn-2022-42/pilot-criteria").json()["items"]}
    assert criteria["PC02"]["value"] == "一批"


def test_every_clause_of_a_mechanism_is_served_with_its_plan(api: Api) -> None:
    served = {(p, m["id"]): m for p in PLANS for m in api.get(f"/v1/plans/{p}/mechanisms").json()["items"]}
    rows = LIBRARY.records["plans/mechanisms.csv"]
    columns = {name for name in rows[0] if name.startswith("clause_")}
    of_plan = clause_columns(LIBRARY)
    assert set(of_plan.values()) == columns
    expected = {(p, r["id"]): r[column] for r in rows for p, column in of_plan.items() if r[column]}
    assert {key: mechanism["clause"] for key, mechanism in served.items()} == expected
    assert served["wh-2023-72", "M03"]["also"] == ["sx-2023-1", "lc-2023-7"]


@pytest.mark.parametrize(
    "path", ["plans/none", "plans/none/targets", "plans/none/mechanisms", "plans/none/pilot-criteria", "sources/none"]
)
def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    assert api.get(f"/v1/{path}").status_code == 404


def test_the_bibliography_is_served_completely_and_in_pages(api: Api) -> None:
    keys: list[str] = []
    cursor = ""
    while cursor is not None:
        page = api.get("/v1/sources?limit=50" + (f"&cursor={cursor}" if cursor else "")).json()
        keys += [source["key"] for source in page["items"]]
        cursor = page["next_cursor"]
    assert keys == sorted(LIBRARY.sources)


@pytest.mark.parametrize("text", ["发电设施 指南", "power generation guide", "生态环境部 发电设施"])
def test_documents_are_found_by_words(api: Api, text: str) -> None:
    items = api.get("/v1/sources", params={"text": text}).json()["items"]
    assert "cets-ag-01.01-v04-2026" in {source["key"] for source in items}


@pytest.mark.parametrize("read", ["full", "partial", "no"])
def test_documents_are_found_by_how_much_was_read(api: Api, read: str) -> None:
    items = api.get("/v1/sources", params={"read": read}).json()["items"]
    assert {source["read"] for source in items} == {read}


def test_a_document_says_what_rests_on_it(api: Api) -> None:
    source = api.get("/v1/sources/tcses-144-2024").json()
    cited = {use["table"]: use["rows"] for use in source["cited_by"]["tables"]}
    own = [entry for entry in LIBRARY.entries.values() if entry.source == "tcses-144-2024"]
    assert source["entries"] == len(own) == sum(rows for table, rows in cited.items() if table in LIBRARY.tables)
    assert source["cited_by"]["methods"]
    assert api.get("/v1/sources/cn-2022-42").json()["cited_by"]["plans"] == ["cn-2022-42"]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("materials", "一般烟煤", "bituminous"),
        ("materials", "BITUMINOUS", "bituminous"),
        ("substances", "7446-09-5", "SO2"),
        ("substances", "二氧化硫", "SO2"),
        ("sectors", "火力发电", "4411"),
        ("regions", "山西", "140000"),
        ("regions", "Shanxi", "140000"),
        ("tables", "电力排放因子", "energy/grid.csv"),
        ("technologies", "sncr", "sncr"),
        ("statuses", "found", "found:draft"),
    ],
)
def test_things_are_looked_up_by_any_of_their_names(api: Api, name: str, text: str, wanted: str) -> None:
    items = api.get(f"/v1/vocabulary/{name}", params={"text": text}).json()["items"]
    assert wanted in {item["id"] for item in items}
    assert len(items) < len(api.get(f"/v1/vocabulary/{name}").json()["items"])


def test_whatever_the_vocabulary_calls_a_material_or_substance_finds_its_numbers(api: Api) -> None:
    for name, singular in (("materials", "material"), ("substances", "substance")):
        for item in api.get(f"/v1/vocabulary/{name}").json()["items"][:12]:
            for called in (item["id"], item["name"]["zh"], *item["aliases"]):
                assert api.get("/v1/emission-factors", params={singular: called, "limit": "1"}).status_code == 200
