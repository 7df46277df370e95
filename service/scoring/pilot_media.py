"""Whether base year and reporting year hold data of a medium, from what accepted reports add up to.

A medium has data where every site that reports on it in one of the two years reports at least one and the same
substance in both. The plans ask for the media and not for the reading: it is our choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.scoring.inventory import Answer

#: The account of stored totals in which a medium of the plans stands, for those that no axis of the scheme evaluates.
ACCOUNTS: Mapping[str, str] = {"water": "water", "solid_waste": "waste"}


@dataclass(frozen=True, slots=True)
class Held:
    """What an accepted report of one site and year adds up: substances by account (empty for air)."""

    report: str
    site: str
    year: int
    substances: Mapping[str, tuple[str, ...]]

    def told(self, substances: Sequence[str]) -> str:
        """The report with its year and the substances that it counts for."""
        return f"{self.report} ({self.year}) {', '.join(substances)}"


@dataclass(frozen=True, slots=True)
class MediumData:
    """Whether a medium has data in both years (None: it does not), and the reports that say so."""

    answer: Answer | None
    evidence: tuple[str, ...]


def medium_data(account: str, base: Sequence[Held], now: Sequence[Held]) -> MediumData:
    """The data of one account in two years; what only one of the years tells is named and answers nothing."""
    found = tuple((held, held.substances.get(account, ())) for held in (*base, *now) if held.substances.get(account))
    evidence = tuple(held.told(substances) for held, substances in found)
    sites = {held.site for held, _ in found}
    both = (_told_at(site, account, base) & _told_at(site, account, now) for site in sites)
    return MediumData(Answer.yes if sites and all(both) else None, evidence)


def _told_at(site: str, account: str, year: Sequence[Held]) -> frozenset[str]:
    return frozenset(name for held in year if held.site == site for name in held.substances.get(account, ()))
