"""From stored report versions to the inventory that a score is made of.

A line is a product that the ruleset knows, at a unit of the site (`production[].unit_id`, or the whole site without
one). What else the report states under the same unit belongs to it: in `production` the energy that its levels judge
and the conditions that correct them, by the names of the ruleset's `quantities`; in `activities` the emissions. A
condition that is stated for the site holds for every unit that states none of its own; one that is stated twice is
taken as not stated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from service.factors import lowest
from service.records import Enterprise, GeneratingUnit
from service.scoring.fuels import cleaner_share, fuel_gas, fuel_heat
from service.scoring.inventory import Answer, Inventory, ProductLine, Registration
from service.scoring.line_kinds import LineKind
from service.scoring.ruleset import Ruleset
from service.workflows.biomass import unproven_co2
from service.workflows.carbon_sources import carbon_sources
from service.workflows.recovered import shown
from service.workflows.unit_figures import (
    Lodged,
    carbon_by_fuel,
    carbon_inputs,
    mass_at,
    place_of,
    pollutants,
    stated_amount,
)
from service.workflows.witnesses import witnesses

GENERATED = "electricity_generated"
MONTHS = range(1, 13)
#: Masses that are kept for every sector; those on the list of a sector's media come with them.
LISTED = ("SO2", "NOx", "PM")


def inventory_of(
    enterprise: Enterprise, sector: str, region: str, year: int, lodged: Sequence[Lodged], ruleset: Ruleset
) -> Inventory:
    """Return the inventory of one enterprise, sector and year over all its sites, as a ruleset reads it."""
    accepted = all(site.accepted for site in lodged)
    trusts = [line.trust for site in lodged for line in site.calculation.calculated.lines if not line.account]
    return Inventory(
        credit_code=enterprise.credit_code,
        sector=sector,
        region=region,
        year=year,
        synthetic=enterprise.synthetic,
        accepted=accepted,
        lines=apart([(site.facility.permit_code, product_lines(site, ruleset)) for site in lodged]),
        co2e_total=with_unproven(total_of(lodged, "CO2e"), lodged, ruleset),
        pollutant_totals={s: total_of(lodged, s) for s in substances(sector, ruleset)},
        compliance=compliance(lodged, accepted),
        lowest_trust=lowest(trusts).value if trusts else None,
        untold=tuple(lack for site in lodged for lack in untold(site)),
        sources=tuple(source for site in lodged for source in carbon_sources(site, ruleset)),
    )


def apart(sites: Sequence[tuple[str, Sequence[ProductLine]]]) -> tuple[ProductLine, ...]:
    """Return the lines of all sites; a unit whose name another site has too is named with its permit code, so that the
    two are never taken for one. What names no unit keeps no name.
    """
    names = Counter(name for _, lines in sites for name in {line.line_id for line in lines})
    return tuple(
        replace(line, line_id=f"{permit}:{line.line_id}") if line.line_id and names[line.line_id] > 1 else line
        for permit, lines in sites
        for line in lines
    )


def untold(site: Lodged) -> list[tuple[str, str, str]]:
    """Return what a site tells by months and not of all twelve: where, what, and which months; zero is told too."""
    months: dict[tuple[str, str], set[int]] = defaultdict(set)
    for told in site.calculation.submission.activities:
        if told.month is not None:
            item = " ".join(filter(None, (told.kind, told.material, told.process, told.substance)))
            months[told.unit_id or site.facility.permit_code, item].add(told.month)
    lacking = {key: sorted(set(MONTHS) - found) for key, found in months.items()}
    return sorted((*key, ", ".join(map(str, lack))) for key, lack in lacking.items() if lack)


def with_unproven(total: Fraction | None, lodged: Sequence[Lodged], ruleset: Ruleset) -> Fraction | None:
    """Return a total with the CO2 of what is called biomass and not shown to be."""
    units = ((site, {a.unit_id for a in site.calculation.calculated.activities}) for site in lodged)
    unproven = sum((unproven_co2(site, unit, ruleset) for site, found in units for unit in found), Fraction(0))
    return total if total is None else total + unproven


def emitted(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> tuple[Fraction | None, Fraction]:
    """Return the direct CO2 of a unit in t, and how much of it is called biomass and not shown to be."""
    fossil, unproven = mass_at(site, unit_id, 1), unproven_co2(site, unit_id, ruleset)
    return (fossil or Fraction(0)) + unproven if unproven else fossil, unproven


def substances(sector: str, ruleset: Ruleset) -> tuple[str, ...]:
    """Return the substances whose masses an inventory keeps."""
    rule = ruleset.sector(sector)
    listed = (s for medium in (rule.media if rule else ()) for s in medium.substances)
    return tuple(dict.fromkeys((*LISTED, *listed)))


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
        known = None if None in permitted else worse(items.get("permitted_amounts"), Answer.yes)
        items["permitted_amounts"] = Answer.no if False in permitted else known
    return items


def worse(first: Answer | None, second: Answer) -> Answer:
    """Return `no` if any site says no."""
    return Answer.no if Answer.no in (first, second) else second


def permits_kept(site: Lodged) -> list[bool | None]:
    """Return for each permitted amount whether the year's mass stays within it, None where there is no mass."""
    masses = {t.substance: t.exact for t in site.calculation.totals.overall}
    permits = [total for total in site.calculation.submission.reported if total.name == "permit"]
    return [
        masses[permit.substance] <= permit.quantity.exact() if permit.substance in masses else None
        for permit in permits
    ]


