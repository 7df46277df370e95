"""What an enterprise tells us, once it has passed the unit gate: activity data, measured parameters, output.

These are plain values. They know nothing of methods, factors or storage; the engine turns them into columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from service.units import Quantity

#: Bases of a laboratory value: received, air-dried and dry (GB/T 483 terms: 收到基, 空气干燥基, 干燥基).

#: How a reported emission was found, strongest first: the order in which the tax law prefers its evidence.
EMISSION_BASES = ("continuous_monitoring", "manual_monitoring", "material_balance", "coefficient", "published")


class Parameter(NamedTuple):
    """A value that stands for a factor of the same name; `basis` and `uncertainty` are None where none was stated.

    An uncertainty is the half-width of the 95 % interval as a share of the value.
    """

    quantity: Quantity
    basis: str | None = None
    uncertainty: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """One line of activity data.

    `parameters` are keyed by the factor they stand for, `name` or `name:SUBSTANCE`; `substance`, `basis`, `scope` and
    `medium` belong to `reported_emission` only. `treatments` name what cleans the emission, in order.
    """

    id: str
    kind: str
    quantity: Quantity
    material: str | None = None
    process: str | None = None
    technology: str | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    unit_id: str | None = None
    month: int | None = None
    meter: str | None = None
    laboratory_report: str | None = None
    substance: str | None = None
    basis: str | None = None
    scope: int | None = None
    evidence: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    medium: str | None = None
    uncertainty: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ProductionRecord:
    """What was made, supplied or run: `quantity` of `product`, by unit where the method wants units."""

    product: str
    quantity: Quantity
    unit_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedTotal:
    """A total that the enterprise printed itself; kept beside ours and compared with it."""

    name: str
    quantity: Quantity
    substance: str | None = None


@dataclass(frozen=True, slots=True)
class TaxRequest:
    """What a caller states for the environmental tax: rates by medium or `medium:SUBSTANCE`, equivalents by substance.

    `limit_shares` is the measured concentration as a share of its limit; `equivalent_places` rounds equivalents before
    they are taxed, as some forms do.
    """

    rates: Mapping[str, Quantity]
    equivalents: Mapping[str, Quantity]
    limit_shares: Mapping[str, Quantity]
    equivalent_places: int | None = None

    def rounded(self, equivalents: Fraction) -> Fraction:
        """Return the equivalents as they are taxed, rounded half up where places are stated."""
        if self.equivalent_places is None:
            return equivalents
        scale = 10**self.equivalent_places
        return Fraction((equivalents * scale * 2 + 1) // 2, scale)


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """A calendar year, or one month of it, in Asia/Shanghai time."""

    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """All that a calculation needs, independent of how it was sent.

    `spelled` maps pointers under the library's own names to the pointers in what was sent, where they differ.
    """

    sector: str
    region: str
    period: ReportingPeriod
    activities: tuple[ActivityRecord, ...]
    production: tuple[ProductionRecord, ...] = ()
    reported: tuple[ReportedTotal, ...] = ()
    method: str | None = None
    trust: str = "secondary"
    accept_draft: bool = False
    ets_listed: bool | None = None
    gwp: str | None = None
    tax: TaxRequest | None = None
    uncertainty: bool = False
    spelled: Mapping[str, str] = field(default_factory=dict)
