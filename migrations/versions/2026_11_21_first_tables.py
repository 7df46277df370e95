"""First tables: who reports, what was reported, what was decided and scored, and the log of it all.

Revision ID: 2026_11_21_first_tables
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_first_tables"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _long(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _log_number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("seq", kind, autoincrement=False, nullable=False)


def _primary(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def _foreign(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [target], name=f"fk_{table}_{name}")


def upgrade() -> None:
    _create_registry()
    _create_log()
    _create_reports()
    _create_scores()


def _create_registry() -> None:
    op.create_table(
        "enterprise",
        *_texts("credit_code", "name"),
        _flag("synthetic"),
        *_texts("demo_record", nullable=True),
        _long("ledger_seq"),
        _primary("enterprise", "credit_code"),
    )
    op.create_table(
        "facility",
        *_texts("permit_code", "credit_code", "name", "sector", "region", "units"),
        _long("ledger_seq"),
        _primary("facility", "permit_code"),
        _foreign("facility", "credit_code", "enterprise.credit_code"),
    )
    op.create_index("ix_facility_credit_code", "facility", ["credit_code"])
    op.create_table(
        "api_key",
        *_texts("key_id", "role"),
        *_texts("credit_code", "region", nullable=True),
        *_texts("label", "secret_digest", "issued_at"),
        *_texts("expires_at", "revoked_at", nullable=True),
        _long("ledger_seq"),
        _primary("api_key", "key_id"),
    )


def _create_log() -> None:
    op.create_table(
        "ledger_entry",
        _log_number(),
        *_texts("at", "kind", "subject", "body", "previous", "hash"),
        _primary("ledger_entry", "seq"),
    )
    op.create_table(
        "signing_key",
        *_texts("key_id", "public_key", "added_at"),
        _long("ledger_seq"),
        _primary("signing_key", "key_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_head",
        _log_number(),
        *_texts("hash", "at", "key_id", "signature"),
        _primary("ledger_head", "seq"),
        _foreign("ledger_head", "key_id", "signing_key.key_id"),
    )
    op.create_table(
        "idempotency",
        *_texts("scope", "key", "fingerprint"),
        _whole("status"),
        *_texts("report_id", nullable=True),
        _whole("version", nullable=True),
        _long("ledger_seq"),
        _bytes("answer"),
        _primary("idempotency", "scope", "key"),
        sqlite_with_rowid=False,
    )


def _create_reports() -> None:
    op.create_table(
        "factor_set",
        *_texts("id"),
        _bytes("content"),
        _long("ledger_seq"),
        _primary("factor_set", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_factor_set_ledger_seq", "factor_set", ["ledger_seq"])
    op.create_table(
        "report_version",
        _log_number(),
        *_texts("report_id"),
        _whole("version"),
        *_texts("credit_code", "permit_code", "sector", "region"),
        _whole("year"),
        *_texts("period", "method_id"),
        *_texts("pollutant_method_id", nullable=True),
        *_texts("factor_set_id", "reference_digest", "trust_lowest", "submitted_at", "submitted_by"),
        _whole("supersedes", nullable=True),
        *_texts("reason", nullable=True),
        *_texts("body_sha256"),
        _bytes("body"),
        _primary("report_version", "seq"),
        _foreign("report_version", "credit_code", "enterprise.credit_code"),
        _foreign("report_version", "permit_code", "facility.permit_code"),
        _foreign("report_version", "factor_set_id", "factor_set.id"),
        sa.UniqueConstraint("report_id", "version", name="uq_report_version_report_id_version"),
    )
    op.create_index("ix_report_version_credit_code", "report_version", ["credit_code"])
    op.create_index("ix_report_version_year_sector_region", "report_version", ["year", "sector", "region"])
    first = sa.text("version = 1")
    op.create_index(
        "uq_report_version_first",
        "report_version",
        ["permit_code", "year"],
        unique=True,
        sqlite_where=first,
        postgresql_where=first,
    )
    _create_report_parts()


def _create_report_parts() -> None:
    op.create_table(
        "report_line",
        _long("report_seq"),
        _whole("line_no"),
        *_texts("activity_id", "substance"),
        _whole("scope"),
        *_texts("medium", "basis", "formula_id"),
        _long("quanta"),
        *_texts("quantum", "trust", "account"),
        _primary("report_line", "report_seq", "line_no"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_total",
        _long("report_seq"),
        *_texts("account", "substance", "basis", "gwp"),
        _long("quanta"),
        *_texts("quantum"),
        _primary("report_total", "report_seq", "account", "substance", "basis", "gwp"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        _long("report_seq"),
        _whole("line_no"),
        *_texts("code", "severity", "pointer", "params"),
        _primary("finding", "report_seq", "line_no"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decision",
        _log_number(),
        *_texts("report_id"),
        _whole("version"),
        *_texts("decision", "reason", "decided_by", "decided_at"),
        _primary("decision", "seq"),
        sa.ForeignKeyConstraint(
            ["report_id", "version"],
            ["report_version.report_id", "report_version.version"],
            name="fk_decision_report_id_version",
        ),
    )
    op.create_index("ix_decision_report_id_version", "decision", ["report_id", "version"])


def _create_scores() -> None:
    op.create_table(
        "score",
        *_texts("ruleset"),
        _whole("year"),
        *_texts("credit_code", "sector"),
        _long("seq"),
        *_texts("region", "reports", "klass"),
        *_texts("index_value", "conservative_index", "carbon", "pollutant", "higher_axis", nullable=True),
        *_texts("unranked_reason", nullable=True),
        _flag("synthetic"),
        *_texts("reference_digest", "computed_at"),
        _bytes("detail"),
        _primary("score", "ruleset", "year", "credit_code", "sector", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_score_seq", "score", ["seq"])


def downgrade() -> None:
    for table in (
        *("score", "decision", "finding", "report_total", "report_line", "report_version", "factor_set"),
        *("idempotency", "ledger_head", "signing_key", "ledger_entry", "api_key", "facility", "enterprise"),
    ):
        op.drop_table(table)
