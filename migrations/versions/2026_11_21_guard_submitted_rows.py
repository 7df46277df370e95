"""Guard what was submitted: the database itself refuses to change or remove a row of these tables.

SQLite replaces rows on INSERT OR REPLACE without firing UPDATE or DELETE triggers, so there a third trigger refuses
an INSERT that meets an existing row by any of its unique keys. Batch mode rebuilds a table and loses its triggers in
silence: a later migration that uses it has to create them again.

Revision ID: 2026_11_21_guard_submitted_rows
Revises: 2026_11_21_first_tables
"""

from __future__ import annotations

from alembic import op

revision = "2026_11_21_guard_submitted_rows"
down_revision: str | None = "2026_11_21_first_tables"
branch_labels: str | None = None
depends_on: str | None = None

# Table to its unique keys.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "report_version": (("seq",), ("report_id", "version"), ("permit_code", "year", "version")),
    "report_line": (("report_seq", "line_no"),),
    "report_total": (("report_seq", "account", "substance", "basis", "gwp"),),
    "finding": (("report_seq", "line_no"),),
    "factor_set": (("id",),),
    "decision": (("seq",),),
    "score": (("ruleset", "year", "credit_code", "sector", "seq"),),
    "ledger_entry": (("seq",),),
    "ledger_head": (("seq",),),
    "signing_key": (("key_id",),),
    "idempotency": (("scope", "key"),),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _KEYS:
            op.execute(f"DROP TRIGGER {table}_insert_only ON {table}")
        op.execute("DROP FUNCTION nearzero_refuse_change()")
        return
    for table in _KEYS:
        for event in ("update", "delete", "insert"):
            op.execute(f"DROP TRIGGER {table}_refuse_{event}")


def _guard_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION nearzero_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in _KEYS:
        op.execute(
            f"CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION nearzero_refuse_change()"
        )
        # ALWAYS, because session_replication_role = replica would switch an ordinary trigger off.
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_insert_only")


def _guard_sqlite() -> None:
    for table, keys in _KEYS.items():
        refusal = f"SELECT RAISE(ABORT, '{table} is insert-only')"
        for event in ("update", "delete"):
            op.execute(f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event} ON {table} BEGIN {refusal}; END")
        met = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {_meets(key)})" for key in keys)  # noqa: S608 - our names
        op.execute(f"CREATE TRIGGER {table}_refuse_insert BEFORE INSERT ON {table} WHEN {met} BEGIN {refusal}; END")


def _meets(key: tuple[str, ...]) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
