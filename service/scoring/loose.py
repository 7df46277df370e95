"""Carbon of an enterprise that no line explains, where energy is judged and emissions are not.

On an energy rung a process that is left out with its product, its energy and its name leaves only its carbon behind: in
the enterprise's total, without a unit or booked at a unit whose product cannot emit as much. Its energy counts, as it
would if it were declared, as energy of no product: electricity, heat and fuels with their own energy, and what tells
none at the most that carbon can stand for, an upper bound. Other gases, and CO2 that does not come of energy, bring
none. What the ruleset says of it is our choice; the scheme says that missing data never help.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.coverage import GASES_WITH_ENERGY, counted_co2
from service.scoring.exact import fixed
from service.scoring.inventory import CarbonSource, Inventory, ProductLine
from service.scoring.line_kinds import LineKind
from service.scoring.result import Reason
from service.scoring.ruleset import Ruleset
from service.units import convert, find_unit

KILOGRAMS_PER_TONNE = 1000
#: The parameter with the most energy in kgce that a kg of CO2 can stand for, and those with the most CO2 per product.
ENERGY, CEILING = "loose_carbon_energy", "carbon_ceiling"
WITHOUT_ENERGY = "loose_without_energy"
Kinds = Iterable[tuple[ProductLine, LineKind]]


@dataclass(frozen=True, slots=True)
class Loose:
    """Carbon that no line explains, in t CO2e, and the energy that it counts as, in kgce."""

    mass: Fraction
    energy: Fraction

    def energy_in(self, unit: str) -> Fraction:
        """The energy in `unit` (kgce, kWh)."""
        return convert(self.energy, find_unit("kgce"), find_unit(unit))

    def said(self) -> Reason:
        """That carbon was counted as energy."""
        energy = self.energy_in("tce")
        return Reason("carbon.loose", {"mass": fixed(self.mass, 2), "energy": fixed(energy, 2)})


def energy_rate(ruleset: Ruleset, kind: str = "") -> Fraction | None:
    """The energy in kgce that a t of CO2 of a kind of activity stands for; without a kind, that of any other carbon."""
    told = ruleset.parameters.get(f"{ENERGY}.{kind}" if kind else ENERGY)
    return told.value * KILOGRAMS_PER_TONNE if told is not None else None


def loose_carbon(inventory: Inventory, judged: Kinds, ruleset: Ruleset) -> Loose | None:
    """What is beyond that which lines of known kinds emit and can emit; None where the enterprise has no total.

    Of the sources outside, those that no line can explain are taken whole; of the others, which a balance of processes
    may explain, those with the most energy first.
    """
    if inventory.co2e_total is None:
        return None
    judged = list(judged)
    places = {line.place for line, _ in judged}
    emitting = [source for source in inventory.sources if source.mass > 0]
    outside = [s for s in emitting if s.place not in places and s.substance in GASES_WITH_ENERGY and s.energy != 0]
    bought = [s for s in outside if s.purchased and s.energy is not None]
    gases = [s for s in emitting if s.substance not in GASES_WITH_ENERGY]
    stone = [s for s in emitting if s.energy == 0 and s.place not in places and s not in gases]
    free = min(_mass(stone), _share(ruleset) * inventory.co2e_total)
    left = inventory.co2e_total - _mass(gases) - free - _mass(bought) - _explained(judged, ruleset)
    own = _loose(max(left, Fraction(0)), [s for s in outside if s not in bought], energy_rate(ruleset) or Fraction(0))
    return Loose(own.mass + _mass(bought), own.energy + sum((s.energy or Fraction(0) for s in bought), Fraction(0)))


def _loose(mass: Fraction, sources: Collection[CarbonSource], most: Fraction) -> Loose:
    energy, left = Fraction(0), mass
    rates = [(most if s.energy is None else s.energy / s.mass, s.mass) for s in sources]
    for rate, tonnes in sorted(rates, reverse=True):
        taken = min(tonnes, left)
        energy, left = energy + taken * rate, left - taken
    return Loose(mass, energy + left * most)


def _share(ruleset: Ruleset) -> Fraction:
    """How much of an enterprise's carbon may be of carbonates that name no unit: coal could be told as one."""
    told = ruleset.parameters.get(WITHOUT_ENERGY)
    return told.value if told is not None else Fraction(0)


def _mass(sources: Iterable[CarbonSource]) -> Fraction:
    return sum((source.mass for source in sources), Fraction(0))


def _explained(judged: Kinds, ruleset: Ruleset) -> Fraction:
    """What lines emit, no more than their products can; of several products at one place the emission counts once."""
    at_place: dict[str, list[tuple[ProductLine, LineKind]]] = defaultdict(list)
    for number, (line, kind) in enumerate(judged):
        at_place[line.place or str(number)].append((line, kind))
    return sum((_at_place(lines, ruleset) for lines in at_place.values()), Fraction(0))


def _at_place(lines: list[tuple[ProductLine, LineKind]], ruleset: Ruleset) -> Fraction:
    emitted = max(max(counted_co2(line), Fraction(0)) for line, _ in lines)
    ceilings = [_ceiling(line, kind, ruleset) for line, kind in lines]
    known = [ceiling for ceiling in ceilings if ceiling is not None]
    return min(emitted, sum(known, Fraction(0))) if len(known) == len(ceilings) else emitted


def _ceiling(line: ProductLine, kind: LineKind, ruleset: Ruleset) -> Fraction | None:
    told = ruleset.parameters.get(f"{CEILING}.{kind.id}")
    if told is None or line.output is None:
        return None
    return told.value * max(convert(line.output, find_unit(line.unit), find_unit(kind.unit)), Fraction(0))
