"""What would it take: the changes named are enough, a kilogram less is not, and blocks are never called reductions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.double_near_zero import score
from service.scoring.inventory import Answer, Inventory, Veto
from service.scoring.levers import STEP, Pull, parts_of, pulled
from service.scoring.pathway import Pathway, following, least_steps, pathway
from service.scoring.result import Rating, Score
from tests.scoring.builders import COMPLIANT, air, anchors, kiln, plant, ruleset, unit

RULES, FACTORS = ruleset(), anchors()


def scored(inventory: Inventory) -> Score:
    return score(inventory, RULES, FACTORS)


def way(inventory: Inventory, target: Rating = Rating.industry_advanced) -> Pathway:
    return pathway(inventory, RULES, scored, target)


def all_pulls(found: Pathway) -> list[Pull]:
    return [pull for change in found.changes for pull in change.pulls]


def rating_after(inventory: Inventory, pulls: list[Pull]) -> Rating:
    return scored(pulled(inventory, pulls, parts_of(scored(inventory)))).rating


@given(st.lists(st.integers(0, 50), min_size=2, max_size=40), st.integers(1, 60))
def test_the_least_number_of_steps_is_the_least(rises: list[int], needed: int) -> None:
    levels = [Fraction(value) for value in accumulate(rises)]
    found = least_steps(lambda steps: levels[steps], Fraction(needed), len(levels) - 1)
    assert found == next((steps for steps, level in enumerate(levels) if level >= needed), None)


@pytest.mark.parametrize("target", [Rating.industry_advanced, Rating.candidate, Rating.model])
def test_what_is_named_reaches_the_class_and_a_step_less_of_anything_does_not(target: Rating) -> None:
    dirty = plant(
        unit("1", "0.75", pollutants=air("12", "40", "60")), unit("2", "0.77", pollutants=air("9", "30", "45"))
    )
    found = way(dirty, target)
    assert found.reached
    assert found.after.rating is target
    pulls = list(found.together)
    assert {pull.unit for pull in pulls} == {"t"}
    assert rating_after(dirty, pulls) is target
    for position, pull in enumerate(pulls):
        spared = [*pulls[:position], replace(pull, amount=pull.amount - STEP), *pulls[position + 1 :]]
        assert rating_after(dirty, spared) is not target, pull


def test_one_pollutant_that_binds_is_named_alone_in_tonnes() -> None:
    found = way(plant(unit(intensity="0.70", pollutants=air("1", "5", "51"))))
    assert [(change.subject, change.gate) for change in found.changes] == [("NOx", True)]
    assert all_pulls(found) == [Pull("NOx", Fraction(3), "t")]


def test_a_sum_offers_each_substance_and_takes_the_fewest_tonnes() -> None:
    found = way(plant(unit(intensity="0.05", pollutants=air("9", "34", "49"))), Rating.candidate)
    whole = next(change for change in found.changes if change.subject == "equivalents.air@1")
    sizes = [sum(pull.amount for pull in pulls) for pulls in (whole.pulls, *whole.alternatives)]
    assert len(sizes) > 1
    assert sizes[0] == min(sizes)


def test_an_energy_level_is_met_in_energy_and_its_cap_ends_the_way() -> None:
    cement = plant(kiln(), sector="3011")
    found = way(cement)
    assert found.reached
    assert [(p.lever, p.amount, p.unit) for p in all_pulls(found)] == [("energy", Fraction(6_000_000), "kgce")]
    beyond = way(cement, Rating.candidate)
    assert not beyond.reached
    assert ("block.out_of_reach", "@energy") in [(r.code, r.params.get("subject")) for r in beyond.blocks]


def test_reductions_leave_the_enterprise_totals_in_step() -> None:
    dirty = plant(unit("1", "0.75"), co2e_total=Fraction(4_000_000))
    found = way(dirty)
    pull = all_pulls(found)[0]
    assert found.inventory.co2e_total == 4_000_000 - pull.amount


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"vetoes": (Veto("V2", Answer.yes, "notice", "EV-1", None, None, "140000"),)}, "veto.stands"),
        ({"compliance": {**COMPLIANT, "emission_standards": Answer.no}}, "compliance.violated"),
        ({"compliance": {**COMPLIANT, "emission_standards": None}}, "compliance.not_evaluated"),
        ({"co2e_total": Fraction(9_000_000)}, "block.coverage_mass"),
        ({"co2e_total": None}, "coverage.unknown"),
        ({"pollutant_totals": {"SO2": Fraction(900), "NOx": Fraction(900), "PM": Fraction(90)}}, "block.coverage"),
    ],
)
def test_what_no_reduction_can_mend_blocks_the_way_and_is_named(changed: dict[str, Any], code: str) -> None:
    found = way(replace(plant(unit()), **changed))
    assert not found.reached
    assert code in [reason.code for reason in found.blocks]


def test_acceptance_is_no_reduction() -> None:
    waiting = plant(unit(intensity="0.3", pollutants=air("3", "11", "16")), accepted=False)
    found = way(waiting, Rating.candidate)
    assert found.changes == ()
    assert [reason.code for reason in found.blocks] == ["block.acceptance"]


def test_without_gas_volumes_the_change_is_a_concentration() -> None:
    found = way(plant(unit(intensity="0.70", pollutants=air("1", "5", "51", volume=None)), pollutant_totals={}))
    assert [(pull.amount, pull.unit) for pull in all_pulls(found)] == [(Fraction(1), "mg/m3")]


def test_the_class_above_follows_the_class_held() -> None:
    assert following(scored(plant(unit(intensity="0.78")))) is Rating.industry_advanced
    assert following(scored(plant(unit(), compliance={}))) is Rating.compliant
    assert following(scored(plant(unit(intensity="0.05", pollutants=air("3", "11", "16"))))) is None
