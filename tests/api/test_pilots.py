"""Pilots as the bureaus of four plans see them over HTTP: who may decide, what each criterion answers, what differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.records import Role
from service.storage.session import Store
from tests.api.conftest import Api, running
from tests.workflows.builders import Plant, encode, plant
from tests.workflows.lodging import lodge

Json = dict[str, Any]
PLANS = {"CN-2022-42": "14", "SX-2023-1": "14", "WH-2023-72": "3710", "LC-2023-7": "3715"}
PLACES = {"14": "140100", "3710": "371002", "3715": "371502"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with running(tmp_path_factory.mktemp("pilots")) as api:
        for region in ("14", "1401", "1402", "37", "3710", "3715"):
            api.issue(region, Role.regulator, region=region)
        yield api


@pytest.fixture(scope="module")
def owners(api: Api) -> dict[str, Plant]:
    """One coal-fired plant with an accepted report in each of three places."""
    store: Store = api.app.state.services.store
    found = {}
    for number, (bureau, region) in enumerate(PLACES.items(), start=1):
        found[bureau] = plant(store, number, region=region)
        lodge(store, found[bureau], "21", region=region)
    return found


def judged(api: Api, ruleset: str, bureau: str, owner: Plant) -> Json:
    wanted = {"ruleset": ruleset, "year": 2024, "region": bureau}
    assert api.post("/v1/scores", wanted, caller=bureau).status_code == 200
    asked = f"/v1/scores?ruleset={ruleset}&year=2024&enterprise={owner.credit_code}"
    (judgement,) = api.get(asked, caller=bureau).json()["pilots"]
    return dict(judgement)


def find(api: Api, caller: str, owner: Plant, ruleset: str, criterion: str = "selection", **changes: Any) -> Any:
    said = {
        "ruleset": ruleset,
        "year": 2024,
        "criterion": criterion,
        "outcome": "pass",
        "reason": "选定",
        "evidence": "E",
    }
    return api.post(f"/v1/enterprises/{owner.credit_code}/recognitions", said | changes, caller=caller)


@pytest.mark.parametrize("ruleset", PLANS)
def test_every_criterion_of_every_plan_answers_with_clause_evidence_and_what_would_change_it(
    api: Api, owners: dict[str, Plant], ruleset: str
) -> None:
    bureau = PLANS[ruleset]
    judgement = judged(api, ruleset, bureau, owners[bureau])
    criteria = {c["criterion"]: c for c in judgement["criteria"]}
    wanted = {"area", "industry", "measure_types", "media_scope", "vetoes", "selection", "large_reduction",
              "both_advanced", "model_title"}  # fmt: skip
    assert wanted - {"area"} <= set(criteria)
    assert {c["stage"] for c in criteria.values()} == {"entry", "exclusion", "selection", "outcome"}
    for criterion in criteria.values():
        assert criterion["verdict"] in {"pass", "fail", "manual", "not_evaluable"}
        assert criterion["document"]
        assert criterion["clause"]
        assert criterion["what_would_change"]["zh"]
    assert criteria["selection"]["verdict"] == "manual"
    assert criteria["measure_types"]["verdict"] == "not_evaluable"
    assert criteria["industry"]["verdict"] == ("manual" if ruleset == "CN-2022-42" else "pass")
    assert criteria["both_advanced"]["evidence"] == ["class=compliant"]
    assert judgement["historic"] is (ruleset in ("CN-2022-42", "SX-2023-1"))


def test_a_plan_is_carried_out_by_the_bureaus_of_its_own_region(api: Api, owners: dict[str, Plant]) -> None:
    weihai = owners["3710"]
    refused = find(api, "37", weihai, "WH-2023-72")
    assert (refused.status_code, refused.json()["code"]) == (403, "recognition.outside_plan")
    assert find(api, "3715", weihai, "WH-2023-72").status_code == 404
    assert find(api, "3715", owners["3715"], "WH-2023-72").json()["code"] == "recognition.outside_plan"
    assert find(api, "3710", weihai, "WH-2023-72").status_code == 201
    selection = next(c for c in judged(api, "WH-2023-72", "3710", weihai)["criteria"] if c["criterion"] == "selection")
    assert (selection["verdict"], selection["decided_by"]) == ("pass", "3710")


def test_a_bureau_of_another_province_finds_nothing_under_this_ones_plan(api: Api, owners: dict[str, Plant]) -> None:
    """The enterprise has a site in both provinces, and a fact found by the other bureau would count here."""
    owner = owners["14"]
    site = {"permit_code": f"{owner.credit_code}002P", "enterprise": owner.credit_code, "name": "二号厂区",
            "sector": "2521", "region": "371502"}  # fmt: skip
    api.issue("owner", Role.enterprise, credit_code=owner.credit_code)
    assert api.post("/v1/facilities", encode(site), caller="owner").status_code == 201
    oven = {"item": "coke_oven_4.3m", "outcome": "yes"}
    refused = find(api, "37", owner, "SX-2023-1", "coke_ovens", **oven)
    assert (refused.status_code, refused.json()["code"]) == (403, "recognition.outside_plan")
    assert find(api, "37", owner, "DNZ-1", "V2", outcome="no").status_code == 201


def test_a_selection_counts_where_the_enterprise_lies_and_nowhere_else(api: Api, owners: dict[str, Plant]) -> None:
    owner = owners["14"]
    site = {"permit_code": f"{owner.credit_code}003P", "enterprise": owner.credit_code, "name": "三号厂区",
            "sector": "2521", "region": "140200"}  # fmt: skip
    api.issue("owner", Role.enterprise, credit_code=owner.credit_code)
    assert api.post("/v1/facilities", encode(site), caller="owner").status_code == 201
    assert find(api, "1402", owner, "SX-2023-1").status_code == 201
    assert selection_and_counts(api, owner) == ("manual", {})
    assert find(api, "1401", owner, "SX-2023-1", reason="本市选定").status_code == 201
    assert selection_and_counts(api, owner) == ("pass", {"140100": 1, "140000": 1})
    assert find(api, "1402", owner, "SX-2023-1", outcome="withdrawn").status_code == 201
    assert find(api, "1402", owner, "SX-2023-1", outcome="withdrawn").json()["code"] == "recognition.none"
    assert selection_and_counts(api, owner) == ("pass", {"140100": 1, "140000": 1})
    assert find(api, "14", owner, "SX-2023-1", outcome="fail").status_code == 201
    assert find(api, "1401", owner, "SX-2023-1").json()["code"] == "recognition.wider_region"
    assert selection_and_counts(api, owner) == ("fail", {})


def test_an_oven_that_one_city_found_is_not_talked_away_by_another(api: Api, owners: dict[str, Plant]) -> None:
    owner = owners["14"]
    for bureau, outcome in (("1402", "yes"), ("1401", "no")):
        found = find(api, bureau, owner, "SX-2023-1", "coke_ovens", item="coke_oven_4.3m", outcome=outcome)
        assert found.status_code == 201
    criteria = judged(api, "SX-2023-1", "14", owner)["criteria"]
    assert next(c["verdict"] for c in criteria if c["criterion"] == "coke_ovens") == "fail"


def selection_and_counts(api: Api, owner: Plant) -> tuple[str, dict[str, int]]:
    judgement = judged(api, "SX-2023-1", "14", owner)
    verdict = next(c["verdict"] for c in judgement["criteria"] if c["criterion"] == "selection")
    counts = api.get("/v1/rankings/quotas?ruleset=SX-2023-1&year=2024&region=14", caller="14").json()["counts"]
    return verdict, {count["region"]: count["selected"] for count in counts if count["selected"]}


#: What only one of the two cities lays down, with the figure that its text prints.
ONLY = {
    "WH-2023-72": {"green_travel": "70%", "carbon_market": "造假", "greenhouse_gas_inventory": "清单",
                   "statistics_and_verification": "核算核查", "zero_waste_cells": "无废细胞"},
    "LC-2023-7": {"coal_power_exemption": "背压", "taxis": "80%", "buildings_renewable": "10%", "rooftop_solar": "50%",
                  "recycled_aluminium": "2025", "landfill_threshold": "300吨", "teachers": "4个"},
}  # fmt: skip
BOTH = {"flat_glass": ("合理控制", "严禁新增"), "coal": ("合理控制", "省下达")}


def test_weihai_and_liaocheng_are_served_with_every_point_in_which_they_differ(api: Api) -> None:
    served = {plan: api.get(f"/v1/rulesets/{plan}").json() for plan in ONLY}
    provisions = {plan: ruleset["provisions"] for plan, ruleset in served.items()}
    for plan, points in ONLY.items():
        assert set(provisions[plan]) == set(points) | set(BOTH)
        assert {name for name, words in points.items() if words not in provisions[plan][name]["zh"]} == set()
    for name, words in BOTH.items():
        told = [provisions[plan][name]["zh"] for plan in ONLY]
        assert [word in text for word, text in zip(words, told, strict=True)] == [True, True]
        assert words[1] not in told[0]
    vetoes = [next(c for c in ruleset["criteria"] if c["id"] == "vetoes") for ruleset in served.values()]
    assert [(veto["basis"], veto.get("document")) for veto in vetoes] == [("D", None), ("c on D", "环综合〔2022〕42号")]
    measures = [
        next(c for c in ruleset["criteria"] if c["id"] == "measure_types")["words"] for ruleset in served.values()
    ]
    assert measures[0] == measures[1]
    assert (len(measures[0]), "resource_conservation" in measures[0]) == (5, True)
