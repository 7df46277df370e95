"""Read reports: their versions, lines, traces and findings, by those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.access import Action, require, require_sight
from service.calculators.answer import finding_json, method_json, results_json, totals_json, traced
from service.calculators.calculation import Calculation, perform
from service.calculators.replay import unpack
from service.errors import NotFound
from service.findings import Finding, Severity
from service.records import Principal, ReportVersion, VersionState
from service.reference import Library
from service.requests.reports import read_report
from service.storage.report_parts import factor_set_by_id, findings_of
from service.storage.reports import decisions_of, latest_version, state_of, version_of, versions_of
from service.storage.session import Store
from service.workflows.decide import decision_json
from service.workflows.intake import submission_of

Json = dict[str, Any]


def visible_version(
    store: Store, principal: Principal, report_id: str, version: int | None
) -> tuple[ReportVersion, VersionState]:
    """Return a version (the latest by default) with its state; raises `NotFound` for what the caller may not see."""
    require(principal, Action.read)
    with store.read() as session:
        row = latest_version(session, report_id) if version is None else version_of(session, report_id, version)
        if row is None:
            raise NotFound
        require_sight(principal, row.credit_code, row.region)
        return row, state_of(session, report_id, row.version)


def replay(store: Store, library: Library, row: ReportVersion) -> Calculation:
    """Compute a stored version again from its own body, factors and methods."""
    with store.read() as session:
        grounds = factor_set_by_id(session, row.factor_set_id)
    if grounds is None:
        raise NotFound
    return perform(submission_of(read_report(row.body), library), library, unpack(grounds.content))


def report(store: Store, library: Library, principal: Principal, report_id: str, version: int | None = None) -> Json:
    """Return one version: what it is, its figures and its totals, computed again on reading."""
    row, state = visible_version(store, principal, report_id, version)
    calculation = replay(store, library, row)
    return version_json(row, state) | {
        "method": method_json(calculation.method),
        "pollutant_method": method_json(calculation.pollutant_method) if calculation.pollutant_method else None,
        "methods_beside": [method_json(beside) for beside in calculation.grounds.methods[1:]],
        "results": results_json(calculation),
        **totals_json(calculation),
    }


@dataclass(frozen=True, slots=True)
class TracePage:
    """Which figures of a report to trace: of one activity or all, behind the position `after`, at most `limit`."""

    activity: str | None = None
    after: int = -1
    limit: int | None = None


def trace(
    store: Store, library: Library, principal: Principal, report_id: str, version: int | None, page: TracePage
) -> tuple[Json, int | None]:
    """Return figures of a version with their traces, computed again from the stored grounds, and where the page ends.

    Raises `NotFound` for an activity that the version does not have.
    """
    row, state = visible_version(store, principal, report_id, version)
    calculation = replay(store, library, row)
    activities = calculation.calculated.activities
    if page.activity is not None and page.activity not in {activity.id for activity in activities}:
        raise NotFound(pointer="/query/activity")
    following = [
        position
        for position, line in enumerate(calculation.calculated.lines)
        if position > page.after and page.activity in (None, activities[line.activity].id)
    ]
    shown = following[: page.limit]
    ended = shown[-1] if len(shown) < len(following) else None
    return version_json(row, state) | traced(calculation, library, shown), ended


def findings(store: Store, principal: Principal, report_id: str, version: int | None = None) -> Json:
    """Return the findings of a version as they were when it was lodged."""
    row, state = visible_version(store, principal, report_id, version)
    with store.read() as session:
        stored = findings_of(session, row.seq)
    listed = [finding_json(Finding(f.code, Severity(f.severity), f.pointer, f.params)) for f in stored]
    return version_json(row, state) | {"findings": listed}


def versions(store: Store, principal: Principal, report_id: str) -> Json:
    """Return all versions of a report with their states and decisions."""
    visible_version(store, principal, report_id, None)
    with store.read() as session:
        rows = versions_of(session, report_id)
        decided = decisions_of(session, report_id)
        states = [state_of(session, report_id, row.version) for row in rows]
    return {
        "report_id": report_id,
        "items": [version_json(row, state) for row, state in zip(rows, states, strict=True)],
        "decisions": [decision_json(d) for d in decided],
    }


def body(store: Store, principal: Principal, report_id: str, version: int | None = None) -> bytes:
    """Return the body of a version, byte for byte as it was lodged."""
    return visible_version(store, principal, report_id, version)[0].body


def version_json(row: ReportVersion, state: VersionState) -> Json:
    """Return what a version is, without its figures."""
    return {
        "report_id": row.report_id,
        "version": row.version,
        "state": state.value,
        "enterprise": row.credit_code,
        "facility": row.permit_code,
        "sector": row.sector,
        "region": row.region,
        "period": row.period,
        "method_id": row.method_id,
        "pollutant_method_id": row.pollutant_method_id,
        "factor_set_id": row.factor_set_id,
        "reference_digest": row.reference_digest,
        "lowest_trust": row.trust_lowest,
        "body_sha256": row.body_sha256,
        "submitted_at": row.submitted_at.isoformat(),
        "supersedes": row.supersedes,
        "reason": row.reason,
        "ledger_sequence": row.seq,
    }
