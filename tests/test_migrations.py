"""The schema: up, down and up again, no drift from the tables, and every trigger in its place at head."""

from __future__ import annotations

from argparse import Namespace
from io import StringIO
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from service.storage.rank_tables import DERIVED
from service.storage.rows import COLUMNS
from service.storage.session import MIGRATIONS, downgrade, migrate
from service.storage.staging import REGISTRY
from service.storage.tables import Table
from tests.storage.raw import run

PROTECTED = sorted(set(COLUMNS) - set(REGISTRY))
ROOT = Path(__file__).parents[1]


def _tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def _schema(url: str) -> list[tuple[str, ...]]:
    """Every object of the schema as the database describes it."""
    if url.startswith("sqlite"):
        return run(url, "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name")
    columns = "table_name, column_name, data_type, is_nullable"
    described = run(
        url, f"SELECT {columns} FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    return described + run(url, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")


def test_up_down_and_up_again_gives_the_same_schema(empty_database_url: str) -> None:
    migrate(empty_database_url)
    first = _schema(empty_database_url)
    assert _tables(empty_database_url) == set(COLUMNS) | DERIVED
    downgrade(empty_database_url, "base")
    assert _tables(empty_database_url) == set()
    migrate(empty_database_url)
    assert _schema(empty_database_url) == first


def test_each_step_goes_down_and_up_by_itself(empty_database_url: str) -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    revisions = [revision.revision for revision in script.walk_revisions()][::-1]
    for revision in revisions:
        migrate(empty_database_url, revision)
        downgrade(empty_database_url, "-1")
        migrate(empty_database_url, revision)


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    before = _schema(database_url)
    migrate(database_url)
    assert _schema(database_url) == before


def test_the_migrated_schema_does_not_drift_from_the_tables(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_a_drift_would_be_seen(database_url: str) -> None:
    run(database_url, "ALTER TABLE enterprise ADD COLUMN forgotten TEXT")
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata)
    engine.dispose()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_sqlite_has_its_three_triggers_on_every_protected_table(database_url: str) -> None:
    found = set(run(database_url, "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"))
    assert found == {
        (table, f"{table}_refuse_{event}") for table in PROTECTED for event in ("update", "delete", "insert")
    }


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_postgresql_has_its_trigger_always_on_for_every_protected_table(database_url: str) -> None:
    query = "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"
    assert set(run(database_url, query)) == {(table, f"{table}_insert_only", "A") for table in PROTECTED}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_sqlite_keys_that_are_not_a_number_are_the_table_itself(database_url: str) -> None:
    """A hidden row id would be a key that the guard against INSERT OR REPLACE does not know."""
    for table in PROTECTED:
        numbered = COLUMNS[table][0] == "seq"
        ((statement,),) = run(database_url, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
        assert ("WITHOUT ROWID" in statement) is not numbered, table


def test_migrations_are_named_by_their_dates_and_form_one_line() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert len(script.get_heads()) == 1
    for revision in script.walk_revisions():
        assert Path(revision.path).stem == revision.revision
        assert revision.revision[:10].replace("_", "").isdigit()


def test_the_command_line_of_alembic_reads_its_settings_from_the_project_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cli.sqlite3'}"
    config = Config(toml_file=ROOT / "pyproject.toml", cmd_opts=Namespace(x=[f"url={url}"]), stdout=StringIO())
    command.upgrade(config, "head")
    command.check(config)
    assert _tables(url) == set(COLUMNS) | DERIVED
    command.downgrade(config, "base")
    assert _tables(url) == set()
