"""From stored report versions to the inventory that a score is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.calculators.calculation import Calculation
from service.calculators.engine import Line
from service.factors import Match, lowest
from service.records import Enterprise, Facility, GeneratingUnit
from service.requests import ReportRequest
from service.scoring.inventory import Answer, Basis, DataTier, Inventory, PollutantFigure, ProductLine
from service.units import Quantity, find_unit

#: What a product is measured in for scoring.
OUTPUT_UNITS: Mapping[str, str] = {"electricity_generated": "MWh", "clinker": "t"}


@dataclass(frozen=True, slots=True)
class Lodged:
    """One standing version: its request, its calculation, its site, and whether the regulator accepted it."""

    request: ReportRequest
    calculation: Calculation
    facility: Facility
    accepted: bool


def inventory_of(enterprise: Enterprise, sector: str, region: str, year: int, lodged: Sequence[Lodged]) -> Inventory:
    """Return the inventory of one enterprise, sector and year over all its sites."""
    accepted = all(site.accepted for site in lodged)
    trusts = [line.trust for site in lodged for line in site.calculation.calculated.lines if not line.account]
    return Inventory(
        credit_code=enterprise.credit_code,
        sector=sector,
        region=region,
        year=year,
        synthetic=enterprise.synthetic,
        accepted=accepted,
        lines=tuple(line for site in lodged for line in product_lines(site)),
        co2e_total=total_of(lodged, "CO2e"),
        pollutant_totals={s: total_of(lodged, s) for s in ("SO2", "NOx", "PM")},
        compliance=compliance(lodged, accepted),
        lowest_trust=lowest(trusts).value if trusts else None,
    )


def total_of(lodged: Sequence[Lodged], substance: str) -> Fraction | None:
    """Return the enterprise's total of a substance in t, None where a site has none."""
    masses = [
        next((t.exact for t in site.calculation.totals.overall if t.substance == substance), None) for site in lodged
    ]
    known = [mass for mass in masses if mass is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(masses) else None


def compliance(lodged: Sequence[Lodged], accepted: bool) -> dict[str, Answer | None]:
    """Return what is known of compliance: declarations count once the regulator has accepted the report."""
    items: dict[str, Answer | None] = {}
    if accepted:
        for site in lodged:
            for item, answer in site.request.declarations.items():
                items[item] = worse(items.get(item), Answer(answer))
    permitted = [kept for site in lodged for kept in permits_kept(site)]
    if permitted:
        items["permitted_amounts"] = Answer.yes if all(permitted) else Answer.no
    return items


def worse(first: Answer | None, second: Answer) -> Answer:
    """Return `no` if any site says no."""
    return Answer.no if Answer.no in (first, second) else second


def permits_kept(site: Lodged) -> list[bool]:
    """Return for each permitted amount whether the year's mass stays within it."""
    masses = {t.substance: t.exact for t in site.calculation.totals.overall}
    return [
        masses[permit.substance] <= permit.quantity.exact()
        for permit in site.calculation.submission.reported
        if permit.name == "permit" and permit.substance in masses
    ]


def product_lines(site: Lodged) -> list[ProductLine]:
    """Return one line per generating set, or per line of output where the site has none."""
    units = {unit.unit_id: unit for unit in site.facility.units}
    made = {(p.unit_id, p.product) for p in site.calculation.submission.production if p.product in OUTPUT_UNITS}
    keys = [(unit_id, "electricity_generated") for unit_id in units] if units else sorted(made, key=str)
    return [product_line(site, unit_id, product, units.get(unit_id or "")) for unit_id, product in keys]


def product_line(site: Lodged, unit_id: str | None, product: str, unit: GeneratingUnit | None) -> ProductLine:
    """Return one line with the figures that belong to it."""
    output = amount(site, product, unit_id, OUTPUT_UNITS[product])
    hours = amount(site, "running_hours", unit_id, "h")
    capacity = Fraction(unit.capacity) if unit else None
    energy = amount(site, "energy_consumption", unit_id, "kgce")
    full_load = capacity * hours if capacity and hours else None
    return ProductLine(
        line_id=unit_id or site.facility.permit_code,
        product=product,
        output=output,
        unit=OUTPUT_UNITS[product],
        unit_class=unit.unit_class if unit else None,
        gb_key=unit.gb_key if unit else None,
        capacity=capacity,
        running_hours=hours,
        heat_supplied=(amount(site, "heat_supplied", unit_id, "GJ") or Fraction(0)) if unit else None,
        load_factor=output / full_load if output is not None and full_load else None,
        direct_co2=mass_at(site, unit_id, 1),
        purchased_energy_co2=mass_at(site, unit_id, 2),
        carbon_tier=carbon_tier(site, unit_id),
        energy_intensity=energy / output if energy is not None and output else None,
        energy_unit="kgce/t" if energy is not None else None,
        pollutants=pollutants(site, unit_id),
    )


def amount(site: Lodged, product: str, unit_id: str | None, unit: str) -> Fraction | None:
    """Return what was made of `product` at a unit, in `unit`; None where nothing was stated."""
    stated = [
        p.quantity.to(unit)
        for p in site.calculation.submission.production
        if p.product == product and p.unit_id == unit_id
    ]
    return sum(stated, Fraction(0)) if stated else None


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
    """Return the CO2 of a unit in one scope, as the sum of its lines' quanta."""
    lines = [line for line in lines_at(site, unit_id) if line.substance == "CO2" and line.scope == scope]
    book = site.calculation.grounds.books[0]
    return sum((Fraction(line.quanta, book.quanta_per_tonne("CO2")) for line in lines), Fraction(0)) if lines else None


def carbon_tier(site: Lodged, unit_id: str | None) -> DataTier:
    """Grade the carbon data of a unit: measured and accepted A, measured B, with default factors C, published D."""
    lines = [line for line in lines_at(site, unit_id) if line.substance == "CO2"]
    if not lines or any(line.plan is None for line in lines):
        return DataTier.D
    matches = {
        i.factor.match
        for line in lines
        for step in (line.plan.steps if line.plan else ())
        for i in step.inputs
        if i.factor is not None and not i.argument.startswith(("molar_mass_", "oxidation_factor"))
    }
    if matches - {Match.MEASURED}:
        return DataTier.C
    return DataTier.A if site.accepted else DataTier.B


def pollutants(site: Lodged, unit_id: str | None) -> dict[str, PollutantFigure]:
    """Return each pollutant of a unit: mass, and where stated the yearly mean at reference oxygen with its volume."""
    figures: dict[str, list[Line]] = defaultdict(list)
    for line in lines_at(site, unit_id):
        if line.scope is None and not line.substance.startswith("CO2"):
            figures[line.substance].append(line)
    return {substance: figure(site, substance, lines) for substance, lines in figures.items()}


def figure(site: Lodged, substance: str, lines: Sequence[Line]) -> PollutantFigure:
    """Return one pollutant of one unit."""
    book = site.calculation.grounds.books[0]
    activities = site.calculation.calculated.activities
    basis = Basis(lines[0].basis) if lines[0].basis in set(Basis) else Basis.reported
    stated = activities[lines[0].activity].parameters
    return PollutantFigure(
        mass=sum((Fraction(line.quanta, book.quanta_per_tonne(substance)) for line in lines), Fraction(0)),
        concentration=stated_amount(stated["mean_concentration"].quantity, "mg/m3")
        if "mean_concentration" in stated
        else None,
        volume=stated_amount(stated["gas_volume"].quantity, "Nm3") if "gas_volume" in stated else None,
        basis=basis,
    )


def stated_amount(quantity: Quantity, unit: str) -> Fraction | None:
    """Return a stated quantity in `unit`, None where it is of another dimension."""
    same = quantity.unit.dimension == find_unit(unit).dimension
    return quantity.to(unit) if same else None
