"""The rows of the literal stack: SQLModel classes, one object per row, saved with add_all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel


class RivalKey(SQLModel, table=True):
    key_id: str = Field(primary_key=True)
    secret_hash: str
    credit_code: str


class RivalFacility(SQLModel, table=True):
    permit_code: str = Field(primary_key=True)
    credit_code: str = Field(index=True)


class RivalFactorSet(SQLModel, table=True):
    id: str = Field(primary_key=True)
    content: bytes


class RivalReport(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("permit_code", "year", "version"),)

    report_id: str = Field(primary_key=True)
    version: int
    credit_code: str = Field(index=True)
    permit_code: str
    sector: str
    region: str
    year: int
    method_id: str
    pollutant_method_id: str
    factor_set_id: str = Field(foreign_key="rivalfactorset.id")
    reference_digest: str
    body: bytes
    body_sha256: str
    submitted_at: datetime
    submitted_by: str


class RivalLine(SQLModel, table=True):
    report_id: str = Field(primary_key=True, foreign_key="rivalreport.report_id")
    line_no: int = Field(primary_key=True)
    activity_id: str
    substance: str
    scope: int
    medium: str
    basis: str
    formula_id: str
    quanta: int = Field(sa_type=BigInteger)
    quantum: str
    trust: str


class RivalTotal(SQLModel, table=True):
    report_id: str = Field(primary_key=True, foreign_key="rivalreport.report_id")
    substance: str = Field(primary_key=True)
    gwp: str | None = None
    quanta: int = Field(sa_type=BigInteger)
    quantum: str


class RivalLog(SQLModel, table=True):
    seq: int = Field(primary_key=True)
    at: datetime
    kind: str
    subject: str
    body: str
    previous: str
    hash: str
    signature: bytes


class RivalHead(SQLModel, table=True):
    """The one row that writers lock, so that the chain has no forks."""

    only: int = Field(primary_key=True)
    seq: int
    hash: str


class RivalIdempotency(SQLModel, table=True):
    scope: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    status: int
    answer: bytes
