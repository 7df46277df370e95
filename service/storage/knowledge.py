"""Reads, in a handful of queries for a whole group, what its guards need to know."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, tuple_

from service.ledger import parse_instant
from service.records import VersionState
from service.storage.changes import Change, FacilityOwner, KnownEnterprise, LatestVersion, NewReport, Receipt
from service.storage.keys import keys_by_id
from service.storage.ledger_rows import tip
from service.storage.staging import Known
from service.storage.tables import Table

_TABLES = Table.metadata.tables
_Places = set[tuple[str, int]]


def load_known(connection: Connection, changes: Sequence[Change]) -> Known:
    """Everything that the guards, idempotency keys and factor sets of `changes` refer to, as it is stored now."""
    guards = [guard for change in changes for guard in change.guards]
    known = Known(tip(connection))
    known.answers = _answers(connection, {(d.scope, d.key) for c in changes if (d := c.idempotency) is not None})
    places = {(guard.permit_code, guard.year) for guard in guards if isinstance(guard, NewReport)}
    known.first_reports = _first_reports(connection, places)
    known.latest = _latest(connection, {guard.report_id for guard in guards if isinstance(guard, LatestVersion)})
    known.owners = _owners(connection, {g.permit_code for g in guards if isinstance(g, FacilityOwner)})
    codes = {guard.credit_code for guard in guards if isinstance(guard, KnownEnterprise)}
    known.enterprises = _present(connection, "enterprise", "credit_code", codes)
    sets = {change.report.factor_set.id for change in changes if change.report is not None}
    known.factor_sets = _present(connection, "factor_set", "id", sets)
    revoked = {change.revocation.key_id for change in changes if change.revocation is not None}
    known.keys = {key.key_id: key for key in keys_by_id(connection, revoked)} if revoked else {}
    return known


def _answers(connection: Connection, keys: set[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, Receipt]]:
    if not keys:
        return {}
    stored, entry = _TABLES["idempotency"], _TABLES["ledger_entry"]
    query = select(stored, entry.c.hash, entry.c.at).join(entry, entry.c.seq == stored.c.ledger_seq)
    answers = {}
    for row in connection.execute(query.where(tuple_(stored.c.scope, stored.c.key).in_(keys))):
        about = row.ledger_seq, row.hash, parse_instant(row.at), row.report_id, row.version
        answers[row.scope, row.key] = (row.fingerprint, Receipt(*about, row.answer, row.status))
    return answers


def _first_reports(connection: Connection, places: _Places) -> _Places:
    if not places:
        return set()
    table = _TABLES["report_version"]
    query = select(table.c.permit_code, table.c.year).where(table.c.version == 1)
    found = connection.execute(query.where(tuple_(table.c.permit_code, table.c.year).in_(places)))
    return {(row.permit_code, row.year) for row in found}


def _latest(connection: Connection, report_ids: set[str]) -> dict[str, tuple[int, VersionState]]:
    if not report_ids:
        return {}
    version, decision = _TABLES["report_version"], _TABLES["decision"]
    query = select(version.c.report_id, version.c.version).where(version.c.report_id.in_(report_ids))
    versions = connection.execute(query.order_by(version.c.version))
    latest = {row.report_id: (row.version, VersionState.submitted) for row in versions}
    taken = select(decision).where(decision.c.report_id.in_(report_ids)).order_by(decision.c.seq)
    for row in connection.execute(taken):
        if latest[row.report_id][0] == row.version:
            latest[row.report_id] = (row.version, VersionState(row.decision))
    return latest


def _owners(connection: Connection, permit_codes: set[str]) -> dict[str, str]:
    if not permit_codes:
        return {}
    table = _TABLES["facility"]
    query = select(table.c.permit_code, table.c.credit_code).where(table.c.permit_code.in_(permit_codes))
    return {row.permit_code: row.credit_code for row in connection.execute(query)}


def _present(connection: Connection, table: str, key: str, wanted: set[str]) -> set[str]:
    if not wanted:
        return set()
    column = _TABLES[table].c[key]
    return set(connection.execute(select(column).where(column.in_(wanted))).scalars())
