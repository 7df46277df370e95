"""Submit a report, and correct one: calculate, check, and write everything in one transaction."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from service.access import Action, require, require_sight
from service.accounting import KindRule
from service.activity import Submission
from service.calculators.activities import REPORTED_EMISSION
from service.calculators.answer import finding_json, lean_answer
from service.calculators.calculation import Calculation, perform
from service.calculators.engine import AIR, GRAMS_PER_TONNE
from service.calculators.replay import pack
from service.calculators.totals import Total
from service.calculators.trace import formula_of
from service.decoding import member_text
from service.errors import Fault, InvalidInput, NotFound, below
from service.factors import Trust, lowest
from service.findings import Finding, Severity
from service.records import (
    Facility,
    FactorSetRow,
    FindingRow,
    Principal,
    ReportLine,
    ReportTotal,
    ReportVersion,
    VersionState,
)
from service.reference import Library
from service.requests.reports import ReportRequest, read_correction, read_report
from service.storage.changes import (
    Change,
    Guard,
    IdempotencyDraft,
    LatestVersion,
    LogDraft,
    NewReport,
    Receipt,
)
from service.storage.changes import Submission as StoredSubmission
from service.storage.enterprises import facility_by_code
from service.storage.reports import latest_version
from service.storage.session import Store
from service.workflows.calculate import checked
from service.workflows.certificates import spent_certificates
from service.workflows.history import REGISTERED, registered_json
from service.workflows.intake import submission_of
from service.workflows.library import keep_edition

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Which version of which report is written, and what must hold when it is; `at` leads to the report in the body."""

    report_id: str
    version: int
    guards: tuple[Guard, ...]
    reason: str | None = None
    at: str = ""


