"""Exact numbers out: decimal text and integer micro-units, both half to even."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

MICRO = 10**6


def fixed(value: Fraction, places: int) -> str:
    """Decimal text with `places` digits after the point, half to even (GB/T 8170-2008, 3.2)."""
    scaled = round(value * 10**places)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def plain(value: Fraction, places: int = 12) -> str:
    """Decimal text without trailing zeros; exact where the decimal ends within `places` digits."""
    text = fixed(value, places).rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def spoken(value: Fraction, digits: int = 6) -> str:
    """A figure for a sentence, rounded up: `digits` in all, those before the point never cut."""
    places = max(digits - len(str(abs(int(value)))), 0)
    return plain(rounded_up(value, places))


def rounded_up(value: Fraction, places: int) -> Fraction:
    """The next number with `places` digits after the point that is no less."""
    return Fraction(ceil(value * 10**places), 10**places)


def micro(value: Fraction) -> int:
    """Integer micro-units: what places are compared on."""
    return round(value * MICRO)
