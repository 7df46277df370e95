"""What a unit of a site emits in a lodged version: its carbon by scope and fuel, and its stacks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from service.accounting import BY_PROCESS
from service.calculators.calculation import Calculation
from service.calculators.engine import Line
from service.calculators.totals import evidence_rank
from service.checks.stacks import at_reference_oxygen
from service.records import Facility, GeneratingUnit
from service.requests.reports import ReportRequest
from service.scoring.inventory import Basis, PollutantFigure
from service.scoring.media import MILLIGRAMS_PER_TONNE, weigh
from service.units import Quantity, find_unit

#: The account of carbon of living origin; it leaves with the gas of the fossil carbon.
BIOGENIC = "biogenic"


#: The reference oxygen of a stack and the oxygen of air, as shares of one.
Oxygen = tuple[Fraction, Fraction]
#: By unit (None is the whole site) and name, what a report states.
Conditions = Mapping[str | None, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood before: the conditions of each earlier report, and of each set how it was registered."""

    reports: tuple[Conditions, ...] = ()
    sets: Mapping[str, tuple[GeneratingUnit, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lodged:
    """One standing version: its request, its calculation, its site, whether the regulator accepted it, and what the
    enterprise said of the site before.
    """

    request: ReportRequest
    calculation: Calculation
    facility: Facility
    accepted: bool
    earlier: Earlier = Earlier()


def place_of(site: Lodged, unit_id: str | None) -> str:
    """Return the name of a unit among those of all sites; of the site itself without one."""
    return f"{site.facility.permit_code}/{unit_id or ''}"


def lines_at(site: Lodged, unit_id: str | None) -> list[Line]:
    """Return the counted lines of a unit; what has an account beside the totals belongs to no axis either."""
    calculated, left_out = site.calculation.calculated, site.calculation.totals.left_out
    return [
        line
        for position, line in enumerate(calculated.lines)
        if position not in left_out
        and line.indicator is None
        and not line.account
        and calculated.activities[line.activity].unit_id == unit_id
    ]


def mass_at(site: Lodged, unit_id: str | None, scope: int) -> Fraction | None:
    """Return the CO2 of a unit in one scope, as the sum of its lines' quanta.

    Where a guide balances processes beside its totals (steel), the balance of the unit's process is its emission; where
    both are there the higher one counts.
    """
    sums = [
        sum((mass_of(site, line) for line in lines), Fraction(0))
        for group in (lines_at(site, unit_id), process_lines_at(site, unit_id))
        if (lines := [line for line in group if line.substance == "CO2" and line.scope == scope])
    ]
    return max(sums, default=None)


def process_lines_at(site: Lodged, unit_id: str | None) -> list[Line]:
    """Return the lines of the balance that a guide draws of a unit's process, beside the totals."""
    calculated = site.calculation.calculated
    return [
        line
        for line in calculated.lines
        if line.account.startswith(f"{BY_PROCESS}:") and calculated.activities[line.activity].unit_id == unit_id
    ]


def carbon_inputs(site: Lodged, unit_id: str | None) -> frozenset[tuple[str, str]] | None:
    """Return of every factor behind the CO2 of a unit the argument it fills and how it was matched.

    None where there is no CO2 or where one of its lines was stated and not computed.
    """
    of_unit = (*lines_at(site, unit_id), *process_lines_at(site, unit_id))
    lines = [line for line in of_unit if line.substance == "CO2"]
    if not lines or any(line.plan is None for line in lines):
        return None
    steps = (step for line in lines for step in (line.plan.steps if line.plan else ()))
    return frozenset((i.argument, i.factor.match.value) for step in steps for i in step.inputs if i.factor is not None)


def carbon_by_fuel(site: Lodged, unit_id: str | None) -> dict[tuple[str, str], Fraction]:
    """Return the CO2 that leaves with a unit's gas, in t, by fuel and class; what no fuel explains has neither."""
    activities, classes = site.calculation.calculated.activities, site.calculation.grounds.material_classes
    found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    counted = [line for line in lines_at(site, unit_id) if line.substance == "CO2" and line.scope == 1]
    for line in (*counted, *biogenic_lines_at(site, unit_id)):
        material = activities[line.activity].material or ""
        found[material, classes.get(material, "")] += mass_of(site, line)
    computed = sum((mass_of(site, line) for line in counted), Fraction(0))
    found["", ""] += max((mass_at(site, unit_id, 1) or Fraction(0)) - computed, Fraction(0))
    return dict(found)


def biogenic_lines_at(site: Lodged, unit_id: str | None) -> list[Line]:
    """Return the lines of a unit's CO2 of living origin."""
    calculated = site.calculation.calculated
    of_account = (line for line in calculated.lines if line.account == BIOGENIC and line.substance == "CO2")
    return [line for line in of_account if calculated.activities[line.activity].unit_id == unit_id]


def pollutants(site: Lodged, unit_id: str | None, oxygen: Oxygen | None = None) -> dict[str, PollutantFigure]:
    """Return each pollutant of a unit: mass, and where stated the yearly mean at reference oxygen with its gas."""
    figures: dict[str, list[Line]] = defaultdict(list)
    for line in lines_at(site, unit_id):
        if line.scope is None and not line.substance.startswith("CO2"):
            figures[line.substance].append(line)
    weaker = outranked_at(site, unit_id)
    return {s: held_against(site, figure(site, s, lines, oxygen), s, weaker, oxygen) for s, lines in figures.items()}


def held_against(
    site: Lodged, found: PollutantFigure, substance: str, weaker: Sequence[Line], oxygen: Oxygen | None
) -> PollutantFigure:
    """Return a figure that is no lower than a mean told on weaker evidence, which may be another outlet's."""
    means = [
        mean for line in weaker if line.substance == substance and (mean := mean_of(site, line, oxygen)) is not None
    ]
    weighed = weigh(found)
    if weighed is None or max(means, default=Fraction(0)) <= weighed.concentration:
        return found
    return replace(found, concentration=max(means))


def outranked_at(site: Lodged, unit_id: str | None) -> list[Line]:
    """Return the stated lines of a unit that stronger evidence keeps out of the totals."""
    calculated, left_out = site.calculation.calculated, site.calculation.totals.left_out
    stated = (line for position, line in enumerate(calculated.lines) if position in left_out and line.plan is None)
    return [line for line in stated if calculated.activities[line.activity].unit_id == unit_id]


def figure(site: Lodged, substance: str, lines: Sequence[Line], oxygen: Oxygen | None) -> PollutantFigure:
    """Return one pollutant of one unit from the outlets and months that tell it, on the poorest basis among them."""
    mass = sum((mass_of(site, line) for line in lines), Fraction(0))
    poorest = max((line.basis for line in lines), key=evidence_rank)
    basis = Basis(poorest) if poorest in set(Basis) else Basis.reported
    if len(lines) == 1:
        return PollutantFigure(mass, mean_of(site, lines[0], oxygen), told(site, lines[0], "gas_volume", "Nm3"), basis)
    return PollutantFigure(mass, mixed(site, lines, oxygen), None, basis)


def mixed(site: Lodged, lines: Sequence[Line], oxygen: Oxygen | None) -> Fraction | None:
    """Return the mean of several lines in mg/m3: of outlets side by side the worst, of months by their gas.

    A clean outlet beside a dirty one thins nothing; what tells no gas of its own adds its mass to that of the others.
    """
    by_month: dict[int | None, list[Line]] = defaultdict(list)
    for line in lines:
        by_month[site.calculation.calculated.activities[line.activity].month].append(line)
    told = [(mean, gas) for month in by_month.values() for mean, gas in [worst(site, month, oxygen)] if gas]
    whole = sum((gas for _, gas in told), Fraction(0))
    return sum((mean * gas for mean, gas in told), Fraction(0)) / whole if whole else None


def worst(site: Lodged, lines: Sequence[Line], oxygen: Oxygen | None) -> tuple[Fraction, Fraction]:
    """Return the highest mean of outlets, at least their whole mass over their whole gas, and that gas in Nm3."""
    found = [weigh(figure(site, line.substance, [line], oxygen)) for line in lines]
    known = [(w.concentration, w.volume) for w in found if w is not None and w.volume is not None]
    gas = sum((volume for _, volume in known), Fraction(0))
    whole = sum((mass_of(site, line) for line in lines), Fraction(0)) * MILLIGRAMS_PER_TONNE
    return max([whole / gas if gas else Fraction(0), *(mean for mean, _ in known)]), gas


def mean_of(site: Lodged, line: Line, oxygen: Oxygen | None) -> Fraction | None:
    """Return the mean that a line states, in mg/m3, no lower than what was measured gives at the reference oxygen."""
    mean = told(site, line, "mean_concentration", "mg/m3")
    if mean is None or oxygen is None:
        return mean
    converted = at_reference_oxygen(site.calculation.calculated.activities[line.activity], *oxygen)
    return mean if converted is None else max(mean, converted)


def told(site: Lodged, line: Line, name: str, unit: str) -> Fraction | None:
    """Return what the activity of a line states under a name, in `unit`."""
    stated = site.calculation.calculated.activities[line.activity].parameters.get(name)
    return stated_amount(stated.quantity, unit) if stated is not None else None


def mass_of(site: Lodged, line: Line) -> Fraction:
    """Return the mass of a line in t."""
    return Fraction(line.quanta, site.calculation.grounds.books[0].quanta_per_tonne(line.substance))


def stated_amount(quantity: Quantity, unit: str) -> Fraction | None:
    """Return a stated quantity in `unit`, None where it is of another dimension."""
    same = quantity.unit.dimension == find_unit(unit).dimension
    return quantity.to(unit) if same else None
