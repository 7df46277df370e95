"""Judges the changes of a group against what is stored, one after the other, and prepares their rows.

The caller holds the lock on the log, so what `load_known` reads stays true until the commit; each staged change adds
itself to it. A change that is refused here leaves no trace, and its neighbours never notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from service.errors import Conflict, Fault, IdempotencyMismatch, NotFound
from service.ledger import Tip, extend, instant_text
from service.overlay_records import OverlayState
from service.records import ApiKey, LedgerEntry, VersionState
from service.storage import overlay_rows, rows
from service.storage.act_guards import KnownActs, check_act
from service.storage.act_rows import act_rows
from service.storage.changes import (
    Change,
    FacilityOwner,
    Guard,
    IdempotencyDraft,
    KnownEnterprise,
    LatestVersion,
    LibraryUnmoved,
    LogDraft,
    NewEdition,
    NewReport,
    OverlayStands,
    Receipt,
    UnspentCertificates,
)
from service.storage.rows import Row, digest_rows

REGISTRY = ("enterprise", "facility", "api_key")


@dataclass(slots=True)
class Known:
    """What the guards and the chain of a group need to know."""

    tip: Tip
    answers: dict[tuple[str, str], tuple[str, Receipt]] = field(default_factory=dict)
    first_reports: set[tuple[str, int]] = field(default_factory=set)
    latest: dict[str, tuple[int, VersionState]] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    enterprises: set[str] = field(default_factory=set)
    factor_sets: set[str] = field(default_factory=set)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    acts: KnownActs = field(default_factory=KnownActs)
    spent: dict[str, str] = field(default_factory=dict)  # certificate -> report
    editions: set[str] = field(default_factory=set)
    overlays: dict[str, OverlayState] = field(default_factory=dict)
    library_seq: int = 0


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows of one change by table, its log entries, and the receipt that its caller will get."""

    rows: dict[str, list[Row]]
    entries: tuple[LedgerEntry, ...]
    receipt: Receipt


def stage(change: Change, known: Known, at: datetime) -> Staged:
    """Checks a change and prepares it; updates `known`. Raises the errors of the guards and `IdempotencyMismatch`."""
    draft = change.idempotency
    if draft is not None and (draft.scope, draft.key) in known.answers:
        return Staged({}, (), _replay(draft, known))
    for guard in change.guards:
        _check(guard, known, at)
    staged_rows = _rows(change, known)
    entries = _entries(change.log, staged_rows, known.tip, at)
    receipt = _receipt(change, entries[0], at)
    if draft is not None:
        staged_rows["idempotency"] = [_idempotency_row(draft, receipt)]
    _remember(change, known, entries[-1], receipt)
    return Staged(staged_rows, entries, receipt)


def _replay(draft: IdempotencyDraft, known: Known) -> Receipt:
    fingerprint, receipt = known.answers[draft.scope, draft.key]
    if fingerprint != draft.fingerprint:
        raise IdempotencyMismatch
    return replace(receipt, replayed=True)


def _check(guard: Guard, known: Known, at: datetime) -> None:
    match guard:
        case NewReport(permit_code, year):
            if (permit_code, year) in known.first_reports:
                raise Conflict(code="report.exists")
        case LatestVersion(report_id, version, states):
            _check_latest(known.latest.get(report_id), version, states)
        case UnspentCertificates(report_id, pointers):
            _check_unspent(report_id, pointers, known.spent)
        case FacilityOwner(permit_code, credit_code):
            if known.owners.get(permit_code, credit_code) != credit_code:
                raise Conflict(code="facility.owned")
        case KnownEnterprise(credit_code):
            if credit_code not in known.enterprises:
                raise NotFound(code="enterprise.not_found")
        case NewEdition() | OverlayStands() | LibraryUnmoved():
            _check_reference(guard, known)
        case _:
            check_act(guard, known.acts, at)


def _check_unspent(report_id: str, pointers: Mapping[str, str], spent: Mapping[str, str]) -> None:
    taken = [number for number in pointers if spent.get(number, report_id) != report_id]
    if taken:
        raise Conflict(*(Fault("certificate.spent", pointers[number], {"certificate": number}) for number in taken))


def _check_reference(guard: NewEdition | OverlayStands | LibraryUnmoved, known: Known) -> None:
    match guard:
        case NewEdition(digest):
            if digest in known.editions:
                raise Conflict(code="edition.exists")
        case OverlayStands(overlay_id, state):
            stands = known.overlays.get(overlay_id)
            if stands is None:
                raise NotFound(code="overlay.not_found")
            if stands is not state:
                raise Conflict(code="overlay.state", state=stands.value)
        case LibraryUnmoved(seq):
            if known.library_seq > seq:
                raise Conflict(code="reference.moved")


def _check_latest(latest: tuple[int, VersionState] | None, version: int, states: frozenset[VersionState]) -> None:
    if latest is None or latest[0] != version:
        raise Conflict(code="report.not_latest", latest=str(latest[0]) if latest else "-")
    if latest[1] not in states:
        raise Conflict(code="report.state", state=latest[1].value)