def submit_report(
    store: Store, library: Library, principal: Principal, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Lodge version 1 of a report; the future ends when it is on the disk.

    Raises `InvalidInput` (with every blocking finding as a fault), `MethodNotInForce`, `FactorMissing`, `NotFound` for
    a facility that is not the caller's; the future may raise `Conflict` and `IdempotencyMismatch`.
    """
    require(principal, Action.submit)
    request = read_report(raw)
    facility = own_facility(store, principal, request)
    year, this_year = year_of(request), store.writer.now().year
    if year > this_year:
        raise InvalidInput(Fault("report.year_ahead", "/period", {"latest": str(this_year)}))
    place = Place(f"rpt_{secrets.token_hex(12)}", 1, (NewReport(facility.permit_code, year),))
    key = IdempotencyKey(idempotency_key, "createReport", raw)
    return write(store, library, principal, request, facility, raw, place, key)


def correct_report(
    store: Store, library: Library, principal: Principal, report_id: str, raw: bytes, idempotency_key: str
) -> Future[Receipt]:
    """Lodge the next version of a report with a reason; the earlier versions stay as they are."""
    require(principal, Action.submit)
    correction = read_correction(raw)
    with store.read() as session:
        latest = latest_version(session, report_id)
    if latest is None:
        raise NotFound
    require_sight(principal, latest.credit_code, latest.region)
    at = "/report"
    with below(at):
        facility, year = own_facility(store, principal, correction.report), year_of(correction.report)
    if (facility.permit_code, year) != (latest.permit_code, latest.year):
        raise InvalidInput(Fault("correction.other_report", at))
    # The writer judges this, not we: it knows a repeated request before it looks at versions.
    corrected = correction.version or latest.version
    guard = LatestVersion(report_id, corrected, frozenset(VersionState))
    place = Place(report_id, corrected + 1, (guard,), correction.reason, at)
    body = member_text(raw, "report")
    key = IdempotencyKey(idempotency_key, f"correctReport {report_id}", raw)
    with below(at):
        return write(store, library, principal, correction.report, facility, body, place, key)


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """The caller's key, the operation it is for, and the body it came with."""

    key: str
    operation: str
    raw: bytes

    def draft(self, principal: Principal, answer: Json) -> IdempotencyDraft:
        """Return what the writer stores with the change; the answer gets its log entry added."""

        def encode(receipt: Receipt) -> bytes:
            recorded = {"sequence": receipt.seq, "hash": receipt.hash, "recorded_at": receipt.at.isoformat()}
            return orjson.dumps({**answer, "receipt": recorded})

        scope = f"{principal.key_id} {self.operation}"
        return IdempotencyDraft(scope, self.key, hashlib.sha256(self.raw).hexdigest(), encode)


def write(
    store: Store,
    library: Library,
    principal: Principal,
    request: ReportRequest,
    facility: Facility,
    body: bytes,
    place: Place,
    key: IdempotencyKey,
) -> Future[Receipt]:
    """Calculate and check, then hand all rows to the writer as one change."""
    keep_edition(store, library)
    submission = submission_of(request, library)
    calculation = checked(perform(submission, library), library, facility.units)
    findings = calculation.findings + report_findings(submission, calculation, facility)
    refuse_blocking(findings)
    certificates, unspent = spent_certificates(place.report_id, submission.activities, place.at)
    version = version_row(calculation, request, facility, principal, body, place)
    stored = StoredSubmission(
        version=version,
        lines=line_rows(calculation),
        totals=total_rows(calculation),
        findings=tuple(finding_rows(findings)),
        factor_set=FactorSetRow(version.factor_set_id, pack(calculation)),
        certificates=certificates,
    )
    log_body = {"version": place.version, "facility": facility.permit_code, "year": version.year}
    log_body |= {REGISTERED: registered_json(facility)} if facility.units else {}
    if place.reason is not None:
        log_body["reason"] = place.reason
    kind = "report.submitted" if place.version == 1 else "report.corrected"
    answer = report_answer(calculation, place, findings)
    return store.writer.submit(
        Change(
            log=(LogDraft(kind, place.report_id, log_body),),
            report=stored,
            guards=(*place.guards, *unspent),
            idempotency=key.draft(principal, answer),
        )
    )


def own_facility(store: Store, principal: Principal, request: ReportRequest) -> Facility:
    """Return the caller's facility that the report names; its sector and region must be the registered ones."""
    with store.glance() as connection:
        facility = facility_by_code(connection, request.facility)
    if facility is None or facility.credit_code != principal.credit_code:
        raise NotFound(code="facility.not_found", pointer="/facility")
    faults = [
        Fault("report.not_as_registered", f"/{name}", {"expected": getattr(facility, registered)})
        for name, registered in (("enterprise", "credit_code"), ("sector", "sector"), ("region", "region"))
        if getattr(request, name) != getattr(facility, registered)
    ]
    if faults:
        raise InvalidInput(*faults)
    return facility


def year_of(request: ReportRequest) -> int:
    """Return the reporting year; a yearly report covers a calendar year."""
    if len(request.period) != len("2024"):
        raise InvalidInput(Fault("report.period_not_a_year", "/period", {"expected": "YYYY"}))
    return int(request.period)


def report_findings(submission: Submission, calculation: Calculation, facility: Facility) -> tuple[Finding, ...]:
    """Find what a report must have and a calculation need not: units, months, known generating sets."""
    units = {unit.unit_id for unit in facility.units}
    found: list[Finding] = []
    for position, activity in enumerate(submission.activities):
        pointer = f"/activities/{position}"
        if activity.unit_id is not None and units and activity.unit_id not in units:
            params = {"expected": ", ".join(sorted(units))}
            found.append(Finding("activity.unit_unknown", Severity.BLOCKING, f"{pointer}/unit_id", params))
        kind = calculation.method.kinds.get(activity.kind)
        if kind is not None and activity.kind != REPORTED_EMISSION:
            found += wanted(kind, activity.unit_id, activity.month, pointer)
    return tuple(found)


def wanted(kind: KindRule, unit_id: str | None, month: int | None, pointer: str) -> list[Finding]:
    """Return a finding for each of unit and month that the method wants and the line lacks."""
    missing = [("unit_id", kind.by_unit and unit_id is None), ("month", kind.monthly and month is None)]
    return [
        Finding("activity.wanted", Severity.BLOCKING, pointer, {"field": name, "kind": kind.kind})
        for name, absent in missing
        if absent
    ]


def refuse_blocking(findings: Sequence[Finding]) -> None:
    """Raise `InvalidInput` with every finding that keeps a report from being lodged.

    A calculation may try out a value of its own; a report needs the evidence that the method asks for it.
    """
    blocking = [
        Fault(f.code, f.pointer, f.params) for f in findings if f.blocks or f.code == "method.override_without_evidence"
    ]
    if blocking:
        raise InvalidInput(*blocking)


def version_row(
    calculation: Calculation,
    request: ReportRequest,
    facility: Facility,
    principal: Principal,
    body: bytes,
    place: Place,
) -> ReportVersion:
    """Return the version as it is stored, with the digest of its body and of its grounds."""
    pollutants = calculation.pollutant_method
    return ReportVersion(
        report_id=place.report_id,
        version=place.version,
        credit_code=facility.credit_code,
        permit_code=facility.permit_code,
        sector=facility.sector,
        region=facility.region,
        year=year_of(request),
        period=request.period,
        method_id=calculation.method.id,
        pollutant_method_id=pollutants.id if pollutants else None,
        factor_set_id=hashlib.sha256(pack(calculation)).hexdigest(),
        reference_digest=calculation.reference_digest,
        trust_lowest=lowest(line.trust for line in calculation.calculated.lines).value,
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        submitted_at=datetime.now(UTC),
        submitted_by=principal.key_id,
        supersedes=place.version - 1 or None,
        reason=place.reason,
    )


def quantum(per_tonne: int) -> str:
    """Name the size of one quantum."""
    return "g" if per_tonne == GRAMS_PER_TONNE else "ug"


def line_rows(calculation: Calculation) -> tuple[ReportLine, ...]:
    """Return the lines as they are stored; indicators are no masses and stay in the trace."""
    activities, quanta = calculation.calculated.activities, calculation.grounds.quanta
    masses = [line for line in calculation.calculated.lines if line.indicator is None]
    formulas = {id(plan): formula_of(plan) for plan in {id(line.plan): line.plan for line in masses}.values()}
    trusts = {trust: trust.value for trust in Trust}
    substances = {line.substance for line in masses}
    quantum_of = {name: quantum(quanta.get(name, GRAMS_PER_TONNE)) for name in substances}
    return tuple(
        ReportLine(
            number, activities[line.activity].id, line.substance, line.scope or 0, line.medium, line.basis,
            formulas[id(line.plan)], line.quanta, quantum_of[line.substance], trusts[line.trust], line.account,
        )
        for number, line in enumerate(masses, start=1)
    )  # fmt: skip


def total_rows(calculation: Calculation) -> tuple[ReportTotal, ...]:
    """Return the totals over all scopes, and the accounts beside them, as they are stored.

    What goes into another medium than air is stored as an account of that name: no key may meet two totals.
    """
    return tuple(
        ReportTotal(
            t.substance, t.gwp, " + ".join(t.bases), t.quanta, quantum(t.per_tonne), t.account or stored_medium(t)
        )
        for t in (*calculation.totals.overall, *calculation.totals.beside)
    )


def stored_medium(total: Total) -> str:
    """Return the medium of a total as a stored account, empty for air."""
    return "" if total.medium == AIR else total.medium


def finding_rows(findings: Sequence[Finding]) -> list[FindingRow]:
    """Return the findings as they are stored."""
    return [
        FindingRow(number, f.code, f.severity.value, f.pointer, dict(f.params))
        for number, f in enumerate(findings, start=1)
    ]


def report_answer(calculation: Calculation, place: Place, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the lean answer to a submitted report."""
    identity = {"report_id": place.report_id, "version": place.version, "state": VersionState.submitted.value}
    return {**identity, **lean_answer(calculation), "findings": [finding_json(f) for f in findings]}
