"""A finding: something about a submission that somebody has to know, explain or correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: `fatal` and `blocking` keep a report from being lodged."""

    FATAL = "fatal"
    BLOCKING = "blocking"
    NEEDS_EXPLANATION = "needs_explanation"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable `code` (a check number such as NM-10, or a dotted name), where, how serious, and its parameters."""

    code: str
    severity: Severity
    pointer: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Say whether a report with this finding cannot be lodged."""
        return self.severity in (Severity.FATAL, Severity.BLOCKING)
