"""The environmental protection tax of a report: equivalents, the items that are taxed at each outlet, and the tax.

At each outlet the pollutants of a class are ordered by their equivalents, and only the first few are taxed; which
classes there are, how many items each has and what is counted once is data (`pollutants/tax_rules.yaml`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from service.activity import ActivityRecord, TaxRequest
from service.calculators.engine import Calculated, Line
from service.calculators.formulas.tax import equivalents_tax, pollution_equivalents, waste_tax
from service.calculators.rounding import round_fraction
from service.errors import Fault, InvalidInput
from service.factors import Candidate, Factor, FactorSet, Match
from service.units import Quantity, find_unit

#: The scope of what leaves the site itself.
OWN = 1

#: The indicator of what is left of a waste after use, storage and disposal as the law asks.
TAXABLE_WASTE = "taxable_waste"

#: The indicators of what the law taxes without a mass: noise by its step, discharges by a count that stands for them.
NOISE_TAX, EQUIVALENTS_BY_COUNT = "noise_tax", "pollution_equivalents"

Outlet = tuple[str, str]  # outlet or generating unit ("" for the whole site), medium
Masses = Mapping[Outlet, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Priced:
    """A number of the tax: stated in the request, or found in the library."""

    value: Fraction
    factor: Factor | None


@dataclass(frozen=True, slots=True)
class TaxItem:
    """One pollutant at one outlet; `rank` is its place by equivalents, `tax` is exact and nothing where not payable.

    Noise and what is taxed by a count have no mass.
    """

    substance: str
    mass: Fraction | None
    equivalent_value: Priced | None
    equivalents: Fraction | None
    rank: int
    payable: bool
    rate: Priced | None
    reduction: Fraction
    tax: Fraction


@dataclass(frozen=True, slots=True)
class TaxedClass:
    """One class of pollutants at one outlet."""

    outlet: str
    pollutant_class: str
    items: tuple[TaxItem, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class TaxAssessment:
    """The tax of a report; `total` is the sum of the exact items, rounded once."""

    classes: tuple[TaxedClass, ...]
    untaxed: tuple[tuple[str, str, str], ...]  # outlet, medium, substance without an equivalent
    total: Fraction
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class TaxRules:
    """What the rules need: the document, the values in force, the place, and what the request states itself."""

    document: Mapping[str, Any]
    factors: FactorSet
    day: date
    place: str
    stated: TaxRequest

    def equivalent(self, medium: str, substance: str) -> Priced | None:
        """Return the mass that makes one equivalent, None where the law lists none."""
        if (quantity := self.stated.equivalents.get(substance)) is not None:
            return Priced(in_unit(quantity, "kg/eq", f"/environmental_tax/equivalents/{substance}"), None)
        found = self.factors.find_optional(
            [Candidate(f"tax.equivalent.{medium}.{series_key(substance)}", Match.EXACT)], self.day
        )
        return Priced(found.canonical, found) if found else None

    def rate(self, medium: str, substance: str) -> Priced:
        """Return the rate of the place, the pollutant's own first; raises `FactorMissing` where none is known."""
        for key in (f"{medium}:{substance}", medium):
            if (quantity := self.stated.rates.get(key)) is not None:
                unit = "CNY/t" if medium == "waste" else "CNY/eq"
                return Priced(in_unit(quantity, unit, f"/environmental_tax/rates/{key}"), None)
        found = self.factors.find(self.rate_candidates(medium, substance), self.day, role="tax_rate")
        return Priced(found.canonical, found)

    def rate_candidates(self, medium: str, substance: str) -> list[Candidate]:
        """Return the series of the rate, from the closest to the most general."""
        if medium == "waste":
            names = [f"tax.rate.solid_waste.{series_key(substance)}", "tax.rate.solid_waste.other"]
            return [Candidate(name, Match.EXACT) for name in names]
        base = f"tax.rate.{medium}.{self.place}"
        grouped = [f"{base}.so2_nox"] if substance in ("SO2", "NOx") else []
        names = [f"{base}.{series_key(substance)}", *grouped, base]
        return [Candidate(name, Match.REGIONAL_DEFAULT) for name in names]

    def reduction(self, substance: str) -> tuple[Fraction, Factor | None]:
        """Return the factor for staying below the limit; one where the request states no share of it."""
        share = self.stated.limit_shares.get(substance)
        if share is None:
            return Fraction(1), None
        reached = in_unit(share, "%", f"/environmental_tax/limit_shares/{substance}") * 100
        applying = [step for step in self.document["reductions"] if reached <= Fraction(step["at_most"])]
        if not applying:
            return Fraction(1), None
        found = self.factors.find([Candidate(applying[-1]["factor"], Match.EXACT)], self.day, role="reduction_factor")
        return found.canonical, found


