"""Frozen statistics of verified peers: the best decile and the median of a group, fixed once per ruleset year.

Where a benchmark exists the sample is the ratio of emissions to the benchmark's amount (so that electricity and heat
come together); elsewhere it is the emission per unit of product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class PeerGroup:
    """Whom a line is compared with: line kind of the ruleset, unit class, measure (`ratio` or `intensity`), year."""

    line_kind: str
    unit_class: str
    measure: str
    year: int
    synthetic: bool


@dataclass(frozen=True, slots=True)
class PeerSample:
    """One verified line of one enterprise."""

    group: PeerGroup
    credit_code: str
    line_id: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class PeerStatistic:
    """Nearest-rank quantiles of `count` lines, frozen on a day; values exact, in the measure of the group."""

    group: PeerGroup
    count: int
    best_decile: Fraction
    median: Fraction
    frozen_on: date


Peers = tuple[PeerStatistic, ...]


def freeze(samples: Iterable[PeerSample], frozen_on: date) -> Peers:
    """Statistics of every group in the samples; one sample per line (the last one given counts)."""
    groups: dict[PeerGroup, dict[tuple[str, str], Fraction]] = defaultdict(dict)
    for sample in samples:
        groups[sample.group][sample.credit_code, sample.line_id] = sample.value
    return tuple(_statistic(group, sorted(lines.values()), frozen_on) for group, lines in sorted(groups.items()))


def find_peers(peers: Peers, group: PeerGroup, minimum: int) -> PeerStatistic | None:
    """The statistic of a group, None below the minimum count."""
    return next((p for p in peers if p.group == group and p.count >= minimum), None)


def _statistic(group: PeerGroup, values: Sequence[Fraction], frozen_on: date) -> PeerStatistic:
    return PeerStatistic(group, len(values), _quantile(values, 1, 10), _quantile(values, 1, 2), frozen_on)


def _quantile(values: Sequence[Fraction], part: int, whole: int) -> Fraction:
    """Nearest rank: the smallest value that at least part/whole of the group reach."""
    return values[max(0, -(-len(values) * part // whole) - 1)]
