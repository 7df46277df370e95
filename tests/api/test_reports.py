"""One report through HTTP: lodged, read, traced, corrected, decided on; retried without harm."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.api.builders import OWNER, SITE, boiler, encode, facility, quantity, report
from tests.api.conftest import Api

Json = dict[str, Any]


def site(number: int) -> str:
    return f"{OWNER}{number:03}P"


@pytest.fixture(scope="module")
def lodged(api: Api) -> Json:
    """The owner's report of 2024."""
    answer = api.post("/v1/reports", report(), caller="owner")
    assert answer.status_code == 201, answer.text
    body: Json = answer.json()
    return body


def test_a_report_is_answered_with_its_totals_and_its_place_in_the_log(api: Api, lodged: Json) -> None:
    assert lodged["state"] == "submitted"
    assert {total["substance"] for total in lodged["totals"]} >= {"CO2", "CO2e"}
    assert lodged["receipt"]["sequence"] > 0


def test_reading_it_gives_the_same_totals_as_lodging_it(api: Api, lodged: Json) -> None:
    read = api.get(f"/v1/reports/{lodged['report_id']}", caller="owner").json()
    assert read["totals"] == lodged["totals"]
    assert read["results"]


def test_each_figure_has_a_trace_with_sourced_inputs(api: Api, lodged: Json) -> None:
    traced = api.get(f"/v1/reports/{lodged['report_id']}/trace", caller="owner").json()
    co2 = next(result for result in traced["results"] if result["substance"] == "CO2")
    assert {entry["name"] for entry in co2["trace"]["inputs"]} >= {"net_calorific_value", "oxidation_factor"}
    assert all(entry["source"] for entry in co2["trace"]["inputs"] if entry["factor_id"])


def test_a_trace_is_read_in_pages_or_for_one_activity(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(10)), caller="owner").status_code == 201
    lines = [report()["activities"][0] | {"id": f"boiler-{number}"} for number in range(3)]
    report_id = api.post("/v1/reports", report(site(10), activities=lines), caller="owner").json()["report_id"]
    path = f"/v1/reports/{report_id}/trace"
    whole = api.get(path, caller="owner").json()
    assert whole["next_cursor"] is None
    pages, cursor = [], ""
    while cursor is not None:
        page = api.get(f"{path}?limit=2" + (f"&cursor={cursor}" if cursor else ""), caller="owner").json()
        pages.append(page["results"])
        cursor = page["next_cursor"]
    assert {len(page) for page in pages[:-1]} == {2}
    assert [figure for page in pages for figure in page] == whole["results"]
    one = api.get(f"{path}?activity=boiler-1", caller="owner").json()["results"]
    assert one == [figure for figure in whole["results"] if figure["activity_id"] == "boiler-1"] != []
    assert api.get(f"{path}?activity=boiler-9", caller="owner").status_code == 404


def test_a_page_of_a_trace_stays_with_its_version(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(11)), caller="owner").status_code == 201
    lines = [report()["activities"][0] | {"id": f"boiler-{number}"} for number in range(2)]
    posted = api.post("/v1/reports", report(site(11), activities=lines), caller="owner").json()
    path = f"/v1/reports/{posted['report_id']}"
    cursor = api.get(f"{path}/trace?limit=1", caller="owner").json()["next_cursor"]
    assert correct(api, path, reason="计量表读错", report=report(site(11), signatory="李四"))["http"] == 201
    assert api.get(f"{path}/trace?cursor={cursor}", caller="owner").json()["version"] == 1
    assert api.get(f"{path}/trace", caller="owner").json()["version"] == 2
    assert api.get(f"{path}/versions/1/trace?cursor={cursor}", caller="owner").json()["code"] == "cursor.invalid"


def test_the_body_is_kept_byte_for_byte(api: Api, lodged: Json) -> None:
    kept = api.get(f"/v1/reports/{lodged['report_id']}/versions/1/body", caller="owner")
    assert kept.content == encode(report())


