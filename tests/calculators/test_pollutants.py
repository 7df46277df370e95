"""Worked examples of pollutants, water and waste, and the balances that their formulas close.

Each file under `examples/pollutants/` holds requests with figures worked out by hand in `note`, or the refusal that is
due; `absent` names substances that no result may give, `unsaid` findings that must not be there.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calculators import calculation  # noqa: F401  loads every family
from service.calculators.formula import FORMULAS
from tests.calculators.stored import read_examples
from tests.calculators.test_metals_and_minerals import answer_to, figure, figures_of, refuse

Json = dict[str, Any]
FILES = sorted((Path(__file__).parent / "examples" / "pollutants").glob("*.yaml"))
EXAMPLES = [(path.stem, example) for path in FILES for example in read_examples(path)]
SHARE = st.integers(1, 99).map(lambda n: Fraction(n, 100))
MASSES = {"molar_mass_so2": Fraction(64), "molar_mass_s": Fraction(32)}


@pytest.mark.parametrize("example", [e for _, e in EXAMPLES], ids=[f"{stem}: {e['name']}" for stem, e in EXAMPLES])
def test_pollutant_example(example: Json) -> None:
    if "refused" in example:
        refuse(example["request"], example["refused"])
        return
    answer = answer_to(example["request"])
    for wanted in example["expect"]:
        assert figure(answer, wanted) == figures_of(wanted), wanted
    found = {finding["code"] for finding in answer["findings"]}
    assert set(example.get("findings", ())) <= found
    assert not set(example.get("unsaid", ())) & found
    assert not set(example.get("absent", ())) & {result["substance"] for result in answer["results"]}


def run(identifier: str, *arguments: Fraction, **named: Fraction) -> Fraction:
    return Fraction(FORMULAS[identifier].function(*arguments, **named))


@given(SHARE, SHARE, SHARE, SHARE)
@settings(max_examples=30)
def test_sulphur_ends_in_gas_gypsum_and_ash(
    sulfur: Fraction, kept: Fraction, removed: Fraction, rate: Fraction
) -> None:
    """Sulphur in = sulphur in the ash + sulphur of the SO2 that leaves + sulphur of dry, pure gypsum."""
    coal = Fraction(10_000)
    generated = run("so2_from_sulfur", coal, sulfur, kept, **MASSES)
    emitted = run("emission_after_removal", generated, removed, rate)
    taken = run("removed_by_treatment", generated, removed, rate)
    gypsum = run("gypsum_of_so2", taken, Fraction(0), Fraction(1), Fraction(172), MASSES["molar_mass_so2"])
    in_gas, in_gypsum = emitted * Fraction(32, 64), gypsum * Fraction(32, 172)
    assert coal * sulfur == coal * sulfur * kept + in_gas + in_gypsum


@given(SHARE, SHARE, SHARE)
@settings(max_examples=30)
def test_ash_falls_or_flies(ash: Fraction, kept: Fraction, removed: Fraction) -> None:
    coal = Fraction(10_000)
    flying = run("ash_to_flue_gas", coal, ash, kept)
    collected = run("removed_by_treatment", flying, removed, Fraction(1))
    escaped = run("emission_after_removal", flying, removed, Fraction(1))
    assert run("bottom_ash", coal, ash, kept) + collected + escaped == coal * ash


@given(SHARE, SHARE, SHARE)
@settings(max_examples=30)
def test_what_is_captured_and_what_escapes_is_the_whole(captured: Fraction, removed: Fraction, rate: Fraction) -> None:
    organic = Fraction(60)
    ducted = run("ducted_emission", organic, captured, removed, rate)
    assert ducted + run("fugitive_emission", organic, captured) == run(
        "voc_after_capture", organic, captured, removed, rate
    )