def assess(calculated: Calculated, left_out: frozenset[int], rules: TaxRules) -> TaxAssessment:
    """Assess the tax of the counted lines.

    Raises `FactorMissing` where the place's rate is not in the library and `InvalidInput` for a wrong unit.
    """
    masses = outlet_masses(calculated, left_out, rules)
    weighed = (taxed for outlet in sorted(masses) for taxed in taxed_classes(outlet, masses[outlet], rules))
    classes = (*weighed, *counted_classes(calculated, left_out, rules))
    listed = {(c.outlet, item.substance) for c in classes for item in c.items}
    untaxed = tuple(
        (outlet, medium, substance)
        for (outlet, medium), found in sorted(masses.items())
        for substance in found
        if (outlet, substance) not in listed
    )
    items = [item for taxed in classes for item in taxed.items]
    priced = [p.factor for item in items for p in (item.equivalent_value, item.rate) if p and p.factor]
    counts = [rules.factors.find_optional([Candidate(c["items"], Match.EXACT)], rules.day) for c in class_rules(rules)]
    reduced = [rules.reduction(item.substance)[1] for item in items]
    factors = {f.id: f for f in (*priced, *counts, *reduced) if f is not None}
    return TaxAssessment(classes, untaxed, sum((i.tax for i in items), Fraction(0)), tuple(factors.values()))


def outlet_masses(calculated: Calculated, left_out: frozenset[int], rules: TaxRules) -> Masses:
    """Add up what counts of each pollutant at each outlet, from whole quanta.

    Greenhouse gases carry a scope and are not taxed; a pollutant that was sent with its scope is one all the same.
    """
    masses: dict[Outlet, dict[str, Fraction]] = defaultdict(dict)
    remains = {line.activity for line in calculated.lines if line.indicator == TAXABLE_WASTE}
    for position, line in enumerate(calculated.lines):
        if position in left_out or not is_taxable(line, line.activity in remains, rules):
            continue
        outlet = calculated.activities[line.activity].unit_id or ""
        held = masses[outlet, line.medium]
        held[line.substance] = held.get(line.substance, Fraction(0)) + exact_mass(line)
    return masses


def is_taxable(line: Line, less_what_is_managed: bool, rules: TaxRules) -> bool:
    """Say whether a line enters the tax; of a waste it is what is neither used, stored nor disposed of."""
    if line.medium == "waste" and less_what_is_managed:
        return line.indicator == TAXABLE_WASTE
    if line.account or line.indicator is not None:
        return False
    return not line.scope or (line.scope == OWN and rules.equivalent(line.medium, line.substance) is not None)


def exact_mass(line: Line) -> Fraction:
    """Return the printed mass of a line in tonnes; where older waste was used too, nothing is left to tax."""
    mass = Fraction(line.text) * find_unit(line.unit).factor
    return max(mass, Fraction(0)) if line.indicator == TAXABLE_WASTE else mass


def class_rules(rules: TaxRules) -> Sequence[Mapping[str, Any]]:
    """Return the classes of pollutants that the law knows."""
    return tuple(rules.document["classes"].values())


def taxed_classes(outlet: Outlet, masses: Mapping[str, Fraction], rules: TaxRules) -> Iterator[TaxedClass]:
    """Yield each class with pollutants at an outlet; solid waste has no equivalents and no limit of items."""
    name, medium = outlet
    if medium == "waste":
        items = tuple(waste_item(substance, mass, rules) for substance, mass in sorted(masses.items()))
        yield TaxedClass(name, "solid_waste", items, "第五条")
        return
    for class_id, rule in rules.document["classes"].items():
        if rule["medium"] != medium:
            continue
        values = {s: v for s in masses if (v := rules.equivalent(medium, s)) is not None and in_class(v, rule, rules)}
        if values:
            yield TaxedClass(name, class_id, class_items(masses, values, medium, rule, rules), rule["clause"])


def in_class(value: Priced, rule: Mapping[str, Any], rules: TaxRules) -> bool:
    """Say whether a pollutant belongs to a class: the annex prints the class beside its equivalent."""
    bases = [r["equivalent_basis"] for r in class_rules(rules) if "equivalent_basis" in r]
    basis = value.factor.basis if value.factor else ""
    return basis == rule["equivalent_basis"] if "equivalent_basis" in rule else basis not in bases


