"""Pilot criteria of the four plans: every criterion answers with its clause, evidence and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from service.errors import ReferenceDataError
from service.reference.reader import read_document
from service.scoring.double_near_zero import score
from service.scoring.inventory import Answer, Inventory
from service.scoring.pilot_reader import read_pilot_ruleset
from service.scoring.pilot_render import count_to_json, judgement_to_json
from service.scoring.pilot_tests import judge
from service.scoring.pilots import Candidate, Decision, PilotRuleset, Stage, Verdict, counts
from tests.scoring.builders import ROOT, air, anchors, plant, ruleset, unit

FILES = {"CN-2022-42": "cn-2022-42", "SX-2023-1": "sx-2023-1", "WH-2023-72": "wh-2023-72", "LC-2023-7": "lc-2023-7"}


def document(ruleset_id: str) -> Mapping[str, Any]:
    file = f"rulesets/{FILES[ruleset_id]}.yaml"
    return read_document((ROOT / "emission_factors" / file).read_text(encoding="utf-8"), file)


def plan(ruleset_id: str) -> PilotRuleset:
    return read_pilot_ruleset(document(ruleset_id), ruleset_id)


def scored(inventory: Inventory) -> dict[str, Any]:
    found = score(inventory, ruleset(), anchors())
    return {"rating": found.rating, "vetoes": found.vetoes}


def enterprise(**fields: Any) -> Candidate:
    given: dict[str, Any] = {
        "credit_code": "A",
        "sector": "4411",
        "region": "140100",
        "judged_on": date(2025, 6, 30),
        **scored(plant(unit(intensity="0.70", pollutants=air("3", "11", "16")))),
        "measures": {"energy_saving": "EV-7"},
        "media": dict.fromkeys(("air", "water", "solid_waste", "greenhouse_gas"), Answer.yes),
        "equipment": {},
    }
    return Candidate(**given | fields)


def verdicts(candidate: Candidate, ruleset_id: str) -> dict[str, Verdict]:
    return {f.criterion.id: f.verdict for f in judge(candidate, plan(ruleset_id)).findings}


@pytest.mark.parametrize("ruleset_id", sorted(FILES))
def test_every_finding_has_a_clause_and_says_what_would_change_it(ruleset_id: str) -> None:
    rules = plan(ruleset_id)
    assert rules.id == ruleset_id
    assert rules.rests_on == "DNZ-1"
    for finding in judge(enterprise(), rules).findings:
        assert finding.criterion.clause
        assert finding.criterion.change.zh
        assert finding.criterion.change.en
        assert finding.verdict in Verdict


def test_an_industry_outside_the_open_list_goes_to_recognition_by_hand_and_is_never_refused() -> None:
    assert verdicts(enterprise(), "SX-2023-1")["industry"] is Verdict.passed
    assert verdicts(enterprise(sector="2710"), "SX-2023-1")["industry"] is Verdict.manual
    assert verdicts(enterprise(sector="2710", region="371000"), "WH-2023-72")["industry"] is Verdict.passed


def recognition(**fields: Any) -> Decision:
    given: dict[str, Any] = {
        "criterion": "industry",
        "verdict": Verdict.passed,
        "region": "140100",
        "reason": "key industry of the city",
        "evidence": "EV-9",
        "expiry": date(2026, 1, 1),
    }
    return Decision(**given | fields)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.passed),
        ({"region": "140000"}, Verdict.passed),
        ({"region": "140200"}, Verdict.manual),
        ({"region": "370000"}, Verdict.manual),
        ({"reason": ""}, Verdict.manual),
        ({"evidence": ""}, Verdict.manual),
        ({"expiry": date(2025, 1, 1)}, Verdict.manual),
    ],
)
def test_a_decision_counts_from_the_enterprises_own_region_reasoned_evidenced_and_running(
    changed: Mapping[str, Any], verdict: Verdict
) -> None:
    candidate = enterprise(sector="2710", decisions=(recognition(**changed),))
    assert verdicts(candidate, "SX-2023-1")["industry"] is verdict


def test_a_decision_by_hand_overrules_no_computed_criterion() -> None:
    waived = recognition(criterion="coke_ovens")
    ovens = enterprise(equipment={"coke_oven_4.3m": Answer.yes}, decisions=(waived,))
    assert verdicts(ovens, "SX-2023-1")["coke_ovens"] is Verdict.failed


def test_the_advanced_level_is_an_outcome_and_never_bars_entry() -> None:
    behind = enterprise(**scored(plant(unit(intensity="0.9"))))
    judged = judge(behind, plan("SX-2023-1"))
    assert judged.stage(Stage.entry) is Verdict.passed
    assert judged.stage(Stage.outcome) is Verdict.failed


def test_selection_is_always_the_bureaus_decision() -> None:
    assert verdicts(enterprise(), "CN-2022-42")["selection"] is Verdict.manual


def test_coke_ovens_of_the_exit_list_exclude_in_shanxi_only() -> None:
    ovens = enterprise(sector="2521", equipment={"coke_oven_4.3m": Answer.yes, "coke_oven_not_ultra_low": Answer.no})
    assert judge(ovens, plan("SX-2023-1")).stage(Stage.exclusion) is Verdict.failed
    assert "coke_ovens" not in verdicts(ovens, "WH-2023-72")


def test_what_nobody_looked_at_is_not_evaluable_and_never_a_pass() -> None:
    bare = enterprise(measures={}, media={}, equipment={})
    found = verdicts(bare, "SX-2023-1")
    for criterion in ("measure_types", "media_scope", "coke_ovens", "vetoes", "large_reduction"):
        assert found[criterion] is Verdict.not_evaluable


def test_a_large_reduction_needs_both() -> None:
    both = enterprise(carbon_intensity_change=Fraction("-0.05"), equivalents_change=Fraction("-0.10"))
    assert verdicts(both, "SX-2023-1")["large_reduction"] is Verdict.passed
    one = replace(both, equivalents_change=Fraction("-0.0999"))
    assert verdicts(one, "SX-2023-1")["large_reduction"] is Verdict.failed


def test_resource_conservation_is_a_measure_in_the_two_cities_only() -> None:
    saving = {"measures": {"resource_conservation": "EV-1"}}
    assert verdicts(enterprise(**saving), "SX-2023-1")["measure_types"] is Verdict.failed
    assert verdicts(enterprise(**saving), "CN-2022-42")["measure_types"] is Verdict.failed
    assert verdicts(enterprise(**saving), "WH-2023-72")["measure_types"] is Verdict.passed
    assert verdicts(enterprise(**saving), "LC-2023-7")["measure_types"] is Verdict.passed


def test_a_ruleset_whose_dates_have_passed_is_historic() -> None:
    assert not judge(enterprise(), plan("SX-2023-1")).historic
    assert judge(enterprise(judged_on=date(2026, 1, 1)), plan("SX-2023-1")).historic


def test_city_and_province_are_two_counts() -> None:
    rules = plan("SX-2023-1")
    cities = [f"14{n:02}00" for n in range(1, 12)]
    areas = {"per_city": cities, "province": ["140000"]}
    crowded = {f"{n:03}": "140100" for n in range(105)}
    found = counts(rules, crowded, areas)
    assert [count.reached for count in found] == [True] + [False] * 10 + [None]
    assert found[-1].selected == 105
    spread = {f"{city}{n}": city for city in cities for n in range(10)}
    assert all(count.reached for count in counts(rules, spread, areas) if not count.quota.soft)


def test_a_few_is_no_number_and_neither_reached_nor_missed() -> None:
    for ruleset_id in ("CN-2022-42", "WH-2023-72", "LC-2023-7"):
        rules = plan(ruleset_id)
        (count,) = counts(rules, {"A": "371002"}, {"some": [rules.region]})
        told = count_to_json(count, date(2026, 1, 1))
        assert (told["minimum"], told["gap"], told["reached"], told["basis"]) == (None, None, None, "D")
        assert told["selected"] == int("371002".startswith(rules.region))


def test_weihai_and_liaocheng_differ_in_every_point_that_their_texts_do() -> None:
    weihai, liaocheng = plan("WH-2023-72"), plan("LC-2023-7")
    only_weihai = {"green_travel", "carbon_market", "greenhouse_gas_inventory", "statistics_and_verification"}
    only_liaocheng = {
        "coal_power_exemption", "taxis", "buildings_renewable", "rooftop_solar", "recycled_aluminium",
        "landfill_threshold", "teachers",
    }  # fmt: skip
    assert set(weihai.provisions) - set(liaocheng.provisions) == only_weihai | {"zero_waste_cells"}
    assert set(liaocheng.provisions) - set(weihai.provisions) == only_liaocheng
    for shared in ("flat_glass", "coal"):
        assert weihai.provisions[shared] != liaocheng.provisions[shared]
    clauses = [next(c for c in p.criteria if c.form == "veto") for p in (weihai, liaocheng)]
    assert [clause.basis for clause in clauses] == ["D", "c on D"]
    assert [clause.document for clause in clauses] == ["威环发〔2023〕72号", "环综合〔2022〕42号"]
    assert all(item.clause and item.source == p.document for p in (weihai, liaocheng) for item in p.provisions.values())


def test_answers_name_every_stage_and_show_the_gap_of_an_aspiration() -> None:
    rules = plan("SX-2023-1")
    answer = judgement_to_json(judge(enterprise(), rules))
    assert answer["stages"] == {
        "entry": "pass",
        "exclusion": "not_evaluable",
        "selection": "manual",
        "outcome": "fail",
    }
    (count,) = counts(rules, {"A": "140100"}, {"per_city": [], "province": ["140000"]})
    told = [count_to_json(count, day) for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert [(each["gap"], each["reached"], each["deadline_passed"]) for each in told] == [
        (99, None, False),
        (99, None, True),
    ]


def test_a_misspelt_key_or_form_is_refused() -> None:
    body = document("SX-2023-1")
    with pytest.raises(ReferenceDataError):
        read_pilot_ruleset({**body, "quota": []}, "x")
    with pytest.raises(ReferenceDataError):
        read_pilot_ruleset({**body, "criteria": [{**body["criteria"][0], "form": "weather"}]}, "x")
