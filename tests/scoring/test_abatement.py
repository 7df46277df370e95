"""Measures with costs: both curves, co-benefits, and the cheapest way to a class against trying everything."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from service.scoring.abatement import Measure, applied, base_of, curve, effect
from service.scoring.cheapest import EXACT, Route, cheapest
from service.scoring.double_near_zero import score
from service.scoring.inventory import Answer, Inventory, Veto
from service.scoring.levers import parts_of
from service.scoring.result import Rating, Score
from service.scoring.synergy import Elasticity, Quadrant
from tests.scoring.builders import air, anchors, plant, ruleset, unit

RULES, FACTORS = ruleset(), anchors()
DIRTY = plant(unit(intensity="0.75", pollutants=air("4", "20", "60")))


def scored(inventory: Inventory) -> Score:
    return score(inventory, RULES, FACTORS)


def measure(name: str, cost: int, *, excludes: frozenset[str] = frozenset(), **falls: int) -> Measure:
    return Measure(name, Fraction(cost), {s: Fraction(t) for s, t in falls.items()}, excludes=excludes)


def route(measures: list[Measure], inventory: Inventory = DIRTY) -> Route:
    rule = next(rule for rule in RULES.ratings if rule.rating is Rating.industry_advanced)
    return cheapest(inventory, measures, scored, rule)


BOILER = measure("boiler", 900, CO2=100_000, NOx=5)
TURBINE = measure("turbine", 2000, CO2=60_000, SO2=3)
CATALYST = measure("catalyst", 300, CO2=-500, NOx=40)
BURNER = measure("burner", 500, CO2=0, NOx=32)


def test_each_axis_has_its_own_curve_cheapest_unit_first_with_running_sums() -> None:
    base = base_of(DIRTY, scored(DIRTY))
    effects = [effect(m, base) for m in (TURBINE, CATALYST, BOILER)]
    carbon, pollutant = (curve(effects, axis, base) for axis in ("carbon", "pollutant"))
    assert [block.measure for block in carbon] == ["boiler", "turbine"]
    assert [block.cumulative_reduction for block in carbon] == [100_000, 160_000]
    assert [block.cumulative_cost for block in carbon] == [900, 2900]
    assert carbon[0].unit_cost == Fraction(900, 100_000)
    assert [block.measure for block in pollutant] == ["catalyst", "boiler", "turbine"]
    assert pollutant[0].unit_cost == Fraction(300) / (Fraction(40_000) / Fraction("0.95"))


def test_a_measure_that_trades_carbon_for_nitrogen_is_seen_as_such() -> None:
    found = effect(CATALYST, base_of(DIRTY, scored(DIRTY)))
    assert found.carbon_cost is None
    assert found.at is not None
    assert found.at.quadrant is Quadrant.only_pollutant_falls
    assert found.elasticity is not None
    assert found.elasticity.reading is Elasticity.not_synergistic


def test_the_cheapest_way_is_found_and_proved_by_trying_everything_cheaper() -> None:
    found = route([TURBINE, CATALYST, BOILER, BURNER])
    assert found.reached
    assert found.proof == "exact"
    assert {m.id for m in found.measures} == {"boiler", "catalyst"}
    assert found.cost == 1200
    assert found.scores[-1].rating is Rating.industry_advanced


@pytest.mark.parametrize("seed", range(4))
def test_no_other_combination_that_reaches_the_class_is_cheaper(seed: int) -> None:
    measures = [
        measure(
            str(n),
            (n * 173 + seed * 97) % 550 - 50,
            CO2=(n * 37_501 + seed * 51_007) % 130_000 - 10_000,
            NOx=(n * 13 + seed * 7) % 35 - 5,
        )
        for n in range(5)
    ]
    every = [chosen for size in range(6) for chosen in combinations(measures, size)]
    good = [c for c in every if scored(applied(DIRTY, c, parts_of(scored(DIRTY)))).rating is Rating.industry_advanced]
    costs = [sum((m.cost for m in chosen), Fraction(0)) for chosen in good]
    assert good
    found = route(measures)
    assert (found.reached, found.cost) == ((True, min(costs)) if costs else (False, 0))


def test_measures_that_exclude_each_other_are_not_taken_together() -> None:
    apart = measure("catalyst", 300, CO2=-500, NOx=40, excludes=frozenset({"boiler"}))
    found = route([apart, BOILER, BURNER])
    assert {m.id for m in found.measures} == {"boiler", "burner"}


def test_a_cost_never_enters_the_class() -> None:
    dear, cheap = (
        scored(applied(DIRTY, [measure("m", cost, CO2=9000)], parts_of(scored(DIRTY)))) for cost in (10**9, -1)
    )
    assert dear == cheap


def test_a_veto_is_not_bought_off() -> None:
    veto = Veto("V2", Answer.yes, "notice", "EV-1", None, None, "140000")
    vetoed = plant(unit(intensity="0.75", pollutants=air("4", "20", "60")), vetoes=(veto,))
    found = route([BOILER, CATALYST], vetoed)
    assert not found.reached
    assert [reason.code for reason in found.blocks] == ["veto.stands"]
    assert found.measures


def test_many_measures_are_chosen_greedily_and_the_answer_says_so() -> None:
    many = [BOILER, CATALYST, *(measure(f"small-{n}", 50 + n, CO2=100, NOx=0) for n in range(EXACT))]
    found = route(many)
    assert found.reached
    assert found.proof == "greedy"
    assert {m.id for m in found.measures} == {"boiler", "catalyst"}


def test_measures_that_do_not_suffice_reach_nothing() -> None:
    found = route([BURNER])
    assert not found.measures
    assert not found.reached
