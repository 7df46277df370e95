"""双近零培育标杆: of a peer group the best among the industry-advanced with real progress, a list of its own.

Nobody on it is called near zero. Progress is taken per unit of product and under the base year's factors, so that
making less or a revised factor is none; where it is not known there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.ranking import Entrant
from service.scoring.result import Rating
from service.scoring.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Progressed:
    """An enterprise with its changes since the base year as shares, negative is less; None where not known."""

    entrant: Entrant
    carbon: Fraction | None
    pollutant: Fraction | None


def cultivated(group: Iterable[Progressed], ruleset: Ruleset) -> Sequence[Progressed]:
    """The first of the industry-advanced with progress on both axes; those who are equal share it, by code."""
    fit = [each for each in group if _advanced(each) and _progressed(each, ruleset)]
    best = max((_key(each.entrant) for each in fit), default=None)
    return sorted((each for each in fit if _key(each.entrant) == best), key=lambda each: each.entrant.credit_code)


def _advanced(each: Progressed) -> bool:
    return each.entrant.ranked and each.entrant.rating is Rating.industry_advanced


def _progressed(each: Progressed, ruleset: Ruleset) -> bool:
    asked = ((each.carbon, "cultivation_carbon"), (each.pollutant, "cultivation_pollutant"))
    return all(change is not None and change <= ruleset.number(name) for change, name in asked)


def _key(entrant: Entrant) -> tuple[int, int]:
    return entrant.conservative or 0, entrant.higher_axis or 0
