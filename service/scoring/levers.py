"""What an enterprise can pull down: one physical amount each, with its unit, and the inventory that is left after it.

A lever lowers amounts of the lines that a score judged, by one share, and the enterprise totals by what the lines lost,
so that nothing vanishes from the books. Output, heat, gas volume and data quality stay as reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from service.scoring.anchors import Bench
from service.scoring.carbon import by_subject, judged_lines
from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.line_reader import SCOPES
from service.scoring.media import weigh
from service.scoring.ruleset import Medium, Ruleset, Sector

#: What the finest step of a lever is in its unit: kilograms of a tonne.
STEP = Fraction(1, 1000)
ENERGY = "energy"
MASS, CONCENTRATION = "t", "mg/m3"


@dataclass(frozen=True, slots=True)
class Lever:
    """`name` is CO2, `CO2 with purchased energy`, energy, electricity or a substance; `amount` in `unit` is all of it.

    `serves` names the constraints that it can bring nearer.
    """

    name: str
    amount: Fraction
    unit: str
    lines: frozenset[str]
    serves: frozenset[str]
    fields: tuple[str, ...] = ()
    substance: str = ""

    def pulled(self, inventory: Inventory, by: Fraction) -> Inventory:
        """The inventory with `by` less, in the lever's unit; everything of it where `by` is more than there is."""
        rest = 1 - min(Fraction(1), by / self.amount)
        if self.substance:
            return _less_substance(inventory, self.lines, self.substance, rest)
        return _less_carbon(inventory, self.lines, self.fields, rest)


def levers_of(inventory: Inventory, ruleset: Ruleset, bench: Bench) -> tuple[Lever, ...]:
    """Every lever of an inventory; none in a sector that the ruleset does not know."""
    sector = ruleset.sector(inventory.sector)
    if sector is None:
        return ()
    substances = ((medium, name) for medium in sector.media for name in medium.substances)
    found = (_substance_lever(inventory, medium, name) for medium, name in substances)
    return (*_carbon_levers(inventory, sector, bench), *(lever for lever in found if lever is not None))


def _carbon_levers(inventory: Inventory, sector: Sector, bench: Bench) -> Iterator[Lever]:
    for scope in SCOPES:
        judged, _, _ = judged_lines(inventory, sector, bench, scope)
        for group in by_subject(judged):
            subject, name, fields = _named(scope, group[0].footing.subject)
            amount = sum((item.amount for item in group), Fraction(0))
            if amount > 0:
                unit = group[0].footing.unit.split("/")[0]
                lines = frozenset(item.line.line_id for item in group)
                yield Lever(name, amount, unit, lines, frozenset({subject}), fields)


def _substance_lever(inventory: Inventory, medium: Medium, substance: str) -> Lever | None:
    """Tonnes where every line's mass is known, else mg/m3; None where nothing is given or emitted."""
    given = [(line.line_id, figure) for line in inventory.lines if (figure := line.pollutants.get(substance))]
    weighed = [(name, found) for name, figure in given if (found := weigh(figure)) is not None]
    masses = [found.mass for _, found in weighed if found.mass is not None]
    known = len(masses) == len(weighed)
    amount = sum(masses, Fraction(0)) if known else max(found.concentration for _, found in weighed)
    lines, serves = frozenset(name for name, _ in weighed), frozenset({substance, f"equivalents.{medium.name}"})
    unit = MASS if known else CONCENTRATION
    return Lever(substance, amount, unit, lines, serves, substance=substance) if amount > 0 else None


def _named(scope: str, subject: str) -> tuple[str, str, tuple[str, ...]]:
    if subject:
        return subject, subject, ("energy_intensity",)
    if scope == SCOPES[0]:
        return f"carbon.{scope}", "CO2", ("direct_co2",)
    return f"carbon.{scope}", "CO2 with purchased energy", ("direct_co2", "purchased_energy_co2")


def _less_carbon(inventory: Inventory, lines: Collection[str], fields: Collection[str], rest: Fraction) -> Inventory:
    kept = tuple(_scaled(line, fields, rest) if line.line_id in lines else line for line in inventory.lines)
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


def _scaled(line: ProductLine, fields: Collection[str], rest: Fraction) -> ProductLine:
    changed = {name: value * rest for name in fields if (value := getattr(line, name)) is not None}
    return replace(line, **changed)


def _thinned(line: ProductLine, substance: str, rest: Fraction) -> ProductLine:
    figure = line.pollutants[substance]
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
