"""Reads, in a handful of queries for a whole group, what its guards need to know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, select, tuple_

from service.ledger import parse_instant
from service.records import VersionState
from service.storage.act_guards import load_acts
from service.storage.changes import (
    Change,
    FacilityOwner,
    KnownEnterprise,
    LatestVersion,
    LibraryUnmoved,
    NewReport,
    OverlayStands,
    Receipt,
    UnspentCertificates,
)
from service.storage.keys import keys_by_id
from service.storage.ledger_rows import tip
from service.storage.overlays import known_editions, last_move, states_of
from service.storage.staging import Known
from service.storage.tables import Table

_TABLES = Table.metadata.tables
_IDEMPOTENCY, _ENTRY, _VERSION = _TABLES["idempotency"], _TABLES["ledger_entry"], _TABLES["report_version"]
_DECISION, _FACILITY = _TABLES["decision"], _TABLES["facility"]
_ENTERPRISE, _FACTOR_SET = _TABLES["enterprise"], _TABLES["factor_set"]
# Built once: building a query costs more than running it. `wanted` is what the group asks for.
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_SELECT_ANSWERS = (
    select(_IDEMPOTENCY, _ENTRY.c.hash, _ENTRY.c.at)
    .join(_ENTRY, _ENTRY.c.seq == _IDEMPOTENCY.c.ledger_seq)
    .where(tuple_(_IDEMPOTENCY.c.scope, _IDEMPOTENCY.c.key).in_(_WANTED))
)
_SELECT_FIRST_REPORTS = select(_VERSION.c.permit_code, _VERSION.c.year).where(
    _VERSION.c.version == 1, tuple_(_VERSION.c.permit_code, _VERSION.c.year).in_(_WANTED)
)
_SELECT_VERSIONS = (
    select(_VERSION.c.report_id, _VERSION.c.version)
    .where(_VERSION.c.report_id.in_(_WANTED))
    .order_by(_VERSION.c.version)
)
_SELECT_DECISIONS = (
    select(_DECISION.c.report_id, _DECISION.c.version, _DECISION.c.decision)
    .where(_DECISION.c.report_id.in_(_WANTED))
    .order_by(_DECISION.c.seq)
)
_SELECT_OWNERS = select(_FACILITY.c.permit_code, _FACILITY.c.credit_code).where(_FACILITY.c.permit_code.in_(_WANTED))
_SELECT_ENTERPRISES = select(_ENTERPRISE.c.credit_code).where(_ENTERPRISE.c.credit_code.in_(_WANTED))
_CERTIFICATE = _TABLES["green_certificate"]
_SELECT_SPENT = (
    select(_CERTIFICATE.c.certificate, _VERSION.c.report_id)
    .join(_VERSION, _VERSION.c.seq == _CERTIFICATE.c.report_seq)
    .where(_CERTIFICATE.c.certificate.in_(_WANTED))
)
_SELECT_FACTOR_SETS = select(_FACTOR_SET.c.id).where(_FACTOR_SET.c.id.in_(_WANTED))


def load_known(connection: Connection, changes: Sequence[Change]) -> Known:
    """Everything that the guards, idempotency keys and factor sets of `changes` refer to, as it is stored now."""
    guards = [guard for change in changes for guard in change.guards]
    answers = {(d.scope, d.key) for change in changes if (d := change.idempotency) is not None}
    places = {(guard.permit_code, guard.year) for guard in guards if isinstance(guard, NewReport)}
    report_ids = {guard.report_id for guard in guards if isinstance(guard, LatestVersion)}
    permit_codes = {guard.permit_code for guard in guards if isinstance(guard, FacilityOwner)}
    credit_codes = {guard.credit_code for guard in guards if isinstance(guard, KnownEnterprise)}
    spent = {number for guard in guards if isinstance(guard, UnspentCertificates) for number in guard.pointers}
    factor_sets = {change.report.factor_set.id for change in changes if change.report is not None}
    digests = {change.edition.digest for change in changes if change.edition is not None}
    overlays = {guard.overlay_id for guard in guards if isinstance(guard, OverlayStands)}
    moves = any(isinstance(guard, LibraryUnmoved) for guard in guards)
    revoked = {change.revocation.key_id for change in changes if change.revocation is not None}
    return Known(
        tip=tip(connection),
        answers=_answers(connection, answers),
        first_reports={(row.permit_code, row.year) for row in _rows(connection, _SELECT_FIRST_REPORTS, places)},
        latest=_latest(connection, report_ids),
        owners={row.permit_code: row.credit_code for row in _rows(connection, _SELECT_OWNERS, permit_codes)},
        enterprises={row.credit_code for row in _rows(connection, _SELECT_ENTERPRISES, credit_codes)},
        factor_sets={row.id for row in _rows(connection, _SELECT_FACTOR_SETS, factor_sets)},
        keys={key.key_id: key for key in keys_by_id(connection, revoked)} if revoked else {},
        spent={row.certificate: row.report_id for row in _rows(connection, _SELECT_SPENT, spent)},
        acts=load_acts(connection, guards),
        editions=known_editions(connection, digests) if digests else set(),
        overlays=dict(states_of(connection, overlays)) if overlays else {},
        library_seq=last_move(connection) if moves else 0,
    )


def _rows(connection: Connection, query: Select[Any], wanted: Collection[Any]) -> Iterable[Row[Any]]:
    return connection.execute(query, {"wanted": list(wanted)}) if wanted else ()


def _answers(connection: Connection, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, Receipt]]:
    answers = {}
    for row in _rows(connection, _SELECT_ANSWERS, keys):
        about = row.ledger_seq, row.hash, parse_instant(row.at), row.report_id, row.version
        answers[row.scope, row.key] = (row.fingerprint, Receipt(*about, row.answer, row.status))
    return answers


def _latest(connection: Connection, report_ids: Collection[str]) -> dict[str, tuple[int, VersionState]]:
    versions = _rows(connection, _SELECT_VERSIONS, report_ids)
    latest = {row.report_id: (row.version, VersionState.submitted) for row in versions}
    for row in _rows(connection, _SELECT_DECISIONS, report_ids):
        if latest[row.report_id][0] == row.version:
            latest[row.report_id] = (row.version, VersionState(row.decision))
    return latest
