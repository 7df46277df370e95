"""What could be, over HTTP: drafts of nobody need no key, what is stored needs its owner's, faults have pointers."""

from __future__ import annotations

from typing import Any

from tests.api.builders import OWNER, boiler, calculation, quantity, report
from tests.api.conftest import Api

Json = dict[str, Any]
NEXT = f"/v1/scores/next-class?ruleset=DNZ-1&year=2024&enterprise={OWNER}"


def test_a_draft_and_its_base_need_no_key_and_are_marked_as_no_report(api: Api) -> None:
    less = calculation(activities=[boiler(quantity=quantity("1", "万吨"))])
    answer = api.post("/v1/calculations/what-if", {"base": calculation(), "draft": less})
    assert answer.status_code == 200
    told = answer.json()
    assert told["is_report"] is False
    assert told["scores"] == {"base": None, "draft": None}
    co2 = next(d for d in told["differences"] if d["substance"] == "CO2" and d["scope"] is None)
    assert float(co2["difference"]["value"]) < 0


def test_a_stored_report_is_compared_for_its_owner_only(api: Api) -> None:
    lodged = api.post("/v1/reports", report(), caller="owner").json()
    draft = {k: v for k, v in report().items() if k not in ("enterprise", "facility", "signatory")}
    path = f"/v1/reports/{lodged['report_id']}/what-if"
    assert api.post(path, {"draft": draft, "ruleset": "DNZ-1"}, caller="owner").status_code == 200
    assert api.post(path, {"draft": draft}, caller="stranger").status_code == 404
    assert api.post(path, {"draft": draft}).status_code == 401


def test_who_has_no_score_has_no_way(api: Api) -> None:
    assert api.get(NEXT, caller="owner").status_code == 404
    assert api.get(NEXT + "&target=best", caller="owner").status_code == 422


def test_measures_are_read_strictly(api: Api) -> None:
    body: Json = {"ruleset": "DNZ-1", "year": 2024, "enterprise": OWNER, "measures": []}
    assert api.post("/v1/scores/abatement", body, caller="owner").status_code == 422
    assert api.post("/v1/scores/abatement", body | {"measures": [{"id": "m"}]}, caller="owner").status_code == 404


def test_the_way_of_a_scored_enterprise_is_told_in_documented_form(api: Api) -> None:
    lodged = api.post("/v1/reports", report(period="2023"), caller="owner").json()
    verdict = {"decision": "accepted", "reason": "checked"}
    assert api.post(f"/v1/reports/{lodged['report_id']}/decisions", verdict, caller="regulator").status_code == 201
    wanted = {"ruleset": "DNZ-1", "year": 2023, "region": "14"}
    assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    answer = api.get(NEXT.replace("2024", "2023"), caller="owner")
    assert answer.status_code == 200
    (item,) = answer.json()["items"]
    assert item["way"]["target"]["id"] == "compliant"
    assert "sector.none" in [block["code"] for block in item["way"]["blocks"]]
    measures = [{"id": "m", "operation": quantity("5", "CNY"), "falls": {"CO2": quantity("1", "t")}}]
    sent = {"ruleset": "DNZ-1", "year": 2023, "enterprise": OWNER, "measures": measures}
    told = api.post("/v1/scores/abatement", sent, caller="owner")
    assert told.status_code == 200
    assert told.json()["measures"][0]["without_line"] == ["CO2"]


def test_targets_are_computed_for_a_bureau_within_its_region(api: Api) -> None:
    path = "/v1/plans/sx-2023-1/targets/computed?year=2024&synthetic=true"
    answer = api.get(path, caller="regulator")
    assert answer.status_code == 200
    assert answer.json()["region"] == "14"
    assert api.get(path, caller="elsewhere").status_code == 404
    assert api.get(path, caller="owner").status_code == 403


def test_synergy_of_years_without_scores_is_not_there(api: Api) -> None:
    path = "/v1/scores/synergy?ruleset=DNZ-1&from=2017&to=2018&region=14"
    assert api.get(path, caller="regulator").status_code == 404
    assert api.get(path, caller="owner").status_code == 403
    assert api.get(path.replace("2018", "2016"), caller="regulator").status_code == 422


def test_synergy_counts_who_was_scored(api: Api) -> None:
    for year in (2021, 2022):
        lodged = api.post("/v1/reports", report(period=str(year), trust="recalled"), caller="owner")
        assert lodged.status_code == 201
        wanted = {"ruleset": "DNZ-1", "year": year, "region": "14"}
        assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    path = f"/v1/scores/synergy?ruleset=DNZ-1&from=2021&to=2022&enterprises={OWNER}&synthetic=true"
    answer = api.get(path, caller="owner")
    assert answer.status_code == 200
    assert (answer.json()["counted"], answer.json()["not_accepted"]) == (0, 1)
    assert [reason["code"] for reason in answer.json()["not_evaluable"]] == ["synergy.nobody"]


def test_the_cultivation_list_is_the_bureaus(api: Api) -> None:
    path = "/v1/rankings/cultivation?ruleset=DNZ-1&year=2024&sector=4411"
    answer = api.get(path, caller="regulator")
    assert answer.status_code == 200
    assert (answer.json()["base_year"], answer.json()["items"]) == (2021, [])
    assert api.get(path, caller="owner").status_code == 403
