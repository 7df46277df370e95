"""A ranking worked out again by a stranger: from what the API answers alone, with nothing of the program.

Every axis follows from its constraints, the index from the axes, the order from the figures, the places and intervals
from the order. Amounts and anchors are printed to six places, so a recomputed figure may be off by a few millionths;
whole millionths, as the answer gives them, decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
MILLION = 10**6
#: Millionths of an index by which printed amounts may mislead.
TOLERANCE = 200


def proximity(amount: Fraction, constraint: Json) -> Fraction:
    """P of an amount by the published form: 0 at the baseline, 1 at the advanced value, 2 at near zero."""
    baseline, cap = Fraction(constraint["baseline"]), Fraction(constraint["cap"])
    if amount >= baseline:
        return Fraction(0)
    advanced = Fraction(constraint["advanced"])
    if amount >= advanced:
        return min(cap, (baseline - amount) / (baseline - advanced))
    if constraint["near_zero"] is None:
        return min(cap, Fraction(1))
    near_zero = Fraction(constraint["near_zero"])
    return min(cap, 1 + min(Fraction(1), (advanced - amount) / (advanced - near_zero)))


def axis(answer: Json, figure: str) -> Fraction:
    """The lowest of an axis's sums, at the amount as given or at its conservative bound."""
    sums = [c for c in answer["constraints"] if not c["gate"]]
    return min(proximity(Fraction(c[figure]), c) for c in sums)


def recomputed_key(item: Json, scale: Fraction) -> tuple[int, int]:
    """The two figures that order a ranking, in millionths: conservative index, higher conservative axis."""
    values = [axis(item[name], "conservative") for name in ("carbon", "pollutant")]
    return round(scale * min(values) * MILLION), round(max(values) * MILLION)


def faults_of(items: Sequence[Json], scale: Fraction, minimum_group: int, publishable: bool) -> list[str]:
    """Everything that does not follow; empty for a ranking that explains itself."""
    found = [fault for item in items for fault in figures_that_differ(item, scale)]
    keys = [(-item["rank_key"][0], -item["rank_key"][1]) for item in items]
    if keys != sorted(keys):
        found.append("the list is not in its own order")
    lows = [item["rank_bounds"][0] for item in items]
    highs = [item["rank_bounds"][1] for item in items]
    for item, key in zip(items, keys, strict=True):
        place = 1 + sum(other < key for other in keys)
        low, high = item["rank_bounds"]
        interval = [1 + sum(other > high for other in lows), sum(other >= low for other in highs)]
        told = (item["rank"], item["shared_by"], item["rank_interval"])
        if told != (place, keys.count(key), interval):
            found.append(f"{item['enterprise']}: {told} is {(place, keys.count(key), interval)}")
    if publishable is not (len(items) >= minimum_group):
        found.append("the minimum group is not kept")
    return found


def figures_that_differ(item: Json, scale: Fraction) -> list[str]:
    """Figures of one place that do not follow from its constraints."""
    key = recomputed_key(item, scale)
    central = scale * min(axis(item[name], "amount") for name in ("carbon", "pollutant"))
    off = [abs(mine - told) for mine, told in zip(key, item["rank_key"], strict=True)]
    off.append(abs(round((central - Fraction(item["index"])) * MILLION)) - MILLION // 200)
    return [f"{item['enterprise']}: {key} is not {item['rank_key']}"] if max(off) > TOLERANCE else []
