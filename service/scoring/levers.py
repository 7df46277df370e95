"""What an enterprise can pull down: the parts of the sums that a score judged, and the inventory that is left after it.

A part is lowered at its own lines only, by one share of each, and the enterprise totals by what the lines lost, so that
nothing vanishes from the books. Output, heat, gas volume and data quality stay as reported.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.media import weigh
from service.scoring.result import Constraint, Part, Score

#: What the finest step of a part is in its unit: kilograms of a tonne.
STEP = Fraction(1, 1000)
ENERGY = "energy"


@dataclass(frozen=True, slots=True)
class Pull:
    """One reduction: `amount` in `unit`, a whole number of steps, of the `whole` that there is at `lines`."""

    lever: str
    amount: Fraction
    unit: str
    whole: Fraction = field(default=Fraction(0), compare=False)
    lines: frozenset[str] = field(default=frozenset(), compare=False)


#: A part and how far it may come down.
Reaching = tuple[Part, Fraction]


def constraints_of(score: Score) -> tuple[Constraint, ...]:
    """Carbon, then single pollutants, then their sums: a sum is asked last, with what the gates have given it."""
    pollutant = score.pollutant.constraints
    return (*score.carbon.constraints, *(c for c in pollutant if c.gate), *(c for c in pollutant if not c.gate))


def parts_of(score: Score) -> tuple[Part, ...]:
    """Every part of a score once, those of one name side by side: stacks that are judged apart have one each."""
    found = {(part.name, part.lines): part for c in constraints_of(score) for part in c.parts}
    return tuple(sorted(found.values(), key=lambda part: part.name))


def lowered(inventory: Inventory, part: Part, by: Fraction) -> Inventory:
    """The inventory with `by` less of a part, in its unit; a bounded part falls to nothing and no further."""
    if part.fields:
        return _less_carbon(inventory, part, min(by, part.amount) if part.bounded else by)
    return _less_substance(inventory, part.lines, part.name, 1 - min(Fraction(1), by / part.amount))


def pulled(inventory: Inventory, pulls: Sequence[Pull], parts: Sequence[Part]) -> Inventory:
    """The inventory after some pulls."""
    known = {(part.name, part.lines): part for part in parts}
    for pull in pulls:
        inventory = lowered(inventory, known[pull.lever, pull.lines], pull.amount)
    return inventory


def steps_of(group: Sequence[Reaching]) -> int:
    """How many steps the greatest part of a group may come down; none in an empty group."""
    return ceil(max((reach for _, reach in group), default=Fraction(0)) / STEP)


def pulls_at(group: Sequence[Reaching], steps: int) -> tuple[Pull, ...]:
    """The greatest part of a group lowered by some steps, the others by the same share, rounded up to a step."""
    most = steps_of(group)
    shares = ((part, ceil(reach * steps / (most * STEP)) * STEP) for part, reach in group)
    return tuple(Pull(part.name, by, part.unit, part.amount, part.lines) for part, by in shares if by)


def _less_carbon(inventory: Inventory, part: Part, by: Fraction) -> Inventory:
    """Each line loses the same share of its size: what emits emits less, what gives back gives more."""
    share = by / part.size
    kept = tuple(_scaled(line, part.fields, share) if line.line_id in part.lines else line for line in inventory.lines)
    lost = sum((_co2(a) - _co2(b) for a, b in zip(inventory.lines, kept, strict=True)), Fraction(0))
    whole = None if inventory.co2e_total is None else inventory.co2e_total - lost
    return replace(inventory, lines=kept, co2e_total=whole)


def _less_substance(inventory: Inventory, lines: Collection[str], substance: str, rest: Fraction) -> Inventory:
    kept = tuple(_thinned(line, substance, rest) if line.line_id in lines else line for line in inventory.lines)
    pairs = zip(inventory.lines, kept, strict=True)
    lost = sum((_mass(a, substance) - _mass(b, substance) for a, b in pairs), Fraction(0))
    total = inventory.pollutant_totals.get(substance)
    totals = inventory.pollutant_totals if total is None else {**inventory.pollutant_totals, substance: total - lost}
    return replace(inventory, lines=kept, pollutant_totals=totals)


def _scaled(line: ProductLine, fields: Collection[str], share: Fraction) -> ProductLine:
    held = {name: value for name in fields if (value := getattr(line, name)) is not None}
    rest = 1 - share if sum(held.values(), Fraction(0)) >= 0 else 1 + share
    return replace(line, **{name: value * rest for name, value in held.items()})


def _thinned(line: ProductLine, substance: str, rest: Fraction) -> ProductLine:
    figure = line.pollutants.get(substance)
    if figure is None:
        return line
    return replace(line, pollutants={**line.pollutants, substance: thinned(figure, rest)})


def thinned(figure: PollutantFigure, rest: Fraction) -> PollutantFigure:
    """A figure with `rest` of its substance in the same gas; a volume that follows from the figure is fixed first."""
    weighed = weigh(figure)
    volume = weighed.volume if weighed is not None else figure.volume
    mass = None if figure.mass is None else figure.mass * rest
    concentration = None if figure.concentration is None else figure.concentration * rest
    return replace(figure, mass=mass, concentration=concentration, volume=volume)


def _co2(line: ProductLine) -> Fraction:
    return (line.direct_co2 or Fraction(0)) + (line.purchased_energy_co2 or Fraction(0))


def _mass(line: ProductLine, substance: str) -> Fraction:
    weighed = weigh(line.pollutants[substance]) if substance in line.pollutants else None
    return (weighed.mass if weighed is not None else None) or Fraction(0)
