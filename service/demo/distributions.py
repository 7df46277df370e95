"""Draw decimal texts from stated distributions with a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

#: More draws than this outside the bounds mean that the stated bounds do not fit the distribution.
MOST_DRAWS = 1000


def drawn(generator: random.Random, distribution: Mapping[str, Any]) -> float:
    """Return one draw; `ValueError` for a distribution that is not known or hardly ever within its bounds."""
    if "triangular" in distribution:
        low, mode, high = (float(number) for number in distribution["triangular"])
        return generator.triangular(low, high, mode)
    if "uniform" in distribution:
        low, high = (float(number) for number in distribution["uniform"])
        return generator.uniform(low, high)
    mean, deviation = (float(number) for number in distribution["normal"])
    low, high = (float(number) for number in distribution["within"])
    for _ in range(MOST_DRAWS):
        value = generator.gauss(mean, deviation)
        if low <= value <= high:
            return value
    raise ValueError(f"{distribution} is hardly ever within its bounds")


def text(value: float | Decimal, places: int) -> str:
    """Print a number with a fixed number of decimals, as a laboratory or meter would."""
    return f"{value:.{places}f}"


def quantity(generator: random.Random, stated: Mapping[str, Any]) -> Json:
    """Return a quantity drawn from `draw`, printed with `places` decimals in `unit`."""
    return {"value": text(drawn(generator, stated["draw"]), int(stated["places"])), "unit": stated["unit"]}


def picked(generator: random.Random, choices: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return one of the choices by their `weight`."""
    return generator.choices(choices, [float(choice["weight"]) for choice in choices])[0]
