"""What an explanation names is enough, a little less is not, and nothing is named where no reduction helps."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from service.scoring.double_near_zero import score
from service.scoring.explanation import CARBON, Gap, Key, gap, least, reduced
from service.scoring.inventory import Inventory
from service.scoring.result import Score
from tests.scoring.builders import air, anchors, plant, ruleset, unit

LISTED = ("SO2", "NOx", "PM")
RULES, FACTORS = ruleset(), anchors()
#: A share that moves an index by more than the millionth on which places are compared.
VISIBLE = Fraction(1, 10**5)
INTENSITY = st.integers(min_value=300, max_value=800)
MEAN = st.integers(min_value=1, max_value=90)


def scored(inventory: Inventory) -> Score:
    return score(inventory, RULES, FACTORS)


def enterprise(intensity: int, nox: int, volume: str | None = "3000000000") -> Inventory:
    return plant(unit(intensity=f"0.{intensity}", pollutants=air("3", "15", str(nox), volume)))


def key(inventory: Inventory) -> Key:
    found = scored(inventory).rank_key
    assert found is not None
    return found


@settings(max_examples=25)
@given(INTENSITY, MEAN, INTENSITY, MEAN)
def test_the_reductions_together_reach_the_place_and_a_thousandth_less_does_not(
    intensity: int, nox: int, other_intensity: int, other_nox: int
) -> None:
    own, target = enterprise(intensity, nox), key(enterprise(other_intensity, other_nox))
    if key(own) >= target:
        return
    found = gap(own, scored, target, LISTED).together
    assert found
    enough, short = own, own
    for item in found:
        enough = reduced(enough, (item.lever,), item.share)
        short = reduced(short, (item.lever,), max(Fraction(0), item.share - max(item.share / 1000, VISIBLE)))
    assert key(enough) >= target > key(short)


@settings(max_examples=25)
@given(INTENSITY, MEAN, MEAN)
def test_each_that_would_do_it_alone_does(intensity: int, nox: int, other_nox: int) -> None:
    own, target = enterprise(intensity, nox), key(enterprise(300, other_nox))
    for item in gap(own, scored, target, LISTED).alone:
        assert key(reduced(own, (item.lever,), item.share)) >= target


def test_a_mass_is_named_where_it_is_known_and_only_there() -> None:
    target = key(enterprise(300, 5))
    weighed, bare = enterprise(500, 60), enterprise(500, 60, volume=None)
    found = {item.lever: item for item in gap(weighed, scored, target, LISTED).together}
    assert found[CARBON].mass == found[CARBON].share * 2_500_000
    assert found["NOx"].mass == found["NOx"].share * 60 * 3
    assert [item.mass for item in gap(bare, scored, target, LISTED).together if item.lever == "NOx"] == [None]


def test_what_no_reduction_reaches_is_said_by_naming_none() -> None:
    own = enterprise(500, 30)
    beyond = (10**9, 10**9)
    assert least(own, scored, beyond, (CARBON, *LISTED)) is None
    assert gap(own, scored, beyond, LISTED) == Gap((), ())


@settings(max_examples=20)
@given(INTENSITY, MEAN, st.fractions(min_value=0, max_value=1, max_denominator=100))
def test_less_never_lowers_a_key_with_or_without_gas_volumes(intensity: int, nox: int, share: Fraction) -> None:
    """Bisection rests on this, also for several stacks whose volumes follow from their masses."""
    two = plant(
        unit("1", f"0.{intensity}", pollutants=air("3", "15", str(nox))),
        unit("2", "0.6", pollutants=air("9", "20", "40", "1000000000")),
    )
    for lever in (CARBON, *LISTED):
        assert key(reduced(two, (lever,), share)) >= key(two)
