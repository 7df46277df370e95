"""The bodies that register an enterprise and its sites."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.decoding import decode
from service.requests.fields import Body, Quantity, Text, Word


class EnterpriseRequest(Body):
    """An enterprise as registered."""

    credit_code: Word
    name: Text
    synthetic: bool = False
    demo_record: Word | None = None


class GeneratingUnitRequest(Body):
    """One generating set of a power plant."""

    unit_id: Word
    unit_class: Literal["I", "II", "III", "IV"]
    gb_key: Word
    capacity: Quantity
    fuel: Literal["coal", "gas"]
    cooling: Word | None = None


class FacilityRequest(Body):
    """A permitted site."""

    permit_code: Word
    enterprise: Word
    name: Text
    sector: Word
    region: Word
    units: Annotated[list[GeneratingUnitRequest], Field(max_length=64, default_factory=list)]


def read_enterprise(raw: bytes) -> EnterpriseRequest:
    """Read the registration of an enterprise."""
    return decode(EnterpriseRequest, raw)


def read_facility(raw: bytes) -> FacilityRequest:
    """Read the registration of a site."""
    return decode(FacilityRequest, raw)
