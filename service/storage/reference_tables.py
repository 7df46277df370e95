"""Tables of the reference library's editions and overlays, beside those of `tables`, whose rules they keep."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, LargeBinary, Text
from sqlmodel import Field

from service.storage.tables import Table

# On SQLite only a primary key of type INTEGER is the row id itself; the other tables have no row id at all.
_LOG_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


class ReferenceEditionTable(Table, table=True):
    __tablename__ = "reference_edition"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: str = Field(sa_type=Text, primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
    first_seen: str = Field(sa_type=Text)
    ledger_seq: int = Field(sa_type=BigInteger)


class OverlayTable(Table, table=True):
    __tablename__ = "reference_overlay"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(sa_type=Text, primary_key=True)
    table_file: str = Field(sa_type=Text)
    rows: str = Field(sa_type=Text)
    sources: str = Field(sa_type=Text)
    file: str = Field(sa_type=Text)
    file_sha256: str = Field(sa_type=Text)
    note: str = Field(sa_type=Text)
    base_digest: str = Field(sa_type=Text)
    preview: bytes = Field(sa_type=LargeBinary)
    proposed_by: str = Field(sa_type=Text)
    proposed_at: str = Field(sa_type=Text)
    ledger_seq: int = Field(sa_type=BigInteger)


class OverlayDecisionTable(Table, table=True):
    __tablename__ = "reference_overlay_decision"

    seq: int = Field(sa_type=_LOG_NUMBER, primary_key=True, sa_column_kwargs={"autoincrement": False})
    overlay_id: str = Field(sa_type=Text, foreign_key="reference_overlay.id", index=True)
    decision: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    decided_by: str = Field(sa_type=Text)
    decided_at: str = Field(sa_type=Text)