def product_lines(site: Lodged, ruleset: Ruleset) -> list[ProductLine]:
    """Return one line per generating set and one per other product at a unit; what is no product makes no line."""
    sets = {unit.unit_id: unit for unit in site.facility.units}
    made = {(p.unit_id, p.product) for p in site.calculation.submission.production}
    products = [key for key in sorted(made, key=str) if not (sets and key[1] == GENERATED)]
    keys = [*((unit_id, GENERATED) for unit_id in sets), *products]
    found = ((key, ruleset.making(key[1])) for key in keys)
    lines = [product_line(site, key, kind, ruleset, sets) for key, kind in found if kind is not None]
    making = {unit_id for unit_id, product in keys if ruleset.making(product) is not None}
    return [*lines, *idle_lines(site, making, ruleset)]


def idle_lines(site: Lodged, making: Collection[str | None], ruleset: Ruleset) -> list[ProductLine]:
    """Return a line without a product for whatever emits, or states energy, and makes nothing that the ruleset knows.

    Nothing judges such a line; it is kept, so that a process whose product is left out does not vanish. What names no
    unit has no name here either.
    """
    stated = {p.unit_id for p in site.calculation.submission.production if is_energy(p.product, ruleset)}
    emitting = {a.unit_id for a in site.calculation.calculated.activities}
    return [
        ProductLine(
            unit_id or "", "", None, "1", direct_co2=emitted(site, unit_id, ruleset)[0],
            purchased_energy_co2=mass_at(site, unit_id, 2), pollutants=pollutants(site, unit_id),
            energy_unit="kgce" if unit_id in stated else None, place=place_of(site, unit_id),
        )
        for unit_id in sorted((emitting | stated - {None}) - set(making), key=str)
    ]  # fmt: skip


def is_energy(product: str, ruleset: Ruleset) -> bool:
    """Whether a record of `production` is energy that levels judge."""
    quantity = ruleset.quantities.get(product)
    return quantity is not None and quantity.role == "energy"


def product_line(
    site: Lodged, key: tuple[str | None, str], kind: LineKind, ruleset: Ruleset, sets: Mapping[str, GeneratingUnit]
) -> ProductLine:
    """Return one line with the figures that belong to it."""
    unit_id, product = key
    unit = sets.get(unit_id or "") if product == GENERATED else None
    output, energy = amount(site, product, unit_id, kind.unit), consumption(site, unit_id, kind, ruleset)
    hours = amount(site, "running_hours", unit_id, ruleset.quantities["running_hours"].unit)
    heat = amount(site, "heat_supplied", unit_id, ruleset.quantities["heat_supplied"].unit)
    capacity = Fraction(unit.capacity) if unit else None
    full_load = capacity * hours if capacity and hours else None
    direct_co2, unproven = emitted(site, unit_id, ruleset)
    carbon = carbon_by_fuel(site, unit_id)
    return ProductLine(
        line_id=line_id(site, unit_id, product, ruleset),
        product=product,
        output=output,
        unit=kind.unit,
        unit_class=unit.unit_class if unit else None,
        gb_key=unit.gb_key if unit else None,
        capacity=capacity,
        running_hours=hours,
        heat_supplied=(heat or Fraction(0)) if unit else None,
        load_factor=output / full_load if output is not None and full_load else None,
        direct_co2=direct_co2,
        unproven_co2=unproven,
        purchased_energy_co2=mass_at(site, unit_id, 2),
        carbon_inputs=carbon_inputs(site, unit_id),
        energy_intensity=energy / output if energy is not None and output else None,
        energy_unit=kind.energy.unit if energy is not None and kind.energy else None,
        unshown_energy=given_back(site, unit_id, kind, ruleset)[1],
        correction_inputs=conditions(site, unit_id, ruleset),
        registered=registered_before(site, unit),
        witnesses=witnesses(site, unit_id, capacity, output, ruleset),
        pollutants=pollutants(site, unit_id, ruleset.oxygen(kind)),
        fuel_gas=fuel_gas(kind, carbon, ruleset),
        fuel_heat=fuel_heat(kind, carbon, ruleset),
        cleaner=cleaner_share(kind, carbon, ruleset),
        place=place_of(site, unit_id),
    )


