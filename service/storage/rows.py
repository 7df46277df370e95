"""From records to rows, which are tuples in the column order of `COLUMNS`, and the digest of rows for the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Boolean

from service.ledger import canonical_json, instant_text
from service.records import (
    ApiKey,
    CertificateUse,
    Decision,
    Enterprise,
    Facility,
    FactorSetRow,
    FindingRow,
    LedgerEntry,
    ReportLine,
    ReportTotal,
    ReportVersion,
    ScoreRow,
    SignedHead,
    SigningKey,
)
from service.storage import park_tables, reference_tables  # noqa: F401  they add their tables to those of `Table`
from service.storage.rank_tables import DERIVED
from service.storage.tables import Table

Row = tuple[Any, ...]

# Derived tables are loaded by their own module, and the log knows nothing of them.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(table.columns.keys()) for name, table in Table.metadata.tables.items() if name not in DERIVED
}
# The column that names the log entry by which a row was written.
LOG_COLUMN: Mapping[str, str] = {
    name: next(column for column in ("ledger_seq", "report_seq", "seq") if column in columns)
    for name, columns in COLUMNS.items()
}
_FLAGS: Mapping[str, tuple[int, ...]] = {
    name: tuple(place for place, column in enumerate(table.columns) if isinstance(column.type, Boolean))
    for name, table in Table.metadata.tables.items()
}


def digest_rows(table: str, rows: Iterable[Row]) -> str:
    """sha256 in hex over rows of `table` as stored, in the order of their keys.

    Cells are text, whole numbers and nulls; flags enter as 0 or 1, bytes by their own sha256.
    """
    flags = _FLAGS[table]
    content = [_with_numbers(row, flags) for row in rows] if flags else list(rows)
    try:
        content.sort()
    except TypeError:  # someone stored a cell of another type; the digest will differ, in whatever order
        content.sort(key=repr)
    return hashlib.sha256(orjson.dumps(content, default=_digest_of_bytes)).hexdigest()


def _with_numbers(row: Row, flags: tuple[int, ...]) -> Row:
    return tuple(int(cell) if place in flags else cell for place, cell in enumerate(row))


def _digest_of_bytes(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError("not a column value")
    return hashlib.sha256(value).hexdigest()


def _text(value: object) -> str:
    return canonical_json(value).decode()


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def enterprise_row(record: Enterprise, seq: int) -> Row:
    return record.credit_code, record.name, record.synthetic, record.demo_record, seq


def facility_row(record: Facility, seq: int) -> Row:
    units = _text([[u.unit_id, u.unit_class, u.gb_key, u.capacity, u.fuel, u.cooling] for u in record.units])
    return record.permit_code, record.credit_code, record.name, record.sector, record.region, units, seq


def api_key_row(record: ApiKey, seq: int) -> Row:
    bound = record.key_id, record.role.value, record.credit_code, record.region, record.label, record.secret_digest
    return *bound, *map(_instant, (record.issued_at, record.expires_at, record.revoked_at)), seq


def signing_key_row(record: SigningKey, seq: int) -> Row:
    return record.key_id, record.public_key, instant_text(record.added_at), seq


def factor_set_row(record: FactorSetRow, seq: int) -> Row:
    return record.id, record.content, seq


def version_row(record: ReportVersion, seq: int) -> Row:
    return (
        *(seq, record.report_id, record.version, record.credit_code, record.permit_code, record.sector, record.region),
        *(record.year, record.period, record.method_id, record.pollutant_method_id, record.factor_set_id),
        *(record.reference_digest, record.trust_lowest, instant_text(record.submitted_at), record.submitted_by),
        *(record.supersedes, record.reason, record.body_sha256, record.body),
    )


def line_rows(lines: Sequence[ReportLine], seq: int) -> list[Row]:
    return [(seq, *line) for line in lines]


def total_rows(totals: Sequence[ReportTotal], seq: int) -> list[Row]:
    return [(seq, t.account, t.substance, t.basis, t.gwp or "", t.quanta, t.quantum) for t in totals]


def finding_rows(findings: Sequence[FindingRow], seq: int) -> list[Row]:
    return [(seq, f.line_no, f.code, f.severity, f.pointer, _text(dict(f.params))) for f in findings]


def certificate_row(use: CertificateUse, seq: int) -> Row:
    return use.certificate, seq, use.activity_id


def decision_row(record: Decision, seq: int) -> Row:
    verdict = record.decision.value, record.reason, record.by, instant_text(record.at)
    return seq, record.report_id, record.version, *verdict


def score_row(record: ScoreRow, seq: int) -> Row:
    return (
        *(record.ruleset, record.year, record.credit_code, record.sector, seq, record.region),
        *(_text([list(pair) for pair in record.reports]), record.klass, record.index, record.conservative_index),
        *(record.carbon, record.pollutant, record.higher_axis),
        *(record.unranked_reason, record.synthetic, record.reference_digest, instant_text(record.computed_at)),
        record.detail,
    )


def score_rows(records: Sequence[ScoreRow], seq: int) -> list[Row]:
    return [score_row(record, seq) for record in records]


def entry_row(entry: LedgerEntry) -> Row:
    return entry.seq, entry.at, entry.kind, entry.subject, entry.body, entry.previous, entry.hash


def head_row(head: SignedHead) -> Row:
    return head.seq, head.hash, head.at, head.key_id, head.signature
