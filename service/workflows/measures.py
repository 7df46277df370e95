"""From a measure as sent to its cost a year and its tonnes, by the figures given or by computing both sides."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from service.calculators.calculation import perform
from service.calculators.totals import CO2E
from service.errors import Fault, InvalidInput, below
from service.records import ScoreRow
from service.reference import Library
from service.requests.fields import Quantity
from service.requests.pathways import MeasureRequest
from service.requests.reports import Activity, CalculationRequest
from service.scoring.abatement import CARBON, Measure
from service.scoring.synergy import annual_cost
from service.spelling import nearest, substance_id
from service.units import parse_quantity
from service.workflows.intake import submission_of

MONEY, MASS, ENERGY, SHARE = "CNY", "t", "kgce", "1"
NOTHING = Fraction(0)
#: CO2 is taken by scope, and its equivalent is a sum that no axis asks for.
WARMING = (CARBON, CO2E)


def measure_of(sent: MeasureRequest, position: int, library: Library, row: ScoreRow, trust: str) -> Measure:
    """Return a measure in exact numbers; raises `InvalidInput` with pointers, or what a calculation raises."""
    pointer = f"/measures/{position}"
    lines, one_sided = difference(sent, pointer, library, row, trust) if sent.before or sent.after else ({}, ())
    told = falls_of(sent, pointer, library)
    if both := sorted(lines.keys() & told.keys()):
        raise InvalidInput(Fault("measure.told_twice", f"{pointer}/falls/{both[0]}"))
    energy = amount(sent.energy_saved, ENERGY, f"{pointer}/energy_saved")
    return Measure(sent.id, cost_of(sent, pointer), {**lines, **told}, energy, frozenset(sent.excludes), one_sided)


def falls_of(sent: MeasureRequest, pointer: str, library: Library) -> dict[str, Fraction]:
    """Return the masses that fall, by substance under its code; raises `InvalidInput` for a name that means none, for
    a sum of gases, and for one substance under two names.
    """
    falls: dict[str, Fraction] = {}
    for name, mass in sent.falls.items():
        at = f"{pointer}/falls/{name}"
        code = CO2E if name.upper() == CO2E.upper() else substance_id(library, name)
        if code == CO2E:
            raise InvalidInput(Fault("measure.sum_of_gases", at, {"expected": CARBON}))
        if code is None:
            expected = ", ".join(nearest(library.documents["substances.yaml"], name)) or "GET /v1/vocabulary/substances"
            raise InvalidInput(Fault("substance.unknown", at, {"expected": expected}))
        if code in falls:
            raise InvalidInput(Fault("parameter.repeated", at, {"expected": code}))
        falls[code] = amount(mass, MASS, at)
    return falls


def cost_of(sent: MeasureRequest, pointer: str) -> Fraction:
    """Return the cost a year: the investment spread over its years, operation less savings."""
    operation, savings = (
        paid(each, f"{pointer}/{name}") for name, each in (("operation", sent.operation), ("savings", sent.savings))
    )
    if sent.investment is None:
        return operation - savings
    laid_out = paid(sent.investment.amount, f"{pointer}/investment/amount")
    interest = amount(sent.investment.interest, SHARE, at := f"{pointer}/investment/interest")
    if not 0 <= interest < 1:
        raise InvalidInput(Fault("measure.interest", at))
    return annual_cost(laid_out, interest, sent.investment.years, operation, savings)


def paid(sent: Quantity | None, pointer: str) -> Fraction:
    """Return an amount of money; raises `InvalidInput` for less than nothing, which would turn a cost into a gain."""
    money = amount(sent, MONEY, pointer)
    if money < 0:
        raise InvalidInput(Fault("measure.negative", pointer))
    return money


def amount(sent: Quantity | None, unit: str, pointer: str) -> Fraction:
    """Return a quantity in `unit`, nothing where none was sent; raises `InvalidInput` for another dimension."""
    if sent is None:
        return NOTHING
    try:
        return parse_quantity(sent.value, sent.unit).to(unit)
    except InvalidInput as error:
        raise InvalidInput(*(Fault(f.code, f"{pointer}{f.pointer}", f.params) for f in error.faults)) from error


def difference(
    sent: MeasureRequest, pointer: str, library: Library, row: ScoreRow, trust: str
) -> tuple[Mapping[str, Fraction], tuple[str, ...]]:
    """Return what falls in t by substance between the lines before and after, by the methods of the report's year, and
    the substances that only one side's lines have a figure for: what cannot be evaluated is no reduction.
    """
    with below(f"{pointer}/before", instead_of="/activities"):
        before = masses(sent.before, library, row, trust)
    with below(f"{pointer}/after", instead_of="/activities"):
        after = masses(sent.after, library, row, trust)
    names = before.keys() & after.keys() if sent.before and sent.after else before.keys() | after.keys()
    falls = {name: before.get(name, NOTHING) - after.get(name, NOTHING) for name in sorted(names)}
    return falls, tuple(sorted((before.keys() | after.keys()) - names))


def masses(lines: list[Activity], library: Library, row: ScoreRow, trust: str) -> Mapping[str, Fraction]:
    """Return the total of each substance of some lines; of CO2 the direct part, which is what the axis judges."""
    if not lines:
        return {}
    body = CalculationRequest.model_validate(
        {"sector": row.sector, "region": row.region, "period": str(row.year), "trust": trust, "activities": lines}
    )
    totals = perform(submission_of(body, library), library).totals
    direct = {total.substance: total.exact for total in totals.by_scope if total.scope == 1}
    others = {total.substance: total.exact for total in totals.overall if total.substance not in WARMING}
    return others | {name: mass for name, mass in direct.items() if name == CARBON}
