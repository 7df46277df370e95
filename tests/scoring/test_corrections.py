"""Corrections of levels: values worked by hand from the standards' rules, and laws over every correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.anchors import Bench
from service.scoring.correction_forms import FORMS, Shape
from service.scoring.corrections import EITHER, RELAXES
from service.scoring.inventory import ProductLine
from service.scoring.levels import Level, strictest
from tests.scoring.published import ANCHORS, RULES

#: Not stated by a report but worked out from it.
WORKED_OUT = {"load_factor": (Fraction(0), Fraction(1))}


def level(product: str, year: int, which: str, **stated: str) -> Level:
    """The level of a product's line under the conditions that it states."""
    kind = RULES.making(product)
    assert kind is not None
    assert kind.energy is not None
    given_ = {name: Fraction(value) for name, value in stated.items()}
    line = ProductLine("1", product, Fraction(1), kind.unit, correction_inputs=given_, witnesses=given_)
    rung = next(rung for rung in kind.ladders["direct"] if rung.rung == 4)
    bench = Bench(RULES, ANCHORS, (), year, synthetic=True)
    return strictest(line, kind, rung, rung.advanced if which == "advanced" else rung.limit, kind.energy.unit, bench)


OVENS = {"coal_volatiles": "24.5", "coal_moisture": "11", "mixed_gas_ratio": "0.5", "oven_age": "20"}
BY_HAND: Mapping[str, tuple[Level, str]] = {
    # 110 + 8 x 0.5 + 6.40 (between 4.25 and 8.55) + 3.67 x 1 + 2.50; wet quenching corrects the limit alone.
    "coke, level 1": (level("coke", 2027, "advanced", stamp_charging="0", wet_quenching="1", **OVENS), "126.57"),
    "coke, limit": (level("coke", 2027, "limit", stamp_charging="0", wet_quenching="1", **OVENS), "198.03"),
    "dry quenching": (level("coke", 2027, "limit", stamp_charging="0", wet_quenching="0", **OVENS), "151.57"),
    # 110 of the table, not 115 of the standard: 110 + 12 x 0.5 + 1.60 + 3.71 x 0.5 + 5.50
    "stamped coke": (
        level("coke", 2027, "advanced", stamp_charging="1", coal_volatiles="25.5", coal_moisture="11",
              mixed_gas_ratio="0.5", oven_age="26"),
        "124.955",
    ),
    "burden of 58.5 % iron": (level("pig_iron", 2027, "limit", ore_grade="58.5"), "427.635"),
    "no more than five points": (level("pig_iron", 2027, "limit", ore_grade="50"), "433.05"),
    "a rich burden tightens nothing": (level("pig_iron", 2027, "limit", ore_grade="63"), "415"),
    "special ores beside a poor burden": (
        level("pig_iron", 2027, "limit", ore_grade="61", vanadium_titanium_ore="40"), "436.61",
    ),
    "sinter of laterite": (level("sinter", 2027, "advanced", laterite_ore="10"), "55"),
    "converter with scrap": (level("bof_steel", 2027, "limit", scrap_ratio="20"), "-7.4"),
    "converter of pipeline steel": (level("bof_steel", 2027, "advanced", deep_drawing_pipeline_steel="1"), "-28.5"),
    "arc furnace with hot metal": (
        level("eaf_steel", 2027, "limit", furnace_capacity="100", hot_metal_ratio="30"),
        "48",
    ),
    "stainless steel": (
        level("eaf_steel", 2027, "advanced", furnace_capacity="60", hot_metal_ratio="0", all_stainless_steel="1"),
        "67.1",
    ),
    "clinker above 1500 m": (level("clinker", 2024, "limit", altitude="2000", air_pressure="80000"), ""),
    "cement of 76 % clinker": (level("cement", 2024, "advanced", clinker_ratio="76"), "81.1"),
    "cement of 60 % clinker": (level("cement", 2024, "limit", clinker_ratio="60", altitude="100"), "76"),
    "sun-dried salt": (level("soda_combined_light", 2026, "limit", sun_dried_salt="1"), "236"),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_HAND)
def test_levels_come_out_as_by_hand(case: str) -> None:
    found, expected = BY_HAND[case]
    wanted = Fraction(expected) if expected else 117 * (Fraction("1.179") - Fraction("0.211") * 80000 / 101325)
    assert found.value == wanted


def test_a_correction_is_cited_with_its_clause() -> None:
    found = level("pig_iron", 2027, "limit", ore_grade="58.5")
    correction = next(c for c in found.citations if c.role == "correction")
    assert (correction.source, correction.clause, correction.basis) == ("GB 21256-2025", "4.3", "D")


