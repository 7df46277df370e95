"""The body of a trial of a ruleset."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from service.decoding import decode
from service.requests.fields import Body, Word, Year

#: The longest ruleset that is tried; the scheme itself is a third of it.
MAX_DOCUMENT = 200_000


class RulesetTrialRequest(Body):
    """A successor ruleset as YAML or JSON text, and the past year on which it is tried beside the one in force.

    `ruleset` is the id of the one in force, `document` a whole document of the same kind.
    """

    ruleset: Word
    document: Annotated[str, Field(min_length=1, max_length=MAX_DOCUMENT)]
    year: Year
    region: Annotated[str, Field(pattern="^([0-9]{2}|[0-9]{4}|[0-9]{6})?$")] = ""
    sector: Annotated[str, Field(pattern="^[0-9]{2,4}$")] | None = None


def read_trial(raw: bytes) -> RulesetTrialRequest:
    """Read a trial."""
    return decode(RulesetTrialRequest, raw)
