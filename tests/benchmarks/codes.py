"""Codes of invented sites, so that every report of a run belongs to a site and year of its own."""

from __future__ import annotations

from collections.abc import Iterator

from service.identifiers import reserved_credit_code
from tests.benchmarks.load import Target

#: Reserved numbers from here on belong to the benchmark; one enterprise numbers its sites with three digits.
FIRST_RESERVED = 90_000_000
SITES_PER_ENTERPRISE = 999
#: The data years that the measured method governs.
PERIODS = ("2024", "2025")


def targets(enterprises: int) -> list[Target]:
    return list(_targets(enterprises))


def _targets(enterprises: int) -> Iterator[Target]:
    for number in range(enterprises):
        credit_code = reserved_credit_code(FIRST_RESERVED + number)
        for site in range(1, SITES_PER_ENTERPRISE + 1):
            for period in PERIODS:
                yield Target("", credit_code, f"{credit_code}{site:03d}P", period)