def registered_before(site: Lodged, unit: GeneratingUnit | None) -> tuple[Registration, ...]:
    """Return how a set was registered when it was reported before, where that is not how it stands now."""
    found = [registration(each) for each in site.earlier.sets.get(unit.unit_id, ())] if unit else []
    return tuple(dict.fromkeys(each for each in found if unit is None or each != registration(unit)))


def registration(unit: GeneratingUnit) -> Registration:
    """Return what of a registration decides the benchmark."""
    return Registration(unit.unit_class, unit.gb_key, Fraction(unit.capacity))


def line_id(site: Lodged, unit_id: str | None, product: str, ruleset: Ruleset) -> str:
    """Return the name of a line: its unit, else its site; with the product where a unit makes several."""
    made = {p.product for p in site.calculation.submission.production if p.unit_id == unit_id}
    several = sum(ruleset.making(name) is not None for name in made) > 1
    name = unit_id or site.facility.permit_code
    return f"{name}:{product}" if several else name


def consumption(site: Lodged, unit_id: str | None, kind: LineKind, ruleset: Ruleset) -> Fraction | None:
    """Return what the levels of a kind of line judge, in the unit of its numerator; negative where it gives more."""
    if kind.energy is None:
        return None
    unit = kind.energy.unit.split("/")[0]
    used = amount(site, kind.energy.quantity, unit_id, unit)
    recovered, _ = given_back(site, unit_id, kind, ruleset)
    return used if used is None else used - recovered


def given_back(site: Lodged, unit_id: str | None, kind: LineKind, ruleset: Ruleset) -> tuple[Fraction, Fraction]:
    """Return the recovered energy that counts, and what is told beyond the lines that show it."""
    if kind.energy is None or kind.energy.less is None:
        return Fraction(0), Fraction(0)
    unit = kind.energy.unit.split("/")[0]
    told = amount(site, kind.energy.less, unit_id, unit) or Fraction(0)
    counted = min(told, shown(site, unit_id, unit, ruleset) * (1 + ruleset.number("recovered_margin")))
    return counted, told - counted


def conditions(site: Lodged, unit_id: str | None, ruleset: Ruleset) -> dict[str, Fraction]:
    """Return the conditions that hold for a unit, each in the unit of the ruleset."""
    asked = ((name, quantity.unit) for name, quantity in ruleset.quantities.items() if quantity.role == "condition")
    told = {name: stated_once(site, name, unit_id, unit) for name, unit in asked}
    return {name: value for name, value in told.items() if value is not None}


def stated_once(site: Lodged, name: str, unit_id: str | None, unit: str) -> Fraction | None:
    """Return a condition of a unit, or of the site where the unit states none."""
    stated = [p for p in site.calculation.submission.production if p.product == name]
    own = [p for p in stated if p.unit_id == unit_id] or [p for p in stated if p.unit_id is None]
    return stated_amount(own[0].quantity, unit) if len(own) == 1 else None


def amount(site: Lodged, product: str, unit_id: str | None, unit: str) -> Fraction | None:
    """Return what was made of `product` at a unit, in `unit`; None where nothing was stated that has such a unit."""
    production = site.calculation.submission.production
    stated = [p.quantity for p in production if p.product == product and p.unit_id == unit_id]
    known = [found for quantity in stated if (found := stated_amount(quantity, unit)) is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(stated) else None
