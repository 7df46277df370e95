"""The scheme on the library as published: anchors are there and in order, and tests use the same numbers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from service.factors import FactorSet
from service.reference import load_library
from service.scoring.anchors import Bench
from service.scoring.axis import ordered
from service.scoring.double_near_zero import score
from service.scoring.labels import LABELS
from service.scoring.line_kinds import PollutantAnchor
from service.scoring.pilot_reader import find_pilot_ruleset
from service.scoring.result import Rating
from service.scoring.ruleset_reader import find_ruleset
from service.scoring.wording import REASONS, STEPS
from service.units import convert, find_unit
from tests.scoring.builders import ANCHORS, kiln, plant, unit

LIBRARY = load_library()
RULES = find_ruleset(LIBRARY, "DNZ-1")
ACCEPTED = FactorSet(LIBRARY, RULES.anchor_trust, RULES.accept_draft)
ANNUAL = date(2024, 1, 1)
LATEST = date(2026, 12, 31)


@pytest.mark.parametrize("series", sorted(ANCHORS))
def test_the_builders_use_the_published_numbers(series: str) -> None:
    text, code, trust = ANCHORS[series]
    entry = LIBRARY.in_force(series, ANNUAL if series.startswith("ets.") else LATEST)
    assert entry is not None
    assert entry.value is not None
    assert convert(entry.value, entry.unit, find_unit(code)) == Fraction(text)
    assert entry.trust is trust


def all_pollutant_anchors() -> list[PollutantAnchor]:
    return [a for line in RULES.lines.values() for medium in line.pollutants.values() for a in medium.values()]


def test_every_pollutant_series_is_in_the_library_and_in_order() -> None:
    bench = Bench(RULES, ACCEPTED, (), 2024, synthetic=True)
    for anchor in all_pollutant_anchors():
        found = {s: bench.anchor(s, "mg/m3", "level", "D") for s in (*anchor.baseline, *anchor.advanced)}
        values = {name: citation.value for name, citation in found.items() if citation is not None}
        assert values.keys() == found.keys()
        assert anchor.equivalent is None or bench.factor(anchor.equivalent) is not None
        assert all(ordered(values[b], values[a], None) for b in anchor.baseline for a in anchor.advanced)


def test_levels_that_came_into_force_during_the_year_are_not_used_for_it() -> None:
    during = Bench(RULES, ACCEPTED, (), 2025, synthetic=True)
    after = Bench(RULES, ACCEPTED, (), 2026, synthetic=True)
    assert during.factor("gb.power.coal.usc1000.level1") is None
    assert after.factor("gb.power.coal.usc1000.level1") is not None


def test_a_benchmark_of_another_year_is_not_carried_forward() -> None:
    series = "ets.power.benchmark.electricity.I"
    assert Bench(RULES, ACCEPTED, (), 2024, synthetic=True).factor(series) is not None
    assert Bench(RULES, ACCEPTED, (), 2026, synthetic=True).factor(series) is None


def test_plants_score_on_the_published_anchors() -> None:
    clinker = score(plant(kiln(), sector="3011"), RULES, ACCEPTED)
    assert clinker.carbon.value is not None
    assert clinker.carbon.value.central == Fraction(13, 17)
    power = score(plant(unit()), RULES, ACCEPTED)
    assert power.pollutant.value is not None
    assert power.rating is Rating.not_assessed
    assert power.lowest_trust == "recalled"


@pytest.mark.parametrize("plan", ["CN-2022-42", "SX-2023-1", "WH-2023-72", "LC-2023-7"])
def test_a_plans_ruleset_rests_on_the_scheme(plan: str) -> None:
    assert find_pilot_ruleset(LIBRARY, plan).rests_on == RULES.id
    assert find_ruleset(LIBRARY, plan) == RULES


#: Furnaces up to 500 t/d have a limit and no level 1 (GB 21340-2019, table 1).
WITHOUT_LEVEL_1 = {"glass.le500"}


def level_keys() -> dict[str, str]:
    """The key of the levels of every product and of every step of a choice, with the unit of its kind's energy."""
    kinds = [kind for kind in RULES.lines.values() if kind.energy is not None]
    by_product = {key: kind.energy.unit for kind in kinds if kind.energy for key in kind.levels.values()}
    steps = {s.key: kind.energy.unit for kind in kinds if kind.energy and kind.choice for s in kind.choice.steps}
    return by_product | steps


@pytest.mark.parametrize(("key", "unit_code"), sorted(level_keys().items()))
def test_the_levels_of_every_product_are_in_the_library_and_in_order(key: str, unit_code: str) -> None:
    bench = Bench(RULES, ACCEPTED, (), 2027, synthetic=True)
    pair = [bench.anchor(f"gb.{key}.level{n}", unit_code, "level", "D") for n in (3, 1)]
    limit, advanced = (level.value if level is not None else None for level in pair)
    assert limit is not None
    assert (advanced is None) is (key in WITHOUT_LEVEL_1)
    assert ordered(limit, advanced, None)


def test_every_corrected_series_is_in_the_library() -> None:
    named = {series for rule in RULES.corrections.values() for series in (*rule.series, *rule.by_analogy)}
    assert named <= LIBRARY.series.keys()


def test_every_finer_class_stands_under_a_row_of_the_table() -> None:
    for key, row in RULES.table_keys.items():
        assert key in level_keys()
        assert f"ndrc723.{key}.benchmark" not in LIBRARY.series
        assert f"ndrc723.{row}.benchmark" in LIBRARY.series


def test_the_score_and_the_check_know_the_same_gas_of_coal() -> None:
    rules = LIBRARY.documents["checks/thresholds.yaml"]["gas_per_co2"]
    power = next(Fraction(rule["value"]) for rule in rules if "4411" in rule["sectors"])
    assert RULES.number("stack_gas.coal_unit.coal") == power


def test_the_weak_level_and_the_strong_one_are_never_both_called_benchmark() -> None:
    """基准 (weak) and 标杆 (strong) share no English word: a text with 标杆 alone or 基准 alone names its own."""
    texts = {**REASONS, **STEPS, **LABELS}
    english = {name: en.casefold() for name, (_, en) in texts.items() if "benchmark" in en.casefold()}
    for name in english:
        zh = texts[name][0]
        assert "配额基准值" in zh or "标杆水平" in zh, name
    assert not [
        name for name, (zh, _) in texts.items() if "基准" in zh.replace("配额基准值", "").replace("基准水平", "")
    ]
