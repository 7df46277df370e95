"""Scores and rankings over stored reports: kept up with decisions, explained, and apart for the synthetic."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from service.acts import Scope
from service.errors import Conflict, Forbidden, NotFound
from service.identifiers import reserved_credit_code
from service.records import Principal, Role
from service.scoring.eligibility import Eligibility
from service.scoring.result import Rating
from service.storage.changes import Change, LogDraft
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows import decide, judge, keys, rank, score
from service.workflows.rank import rankings
from service.workflows.rank_page import OrderKey, RankingQuery
from service.workflows.rules import rules_behind
from service.workflows.submit import correct_report, submit_report
from tests.workflows.builders import Plant, coal, encode, library, plant, quantity, regulator, report

SCOPE = Scope("DNZ-1", 2024, "14", "4411")
QUERY = RankingQuery("DNZ-1", 2024, "14", "4411", synthetic=True)


def monitored(substance: str, mass: str, mean: str) -> dict[str, object]:
    return {
        "id": f"stack-{substance}",
        "kind": "reported_emission",
        "substance": substance,
        "basis": "continuous_monitoring",
        "unit_id": "U1",
        "quantity": quantity(mass, "t"),
        "parameters": {"mean_concentration": quantity(mean, "mg/m3")},
    }


STACK = [monitored("SO2", "230", "15"), monitored("NOx", "460", "30"), monitored("PM", "46", "3")]


def lodge(store: Store, number: int, tonnes: str, stack: list[dict[str, object]]) -> str:
    owner = plant(store, number)
    lines = [coal(month, quantity=quantity(tonnes, "万吨")) for month in range(1, 13)]
    body = encode(report(owner, activities=[*lines, *stack]))
    answer = json.loads(submit_report(store, library(), owner.principal, body, "k").result().answer)
    return str(answer["report_id"])


def accept(store: Store, report_id: str) -> None:
    verdict = encode({"decision": "accepted", "reason": "checked"})
    decide.decide(store, regulator(store), report_id, verdict, report_id).result()


def refreshed(store: Store, caller: Principal) -> dict[str, int]:
    return score.refresh(store, library(), caller, SCOPE)


def test_a_score_follows_the_decision_and_stands_otherwise(store: Store) -> None:
    caller = regulator(store)
    report_id = lodge(store, 1, "21", STACK)
    assert refreshed(store, caller) == {"scored": 1, "unchanged": 0, "remaining": 0}
    assert refreshed(store, caller) == {"scored": 0, "unchanged": 1, "remaining": 0}
    assert rankings(store, library(), caller, QUERY)["items"] == []
    accept(store, report_id)
    assert refreshed(store, caller) == {"scored": 1, "unchanged": 0, "remaining": 0}
    assert [i["rank"] for i in rankings(store, library(), caller, QUERY)["items"]] == [1]


def test_scoring_in_parts_says_what_remains_and_ranks_at_the_end(store: Store) -> None:
    caller = regulator(store)
    for number in range(1, 4):
        accept(store, lodge(store, number, f"2{number}", STACK))
    place = (store, library(), caller, SCOPE)
    assert score.refresh(*place, at_most=2) == {"scored": 2, "unchanged": 0, "remaining": 1}
    assert rankings(store, library(), caller, QUERY)["items"] == []
    assert score.refresh(*place, at_most=2) == {"scored": 1, "unchanged": 2, "remaining": 0}
    assert len(rankings(store, library(), caller, QUERY)["items"]) == 3


def test_equals_share_a_place_and_who_has_none_is_listed_with_the_reason(store: Store) -> None:
    caller = regulator(store)
    for number, tonnes, stack in ((1, "21", STACK), (2, "21", STACK), (3, "22", STACK), (4, "21", [])):
        accept(store, lodge(store, number, tonnes, stack))
    refreshed(store, caller)
    ranking = rankings(store, library(), caller, QUERY)
    assert sorted(i["rank"] for i in ranking["items"]) == [1, 1, 1]
    assert [len(u["reason"]) > 0 for u in ranking["unranked"]] == [True]
    assert not ranking["publishable"]
    assert all(item["reasons"] for item in ranking["items"])
    assert all(anchor["source"] and anchor["basis"] for anchor in ranking["benchmarks"])


def test_pages_follow_each_other_without_gap_or_repeat(store: Store) -> None:
    caller = regulator(store)
    for number in range(1, 6):
        accept(store, lodge(store, number, f"2{number}", STACK))
    refreshed(store, caller)
    whole = [i["enterprise"] for i in rankings(store, library(), caller, QUERY)["items"]]
    paged: list[str] = []
    after: OrderKey | None = None
    while True:
        query = RankingQuery("DNZ-1", 2024, "14", "4411", synthetic=True, limit=2, after=after)
        page = rankings(store, library(), caller, query)
        paged += [i["enterprise"] for i in page["items"]]
        after = page["next_after"]
        if after is None:
            break
    assert paged == whole
    assert len(set(whole)) == 5


def test_a_cursor_outlives_the_row_that_it_came_from(store: Store) -> None:
    """The best plant corrects its report between two pages; the second page still begins where the first one ended."""
    caller = regulator(store)
    ids = {number: lodge(store, number, "21", STACK) for number in range(1, 5)}
    for report_id in ids.values():
        accept(store, report_id)
    refreshed(store, caller)
    whole = [i["enterprise"] for i in rankings(store, library(), caller, QUERY)["items"]]
    first = rankings(store, library(), caller, replace(QUERY, limit=2))
    gone = whole[1]
    body = encode({"reason": "declaration withdrawn", "report": without_declarations(gone)})
    owner = keys.principal_of(store, keys.issue(store, Role.enterprise, credit_code=gone))
    number = next(n for n in ids if reserved_credit_code(n) == gone)
    correct_report(store, library(), owner, ids[number], body, "c").result()
    refreshed(store, caller)
    second = rankings(store, library(), caller, replace(QUERY, limit=2, after=first["next_after"]))
    assert [i["enterprise"] for i in second["items"]] == whole[2:]


def without_declarations(credit_code: str) -> dict[str, object]:
    lines = [coal(month, quantity=quantity("21", "万吨")) for month in range(1, 13)]
    body = report(Plant(credit_code, f"{credit_code}001P", Principal("-", Role.enterprise, credit_code)))
    return body | {"activities": [*lines, *STACK], "declarations": {}}


def test_filters_leave_rows_out_and_renumber_none(store: Store) -> None:
    caller = regulator(store)
    for number, stack in ((1, STACK), (2, STACK), (3, [])):
        accept(store, lodge(store, number, "21", stack))
    refreshed(store, caller)
    whole = rankings(store, library(), caller, QUERY)
    assert {(i["rank"], i["process"], i["eligibility"]) for i in whole["items"]} == {(1, "coal_unit", "not_evaluated")}
    second = whole["items"][1]
    alone = rankings(store, library(), caller, replace(QUERY, credit_code=second["enterprise"]))
    assert (alone["items"], alone["unranked"], alone["group_size"]) == ([second], [], 2)
    missing = rankings(store, library(), caller, replace(QUERY, credit_code=reserved_credit_code(3)))
    assert (missing["items"], missing["unranked"]) == ([], whole["unranked"])
    for fitting in (
        {"sector": "44"},
        {"region": "1401", "process": "coal_unit"},
        {"rating": Rating(second["class"]["id"]), "eligibility": Eligibility.not_evaluated},
    ):
        assert second in rankings(store, library(), caller, replace(QUERY, **fitting))["items"]
    for other in (
        {"rating": Rating.model},
        {"eligibility": Eligibility.eligible},
        {"process": "gas_unit"},
    ):
        assert rankings(store, library(), caller, replace(QUERY, **other))["items"] == []


def test_ranks_say_from_which_scores_they_were_made(store: Store) -> None:
    caller = regulator(store)
    empty = rankings(store, library(), caller, QUERY)
    assert (empty["data_version"], empty["computed_at"], empty["group_size"]) == (None, None, 0)
    accept(store, lodge(store, 1, "21", STACK))
    refreshed(store, caller)
    made = rankings(store, library(), caller, QUERY)
    with store.read() as session:
        (row,) = all_scores(session, ScoreQuery("DNZ-1@1.1", 2024))
    assert (made["data_version"], made["reference_digest"]) == (row.seq, library().digest)
    refreshed(store, caller)
    assert rankings(store, library(), caller, QUERY) == made


def test_a_plan_ranks_by_its_scheme_and_filters_by_its_own_verdict(store: Store) -> None:
    caller = regulator(store)
    for number in (1, 2):
        accept(store, lodge(store, number, f"2{number}", STACK))
    judge.judge_all(store, library(), caller, replace(SCOPE, ruleset="SX-2023-1"))
    scheme = rankings(store, library(), caller, QUERY)
    plan = rankings(store, library(), caller, replace(QUERY, ruleset="SX-2023-1"))
    assert plan["ruleset"]["rests_on"] == "DNZ-1"
    assert [i["enterprise"] for i in plan["items"]] == [i["enterprise"] for i in scheme["items"]]
    (verdict,) = {i["eligibility"] for i in plan["items"]}
    fitting = replace(QUERY, ruleset="SX-2023-1", eligibility=Eligibility(verdict))
    assert rankings(store, library(), caller, fitting)["items"] == plan["items"]


def test_judging_in_parts_comes_to_the_same_end(store: Store) -> None:
    caller = regulator(store)
    for number in (1, 2):
        accept(store, lodge(store, number, f"2{number}", STACK))
    parts = [{"remaining": 1}]
    while parts[-1]["remaining"]:
        parts.append(judge.judge_all(store, library(), caller, replace(SCOPE, ruleset="SX-2023-1"), at_most=1))
    assert [(part["scored"], part["judged"], part["remaining"]) for part in parts[1:]] == [
        (1, 0, 1),
        (1, 1, 1),
        (0, 1, 0),
    ]
    assert len(rankings(store, library(), caller, replace(QUERY, ruleset="SX-2023-1"))["items"]) == 2


def test_synthetic_enterprises_are_never_ranked_among_real_ones(store: Store) -> None:
    caller = regulator(store)
    accept(store, lodge(store, 1, "21", STACK))
    refreshed(store, caller)
    real = RankingQuery("DNZ-1", 2024, "14", "4411")
    assert rankings(store, library(), caller, real)["items"] == []


def test_a_regulator_ranks_the_own_region_only(store: Store) -> None:
    with pytest.raises(NotFound):
        rankings(store, library(), regulator(store, "37"), QUERY)
    with pytest.raises(Forbidden):
        rankings(store, library(), plant(store).principal, QUERY)


def test_peers_are_frozen_once_and_by_the_administrator(store: Store) -> None:
    accept(store, lodge(store, 1, "16.37", STACK))
    administrator = keys.principal_of(store, keys.issue(store, Role.administrator))
    with pytest.raises(Forbidden):
        score.freeze(store, library(), regulator(store), "DNZ-1", 2024, "4411")
    assert score.freeze(store, library(), administrator, "DNZ-1", 2024, "4411")["groups"] > 0
    with pytest.raises(Conflict):
        score.freeze(store, library(), administrator, "DNZ-1", 2024, "4411")


def test_a_score_of_an_earlier_version_is_read_by_its_name_and_brings_its_own_rules(store: Store) -> None:
    lodge(store, 1, "12", STACK)
    refreshed(store, regulator(store))
    with store.read() as session:
        (row,) = all_scores(session, ScoreQuery("DNZ-1@1.1", 2024))
    detail = json.loads(row.detail)
    detail |= {"ruleset": "DNZ-1@0.9", "choices": [c | {"value": "49"} for c in detail["choices"][:1]]}
    earlier = replace(row, ruleset="DNZ-1@0.9", detail=encode(detail), seq=0)
    store.writer.submit(Change(log=(LogDraft("scores.computed", "DNZ-1", {}),), scores=(earlier,))).result()
    asked = (store, library(), regulator(store), "DNZ-1@0.9", 2024, row.credit_code)
    (found,) = rank.score_of(*asked)
    assert found["ruleset"] == "DNZ-1@0.9"
    (rule,) = rules_behind(library(), "DNZ-1@0.9", [found])
    assert (rule["part"], rule["value"], rule["basis"]) == ("parameter.index_scale", "49", "c")
    for name in ("DNZ-1", "DNZ-1@1.1"):
        (present,) = rank.score_of(store, library(), regulator(store), name, 2024, row.credit_code)
        assert present["ruleset"] == "DNZ-1@1.1"
        assert len(rules_behind(library(), name, [present])) > len(present["choices"])
    with pytest.raises(NotFound):
        rank.score_of(store, library(), regulator(store), "DNZ-1@7.0", 2024, row.credit_code)
    (scheme,) = rank.score_of(store, library(), regulator(store), "SX-2023-1@1.0", 2024, row.credit_code)
    assert scheme["ruleset"] == "DNZ-1@1.1"
