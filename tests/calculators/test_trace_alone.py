"""A verifier with nothing but the answer: the trace's equation, inputs and units give the figure again, exactly.

No request and no library here: an input is what the trace prints, in the unit that it prints. The equation is
worked out by its formula, found by the id that the trace names, on exact rationals; prepared inputs are
taken as printed.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest

from service.calculators.formula import FORMULAS
from service.units import find_unit
from tests.calculators.stored import answer_text, answered

Json = dict[str, Any]
#: Each step reads `equation: name = value unit, ... → value unit`.
STEP = re.compile(r"^(?P<equation>.*): (?P<inputs>[a-z_0-9]+ = .*) → (?P<value>-?[\d.]+) ?(?P<unit>.*)$")
#: Results that are carried from step to step are printed with twelve places.
PRINTED = Fraction(1, 10**10)


def traced(answer: Json) -> list[Json]:
    return [entry for entry in (*answer["results"], *answer["indicators"]) if entry["trace"]["steps"]]


def number(text: str) -> Fraction:
    """Read `12.5 t` as a canonical value."""
    value, _, unit = text.partition(" ")
    return Fraction(value) * find_unit(unit or "1").factor


def recomputed(trace: Json) -> tuple[Fraction, str]:
    """Work the steps out one after another; a step's printed input that an earlier step gave is taken unrounded."""
    known: list[Fraction] = []
    result, unit = Fraction(0), ""
    for named, step in zip(trace["formulas"], trace["steps"], strict=True):
        found = STEP.match(step)
        assert found, step
        arguments = {}
        for pair in found["inputs"].split(", "):
            name, _, text = pair.partition(" = ")
            arguments[name] = carried(number(text), known)
        result, unit = FORMULAS[named["id"]].function(**arguments), found["unit"]
        known.append(result)
    return result, unit


def near(one: Fraction, other: Fraction) -> bool:
    """Say whether two numbers differ by no more than a print of twelve places may hide."""
    return abs(one - other) <= max(PRINTED * abs(one), Fraction(1, 10**12))


def carried(printed: Fraction, known: list[Fraction]) -> Fraction:
    """Return the unrounded result of the earlier step that was printed so, else the printed number."""
    return next((result for result in reversed(known) if near(printed, result)), printed)


@pytest.mark.parametrize("name", sorted(answered()))
def test_the_trace_alone_gives_the_figure(name: str) -> None:
    for entry in traced(json.loads(answer_text(name))):
        stated = entry["trace"]["unrounded"]
        value, _ = recomputed(entry["trace"])
        shown = value / find_unit(stated["unit"]).factor
        largest = max(abs(shown), Fraction(1))
        assert abs(shown - Fraction(stated["value"])) <= PRINTED * largest, entry
        printed = entry["mass"] if "mass" in entry else entry["value"]
        places = len(printed["value"].partition(".")[2])
        assert abs(shown - Fraction(printed["value"])) <= Fraction(1, 10**places), entry


@pytest.mark.parametrize("name", sorted(answered()))
def test_every_input_of_a_step_stands_among_the_inputs(name: str) -> None:
    """What a step uses was reported, found with its source, prepared with its equation, or is an earlier result."""
    for entry in traced(json.loads(answer_text(name))):
        trace = entry["trace"]
        stated = [number(f"{i['value']} {i['unit']}") for i in trace["inputs"]]
        for step in trace["steps"]:
            found = STEP.match(step)
            assert found, step
            used = [number(pair.partition(" = ")[2]) for pair in found["inputs"].split(", ")]
            assert all(any(near(value, known) for known in stated) for value in used), (used, stated)
            stated.append(number(f"{found['value']} {found['unit']}"))
