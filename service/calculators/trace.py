"""What a verifier needs to recompute a figure by hand: equation, inputs with their origin, and each step's result.

Nothing of it is stored: a trace is the stored line computed again, which also proves the replay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from service.accounting import Rounding
from service.activity import ActivityRecord
from service.calculators.activities import REPORTED_EMISSION
from service.calculators.columns import input_value, run_exact
from service.calculators.engine import Line
from service.calculators.formula import displayed
from service.calculators.plan import Input, Plan, Prepared, Step
from service.calculators.rounding import exact_text
from service.factors import Match
from service.reference import Library

Json = dict[str, Any]

#: Places of an input: what was reported is there with all its digits, and a power can be carried into a product.
INPUT_PLACES = 18


def line_trace(line: Line, activity: ActivityRecord, library: Library, rounding: Rounding) -> Json:
    """Return the trace of one line as plain JSON values; `rounding` is the rule by which its figure is printed."""
    rule = {"places": rounding.places, "mode": rounding.mode, "unit": line.unit, "clause": rounding.clause}
    if line.plan is None:
        return reported_trace(line, activity) | {"rounding": rule}
    results = run_exact(line.plan, activity)
    steps = line.plan.steps
    inputs = [
        traced
        for step in steps
        for item in step.inputs
        if item.step is None
        for traced in input_traces(item, step, activity, library)
    ]
    return {
        "equation": "; ".join(step.formula.equation for step in steps),
        "formulas": [{"id": s.formula.id, "version": s.formula.version, "citation": s.formula.citation} for s in steps],
        "inputs": unique(inputs),
        "steps": [step_text(step, results, k, activity) for k, step in enumerate(steps)],
        "unrounded": {"value": exact_text(displayed(results[-1], line.unit)), "unit": line.unit},
        "rounding": rule,
        "method": line.method,
    }


def reported_trace(line: Line, activity: ActivityRecord) -> Json:
    """Return the trace of a mass that was reported as such: there is nothing to compute."""
    quantity = activity.quantity
    stated = {"value": quantity.value, "unit": quantity.unit.code}
    origin = {"match": Match.REPORTED.value, "factor_id": None, "source": None, "clause": None, "status": None}
    exact = exact_text(displayed(quantity.exact(), line.unit))
    return {
        "equation": "E",
        "formulas": [],
        "inputs": [{"name": REPORTED_EMISSION, "symbol": "E", **stated, "basis": line.basis, **origin}],
        "steps": [],
        "unrounded": {"value": exact, "unit": line.unit},
        "method": line.method,
    }


def input_traces(item: Input, step: Step, activity: ActivityRecord, library: Library) -> list[Json]:
    """Return an input of a step, a prepared one after those that it is computed from."""
    symbol, unit = step.formula.symbols[item.argument], step.signature.arguments[item.argument]
    return named_traces(item, symbol, unit, activity, library)


def named_traces(item: Input, symbol: str, unit: str, activity: ActivityRecord, library: Library) -> list[Json]:
    """Return an input under its symbol, a prepared one after those that it is computed from."""
    if item.prepared is None:
        return [{"symbol": symbol} | input_trace(item, unit, activity, library)]
    preparation = item.prepared.preparation
    parts = zip(item.prepared.inputs, preparation.symbols, preparation.units, strict=True)
    inner = [trace for i, name, own in parts for trace in named_traces(i, name, own, activity, library)]
    return [*inner, {"symbol": symbol} | prepared_trace(item.argument, item.prepared, unit, activity)]


def prepared_trace(name: str, prepared: Prepared, unit: str, activity: ActivityRecord) -> Json:
    """Return a power or a decay with its equation, worked out."""
    preparation = prepared.preparation
    values = [input_value(inner, activity, ()) for inner in prepared.inputs]
    arguments = ", ".join(map(stated, preparation.symbols, values, preparation.units))
    value = number_text(preparation.exact(*values), unit)
    origin = {"match": "prepared", "factor_id": None, "source": None, "clause": None, "status": None}
    result = f"{value} {unit}".removesuffix(" 1")
    equation = {"equation": preparation.equation, "step": f"{preparation.equation}: {arguments} → {result}"}
    return {"name": name, "value": value, "unit": unit, **equation, **origin}


def input_trace(item: Input, unit: str, activity: ActivityRecord, library: Library) -> Json:
    """Return one input in the unit in which the formula's step is stated."""
    if item.factor is not None:
        factor = item.factor
        source = library.sources.get(factor.source)
        return {
            "name": item.argument,
            "value": number_text(factor.canonical, unit),
            "unit": unit,
            "match": factor.match.value,
            "factor_id": factor.id,
            "printed": {"value": factor.text, "unit": factor.unit.code},
            "valid_from": factor.valid_from.isoformat(),
            "source": f"{source.title_zh} {source.number}".strip() if source else factor.source,
            "clause": factor.clause,
            "status": factor.status,
            "trust": factor.trust.value,
        }
    quantity = activity.parameters[item.parameter].quantity if item.parameter else activity.quantity
    basis = activity.parameters[item.parameter].basis if item.parameter else None
    measured = item.parameter is not None and activity.laboratory_report is not None
    return {
        "name": item.parameter or item.argument,
        "value": number_text(quantity.exact(), unit),
        "unit": unit,
        "match": (Match.MEASURED if measured else Match.REPORTED).value,
        "factor_id": None,
        "reported": {"value": quantity.value, "unit": quantity.unit.code} | ({"basis": basis} if basis else {}),
        "source": activity.laboratory_report if measured else None,
        "clause": None,
        "status": None,
    }


def step_text(step: Step, results: Sequence[Fraction], position: int, activity: ActivityRecord) -> str:
    """Write one step with its numbers: `E = AD × EF: AD = 12 t, EF = 0.5 t/t → 6 t`.

    What an earlier step gave names it: `G = step 1 = 3.5 t`.
    """
    arguments = ", ".join(
        stated(
            step.formula.symbols[item.argument] + ("" if item.step is None else f" = step {item.step + 1}"),
            input_value(item, activity, results),
            step.signature.arguments[item.argument],
        )
        for item in step.inputs
    )
    result = f"{exact_text(displayed(results[position], step.signature.result))} {step.signature.result}"
    return f"{step.formula.equation}: {arguments} → {result}"


def stated(symbol: str, value: Fraction, unit: str) -> str:
    """Write one number of a step; a pure one has no unit."""
    return f"{symbol} = {number_text(value, unit)} {unit}".removesuffix(" 1")


@lru_cache(maxsize=65_536)
def number_text(value: Fraction, unit: str) -> str:
    """Write a number of a step in its unit: lines share their factors, and each input is written twice."""
    return exact_text(displayed(value, unit), INPUT_PLACES)


def unique(inputs: Sequence[Json]) -> list[Json]:
    """Keep the first of equal inputs: several steps may use the same one."""
    seen: list[Json] = []
    for entry in inputs:
        if entry not in seen:
            seen.append(entry)
    return seen


def formula_of(plan: Plan | None) -> str:
    """Return the id of the formula that generated a line."""
    if plan is None:
        return REPORTED_EMISSION
    mains = [s.formula.id for s in plan.steps if s.formula.id not in BASIS_STEPS]
    return " + ".join(mains)


BASIS_STEPS: Mapping[str, None] = {"received_from_air_dried": None, "received_from_dry": None}
