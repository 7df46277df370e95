"""An enterprise's totals through HTTP and on the command line: seen by whom its sites are, each report once."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.__main__ import run
from service.records import Role
from tests.api.builders import OWNER, SITE, boiler, facility, quantity, report
from tests.api.conftest import Api

Json = dict[str, Any]
PATH = f"/v1/enterprises/{OWNER}/totals"
SECOND = OWNER + "002P"


@pytest.fixture(scope="module")
def lodged(api: Api) -> list[Json]:
    """The owner's two reports of 2024; the second site lies in another province."""
    assert api.post("/v1/facilities", facility(SECOND, region="370100"), caller="owner").status_code == 201
    answers = [
        api.post("/v1/reports", report(permit, region=region), caller="owner")
        for permit, region in ((SITE, "140100"), (SECOND, "370100"))
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    return [answer.json() for answer in answers]


def read(api: Api, caller: str, query: str = "year=2024") -> Json:
    answer = api.get(f"{PATH}?{query}", caller=caller)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def co2(found: Json) -> Decimal:
    return Decimal(next(t for t in found["totals"] if t["substance"] == "CO2")["mass"]["value"])


def test_the_sum_names_its_reports_its_interval_and_its_largest_errors(api: Api, lodged: list[Json]) -> None:
    found = read(api, "owner", "year=2024&contributors=2")
    assert {r["report_id"] for r in found["reports"]} == {r["report_id"] for r in lodged}
    total = found["totals"][0]
    assert co2(found) == sum(Decimal(part["mass"]["value"]) for part in total["reports"])
    lower, upper = (Decimal(total["interval"][end]["value"]) for end in ("lower", "upper"))
    assert lower < co2(found) < upper
    assert [len(c["reports"]) for c in total["contributors"]] == [2, 2]
    assert found["uncertainty"]["status"] == "design"


def test_each_caller_sees_the_sites_that_are_its_to_see(api: Api, lodged: list[Json]) -> None:
    whole, there = co2(read(api, "administrator")), read(api, "elsewhere")
    here = [read(api, caller) for caller in ("regulator", "verifier")]
    assert [found["region"] for found in (*here, there)] == ["14", "1401", "37"]
    assert co2(here[0]) == co2(here[1]) == whole - co2(there)
    assert {report["facility"] for report in there["reports"]} == {SECOND}


def test_a_stranger_learns_nothing(api: Api, lodged: list[Json]) -> None:
    api.issue("south", Role.regulator, region="44")
    unknown = api.get(f"/v1/enterprises/{'0' * 18}/totals?year=2024", caller="stranger")
    for caller in ("stranger", "south"):
        answer = api.get(f"{PATH}?year=2024", caller=caller)
        assert (answer.status_code, answer.json()["code"]) == (404, unknown.json()["code"])


@pytest.mark.parametrize(
    "query", ["", "year=1999", "year=2024&counting=all", "year=2024&contributors=99", "year=2024&x=1"]
)
def test_a_query_that_means_nothing_is_refused(api: Api, query: str) -> None:
    assert api.get(f"{PATH}?{query}", caller="owner").status_code == 422


def test_no_month_and_no_second_report_comes_beside_a_year(api: Api, lodged: list[Json]) -> None:
    before = read(api, "owner")
    refused = [api.post("/v1/reports", report(period=period), caller="owner") for period in ("2024-03", "2024")]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [
        (422, "report.period_not_a_year"),
        (409, "report.exists"),
    ]
    assert read(api, "owner") == before


def test_the_command_line_gives_the_answer_of_the_api(
    api: Api, lodged: list[Json], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = api.app.state.settings
    monkeypatch.setenv("NEARZERO_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("NEARZERO_SIGNING_KEY", settings.signing_key.get_secret_value())
    monkeypatch.setenv("NEARZERO_KEY", api.keys["owner"])
    assert run(["totals", OWNER, "--year", "2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == read(api, "owner")
    assert run(["totals", OWNER, "--year", "2024"]) == 0
    printed = capsys.readouterr()
    assert f"CO2 air  {co2(read(api, 'owner'))} t" in printed.out
    assert "totals.inputs_only" in printed.err
    monkeypatch.setenv("NEARZERO_KEY", api.keys["stranger"])
    assert run(["totals", OWNER, "--year", "2024"]) == 1


def test_a_correction_takes_the_place_of_its_report(api: Api, lodged: list[Json]) -> None:
    """Last in this file: it changes the reports that the other tests read."""
    whole, there = co2(read(api, "owner")), co2(read(api, "elsewhere"))
    coal = boiler(quantity=quantity("0.6", "万吨"), parameters={"net_calorific_value": quantity("20.908", "GJ/t")})
    body = report(activities=[coal | {"laboratory_report": "LAB-2024-001"}])
    path = f"/v1/reports/{lodged[0]['report_id']}/versions"
    assert api.post(path, {"reason": "更正", "report": body}, caller="owner").status_code == 201
    assert abs(co2(read(api, "owner")) - ((whole - there) / 2 + there)) < Decimal("0.000001")
    assert co2(read(api, "owner", "year=2024&counting=standing")) == co2(read(api, "owner"))
    assert read(api, "owner", "year=2024&counting=accepted")["totals"] == []
