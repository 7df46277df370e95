"""What a verifier needs to recompute a figure by hand: equation, inputs with their origin, and each step's result.

Nothing of it is stored: a trace is the stored line computed again, which also proves the replay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

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


def line_trace(line: Line, activity: ActivityRecord, library: Library) -> Json:
    """Return the trace of one line as plain JSON values."""
    if line.plan is None:
        return reported_trace(line, activity)
    results = run_exact(line.plan, activity)
    steps = line.plan.steps
    inputs = [
        traced
        for step in steps
        for item in step.inputs
        if item.step is None
        for traced in input_traces(item, step.signature.arguments[item.argument], activity, library)
    ]
    return {
        "equation": "; ".join(step.formula.equation for step in steps),
        "formulas": [{"id": s.formula.id, "version": s.formula.version, "citation": s.formula.citation} for s in steps],
        "inputs": unique(inputs),
        "steps": [step_text(step, results, k, activity) for k, step in enumerate(steps)],
        "unrounded": {"value": exact_text(displayed(results[-1], line.unit)), "unit": line.unit},
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
        "inputs": [{"name": REPORTED_EMISSION, **stated, "basis": line.basis, **origin}],
        "steps": [],
        "unrounded": {"value": exact, "unit": line.unit},
        "method": line.method,
    }


def input_traces(item: Input, unit: str, activity: ActivityRecord, library: Library) -> list[Json]:
    """Return an input, a prepared one after those that it is computed from."""
    if item.prepared is None:
        return [input_trace(item, unit, activity, library)]
    return [
        *(
            input_trace(inner, inner_unit, activity, library)
            for inner, inner_unit in zip(item.prepared.inputs, item.prepared.preparation.units, strict=True)
        ),
        prepared_trace(item.argument, item.prepared, unit, activity),
    ]


def prepared_trace(name: str, prepared: Prepared, unit: str, activity: ActivityRecord) -> Json:
    """Return a power or a decay with its equation."""
    value = prepared.preparation.exact(*(input_value(inner, activity, ()) for inner in prepared.inputs))
    names = ", ".join(inner.argument for inner in prepared.inputs)
    origin = {"match": "prepared", "factor_id": None, "source": None, "clause": None, "status": None}
    equation = f"{prepared.preparation.equation} ({names})"
    return {"name": name, "value": exact_text(displayed(value, unit), 18), "unit": unit, "equation": equation, **origin}


def input_trace(item: Input, unit: str, activity: ActivityRecord, library: Library) -> Json:
    """Return one input in the unit in which the formula's step is stated."""
    if item.factor is not None:
        factor = item.factor
        source = library.sources.get(factor.source)
        return {
            "name": item.argument,
            "value": exact_text(displayed(factor.canonical, unit)),
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
        "value": exact_text(displayed(quantity.exact(), unit)),
        "unit": unit,
        "match": (Match.MEASURED if measured else Match.REPORTED).value,
        "factor_id": None,
        "reported": {"value": quantity.value, "unit": quantity.unit.code} | ({"basis": basis} if basis else {}),
        "source": activity.laboratory_report if measured else None,
        "clause": None,
        "status": None,
    }


def step_text(step: Step, results: Sequence[Fraction], position: int, activity: ActivityRecord) -> str:
    """Write one step with its numbers: `fuel_co2_from_heat(12000 t, 23.736 GJ/t, ...) = 27068.553389 t`."""
    arguments = ", ".join(
        f"{item.argument} = {exact_text(displayed(value, unit))} {unit}".removesuffix(" 1")
        for item in step.inputs
        for unit in (step.signature.arguments[item.argument],)
        for value in (input_value(item, activity, results),)
    )
    unit = step.signature.result
    result = f"{exact_text(displayed(results[position], unit))} {unit}".removesuffix(" 1")
    return f"{step.formula.equation}: {arguments} → {result}"


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
