"""Whether an enterprise may become a pilot, in one word, and the one number that it makes together with the class."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from service.scoring.result import Rating


class Eligibility(StrEnum):
    """By the vetoes of the scheme or, under a plan's ruleset, by its criteria; `manual` waits for the bureau's word."""

    eligible = "eligible"
    not_eligible = "not_eligible"
    manual = "manual"
    not_evaluated = "not_evaluated"


_RATINGS, _ELIGIBILITIES = tuple(Rating), tuple(Eligibility)


def kind(rating: Rating, eligibility: Eligibility) -> int:
    """The number of a class and an eligibility; rows of one kind stand together in every list."""
    return _RATINGS.index(rating) * len(_ELIGIBILITIES) + _ELIGIBILITIES.index(eligibility)


def rating_of(number: int) -> Rating:
    """The class that a kind is of."""
    return _RATINGS[number // len(_ELIGIBILITIES)]


@cache
def narrowed(kinds: tuple[int, ...], rating: Rating | None, eligibility: Eligibility | None) -> tuple[int, ...]:
    """Those of `kinds` that have the class and the eligibility asked for, in rising order."""
    wanted = {
        kind(each, other)
        for each in ([rating] if rating else _RATINGS)
        for other in ([eligibility] if eligibility else _ELIGIBILITIES)
    }
    return tuple(sorted(wanted.intersection(kinds)))
