"""A calculation as plain JSON values: with every trace for the stateless call, lean for a stored report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from service.accounting import AccountingMethod
from service.calculators.calculation import Calculation
from service.calculators.engine import Line
from service.calculators.formula import displayed
from service.calculators.report_figures import FigureValue, ReportFigure
from service.calculators.rounding import decimal_text, exact_text, round_fraction
from service.calculators.tax_answer import tax_json
from service.calculators.totals import Total
from service.calculators.trace import formula_of, line_trace
from service.calculators.uncertainty import Spread, percent
from service.findings import Finding
from service.messages import message
from service.reference import Library
from service.units import find_unit

Json = dict[str, Any]


def full_answer(calculation: Calculation, library: Library) -> Json:
    """Return the answer of a stateless calculation: every figure with its trace."""
    every = range(len(calculation.calculated.lines))
    return lean_answer(calculation) | {
        **traced(calculation, library, every),
        "indicator_totals": indicator_totals(calculation),
    }


def traced(calculation: Calculation, library: Library, positions: Sequence[int]) -> Json:
    """Return the lines at these positions with their traces: those that are masses, and the indicators."""
    lines = calculation.calculated.lines
    masses = [position for position in positions if lines[position].indicator is None]
    others = [position for position in positions if lines[position].indicator is not None]
    return {
        "results": [result_json(p, calculation) | {"trace": trace_of(lines[p], calculation, library)} for p in masses],
        "indicators": [indicator_json(lines[p], calculation, library) for p in others],
    }


def trace_of(line: Line, calculation: Calculation, library: Library) -> Json:
    """Return the trace of a line, with the rounding rule of its method."""
    method = next(m for m in calculation.grounds.methods if m.id == line.method)
    activity = calculation.calculated.activities[line.activity]
    return line_trace(line, activity, library, method.rounding(line.substance))


def lean_answer(calculation: Calculation) -> Json:
    """Return methods, totals, findings and digest; lines are read from their own resource."""
    method, pollutants = calculation.method, calculation.pollutant_method
    return {
        "method": method_json(method),
        "pollutant_method": method_json(pollutants) if pollutants else None,
        "methods_beside": [method_json(beside) for beside in calculation.grounds.methods[1:]],
        **totals_json(calculation),
        "figures": [figure_json(figure) for figure in calculation.figures],
        "environmental_tax": tax_json(calculation.tax, calculation.grounds.tax_rules) if calculation.tax else None,
        "findings": [finding_json(f) for f in calculation.findings],
        "reference_digest": calculation.reference_digest,
    }


def totals_json(calculation: Calculation) -> Json:
    """Return the totals over all scopes, by scope, and the accounts beside them."""
    totals = calculation.totals
    parts = {"totals": totals.overall, "totals_by_scope": totals.by_scope, "totals_beside": totals.beside}
    found: Json = {
        name: [total_json(total, calculation.method) | total_width(total, calculation) for total in part]
        for name, part in parts.items()
    }
    return found | {"uncertainty": uncertainty_json(calculation)}


def uncertainty_json(calculation: Calculation) -> Json | None:
    """Say what the uncertainties are and where those that nobody stated come from, where the request asks for them."""
    if not calculation.submission.uncertainty:
        return None
    document = calculation.grounds.uncertainty
    return {name: document[name] for name in ("coverage", "source", "status")}


def total_width(total: Total, calculation: Calculation) -> Json:
    """Return the uncertainty of a total, where the request asks for it."""
    if not calculation.submission.uncertainty:
        return {}
    return width_json(calculation.total_spread(total), float(total.exact))


def line_width(position: int, calculation: Calculation) -> Json:
    """Return the uncertainty of a line, where the request asks for it."""
    if not calculation.submission.uncertainty:
        return {}
    return width_json(calculation.spreads[position], calculation.calculated.lines[position].value)


def width_json(spread: Spread, value: float) -> Json:
    """Return a half-width as a percentage of the value; there is none of nothing."""
    relative = percent(spread, value)
    return {"uncertainty": {"value": relative, "unit": "%"} if relative is not None else None}


def results_json(calculation: Calculation) -> list[Json]:
    """Return the figures that are masses, without their traces."""
    return [
        result_json(position, calculation)
        for position, line in enumerate(calculation.calculated.lines)
        if line.indicator is None
    ]


def result_json(position: int, calculation: Calculation) -> Json:
    """Return one figure that is a mass, without its trace."""
    line = calculation.calculated.lines[position]
    activity_id = calculation.calculated.activities[line.activity].id
    counted = position not in calculation.totals.left_out
    return line_json(line, activity_id, counted) | line_width(position, calculation)


def method_json(method: AccountingMethod) -> Json:
    """Name a method."""
    return {"id": method.id, "title": in_both_languages(method.title), "text_status": method.text_status}


def in_both_languages(label: Mapping[str, str]) -> Json:
    """Return a label with its languages in one order, however the document it comes from was stored."""
    return {language: label[language] for language in ("zh", "en")}


def line_json(line: Line, activity_id: str, counted: bool) -> Json:
    """Return one figure without its trace."""
    return {
        "activity_id": activity_id,
        "substance": line.substance,
        "scope": line.scope,
        "medium": line.medium,
        "basis": line.basis,
        "mass": {"value": line.text, "unit": line.unit},
        "trust": line.trust.value,
        "formula": formula_of(line.plan),
        "account": line.account or None,
        "counted_in_total": counted and not line.account,
    }


def indicator_json(line: Line, calculation: Calculation, library: Library) -> Json:
    """Return a figure that is no mass, such as a removal efficiency that would be needed, with its trace."""
    return {
        "activity_id": calculation.calculated.activities[line.activity].id,
        "name": line.indicator,
        "substance": line.substance,
        "value": {"value": line.text, "unit": line.unit},
        "formula": formula_of(line.plan),
        "trace": trace_of(line, calculation, library),
    }


def indicator_totals(calculation: Calculation) -> list[Json]:
    """Add up the printed indicators that are amounts, such as the allowances of a plant's units."""
    mass = find_unit("t").dimension
    sums: dict[tuple[str, str, str], Decimal] = {}
    for line in calculation.calculated.lines:
        if line.indicator is not None and find_unit(line.unit).dimension == mass:
            key = (line.indicator, line.substance, line.unit)
            sums[key] = sums.get(key, Decimal(0)) + Decimal(line.text)
    return [
        {"name": name, "substance": substance, "value": {"value": f"{value:f}", "unit": unit}}
        for (name, substance, unit), value in sums.items()
    ]


