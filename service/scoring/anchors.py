"""Looking anchors up: the value in force on the first day of the reporting year, in the unit asked for, cited.

A level must hold for the whole reporting year: what came into force during the year is not used for it, so the value
of 1 January stands (the previous standard where there is one, else nothing). An annual benchmark must be the year's
own: one carried forward from an earlier year is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from service.factors import Candidate, Factor, FactorSet, Match
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.peers import Peers
from service.scoring.result import Citation
from service.scoring.ruleset import Ruleset
from service.units import convert, find_unit


@dataclass(frozen=True, slots=True)
class Bench:
    """What judging one enterprise-year needs beside the inventory."""

    ruleset: Ruleset
    factors: FactorSet
    peers: Peers
    year: int
    synthetic: bool
    accepted: bool = False

    @classmethod
    def of(cls, inventory: Inventory, ruleset: Ruleset, factors: FactorSet, peers: Peers) -> Bench:
        """The bench for an inventory."""
        return cls(ruleset, factors, peers, inventory.year, inventory.synthetic, inventory.accepted)

    @property
    def day(self) -> date:
        """The day on which anchors are read."""
        return date(self.year, 1, 1)

    def factor(self, series: str) -> Factor | None:
        """The value of a series for this year, None where none may be used."""
        found = self.factors.find_optional([Candidate(series, Match.EXACT)], self.day)
        return None if found is None or found.match is Match.CARRIED_FORWARD else found

    def anchor(self, series: str, unit: str, role: str, basis: str, subject: str = "") -> Citation | None:
        """A cited value in `unit`; raises InvalidInput `unit.dimension` where the series measures something else."""
        factor = self.factor(series)
        if factor is None:
            return None
        value = convert(factor.value, factor.unit, find_unit(unit))
        return cite(factor, value, unit, role, basis, subject)


def cite(factor: Factor, value: Fraction, unit: str, role: str, basis: str, subject: str) -> Citation:
    """A factor as an anchor."""
    return Citation(
        role, value, unit, factor.series, factor.id, factor.source, factor.clause, factor.status, str(factor.trust),
        factor.valid_from.isoformat(), basis, None, subject,
    )  # fmt: skip


def chosen(role: str, value: Fraction, unit: str, name: str, subject: str = "", trust: str = "design") -> Citation:
    """An anchor that the ruleset sets itself; `name` is the parameter or the peer group that it comes from."""
    return Citation(role, value, unit, name, None, "ruleset", name, "design", trust, None, "c", None, subject)


def at_line(citations: tuple[Citation, ...], line: ProductLine) -> tuple[Citation, ...]:
    """The same citations, marked with the line that they judge."""
    return tuple(replace(citation, line_id=line.line_id) for citation in citations)


def fill(series: str, line: ProductLine, key: str | None = None, table_key: str | None = None) -> str | None:
    """A series name with the line's class or the key of its levels filled in; None where there is none."""
    words = {"unit_class": line.unit_class, "gb_key": key or line.gb_key, "table_key": table_key}
    if any(f"{{{name}}}" in series and not word for name, word in words.items()):
        return None
    return series.format_map(words)
