"""One enterprise against the place above it: what would have to fall, in tonnes, found on the score itself.

Nothing here knows how a score is made. A lever scales one thing down (the carbon of all lines, or one listed pollutant:
mass, concentration and their ratio alike); the score function is asked, and the least reduction that reaches the place
is found by bisection, because scores never rise with emissions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.media import weigh
from service.scoring.result import Score

Scorer = Callable[[Inventory], Score]
#: The order of a ranking: conservative index and higher conservative axis, in micro-units.
Key = tuple[int, int]
CARBON = "CO2"
#: Halvings of a share: 2^-30 of ten million tonnes is ten kilograms.
HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Reduction:
    """What has to fall by how much: `share` of the present figure, `mass` in t where a mass is known."""

    lever: str
    share: Fraction
    mass: Fraction | None


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between an enterprise and a place.

    `together` lists reductions that reach it jointly, empty where nothing on this footing does; `alone` lists levers
    that would reach it by themselves.
    """

    together: tuple[Reduction, ...]
    alone: tuple[Reduction, ...]


def gap(inventory: Inventory, scorer: Scorer, target: Key, substances: Sequence[str]) -> Gap:
    """The least reductions that reach `target`, which is the order key of whoever stands there.

    Reaching means an equal or better key: equals share a place.
    """
    levers = (CARBON, *substances)
    alone = tuple(
        reduction(inventory, lever, share)
        for lever in levers
        if (share := least(inventory, scorer, target, (lever,))) is not None
    )
    return Gap(_together(inventory, scorer, target, levers), alone)


def least(inventory: Inventory, scorer: Scorer, target: Key, levers: Sequence[str]) -> Fraction | None:
    """The least common share by which the levers have to fall to reach `target`; None where even nothing left fails."""
    if not _reaches(inventory, scorer, target, levers, Fraction(1)):
        return None
    low, high = Fraction(0), Fraction(1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _reaches(inventory, scorer, target, levers, middle):
            high = middle
        else:
            low = middle
    return high


def reduced(inventory: Inventory, levers: Iterable[str], share: Fraction) -> Inventory:
    """The inventory with a share less of each lever; output stays."""
    chosen, rest = set(levers), 1 - share
    lines = tuple(_line(line, chosen, rest) for line in inventory.lines)
    if CARBON not in chosen:
        return replace(inventory, lines=lines)
    sources = tuple(replace(s, mass=s.mass * rest, energy=_times(s.energy, rest)) for s in inventory.sources)
    return replace(inventory, lines=lines, co2e_total=_times(inventory.co2e_total, rest), sources=sources)


def reduction(inventory: Inventory, lever: str, share: Fraction) -> Reduction:
    """A share of a lever as a mass."""
    masses = [_mass(line, lever) for line in inventory.lines]
    known = [mass for mass in masses if mass is not None]
    return Reduction(lever, share, share * sum(known, Fraction(0)) if known and len(known) == len(masses) else None)


def _together(inventory: Inventory, scorer: Scorer, target: Key, levers: Sequence[str]) -> tuple[Reduction, ...]:
    """Carbon first, as little as lets the rest do; then all pollutants by one share; one of them may need nothing."""
    carbon, pollutants = levers[:1], levers[1:]
    if not _reaches(inventory, scorer, target, levers, Fraction(1)):
        return ()
    cleanest = reduced(inventory, pollutants, Fraction(1))
    carbon_share = Fraction(0) if _reaches(cleanest, scorer, target, (), Fraction(0)) else None
    if carbon_share is None:
        carbon_share = least(cleanest, scorer, target, carbon)
    if carbon_share is None:
        return ()
    lighter = reduced(inventory, carbon, carbon_share)
    enough = _reaches(lighter, scorer, target, (), Fraction(0))
    share = Fraction(0) if enough else least(lighter, scorer, target, pollutants) or Fraction(0)
    found = [reduction(inventory, lever, carbon_share) for lever in carbon if carbon_share]
    return (*found, *(reduction(inventory, lever, share) for lever in pollutants if share))


def _reaches(inventory: Inventory, scorer: Scorer, target: Key, levers: Iterable[str], share: Fraction) -> bool:
    key = scorer(reduced(inventory, levers, share) if share else inventory).rank_key
    return key is not None and key >= target


def _line(line: ProductLine, levers: set[str], rest: Fraction) -> ProductLine:
    pollutants = {name: _figure(f, rest) if name in levers else f for name, f in line.pollutants.items()}
    if CARBON not in levers:
        return replace(line, pollutants=pollutants)
    return replace(
        line,
        direct_co2=_times(line.direct_co2, rest),
        purchased_energy_co2=_times(line.purchased_energy_co2, rest),
        energy_intensity=_times(line.energy_intensity, rest),
        pollutants=pollutants,
    )


def _figure(figure: PollutantFigure, rest: Fraction) -> PollutantFigure:
    """The gas stays what it was: a volume that follows from the figure is fixed before anything is scaled."""
    weighed = weigh(figure)
    volume = weighed.volume if weighed is not None else figure.volume
    scaled = replace(figure, mass=_times(figure.mass, rest), concentration=_times(figure.concentration, rest))
    return replace(scaled, volume=volume)


def _times(value: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if value is None else value * factor


def _mass(line: ProductLine, lever: str) -> Fraction | None:
    if lever != CARBON:
        figure = line.pollutants.get(lever)
        weighed = weigh(figure) if figure is not None else None
        return weighed.mass if weighed is not None else None
    if line.direct_co2 is None:
        return None
    return line.direct_co2 + (line.purchased_energy_co2 or Fraction(0))
