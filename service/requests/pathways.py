"""The bodies of questions about what could be: measures with a cost, drafts against what is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.decoding import decode
from service.requests.fields import Body, ParameterName, Quantity, Text, Word, Year
from service.requests.registrations import GeneratingUnitRequest
from service.requests.reports import Activity, CalculationRequest

Target = Literal["compliant", "industry_advanced", "candidate", "model"]


class Investment(Body):
    """Money laid out once, spread over `years` at a yearly interest by the capital recovery factor."""

    amount: Quantity
    years: Annotated[int, Field(ge=1, le=60)]
    interest: Quantity


class MeasureRequest(Body):
    """A measure: what it costs a year, and what it does, as tonnes or as activity lines before and after.

    Costs are amounts of money in `CNY`, `operation` and `savings` a year. `falls` are masses a year by substance,
    negative where more is emitted. `excludes` names measures that cannot be taken with it.
    """

    id: Word
    title: Text | None = None
    investment: Investment | None = None
    operation: Quantity | None = None
    savings: Quantity | None = None
    falls: Annotated[dict[ParameterName, Quantity], Field(max_length=64, default_factory=dict)]
    energy_saved: Quantity | None = None
    before: Annotated[list[Activity], Field(max_length=200, default_factory=list)]
    after: Annotated[list[Activity], Field(max_length=200, default_factory=list)]
    excludes: Annotated[list[Word], Field(max_length=50, default_factory=list)]


class AbatementRequest(Body):
    """Measures of one enterprise and sector in a year that has been scored, and the class that they are to reach."""

    ruleset: Word
    year: Year
    enterprise: Word
    sector: Word | None = None
    target: Target | None = None
    trust: Literal["primary", "secondary", "third_party", "recalled"] = "secondary"
    measures: Annotated[list[MeasureRequest], Field(min_length=1, max_length=50)]


class Scenario(Body):
    """What a score of a draft needs beside it: a scheme, the generating sets, and what would be declared.

    `synthetic` sets it among synthetic peers instead of real ones.
    """

    ruleset: Word
    synthetic: bool = False
    units: Annotated[list[GeneratingUnitRequest], Field(max_length=64, default_factory=list)]
    declarations: Annotated[
        dict[ParameterName, Literal["yes", "no", "not_applicable"]], Field(max_length=32, default_factory=dict)
    ]


class WhatIfRequest(Body):
    """A draft against a base; with a scenario both are scored."""

    base: CalculationRequest
    draft: CalculationRequest
    scenario: Scenario | None = None


class ReportWhatIfRequest(Body):
    """A draft against a stored report; with a ruleset both are scored, with the enterprise's other sites."""

    draft: CalculationRequest
    ruleset: Word | None = None


def read_abatement(raw: bytes) -> AbatementRequest:
    """Read measures."""
    return decode(AbatementRequest, raw)


def read_what_if(raw: bytes) -> WhatIfRequest:
    """Read a draft and its base."""
    return decode(WhatIfRequest, raw)


def read_report_what_if(raw: bytes) -> ReportWhatIfRequest:
    """Read a draft against a stored report."""
    return decode(ReportWhatIfRequest, raw)
