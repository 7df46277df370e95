"""How a region's emissions move towards a peak or from it: yearly totals, and those of the sites that told every year.

A statement of what reports add up to. Totals move with who reports, so the reading goes by the sites common to all
years; whether a region has peaked is for its inventory to say, never for this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Told = Mapping[str, Mapping[int, Fraction]]


@dataclass(frozen=True, slots=True)
class YearSum:
    """What the sites that told a year add up to, in t."""

    year: int
    mass: Fraction
    sites: int


@dataclass(frozen=True, slots=True)
class Trend:
    """Yearly sums, the years with the largest, and how the last year lies to it among the sites that told every year.

    `reading` is one_year, no_common_sites, highest_in_last_year or below_highest; `since_highest` is the relative
    change from the highest to the last year, None where there is none to give.
    """

    years: tuple[YearSum, ...]
    common: tuple[YearSum, ...]
    reading: str
    since_highest: Fraction | None

    @property
    def highest(self) -> tuple[int, ...]:
        """The years with the largest sum."""
        return highest(self.years)


def trend(told: Told, last: int) -> Trend:
    """The sums of the years to `last` that any site told: site -> year -> t."""
    years = sorted({year for masses in told.values() for year in masses if year <= last})
    steady = {site: masses for site, masses in told.items() if all(year in masses for year in years)}
    common = sums(steady, years) if steady else ()
    return Trend(sums(told, years), common, *_reading(common, years))


def sums(told: Told, years: list[int]) -> tuple[YearSum, ...]:
    """The sum of each year over the sites that told it."""
    return tuple(YearSum(year, *_sum([masses[year] for masses in told.values() if year in masses])) for year in years)


def highest(years: tuple[YearSum, ...]) -> tuple[int, ...]:
    """The years with the largest sum."""
    return tuple(each.year for each in years if each.mass == max(other.mass for other in years))


def _sum(masses: list[Fraction]) -> tuple[Fraction, int]:
    return sum(masses, Fraction(0)), len(masses)


def _reading(common: tuple[YearSum, ...], years: list[int]) -> tuple[str, Fraction | None]:
    if len(years) == 1:
        return "one_year", None
    if not common:
        return "no_common_sites", None
    top = max(each.mass for each in common)
    if common[-1].mass == top:
        return "highest_in_last_year", None
    return "below_highest", common[-1].mass / top - 1
