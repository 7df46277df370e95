"""What bureaus find by hand: for their own region, dated, replaced by later entries, never over what is computed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.acts import Scope
from service.errors import Conflict, Forbidden, InvalidInput, NotFound
from service.records import Principal
from service.storage.session import Store
from service.workflows import audit, judge, quotas, recognise
from service.workflows.rank import score_of
from tests.workflows.builders import Plant, encode, library, plant, regulator
from tests.workflows.lodging import accept, fleet, lodge, refreshed, stack

Json = dict[str, Any]
PLAN = "SX-2023-1"


def find(store: Store, caller: Principal, owner: Plant, key: str = "k", **changes: Any) -> Json:
    about = {"ruleset": PLAN, "year": 2024, "criterion": "selection"}
    wanted = about | {"outcome": "pass", "reason": "选定", "evidence": "EV-1"}
    raw = encode(wanted | changes)
    found: Json = json.loads(recognise.recognise(store, library(), caller, owner.credit_code, raw, key).result().answer)
    return found


def judged(store: Store, plan: str = PLAN, year: int = 2024) -> dict[str, int]:
    return judge.judge_all(store, library(), regulator(store), Scope(plan, year, "14"))


def criteria(store: Store, owner: Plant, plan: str = PLAN) -> dict[str, Json]:
    found = judge.judgements(store, library(), owner.principal, plan, 2024, owner.credit_code)
    return {criterion["criterion"]: criterion for criterion in found[0]["criteria"]}


def test_each_criterion_is_answered_with_its_clause_and_what_would_change_it(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "21")
    assert judged(store)["judged"] == 1
    assert judged(store)["judged"] == 0
    found = criteria(store, owner)
    assert {name: found[name]["verdict"] for name in ("area", "industry", "selection", "measure_types")} == {
        "area": "pass",
        "industry": "pass",
        "selection": "manual",
        "measure_types": "not_evaluable",
    }
    assert all(c["clause"] and c["basis"] and c["what_would_change"]["zh"] for c in found.values())


def test_a_plan_of_another_region_does_not_admit_it(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "21")
    judged(store, "WH-2023-72")
    assert criteria(store, owner, "WH-2023-72")["area"]["verdict"] == "fail"


def test_the_bureaus_selection_enters_with_its_evidence_and_ends_with_its_expiry(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "21")
    find(store, regulator(store), owner, starts="2025-01-01", expires="2025-12-31")
    judged(store)
    selection = criteria(store, owner)["selection"]
    assert (selection["verdict"], selection["expires"], "EV-1" in selection["evidence"]) == ("pass", "2025-12-31", True)
    find(store, regulator(store), owner, "past", starts="2024-01-01", expires="2024-12-31")
    judged(store)
    assert criteria(store, owner)["selection"]["verdict"] == "manual"


def test_withdrawing_leaves_nobodys_finding(store: Store) -> None:
    owner, caller = plant(store), regulator(store)
    lodge(store, owner, "21")
    with pytest.raises(Conflict):
        find(store, caller, owner, outcome="withdrawn")
    find(store, caller, owner, "one")
    find(store, caller, owner, "two", outcome="withdrawn")
    judged(store)
    assert criteria(store, owner)["selection"]["verdict"] == "manual"
    listed = recognise.list_recognitions(store, owner.principal, owner.credit_code, PLAN, 2024)
    assert [(r["outcome"], r["stands"]) for r in listed] == [("pass", False), ("withdrawn", False)]
    assert audit.verify(store).ok


def test_only_a_regulator_of_its_region_finds_and_a_narrower_one_does_not_replace_a_wider(store: Store) -> None:
    owner = plant(store)
    for caller, refusal in ((regulator(store, "37"), NotFound), (owner.principal, Forbidden)):
        with pytest.raises(refusal):
            find(store, caller, owner)
    find(store, regulator(store, "14"), owner, "province")
    with pytest.raises(Forbidden):
        find(store, regulator(store, "1401"), owner, "city", outcome="fail")
    find(store, regulator(store, "14"), owner, "again", outcome="fail")


@pytest.mark.parametrize(
    "changes",
    [
        {"criterion": "area"},
        {"criterion": "both_advanced"},
        {"criterion": "large_reduction"},
        {"criterion": "vetoes"},
        {"criterion": "measure_types", "outcome": "yes"},
        {"criterion": "measure_types", "item": "resource_conservation", "outcome": "yes"},
        {"criterion": "coke_ovens", "item": "coke_oven_4.3m"},
        {"outcome": "yes"},
        {"expires": "2024-02-30"},
        {"starts": "2025-06-01", "expires": "2025-05-31"},
        {"ruleset": "DNZ-1"},
    ],
)
def test_what_is_computed_or_unknown_cannot_be_found_by_hand(store: Store, changes: Json) -> None:
    owner = plant(store)
    with pytest.raises(InvalidInput):
        find(store, regulator(store), owner, **changes)


def test_measures_and_equipment_are_facts_with_evidence(store: Store) -> None:
    owner, caller = plant(store), regulator(store)
    lodge(store, owner, "21")
    find(store, caller, owner, "m", criterion="measure_types", item="energy_saving", outcome="yes", evidence="EV-7")
    find(store, caller, owner, "e", criterion="coke_ovens", item="coke_oven_4.3m", outcome="yes")
    judged(store)
    found = criteria(store, owner)
    assert (found["measure_types"]["verdict"], found["measure_types"]["evidence"]) == ("pass", ["energy_saving=EV-7"])
    assert found["coke_ovens"]["verdict"] == "fail"


def test_a_veto_stands_from_its_entry_to_its_expiry_and_unlooked_at_is_said(store: Store) -> None:
    owner, caller = plant(store), regulator(store)
    lodge(store, owner, "21")
    refreshed(store)
    assert seen(store, owner)["vetoes"]["V2"] == "not_evaluated"
    find(
        store, caller, owner, "v", ruleset="DNZ-1", criterion="V2", outcome="yes", evidence="EV-3", expires="2027-12-31"
    )
    assert refreshed(store)["scored"] == 1
    vetoed = seen(store, owner)
    assert (vetoed["vetoes"]["V2"], vetoed["eligible"]) == ("yes", False)
    assert [reason["code"] for reason in vetoed["unranked"]] == ["veto.stands"]
    assert vetoed["vetoes_found"][0]["evidence"] == "EV-3"
    find(store, caller, owner, "n", ruleset="DNZ-1", criterion="V2", outcome="no", evidence="EV-4")
    assert refreshed(store) == {"scored": 1, "unchanged": 0, "remaining": 0}
    assert refreshed(store) == {"scored": 0, "unchanged": 1, "remaining": 0}
    assert (seen(store, owner)["vetoes"]["V2"], seen(store, owner)["unranked"]) == ("no", [])


def test_a_veto_bars_a_pilot_under_the_plans_own_clause(store: Store) -> None:
    owner, caller = plant(store), regulator(store)
    lodge(store, owner, "21")
    find(store, caller, owner, "v", ruleset="DNZ-1", criterion="V2", outcome="yes")
    judged(store)
    assert criteria(store, owner)["vetoes"]["verdict"] == "fail"


def seen(store: Store, owner: Plant) -> Json:
    return score_of(store, library(), owner.principal, "DNZ-1", 2024, owner.credit_code)[0]


def test_a_reduction_counts_per_product_against_the_base_year(store: Store) -> None:
    """Half the coal and half the power is no reduction; a tenth less of all for the same power is one.

    The guide changed between the years: both are read under the factors of the base year.
    """
    idle, better = plant(store, 1), plant(store, 2)
    for owner in (idle, better):
        lodge(store, owner, "24", 2021, trust="third_party")
    lodge(store, idle, "12", 2024, production=production("28"), emitted=stack(("115", "230", "23")))
    lodge(store, better, "21.6", 2024, emitted=stack(("200", "400", "40")))
    judged(store)
    assert criteria(store, idle)["large_reduction"]["verdict"] == "fail"
    assert criteria(store, better)["large_reduction"]["verdict"] == "pass"
    media = {e.partition("=")[0]: e.partition("=")[2] for e in criteria(store, better)["media_scope"]["evidence"]}
    assert (media["air"], media["greenhouse_gas"], media["water"]) == ("yes", "yes", "not_evaluated")


def production(output: str) -> list[Json]:
    return [
        {"product": "electricity_generated", "quantity": {"value": output, "unit": "亿kWh"}, "unit_id": "U1"},
        {"product": "running_hours", "quantity": {"value": "3600", "unit": "h"}, "unit_id": "U1"},
    ]


def test_counts_of_city_and_province_are_two_and_follow_the_bureaus_selection(store: Store) -> None:
    owners = fleet(store, ["21", "22"])
    caller = regulator(store)
    judged(store)
    find(store, caller, owners[0], "s")
    found = quotas.quotas(store, library(), caller, Scope(PLAN, 2024, "14"))
    cities = {c["region"]: (c["selected"], c["minimum"], c["reached"]) for c in found["counts"][:-1]}
    assert len(cities) == 11
    assert (cities["140100"], cities["140200"]) == ((1, 10, False), (0, 10, False))
    province = found["counts"][-1]
    assert (province["region"], province["selected"], province["minimum"], province["reached"]) == (
        "140000", 1, 100, None,
    )  # fmt: skip
    today = store.now().date().isoformat()
    assert (found["historic"], found["document"]) == (today > "2025-12-31", "晋环发〔2023〕1号")
    within = quotas.quotas(store, library(), caller, Scope(PLAN, 2024, "1401"))["counts"]
    assert [(c["quota"], c["region"]) for c in within] == [("per_city", "140100")]
    national = quotas.quotas(store, library(), caller, Scope("CN-2022-42", 2024, "14"))["counts"]
    assert [(c["region"], c["minimum"], c["reached"]) for c in national] == [("140000", None, None)]
    find(store, caller, owners[0], "w", outcome="withdrawn")
    after = quotas.quotas(store, library(), caller, Scope(PLAN, 2024, "14"))["counts"]
    assert {c["selected"] for c in after} == {0}


def test_what_a_bureau_found_of_equipment_and_vetoes_is_the_evidence(store: Store) -> None:
    owner, caller = plant(store), regulator(store)
    lodge(store, owner, "21")
    oven = {"criterion": "coke_ovens", "item": "coke_oven_4.3m", "outcome": "yes"}
    find(store, caller, owner, "o", **oven, reason="现场见4.3米焦炉", evidence="EV-OVEN")
    find(store, caller, owner, "v", ruleset="DNZ-1", criterion="V2", outcome="no", evidence="EV-FRAUD")
    judged(store)
    read = criteria(store, owner)
    assert read["coke_ovens"]["verdict"] == "fail"
    assert {"coke_oven_4.3m: EV-OVEN (yes)", "coke_oven_4.3m: 现场见4.3米焦炉"} <= set(read["coke_ovens"]["evidence"])
    assert "V2: EV-FRAUD (no)" in read["vetoes"]["evidence"]
    assert set(read["large_reduction"]["evidence"]) == {"carbon_intensity=not_evaluated", "equivalents=not_evaluated"}


def test_strangers_see_neither_findings_nor_judgements(store: Store) -> None:
    owner, stranger = plant(store, 1), plant(store, 2)
    accept(store, lodge(store, owner, "21", accepted=False))
    judged(store)
    assert judge.judgements(store, library(), stranger.principal, PLAN, 2024, owner.credit_code) == []
    with pytest.raises(NotFound):
        recognise.list_recognitions(store, stranger.principal, owner.credit_code, None, None)
