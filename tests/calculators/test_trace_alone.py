"""A verifier with nothing but the answer: equation, inputs, units and rounding rule give the printed figure again.

No request, no library and no formula of the program here: `reader` works the printed equations out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from service.calculators import calculation  # noqa: F401  loads every family
from service.calculators.formula import FORMULAS
from service.calculators.preparation import PREPARATIONS
from service.units import find_unit
from tests.calculators.reader import STEP, Undefined, number, rounded, symbols_in, work_out, work_out_step
from tests.calculators.stored import answer_text, answered

Json = dict[str, Any]


def traced(answer: Json) -> Iterator[tuple[Json, Json]]:
    """Yield every figure that was computed: its trace, and the quantity that is printed."""
    for entry in (*answer["results"], *answer["indicators"]):
        if entry["trace"]["steps"]:
            yield entry["trace"], entry.get("mass") or entry["value"]


def worked_out(steps: list[str]) -> Fraction:
    """Work the steps out one after another."""
    known: list[Fraction] = []
    for step in steps:
        known.append(work_out_step(step, known))
    return known[-1]


def printed_again(result: Fraction, rounding: Json) -> Fraction:
    """Round a result in base units as the printed rule says."""
    return rounded(result / find_unit(rounding["unit"]).factor, rounding["places"], rounding["mode"])


@pytest.mark.parametrize("name", sorted(answered()))
def test_the_answer_alone_gives_its_figures(name: str) -> None:
    """Those of lines from their steps, those of the whole report from their printed inputs."""
    answer = json.loads(answer_text(name))
    for trace, printed in traced(answer):
        assert printed["unit"] == trace["rounding"]["unit"]
        assert printed_again(worked_out(trace["steps"]), trace["rounding"]) == Fraction(printed["value"]), trace
    for figure in answer["figures"]:
        values = {i["symbol"]: number(i["value"], i["unit"]) for i in figure["inputs"]}
        result = work_out(figure["equation"], values)
        shown = result / find_unit(figure["value"]["unit"]).factor
        assert abs(shown - Fraction(figure["unrounded"])) <= max(abs(shown) / 10**10, Fraction(1, 10**12))
        assert printed_again(result, figure["rounding"]) == Fraction(figure["value"]["value"]), figure


@pytest.mark.parametrize("name", sorted(answered()))
def test_every_symbol_of_an_equation_stands_among_the_inputs(name: str) -> None:
    """It is an input with value and unit, or what an earlier step gave; a prepared one comes with its own step."""
    for trace, _ in traced(json.loads(answer_text(name))):
        assert trace["equation"] == "; ".join(step.partition(": ")[0] for step in trace["steps"])
        stated = {f"{i['symbol']} = {i['value']} {i['unit']}".removesuffix(" 1") for i in trace["inputs"]}
        prepared = [i for i in trace["inputs"] if "step" in i]
        for text in [*trace["steps"], *(i["step"] for i in prepared)]:
            found = STEP.match(text)
            assert found, text
            assert {pair for pair in found["pairs"].split(", ") if " = step " not in pair} <= stated, text
        for entry in prepared:
            assert abs(work_out_step(entry["step"], []) - number(entry["value"], entry["unit"])) <= Fraction(1, 10**18)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_an_equation_as_printed_is_the_formula(name: str) -> None:
    """Also where no example runs it: symbols are those of the equation, and it gives the function's very rational."""
    proved = FORMULAS[name]
    assert symbols_in(proved.equation) == set(proved.symbols.values())
    for row, signature in enumerate(proved.signatures):
        source = np.random.default_rng(row)
        stated = {argument: str(source.integers(1, 10**5)) for argument in signature.arguments}
        drawn = {argument: number(stated[argument], unit) for argument, unit in signature.arguments.items()}
        by_hand = work_out(proved.equation, {proved.symbols[argument]: value for argument, value in drawn.items()})
        assert by_hand == Fraction(proved.function(**drawn))


@pytest.mark.parametrize("name", sorted(PREPARATIONS))
@pytest.mark.parametrize("seed", range(12))
def test_a_preparation_as_printed_is_what_is_computed(name: str, seed: int) -> None:
    prepared = PREPARATIONS[name]
    source = np.random.default_rng(seed)
    drawn = [Fraction(int(source.integers(1, 300)), 100) for _ in prepared.units]
    if "n" in prepared.symbols[2:]:
        drawn[prepared.symbols.index("n")] = Fraction(3)  # places are whole
    values = dict(zip(prepared.symbols, drawn, strict=True))
    try:
        by_hand = work_out(prepared.equation, values)
    except Undefined:
        with pytest.raises(ValueError, match="stand for"):
            prepared.exact(*drawn)
    else:
        assert abs(by_hand - prepared.exact(*drawn)) < Fraction(1, 10**40)


def test_a_step_that_hides_an_input_or_shows_another_result_is_caught() -> None:
    """The reader must be able to fail."""
    right = "E = AD × EF: AD = 12 t, EF = 0.5 t/t → 6 t"
    assert work_out_step(right, []) == 6
    for wrong in (right.replace("6 t", "7 t"), right.replace(" × ", " + "), right.replace(", EF = 0.5 t/t", "")):
        with pytest.raises(ValueError, match=re.escape(wrong[:6])):
            work_out_step(wrong, [])