def _rows(change: Change, known: Known) -> dict[str, list[Row]]:
    seq = known.tip.seq + 1
    staged: dict[str, list[Row]] = {}
    if change.enterprise is not None:
        staged["enterprise"] = [rows.enterprise_row(change.enterprise, seq)]
    if change.facility is not None:
        staged["facility"] = [rows.facility_row(change.facility, seq)]
    if change.signing_key is not None:
        staged["signing_key"] = [rows.signing_key_row(change.signing_key, seq)]
    if (key := _key(change, known)) is not None:
        staged["api_key"] = [rows.api_key_row(key, seq)]
    if change.decision is not None:
        staged["decision"] = [rows.decision_row(change.decision, seq)]
    if change.scores:
        staged["score"] = rows.score_rows(change.scores, seq)
    found = _reference_rows(change, known, seq) | _report_rows(change, known, seq)
    return staged | found | act_rows(change.acts, seq)


def _key(change: Change, known: Known) -> ApiKey | None:
    """The key as it will be stored: a new one, or a known one with its end; revoking twice keeps the first end."""
    if change.revocation is None:
        return change.key
    key = known.keys.get(change.revocation.key_id)
    if key is None:
        raise NotFound(code="key.not_found")
    return replace(key, revoked_at=key.revoked_at or change.revocation.at)


def _reference_rows(change: Change, known: Known, seq: int) -> dict[str, list[Row]]:
    staged: dict[str, list[Row]] = {}
    if change.edition is not None and change.edition.digest not in known.editions:
        staged["reference_edition"] = [overlay_rows.edition_row(change.edition, seq)]
    if change.overlay is not None:
        staged["reference_overlay"] = [overlay_rows.overlay_row(change.overlay, seq)]
    if change.overlay_decision is not None:
        staged["reference_overlay_decision"] = [overlay_rows.overlay_decision_row(change.overlay_decision, seq)]
    return staged


def _report_rows(change: Change, known: Known, seq: int) -> dict[str, list[Row]]:
    report = change.report
    if report is None:
        return {}
    parts = {
        "report_version": [rows.version_row(report.version, seq)],
        "report_line": rows.line_rows(report.lines, seq),
        "report_total": rows.total_rows(report.totals, seq),
        "finding": rows.finding_rows(report.findings, seq),
    }
    if certificates := [use for use in report.certificates if use.certificate not in known.spent]:
        parts["green_certificate"] = [rows.certificate_row(use, seq) for use in certificates]
    if report.factor_set.id not in known.factor_sets:
        parts["factor_set"] = [rows.factor_set_row(report.factor_set, seq)]
    return parts


def _entries(
    drafts: Iterable[LogDraft], staged: dict[str, list[Row]], tip: Tip, at: datetime
) -> tuple[LedgerEntry, ...]:
    entries: list[LedgerEntry] = []
    for draft in drafts:
        body = dict(draft.body) if entries else {**draft.body, "rows": _digests(staged)}
        entry = extend(tip, instant_text(at), draft.kind, draft.subject, body)
        entries.append(entry)
        tip = Tip(entry.seq, entry.hash)
    return tuple(entries)


def _digests(staged: dict[str, list[Row]]) -> dict[str, Any]:
    """By table; a registry row, which a later one may replace, goes by its own key."""
    return {
        table: {content[0][0]: digest_rows(table, content)} if table in REGISTRY else digest_rows(table, content)
        for table, content in staged.items()
    }


def _receipt(change: Change, entry: LedgerEntry, at: datetime) -> Receipt:
    subject = change.report.version if change.report is not None else change.decision
    report_id, version = (subject.report_id, subject.version) if subject is not None else (None, None)
    receipt = Receipt(entry.seq, entry.hash, at, report_id, version)
    draft = change.idempotency
    if draft is None:
        return receipt
    receipt = replace(receipt, status=draft.status)
    return replace(receipt, answer=draft.answer(receipt))


def _idempotency_row(draft: IdempotencyDraft, receipt: Receipt) -> Row:
    about = receipt.status, receipt.report_id, receipt.version, receipt.seq, receipt.answer
    return draft.scope, draft.key, draft.fingerprint, *about


def _remember(change: Change, known: Known, last: LedgerEntry, receipt: Receipt) -> None:
    known.tip = Tip(last.seq, last.hash)
    if change.enterprise is not None:
        known.enterprises.add(change.enterprise.credit_code)
    if change.facility is not None:
        known.owners[change.facility.permit_code] = change.facility.credit_code
    if change.report is not None:
        version = change.report.version
        known.first_reports.add((version.permit_code, version.year))
        known.latest[version.report_id] = (version.version, VersionState.submitted)
        known.factor_sets.add(change.report.factor_set.id)
        known.spent |= {use.certificate: version.report_id for use in change.report.certificates}
    if (decision := change.decision) is not None:
        latest = known.latest.get(decision.report_id)
        if latest is not None and latest[0] == decision.version:
            known.latest[decision.report_id] = (decision.version, decision.decision)
    if (key := _key(change, known)) is not None:
        known.keys[key.key_id] = key
    known.acts.remember(change.acts)
    if (draft := change.idempotency) is not None:
        known.answers[draft.scope, draft.key] = (draft.fingerprint, receipt)
    _remember_reference(change, known, receipt.seq)


def _remember_reference(change: Change, known: Known, seq: int) -> None:
    if change.edition is not None:
        known.editions.add(change.edition.digest)
    if change.overlay is not None:
        known.overlays[change.overlay.id] = OverlayState.proposed
    if (decided := change.overlay_decision) is not None:
        known.overlays[decided.overlay_id] = decided.decision
        if decided.decision is not OverlayState.rejected:
            known.library_seq = seq
