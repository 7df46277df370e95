"""The standard atmosphere (ISO 2533), where nobody measured the pressure of a place."""

from __future__ import annotations

from fractions import Fraction

#: Pressure at sea level in Pa, how it falls with each metre, and the power of that.
SEA_LEVEL, FALL, POWER = 101325.0, 2.25577e-5, 5.25588


def pressure_at(altitude: Fraction) -> Fraction:
    """Return the mean pressure in Pa at a height in m, in whole Pa."""
    return Fraction(round(SEA_LEVEL * (1 - FALL * float(altitude)) ** POWER))
