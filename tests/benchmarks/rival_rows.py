"""The literal stack's rows, one SQLModel object each."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

from tests.benchmarks.rival_answer import CARBON, POLLUTANTS, REFERENCE_DIGEST
from tests.benchmarks.rival_pint import FACTORS, Line
from tests.benchmarks.rival_schema import ReportIn
from tests.benchmarks.rival_tables import RivalKey, RivalLine, RivalReport


def factor_set() -> bytes:
    return json.dumps({name: str(value) for name, value in FACTORS.items()}, sort_keys=True).encode()


def report_row(report: ReportIn, report_id: str, body: bytes, fingerprint: str, key: RivalKey) -> RivalReport:
    return RivalReport(
        report_id=report_id,
        version=1,
        credit_code=report.enterprise,
        permit_code=report.facility,
        sector=report.sector,
        region=report.region,
        year=int(report.period),
        method_id=CARBON.id,
        pollutant_method_id=POLLUTANTS.id,
        factor_set_id=hashlib.sha256(factor_set()).hexdigest(),
        reference_digest=REFERENCE_DIGEST,
        body=body,
        body_sha256=fingerprint,
        submitted_at=datetime.now(UTC),
        submitted_by=key.key_id,
    )


def line_row(report_id: str, number: int, line: Line) -> RivalLine:
    return RivalLine(
        report_id=report_id,
        line_no=number,
        activity_id=line.activity_id,
        substance=line.substance,
        scope=1,
        medium="air",
        basis="calculated",
        formula_id=f"combustion.{line.substance}",
        quanta=line.grams,
        quantum="g",
        trust="primary",
    )
