"""The database itself keeps what was submitted, whoever asks: raw clients with every right are refused."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.storage.rows import COLUMNS
from service.storage.session import Store
from service.storage.staging import REGISTRY
from service.storage.tables import Table
from tests.storage.builders import filled
from tests.storage.raw import REFUSALS, dump, raw_client, run

PROTECTED = sorted(set(COLUMNS) - set(REGISTRY))


def _primary_key(table: str) -> list[str]:
    return [column.name for column in Table.metadata.tables[table].primary_key]


@pytest.fixture
def filled_url(store: Store, database_url: str) -> str:
    filled(store)
    return database_url


def _refused(url: str, statement: str, values: tuple[object, ...] = ()) -> None:
    with pytest.raises(REFUSALS, match="insert-only"):
        run(url, statement, values)


@pytest.mark.parametrize("table", PROTECTED)
def test_a_raw_client_can_neither_change_nor_remove_a_row(filled_url: str, table: str) -> None:
    before = dump(filled_url, table)
    assert before, f"nothing in {table} to attack"
    for column in COLUMNS[table]:
        _refused(filled_url, f'UPDATE {table} SET "{column}" = "{column}"')
    _refused(filled_url, f"DELETE FROM {table}")
    if filled_url.startswith("sqlite"):
        _attack_sqlite(filled_url, table)
    else:
        _attack_postgresql(filled_url, table)
    assert dump(filled_url, table) == before


def _attack_sqlite(url: str, table: str) -> None:
    marks = ", ".join("?" * len(COLUMNS[table]))
    row = dump(url, table)[0]
    for verb in ("INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"):
        _refused(url, f"{verb} INTO {table} VALUES ({marks})", row)
    keys = ", ".join(f'"{key}"' for key in _primary_key(table))
    last = COLUMNS[table][-1]
    upsert = f'ON CONFLICT ({keys}) DO UPDATE SET "{last}" = excluded."{last}"'
    _refused(url, f"INSERT INTO {table} VALUES ({marks}) {upsert}", row)
    _refused(url, f'UPDATE OR REPLACE {table} SET "{last}" = "{last}"')


def _attack_postgresql(url: str, table: str) -> None:
    marks = ", ".join("?" * len(COLUMNS[table]))
    row = dump(url, table)[0]
    keys = ", ".join(f'"{key}"' for key in _primary_key(table))
    last = COLUMNS[table][-1]
    upsert = f'ON CONFLICT ({keys}) DO UPDATE SET "{last}" = excluded."{last}"'
    _refused(url, f"INSERT INTO {table} VALUES ({marks}) {upsert}", row)
    _refused(url, f"TRUNCATE {table} CASCADE")
    _refused(url, f"MERGE INTO {table} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE")
    with raw_client(url) as client:
        assert isinstance(client, psycopg.Connection)
        client.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.RestrictViolation):
            client.execute(f"DELETE FROM {table}".encode())


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("spared", ["report_id", "permit_code"])
def test_replacing_a_version_by_another_of_its_unique_keys_is_refused(filled_url: str, spared: str) -> None:
    """A new log number with the old report id and version, or with the old permit and year."""
    (row,) = dump(filled_url, "report_version")
    values = dict(zip(COLUMNS["report_version"], row, strict=True)) | {"seq": 9_999}
    if spared == "permit_code":
        values["report_id"] = "another"
    else:
        values["permit_code"] = "another"
    marks = ", ".join("?" * len(values))
    _refused(filled_url, f"INSERT OR REPLACE INTO report_version VALUES ({marks})", tuple(values.values()))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_protected_table_has_a_hidden_row_id_to_replace_by(filled_url: str) -> None:
    for table in PROTECTED:
        try:
            ((rowid,), *_) = run(filled_url, f"SELECT rowid FROM {table} ORDER BY 1")
        except sqlite3.OperationalError:
            continue
        (key,) = _primary_key(table)
        assert rowid == run(filled_url, f'SELECT "{key}" FROM {table} ORDER BY 1')[0][0]


def test_readers_cannot_write(store: Store) -> None:
    with store.read() as session, pytest.raises(DBAPIError):
        session.execute(text("INSERT INTO enterprise VALUES ('x', 'x', true, NULL, 1)"))
