"""The writer: groups, guards, idempotency, refusals."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import pytest
from sqlalchemy import text

from service.errors import Conflict, IdempotencyMismatch, NotFound, Unavailable
from service.ledger import verify_chain
from service.records import ReportTotal, VersionState
from service.storage import keys, ledger_rows, report_parts, reports
from service.storage.changes import (
    Change,
    FacilityOwner,
    KnownEnterprise,
    LatestVersion,
    LogDraft,
    NewReport,
    Receipt,
    Revocation,
)
from service.storage.session import Store
from service.storage.signing import public_keys
from tests.storage.builders import (
    AT,
    CREDIT_CODE,
    PERMIT_CODE,
    api_key,
    decide,
    facility,
    factor_set,
    issue,
    line,
    once,
    register,
    submission,
    submit,
    version,
    write,
)
from tests.storage.stored_lines import lines_of_many


def _note(number: int) -> Change:
    return Change(log=(LogDraft("note", str(number)),))


def test_a_submitted_report_is_read_back_as_it_was_given(store: Store) -> None:
    _, receipt = write(store, register(), submit(lines=3))
    given = submission(lines=3)
    with store.read() as session:
        stored = reports.version_of(session, "r1", 1)
        assert stored is not None
        assert stored == version(seq=receipt.seq)
        assert lines_of_many(session, [stored.seq]) == {stored.seq: given.lines}
        assert report_parts.totals_of_many(session, [stored.seq]) == {stored.seq: given.totals}
        assert report_parts.findings_of(session, stored.seq) == given.findings
        assert report_parts.factor_set_by_id(session, stored.factor_set_id) == factor_set()
    assert (receipt.report_id, receipt.version) == ("r1", 1)


def test_the_log_entry_of_a_report_carries_the_digests_of_its_rows(store: Store) -> None:
    _, receipt = write(store, register(), submit())
    with store.read() as session:
        entry = ledger_rows.entry_by_seq(session, receipt.seq)
    assert entry is not None
    assert entry.hash == receipt.hash
    for table in ("report_version", "report_line", "report_total", "finding", "factor_set"):
        assert f'"{table}":"' in entry.body


def test_two_hundred_changes_from_many_threads_keep_one_chain_without_gaps(store: Store) -> None:
    futures: list[Future[Receipt]] = []

    def send(first: int) -> None:
        futures.extend(store.writer.submit(_note(number)) for number in range(first, first + 25))

    threads = [threading.Thread(target=send, args=(25 * n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seqs = sorted(future.result(timeout=30).seq for future in futures)
    assert seqs == list(range(2, 202))
    with store.read() as session:
        heads = list(ledger_rows.heads(session))
        assert verify_chain(ledger_rows.entries(session), iter(heads), public_keys(session)) == []
    assert len(heads) < 150, "changes that wait together must share a commit"


def test_a_refused_change_does_not_reject_its_neighbours(store: Store) -> None:
    write(store, register(), submit())
    guard = (NewReport(PERMIT_CODE, 2024),)
    futures = [store.writer.submit(c) for c in (_note(1), submit("r2", guards=guard), _note(2))]
    assert futures[2].result(timeout=30).seq == futures[0].result(timeout=30).seq + 1
    with pytest.raises(Conflict) as refused:
        futures[1].result()
    assert refused.value.faults[0].code == "report.exists"


def test_a_change_that_fails_in_the_database_does_not_reject_its_neighbours(store: Store) -> None:
    write(store, register())
    stranger = submit("r9", permit_code="unknown")
    twice = Change(
        log=(LogDraft("report.submitted", "r8/1"),),
        report=submission("r8", year=2020),
    )
    futures = [store.writer.submit(c) for c in (_note(1), stranger, twice, _note(2))]
    assert [f.exception(timeout=30) for f in (futures[0], futures[2], futures[3])] == [None, None, None]
    assert isinstance(futures[1].exception(timeout=30), Conflict)
    seqs = [futures[n].result().seq for n in (0, 2, 3)]
    assert seqs == [3, 4, 5]


def test_a_failing_answer_is_its_own_callers_matter(store: Store) -> None:
    write(store, register())
    draft = once("k1")

    def fail(_: Receipt) -> bytes:
        raise ZeroDivisionError

    broken = submit("r1", idempotency=type(draft)(draft.scope, draft.key, draft.fingerprint, fail))
    futures = [store.writer.submit(c) for c in (broken, submit("r2", idempotency=once("k2")))]
    with pytest.raises(ZeroDivisionError):
        futures[0].result(timeout=30)
    assert futures[1].result(timeout=30).seq == 3


def test_the_same_key_gives_the_same_answer_bytes_and_one_row(store: Store) -> None:
    write(store, register())
    changes = [submit(f"r{n}", year=2000 + n, idempotency=once("k1")) for n in range(40)]
    receipts = write(store, *changes)
    assert {receipt.answer for receipt in receipts} == {b"3 r0"}
    assert {receipt.status for receipt in receipts} == {201}
    assert [receipt.replayed for receipt in receipts].count(False) == 1
    (later,) = write(store, submit("later", year=1999, idempotency=once("k1")))
    assert (later.answer, later.hash, later.at) == (b"3 r0", receipts[0].hash, receipts[0].at)
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM report_version")).scalar_one() == 1
        assert session.execute(text("SELECT count(*) FROM ledger_entry")).scalar_one() == 3


def test_the_same_key_with_another_body_is_refused(store: Store) -> None:
    write(store, register(), submit(idempotency=once("k1")))
    with pytest.raises(IdempotencyMismatch):
        write(store, submit("r2", year=2023, idempotency=once("k1", fingerprint="f2")))


def test_a_refused_change_leaves_its_key_free(store: Store) -> None:
    write(store, register(), submit())
    with pytest.raises(Conflict):
        write(store, submit("r2", guards=(NewReport(PERMIT_CODE, 2024),), idempotency=once("k1")))
    (receipt,) = write(store, submit("r2", year=2023, idempotency=once("k1")))
    assert not receipt.replayed


def test_two_first_reports_of_one_site_and_year_in_one_group(store: Store) -> None:
    write(store, register())
    guard = (NewReport(PERMIT_CODE, 2024),)
    futures = [store.writer.submit(submit(f"r{n}", guards=guard)) for n in range(6)]
    errors = [future.exception(timeout=30) for future in futures]
    assert errors[0] is None
    assert all(isinstance(error, Conflict) for error in errors[1:])


def test_without_its_guard_a_second_first_report_meets_the_unique_key(store: Store) -> None:
    write(store, register(), submit())
    with pytest.raises(Conflict):
        write(store, submit("r2"))


def test_a_correction_must_follow_the_newest_version(store: Store) -> None:
    write(store, register(), submit())
    second = submit("r1", 2, supersedes=1, reason="煤量更正", guards=(LatestVersion("r1", 1),))
    write(store, second)
    with pytest.raises(Conflict) as refused:
        write(store, submit("r1", 3, supersedes=1, reason="again", guards=(LatestVersion("r1", 1),)))
    assert refused.value.faults[0].code == "report.not_latest"
    with store.read() as session:
        assert [v.version for v in reports.versions_of(session, "r1")] == [1, 2]


def test_a_decision_needs_the_state_that_its_guard_names(store: Store) -> None:
    open_ = frozenset({VersionState.submitted})
    guarded = Change(log=decide().log, decision=decide().decision, guards=(LatestVersion("r1", 1, open_),))
    write(store, register(), submit())
    first, second = [store.writer.submit(guarded) for _ in range(2)]
    first.result(timeout=30)
    with pytest.raises(Conflict) as refused:
        second.result(timeout=30)
    assert refused.value.faults[0].code == "report.state"
    assert refused.value.faults[0].params == {"state": "accepted"}
    with pytest.raises(Conflict):
        write(store, guarded)


def test_a_permit_of_another_enterprise_is_refused(store: Store) -> None:
    other = "91140000MA0TEST01X"
    write(store, register(), register(other, f"{other}001P"))
    draft = (LogDraft("facility.registered", PERMIT_CODE),)
    taken = Change(log=draft, facility=facility(credit_code=other), guards=(FacilityOwner(PERMIT_CODE, other),))
    with pytest.raises(Conflict):
        write(store, taken)


def test_an_unknown_enterprise_is_refused(store: Store) -> None:
    guarded = Change(log=(LogDraft("x", "y"),), guards=(KnownEnterprise(CREDIT_CODE),))
    with pytest.raises(NotFound):
        write(store, guarded)
    write(store, register(), guarded)


def test_a_revoked_key_stays_revoked_at_its_first_end(store: Store) -> None:
    write(store, issue(api_key()))
    later = AT.replace(year=2026)
    for at in (AT, later):
        write(
            store, Change(log=(LogDraft("key.revoked", api_key().key_id),), revocation=Revocation(api_key().key_id, at))
        )
    with store.read() as session:
        key = keys.key_by_id(session.connection(), api_key().key_id)
    assert key is not None
    assert key == api_key(revoked_at=AT)


def test_revoking_an_unknown_key_is_refused(store: Store) -> None:
    with pytest.raises(NotFound):
        write(store, Change(log=(LogDraft("key.revoked", "0" * 16),), revocation=Revocation("0" * 16, AT)))


def test_a_float_never_reaches_the_log(store: Store) -> None:
    with pytest.raises(TypeError):
        write(store, Change(log=(LogDraft("note", "1", {"mass": 1.5}),)))
    write(store, _note(1))


def test_a_closed_writer_refuses(store: Store) -> None:
    store.close()
    with pytest.raises(Unavailable):
        store.writer.submit(_note(1))


def test_closing_writes_what_is_queued(store: Store) -> None:
    futures = [store.writer.submit(_note(n)) for n in range(100)]
    store.close()
    assert all(future.done() for future in futures)
    assert [future.result().seq for future in futures] == list(range(2, 102))


def test_the_largest_quanta_and_many_lines_survive(store: Store) -> None:
    largest = 2**63 - 1
    report = submission("r1")
    many = tuple(line(n, quanta=largest if n == 1 else -n) for n in range(1, 1001))
    totals = (ReportTotal("CO2", None, "calculated", -largest, "g"),)
    change = Change(
        log=(LogDraft("report.submitted", "r1/1"),),
        report=type(report)(report.version, many, totals, (), report.factor_set),
    )
    _, receipt = write(store, register(), change)
    with store.read() as session:
        assert lines_of_many(session, [receipt.seq]) == {receipt.seq: many}
        assert report_parts.totals_of_many(session, [receipt.seq]) == {receipt.seq: totals}
        assert report_parts.findings_of(session, receipt.seq) == ()
