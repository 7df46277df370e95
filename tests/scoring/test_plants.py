"""Plausible plants: what the scheme should say about them, in class, rung, binding constraint and missing items."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from service.factors import Trust
from service.scoring.double_near_zero import score
from service.scoring.inventory import Answer, PollutantFigure, ProductLine
from service.scoring.peers import PeerGroup, Peers, PeerSample, freeze
from service.scoring.render import score_to_json
from service.scoring.result import Rating
from tests.scoring.builders import COMPLIANT, air, anchors, kiln, plant, ruleset, unit

RULES = ruleset()


def peers_at(decile: str, count: int = 20, synthetic: bool = True) -> Peers:
    group = PeerGroup("coal_unit", "I", "ratio", 2024, synthetic)
    values = [Fraction(decile)] * 2 + [Fraction("0.98")] * (count - 2)
    return freeze([PeerSample(group, str(n), "1", v) for n, v in enumerate(values)], date(2025, 6, 30))


def test_ultra_supercritical_unit_is_compliant_and_limited_by_carbon() -> None:
    result = score(plant(unit()), RULES, anchors(), peers_at("0.895"))
    assert result.carbon.value is not None
    assert result.pollutant.value is not None
    assert 0 < result.carbon.value.central < 1
    assert result.carbon.basis == ("rung.1",)
    assert round(float(result.pollutant.value.central), 1) == 1.7
    assert result.rating is Rating.compliant
    assert result.binding == ("carbon.direct",)
    assert result.next_rating is Rating.industry_advanced
    per_product = next(step for step in result.steps if step.code == "step.reduce_per_product")
    assert per_product.unit == "t/MWh"
    assert round(float(per_product.amount or 0), 2) == 0.03


def test_without_peers_the_advanced_value_comes_from_the_unit_levels_and_says_it_is_a_choice() -> None:
    result = score(plant(unit()), RULES, anchors())
    levels = [c for c in result.carbon.citations if c.role == "level"]
    assert [c.basis for c in levels] == ["c on D", "c on D"]
    constraint = result.carbon.constraints[0]
    assert constraint.anchors.advanced == constraint.anchors.baseline * Fraction(268, 283)


def test_subcritical_unit_above_its_benchmark_stays_compliant() -> None:
    line = unit(intensity="0.836", unit_class="II", gb_key="power.coal.sub300")
    result = score(plant(line), RULES, anchors())
    assert result.carbon.value is not None
    assert result.carbon.value.central == 0
    assert result.rating is Rating.compliant


def test_a_unit_above_its_benchmark_needs_no_advanced_value_to_be_zero() -> None:
    line = unit(intensity="0.836", unit_class="II", gb_key="power.coal.sub300")
    result = score(plant(line), RULES, anchors(without=["gb."]))
    assert result.carbon.value is not None
    assert result.carbon.value.central == 0


def test_a_unit_below_its_benchmark_without_advanced_value_is_not_assessed() -> None:
    result = score(plant(unit()), RULES, anchors(without=["gb."]))
    assert result.rating is Rating.not_assessed
    assert "carbon.advanced_missing" in [reason.code for reason in result.unranked]


def test_clinker_kiln_stands_on_energy_levels_capped_at_one() -> None:
    result = score(plant(kiln(), sector="3011"), RULES, anchors())
    assert result.carbon.basis == ("rung.4",)
    assert result.carbon.value is not None
    assert result.carbon.value.central == Fraction(13, 17)
    assert result.pollutant.value is not None
    assert result.pollutant.value.central > 1
    assert result.rating is Rating.compliant
    best = score(plant(kiln(energy="80"), sector="3011"), RULES, anchors())
    assert best.carbon.value is not None
    assert best.carbon.value.central == 1
    assert best.rating is Rating.industry_advanced
    assert [step.code for step in best.steps if step.subject == "energy"] == ["step.not_defined"]


def test_an_imported_balance_value_lifts_the_kiln_to_the_second_rung() -> None:
    balance = {"ets.cement.balance.clinker": ("0.86", "tCO2/t", Trust.PRIMARY)}
    result = score(plant(kiln(), sector="3011"), RULES, anchors(imported=balance))
    assert result.carbon.basis == ("rung.2",)
    assert result.carbon.value is not None
    baseline = Fraction("0.86")
    assert result.carbon.value.central == (baseline - Fraction("0.85")) / (baseline - baseline * Fraction(100, 117))
    assert {c.basis for c in result.carbon.citations if c.role == "level"} == {"c on D"}


def test_peers_come_before_energy_levels_and_are_a_choice() -> None:
    group = PeerGroup("clinker_kiln", "", "intensity", 2024, synthetic=True)
    values = [Fraction("0.80")] * 4 + [Fraction("0.88")] * 16
    peers = freeze([PeerSample(group, str(n), "1", v) for n, v in enumerate(values)], date(2025, 6, 30))
    result = score(plant(kiln(), sector="3011"), RULES, anchors(), peers)
    assert result.carbon.basis == ("rung.3",)
    assert result.carbon.value is not None
    assert result.carbon.value.central == Fraction(3, 8)
    assert {c.basis for c in result.carbon.citations} == {"c"}


def test_more_substances_than_listed_change_nothing() -> None:
    extra = air("6", "20", "45") | {s: PollutantFigure(concentration=Fraction(9)) for s in ("Hg", "fluoride", "NH3")}
    one = score(plant(kiln(), sector="3011"), RULES, anchors())
    other = score(plant(kiln(pollutants=extra), sector="3011"), RULES, anchors())
    assert one == other


def test_steel_mill_without_gas_volumes_is_not_assessed_and_says_what_is_missing() -> None:
    mill = plant(sector="3120", pollutant_totals={}, co2e_total=Fraction(7826100))
    result = score(mill, RULES, anchors())
    assert result.rating is Rating.not_assessed
    assert result.pollutant.value is None
    codes = {(r.code, r.params.get("substance") or r.params.get("item")) for r in result.reasons}
    assert {("pollutant.no_total", s) for s in ("SO2", "NOx", "PM")} <= codes
    assert ("sector.lacks", "@ets_balance_value") in codes


def test_gas_boiler_plant_is_unscored_and_never_zero() -> None:
    result = score(plant(sector="4430"), RULES, anchors())
    assert result.carbon.value is None
    assert result.index is None
    assert "carbon.no_rung" in [reason.code for reason in result.reasons]


def test_gas_turbine_lacks_a_national_advanced_pollutant_level() -> None:
    line = unit(intensity="0.32", unit_class="IV", gb_key="power.gas.F400", pollutants=air("1", "2", "20"))
    result = score(plant(line), RULES, anchors())
    assert result.pollutant.value is None
    assert {r.params["substance"] for r in result.pollutant.missing} == {"SO2", "NOx", "PM"}


def test_sewage_plant_names_the_missing_equivalent_of_total_nitrogen() -> None:
    result = score(plant(sector="4620"), RULES, anchors())
    assert result.pollutant.basis == ("medium.water",)
    lacks = [r.params["item"] for r in result.reasons if r.code == "sector.lacks"]
    assert "@equivalent_of_total_nitrogen" in lacks


def test_a_violation_is_not_compliant_and_an_open_item_is_not_assessed() -> None:
    violated = plant(unit(), compliance={**COMPLIANT, "emission_standards": Answer.no})
    assert score(violated, RULES, anchors()).rating is Rating.non_compliant
    open_item = plant(unit(), compliance={**COMPLIANT, "permitted_amounts": None})
    assert score(open_item, RULES, anchors()).rating is Rating.not_assessed


def test_the_gate_holds_back_a_sum_that_hides_one_pollutant() -> None:
    line = unit(intensity="0.70", pollutants=air("1", "5", "51"))
    result = score(plant(line), RULES, anchors())
    assert result.index is not None
    assert result.index.central >= 50
    assert result.rating is Rating.compliant
    assert ("gate.below", "NOx") in [(r.code, r.params.get("substance")) for r in result.reasons]
    assert [(s.subject, s.amount) for s in result.steps if s.code == "step.reduce"] == [("NOx", Fraction(1))]


def test_candidate_needs_acceptance_and_industry_advanced_does_not() -> None:
    clean = unit(intensity="0.3", pollutants=air("3", "11", "16"))
    assert score(plant(clean), RULES, anchors()).rating is Rating.candidate
    waiting = score(plant(clean, accepted=False), RULES, anchors())
    assert waiting.rating is Rating.industry_advanced
    assert "step.accepted" in [step.code for step in waiting.steps]


def test_near_zero_on_both_axes_is_a_model_enterprise() -> None:
    line = unit(intensity="0.05", pollutants=air("3", "11", "16"))
    result = score(plant(line), RULES, anchors())
    assert result.rating is Rating.model
    assert result.index is not None
    assert result.index.central == 100
    assert result.next_rating is None


def test_recalled_anchors_lower_the_trust_that_the_answer_names() -> None:
    answer = score_to_json(score(plant(unit()), RULES, anchors()), RULES)
    assert answer["lowest_trust"] == "recalled"


def test_a_year_before_generation_benchmarks_has_no_first_rung() -> None:
    result = score(plant(unit(), year=2022), RULES, anchors(2022))
    assert result.carbon.value is None
    assert "rung.not_yet" in [reason.code for reason in result.reasons]


def test_every_reason_reads_in_both_languages() -> None:
    odd = ProductLine("x", "steam", Fraction(1), "GJ")
    enterprise = plant(unit(pollutants={}), kiln(), odd, missing=("output",))
    answer = score_to_json(score(enterprise, RULES, anchors()), RULES)
    reasons = answer["reasons"]
    assert isinstance(reasons, list)
    assert all(reason["zh"] and reason["en"] and "{" not in reason["zh"] + reason["en"] for reason in reasons)
