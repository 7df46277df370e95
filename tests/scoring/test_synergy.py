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

from service.calculators.formulas.tax import equivalents_tax
from service.scoring import synergy
from service.scoring.axis import Anchors, proximity, total
from service.scoring.figures import equivalents_of
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.progress import Progress, Three, progress
from service.scoring.progress_render import progress_to_json
from service.scoring.target_reader import read_formulas
from service.scoring.targets import Given, compute, gap
from service.scoring.yardsticks import efficiency_grade
from service.units import find_unit
from service.workflows.targets import FORMULAS, TARGETS
from tests.scoring.builders import air, anchors, kiln, plant, ruleset
from tests.scoring.published import LIBRARY

DOCUMENT = json.loads((Path(__file__).parent / "synergy.json").read_text(encoding="utf-8"), parse_float=str)
PEV = {"SO2": Fraction("0.95"), "NOx": Fraction("0.95"), "PM": Fraction("2.18")}
CASES: Mapping[str, Mapping[str, Any]] = {case["id"]: case for case in DOCUMENT["examples"]}


def fractions(values: Mapping[str, Any]) -> dict[str, Fraction]:
    return {name: Fraction(str(value)) for name, value in values.items()}


def equivalents(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    given_ = fractions(inputs)
    tonnes = {s: given_[f"{s}_kg"] / 1000 for s in ("SO2", "NOx")}
    one = {s: equivalents_of({s: mass}, {s: given_["PEV"]}) for s, mass in tonnes.items()}
    taxes = {s: equivalents_tax(e, given_["rate_CNY_per_eq"], Fraction(1)) for s, e in one.items()}
    return {f"E_{s}": e for s, e in one.items()} | {f"tax_{s}": tax for s, tax in taxes.items()}


def mill(co2e: Fraction, steel: Fraction) -> Inventory:
    """A works that makes steel alone, in t."""
    line = ProductLine("1", "crude_steel", steel, "t")
    return plant(line, sector="3110", co2e_total=co2e)


def moved(before: Inventory, after: Inventory, quantity: str = "CO2e", as_base: Inventory | None = None) -> Progress:
    found = progress(Three(before, after, as_base or after, PEV), quantity)
    assert isinstance(found, Progress)
    return found


def intensities(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    years = {year: mill(*(value * 10**4 for value in fractions(row).values())) for year, row in inputs.items()}
    pairs = zip(years, list(years)[1:], strict=False)
    told = {now: progress_to_json(moved(years[before], years[now]), 1, None) for before, now in pairs}
    steps: list[Any] = [each["by_product"] for each in told.values()]
    first = {next(iter(years)): Fraction(steps[0][0]["before"])}
    return {
        "intensity": first | {year: Fraction(step[0]["after"]) for year, step in zip(told, steps, strict=True)},
        "yoy_pct_from_raw": {year: Fraction(str(each["intensity_change"])) * 100 for year, each in told.items()},
    }


def implied_index(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The two levels that a published C and D leave, and the T that we find for them."""
    rows = {name: fractions(row) for name, row in inputs.items()}
    return {name: {"T_implied": index_behind(row["C"], row["D"] ** 2 / row["C"])} for name, row in rows.items()}


def index_behind(c: Fraction, t: Fraction) -> Fraction:
    apart = t * synergy.root(1 - c**2)
    found = synergy.coupling(t + apart, t - apart, Fraction(1, 2))
    assert found is not None
    assert abs(found.coupling - c) < Fraction(1, 10**6)
    assert abs(found.degree**2 - c * t) < Fraction(1, 10**6)
    return found.index


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
    """The plans' target for coal per kWh, over sites; the mean of the sites alone is what it must not be."""
    formula = read_formulas(LIBRARY.documents[FORMULAS], FORMULAS).of("W-T07")
    assert formula is not None
    pairs = [(Fraction(str(row["gce_kWh"])), Fraction(str(row["net_kWh"]))) for row in inputs]
    tonne, kilowatt_hour = find_unit("tce").factor, find_unit("kWh").factor
    sites = [Given(grams * kwh * tonne / 10**6, kwh * kilowatt_hour) for grams, kwh in pairs]
    mean = compute(formula, sites).value
    row = next(row for row in LIBRARY.records[TARGETS] if row["id"] == "W-T07")
    assert mean is not None
    return {"weighted": mean, "meets_295": gap(row, mean, formula.unit) <= 0}


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
    return [Fraction(efficiency_grade(Fraction(str(k)), ruleset())) for k in inputs["K"]]


def extrapolated(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    given_ = fractions(inputs)
    unit = mill(given_["I_2019"], Fraction(1))
    return {"I_2025": moved(unit, unit).due(given_["d"], 6)}


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


#: What rounded intensities and an unweighted mean would give: shown to be wrong, so that nothing computes them.
NOT_OURS = {"yoy_pct_from_rounded_intensity", "simple_mean"}


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
