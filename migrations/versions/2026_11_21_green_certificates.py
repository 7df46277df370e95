"""Certificates of green power that reports have spent, each by one report only; insert-only.

Revision ID: 2026_11_21_green_certificates
Revises: 2026_11_21_ranks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_green_certificates"
down_revision: str | None = "2026_11_21_ranks"
branch_labels: str | None = None
depends_on: str | None = None

TABLE = "green_certificate"
REFUSAL = f"SELECT RAISE(ABORT, '{TABLE} is insert-only')"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("report_seq", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("certificate", name=f"pk_{TABLE}"),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{TABLE}_report_seq", TABLE, ["report_seq"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_postgresql() -> None:
    op.execute(
        f"CREATE TRIGGER {TABLE}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION nearzero_refuse_change()"
    )
    op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_insert_only")


def _guard_sqlite() -> None:
    for event in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {TABLE}_refuse_{event} BEFORE {event} ON {TABLE} BEGIN {REFUSAL}; END")
    met = f"EXISTS (SELECT 1 FROM {TABLE} WHERE certificate = NEW.certificate)"  # noqa: S608 - our own name
    op.execute(f"CREATE TRIGGER {TABLE}_refuse_insert BEFORE INSERT ON {TABLE} WHEN {met} BEGIN {REFUSAL}; END")


def downgrade() -> None:
    op.drop_table(TABLE)
