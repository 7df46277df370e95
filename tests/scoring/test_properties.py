"""Laws of the axes and of the score, over random plants."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ReferenceDataError
from service.scoring.axis import Anchors, amount_at, proximity, total
from service.scoring.double_near_zero import score
from service.scoring.inventory import Answer, DataTier, PollutantFigure, ProductLine, Veto
from service.scoring.ranking import entrant, rank
from service.scoring.result import Rating
from tests.scoring.builders import COMPLIANT, air, anchors, plant, ruleset, unit

RULES = ruleset()
number = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
gap = st.fractions(min_value=Fraction(1, 1000), max_value=500, max_denominator=1000)
positive = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)
concentration = st.decimals(min_value=0, max_value=120, places=2).map(str)
intensity = st.decimals(min_value="0.01", max_value="1.2", places=3).map(str)


@st.composite
def anchor(draw: st.DrawFn) -> Anchors:
    z = draw(number)
    a = z + draw(gap)
    return Anchors(a + draw(gap), a, z)


def level(x: Fraction, anchors_: Anchors) -> Fraction:
    value = proximity(x, anchors_)
    assert value is not None
    return value


@given(anchor(), number, gap)
def test_more_emission_is_never_better(where: Anchors, x: Fraction, more: Fraction) -> None:
    assert level(x + more, where) <= level(x, where)


@given(anchor(), number, positive)
def test_units_do_not_matter(where: Anchors, x: Fraction, scale: Fraction) -> None:
    assert level(x * scale, where.scaled(scale)) == level(x, where)


@given(anchor(), st.fractions(min_value=Fraction(1, 100), max_value=2, max_denominator=100))
def test_the_amount_at_a_level_has_that_level(where: Anchors, wanted: Fraction) -> None:
    amount = amount_at(wanted, where)
    assert amount is not None
    assert level(amount, where) == wanted


@given(anchor(), anchor(), positive, positive, number, number, number)
def test_moving_emissions_between_lines_changes_nothing(
    one: Anchors, two: Anchors, q1: Fraction, q2: Fraction, x1: Fraction, x2: Fraction, moved: Fraction
) -> None:
    whole = total([one.scaled(q1), two.scaled(q2)])
    assert level((x1 + moved) + (x2 - moved), whole) == level(x1 + x2, whole)


@given(anchor(), anchor(), positive, positive, number, number)
def test_a_sum_is_never_worse_than_its_worst_line(
    one: Anchors, two: Anchors, q1: Fraction, q2: Fraction, x1: Fraction, x2: Fraction
) -> None:
    whole = total([one.scaled(q1), two.scaled(q2)])
    assert level(q1 * x1 + q2 * x2, whole) >= min(level(x1, one), level(x2, two))


@pytest.mark.parametrize(("b", "a", "z"), [("10", "10", "1"), ("10", "12", "1"), ("10", "5", "5"), ("-10", "-5", "-1")])
def test_anchors_out_of_order_are_refused(b: str, a: str, z: str) -> None:
    with pytest.raises(ReferenceDataError):
        Anchors(Fraction(b), Fraction(a), Fraction(z))


def test_a_process_that_recovers_energy_is_judged_like_any_other() -> None:
    converter = Anchors(Fraction(-12), Fraction(-30))
    assert proximity(Fraction(-20), converter) == Fraction(4, 9)
    assert proximity(Fraction(-31), converter) == 1
    assert proximity(Fraction(-11), converter) == 0


@given(intensity, intensity, concentration, concentration, concentration)
def test_a_dirtier_plant_never_scores_higher(low: str, more: str, pm: str, so2: str, nox: str) -> None:
    one = score(plant(unit(intensity=low, pollutants=air(pm, so2, nox))), RULES, anchors())
    dirtier = str(Fraction(low) + Fraction(more))
    other = score(plant(unit(intensity=dirtier, pollutants=air(pm, so2, nox))), RULES, anchors())
    assert one.index is not None
    assert other.index is not None
    assert other.index.central <= one.index.central
    assert other.index.conservative <= one.index.conservative


@given(intensity, concentration, concentration, concentration, st.sampled_from(DataTier))
def test_conservative_is_below_and_favourable_above(i: str, pm: str, so2: str, nox: str, tier: DataTier) -> None:
    line = unit(intensity=i, pollutants=air(pm, so2, nox, tier=tier), carbon_tier=tier)
    index = score(plant(line), RULES, anchors()).index
    assert index is not None
    assert index.conservative <= index.central <= index.favourable


@given(st.sampled_from(["SO2", "NOx", "PM"]), concentration, concentration)
def test_leaving_a_pollutant_out_never_helps(left_out: str, pm: str, nox: str) -> None:
    figures = air(pm, "20", nox)
    rest = {name: figure for name, figure in figures.items() if name != left_out}
    result = score(plant(unit(pollutants=rest)), RULES, anchors())
    assert result.index is None
    assert result.unranked


@pytest.mark.parametrize("gone", ["direct_co2", "output", "unit_class"])
def test_leaving_a_figure_of_a_dirty_line_out_never_helps(gone: str) -> None:
    left_out: dict[str, Any] = {gone: None}
    dirty = replace(unit("2", intensity="0.9"), **left_out)
    result = score(plant(unit("1"), dirty, co2e_total=Fraction(9_000_000)), RULES, anchors())
    assert result.carbon.value is None
    assert result.index is None


def test_leaving_gas_volumes_out_takes_the_worst_line() -> None:
    clean, dirty = air("2", "5", "15"), air("9", "30", "48")
    with_volumes = score(plant(unit("1", pollutants=clean), unit("2", pollutants=dirty)), RULES, anchors())
    bare = {s: replace(f, volume=None) for s, f in dirty.items()}
    without = score(plant(unit("1", pollutants=clean), unit("2", pollutants=bare)), RULES, anchors())
    assert with_volumes.pollutant.value is not None
    assert without.pollutant.value is not None
    assert without.pollutant.value.central < with_volumes.pollutant.value.central


def test_a_low_concentration_that_contradicts_mass_over_volume_is_not_believed() -> None:
    told = air("3", "15", "30")
    nox = PollutantFigure(mass=Fraction(150), concentration=Fraction(30), volume=Fraction(3 * 10**9))
    result = score(plant(unit(pollutants=told | {"NOx": nox})), RULES, anchors())
    gate = next(c for c in result.pollutant.constraints if c.subject == "NOx")
    assert gate.amount == 50
    assert "figure.disagrees" in [reason.code for reason in result.reasons]


def test_no_output_is_not_scored() -> None:
    result = score(plant(unit(generated="0", direct_co2=Fraction(0))), RULES, anchors())
    assert result.carbon.value is None
    assert "output.zero" in [reason.code for reason in result.reasons]


def test_a_missing_load_factor_leaves_the_benchmark_uncorrected_and_never_helps() -> None:
    low = unit(load_factor=Fraction("0.5"), witnesses={"load_factor": Fraction("0.5")})
    known, unknown = (score(plant(line), RULES, anchors()) for line in (low, replace(low, load_factor=None)))
    assert known.index is not None
    assert unknown.index is not None
    assert unknown.index.central < known.index.central
    assert "benchmark.uncorrected" in [reason.code for reason in unknown.reasons]


def test_an_uncovered_share_of_emissions_holds_back_the_class() -> None:
    clean = unit(intensity="0.7", pollutants=air("3", "11", "16"))
    assert clean.direct_co2 is not None
    whole = score(plant(clean), RULES, anchors())
    partly = score(plant(clean, co2e_total=clean.direct_co2 / Fraction("0.79")), RULES, anchors())
    unknown = score(plant(clean, co2e_total=None), RULES, anchors())
    assert whole.rating == "industry_advanced"
    assert partly.rating == unknown.rating == "compliant"
    assert [s.code for s in partly.steps] == ["step.coverage"]


def test_a_veto_dominates_and_the_score_stays_visible() -> None:
    veto = Veto("V2", Answer.yes, "notice", "EV-1", None, None, "140000")
    result = score(plant(unit(intensity="0.05", pollutants=air("3", "11", "16")), vetoes=(veto,)), RULES, anchors())
    assert result.eligible is False
    assert result.index is not None
    assert [reason.code for reason in result.unranked] == ["veto.stands"]
    assert rank([entrant(result)]).places == ()


def test_a_veto_without_evidence_counts_as_not_evaluated() -> None:
    hearsay = Veto("V2", Answer.yes)
    result = score(plant(unit(), vetoes=(hearsay,)), RULES, anchors())
    assert result.vetoes["V2"] == "not_evaluated"
    assert result.eligible is None


def test_an_open_compliance_item_never_reads_as_compliant() -> None:
    given_up = dict.fromkeys(COMPLIANT)
    assert score(plant(unit(), compliance=given_up), RULES, anchors()).rating == "not_assessed"


@given(intensity, intensity, st.tuples(concentration, concentration), st.sampled_from(["2", ""]))
def test_leaving_the_product_of_a_set_out_never_helps(one: str, two: str, nox: tuple[str, str], name: str) -> None:
    """Its emission is borne by the other sets and its stack is judged by itself; naming no set changes nothing."""
    first, second = (
        unit(str(n + 1), value, pollutants=air("3", "15", level))
        for n, (value, level) in enumerate(zip((one, two), nox, strict=True))
    )
    whole = plant(first, second)
    bare = ProductLine(name, "", None, "1", direct_co2=second.direct_co2, pollutants=second.pollutants)
    before, after = (score(p, RULES, anchors()) for p in (whole, replace(whole, lines=(first, bare))))
    assert before.index is not None
    assert after.index is not None
    assert after.index.central <= before.index.central
    assert after.index.conservative <= before.index.conservative
    assert list(Rating).index(after.rating) <= list(Rating).index(before.rating)
    assert entrant(after).conservative <= entrant(before).conservative  # type: ignore[operator]  # both have an index


def test_clean_air_at_a_unit_without_a_product_thins_nothing() -> None:
    dirty = plant(unit(pollutants=air("3", "15", "40")))
    fan = ProductLine("fan", "", None, "1", pollutants=air("0", "0", "0", volume="9000000000"))
    before, after = (score(p, RULES, anchors()).pollutant for p in (dirty, replace(dirty, lines=(*dirty.lines, fan))))
    assert after.value == before.value