def test_no_correction_before_the_first_whole_year_of_its_standard() -> None:
    assert level("pig_iron", 2026, "limit", ore_grade="50").value == 435
    assert level("coke", 2026, "advanced", stamp_charging="0").value == 110


def test_the_stricter_of_two_documents_counts_and_is_named() -> None:
    iron, stamped = level("pig_iron", 2027, "limit"), BY_HAND["stamped coke"][0]
    assert (iron.value, iron.citations[0].source) == (Fraction(415), "gb-21256-2025")
    assert stamped.citations[0].source == "ndrc-2023-723"
    assert {c.basis for c in stamped.citations if c.role == "correction"} == {"c on D"}
    told = {reason.code: reason.params for reason in iron.notes}["level.stricter"]
    assert (told["taken"], told["value"], told["other"], told["laxer"]) == (
        "gb-21256-2025", "415", "ndrc-2023-723", "435",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("product", "year", "stated", "gone"),
    [
        ("coke", 2027, {"stamp_charging": "0", **OVENS}, "coal_moisture"),
        ("coke", 2027, {"stamp_charging": "0", **OVENS}, "coal_volatiles"),
        ("eaf_steel", 2027, {"furnace_capacity": "100", "hot_metal_ratio": "30"}, "hot_metal_ratio"),
        ("cement", 2024, {"clinker_ratio": "60"}, "clinker_ratio"),
        ("crude_processed", 2026, {"energy_factor": "10"}, "energy_factor"),
        ("coal_underground", 2027, {"mining_conditions": "0"}, "mining_conditions"),
    ],
)
def test_a_level_that_may_be_tightened_is_not_used_without_the_input(
    product: str, year: int, stated: Mapping[str, str], gone: str
) -> None:
    assert level(product, year, "advanced", **stated).value is not None
    without = level(product, year, "advanced", **{name: value for name, value in stated.items() if name != gone})
    assert without.value is None
    assert {r.params["inputs"] for r in without.notes if r.code == "correction.missing"} == {f"@{gone}"}


def test_an_uncorrected_document_does_not_stand_in_for_one_that_cannot_be_corrected() -> None:
    apart = {name: replace(rule, by_analogy=()) for name, rule in RULES.corrections.items()}
    kind, rules = RULES.lines["coke_oven"], replace(RULES, corrections=apart)
    stated = {"stamp_charging": Fraction(0), "coal_volatiles": Fraction(23)}
    line = ProductLine("1", "coke", Fraction(1), "t", correction_inputs=stated)
    rung, bench = kind.ladders["direct"][1], Bench(rules, ANCHORS, (), 2027, synthetic=True)
    assert bench.anchor("ndrc723.coke.top.benchmark", "kgce/t", "level", "D") is not None
    assert strictest(line, kind, rung, rung.advanced, "kgce/t", bench).value is None


@pytest.mark.parametrize("volatiles", ["20.9", "28.1"])
def test_nothing_is_read_beyond_the_ends_of_a_table(volatiles: str) -> None:
    found = level("coke", 2027, "limit", **{**OVENS, "stamp_charging": "0", "coal_volatiles": volatiles})
    assert found.value is None


def test_a_condition_that_cannot_be_counts_as_not_stated() -> None:
    assert level("bof_steel", 2027, "limit", scrap_ratio="400").value == -12


@given(st.data())
@pytest.mark.parametrize("name", [n for n, rule in RULES.corrections.items() if rule.effect == RELAXES])
def test_what_only_relaxes_never_tightens(name: str, data: st.DataObject) -> None:
    rule = RULES.corrections[name]
    bounds = {n: WORKED_OUT.get(n, (RULES.quantities[n].low, RULES.quantities[n].high)) for n in rule.inputs}
    inputs = {n: data.draw(st.fractions(min_value=low, max_value=high)) for n, (low, high) in bounds.items()}
    before = data.draw(st.fractions(min_value=1, max_value=2000))
    after = rule.corrected(before, inputs)
    assert after is None or after >= before


def test_some_corrections_can_tighten() -> None:
    assert {n for n, rule in RULES.corrections.items() if rule.effect == EITHER} >= {
        "coke_top_moisture", "coke_stamp_volatiles", "arc_hot_metal", "clinker_ratio_level3",
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_form_makes_a_level_of_nothing(form: str) -> None:
    numbers = dict.fromkeys(FORMS[form].numbers, Fraction(1))
    shape = Shape(numbers, {"a": Fraction(1)}, ((Fraction(0), Fraction(1)), (Fraction(2), Fraction(3))))
    assert FORMS[form].apply(shape, ("a", "b"), Fraction(10), {}) is None
