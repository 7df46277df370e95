"""Balances that a line must close: what is generated is used, disposed of or still there.

A formula gives the difference as an indicator; here it becomes a finding wherever it prints as anything but zero.
"""

from __future__ import annotations

from decimal import Decimal

from service.calculators.engine import Calculated
from service.findings import Finding, Severity

#: The indicator that is zero where a line balances, and what is said where it is not.
DIFFERENCES = {"waste_difference": "waste.not_balanced"}


def imbalances(calculated: Calculated) -> tuple[Finding, ...]:
    """Return a finding for every line whose own figures do not balance; it keeps a report from being lodged."""
    return tuple(
        Finding(
            DIFFERENCES[line.indicator],
            Severity.BLOCKING,
            f"/activities/{line.activity}",
            {"difference": f"{line.text} {line.unit}"},
        )
        for line in calculated.lines
        if line.indicator in DIFFERENCES and Decimal(line.text) != 0
    )
