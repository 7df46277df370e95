"""What reports state for the fields of a formula: amounts of products, of lines and of their parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from service.requests.fields import Quantity
from service.requests.reports import ReportRequest
from service.scoring.targets import Field, Formula, Given
from service.units import parse_quantity
from service.workflows.target_sites import Site


def given(formula: Formula, site: Site, years: range) -> Given:
    """Return what a site's accepted reports give, in base units, in the first way whose whole they tell."""
    now, before = site.reports(years), site.reports((years.stop - 2,))
    if formula.form == "difference" and formula.absent == "nothing" and now and before:
        return Given(
            amount(now, formula.numerator) or Fraction(0), None, amount(before, formula.numerator) or Fraction(0)
        )
    for above, below in formula.ways:
        if amount(now, below or above) is not None:
            return Given(amount(now, above), amount(now, below), amount(before, above))
    return Given(None)


def telling(formula: Formula, reports: Sequence[ReportRequest]) -> bool:
    """Say whether reports give a numerator in any way."""
    return any(amount(reports, above) is not None for above, _ in formula.ways)


def amount(reports: Sequence[ReportRequest], fields: Sequence[Field]) -> Fraction | None:
    """Return the sum of some fields over reports, None where none of them is given."""
    stated = [part for report in reports for field in fields for part in parts(report, field)]
    return sum(stated, Fraction(0)) if stated else None


def parts(report: ReportRequest, field: Field) -> Iterator[Fraction]:
    """Yield what a report states for a field; a quantity of another dimension is no statement."""
    made = (line.quantity for line in report.production if line.product == field.production)
    lines = (
        line
        for line in report.activities
        if line.kind == field.kind and (not field.materials or line.material in field.materials)
    )
    used = (line.parameters.get(field.parameter) if field.parameter else line.quantity for line in lines)
    for stated in (*made, *used):
        quantity = in_base(stated, field.unit) if stated is not None else None
        if quantity is not None:
            yield quantity


def in_base(stated: Quantity, unit: str) -> Fraction | None:
    """Return a quantity in base units, None where it is not of the dimension of `unit`."""
    quantity, wanted = parse_quantity(stated.value, stated.unit), parse_quantity("1", unit)
    if quantity.unit.dimension != wanted.unit.dimension:
        return None
    return quantity.to(unit) * wanted.unit.factor
