"""Coupling coordination of both axes over a group: C, T and D of their mean levels, each over the top of its axis."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from service.scoring.axis import NEAR_ZERO
from service.scoring.exact import plain
from service.scoring.synergy import coupling

PLACES = 6


def coordination(levels: Sequence[tuple[str, str]], weight: Fraction) -> dict[str, object] | None:
    """C, T and D of (carbon, pollutant) levels as decimal text; None without any, or where both systems are at 0.

    C alone is 1 for two equally bad systems, so D is what is to be read. `weight` is the carbon axis's share in T.
    """
    if not levels:
        return None
    means = [sum((Fraction(level[axis]) for level in levels), Fraction(0)) / len(levels) / NEAR_ZERO for axis in (0, 1)]
    found = coupling(means[0], means[1], weight)
    if found is None:
        return None
    return {
        "enterprises": len(levels),
        "coupling": plain(found.coupling, PLACES),
        "index": plain(found.index, PLACES),
        "degree": plain(found.degree, PLACES),
        "weight": plain(weight),
        "basis": "c",
    }
