"""The literal stack's answer, built as nested pydantic objects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from tests.benchmarks.rival_pint import Line
from tests.benchmarks.rival_schema import LineOut, QuantityOut, ReportOut, TotalOut

REFERENCE_DIGEST = hashlib.sha256(b"rival").hexdigest()
GRAMS_PER_TONNE = 10**6


def tonnes(grams: int) -> QuantityOut:
    whole, rest = divmod(grams, GRAMS_PER_TONNE)
    return QuantityOut(value=f"{whole}.{rest:06d}", unit="t")


def describe(report_id: str, lines: Sequence[Line], totals: Mapping[str, int], receipt: str) -> ReportOut:
    return ReportOut(
        id=report_id,
        version=1,
        state="submitted",
        results=[describe_line(line) for line in lines],
        totals=[TotalOut(substance=name, gwp=None, mass=tonnes(grams)) for name, grams in totals.items()],
        findings=[],
        reference_digest=REFERENCE_DIGEST,
        receipt=receipt,
    )


def describe_line(line: Line) -> LineOut:
    return LineOut(
        activity_id=line.activity_id,
        substance=line.substance,
        scope=1,
        medium="air",
        mass=tonnes(line.grams),
        trust="primary",
        formula=f"combustion.{line.substance}",
    )
