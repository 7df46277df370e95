"""Published and recomputed cases of the synergy metrics: requests from `synergy.json`, expected values untouched."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring import synergy
from service.scoring.axis import Anchors, proximity, total
from service.scoring.progress import Year, compounded, progress
from tests.scoring.builders import air, anchors, kiln, plant, ruleset

DOCUMENT = json.loads((Path(__file__).parent / "synergy.json").read_text(encoding="utf-8"), parse_float=str)
CASES: Mapping[str, Mapping[str, Any]] = {case["id"]: case for case in DOCUMENT["examples"]}


def fractions(values: Mapping[str, Any]) -> dict[str, Fraction]:
    return {name: Fraction(str(value)) for name, value in values.items()}


def equivalents(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    given_ = fractions(inputs)
    one = {s: synergy.pollution_equivalents({s: given_[f"{s}_kg"]}, {s: given_["PEV"]}) for s in ("SO2", "NOx")}
    return {f"E_{s}": e for s, e in one.items()} | {f"tax_{s}": e * given_["rate_CNY_per_eq"] for s, e in one.items()}


def intensities(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    years = {y: Year(*fractions(row).values()) for y, row in inputs.items()}
    pairs = zip(years, list(years)[1:], strict=False)
    changes = {now: progress(years[before], years[now]) for before, now in pairs}
    return {
        "intensity": {y: row.emission / row.output for y, row in years.items()},
        "yoy_pct_from_raw": {y: (p.intensity_share or 0) * 100 for y, p in changes.items() if p is not None},
    }


def implied_index(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = {name: fractions(row) for name, row in inputs.items()}
    return {name: {"T_implied": row["D"] ** 2 / row["C"]} for name, row in rows.items()}


def ore_grades(inputs: Mapping[str, Any]) -> Any:
    rule = ruleset().corrections["burden_grade"]
    levels = [Fraction(level) for level in (361, 370, 415)]
    return [[rule.corrected(x, {"ore_grade": Fraction(str(g))}) for x in levels] for g in inputs["g_pct"]]


def levels(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    rows = {name: fractions(row) for name, row in inputs.items()}
    return {name: proximity(row["x"], Anchors(row["b"], row["a"])) for name, row in rows.items()}


def clinker_axis(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    from service.scoring.double_near_zero import score

    actual = {name: str(value) for name, value in inputs["actual_mg_m3"].items()}
    line = kiln(pollutants=air(actual["DUST"], actual["SO2"], actual["NOx"]))
    result = score(plant(line, sector="3011"), ruleset(), anchors()).pollutant
    whole = next(c for c in result.constraints if not c.gate)
    each = {("DUST" if c.subject == "PM" else c.subject): c.level for c in result.constraints if c.gate}
    bounds = {"B": whole.anchors.baseline, "A": whole.anchors.advanced, "X": whole.amount, "Z": whole.anchors.near_zero}
    return {**bounds, "P_sum": whole.level, "P_each": each, "P_min": min(each.values())}


def allocation(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    values = []
    for name in ("lines", "shifted"):
        rows = [[Fraction(str(cell)) for cell in row] for row in inputs[name]]
        whole = total(Anchors(b, a, z).scaled(q) for q, _, b, a, z in rows)
        values.append(proximity(sum((q * x for q, x, *_ in rows), Fraction(0)), whole))
    return {"P": values[0], "P_shifted": values[1], "equal": values[0] == values[1]}


def weighted(inputs: Any) -> Mapping[str, Any]:
    pairs = [(Fraction(str(row["gce_kWh"])), Fraction(str(row["net_kWh"]))) for row in inputs]
    mean = synergy.weighted_mean(pairs)
    simple = synergy.weighted_mean([(value, Fraction(1)) for value, _ in pairs])
    return {"weighted": mean, "simple_mean": simple, "meets_295": mean is not None and mean <= 295}


def costs(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    given_ = fractions(inputs)
    years = int(given_["n"])
    cost = synergy.annual_cost(given_["I"], given_["i"], years, given_["OM"], given_["S"])
    return {
        "CRF": synergy.capital_recovery_factor(given_["i"], years),
        "AC": cost,
        "CNY_per_eq": synergy.unit_cost(cost, given_["dLAPeq"]),
        "CNY_per_tCO2e": synergy.unit_cost(cost, given_["dCO2e_t"]),
    }


def grades(inputs: Mapping[str, Any]) -> Any:
    bounds = [Fraction(bound) for bound in CASES["EX12"]["published_answer"]["rule"].split("/")]
    return [synergy.grade(Fraction(str(k)), bounds) for k in inputs["K"]]


def extrapolated(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    given_ = fractions(inputs)
    return {"I_2025": compounded(given_["I_2019"], given_["d"], 6)}


RUNS: Mapping[str, Callable[[Any], Any]] = {
    "EX01": equivalents,
    "EX05": intensities,
    "EX07": extrapolated,
    "EX08": implied_index,
    "EX12": grades,
    "EX13": ore_grades,
    "EX15": levels,
    "EX16": clinker_axis,
    "EX17": allocation,
    "EX20": weighted,
    "EX21": costs,
}
#: Random laws of the axis and of missing data: `test_properties.py` holds them for every draw.
LAWS = {"EX22", "EX25"}


def agrees(expected: Any, computed: Any) -> bool:
    """Equal at the digits that are printed (`.0` is a whole number); a key that we lack is a failure."""
    if isinstance(expected, Mapping):
        return all(agrees(value, computed[key]) for key, value in expected.items() if key not in NOT_OURS)
    if isinstance(expected, list):
        return len(expected) == len(computed) and all(agrees(e, c) for e, c in zip(expected, computed, strict=True))
    if isinstance(expected, bool):
        return expected is computed
    digits = len(str(expected).removesuffix(".0").partition(".")[2])
    return bool(abs(Fraction(str(expected)) - computed) * 2 <= Fraction(1, 10**digits))


#: What rounded intensities would have given: shown in the source to be wrong, so there is nothing to compute.
NOT_OURS = {"yoy_pct_from_rounded_intensity"}


def test_no_case_is_dropped() -> None:
    assert set(CASES) == set(RUNS) | LAWS


@pytest.mark.parametrize("case", sorted(RUNS))
def test_case(case: str) -> None:
    assert agrees(CASES[case]["recomputed"], RUNS[case](CASES[case]["inputs"]))


number = st.fractions(min_value=-100, max_value=100, max_denominator=100)
base = st.fractions(min_value=Fraction(1, 10), max_value=100, max_denominator=10)


@given(number, base, number, base)
def test_a_double_increase_is_never_called_synergistic(dc: Fraction, c: Fraction, dp: Fraction, p: Fraction) -> None:
    at = synergy.point(dc, c, dp, p)
    found = synergy.cross_elasticity(at)
    assert (found.value is None) == (dc == 0)
    if dc < 0 and dp < 0:
        assert found.reading is synergy.Elasticity.both_worse
    if dc > 0 and dp > 0:
        assert at.quadrant is synergy.Quadrant.both_fall
        assert found.reading in ("pollutant_faster", "equal", "carbon_faster")


def test_a_measure_that_trades_one_for_the_other_is_not_synergistic() -> None:
    at = synergy.point(Fraction(-2), Fraction(100), Fraction(30), Fraction(100))
    assert at.quadrant is synergy.Quadrant.only_pollutant_falls
    assert synergy.cross_elasticity(at).reading is synergy.Elasticity.not_synergistic


def test_two_equally_bad_systems_couple_perfectly_and_coordinate_badly() -> None:
    found = synergy.coupling(Fraction(1, 100), Fraction(1, 100), Fraction(1, 2))
    assert found is not None
    assert found.coupling == 1
    assert found.degree == Fraction(1, 10)
    assert synergy.coupling(Fraction(0), Fraction(0), Fraction(1, 2)) is None


def test_a_measure_that_reduces_nothing_has_no_unit_cost() -> None:
    assert synergy.unit_cost(Fraction(100), Fraction(0)) is None


@given(base, base, base, base)
def test_the_split_of_a_change_has_no_residue(e0: Fraction, q0: Fraction, e1: Fraction, q1: Fraction) -> None:
    found = progress(Year(e0, q0), Year(e1, q1))
    assert found is not None
    assert found.from_activity + found.from_intensity == found.change


def test_making_less_is_not_progress_of_intensity() -> None:
    found = progress(Year(Fraction(100), Fraction(50)), Year(Fraction(60), Fraction(30)))
    assert found is not None
    assert found.change == found.from_activity == -40
    assert found.from_intensity == 0
    assert progress(Year(Fraction(100), Fraction(50)), Year(Fraction(0), Fraction(0))) is None
