"""What the fields of request bodies have in common: strict models, texts, days and quantities.

Quantities stay text here; the unit gate reads them in the workflows, where every fault keeps its JSON pointer.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.errors import Fault, InvalidInput

DECIMAL_PATTERN: Final = r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$"
#: The pattern is published here and enforced by the unit gate (`service.units`), which reads each value anyway.
#: There is no `format`, because with one several SDK generators make a number of the text and lose digits.
DecimalText = Annotated[
    str,
    Field(
        examples=["12.5"],
        json_schema_extra={"pattern": DECIMAL_PATTERN, "maxLength": 40},
    ),
]
UnitText = Annotated[str, Field(examples=["t"], json_schema_extra={"minLength": 1, "maxLength": 32})]
#: Text keeps every character that a name may need (GB 18030-2022 reaches beyond the BMP); only controls are refused.
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
Text = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]+$")]
Reason = Annotated[str, Field(min_length=2, max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]+$")]
#: A factor's own name or one of its other spellings, Chinese ones too; behind the colon a substance.
ParameterName = Annotated[
    str, Field(max_length=64, pattern=r"^[A-Za-z一-鿿][A-Za-z0-9_.一-鿿]*(:[A-Za-z0-9_.+()一-鿿-]+)?$")
]
#: A calendar day as text; strict models take no other form, and the workflow reads it.
DayText = Annotated[str, Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", examples=["2026-12-31"])]
Evidence = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
SectorPrefix = Annotated[str, Field(pattern="^[0-9]{2,4}$", description="Beginning of a GB/T 4754 code 行业")]
#: An industry as reports name it; what no edition knows is found by `parse_sector`.
SectorCode = Annotated[str, Field(pattern="^([A-T]|[0-9]{2,4})$", description="GB/T 4754 code 行业")]
#: As in the paths of versions.
VersionNumber = Annotated[int, Field(ge=1, le=1_000_000)]
Year = Annotated[int, Field(ge=2015, le=2100)]


class Body(BaseModel):
    """Root of all request models."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Quantity(Body):
    """A decimal text and a unit code or alias of `GET /v1/units`; the unit gate checks both, once."""

    value: DecimalText
    unit: UnitText


class UncertainQuantity(Quantity):
    """A quantity that may carry its uncertainty: the half-width of its 95 % interval, in percent of the value."""

    uncertainty: DecimalText | None = None


class StatedQuantity(UncertainQuantity):
    """A measured parameter: a quantity with the basis on which the laboratory states it."""

    basis: Literal["ar", "ad", "d"] | None = None


def read_day(text: str, pointer: str) -> date:
    """Read a calendar day; raises `InvalidInput` for one that no calendar has."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(Fault("day.invalid", pointer)) from error
