"""What every stable code says, in Chinese and English; `{name}` is filled from the code's own parameters.

Parameters come from our vocabulary (names of inputs, units, dates, ids), never from what a caller sent.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.messages.calculations import CALCULATION_MESSAGES
from service.messages.changes import CHANGE_MESSAGES
from service.messages.checks import CHECK_MESSAGES
from service.messages.inputs import API_MESSAGES, IDENTIFIER_MESSAGES, REQUEST_MESSAGES, TREE_MESSAGES, UNIT_MESSAGES
from service.messages.overlays import OVERLAY_MESSAGES
from service.messages.reference import REFERENCE_MESSAGES
from service.messages.rulesets import RULESET_MESSAGES
from service.messages.stories import (
    ACT_MESSAGES,
    DEMO_MESSAGES,
    SCORING_MESSAGES,
    STORAGE_MESSAGES,
    STORY_MESSAGES,
)
from service.messages.totals import TOTALS_MESSAGES

MESSAGES: dict[str, tuple[str, str]] = {
    **API_MESSAGES,
    **UNIT_MESSAGES,
    **IDENTIFIER_MESSAGES,
    **TREE_MESSAGES,
    **REQUEST_MESSAGES,
    **STORY_MESSAGES,
    **CALCULATION_MESSAGES,
    **TOTALS_MESSAGES,
    **CHECK_MESSAGES,
    **STORAGE_MESSAGES,
    **SCORING_MESSAGES,
    **ACT_MESSAGES,
    **DEMO_MESSAGES,
    **REFERENCE_MESSAGES,
    **RULESET_MESSAGES,
    **OVERLAY_MESSAGES,
    **CHANGE_MESSAGES,
}


def message(code: str, params: Mapping[str, str]) -> tuple[str, str]:
    """Return the Chinese and the English text of a code, its parameters filled in."""
    chinese, english = MESSAGES[code]
    return chinese.format_map(_Known(params)), english.format_map(_Known(params))


class _Known(dict[str, str]):
    """Parameters of a message; one that was not given shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"
