"""The bodies of calculations, reports, corrections and decisions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.decoding import decode
from service.requests.fields import (
    Body,
    ParameterName,
    Quantity,
    Reason,
    StatedQuantity,
    Text,
    UncertainQuantity,
    VersionNumber,
    Word,
)

TaxKey = Annotated[str, Field(max_length=64, pattern=r"^(air|water|waste)(:[A-Za-z0-9_.+-]+)?$")]


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
    version: VersionNumber | None = None


class DecisionRequest(Body):
    """A regulator's word on the latest version."""

    decision: Literal["accepted", "returned"]
    reason: Reason
    version: VersionNumber | None = None


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
