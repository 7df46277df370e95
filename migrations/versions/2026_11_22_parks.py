"""The register of parks and the sites in them, each insert-only.

Revision ID: 2026_11_22_parks
Revises: 2026_11_22_reference_editions
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_parks"
down_revision: str | None = "2026_11_22_reference_editions"
branch_labels: str | None = None
depends_on: str | None = None

_TABLES: dict[str, tuple[str, ...]] = {
    "park": ("park", "name_zh", "name_en", "region", "decided_by", "decided_at"),
    "park_assignment": (
        *("permit_code", "credit_code", "park", "starts", "reason", "evidence"),
        *("region", "decided_by", "decided_at"),
    ),
}
_INDEXED = (("park", "park"), *(("park_assignment", name) for name in ("permit_code", "credit_code", "park")))


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for table, columns in _TABLES.items():
        op.create_table(
            table,
            sa.Column("seq", number, autoincrement=False, nullable=False),
            *(sa.Column(name, sa.Text(), nullable=False) for name in columns),
            sa.PrimaryKeyConstraint("seq", name=f"pk_{table}"),
        )
    for table, column in _INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for table in _TABLES:
        guard(table)


def _guard_postgresql(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION nearzero_refuse_change()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_insert_only")


def _guard_sqlite(table: str) -> None:
    refusal = f"SELECT RAISE(ABORT, '{table} is insert-only')"
    for event in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event} ON {table} BEGIN {refusal}; END")
    met = f'EXISTS (SELECT 1 FROM {table} WHERE "seq" = NEW."seq")'  # noqa: S608 - our names
    op.execute(f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} WHEN {met} BEGIN {refusal}; END")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
