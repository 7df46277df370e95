"""What else in the books speaks for the conditions that a line states of itself, see `service.scoring.proof`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.calculators.activities import REPORTED_EMISSION
from service.checks.running import hours_with_fuel
from service.scoring.atmosphere import pressure_at
from service.scoring.ruleset import Ruleset
from service.workflows.unit_figures import Conditions, Lodged, stated_amount

MONITORED = "continuous_monitoring"
MONITORED_HOURS = "monitored_hours"


def witnesses(
    site: Lodged, unit_id: str | None, capacity: Fraction | None, output: Fraction | None, ruleset: Ruleset
) -> dict[str, Fraction]:
    """Return by quantity what monitoring, an analysis, or the reports of earlier years say, each in its unit."""
    hours, altitude = monitored_hours(site, unit_id), settled_altitude(site, unit_id, ruleset)
    full = capacity * hours if capacity and hours else None
    found = {
        "load_factor": output / full if output is not None and full else None,
        "altitude": altitude,
        "air_pressure": pressure_at(altitude) if altitude is not None else None,
        "coal_moisture": analysed_moisture(site, unit_id, ruleset),
    }
    known = {name: value for name, value in found.items() if value is not None}
    return {name: value for name, value in told_before(site, unit_id, ruleset).items() if name not in found} | known


def told_before(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> dict[str, Fraction]:
    """Return of each condition what earlier reports told of it, of several values the one farthest from now's.

    What none of them told, the bureau vouches for by accepting the report that tells it (GN-32).
    """
    found: dict[str, Fraction] = {}
    for name, told in told_now(site, unit_id, ruleset).items():
        earlier = [each for report in site.earlier.reports for each in stated_in(report, unit_id, name)]
        if earlier or site.accepted:
            found[name] = max(earlier, key=lambda value: abs(value - told), default=told)
    return found


def told_now(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> dict[str, Fraction]:
    """Return of each quantity what the report tells of a unit, else of its site, in the unit of the ruleset."""
    found: dict[str, Fraction] = {}
    for owner in (None, unit_id):
        for made in site.calculation.submission.production:
            known = ruleset.quantities.get(made.product)
            if made.unit_id == owner and known is not None:
                told = stated_amount(made.quantity, known.unit)
                found |= {} if told is None else {made.product: told}
    return found


def monitored_hours(site: Lodged, unit_id: str | None) -> Fraction | None:
    """Return the hours that a unit's stack ran by its monitoring; None without any, or beyond the months with fuel."""
    own = [a for a in site.calculation.submission.activities if a.unit_id == unit_id]
    watched = any(a.kind == REPORTED_EMISSION and a.basis == MONITORED for a in own)
    made = site.calculation.submission.production
    told = [p.quantity for p in made if p.product == MONITORED_HOURS and p.unit_id == unit_id]
    hours = stated_amount(told[0], "h") if watched and len(told) == 1 else None
    possible = hours_with_fuel(site.calculation.submission, unit_id)
    return None if hours is None or (possible is not None and hours > possible) else hours


def settled_altitude(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> Fraction | None:
    """Return the height that the reports of all years tell, within what the province has; else None.

    A first report speaks once the bureau has accepted it.
    """
    told = {height for report in site.earlier.reports for height in stated_in(report, unit_id, "altitude")}
    if not told and site.accepted:
        told = {height for name, height in told_now(site, unit_id, ruleset).items() if name == "altitude"}
    ceiling = ruleset.highest_ground(site.facility.region)
    return told.pop() if len(told) == 1 and max(told) <= ceiling else None


def stated_in(report: Conditions, unit_id: str | None, name: str) -> Iterator[Fraction]:
    """Yield what an earlier report says of a unit, else of the site."""
    own = report.get(unit_id, {}).get(name, report.get(None, {}).get(name))
    yield from () if own is None else (own,)


def analysed_moisture(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> Fraction | None:
    """Return the mean total moisture of a unit's coal by its laboratory reports, weighed by mass."""
    coal = [
        (mass, moisture)
        for a in site.calculation.submission.activities
        if a.unit_id == unit_id and a.laboratory_report and (told := a.parameters.get("total_moisture"))
        and (mass := stated_amount(a.quantity, "t")) is not None
        and (moisture := stated_amount(told.quantity, ruleset.quantities["coal_moisture"].unit)) is not None
    ]  # fmt: skip
    whole = sum((mass for mass, _ in coal), Fraction(0))
    return sum((mass * moisture for mass, moisture in coal), Fraction(0)) / whole if whole > 0 else None
