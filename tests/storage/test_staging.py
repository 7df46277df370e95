"""A group judged in memory: what one change brings, the next one of the same group already knows."""

from __future__ import annotations

import pytest

from service.errors import Conflict, NotFound
from service.ledger import Tip
from service.records import VersionState
from service.storage.changes import (
    Change,
    FacilityOwner,
    KnownEnterprise,
    LatestVersion,
    LogDraft,
    NewReport,
    Revocation,
)
from service.storage.staging import Known, stage
from tests.storage.builders import (
    AT,
    CREDIT_CODE,
    PERMIT_CODE,
    api_key,
    decide,
    issue,
    once,
    register,
    submit,
)


def _guarded(*guards: NewReport | LatestVersion | FacilityOwner | KnownEnterprise) -> Change:
    return Change(log=(LogDraft("note", "1"),), guards=guards)


def test_a_key_that_came_twice_is_answered_once() -> None:
    known = Known(Tip())
    first = stage(submit(idempotency=once("k1")), known, AT)
    again = stage(submit(idempotency=once("k1")), known, AT)
    assert (again.rows, again.entries, again.receipt.answer) == ({}, (), first.receipt.answer)
    assert (first.receipt.replayed, again.receipt.replayed) == (False, True)
    assert known.tip.seq == 1


def test_a_second_first_report_is_refused_and_leaves_no_trace() -> None:
    known = Known(Tip())
    guard = (NewReport(PERMIT_CODE, 2024),)
    stage(submit(guards=guard), known, AT)
    tip = known.tip
    with pytest.raises(Conflict):
        stage(submit("r2", guards=guard, idempotency=once("k2")), known, AT)
    assert (known.tip, known.answers) == (tip, {})


def test_a_factor_set_is_stored_with_the_first_report_that_used_it() -> None:
    known = Known(Tip())
    assert "factor_set" in stage(submit(), known, AT).rows
    assert "factor_set" not in stage(submit("r2"), known, AT).rows


def test_versions_and_decisions_move_the_state() -> None:
    known = Known(Tip())
    newest = LatestVersion("r1", 1, frozenset({VersionState.submitted}))
    with pytest.raises(Conflict):
        stage(_guarded(newest), known, AT)
    stage(submit(), known, AT)
    stage(_guarded(newest), known, AT)
    stage(decide(), known, AT)
    with pytest.raises(Conflict):
        stage(_guarded(newest), known, AT)
    stage(submit("r1", 2), known, AT)
    stage(decide("r1", 1, VersionState.returned), known, AT)
    assert known.latest["r1"] == (2, VersionState.submitted)


def test_registrations_are_known_to_what_follows() -> None:
    known = Known(Tip())
    with pytest.raises(NotFound):
        stage(_guarded(KnownEnterprise(CREDIT_CODE)), known, AT)
    stage(register(), known, AT)
    stage(_guarded(KnownEnterprise(CREDIT_CODE), FacilityOwner(PERMIT_CODE, CREDIT_CODE)), known, AT)
    with pytest.raises(Conflict):
        stage(_guarded(FacilityOwner(PERMIT_CODE, "another")), known, AT)


def test_a_key_may_be_issued_and_revoked_in_one_group() -> None:
    known = Known(Tip())
    stage(issue(api_key()), known, AT)
    change = Change(log=(LogDraft("key.revoked", "k"),), revocation=Revocation(api_key().key_id, AT))
    stage(change, known, AT)
    assert known.keys[api_key().key_id].revoked_at == AT


def test_a_change_may_log_several_entries_and_its_rows_belong_to_the_first() -> None:
    known = Known(Tip())
    drafts = (LogDraft("report.submitted", "r1/1"), LogDraft("report.checked", "r1/1", {"findings": 1}))
    staged = stage(Change(log=drafts, report=submit().report), known, AT)
    first, second = staged.entries
    assert (first.seq, second.seq, staged.receipt.seq) == (1, 2, 1)
    assert second.previous == first.hash
    assert '"rows"' in first.body
    assert second.body == '{"findings":1}'
    assert {row[0] for row in staged.rows["report_line"]} == {1}
    assert known.tip == Tip(2, second.hash)
