"""What an explanation names lifts the place, a step less does not, and nothing is named where no reduction helps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.scoring.double_near_zero import score
from service.scoring.explanation import Gap, Key, gap
from service.scoring.inventory import Inventory
from service.scoring.levers import STEP, Pull, lowered, parts_of, pulled
from service.scoring.ranking import entrant, rank
from service.scoring.result import Score
from tests.scoring.builders import air, anchors, plant, ruleset, unit
from tests.scoring.published import ANCHORS
from tests.scoring.published import RULES as PUBLISHED
from tests.scoring.sector_plants import inventory, rows

RULES, FACTORS = ruleset(), anchors()
INTENSITY = st.integers(min_value=300, max_value=800)
MEAN = st.integers(min_value=1, max_value=90)
ENERGY = [
    "top-charged ovens before the standard",
    "a long-route mill before the standard, half of its processes without a level",
]
#: Two sets, each with its intensity in kg/MWh and its NOx in mg/m3.
SETS = st.lists(st.tuples(INTENSITY, MEAN), min_size=1, max_size=2)


def scored(given: Inventory) -> Score:
    return score(given, RULES, FACTORS)


def enterprise(*sets: tuple[int, int], volume: str | None = "3000000000") -> Inventory:
    return plant(
        *(
            unit(str(at), f"0.{intensity}", pollutants=air("3", "15", str(nox), volume))
            for at, (intensity, nox) in enumerate(sets)
        )
    )


def key(given: Inventory) -> Key:
    found = scored(given).rank_key
    assert found is not None
    return found


def after(given: Inventory, pulls: tuple[Pull, ...]) -> Inventory:
    return pulled(given, pulls, parts_of(scored(given)))


def places(cohort: list[Inventory]) -> list[int]:
    """The place of each of a cohort, equals sharing one."""
    entrants = [replace(entrant(scored(each)), credit_code=str(at)) for at, each in enumerate(cohort)]
    found = {place.entrant.credit_code: place.rank for place in rank(entrants).places}
    return [found[str(at)] for at in range(len(cohort))]


@settings(max_examples=15, deadline=None)
@given(st.lists(SETS, min_size=2, max_size=4), st.booleans())
def test_what_is_named_lifts_the_place_to_that_of_the_next_above(
    cohort: list[list[tuple[int, int]]], tie: bool
) -> None:
    enterprises = [enterprise(*sets) for sets in (cohort + cohort[:1] if tie else cohort)]
    ranks = places(enterprises)
    last = ranks.index(max(ranks))
    better = [at for at, place in enumerate(ranks) if place < ranks[last]]
    if not better:
        return
    above = max(better, key=lambda at: ranks[at])
    found = gap(enterprises[last], scored, key(enterprises[above]))
    assert found.together
    for pulls in (found.together, *((pull,) for pull in found.alone)):
        lifted = [*enterprises]
        lifted[last] = after(enterprises[last], pulls)
        assert places(lifted)[last] <= ranks[above]
    for pull in found.alone:
        assert key(after(enterprises[last], (spared(pull),))) < key(enterprises[above])


def spared(pull: Pull) -> Pull:
    return replace(pull, amount=pull.amount - STEP)


def test_of_reductions_together_neither_axis_can_be_spared_a_thousandth() -> None:
    own, target = enterprise((760, 85), (700, 60)), key(enterprise((600, 20)))
    found = gap(own, scored, target).together
    assert [pull.lever for pull in found] == ["CO2", "NOx", "PM", "SO2"]
    for axis in (found[:1], found[1:]):
        short = tuple(
            replace(each, amount=each.amount * Fraction(999, 1000)) if each in axis else each for each in found
        )
        assert key(after(own, short)) < target <= key(after(own, found))


def test_a_mass_is_named_where_it_is_known_and_a_mean_where_it_is_not() -> None:
    target = key(enterprise((300, 5)))
    for volume, unit_of in (("3000000000", "t"), (None, "mg/m3")):
        found = gap(enterprise((500, 60), volume=volume), scored, target)
        assert {pull.unit for pull in found.together if pull.lever == "NOx"} == {unit_of}


def test_what_no_reduction_reaches_is_said_by_naming_none() -> None:
    assert gap(enterprise((500, 30)), scored, (10**9, 10**9)) == Gap((), ())


@pytest.mark.parametrize(
    "name",
    ENERGY,
)
def test_where_energy_is_judged_energy_is_named_and_not_carbon(name: str) -> None:
    """A works that emits less CO2 at the same energy stands where it stood."""

    def judged(given: Inventory) -> Score:
        return score(given, PUBLISHED, ANCHORS)

    works = inventory(rows()[name])
    now = judged(works)
    assert now.rank_key is not None
    target = now.rank_key[0] + 5_000_000, 0
    found = gap(works, judged, target)
    assert [pull.lever for pull in found.together] == ["energy"]
    (pull,) = found.together
    lifted = judged(pulled(works, (pull,), parts_of(now))).rank_key
    short = judged(pulled(works, (spared(pull),), parts_of(now))).rank_key
    assert lifted is not None
    assert short is not None
    assert short < target <= lifted


@settings(max_examples=20)
@given(INTENSITY, MEAN, st.fractions(min_value=0, max_value=1, max_denominator=100))
def test_less_never_lowers_a_key_with_or_without_gas_volumes(intensity: int, nox: int, share: Fraction) -> None:
    """Halving rests on this, also for several stacks whose volumes follow from their masses."""
    two = plant(
        unit("1", f"0.{intensity}", pollutants=air("3", "15", str(nox))),
        unit("2", "0.6", pollutants=air("9", "20", "40", "1000000000")),
    )
    for part in parts_of(scored(two)):
        assert key(lowered(two, part, part.amount * share)) >= key(two)
