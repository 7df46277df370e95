"""Figures of a whole report, from its totals and its production: intensities, load, shares of heat.

A method lists them as data. Each is computed exactly, once for the site or once for each unit, and only where all that
it needs was reported; one figure may rest on another that stands before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import cached_property

from service.accounting import Figure, FigureInput
from service.activity import ProductionRecord
from service.calculators.engine import Calculated, Line
from service.calculators.formula import FORMULAS, Formula, Signature
from service.calculators.totals import Total
from service.units import find_unit

#: The origin of an input that is nothing because nothing of it was reported.
NONE_REPORTED = "none reported"
#: A sum of printed masses loses no digit, or is refused.
_EXACT = Context(prec=100, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One input with its exact canonical value and where it came from."""

    name: str
    value: Fraction
    dimension: str
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


@dataclass(frozen=True)
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
        return FigureValue(product, value, records[0].quantity.unit.dimension, f"production {product}")

    def total(self, source: FigureInput, unit_id: str) -> FigureValue | None:
        """Return a total: of the site as it is printed, of a unit from its lines; or the sum of accounts beside it."""
        found = [t.exact for t in self.totals_of(source)] if not unit_id else list(self.masses_of(source, unit_id))
        if not found and not source.absent_is_zero:
            return None
        origin = f"{' + '.join(source.accounts) or 'total'} {source.substance}" if found else NONE_REPORTED
        return FigureValue(source.name, sum(found, Fraction(0)), find_unit("t").dimension, origin)

    def totals_of(self, source: FigureInput) -> Iterator[Total]:
        """Yield the totals of the site that an input is the sum of."""
        for total in self.totals:
            fits_scope = total.scope == source.scope or bool(source.accounts)
            if total.substance == source.substance and fits_scope and total.account in (source.accounts or ("",)):
                yield total

    def masses_of(self, source: FigureInput, unit_id: str) -> Iterator[Fraction]:
        """Yield the printed masses of a unit that an input is the sum of, those in one unit of measure together."""
        printed: dict[str, list[Decimal]] = defaultdict(list)
        for line in self.counted.get((source.substance or "", unit_id), ()):
            if line.account in (source.accounts or ("",)):
                printed[line.unit].append(Decimal(line.text))
        with localcontext(_EXACT):
            sums = {unit: sum(masses, Decimal(0)) for unit, masses in printed.items()}
        yield from (Fraction(mass) * find_unit(unit).factor for unit, mass in sums.items())

    @cached_property
    def counted(self) -> Mapping[tuple[str, str], Sequence[Line]]:
        """Return the masses that count, by substance and unit: a report of many months and units asks for each."""
        found: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for position, line in enumerate(self.calculated.lines):
            unit_id = self.calculated.activities[line.activity].unit_id
            if unit_id is not None and position not in self.left_out and line.indicator is None:
                found[line.substance, unit_id].append(line)
        return found


def report_figures(rules: Sequence[Figure], books: Books) -> tuple[ReportFigure, ...]:
    """Return the figures that can be given; a site whose lines name no unit is one unit."""
    figures: list[ReportFigure] = []
    for rule in rules:
        for unit_id in (books.units() or [""]) if rule.by_unit else [""]:
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
    return wanted == [value.dimension for value in inputs]


def input_of(source: FigureInput, unit_id: str, books: Books, known: Mapping[str, ReportFigure]) -> FigureValue | None:
    """Return one input: a production, a total, another figure, or a number of nothing where that is what is absent."""
    if source.production is not None:
        return books.made(source.production, unit_id)
    if source.substance is not None:
        return books.total(source, unit_id)
    figure = known.get(source.figure or "")
    if figure is not None:
        dimension = find_unit(figure.signature.result).dimension
        return FigureValue(source.name, figure.value, dimension, f"figure {source.figure}")
    if not source.absent_is_zero:
        return None
    return FigureValue(source.name, Fraction(0), find_unit("1").dimension, NONE_REPORTED)
