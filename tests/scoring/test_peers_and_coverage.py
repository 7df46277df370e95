"""Frozen peers, coverage of odd totals, gas weights, and anchors of another year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from service.factors import FactorSet, Match
from service.scoring.anchors import Bench
from service.scoring.coverage import share
from service.scoring.double_near_zero import score
from service.scoring.peers import PeerGroup, PeerSample, freeze
from service.scoring.sampling import samples
from tests.scoring.builders import air, anchors, kiln, plant, ruleset, unit

RULES = ruleset()
FROZEN = date(2025, 6, 30)


def test_quantiles_are_the_values_that_a_tenth_and_a_half_of_the_group_reach() -> None:
    group = PeerGroup("coal_unit", "I", "ratio", 2024, True)
    statistic = freeze([PeerSample(group, str(n), "1", Fraction(n)) for n in range(1, 21)], FROZEN)[0]
    assert (statistic.count, statistic.best_decile, statistic.median) == (20, Fraction(2), Fraction(10))


def test_a_line_counts_once() -> None:
    group = PeerGroup("coal_unit", "I", "ratio", 2024, True)
    twice = [PeerSample(group, "A", "1", Fraction(n)) for n in (1, 2)]
    assert freeze(twice, FROZEN)[0].count == 1


def test_a_fleet_gives_its_own_advanced_value_from_twenty_accepted_lines_on() -> None:
    fleet = [plant(unit(intensity=f"0.{700 + n}"), credit_code=f"{n:018}") for n in range(20)]
    gathered = [sample for item in fleet for sample in samples(item, RULES, anchors())]
    few = freeze([s for s in gathered if s.credit_code != f"{0:018}"], FROZEN)
    low, whole = (score(fleet[5], RULES, anchors(without=["gb."]), peers) for peers in (few, freeze(gathered, FROZEN)))
    assert low.carbon.value is None
    assert whole.carbon.constraints[0].anchors.advanced == Fraction("0.701") * 5_000_000
    assert any(c.series == "peers.coal_unit.I.2024.best_decile" and c.basis == "c" for c in whole.carbon.citations)


def test_reports_that_nobody_accepted_are_no_peers() -> None:
    assert samples(plant(unit(), accepted=False), RULES, anchors()) == ()


def test_synthetic_peers_never_judge_a_real_enterprise() -> None:
    fleet = [plant(unit(intensity=f"0.{700 + n}"), credit_code=f"{n:018}") for n in range(20)]
    peers = freeze([sample for item in fleet for sample in samples(item, RULES, anchors())], FROZEN)
    real = score(plant(unit(), synthetic=False), RULES, anchors(without=["gb."]), peers)
    assert real.carbon.value is None


def test_heat_counts_beside_electricity() -> None:
    power = unit(intensity="0.80")
    both = replace(power, heat_supplied=Fraction(5_000_000))
    one, other = (score(plant(line), RULES, anchors()).carbon.constraints[0] for line in (power, both))
    assert other.anchors.baseline - one.anchors.baseline == Fraction("0.1033") * 5_000_000


def test_clinker_with_purchased_energy_counts_at_its_lower_value() -> None:
    fleet = [
        plant(kiln(direct_co2=Fraction(800_000 + 1000 * n), purchased_energy_co2=Fraction(50_000 + 4000 * n)),
              sector="3011", credit_code=f"{n:018}")
        for n in range(21)
    ]  # fmt: skip
    peers = freeze([sample for item in fleet for sample in samples(item, RULES, anchors())], FROZEN)
    result = score(fleet[4], RULES, anchors(), peers)
    levels = [constraint.level for constraint in result.carbon.constraints]
    assert result.carbon.basis == ("rung.3",)
    assert [constraint.subject for constraint in result.carbon.constraints] == [
        "carbon.direct",
        "carbon.with_purchased_energy",
    ]
    assert result.carbon.value is not None
    assert result.carbon.value.central == min(levels)


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [(["80"], "100", "4/5"), (["100"], "80", "5/6"), (["120", "-20"], "100", "1"), (["-20"], "100", "1/7")],
)
def test_a_total_that_disagrees_with_its_lines_is_not_wholly_covered(
    parts: list[str], total: str, expected: str
) -> None:
    assert share([Fraction(part) for part in parts], Fraction(total)) == Fraction(expected)


def test_nothing_at_all_is_no_coverage() -> None:
    assert share([], Fraction(0)) is None


def test_lines_weigh_by_their_gas() -> None:
    small = unit("1", pollutants=air("3", "10", "20", volume="1000000000"))
    large = unit("2", pollutants=air("3", "10", "40", volume="3000000000"))
    result = score(plant(small, large), RULES, anchors())
    gate = next(c for c in result.pollutant.constraints if c.subject == "NOx")
    assert gate.amount == 35
    assert gate.mass == 140


def test_moving_mass_between_stacks_of_the_same_gas_changes_nothing() -> None:
    def pair(first: str, second: str) -> Fraction:
        lines = unit("1", pollutants=air("3", "10", first)), unit("2", pollutants=air("3", "10", second))
        value = score(plant(*lines), RULES, anchors()).pollutant.value
        assert value is not None
        return value.central

    assert pair("20", "40") == pair("30", "30")


def test_a_benchmark_carried_forward_from_an_earlier_year_is_not_the_years_own() -> None:
    bench = Bench(RULES, anchors(), (), 2024, synthetic=True)
    own = bench.factor("ets.power.benchmark.electricity.I")
    assert own is not None
    carried = FactorSet.frozen([replace(own, match=Match.CARRIED_FORWARD)])
    assert Bench(RULES, carried, (), 2024, synthetic=True).factor(own.series) is None
