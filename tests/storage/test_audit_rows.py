"""Whoever gets past the triggers is still found: every kind of tampering shows against the log."""

from __future__ import annotations

import random
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.ledger import Tip, extend, key_id, sign_head
from service.storage import ledger_rows
from service.storage.audit_rows import AuditResult, verify_store
from service.storage.rows import COLUMNS
from service.storage.session import Store
from service.storage.tables import Table
from tests.storage.builders import api_key, filled, issue, register, submit, write
from tests.storage.raw import disarm, dump, execute, raw_client, run

AUDITED = sorted(set(COLUMNS) - {"idempotency", "ledger_entry", "ledger_head"})


@pytest.fixture
def disarmed(store: Store, database_url: str) -> str:
    """A store with something in every table and no trigger left."""
    filled(store)
    write(store, *(submit(f"s{n}", year=2000 + n, lines=n + 1) for n in range(5)))
    assert verify_store(store).ok
    disarm(database_url)
    return database_url


def _faults(store: Store) -> set[tuple[str, str]]:
    """Kind and table of each fault; the log's own faults have the table `log`."""
    return {(fault.kind, getattr(fault, "table", "log")) for fault in verify_store(store).faults}


def _other(value: Any) -> Any:
    """A different value that the column takes."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value + b" "
    return f"{value or ''}0"


def test_an_untouched_store_has_no_fault_and_counts_its_entries(store: Store) -> None:
    filled(store)
    result = verify_store(store)
    assert isinstance(result, AuditResult)
    assert (result.ok, result.faults, result.entries) == (True, (), 8)
    assert result.head is not None
    assert result.head.seq == 8


def test_replaced_registry_rows_are_no_fault(store: Store, database_url: str) -> None:
    write(store, register(), issue(api_key()), register())
    assert verify_store(store).ok
    disarm(database_url)
    run(database_url, "UPDATE enterprise SET name = 'x'")
    assert _faults(store) == {("changed", "enterprise")}


def test_an_edit_of_any_column_of_any_table_is_found(store: Store, disarmed: str) -> None:
    for table in AUDITED:
        before = dump(disarmed, table)
        for place, column in _free_columns(table):
            edited = [list(row) for row in before]
            edited[0][place] = _other(edited[0][place])
            _store_rows(disarmed, table, edited)
            assert verify_store(store).faults, f"{table}.{column}"
        _store_rows(disarmed, table, before)
    assert verify_store(store).ok


def _free_columns(table: str) -> list[tuple[int, str]]:
    """Those that are neither key nor reference, with their places."""
    columns = list(Table.metadata.tables[table].columns)
    return [(n, c.name) for n, c in enumerate(columns) if not c.primary_key and not c.foreign_keys]


def test_a_removed_row_is_found(store: Store, disarmed: str) -> None:
    for table in (*AUDITED, "ledger_entry"):
        before = dump(disarmed, table)
        for gone in range(len(before)):
            _store_rows(disarmed, table, before[:gone] + before[gone + 1 :])
            assert verify_store(store).faults, (table, gone)
        _store_rows(disarmed, table, before)
    assert verify_store(store).ok


def test_a_smuggled_row_is_found(store: Store, disarmed: str) -> None:
    for table in ("report_line", "report_total", "finding"):
        before = dump(disarmed, table)
        for seq in (-1, 0, 3, 10_000):
            row = dict(zip(COLUMNS[table], before[0], strict=True)) | {"report_seq": seq}
            row |= {"line_no": 77} if "line_no" in row else {"basis": "another"}
            _store_rows(disarmed, table, [*before, list(row.values())])
            assert _faults(store) == {("changed" if seq == 3 else "unlogged", table)}
        _store_rows(disarmed, table, before)


@pytest.mark.parametrize("column", ["at", "kind", "subject", "body", "previous", "hash"])
def test_an_edited_log_entry_is_found(store: Store, disarmed: str, column: str) -> None:
    for replacement in ("", "{}", "[]", "null", "0" * 64, "2025-03-31T00:00:00.000000Z"):
        ((old,),) = run(disarmed, f'SELECT "{column}" FROM ledger_entry WHERE seq = 4')
        run(disarmed, f'UPDATE ledger_entry SET "{column}" = ? WHERE seq = 4', (replacement,))
        assert ("hash", "log") in _faults(store)
        run(disarmed, f'UPDATE ledger_entry SET "{column}" = ? WHERE seq = 4', (old,))
    assert verify_store(store).ok


def test_two_entries_that_changed_places_are_found(store: Store, disarmed: str) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        run(disarmed, "UPDATE ledger_entry SET seq = ? WHERE seq = ?", (new, old))
    assert {("link", "log"), ("hash", "log")} <= _faults(store)


def test_a_gap_in_the_log_is_found(store: Store, disarmed: str) -> None:
    run(disarmed, "DELETE FROM ledger_entry WHERE seq = 3")
    assert {("gap", "log"), ("link", "log")} <= _faults(store)


def test_a_cut_tail_is_found_by_the_heads(store: Store, disarmed: str) -> None:
    run(disarmed, "DELETE FROM ledger_entry WHERE seq > 8")
    assert ("truncated", "log") in _faults(store)


def test_a_tail_without_a_head_is_found(store: Store, disarmed: str) -> None:
    run(disarmed, "DELETE FROM ledger_head WHERE seq > 8")
    assert _faults(store) == {("unsigned", "log")}


def test_a_clean_cut_of_the_last_change_is_found_by_a_head_kept_elsewhere(store: Store, disarmed: str) -> None:
    """Entry, head and rows of the last change all gone: only the world outside can tell."""
    write(store, submit("last", year=2010))
    kept = verify_store(store).head
    assert kept is not None
    _cut_report(disarmed, kept.seq)
    assert verify_store(store).ok
    faults = verify_store(store, kept=kept).faults
    assert [(fault.seq, fault.kind) for fault in faults] == [(kept.seq, "truncated")]


def _cut_report(url: str, seq: int) -> None:
    for table in ("report_line", "report_total", "finding"):
        run(url, f"DELETE FROM {table} WHERE report_seq = ?", (seq,))
    for table in ("report_version", "ledger_head", "ledger_entry"):
        run(url, f"DELETE FROM {table} WHERE seq = ?", (seq,))


def _rewrite(store: Store, url: str, key: Ed25519PrivateKey) -> None:
    """A thief edits one entry, chains all that follow anew and signs the end with a key of his own."""
    name = key_id(key.public_key())
    run(url, "DELETE FROM ledger_head")
    run(url, "INSERT INTO signing_key VALUES (?, ?, 'now', 1)", (name, key.public_key().public_bytes_raw().hex()))
    with store.read() as session:
        stored = list(ledger_rows.entries(session))
    tip = Tip()
    for old in stored:
        subject = "another" if old.seq == 5 else old.subject
        new = extend(tip, old.at, old.kind, subject, orjson.loads(old.body))
        values = (new.subject, new.previous, new.hash, new.seq)
        run(url, "UPDATE ledger_entry SET subject = ?, previous = ?, hash = ? WHERE seq = ?", values)
        tip = Tip(new.seq, new.hash)
    head = sign_head(tip, "2025-04-01T00:00:00.000000Z", key)
    run(url, "INSERT INTO ledger_head VALUES (?, ?, ?, ?, ?)", (head.seq, head.hash, head.at, name, head.signature))


def test_a_whole_rewrite_under_another_key_is_found(
    store: Store, disarmed: str, signing_key: Ed25519PrivateKey
) -> None:
    kept = verify_store(store).head
    _rewrite(store, disarmed, Ed25519PrivateKey.from_private_bytes(b"thief" * 6 + b"!!"))
    assert _faults(store) == {("changed", "signing_key")}, "a key must be introduced by the log"
    ours = {key_id(signing_key.public_key())}
    assert "head_key" in {fault.kind for fault in verify_store(store, trusted=ours).faults}
    assert "rewritten" in {fault.kind for fault in verify_store(store, kept=kept).faults}


def test_random_tampering_is_always_found(store: Store, disarmed: str) -> None:
    """Edits, removals, swaps and cuts drawn at random, each undone before the next."""
    dice = random.Random(20250331)  # noqa: S311 - repeatable on purpose
    tables = ["report_version", "report_line", "report_total", "decision", "factor_set", "ledger_entry", "score"]
    for _ in range(40):
        table = dice.choice(tables)
        rows = dump(disarmed, table)
        tampered = rows
        while [tuple(row) for row in tampered] == rows:  # two rows may differ in their keys alone
            tampered = _tampered(table, rows, dice)
        _store_rows(disarmed, table, tampered)
        assert verify_store(store).faults, (table, rows, tampered)
        _store_rows(disarmed, table, rows)
    assert verify_store(store).ok


def _tampered(table: str, rows: list[Any], dice: random.Random) -> list[Any]:
    kept = [list(row) for row in rows]
    match dice.choice(["edit", "remove", "cut", *(["swap"] if len(kept) > 1 else [])]):
        case "edit":
            row, column = dice.choice(kept), dice.randrange(1, len(COLUMNS[table]))
            row[column] = _other(row[column])
        case "remove":
            kept.pop(dice.randrange(len(kept)))
        case "cut":
            del kept[dice.randrange(len(kept)) :]
        case "swap":
            first, second = dice.sample(range(len(kept)), 2)
            kept[first], kept[second] = _with_places_changed(table, kept[first], kept[second])
    return kept


def _with_places_changed(table: str, first: list[Any], second: list[Any]) -> tuple[list[Any], list[Any]]:
    """Two rows that keep their primary keys and change all else."""
    keys = len(Table.metadata.tables[table].primary_key)
    return first[:keys] + second[keys:], second[:keys] + first[keys:]


def _store_rows(url: str, table: str, rows: list[Any]) -> None:
    marks = ", ".join("?" * len(COLUMNS[table]))
    with raw_client(url) as client:
        execute(client, f"DELETE FROM {table}")
        for row in rows:
            execute(client, f"INSERT INTO {table} VALUES ({marks})", row)
