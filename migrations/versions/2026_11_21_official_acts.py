"""Official acts: recognitions by hand, published rankings, objections and rulings, each insert-only.

Revision ID: 2026_11_21_official_acts
Revises: 2026_11_21_guard_submitted_rows
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_official_acts"
down_revision: str | None = "2026_11_21_guard_submitted_rows"
branch_labels: str | None = None
depends_on: str | None = None

# Table to its unique keys besides `seq`.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "recognition": (),
    "publication": (("number", "stage"),),
    "objection": (("objection_id",), ("number", "credit_code")),
    "objection_ruling": (("objection_id",),),
}


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _log_number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("seq", kind, autoincrement=False, nullable=False)


def _constraints(table: str) -> list[sa.Constraint]:
    unique = [sa.UniqueConstraint(*key, name=f"uq_{table}_{'_'.join(key)}") for key in _KEYS[table]]
    return [sa.PrimaryKeyConstraint("seq", name=f"pk_{table}"), *unique]


def upgrade() -> None:
    _create_recognition()
    _create_publication()
    _create_objections()
    guard = _guard_postgresql if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for table, keys in _KEYS.items():
        guard(table, (("seq",), *keys))


def _create_recognition() -> None:
    op.create_table(
        "recognition",
        _log_number(),
        *_texts("credit_code", "ruleset"),
        _whole("year"),
        *_texts("criterion", "item", "outcome", "reason", "evidence", "starts"),
        *_texts("expires", nullable=True),
        *_texts("region", "decided_by", "decided_at"),
        *_constraints("recognition"),
    )
    op.create_index("ix_recognition_year_ruleset_credit_code", "recognition", ["year", "ruleset", "credit_code"])


def _create_publication() -> None:
    op.create_table(
        "publication",
        _log_number(),
        *_texts("number", "stage", "ruleset"),
        _whole("year"),
        *_texts("region", "sector"),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        _whole("ordinal"),
        sa.Column("as_of", sa.BigInteger(), nullable=False),
        *_texts("closes_at", "published_by", "published_at"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *_constraints("publication"),
    )


def _create_objections() -> None:
    op.create_table(
        "objection",
        _log_number(),
        *_texts("objection_id", "number", "credit_code", "reason", "evidence", "filed_by", "filed_at"),
        *_constraints("objection"),
    )
    op.create_table(
        "objection_ruling",
        _log_number(),
        *_texts("objection_id", "number", "ruling", "reason", "evidence", "region", "decided_by", "decided_at"),
        *_constraints("objection_ruling"),
    )


def _guard_postgresql(table: str, _: tuple[tuple[str, ...], ...]) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION nearzero_refuse_change()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_insert_only")


def _guard_sqlite(table: str, keys: tuple[tuple[str, ...], ...]) -> None:
    refusal = f"SELECT RAISE(ABORT, '{table} is insert-only')"
    for event in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event} ON {table} BEGIN {refusal}; END")
    met = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {_meets(key)})" for key in keys)  # noqa: S608 - our names
    op.execute(f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} WHEN {met} BEGIN {refusal}; END")


def _meets(key: tuple[str, ...]) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in key)


def downgrade() -> None:
    for table in reversed(_KEYS):
        op.drop_table(table)
