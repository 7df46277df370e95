"""Places: ties, intervals, small groups, and a ranking whose places are worked out a second time from its answers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import InvalidInput
from service.scoring.distance import to_pass
from service.scoring.double_near_zero import score
from service.scoring.ranking import Entrant, rank
from service.scoring.result import Rating
from tests.scoring.builders import anchors, plant, ruleset, unit

RULES = ruleset()
micro = st.integers(min_value=0, max_value=12)


def one(code: str, conservative: int, axis: int = 0, spread: int = 0) -> Entrant:
    return Entrant(code, Rating.compliant, True, conservative, conservative + spread, axis)


def test_equal_values_share_a_place_and_the_next_place_is_skipped() -> None:
    places = rank([one("A", 90), one("B", 80), one("C", 80), one("D", 70)]).places
    assert [place.rank for place in places] == [1, 2, 2, 4]
    assert [place.shared_by for place in places] == [1, 2, 2, 1]


def test_the_higher_axis_separates_equal_indices_and_the_name_never_does() -> None:
    places = rank([one("A", 80, 10), one("B", 80, 20), one("C", 80, 20)]).places
    assert [(place.entrant.credit_code, place.rank) for place in places] == [("B", 1), ("C", 1), ("A", 3)]


def test_intervals_count_who_is_surely_and_who_may_be_ahead() -> None:
    places = rank([one("A", 90, spread=5), one("B", 80, spread=12), one("C", 60, spread=5)]).places
    assert [place.interval for place in places] == [(1, 2), (1, 2), (3, 3)]


@given(st.lists(st.tuples(micro, micro, micro), max_size=25))
def test_every_place_lies_in_its_interval(rows: list[tuple[int, int, int]]) -> None:
    entrants = [one(f"{n:03}", *row) for n, row in enumerate(rows)]
    for place in rank(entrants).places:
        assert place.interval[0] <= place.rank <= place.interval[1]


@given(st.lists(st.tuples(micro, micro), max_size=25))
def test_places_do_not_depend_on_the_order_of_arrival(rows: list[tuple[int, int]]) -> None:
    entrants = [one(f"{n:03}", *row) for n, row in enumerate(rows)]
    assert rank(entrants) == rank(entrants[::-1])


def test_real_and_synthetic_enterprises_do_not_share_a_ranking() -> None:
    real = Entrant("R", Rating.compliant, False, 1, 1, 1)
    with pytest.raises(InvalidInput):
        rank([one("A", 2), real])


def test_what_it_takes_to_reach_the_next_above_reaches_it_exactly() -> None:
    ahead, behind = (score(plant(unit(intensity=i)), RULES, anchors()) for i in ("0.752", "0.760"))
    assert ahead.index is not None
    steps = to_pass(behind, ahead.index.conservative, RULES.number("index_scale"))
    fall = next(step.amount for step in steps if step.code == "step.reduce")
    assert fall is not None
    assert fall == Fraction("0.008") * 5_000_000
    assert to_pass(ahead, ahead.index.conservative, RULES.number("index_scale")) == ()
