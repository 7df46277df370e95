"""Synergy metrics of measures, enterprises, parks and cities: evidence beside a score, never part of its class.

Everything is computed from amounts (tonnes, equivalents), never from rounded percentages. A change is positive where
emissions fall. Roots are taken to 28 digits and rounded half to even to 12 places; all else is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

PLACES = 12
_PRECISION = Context(prec=28)


class Quadrant(StrEnum):
    """Where a measure lies in the co-control coordinate system (x greenhouse gas, y pollutant; both reductions)."""

    both_fall = "both_fall"
    only_pollutant_falls = "only_pollutant_falls"
    both_rise = "both_rise"
    only_carbon_falls = "only_carbon_falls"
    on_an_axis = "on_an_axis"


class Elasticity(StrEnum):
    """How to read a cross-elasticity; the ratio alone would call a double increase synergistic."""

    pollutant_faster = "pollutant_faster"
    equal = "equal"
    carbon_faster = "carbon_faster"
    not_synergistic = "not_synergistic"
    both_worse = "both_worse"
    undefined = "undefined"


@dataclass(frozen=True, slots=True)
class Point:
    """Reductions as shares of the base year, with their quadrant."""

    carbon: Fraction
    pollutant: Fraction
    quadrant: Quadrant


@dataclass(frozen=True, slots=True)
class CrossElasticity:
    """Relative pollutant reduction over relative greenhouse-gas reduction; `value` is None where it is undefined."""

    value: Fraction | None
    reading: Elasticity


@dataclass(frozen=True, slots=True)
class Coupling:
    """Coupling C, coordination index T and coordination degree D; C alone is 1 for two equally bad systems."""

    coupling: Fraction
    index: Fraction
    degree: Fraction


def point(
    carbon_change: Fraction, carbon_base: Fraction, pollutant_change: Fraction, pollutant_base: Fraction
) -> Point:
    """Both reductions over their base-year emissions (bases > 0)."""
    x, y = carbon_change / carbon_base, pollutant_change / pollutant_base
    return Point(x, y, _quadrant(x, y))


def cross_elasticity(at: Point) -> CrossElasticity:
    """The elasticity of a point; undefined where the greenhouse gas does not change."""
    if at.carbon == 0:
        return CrossElasticity(None, Elasticity.undefined)
    value = at.pollutant / at.carbon
    return CrossElasticity(value, Elasticity.both_worse if at.quadrant is Quadrant.both_rise else _reading(value))


def capital_recovery_factor(rate: Fraction, years: int) -> Fraction:
    """i(1+i)^n / ((1+i)^n - 1), and 1/n at no interest; years > 0."""
    growth = (1 + rate) ** years
    return Fraction(1, years) if rate == 0 else Fraction(rate * growth / (growth - 1))


def annual_cost(investment: Fraction, rate: Fraction, years: int, operation: Fraction, savings: Fraction) -> Fraction:
    """Yearly cost of a measure; negative where it saves more than it costs."""
    return investment * capital_recovery_factor(rate, years) + operation - savings


def unit_cost(cost: Fraction, reduction: Fraction) -> Fraction | None:
    """Cost per unit reduced, None where nothing is reduced.

    The whole cost over one reduction and again over another are two readings of it; they are never added.
    """
    return cost / reduction if reduction > 0 else None


def coupling(one: Fraction, other: Fraction, weight: Fraction) -> Coupling | None:
    """C = 2 sqrt(U1 U2) / (U1 + U2), T = a U1 + (1 - a) U2, D = sqrt(C T); None where both systems are 0."""
    if one + other <= 0:
        return None
    c = 2 * root(one * other) / (one + other)
    t = weight * one + (1 - weight) * other
    return Coupling(c, t, root(c * t))


def root(value: Fraction, degree: int = 2) -> Fraction:
    """The root of a value >= 0, to 12 places."""
    exact = _PRECISION.divide(Decimal(value.numerator), Decimal(value.denominator))
    found = _PRECISION.power(exact, _PRECISION.divide(Decimal(1), Decimal(degree)))
    return Fraction(round(Fraction(found) * 10**PLACES), 10**PLACES)


def _quadrant(x: Fraction, y: Fraction) -> Quadrant:
    if x == 0 or y == 0:
        return Quadrant.on_an_axis
    if y > 0:
        return Quadrant.both_fall if x > 0 else Quadrant.only_pollutant_falls
    return Quadrant.only_carbon_falls if x > 0 else Quadrant.both_rise


def _reading(value: Fraction) -> Elasticity:
    if value <= 0:
        return Elasticity.not_synergistic
    if value == 1:
        return Elasticity.equal
    return Elasticity.pollutant_faster if value > 1 else Elasticity.carbon_faster
