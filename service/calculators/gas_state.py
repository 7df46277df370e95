"""Volumes of gas and the state at which they are read: dry at 0 °C and 101.325 kPa, or as they stand."""

from __future__ import annotations

import re
from dataclasses import replace

from service.calculators.plan import Shape

#: How a volume of gas is read whose dimension is the first: as monitored, dry at standard state, or at standard state.
GAS_AS_FOUND = ("normal_volume", "volume")
GAS_AT_STANDARD = ("volume", "normal_volume")


def at_state(shape: Shape, reading: tuple[str, str]) -> Shape:
    """Return the shape with its volumes, in the quantity and in parameters, read another way."""
    parameters = tuple((key, at_state_of(dimension, reading), basis) for key, dimension, basis in shape.parameters)
    return replace(shape, dimension=at_state_of(shape.dimension, reading), parameters=parameters)


def at_state_of(dimension: str, reading: tuple[str, str]) -> str:
    """Return a dimension with volumes read another way; volumes at 20 °C say their state and stay."""
    words = re.split(r"(\W+)", dimension)
    return "".join(reading[1] if word == reading[0] else word for word in words)
