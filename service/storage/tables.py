"""The tables, known to `service.storage` alone; rows are built from validated records only.

Decimals and instants are text on both databases, so that what is stored, hashed and shown is one and the same string.
Lines, totals and findings carry no foreign key to their version: the check costs the bulk load several times its own
time, and the log's digests prove that each version has exactly its rows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

_NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}
# On SQLite only a primary key of type INTEGER is the row id itself. Tables with any other key have no row id at all,
# because a hidden one would be a second key by which INSERT OR REPLACE could overwrite a row.
_LOG_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_CLUSTERED = {"sqlite_with_rowid": False}


class Table(SQLModel):
    metadata = MetaData(naming_convention=_NAMES)


def _text(**options: Any) -> Any:
    return Field(sa_type=Text, **options)


def _long(**options: Any) -> Any:
    return Field(sa_type=BigInteger, **options)


def _bytes() -> Any:
    return Field(sa_type=LargeBinary)


def _log_number() -> Any:
    return Field(sa_type=_LOG_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})


class EnterpriseTable(Table, table=True):
    __tablename__ = "enterprise"

    credit_code: str = _text(primary_key=True)
    name: str = _text()
    synthetic: bool
    demo_record: str | None = _text()
    ledger_seq: int = _long()


class FacilityTable(Table, table=True):
    __tablename__ = "facility"

    permit_code: str = _text(primary_key=True)
    credit_code: str = _text(foreign_key="enterprise.credit_code", index=True)
    name: str = _text()
    sector: str = _text()
    region: str = _text()
    units: str = _text()
    ledger_seq: int = _long()


class ApiKeyTable(Table, table=True):
    __tablename__ = "api_key"

    key_id: str = _text(primary_key=True)
    role: str = _text()
    credit_code: str | None = _text()
    region: str | None = _text()
    label: str = _text()
    secret_digest: str = _text()
    issued_at: str = _text()
    expires_at: str | None = _text()
    revoked_at: str | None = _text()
    ledger_seq: int = _long()


class FactorSetTable(Table, table=True):
    __tablename__ = "factor_set"
    __table_args__ = (_CLUSTERED,)

    id: str = _text(primary_key=True)
    content: bytes = _bytes()
    ledger_seq: int = _long(index=True)


class ReportVersionTable(Table, table=True):
    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "version"),
        Index(
            "uq_report_version_first",
            "permit_code",
            "year",
            unique=True,
            sqlite_where=text("version = 1"),
            postgresql_where=text("version = 1"),
        ),
        Index(None, "year", "sector", "region"),
    )

    seq: int = _log_number()
    report_id: str = _text()
    version: int
    credit_code: str = _text(foreign_key="enterprise.credit_code", index=True)
    permit_code: str = _text(foreign_key="facility.permit_code")
    sector: str = _text()
    region: str = _text()
    year: int
    period: str = _text()
    method_id: str = _text()
    pollutant_method_id: str | None = _text()
    factor_set_id: str = _text(foreign_key="factor_set.id")
    reference_digest: str = _text()
    trust_lowest: str = _text()
    submitted_at: str = _text()
    submitted_by: str = _text()
    supersedes: int | None
    reason: str | None = _text()
    body_sha256: str = _text()
    body: bytes = _bytes()


class ReportLineTable(Table, table=True):
    __tablename__ = "report_line"
    __table_args__ = (_CLUSTERED,)

    report_seq: int = _long(primary_key=True)
    line_no: int = Field(primary_key=True)
    activity_id: str = _text()
    substance: str = _text()
    scope: int
    medium: str = _text()
    basis: str = _text()
    formula_id: str = _text()
    quanta: int = _long()
    quantum: str = _text()
    trust: str = _text()
    account: str = _text()


class ReportTotalTable(Table, table=True):
    """`gwp` is empty for every substance but CO2e, `account` for what counts: a key takes no null."""

    __tablename__ = "report_total"
    __table_args__ = (_CLUSTERED,)

    report_seq: int = _long(primary_key=True)
    account: str = _text(primary_key=True)
    substance: str = _text(primary_key=True)
    basis: str = _text(primary_key=True)
    gwp: str = _text(primary_key=True)
    quanta: int = _long()
    quantum: str = _text()


class FindingTable(Table, table=True):
    __tablename__ = "finding"
    __table_args__ = (_CLUSTERED,)

    report_seq: int = _long(primary_key=True)
    line_no: int = Field(primary_key=True)
    code: str = _text()
    severity: str = _text()
    pointer: str = _text()
    params: str = _text()


class GreenCertificateTable(Table, table=True):
    """A certificate that a report has spent. Its number is the key, so that no second report can."""

    __tablename__ = "green_certificate"
    __table_args__ = (_CLUSTERED,)

    certificate: str = _text(primary_key=True)
    report_seq: int = _long(index=True)
    activity_id: str = _text()


class DecisionTable(Table, table=True):
    __tablename__ = "decision"
    __table_args__ = (
        ForeignKeyConstraint(["report_id", "version"], ["report_version.report_id", "report_version.version"]),
        Index(None, "report_id", "version"),
    )

    seq: int = _log_number()
    report_id: str = _text()
    version: int
    decision: str = _text()
    reason: str = _text()
    decided_by: str = _text()
    decided_at: str = _text()


class ScoreTable(Table, table=True):
    """Figures as decimal text; what orders a ranking stands with its entries."""

    __tablename__ = "score"
    __table_args__ = (
        Index(None, "seq"),
        _CLUSTERED,
    )

    ruleset: str = _text(primary_key=True)
    year: int = Field(primary_key=True)
    credit_code: str = _text(primary_key=True)
    sector: str = _text(primary_key=True)
    seq: int = _long(primary_key=True)
    region: str = _text()
    reports: str = _text()
    klass: str = _text()
    index_value: str | None = _text()
    conservative_index: str | None = _text()
    carbon: str | None = _text()
    pollutant: str | None = _text()
    higher_axis: str | None = _text()
    unranked_reason: str | None = _text()
    synthetic: bool
    reference_digest: str = _text()
    computed_at: str = _text()
    detail: bytes = _bytes()


class LedgerEntryTable(Table, table=True):
    __tablename__ = "ledger_entry"

    seq: int = _log_number()
    at: str = _text()
    kind: str = _text()
    subject: str = _text()
    body: str = _text()
    previous: str = _text()
    hash: str = _text()


class LedgerHeadTable(Table, table=True):
    __tablename__ = "ledger_head"

    seq: int = _log_number()
    hash: str = _text()
    at: str = _text()
    key_id: str = _text(foreign_key="signing_key.key_id")
    signature: str = _text()


class SigningKeyTable(Table, table=True):
    """Public halves only; 32 raw bytes in hex."""

    __tablename__ = "signing_key"
    __table_args__ = (_CLUSTERED,)

    key_id: str = _text(primary_key=True)
    public_key: str = _text()
    added_at: str = _text()
    ledger_seq: int = _long()


class IdempotencyTable(Table, table=True):
    """The stored answer of a change; `ledger_seq` leads to its hash and instant."""

    __tablename__ = "idempotency"
    __table_args__ = (_CLUSTERED,)

    scope: str = _text(primary_key=True)
    key: str = _text(primary_key=True)
    fingerprint: str = _text()
    status: int
    report_id: str | None = _text()
    version: int | None
    ledger_seq: int = _long()
    answer: bytes = _bytes()


class RecognitionTable(Table, table=True):
    """`item` is empty where the whole criterion was judged; days are ISO text."""

    __tablename__ = "recognition"
    __table_args__ = (Index(None, "year", "ruleset", "credit_code"),)

    seq: int = _log_number()
    credit_code: str = _text()
    ruleset: str = _text()
    year: int
    criterion: str = _text()
    item: str = _text()
    outcome: str = _text()
    reason: str = _text()
    evidence: str = _text()
    starts: str = _text()
    expires: str | None = _text()
    region: str = _text()
    decided_by: str = _text()
    decided_at: str = _text()


class PublicationTable(Table, table=True):
    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("number", "stage"),)

    seq: int = _log_number()
    number: str = _text()
    stage: str = _text()
    ruleset: str = _text()
    year: int
    region: str = _text()
    sector: str = _text()
    synthetic: bool
    ordinal: int
    as_of: int = _long()
    closes_at: str = _text()
    published_by: str = _text()
    published_at: str = _text()
    body: bytes = _bytes()


class ObjectionTable(Table, table=True):
    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("objection_id"), UniqueConstraint("number", "credit_code"))

    seq: int = _log_number()
    objection_id: str = _text()
    number: str = _text()
    credit_code: str = _text()
    reason: str = _text()
    evidence: str = _text()
    filed_by: str = _text()
    filed_at: str = _text()


class ObjectionRulingTable(Table, table=True):
    __tablename__ = "objection_ruling"
    __table_args__ = (UniqueConstraint("objection_id"),)

    seq: int = _log_number()
    objection_id: str = _text()
    number: str = _text()
    ruling: str = _text()
    reason: str = _text()
    evidence: str = _text()
    region: str = _text()
    decided_by: str = _text()
    decided_at: str = _text()
