"""The bodies that callers send, as strict models: unknown fields, repeated keys and loose numbers are refused.

Quantities stay text here; the unit gate reads them in the workflows, where every fault keeps its JSON pointer.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.decoding import decode

#: The pattern is published here and enforced by the unit gate (`service.units`), which reads each value anyway.
#: There is no `format`, because with one several SDK generators make a number of the text and lose digits.
DecimalText = Annotated[
    str,
    Field(
        examples=["12.5"],
        json_schema_extra={"pattern": r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?$", "maxLength": 40},
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


TaxKey = Annotated[str, Field(max_length=64, pattern=r"^(air|water|waste)(:[A-Za-z0-9_.+-]+)?$")]


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


class Activity(Body):
    """One line of activity data."""

    id: Word
    kind: Word
    quantity: UncertainQuantity
    material: Word | None = None
    process: Word | None = None
    technology: Word | None = None
    parameters: Annotated[dict[ParameterName, StatedQuantity], Field(max_length=64, default_factory=dict)]
    unit_id: Word | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    meter: Word | None = None
    laboratory_report: Word | None = None
    substance: Word | None = None
    basis: (
        Literal["continuous_monitoring", "manual_monitoring", "material_balance", "coefficient", "published"] | None
    ) = None
    scope: Literal[1, 2, 3] | None = None
    medium: Literal["air", "water", "waste"] | None = None
    evidence: Annotated[list[Word], Field(max_length=32, default_factory=list)]
    treatments: Annotated[list[Word], Field(max_length=8, default_factory=list)]


class Production(Body):
    """Output, supply, running time, energy used or a stated condition, by unit where method or scoring wants one.

    Names of products, energies and conditions that are scored stand in `GET /v1/rulesets/DNZ-1`.
    """

    product: Word
    quantity: Quantity
    unit_id: Word | None = None


class Reported(Body):
    """A total that the enterprise printed itself: scope1, scope2, total, permit, intensity ..."""

    name: Word
    quantity: Quantity
    substance: Word | None = None


class EnvironmentalTax(Body):
    """Asks for the environmental protection tax; what is left out comes from the law and the place of the site."""

    rates: Annotated[dict[TaxKey, Quantity], Field(max_length=32, default_factory=dict)]
    equivalents: Annotated[dict[ParameterName, Quantity], Field(max_length=64, default_factory=dict)]
    limit_shares: Annotated[dict[ParameterName, Quantity], Field(max_length=64, default_factory=dict)]
    equivalent_places: Annotated[int, Field(ge=0, le=6)] | None = None


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
    environmental_tax: EnvironmentalTax | None = None
    uncertainty: bool = False
    activities: Annotated[list[Activity], Field(max_length=20_000)]
    production: Annotated[list[Production], Field(max_length=2_000, default_factory=list)]
    reported: Annotated[list[Reported], Field(max_length=500, default_factory=list)]


class ReportRequest(CalculationRequest):
    """The body of `POST /v1/reports`: a calculation that an enterprise stands for."""

    enterprise: Word
    facility: Word
    signatory: Text
    activities: Annotated[list[Activity], Field(min_length=1, max_length=20_000)]
    declarations: Annotated[
        dict[ParameterName, Literal["yes", "no", "not_applicable"]], Field(max_length=32, default_factory=dict)
    ]


class CorrectionRequest(Body):
    """A new version of a report: the whole body again, why, and the version that it corrects, the latest by default.

    Name the version that was read: if another correction came first, this one is refused.
    """

    reason: Reason
    report: ReportRequest
    version: Annotated[int, Field(ge=1)] | None = None


class DecisionRequest(Body):
    """A regulator's word on the latest version."""

    decision: Literal["accepted", "returned"]
    reason: Reason
    version: Annotated[int, Field(ge=1)] | None = None


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


class ScoringRequest(Body):
    """Which scores to bring up to date: of one ruleset and year, in a region and, if given, one sector.

    With `at_most`, so many of those that have changed; ask again until none remains.
    """

    ruleset: Word
    year: Annotated[int, Field(ge=2015, le=2100)]
    region: Word
    sector: Word | None = None
    at_most: Annotated[int, Field(ge=1, le=100_000)] | None = None


class PeersRequest(Body):
    """Which peers to freeze."""

    ruleset: Word
    year: Annotated[int, Field(ge=2015, le=2100)]
    sector: Word


def read_calculation(raw: bytes) -> CalculationRequest:
    """Read the body of a calculation."""
    return decode(CalculationRequest, raw)


def read_report(raw: bytes) -> ReportRequest:
    """Read the body of a report."""
    return decode(ReportRequest, raw)


def read_correction(raw: bytes) -> CorrectionRequest:
    """Read the body of a new version of a report."""
    return decode(CorrectionRequest, raw)


def read_decision(raw: bytes) -> DecisionRequest:
    """Read a regulator's decision."""
    return decode(DecisionRequest, raw)


def read_enterprise(raw: bytes) -> EnterpriseRequest:
    """Read the registration of an enterprise."""
    return decode(EnterpriseRequest, raw)


def read_facility(raw: bytes) -> FacilityRequest:
    """Read the registration of a site."""
    return decode(FacilityRequest, raw)


def read_scoring(raw: bytes) -> ScoringRequest:
    """Read which scores to bring up to date."""
    return decode(ScoringRequest, raw)


def read_peers(raw: bytes) -> PeersRequest:
    """Read which peers to freeze."""
    return decode(PeersRequest, raw)
