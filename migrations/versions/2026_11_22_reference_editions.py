"""Editions of the reference library, overlays proposed to it, and what was decided on them; insert-only like the rest.

Revision ID: 2026_11_22_reference_editions
Revises: 2026_11_21_green_certificates
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_reference_editions"
down_revision: str | None = "2026_11_21_green_certificates"
branch_labels: str | None = None
depends_on: str | None = None

_KEYS = {"reference_edition": "digest", "reference_overlay": "id", "reference_overlay_decision": "seq"}


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _log_number() -> sa.Column[int]:
    return sa.Column("ledger_seq", sa.BigInteger(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "reference_edition",
        *_texts("digest"),
        _bytes("content"),
        *_texts("first_seen"),
        _log_number(),
        sa.PrimaryKeyConstraint("digest", name="pk_reference_edition"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reference_overlay",
        *_texts("id", "table_file", "rows", "sources", "file", "file_sha256", "note", "base_digest"),
        _bytes("preview"),
        *_texts("proposed_by", "proposed_at"),
        _log_number(),
        sa.PrimaryKeyConstraint("id", name="pk_reference_overlay"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reference_overlay_decision",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        *_texts("overlay_id", "decision", "reason", "digest", "decided_by", "decided_at"),
        sa.PrimaryKeyConstraint("seq", name="pk_reference_overlay_decision"),
        sa.ForeignKeyConstraint(
            ["overlay_id"], ["reference_overlay.id"], name="fk_reference_overlay_decision_overlay_id"
        ),
    )
    op.create_index("ix_reference_overlay_decision_overlay_id", "reference_overlay_decision", ["overlay_id"])
    _guard()


def downgrade() -> None:
    for table in reversed(_KEYS):
        op.drop_table(table)


def _guard() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, key in _KEYS.items():
        _guard_postgresql(table) if postgresql else _guard_sqlite(table, key)


def _guard_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION nearzero_refuse_change()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_insert_only")


def _guard_sqlite(table: str, key: str) -> None:
    refusal = f"SELECT RAISE(ABORT, '{table} is insert-only')"
    for event in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event} ON {table} BEGIN {refusal}; END")
    met = f'EXISTS (SELECT 1 FROM {table} WHERE "{key}" = NEW."{key}")'  # noqa: S608 - our own names
    op.execute(f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} WHEN {met} BEGIN {refusal}; END")
