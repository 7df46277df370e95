"""The cultivation list, the yellow card that holds a class back, and balance values solved from coefficients."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.cultivation import Progressed, cultivated
from service.scoring.double_near_zero import score
from service.scoring.inventory import Answer, Inventory, Veto
from service.scoring.ranking import Entrant
from service.scoring.result import Rating
from service.scoring.yardsticks import balance_value
from tests.scoring.builders import air, anchors, plant, ruleset, unit

RULES = ruleset()
CLEAN = plant(unit(intensity="0.3", pollutants=air("3", "11", "16")))


def member(code: str, key: int, carbon: str | None = "-0.05", pollutant: str | None = "-0.1",
           rating: Rating = Rating.industry_advanced) -> Progressed:  # fmt: skip
    changes = [Fraction(text) if text is not None else None for text in (carbon, pollutant)]
    return Progressed(Entrant(code, rating, True, key, key, key), *changes)


def listed(*group: Progressed) -> list[str]:
    return [each.entrant.credit_code for each in cultivated(group, RULES)]


def test_the_best_of_the_advanced_with_progress_is_cultivated_and_equals_share() -> None:
    assert listed(member("b", 60), member("a", 60), member("c", 55)) == ["a", "b"]
    assert listed() == []


@pytest.mark.parametrize(
    "better",
    [
        member("x", 90, carbon="-0.049"),
        member("x", 90, pollutant="-0.09"),
        member("x", 90, carbon=None),
        member("x", 90, pollutant=None),
        member("x", 90, rating=Rating.candidate),
        member("x", 90, rating=Rating.compliant),
    ],
)
def test_without_real_progress_on_both_axes_nobody_is_cultivated(better: Progressed) -> None:
    assert listed(better, member("a", 60)) == ["a"]


def carded(**changes: Any) -> Inventory:
    card = Veto("credit_yellow", Answer.yes, "credit", "EV-7", None, None, "140000")
    return replace(CLEAN, vetoes=(replace(card, **changes),))


def test_a_yellow_card_holds_the_class_and_is_no_veto() -> None:
    before, after = (score(inventory, RULES, anchors()) for inventory in (CLEAN, carded()))
    assert before.rating is Rating.candidate
    assert after.rating is Rating.compliant
    assert after.index == before.index
    assert after.eligible is not False
    assert after.unranked == ()
    assert "cap.stands" in [reason.code for reason in after.reasons]


@pytest.mark.parametrize("gone", [{"evidence_id": ""}, {"decided_by": ""}, {"active": Answer.no}])
def test_a_card_without_evidence_or_decision_holds_nothing(gone: dict[str, object]) -> None:
    assert score(carded(**gone), RULES, anchors()).rating is Rating.candidate


@given(
    st.fractions(min_value=Fraction(1, 100), max_value=3, max_denominator=1000),
    st.fractions(min_value=Fraction(-19, 100), max_value=Fraction(19, 100), max_denominator=1000),
)
def test_a_balance_value_comes_back_from_the_coefficient_that_it_gives(balance: Fraction, below: Fraction) -> None:
    intensity = balance * (1 - below)
    assert balance_value(intensity, Fraction("0.15") * below, RULES) == balance


@pytest.mark.parametrize("coefficient", ["0.03", "-0.03", "0.05"])
def test_at_the_bound_of_the_coefficient_nothing_is_solved(coefficient: str) -> None:
    assert balance_value(Fraction(1), Fraction(coefficient), RULES) is None
