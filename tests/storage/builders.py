"""Small valid records and changes; tests name only what matters to them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from service.acts import (
    Act,
    Objection,
    ObjectionRuling,
    Outcome,
    Publication,
    PublicationStage,
    Recognition,
    Ruling,
    Scope,
)
from service.overlay_records import EditionRow, OverlayDecision, OverlayRow, OverlayState
from service.parks import Park, ParkAssignment
from service.records import (
    ApiKey,
    CertificateUse,
    Decision,
    Enterprise,
    Facility,
    FactorSetRow,
    FindingRow,
    GeneratingUnit,
    ReportLine,
    ReportTotal,
    ReportVersion,
    Role,
    ScoreRow,
    VersionState,
)
from service.storage.changes import Change, IdempotencyDraft, LogDraft, Receipt, Submission
from service.storage.session import Store

CREDIT_CODE = "91140000MA0TEST00X"
PERMIT_CODE = f"{CREDIT_CODE}001P"
AT = datetime(2025, 3, 31, tzinfo=UTC)
_UNIT = GeneratingUnit("1", "II", "power.coal.usc1000", "1000", "coal", "wet")


def enterprise(credit_code: str = CREDIT_CODE, **changes: Any) -> Enterprise:
    return replace(Enterprise(credit_code, "合成电厂", synthetic=True), **changes)


def facility(permit_code: str = PERMIT_CODE, **changes: Any) -> Facility:
    return replace(Facility(permit_code, CREDIT_CODE, "一号厂", "4411", "140100", (_UNIT,)), **changes)


def factor_set(content: bytes = b'{"grid.avg.cn":"0.5366"}') -> FactorSetRow:
    return FactorSetRow(hashlib.sha256(content).hexdigest(), content)


def version(report_id: str = "r1", number: int = 1, **changes: Any) -> ReportVersion:
    body = changes.pop("body", b'{"activities": []}')
    record = ReportVersion(
        report_id=report_id,
        version=number,
        credit_code=CREDIT_CODE,
        permit_code=PERMIT_CODE,
        sector="4411",
        region="140100",
        year=2024,
        period="2024",
        method_id="power-2022",
        pollutant_method_id=None,
        factor_set_id=factor_set().id,
        reference_digest="d" * 64,
        trust_lowest="primary",
        body=body,
        body_sha256=hashlib.sha256(body).hexdigest(),
        submitted_at=AT,
        submitted_by="0123456789abcdef",
    )
    return replace(record, **changes)


def line(number: int = 1, **changes: Any) -> ReportLine:
    record = ReportLine(
        number, f"boiler-{number}", "CO2", 1, "air", "calculated", "fuel.co2", 7 * number, "g", "primary"
    )
    return record._replace(**changes)


def submission(
    report_id: str = "r1", number: int = 1, *, lines: int = 2, certificates: tuple[str, ...] = (), **changes: Any
) -> Submission:
    return Submission(
        version=version(report_id, number, **changes),
        lines=tuple(line(n) for n in range(1, lines + 1)),
        totals=(
            ReportTotal("CO2", None, "calculated", 21, "g"),
            ReportTotal("CO2e", "AR5", "calculated", 21, "g"),
        ),
        findings=(FindingRow(1, "PW-28", "warning", "/activities/0", {"usual": "0.0258"}),),
        factor_set=factor_set(),
        certificates=tuple(CertificateUse(number, "a2") for number in certificates),
    )


def submit(report_id: str = "r1", number: int = 1, **changes: Any) -> Change:
    """A report; by default of a year of its own, because a site has one report a year."""
    guards = changes.pop("guards", ())
    idempotency = changes.pop("idempotency", None)
    draft = LogDraft("report.submitted", f"{report_id}/{number}", {"report_id": report_id, "version": number})
    report = submission(report_id, number, **changes)
    return Change(log=(draft,), report=report, guards=guards, idempotency=idempotency)


def register(credit_code: str = CREDIT_CODE, permit_code: str = PERMIT_CODE) -> Change:
    return Change(
        log=(LogDraft("enterprise.registered", credit_code),),
        enterprise=enterprise(credit_code),
        facility=facility(permit_code, credit_code=credit_code),
    )


def decide(report_id: str = "r1", number: int = 1, state: VersionState = VersionState.accepted) -> Change:
    decision = Decision(report_id, number, state, "齐全", "fedcba9876543210", AT)
    return Change(log=(LogDraft("report.decided", f"{report_id}/{number}"),), decision=decision)


def score(credit_code: str = CREDIT_CODE, index: str | None = "37.5", **changes: Any) -> ScoreRow:
    record = ScoreRow(
        ruleset="DNZ-1",
        year=2024,
        credit_code=credit_code,
        sector="4411",
        region="140100",
        reports=(("r1", 1),),
        klass="达标",
        index=index,
        conservative_index=index,
        carbon="0.75",
        pollutant="1.7",
        detail=b"{}",
        unranked_reason=None if index is not None else "pollutants.missing",
        synthetic=True,
        reference_digest="d" * 64,
        computed_at=AT,
        higher_axis="1.7",
    )
    return replace(record, **changes)


def scored(*scores: ScoreRow) -> Change:
    return Change(log=(LogDraft("scores.computed", "DNZ-1/2024"),), scores=scores)


def api_key(key_id: str = "0123456789abcdef", **changes: Any) -> ApiKey:
    return replace(ApiKey(key_id, Role.regulator, None, "14", "省厅", "a" * 64, AT), **changes)


def issue(key: ApiKey) -> Change:
    return Change(log=(LogDraft("key.issued", key.key_id),), key=key)


NUMBER = "DNZ-1-2024-14-4411-1"


def park(code: str = "P1", region: str = "140100") -> Park:
    return Park(code, "一号园区", "park one", region, "fedcba9876543210", AT)


def assignment(code: str = "P1", starts: str = "2024-01-01", permit_code: str = PERMIT_CODE) -> ParkAssignment:
    about = permit_code, permit_code[:18], code, date.fromisoformat(starts), "入园", "EV-9"
    return ParkAssignment(*about, "14", "fedcba9876543210", AT)


def recognition(**changes: Any) -> Recognition:
    about = CREDIT_CODE, "SX-2023-1", 2024, "selection", "", Outcome.passed, "选定", "EV-1"
    return replace(Recognition(*about, AT.date(), None, "14", "fedcba9876543210", AT), **changes)


def publication(**changes: Any) -> Publication:
    scope = Scope("DNZ-1@1.0", 2024, "14", "4411", synthetic=True)
    frozen = Publication(NUMBER, PublicationStage.provisional, scope, 1, 1, AT, "fedcba9876543210", AT, b"{}")
    return replace(frozen, **changes)


def objection(**changes: Any) -> Objection:
    return replace(Objection("obj_1", NUMBER, CREDIT_CODE, "有误", "EV-2", "0123456789abcdef", AT), **changes)


def ruling(**changes: Any) -> ObjectionRuling:
    word = ObjectionRuling("obj_1", NUMBER, Ruling.dismissed, "核对无误", "EV-3", "14", "fedcba9876543210", AT)
    return replace(word, **changes)


def enact(*acts: Act) -> Change:
    return Change(log=(LogDraft("act", CREDIT_CODE),), acts=acts)


def overlaid(overlay_id: str = "o1") -> Change:
    """An edition, an overlay and its approval."""
    proposal = (
        "energy/grid.csv",
        "id,series\n",
        "{}",
        "grid.csv",
        "b" * 64,
        "示例",
        "d" * 64,
        b"{}",
        "0123456789abcdef",
        AT,
    )
    return Change(
        log=(LogDraft("overlay.approved", overlay_id),),
        edition=EditionRow("e" * 64, b"texts", AT),
        overlay=OverlayRow(overlay_id, *proposal),
        overlay_decision=OverlayDecision(overlay_id, OverlayState.approved, "核对", "e" * 64, "fedcba9876543210", AT),
    )


def once(key: str, fingerprint: str = "f1", answer: bytes | None = None) -> IdempotencyDraft:
    """An idempotency draft whose answer names the log number, unless it is given."""

    def respond(receipt: Receipt) -> bytes:
        return answer if answer is not None else f"{receipt.seq} {receipt.report_id}".encode()

    return IdempotencyDraft("tenant POST /v1/reports", key, fingerprint, respond)


def write(store: Store, *changes: Change) -> list[Receipt]:
    """Submits all, then waits for all."""
    futures = [store.writer.submit(change) for change in changes]
    return [future.result(timeout=30) for future in futures]


def filled(store: Store) -> None:
    """One row at least in every table."""
    write(
        store,
        register(),
        submit(idempotency=once("k1"), certificates=("GEC-1",)),
        decide(),
        scored(score()),
        issue(api_key()),
        enact(recognition(), publication(), objection(), ruling(), park(), assignment()),
        overlaid(),
    )
