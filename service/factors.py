"""Which value holds: the first usable one among candidates, as of a day, within the trust that the caller accepts.

Match       how well the value fits, from the enterprise's own figure to a penalty default
Factor      a value as it was used, complete enough to be stored and served again
Candidate   a series to look in, and the match that it would mean
FactorSet   the library seen through an accepted trust, or a frozen set for replay
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from service.errors import FactorMissing, InvalidInput
from service.reference import Entry, Library, Trust
from service.units import Unit

__all__ = ["Candidate", "Factor", "FactorSet", "Match", "Trust", "lowest"]


class Match(StrEnum):
    """How a value came to be used."""

    REPORTED = "reported"
    MEASURED = "measured"
    EXACT = "exact"
    CARRIED_FORWARD = "carried_forward"
    REGIONAL_DEFAULT = "regional_default"
    NATIONAL_DEFAULT = "national_default"
    PENALTY_DEFAULT = "penalty_default"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A series to look in; `match` is what its value would be to the case at hand."""

    series: str
    match: Match


@dataclass(frozen=True, slots=True)
class Factor:
    """A value as used: exact in `unit`, `text` as printed, found for `day`."""

    id: str
    series: str
    value: Fraction
    text: str
    unit: Unit
    trust: Trust
    match: Match
    source: str
    clause: str
    status: str
    valid_from: date
    day: date
    name_zh: str
    name_en: str
    basis: str

    @property
    def canonical(self) -> Fraction:
        """The exact value in the canonical unit of its dimension."""
        return _product(self.value, self.unit.factor)

    @property
    def number(self) -> float:
        """The float64 nearest to `canonical`."""
        return float(self.canonical)


@lru_cache(maxsize=8192)
def _product(value: Fraction, factor: Fraction) -> Fraction:
    """Few values, asked for by every line of a report."""
    return value * factor


def lowest(trusts: Iterable[Trust]) -> Trust:
    """The lowest trust of several; primary where there is none, since nothing lowers it."""
    return max(trusts, key=lambda trust: trust.rank, default=Trust.PRIMARY)


class FactorSet:
    """Values of a library that may be used.

    `trust` is the lowest of primary, secondary, third_party, recalled that is accepted; drafts need `accept_draft`.
    Design values and ranges are never served.
    """

    def __init__(self, library: Library, trust: str = "secondary", accept_draft: bool = False) -> None:
        self._library: Library | None = library
        self._lowest = _accepted_level(trust)
        self._accept_draft = accept_draft
        self._stored: Mapping[tuple[str, date], Factor] = {}

    @classmethod
    def frozen(cls, factors: Iterable[Factor]) -> FactorSet:
        """A set that serves the given stored factors only, each for its own series and day (replay)."""
        replay = cls.__new__(cls)
        replay._library = None
        replay._lowest, replay._accept_draft = Trust.RECALLED, True
        replay._stored = {(factor.series, factor.day): factor for factor in factors}
        return replay

    def find(self, candidates: Sequence[Candidate], day: date, *, role: str) -> Factor:
        """The first usable candidate in force on `day`.

        Raises `FactorMissing`: `factor.not_trusted` where something is in force that the accepted trust leaves out,
        else `factor.missing`; both say what exists (series, dates, trust).
        """
        found = self.find_optional(candidates, day)
        if found is not None:
            return found
        held = [entry for candidate in candidates if (entry := self._in_force(candidate.series, day)) is not None]
        code = "factor.not_trusted" if any(entry.usable for entry in held) else "factor.missing"
        raise FactorMissing(
            code=code,
            role=role,
            series=self._known_series(candidates),
            day=day.isoformat(),
            exists=self._what_exists(candidates),
        )

    def find_optional(self, candidates: Sequence[Candidate], day: date, **_: str) -> Factor | None:
        """As `find`, None where nothing usable is in force.

        The first candidate with a value in force decides: where that value is not trusted enough, a later and more
        general one does not take its place unseen.
        """
        for candidate in candidates:
            if (stored := self._stored.get((candidate.series, day))) is not None:
                return stored if stored.match is Match.CARRIED_FORWARD else replace(stored, match=candidate.match)
            entry = self._in_force(candidate.series, day)
            if entry is not None and entry.usable:
                return _factor(entry, candidate.match, day) if self._may_use(entry) else None
        return None

    def series_names(self) -> Iterable[str]:
        """Return the names of all series of the library; none in a replay, which knows only what was used."""
        return self._library.series if self._library is not None else ()

    def dimension_of(self, series: str) -> str | None:
        """The dimension of a series, None where the series is not there."""
        for stored in self._stored.values():
            if stored.series == series:
                return stored.unit.dimension
        entries = self._library.series.get(series, ()) if self._library is not None else ()
        return entries[0].unit.dimension if entries else None

    def _in_force(self, series: str, day: date) -> Entry | None:
        return self._library.in_force(series, day) if self._library is not None else None

    def _may_use(self, entry: Entry) -> bool:
        if not entry.usable:
            return False
        if entry.trust is Trust.DRAFT:
            return self._accept_draft
        return entry.trust.reaches(self._lowest)

    def _known_series(self, candidates: Sequence[Candidate]) -> str:
        """Only names of the library: another one may hold a material or process in the sender's own words."""
        known = self._library.series if self._library is not None else {}
        return ", ".join(candidate.series for candidate in candidates if candidate.series in known) or "-"

    def _what_exists(self, candidates: Sequence[Candidate]) -> str:
        series = self._library.series if self._library is not None else {}
        entries = [entry for candidate in candidates for entry in series.get(candidate.series, ())]
        return "; ".join(f"{entry.series} {entry.valid_from} {entry.trust}" for entry in entries if entry.usable)


def _accepted_level(trust: str) -> Trust:
    levels = [level for level in Trust if level.rank <= Trust.RECALLED.rank]
    if trust not in levels:
        raise InvalidInput(code="trust.unknown", pointer="/trust", expected=", ".join(levels))
    return Trust(trust)


def _factor(entry: Entry, match: Match, day: date) -> Factor:
    if entry.value is None:
        raise AssertionError("an entry in force has a value")
    carried = entry.table.annual and entry.valid_from.year < day.year
    return Factor(
        id=entry.id,
        series=entry.series,
        value=entry.value,
        text=entry.text,
        unit=entry.unit,
        trust=entry.trust,
        match=Match.CARRIED_FORWARD if carried else match,
        source=entry.source,
        clause=entry.clause,
        status=entry.status,
        valid_from=entry.valid_from,
        day=day,
        name_zh=entry.name_zh,
        name_en=entry.name_en,
        basis=entry.basis,
    )
