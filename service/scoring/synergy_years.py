"""Synergy of two years of an enterprise, a park or a city, from tonnes: evidence beside a class, never part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.exact import plain
from service.scoring.figures import Figures
from service.scoring.synergy import CrossElasticity, Elasticity, Point, Quadrant, cross_elasticity, point

Json = dict[str, object]
PLACES = 6
READINGS = {
    Elasticity.pollutant_faster: ("协同，污染物下降更快", "synergistic, pollutants fall faster"),
    Elasticity.equal: ("协同，同步下降", "synergistic, both fall alike"),
    Elasticity.carbon_faster: ("协同，碳下降更快", "synergistic, carbon falls faster"),
    Elasticity.not_synergistic: ("不协同，一降一升或无变化", "not synergistic: one falls, the other does not"),
    Elasticity.both_worse: ("碳和污染物都上升，不是协同", "both rise: no synergy, whatever the ratio"),
    Elasticity.undefined: ("碳没有变化，弹性无定义", "carbon does not change: undefined"),
}


QUADRANTS = {
    Quadrant.both_fall: ("碳和污染物同降", "both fall"),
    Quadrant.only_pollutant_falls: ("仅污染物下降，碳上升", "pollutants fall, carbon rises"),
    Quadrant.both_rise: ("碳和污染物同升", "both rise"),
    Quadrant.only_carbon_falls: ("仅碳下降，污染物上升", "carbon falls, pollutants rise"),
    Quadrant.on_an_axis: ("至少一方没有变化", "at least one of them does not change"),
}


@dataclass(frozen=True, slots=True)
class Sums:
    """What enterprises emitted together: CO2e and masses by substance in t, equivalents; None where one is unknown."""

    co2e: Fraction | None
    masses: Mapping[str, Fraction]
    equivalents: Fraction | None


def sums_of(figures: Sequence[Figures]) -> Sums:
    """Sums over enterprises; a substance counts where every one of them has it, so that a gap is no reduction."""
    common = set.intersection(*(set(each.masses) for each in figures)) if figures else set()
    masses = {name: sum((each.masses[name] for each in figures), Fraction(0)) for name in sorted(common)}
    return Sums(
        _whole([each.co2e for each in figures]), masses, _whole([each.pollution_equivalents for each in figures])
    )


def changes(before: Sums, after: Sums) -> Json:
    """The co-control coordinates, quadrant and elasticities of a change, each null where an amount is not known."""
    both = [name for name in before.masses if name in after.masses]
    return {
        "co2e": _pair(before.co2e, after.co2e, "t"),
        "pollution_equivalents": _pair(before.equivalents, after.equivalents, "eq"),
        "together": _reading(before.co2e, after.co2e, before.equivalents, after.equivalents),
        "substances": [
            {"substance": name, "mass": _pair(before.masses[name], after.masses[name], "t")}
            | {"elasticity": _reading(before.co2e, after.co2e, before.masses[name], after.masses[name])}
            for name in both
        ],
        "without_pair": sorted(set(before.masses) ^ set(after.masses)),
    }


def _reading(
    carbon: Fraction | None, carbon_now: Fraction | None, other: Fraction | None, other_now: Fraction | None
) -> Json | None:
    if not carbon or not other or carbon_now is None or other_now is None or carbon < 0 or other < 0:
        return None
    at = point(carbon - carbon_now, carbon, other - other_now, other)
    return point_to_json(at, cross_elasticity(at))


def point_to_json(at: Point, elasticity: CrossElasticity) -> Json:
    """Shares of the base year, the quadrant, and how to read the ratio."""
    zh, en = READINGS[elasticity.reading]
    return {
        "carbon_share": plain(at.carbon, PLACES),
        "pollutant_share": plain(at.pollutant, PLACES),
        "quadrant": at.quadrant.value,
        "quadrant_text": quadrant_text(at),
        "value": plain(elasticity.value, PLACES) if elasticity.value is not None else None,
        "reading": elasticity.reading.value,
        "zh": zh,
        "en": en,
    }


def quadrant_text(at: Point) -> Json:
    """The quadrant in both languages."""
    zh, en = QUADRANTS[at.quadrant]
    return {"zh": zh, "en": en}


def _pair(before: Fraction | None, after: Fraction | None, unit: str) -> Json | None:
    if before is None or after is None:
        return None
    return {
        "before": plain(before, PLACES),
        "after": plain(after, PLACES),
        "reduction": plain(before - after, PLACES),
        "unit": unit,
    }


def _whole(parts: Sequence[Fraction | None]) -> Fraction | None:
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(parts) else None
