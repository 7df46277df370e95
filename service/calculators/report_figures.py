"""Figures of a whole report, from its totals and its production: intensities, load, shares of heat.

A method lists them as data. Each is computed exactly, once for the site or once for each unit, and only where all that
it needs was reported; one figure may rest on another that stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.accounting import Figure, FigureInput
from service.activity import ProductionRecord
from service.calculators.engine import Calculated, Line
from service.calculators.formula import FORMULAS, Formula, Signature
from service.calculators.totals import Total
from service.units import Unit, find_unit


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One input with its exact canonical value and where it came from."""

    name: str
    value: Fraction
    unit: Unit
    origin: str


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure, exact, for a unit or (where that is empty) for the whole site."""

    rule: Figure
    unit_id: str
    formula: Formula
    signature: Signature
    inputs: tuple[FigureValue, ...]
    value: Fraction


@dataclass(frozen=True, slots=True)
class Books:
    """What figures are computed from."""

    calculated: Calculated
    left_out: frozenset[int]
    totals: Sequence[Total]
    production: Sequence[ProductionRecord]

    def units(self) -> list[str]:
        """Return the units that production or activities name."""
        named = {p.unit_id for p in self.production} | {a.unit_id for a in self.calculated.activities}
        return sorted(unit for unit in named if unit)

    def made(self, product: str, unit_id: str) -> FigureValue | None:
        """Return what was made of a product, added up over the site where no unit is asked for."""
        records = [p for p in self.production if p.product == product and unit_id in ("", p.unit_id)]
        if not records:
            return None
        value = sum((p.quantity.exact() for p in records), Fraction(0))
        canonical = Unit("", records[0].quantity.unit.dimension, Fraction(1), "", "", ())
        return FigureValue(product, value, canonical, f"production {product}")

    def total(self, source: FigureInput, unit_id: str) -> FigureValue | None:
        """Return a total: of the site as it is printed, of a unit from its counted lines."""
        tonne = find_unit("t")
        if not unit_id:
            found = [t for t in self.totals if t.substance == source.substance and t.scope == source.scope]
            value = sum((t.exact for t in found), Fraction(0))
            return FigureValue(source.name, value, tonne, f"total {source.substance}") if found else None
        lines = [line for line in self.lines_of(unit_id) if line.substance == source.substance]
        value = sum((Fraction(line.text) * find_unit(line.unit).factor for line in lines), Fraction(0))
        return FigureValue(source.name, value, tonne, f"total {source.substance}") if lines else None

    def lines_of(self, unit_id: str) -> Iterator[Line]:
        """Yield the counted lines of a unit."""
        for position, line in enumerate(self.calculated.lines):
            counted = position not in self.left_out and not line.account and line.indicator is None
            if counted and self.calculated.activities[line.activity].unit_id == unit_id:
                yield line


def report_figures(rules: Sequence[Figure], books: Books) -> tuple[ReportFigure, ...]:
    """Return the figures that can be given."""
    figures: list[ReportFigure] = []
    for rule in rules:
        for unit_id in books.units() if rule.by_unit else [""]:
            known = {f.rule.id: f for f in figures if f.unit_id == unit_id}
            figure = figure_of(rule, unit_id, books, known)
            if figure is not None:
                figures.append(figure)
    return tuple(figures)


def figure_of(rule: Figure, unit_id: str, books: Books, known: Mapping[str, ReportFigure]) -> ReportFigure | None:
    """Return one figure, None where an input was not reported or has another dimension."""
    found = [input_of(source, unit_id, books, known) for source in rule.inputs]
    inputs = tuple(value for value in found if value is not None)
    formula = FORMULAS[rule.formula]
    signature = next((s for s in formula.signatures if len(inputs) == len(found) and fits(s, inputs)), None)
    if signature is None:
        return None
    arguments = dict(zip(formula.arguments, (value.value for value in inputs), strict=True))
    try:
        return ReportFigure(rule, unit_id, formula, signature, inputs, Fraction(formula.function(**arguments)))
    except ZeroDivisionError:
        return None


def fits(signature: Signature, inputs: Sequence[FigureValue]) -> bool:
    """Say whether inputs have the dimensions of a signature."""
    wanted = [find_unit(unit).dimension for unit in signature.arguments.values()]
    return wanted == [value.unit.dimension for value in inputs]


def input_of(source: FigureInput, unit_id: str, books: Books, known: Mapping[str, ReportFigure]) -> FigureValue | None:
    """Return one input: a production, a total, another figure, or a number of nothing where that is what is absent."""
    if source.production is not None:
        return books.made(source.production, unit_id)
    if source.substance is not None:
        return books.total(source, unit_id)
    figure = known.get(source.figure or "")
    if figure is not None:
        return FigureValue(source.name, figure.value, find_unit(figure.signature.result), f"figure {source.figure}")
    return FigureValue(source.name, Fraction(0), find_unit("1"), "none reported") if source.absent_is_zero else None
