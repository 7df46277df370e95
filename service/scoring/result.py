"""What scoring answers: cited anchors, axes with their reasons, and the score of one enterprise-year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from service.scoring.axis import Anchors
from service.scoring.exact import micro


class Rating(StrEnum):
    """Classes of the scheme, in rising order after `not_assessed`."""

    non_compliant = "non_compliant"
    not_assessed = "not_assessed"
    compliant = "compliant"
    industry_advanced = "industry_advanced"
    candidate = "candidate"
    model = "model"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to know about a score: a stable code, parameters (a value `@x` is the label `x`), where it applies."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One anchor as used: `role` baseline | advanced | near_zero | level | equivalent | correction.

    `basis` is "D" where the value rests on a document, "c" where it is this ruleset's choice.
    """

    role: str
    value: Fraction
    unit: str
    series: str
    factor_id: str | None
    source: str
    clause: str
    status: str
    trust: str
    valid_from: str | None
    basis: str
    line_id: str | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Triple:
    """An axis value at the figure as given, at its conservative bound and at its favourable bound."""

    central: Fraction
    conservative: Fraction
    favourable: Fraction


def minimum(values: Sequence[Triple]) -> Triple:
    """The lowest of each of the three; needs at least one value."""
    return Triple(
        min(value.central for value in values),
        min(value.conservative for value in values),
        min(value.favourable for value in values),
    )


def unique(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The same reasons in the same order, each once."""
    kept: list[Reason] = []
    for reason in reasons:
        if reason not in kept:
            kept.append(reason)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Part:
    """What of a sum can come down: `amount` in `unit` of something at `lines`.

    `name` is CO2, `CO2 with purchased energy`, energy, electricity or a substance; `fields` are those of a line that
    hold it, none for a substance. `size` is the sum of the absolute amounts; what is not `bounded` may fall below zero,
    as energy does where a process gives some back.
    """

    name: str
    amount: Fraction
    unit: str
    lines: frozenset[str]
    fields: tuple[str, ...] = ()
    size: Fraction = Fraction(0)
    bounded: bool = True


@dataclass(frozen=True, slots=True)
class Constraint:
    """One sum that has to come down: an amount against its anchors, in a physical unit, with its reading per product.

    `level` is P of the amount, at most `cap`; `gate` marks a single pollutant that must reach 1 by itself;
    `conservative` is the amount at its upper bound, None for a gate; `parts` are what it is the sum of.
    """

    subject: str
    amount: Fraction
    unit: str
    anchors: Anchors
    level: Fraction
    cap: Fraction
    output: Fraction | None = None
    output_unit: str | None = None
    mass: Fraction | None = None
    gate: bool = False
    conservative: Fraction | None = None
    parts: tuple[Part, ...] = ()

    @property
    def of(self) -> tuple[object, ...]:
        """What tells it from the others of a score: its subject, whether it is a gate, and whose amounts it sums."""
        return self.subject, self.gate, *((part.name, part.lines) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AxisResult:
    """Carbon or pollutant axis. `value` is None where it is not evaluable; `missing` then names why.

    `basis` names the rung (carbon) or the medium (pollutants) that decided; `covered` is the share of the enterprise
    total under benchmarked lines, None where the total is not known; `limited` caps the class at compliant.
    """

    value: Triple | None
    basis: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    citations: tuple[Citation, ...] = ()
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()
    covered: Fraction | None = None
    near_zero_defined: bool = False
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the next class asks for: what, how much, in which unit; not numeric where amount is None."""

    code: str
    subject: str
    amount: Fraction | None = None
    unit: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one enterprise-year under one ruleset; `eligible` None means a veto has not been evaluated."""

    ruleset: str
    credit_code: str
    sector: str
    region: str
    year: int
    synthetic: bool
    rating: Rating
    carbon: AxisResult
    pollutant: AxisResult
    index: Triple | None
    binding: tuple[str, ...]
    next_rating: Rating | None
    steps: tuple[Step, ...]
    eligible: bool | None
    compliance: Mapping[str, str]
    vetoes: Mapping[str, str]
    reasons: tuple[Reason, ...]
    unranked: tuple[Reason, ...]
    lowest_trust: str | None

    @property
    def rank_key(self) -> tuple[int, int] | None:
        """Micro-units of the conservative index and of the higher conservative axis; None where there is no index."""
        if self.index is None or self.carbon.value is None or self.pollutant.value is None:
            return None
        higher = max(self.carbon.value.conservative, self.pollutant.value.conservative)
        return micro(self.index.conservative), micro(higher)