def test_where_a_new_report_is_read_is_in_the_location(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(2)), caller="owner").status_code == 201
    answer = api.post("/v1/reports", report(site(2)), caller="owner")
    assert api.get(answer.headers["location"], caller="owner").status_code == 200


def test_the_same_key_and_body_get_the_same_bytes(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(3)), caller="owner").status_code == 201
    first = api.post("/v1/reports", report(site(3)), caller="owner", retry_key="once")
    again = api.post("/v1/reports", report(site(3)), caller="owner", retry_key="once")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]


def test_the_same_key_with_another_body_is_refused(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(4)), caller="owner").status_code == 201
    assert api.post("/v1/reports", report(site(4)), caller="owner", retry_key="twice").status_code == 201
    other = api.post("/v1/reports", report(site(4), signatory="李四"), caller="owner", retry_key="twice")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")


@pytest.mark.parametrize(("key", "code"), [("", "idempotency.invalid"), ("x" * 129, "idempotency.invalid")])
def test_a_retry_key_of_another_form_is_refused(api: Api, key: str, code: str) -> None:
    answer = api.post("/v1/reports", report(), caller="owner", **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_without_a_retry_key_nothing_is_lodged(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    answer = api.send("POST", "/v1/reports", caller="owner", content=encode(report()), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.required")


def test_a_second_report_for_the_same_site_and_year_is_a_conflict(api: Api, lodged: Json) -> None:
    answer = api.post("/v1/reports", report(), caller="owner")
    assert (answer.status_code, answer.json()["code"]) == (409, "report.exists")


def test_a_correction_is_a_new_version_beside_the_first(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(5)), caller="owner").status_code == 201
    first = api.post("/v1/reports", report(site(5)), caller="owner").json()
    path = f"/v1/reports/{first['report_id']}"
    more_coal = boiler(quantity=quantity("2.4", "万吨"), laboratory_report="LAB-2024-001")
    corrected = report(site(5), activities=[more_coal | {"parameters": report()["activities"][0]["parameters"]}])
    second = api.post(f"{path}/versions", {"reason": "计量表读错", "report": corrected}, caller="owner")
    assert second.status_code == 201, second.text
    listed = api.get(f"{path}/versions", caller="owner").json()["items"]
    assert [(item["version"], item["reason"]) for item in listed] == [(1, None), (2, "计量表读错")]
    assert api.get(f"{path}/versions/1", caller="owner").json()["totals"] == first["totals"]
    assert api.get(path, caller="owner").json()["totals"] == second.json()["totals"] != first["totals"]


def correct(api: Api, path: str, **members: object) -> Json:
    answer = api.post(f"{path}/versions", members, caller="owner")
    found: Json = answer.json() | {"http": answer.status_code}
    return found


def test_a_correction_of_a_version_that_has_been_corrected_is_refused(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(7)), caller="owner").status_code == 201
    path = f"/v1/reports/{api.post('/v1/reports', report(site(7)), caller='owner').json()['report_id']}"
    first = {"reason": "计量表读错", "version": 1, "report": report(site(7), signatory="李四")}
    assert api.post(f"{path}/versions", first, caller="owner", retry_key="base").status_code == 201
    late = correct(api, path, reason="另一处有误", version=1, report=report(site(7), signatory="王五"))
    assert (late["http"], late["code"]) == (409, "report.not_latest")
    again = api.post(f"{path}/versions", first, caller="owner", retry_key="base")
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    ahead = correct(api, path, reason="超前", version=3, report=report(site(7)))
    assert (ahead["http"], ahead["code"]) == (409, "report.not_latest")


def test_the_report_of_a_correction_is_kept_byte_for_byte(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(8)), caller="owner").status_code == 201
    path = f"/v1/reports/{api.post('/v1/reports', report(site(8)), caller='owner').json()['report_id']}"
    sent = encode(report(site(8), signatory="李四")).replace(b'"unit":', b'"unit" :\n')
    body = b'\n{ "reason": "\xe6\x9b\xb4\xe6\xad\xa3 } , \\"report\\": {", "report" :\t' + sent + b' , "version": 1}'
    assert api.post(f"{path}/versions", body, caller="owner").status_code == 201
    kept = api.get(f"{path}/versions/2/body", caller="owner")
    listed = api.get(f"{path}/versions", caller="owner").json()["items"][1]
    assert kept.content == sent
    assert listed["body_sha256"] == hashlib.sha256(sent).hexdigest()


