"""Coal, oil and gas, refining, chemicals, fluorinated gases and light industry: examples worked out by hand.

A request, the arithmetic written out, and the figures or the error that must come back, in the form that
`test_land_and_waste` describes.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calculators.formula import FORMULAS
from tests.calculators.stored import answer_of, assert_refused, read_examples

FILES = sorted((Path(__file__).parent / "examples" / "energy_and_chemistry").glob("*.yaml"))
EXAMPLES: dict[str, dict[str, Any]] = {f"{file.stem}: {e['name']}": e for file in FILES for e in read_examples(file)}


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if "error" not in e])
def test_figures_are_those_worked_out_by_hand(name: str) -> None:
    example = EXAMPLES[name]
    answer = answer_of(example)
    assert example["arithmetic"]
    wanted = [(*row[:3], Decimal(row[3])) for row in example.get("results", ())]
    masses = [(r["activity_id"], r["substance"], r["account"] or "-", r["mass"]["value"]) for r in answer["results"]]
    found = [(*mass[:3], Decimal(mass[3])) for mass in masses if mass[1] in {row[1] for row in wanted}]
    assert found == wanted
    totals = {total["substance"]: Decimal(total["mass"]["value"]) for total in answer["totals"]}
    assert {gas: Decimal(text) for gas, text in example.get("totals", {}).items()}.items() <= totals.items()
    assert set(example.get("findings", ())) <= {f["code"] for f in answer["findings"]}


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if "error" in e])
def test_what_is_missing_is_refused_where_it_is_missing(name: str) -> None:
    assert_refused(EXAMPLES[name])


VOLUMES = st.integers(1, 10**6).map(Fraction)
SHARES = st.integers(1, 99).map(lambda percent: Fraction(percent, 100))
DENSITY = Fraction(717, 10**6)


def run(name: str, *arguments: Fraction) -> Fraction:
    return Fraction(FORMULAS[name].function(*arguments))


@given(VOLUMES, SHARES, SHARES, SHARES)
@settings(max_examples=50)
def test_methane_of_a_mine_is_released_used_or_destroyed(
    volume: Fraction, content: Fraction, flared: Fraction, efficiency: Fraction
) -> None:
    drained = run("gas_mass", run("pure_gas", volume, content), DENSITY)
    led = run("gas_mass", run("pure_gas", volume * flared, content), DENSITY)
    destroyed = run("destroyed_mass", led, efficiency)
    unburnt = run("unburnt_mass", led, efficiency)
    used = drained - led
    released = drained + run("taken_off", destroyed) + run("taken_off", used)
    assert destroyed + unburnt == led
    assert released == unburnt
    assert released + destroyed + used == drained


@given(VOLUMES, SHARES)
@settings(max_examples=50)
def test_carbon_of_destroyed_hfc23_is_carbon_of_its_co2(treated: Fraction, efficiency: Fraction) -> None:
    co2 = run("co2_of_destroyed_hfc23", treated, efficiency, Fraction(44), Fraction(70))
    destroyed = run("destroyed_mass", treated, efficiency)
    assert co2 * 12 / 44 == destroyed * 12 / 70


@given(VOLUMES, SHARES, SHARES)
@settings(max_examples=50)
def test_carbon_that_catalyst_lost_is_carbon_of_the_co2(mass: Fraction, first: Fraction, second: Fraction) -> None:
    after, before = sorted((first, second))
    clean = mass * (1 - before)
    regenerated = clean / (1 - after)
    co2 = run("catalyst_regeneration_co2", mass, before, after, Fraction(1), Fraction(44), Fraction(12))
    assert co2 * 12 / 44 == mass * before - regenerated * after


@given(VOLUMES, SHARES, SHARES, SHARES, SHARES)
@settings(max_examples=50)
def test_process_gas_is_left_used_destroyed_or_emitted(
    use: Fraction, heel: Fraction, reacted: Fraction, collected: Fraction, removed: Fraction
) -> None:
    emitted = run("process_gas_emission", use, heel, reacted, collected, removed)
    left_in_container, consumed = use * heel, use * (1 - heel) * reacted
    destroyed = use * (1 - heel) * (1 - reacted) * collected * removed
    assert left_in_container + consumed + destroyed + emitted == use