def figure_json(figure: ReportFigure) -> Json:
    """Return a figure of the whole report, or of one unit, with what it rests on."""
    rule, signature = figure.rule, figure.signature
    unit = signature.result
    printed = round_fraction(displayed(figure.value, unit) * 10**rule.places, rule.mode)
    stated = zip(figure.inputs, figure.formula.symbols.values(), signature.arguments.values(), strict=True)
    return {
        "id": rule.id,
        "label": in_both_languages(rule.label),
        "unit_id": figure.unit_id or None,
        "value": {"value": decimal_text(printed, rule.places), "unit": unit},
        "unrounded": exact_text(displayed(figure.value, unit)),
        "formula": figure.formula.id,
        "equation": figure.formula.equation,
        "citation": figure.formula.citation,
        "inputs": [figure_input(*pair) for pair in stated],
        "rounding": {"places": rule.places, "mode": rule.mode, "unit": unit},
    }


def figure_input(found: FigureValue, symbol: str, unit: str) -> Json:
    """Return one input of a figure of the report with its origin."""
    value = exact_text(displayed(found.value, unit))
    return {"name": found.name, "symbol": symbol, "value": value, "unit": unit, "origin": found.origin}


def total_json(total: Total, method: AccountingMethod) -> Json:
    """Return one total, rounded once by the method's rule."""
    rule = method.rounding(total.substance)
    # A total is a sum of whole quanta: it has no digits beyond them.
    places = min(rule.places, len(str(total.per_tonne)) - 1)
    scale = Fraction(10**places) / find_unit(rule.unit).factor
    text = decimal_text(round_fraction(total.exact * scale, rule.mode), places)
    named: Mapping[str, Any] = {"gwp": total.gwp} if total.gwp else {}
    scoped: Mapping[str, Any] = {"scope": total.scope} if total.scope else {}
    beside: Mapping[str, Any] = {"account": total.account} if total.account else {}
    mass = {"value": text, "unit": rule.unit}
    return {
        "substance": total.substance,
        "medium": total.medium,
        **named,
        **scoped,
        **beside,
        "mass": mass,
        "bases": list(total.bases),
        "trust": total.trust.value,
    }


def finding_json(finding: Finding) -> Json:
    """Return one finding with its text in both languages."""
    chinese, english = message(finding.code, finding.params)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "pointer": finding.pointer,
        "params": dict(finding.params),
        "message": {"zh": chinese, "en": english},
    }
