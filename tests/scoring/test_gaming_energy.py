"""Ways to hide a process where energy is judged: no earlier year tells that it was there, only its carbon does.

Class, conservative index and place are compared before and after, as in `test_gaming`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from service.scoring.double_near_zero import score
from service.scoring.inventory import CarbonSource, Inventory, ProductLine
from service.scoring.ranking import entrant, rank
from service.scoring.result import Rating, Score
from tests.scoring.published import ANCHORS, RULES
from tests.scoring.sector_plants import inventory, rows

MILL = inventory(rows()["the same mill under the standard"])
Trick = Callable[[Inventory], Inventory]


def scored(told: Inventory) -> Score:
    return score(told, RULES, ANCHORS)


RIVALS = [
    entrant(scored(replace(MILL, credit_code=f"9114000000000{n:05}", lines=tuple(
        replace(line, energy_intensity=(line.energy_intensity or Fraction(0)) + n - 2) for line in MILL.lines
    ))))
    for n in range(5)
]  # fmt: skip


def place(result: Score) -> int:
    found = [p.rank for p in rank([entrant(result), *RIVALS]).places if p.entrant.credit_code == result.credit_code]
    return found[0] if found else len(RIVALS) + 2


def line(told: Inventory, name: str) -> ProductLine:
    return next(each for each in told.lines if each.line_id == name)


def without(told: Inventory, name: str) -> Inventory:
    return replace(told, lines=tuple(each for each in told.lines if each.line_id != name))


def nameless(told: Inventory) -> Inventory:
    """The furnace left out with product, energy and name; its carbon stays with the enterprise."""
    carbon = ProductLine("", "", None, "1", direct_co2=line(told, "BF").direct_co2)
    return replace(without(told, "BF"), lines=(*without(told, "BF").lines, carbon))


def booked_elsewhere(told: Inventory) -> Inventory:
    """The furnace left out, its carbon booked at the sinter plant."""
    sinter, lost = line(told, "S"), line(told, "BF").direct_co2 or Fraction(0)
    more = replace(sinter, direct_co2=(sinter.direct_co2 or Fraction(0)) + lost)
    kept = without(told, "BF")
    return replace(kept, lines=tuple(more if each.line_id == "S" else each for each in kept.lines))


def called(product: str) -> Trick:
    """The furnace's product under another name, its energy and its stack left out."""

    def trick(told: Inventory) -> Inventory:
        other = replace(line(told, "BF"), product=product, energy_intensity=None, energy_unit=None, pollutants={})
        return replace(told, lines=(*without(told, "BF").lines, other))

    return trick


def as_stone(told: Inventory) -> Inventory:
    """The furnace left out, its carbon told as that of a carbonate without a unit."""
    lost = line(told, "BF").direct_co2 or Fraction(0)
    return replace(without(told, "BF"), sources=(CarbonSource("site", "CO2", lost, Fraction(0)),))


