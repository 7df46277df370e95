"""Checks on how long a generating set ran: capacity, output, fuel and monitoring have to allow the hours that are told.

Hours decide the load, and a low load relaxes the benchmark of emissions trading; so more hours than the set ran are
worth telling.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Iterator
from fractions import Fraction

from service.activity import ProductionRecord, Submission
from service.checks.case import Case, printed, threshold
from service.units import find_unit

Hits = Iterator[tuple[str, dict[str, str]]]
GENERATED, HOURS, MONITORED = "electricity_generated", "running_hours", "monitored_hours"
BURNT = "fuel_combustion"
DAYS, DAYS_OF_LEAP_YEAR, HOURS_OF_A_DAY = 365, 366, 24


def hours_below_utilisation(case: Case) -> Hits:
    """PW-58: the power of a set at its registered capacity takes no more hours than it ran."""
    capacities = {unit.unit_id: Fraction(unit.capacity) for unit in case.units}
    for position, made in told(case, HOURS):
        capacity = capacities.get(made.unit_id or "")
        needed = _sum(case, GENERATED, made.unit_id, "MWh") / capacity if capacity else Fraction(0)
        if needed > made.quantity.to("h"):
            yield f"/production/{position}/quantity", {"needed": f"{float(needed):.1f} h"}


def hours_beyond_calendar(case: Case) -> Hits:
    """PW-59: no set runs longer than the year is."""
    days = DAYS_OF_LEAP_YEAR if isleap(case.submission.period.year) else DAYS
    for position, made in told(case, HOURS, MONITORED):
        if made.quantity.to("h") > days * HOURS_OF_A_DAY:
            yield f"/production/{position}/quantity", {"hours": f"{days * HOURS_OF_A_DAY} h"}


def hours_and_monitoring(case: Case) -> Hits:
    """PW-66: a set ran as long as the monitoring of its stack says, and only in months in which it burnt fuel."""
    tolerance = threshold(case.thresholds["hours_agree"])
    for position, made in told(case, HOURS):
        hours, pointer = made.quantity.to("h"), f"/production/{position}/quantity"
        seen = [record for _, record in told(case, MONITORED) if record.unit_id == made.unit_id]
        if seen and abs(hours - seen[0].quantity.to("h")) > tolerance * hours:
            yield pointer, {"others": printed(seen[0].quantity)}
        fuelled = hours_with_fuel(case.submission, made.unit_id)
        if fuelled is not None and hours > fuelled:
            yield pointer, {"others": f"{fuelled} h"}


def told(case: Case, *names: str) -> Iterator[tuple[int, ProductionRecord]]:
    """Yield the records of production of some names that are hours, with their positions."""
    for position, made in enumerate(case.submission.production):
        if made.product in names and made.quantity.unit.dimension == find_unit("h").dimension:
            yield position, made


def _sum(case: Case, product: str, unit_id: str | None, unit: str) -> Fraction:
    dimension = find_unit(unit).dimension
    made = (p.quantity for p in case.submission.production if p.product == product and p.unit_id == unit_id)
    return sum((q.to(unit) for q in made if q.unit.dimension == dimension), Fraction(0))


def hours_with_fuel(submission: Submission, unit_id: str | None) -> Fraction | None:
    """Return the hours of the months in which a unit burnt fuel; None where its fuel is not told by months."""
    burnt = [a for a in submission.activities if a.kind == BURNT and a.unit_id == unit_id]
    if not burnt or any(a.month is None for a in burnt):
        return None
    months = {a.month for a in burnt if a.month is not None and a.quantity.exact() > 0}
    return Fraction(sum(monthrange(submission.period.year, month)[1] for month in months) * HOURS_OF_A_DAY)
