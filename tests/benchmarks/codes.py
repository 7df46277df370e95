"""Codes of invented sites, so that every report of a run belongs to a site of its own."""

from __future__ import annotations

from collections.abc import Iterator

CREDIT_CODE = "91140100MA0TEXT000"


def permit_codes(credit_code: str, count: int) -> Iterator[str]:
    """Yield permit codes of one enterprise: its 18 characters, a site number and the letter of a permit."""
    return (f"{credit_code}{number:03d}P" for number in range(1, count + 1))
