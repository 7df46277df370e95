"""Measures with a cost: what each does on both axes, the marginal abatement curve of each axis, applied to a score.

A cost orders measures and never enters a class. Each axis is read with the whole cost of a measure: the two unit costs
are two readings of one sum of money and are never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from service.scoring.figures import equivalents_of
from service.scoring.inventory import Inventory
from service.scoring.levers import ENERGY, lowered
from service.scoring.result import Part, Score
from service.scoring.synergy import CrossElasticity, Point, cross_elasticity, point, unit_cost

CARBON = "CO2"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: `cost` in CNY a year (negative saves), `falls` in t a year by substance (negative is more emitted).

    `energy` is what it saves in kgce a year, which counts where carbon stands on energy levels; `excludes` names
    measures that cannot be taken with it, `one_sided` substances of which nobody can say what it does.
    """

    id: str
    cost: Fraction
    falls: Mapping[str, Fraction]
    energy: Fraction = Fraction(0)
    excludes: frozenset[str] = field(default_factory=frozenset)
    one_sided: tuple[str, ...] = ()

    def fall(self, name: str, unit: str) -> Fraction:
        """What it takes off the parts of a name, in their unit; nothing where they are no mass."""
        if name == ENERGY:
            return self.energy
        return self.falls.get(name, Fraction(0)) if unit == "t" else Fraction(0)


@dataclass(frozen=True, slots=True)
class Base:
    """The year that measures are set against: CO2 in t, pollution equivalents, kg per equivalent and t by substance."""

    carbon: Fraction | None
    pollutant: Fraction | None
    equivalents: Mapping[str, Fraction]
    masses: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effect:
    """A measure on both axes; unit costs are None where an axis is not reduced, the point where a base is not known."""

    measure: Measure
    carbon: Fraction
    pollutant: Fraction
    carbon_cost: Fraction | None
    pollutant_cost: Fraction | None
    at: Point | None
    elasticity: CrossElasticity | None


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a curve: what a measure adds at which cost per unit, and the sums so far."""

    measure: str
    reduction: Fraction
    unit_cost: Fraction
    cumulative_reduction: Fraction
    cumulative_cost: Fraction


def base_of(inventory: Inventory, score: Score) -> Base:
    """The base that a score gives: direct CO2 of the lines, and the enterprise's listed pollutants as equivalents."""
    equivalents = {c.subject: c.value for c in score.pollutant.citations if c.role == "equivalent"}
    direct = [line.direct_co2 for line in inventory.lines]
    known = [mass for mass in direct if mass is not None]
    totals = {name: mass for name in equivalents if (mass := inventory.pollutant_totals.get(name)) is not None}
    whole = equivalents_of(totals, equivalents) if equivalents and len(totals) == len(equivalents) else None
    return Base(sum(known, Fraction(0)) if known and len(known) == len(direct) else None, whole, equivalents, totals)


def effect(measure: Measure, base: Base) -> Effect:
    """What a measure does on both axes."""
    carbon = measure.falls.get(CARBON, Fraction(0))
    pollutant = equivalents_of(measure.falls, base.equivalents)
    at = point(carbon, base.carbon, pollutant, base.pollutant) if base.carbon and base.pollutant else None
    costs = unit_cost(measure.cost, carbon), unit_cost(measure.cost, pollutant)
    return Effect(measure, carbon, pollutant, *costs, at, cross_elasticity(at) if at else None)


def curve(effects: Iterable[Effect], axis: str, base: Base) -> tuple[Block, ...]:
    """The marginal abatement curve of `carbon` or `pollutant`: measures that reduce it, cheapest unit first.

    What a cheaper measure excludes is not on it, and a measure reduces no more than those before it have left.
    """
    rows = [(each, getattr(each, f"{axis}_cost")) for each in effects]
    rising = sorted((row for row in rows if row[1] is not None), key=lambda row: (row[1], row[0].measure.id))
    left = dict(base.masses) if axis != "carbon" else {} if base.carbon is None else {CARBON: base.carbon}
    blocks: list[Block] = []
    taken: list[Measure] = []
    reduced = spent = Fraction(0)
    for each, _ in rising:
        if not compatible([*taken, each.measure]):
            continue
        reduction = _taken(each.measure, axis, left, base)
        if reduction > 0:
            taken.append(each.measure)
            reduced, spent = reduced + reduction, spent + each.measure.cost
            blocks.append(Block(each.measure.id, reduction, each.measure.cost / reduction, reduced, spent))
    return tuple(blocks)


def compatible(measures: Sequence[Measure]) -> bool:
    """Whether none of the measures excludes another of them."""
    names = {measure.id for measure in measures}
    return not any(measure.excludes & names for measure in measures)


def _taken(measure: Measure, axis: str, left: dict[str, Fraction], base: Base) -> Fraction:
    """What a measure takes off what is left of each substance of an axis, which is lowered; in t or equivalents."""
    names = (CARBON,) if axis == "carbon" else tuple(base.equivalents)
    falls = {name: measure.falls[name] for name in names if name in measure.falls}
    possible = {name: min(fall, left.get(name, fall)) for name, fall in falls.items()}
    for name, fall in possible.items():
        left[name] = left.get(name, fall) - fall
    return sum(possible.values(), Fraction(0)) if axis == "carbon" else equivalents_of(possible, base.equivalents)


def applied(inventory: Inventory, measures: Sequence[Measure], parts: Sequence[Part]) -> Inventory:
    """The inventory after measures, their effects on parts of one name added up and taken off each by one share; never
    more than there is.
    """
    for name, unit in sorted({(part.name, part.unit) for part in parts}):
        alike = [part for part in parts if (part.name, part.unit) == (name, unit) and part.size]
        whole = sum((part.size for part in alike), Fraction(0))
        fall = sum((measure.fall(name, unit) for measure in measures), Fraction(0))
        for part in alike if fall else ():
            inventory = lowered(inventory, part, fall * part.size / whole)
    return inventory


def without_line(measure: Measure, parts: Sequence[Part]) -> tuple[str, ...]:
    """Substances of a measure that the score has no line for, so that they cannot move it."""
    names = {part.name for part in parts if part.unit == "t" or part.name == ENERGY}
    told = (*measure.falls, *([ENERGY] if measure.energy else []))
    return tuple(name for name in told if name not in names)


def more_than_there_is(measure: Measure, parts: Sequence[Part]) -> tuple[str, ...]:
    """What a measure alone takes more of than there is."""
    found: list[str] = []
    for name in dict.fromkeys(part.name for part in parts):
        alike = [part for part in parts if part.name == name]
        whole = sum((part.amount for part in alike), Fraction(0))
        if all(part.bounded for part in alike) and measure.fall(name, alike[0].unit) > whole:
            found.append(name)
    return tuple(found)
