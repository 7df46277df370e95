"""Receipts as documents."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, Field


class StoredCell(BaseModel):
    """One cell of a stored row; bytes appear as their sha256 in hex."""

    column: str
    cell: str | int | None


class LogEntry(BaseModel):
    """An entry of the log; `body` is the very text that was hashed."""

    seq: int
    at: str
    kind: str
    subject: str
    body: str
    previous: str
    hash: str


class LogHead(BaseModel):
    """A signature over number, hash and instant of the log's last entry at that time (Ed25519, hex)."""

    seq: int
    hash: str
    at: str
    key_id: str
    signature: str


class ReportProof(BaseModel):
    """A signed proof that a report version stands in the log, to be checked without this service."""

    sequence: int = Field(description="Number of the log entry 日志序号")
    recorded_at: AwareDatetime
    report_id: str
    version: int
    body_sha256: str
    row: list[StoredCell] = Field(
        description="sha256 of the JSON `[[cell, …]]` without blanks is `rows.report_version` of the entry's body."
    )
    entry: LogEntry = Field(
        description="sha256 of byte 0, `previous` as bytes and the JSON `[seq,at,kind,subject,body]` is `hash`."
    )
    head: LogHead = Field(description="Signs byte 2 and the JSON `[seq,hash,at]`; `seq` and `hash` are the entry's.")
    public_key: str = Field(description="32 bytes in hex; its sha256 begins with `key_id`. Compare it elsewhere.")
