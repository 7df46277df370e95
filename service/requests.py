"""The bodies that callers send, as strict models: unknown fields, repeated keys and loose numbers are refused.

Quantities stay text here; the unit gate reads them in the workflows, where every fault keeps its JSON pointer.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.errors import Fault, InvalidInput

DecimalText = Annotated[str, Field(max_length=40, pattern=r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$")]
Word = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]


class Body(BaseModel):
    """Root of all request models."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Quantity(Body):
    """A decimal text and a unit code or alias of `GET /v1/units`."""

    value: DecimalText
    unit: Annotated[str, Field(min_length=1, max_length=32)]


class StatedQuantity(Quantity):
    """A measured parameter: a quantity with the basis on which the laboratory states it."""

    basis: Literal["ar", "ad", "d"] | None = None


class Activity(Body):
    """One line of activity data."""

    id: Word
    kind: Word
    quantity: Quantity
    material: Word | None = None
    process: Word | None = None
    technology: Word | None = None
    parameters: Annotated[dict[Word, StatedQuantity], Field(max_length=64)] = {}
    unit_id: Word | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    meter: Word | None = None
    laboratory_report: Word | None = None
    substance: Word | None = None
    basis: Literal["continuous_monitoring", "manual_monitoring", "material_balance", "coefficient", "published"] | None = (
        None
    )
    scope: Literal[1, 2, 3] | None = None
    evidence: Annotated[list[Word], Field(max_length=32)] = []


class Production(Body):
    """Output, supply or running time, by unit where the method wants units."""

    product: Word
    quantity: Quantity
    unit_id: Word | None = None


class Reported(Body):
    """A total that the enterprise printed itself: scope1, scope2, total, permit, intensity ..."""

    name: Word
    quantity: Quantity
    substance: Word | None = None


class CalculationRequest(Body):
    """The body of `POST /v1/calculations`."""

    sector: Word
    region: Word
    period: Annotated[str, Field(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$")]
    method: Word | None = None
    trust: Literal["primary", "secondary", "third_party", "recalled"] = "secondary"
    accept_draft: bool = False
    ets_listed: bool | None = None
    gwp: Literal["SAR", "AR4", "AR5", "AR6"] | None = None
    activities: Annotated[list[Activity], Field(max_length=20_000)]
    production: Annotated[list[Production], Field(max_length=2_000)] = []
    reported: Annotated[list[Reported], Field(max_length=500)] = []


class ReportRequest(CalculationRequest):
    """The body of `POST /v1/reports`: a calculation that an enterprise stands for."""

    enterprise: Word
    facility: Word
    signatory: Text
    declarations: Annotated[dict[Word, Literal["yes", "no", "not_applicable"]], Field(max_length=32)] = {}


class CorrectionRequest(Body):
    """A new version of a report: the whole body again, and why."""

    reason: Annotated[Text, Field(min_length=2)]
    report: ReportRequest


class DecisionRequest(Body):
    """A regulator's word on the latest version."""

    decision: Literal["accepted", "returned"]
    reason: Annotated[Text, Field(min_length=2)]
    version: Annotated[int, Field(ge=1)] | None = None


class EnterpriseRequest(Body):
    """An enterprise as registered."""

    name: Annotated[Text, Field(min_length=1)]
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
    name: Annotated[Text, Field(min_length=1)]
    sector: Word
    region: Word
    units: Annotated[list[GeneratingUnitRequest], Field(max_length=64)] = []


Model = TypeVar("Model", bound=Body)


def read(model: type[Model], raw: bytes) -> Model:
    """Validate a raw JSON body.

    Raises `InvalidInput`: one fault per error with its JSON pointer; nothing that was sent is repeated.
    """
    refuse_repeated_keys(raw)
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        raise InvalidInput(*(fault_of(d["type"], d["loc"], d["msg"]) for d in details)) from None


def read_calculation(raw: bytes) -> CalculationRequest:
    """Read the body of a calculation."""
    return read(CalculationRequest, raw)


def read_report(raw: bytes) -> ReportRequest:
    """Read the body of a report."""
    return read(ReportRequest, raw)


def fault_of(kind: str, location: tuple[int | str, ...], text: str) -> Fault:
    """Turn one error of the validator into a fault of ours."""
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
    if kind in ("extra_forbidden", "missing"):
        code = {"extra_forbidden": "field.unknown", "missing": "field.missing"}[kind]
        return Fault(code, pointer)
    if kind == "json_invalid":
        return Fault("json.invalid", "")
    return Fault("field.invalid", pointer, {"expected": text})


def refuse_repeated_keys(raw: bytes) -> None:
    """Refuse a body that repeats a key (readers differ on which one counts) or nests too deep for any model here."""
    try:
        json.loads(raw, object_pairs_hook=unique_pairs)
    except RecursionError:
        raise InvalidInput(Fault("json.too_deep")) from None
    except ValueError:
        raise InvalidInput(Fault("json.invalid")) from None


def unique_pairs(pairs: list[tuple[str, Any]]) -> None:
    """Raise `InvalidInput` where two members of an object share a name."""
    if len(dict(pairs)) != len(pairs):
        raise InvalidInput(Fault("json.key_repeated"))