def test_a_decision_is_replayed_after_its_version_was_corrected(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(9)), caller="owner").status_code == 201
    path = f"/v1/reports/{api.post('/v1/reports', report(site(9)), caller='owner').json()['report_id']}"
    word = {"decision": "returned", "reason": "缺少化验报告", "version": 1}
    first = api.post(f"{path}/decisions", word, caller="regulator", retry_key="returned")
    assert correct(api, path, reason="补充化验报告", report=report(site(9)))["http"] == 201
    again = api.post(f"{path}/decisions", word, caller="regulator", retry_key="returned")
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    other = api.post(f"{path}/decisions", word, caller="regulator")
    assert (other.status_code, other.json()["code"]) == (409, "report.not_latest")


def test_a_report_without_a_line_is_refused(api: Api) -> None:
    answer = api.post("/v1/reports", report(site(1), activities=[]), caller="owner")
    fault = answer.json()["errors"][0]
    assert (answer.status_code, fault["pointer"], fault["code"]) == (422, "/activities", "field.too_few")


def test_a_regulator_of_the_region_accepts_it_and_says_why(api: Api) -> None:
    assert api.post("/v1/facilities", facility(site(6)), caller="owner").status_code == 201
    path = f"/v1/reports/{api.post('/v1/reports', report(site(6)), caller='owner').json()['report_id']}"
    word = {"decision": "accepted", "reason": "资料齐全"}
    assert api.post(f"{path}/decisions", word, caller="regulator").status_code == 201
    assert api.get(path, caller="owner").json()["state"] == "accepted"
    assert [d["reason"] for d in api.get(f"{path}/decisions", caller="owner").json()["items"]] == ["资料齐全"]


def test_lists_page_without_gap_or_repetition(api: Api, lodged: Json) -> None:
    assert len(collect(api, "/v1/reports?limit=1")) >= 1
    assert len(collect(api, "/v1/facilities?limit=1")) == len(collect(api, "/v1/facilities?limit=200")) >= 2


def collect(api: Api, path: str) -> list[str]:
    """The items of all pages as text; asserts that no item comes twice."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api.get(f"{path}&cursor={cursor}" if cursor else path, caller="regulator").json()
        found += [str(item) for item in page["items"]]
        cursor = page["next_cursor"]
    assert len(set(found)) == len(found)
    return found


def test_scores_are_brought_up_to_date_and_ranked(api: Api, lodged: Json) -> None:
    wanted = {"ruleset": "DNZ-1", "year": 2024, "region": "140000"}
    counts = api.post("/v1/scores", wanted, caller="regulator")
    assert counts.status_code == 200, counts.text
    assert api.post("/v1/scores", wanted, caller="regulator").json()["scored"] == 0
    query = "ruleset=DNZ-1&year=2024"
    ranking = api.get(f"/v1/rankings?{query}&region=140000&sector=3310&synthetic=true", caller="regulator").json()
    assert [entry["enterprise"] for entry in ranking["items"] + ranking["unranked"]] == [OWNER]
    own = api.get(f"/v1/scores?{query}&enterprise={OWNER}", caller="owner").json()["items"]
    assert [score["sector"] for score in own] == ["3310"]


def test_a_site_is_found_by_its_permit(api: Api) -> None:
    assert api.get(f"/v1/facilities/{SITE}", caller="owner").json()["sector"] == "3310"
