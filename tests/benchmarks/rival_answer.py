"""The literal stack's answer, built as nested pydantic objects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from tests.benchmarks.rival_schema import MethodOut, QuantityOut, ReceiptOut, ReportOut, TotalOut

REFERENCE_DIGEST = hashlib.sha256(b"rival").hexdigest()
GRAMS_PER_TONNE = 10**6
CARBON = MethodOut(
    id="CN-POWER-2022",
    title={"zh": "企业温室气体排放核算与报告指南 发电设施", "en": "Guide for power generation facilities"},
    text_status="of the rival, which holds one method",
)
POLLUTANTS = MethodOut(
    id="TCSES-144-POWER",
    title={"zh": "城市大气污染源排放清单编制技术指南", "en": "Technical guide for emission inventories"},
    text_status="of the rival, which holds one method",
)


def tonnes(grams: int) -> QuantityOut:
    whole, rest = divmod(grams, GRAMS_PER_TONNE)
    return QuantityOut(value=f"{whole}.{rest:06d}", unit="t")


def describe(report_id: str, totals: Mapping[str, int], seq: int, digest: str, at: datetime) -> ReportOut:
    return ReportOut(
        report_id=report_id,
        version=1,
        state="submitted",
        method=CARBON,
        pollutant_method=POLLUTANTS,
        totals=[total(name, grams, None) for name, grams in totals.items()],
        totals_by_scope=[total(name, grams, 1) for name, grams in totals.items()],
        findings=[],
        reference_digest=REFERENCE_DIGEST,
        receipt=ReceiptOut(sequence=seq, hash=digest, recorded_at=at),
    )


def total(substance: str, grams: int, scope: int | None) -> TotalOut:
    gwp = "AR5" if substance == "CO2e" else None
    return TotalOut(
        substance=substance, scope=scope, gwp=gwp, mass=tonnes(grams), bases=["calculated"], trust="primary"
    )