def class_items(
    masses: Mapping[str, Fraction], values: Mapping[str, Priced], medium: str, rule: Mapping[str, Any], rules: TaxRules
) -> tuple[TaxItem, ...]:
    """Order the pollutants of a class by equivalents and tax the first of them."""
    equivalents = {s: rules.stated.rounded(pollution_equivalents(masses[s], values[s].value)) for s in values}
    limit = rules.factors.find([Candidate(rule["items"], Match.EXACT)], rules.day, role="taxed_items").value
    ordered = sorted(values, key=lambda s: (-equivalents[s], s))
    once = set(repeated(ordered, rules.document["counted_once"]))
    payable = [s for s in ordered if s not in once][: int(limit)]
    items = []
    for rank, substance in enumerate(ordered, start=1):
        taxed = substance in payable
        rate = rules.rate(medium, substance) if taxed else None
        reduction, _ = rules.reduction(substance)
        tax = equivalents_tax(equivalents[substance], rate.value, reduction) if rate else Fraction(0)
        value = values[substance]
        items.append(
            TaxItem(substance, masses[substance], value, equivalents[substance], rank, taxed, rate, reduction, tax)
        )
    return tuple(items)


def waste_item(substance: str, mass: Fraction, rules: TaxRules) -> TaxItem:
    """Tax solid waste that is neither used, stored nor disposed of as the law asks."""
    rate = rules.rate("waste", substance)
    return TaxItem(substance, mass, None, None, 1, True, rate, Fraction(1), waste_tax(mass, rate.value))


def counted_classes(calculated: Calculated, left_out: frozenset[int], rules: TaxRules) -> Iterator[TaxedClass]:
    """Yield what is taxed without a mass: each line by a count, and each line of noise, is an item of its own."""
    for position, line in enumerate(calculated.lines):
        if position in left_out or line.indicator not in (NOISE_TAX, EQUIVALENTS_BY_COUNT):
            continue
        outlet, amount = calculated.activities[line.activity].unit_id or "", Fraction(line.text)
        if line.indicator == NOISE_TAX:
            item = TaxItem(line.substance, None, None, None, 1, True, None, Fraction(1), amount)
            yield TaxedClass(outlet, "noise", (item,), rules.document["noise"]["clause"])
        else:
            item = item_by_count(line, amount, calculated.activities[line.activity], rules)
            yield TaxedClass(outlet, "water_by_count", (item,), rules.document["by_count"]["clause"])


def item_by_count(line: Line, equivalents: Fraction, activity: ActivityRecord, rules: TaxRules) -> TaxItem:
    """Tax the equivalents of a count; a farm or a hospital that is too small for the law owes nothing."""
    rounded = rules.stated.rounded(equivalents)
    least = rules.document["by_count"]["more_than"].get(activity.material or "")
    counted = activity.quantity.unit.dimension == "1"
    if counted and least is not None and activity.quantity.exact() <= Fraction(least):
        return TaxItem(line.substance, None, None, rounded, 1, False, None, Fraction(1), Fraction(0))
    rate = rules.rate("water", line.substance)
    tax = equivalents_tax(rounded, rate.value, Fraction(1))
    return TaxItem(line.substance, None, None, rounded, 1, True, rate, Fraction(1), tax)


def repeated(ordered: Sequence[str], groups: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the pollutants of a group that is counted once, but for the one with the most equivalents."""
    for group in groups:
        yield from [substance for substance in ordered if substance in group["substances"]][1:]


def tax_text(value: Fraction, document: Mapping[str, Any]) -> tuple[int, int]:
    """Return the tax in its last decimal place, and the places."""
    places = int(document["rounding"]["places"])
    return round_fraction(value * 10**places, document["rounding"]["mode"]), places


def series_key(substance: str) -> str:
    """Return how series spell a substance: lower case, everything else an underscore."""
    return re.sub(r"[^a-z0-9]+", "_", substance.lower()).strip("_")


def in_unit(quantity: Quantity, unit: str, pointer: str) -> Fraction:
    """Return a stated number of the tax in canonical units; raises `InvalidInput` for another dimension."""
    try:
        quantity.to(unit)
    except InvalidInput as wrong:
        raise InvalidInput(*(Fault(f.code, pointer, f.params) for f in wrong.faults)) from wrong
    return quantity.exact()