TRICKS: dict[str, tuple[Trick, str]] = {
    "a furnace without product, energy and name": (nameless, "carbon.loose"),
    "a furnace whose carbon is nowhere but in the total": (lambda told: without(told, "BF"), "carbon.loose"),
    "its carbon at the sinter plant": (booked_elsewhere, "carbon.loose"),
    "its iron called rolled steel": (called("rolled_steel"), "carbon.loose"),
    "its iron called clinker": (called("clinker"), "line.no_product"),
    "its coke called limestone": (as_stone, "carbon.loose"),
    "no total": (lambda told: replace(nameless(told), co2e_total=None), "carbon.no_total"),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_hidden_process_gains_nothing(name: str) -> None:
    trick, code = TRICKS[name]
    before, after = scored(MILL), scored(trick(MILL))
    assert before.index is not None
    assert before.index.conservative > 0
    assert list(Rating).index(after.rating) <= list(Rating).index(before.rating)
    assert after.index is None or after.index.conservative <= before.index.conservative
    assert after.index is None or after.index.central <= before.index.central
    assert place(after) >= place(before)
    assert code in [reason.code for reason in after.reasons]


def bearing(told: Inventory, *more: CarbonSource) -> Inventory:
    """With sources outside all lines, and their carbon in the total."""
    return replace(
        told, sources=more, co2e_total=(told.co2e_total or Fraction(0)) + sum(source.mass for source in more)
    )


def energy_of(told: Inventory) -> Fraction:
    return scored(told).carbon.constraints[0].amount


DECLARED = energy_of(MILL)
POWER = CarbonSource("site", "CO2", Fraction(57_030), Fraction(12_284_000), purchased=True)
COAL = CarbonSource("site", "CO2", Fraction(200_000), Fraction(72_000_000))
UNKNOWN = CarbonSource("site", "CO2", Fraction(1_000), None)


@pytest.mark.parametrize(
    ("sources", "more"),
    [
        ([POWER], POWER.energy),
        ([COAL], COAL.energy),
        ([POWER, COAL], Fraction(84_284_000)),
        ([UNKNOWN], Fraction(610_000)),
        ([CarbonSource("site", "CF4", Fraction(57_000), Fraction(0))], Fraction(0)),
        ([CarbonSource("site", "CO2", Fraction(264_000), Fraction(0)), POWER], POWER.energy),
        ([replace(POWER, place="", mass=-POWER.mass), UNKNOWN], Fraction(0)),
    ],
)
def test_what_has_no_unit_counts_as_the_energy_that_it_is(sources: list[CarbonSource], more: Fraction) -> None:
    assert energy_of(bearing(MILL, *sources)) - DECLARED == more


def test_a_process_that_hides_with_its_fuel_named_gains_nothing() -> None:
    """The furnace's coke stays in the total with its calorific value, which is more than the furnace's net energy."""
    furnace = line(MILL, "BF")
    used = (furnace.energy_intensity or Fraction(0)) * (furnace.output or Fraction(0))
    coke = CarbonSource("site", "CO2", furnace.direct_co2 or Fraction(0), used * Fraction(5, 4))
    before, after = scored(MILL), scored(replace(without(MILL, "BF"), sources=(coke,)))
    assert before.carbon.value is not None
    assert after.carbon.value is not None
    assert after.carbon.value.central < before.carbon.value.central


def test_carbon_that_a_balance_may_explain_is_taken_with_the_most_energy_first() -> None:
    gas = CarbonSource("site", "CO2", Fraction(10_000), Fraction(6_000_000))
    told = replace(MILL, sources=(COAL, gas), co2e_total=(MILL.co2e_total or Fraction(0)) + 20_000)
    assert energy_of(told) - DECLARED == 6_000_000 + 10_000 * Fraction(360)


def test_power_is_explained_by_no_balance() -> None:
    told = replace(MILL, sources=(COAL, POWER), co2e_total=(MILL.co2e_total or Fraction(0)) + POWER.mass + 20_000)
    assert energy_of(told) - DECLARED == (POWER.energy or 0) + 20_000 * Fraction(360)


def test_carbonates_cover_no_carbon_that_comes_from_nowhere() -> None:
    stone = CarbonSource("site", "CO2", Fraction(5_000), Fraction(0))
    told = replace(MILL, sources=(stone,), co2e_total=(MILL.co2e_total or Fraction(0)) + stone.mass + 1_000)
    assert energy_of(told) - DECLARED == 610_000


def test_the_carbon_of_one_place_explains_itself_once() -> None:
    """Two products of one unit carry the same emission; what is beyond it stays loose."""
    pair = tuple(replace(line(MILL, name), place="P", direct_co2=Fraction(500_000)) for name in ("S", "BOF"))
    told = replace(MILL, lines=pair, co2e_total=Fraction(600_000))
    assert "carbon.loose" in [reason.code for reason in scored(told).reasons]


def test_what_every_line_explains_bears_nothing() -> None:
    assert "carbon.loose" not in [reason.code for reason in scored(MILL).reasons]


@pytest.mark.parametrize("share", ["0.001", "0.01", "0.1"])
def test_more_loose_carbon_is_never_better(share: str) -> None:
    told = replace(MILL, co2e_total=(MILL.co2e_total or Fraction(0)) * (1 + Fraction(share)))
    one, other = scored(MILL).carbon.value, scored(told).carbon.value
    assert one is not None
    assert other is not None
    assert other.central < one.central or one.central == 0
