"""Totals of an enterprise over its reports: amounts add exactly, and what reports share is one error, not several.

A factor of the library is the same number in every report that uses it, so is a meter or a laboratory report that two
sites name; their contributions are added with their signs before they are squared (IPCC 2006, Vol. 1 Ch. 3). What an
activity or a parameter of one report contributes is known to that report alone, even where another report gives a line
the same id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, log10
from typing import NamedTuple

from service.calculators.calculation import Calculation
from service.calculators.rounding import exact_text
from service.calculators.totals import Total
from service.calculators.uncertainty import Cause, Source, Spread, combined

#: Kinds of source that one report alone knows.
OF_ONE_REPORT = frozenset({"activity", "parameter"})

#: Digits of a half-width that an interval shows.
SIGNIFICANT = 3

#: Places behind the point that any mass needs: micrograms of a tonne.
FINEST = 12


class Account(NamedTuple):
    """What is added up together. CO2e of two sets of potentials is two accounts: they measure differently."""

    substance: str
    medium: str
    gwp: str | None
    scope: int | None
    account: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What one report brings to an account: exact tonnes, their bases, and how far they may be off."""

    report: str
    mass: Fraction
    bases: tuple[str, ...]
    spread: Spread


@dataclass(frozen=True, slots=True)
class Contributor:
    """A source with its share of the variance, the tiers that its widths go by, and the reports that it is in."""

    source: Source
    part: float
    share: float
    tiers: tuple[str, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True)
class EnterpriseTotal:
    """One account over all reports that bring something to it."""

    account: Account
    amounts: tuple[Amount, ...]

    @property
    def mass(self) -> Fraction:
        """Return the exact sum in t."""
        return sum((amount.mass for amount in self.amounts), Fraction(0))

    @cached_property
    def spread(self) -> Spread:
        """Return how far the sum may be off."""
        return combined((1.0, amount.spread) for amount in self.amounts)

    @cached_property
    def by_report(self) -> Mapping[str, float]:
        """Return each report's share of the variance; a share may be negative where errors cancel."""
        return self._shares(
            (cause.source, a.report, part) for a in self.amounts for cause, part in a.spread.parts.items()
        )

    @cached_property
    def by_tier(self) -> Mapping[str, float]:
        """Return the share of the variance that goes by each tier of evidence."""
        return self._shares((cause.source, cause.tier, part) for cause, part in self.spread.parts.items())

    def contributors(self, most: int) -> list[Contributor]:
        """Return the sources with the largest shares of the variance, the largest first."""
        variance = self.spread.half_width**2
        parts = {source: part for source, part in self.spread.sources.items() if part}
        largest = sorted(parts, key=lambda source: (-abs(parts[source]), source))[:most]
        return [
            Contributor(source, parts[source], parts[source] ** 2 / variance, *self._where(source))
            for source in largest
        ]

    def _where(self, source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = [
            (c.tier, a.report)
            for a in self.amounts
            for c, part in a.spread.parts.items()
            if c.source == source and part
        ]
        return tuple(sorted({tier for tier, _ in found})), tuple(sorted({report for _, report in found}))

    def _shares(self, parts: Iterable[tuple[Source, str, float]]) -> dict[str, float]:
        """Split the variance: a part counts with the whole of its source, so that the shares add up to one."""
        whole, variance = self.spread.sources, self.spread.half_width**2
        found: dict[str, float] = defaultdict(float)
        for source, name, part in parts:
            found[name] += part * whole[source] / variance if variance else 0.0
        return dict(found)

    def interval(self) -> tuple[str, str]:
        """Return both ends of the 95 % interval in t, printed as finely as the half-width is known."""
        half = self.spread.half_width
        places = FINEST if not half else min(FINEST, max(0, SIGNIFICANT - 1 - floor(log10(half))))
        ends = (self.mass - Fraction(half), self.mass + Fraction(half))
        return exact_text(ends[0], places), exact_text(ends[1], places)


def within(spread: Spread, report: str) -> Spread:
    """Return a report's spread with the report named in every source that it alone knows."""
    return Spread({Cause(known_by(c.source, report), c.tier): part for c, part in spread.parts.items()})


def known_by(source: Source, report: str) -> Source:
    """Return a source as it stands among the sources of other reports."""
    return source._replace(report=report) if source.kind in OF_ONE_REPORT else source


def amounts_of(
    report: str, calculation: Calculation, totals: Sequence[Total], masses: Sequence[Fraction]
) -> Iterator[tuple[Account, Amount]]:
    """Yield what a report brings to each account; `masses` are those of `totals`, in t."""
    for total, mass in zip(totals, masses, strict=True):
        account = Account(total.substance, total.medium, total.gwp, total.scope, total.account)
        yield account, Amount(report, mass, total.bases, within(calculation.total_spread(total), report))


def add_reports(amounts: Iterable[tuple[Account, Amount]]) -> list[EnterpriseTotal]:
    """Add up what reports bring, account by account, in the order in which the accounts come first."""
    found: dict[Account, list[Amount]] = defaultdict(list)
    for account, amount in amounts:
        found[account].append(amount)
    return [EnterpriseTotal(account, tuple(members)) for account, members in found.items()]
