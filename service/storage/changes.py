"""What a workflow asks the writer to do: one `Change` is one transaction, with its lines in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.acts import Act
from service.overlay_records import EditionRow, OverlayDecision, OverlayRow, OverlayState
from service.records import (
    ApiKey,
    CertificateUse,
    Decision,
    Enterprise,
    Facility,
    FactorSetRow,
    FindingRow,
    ReportLine,
    ReportTotal,
    ReportVersion,
    ScoreRow,
    SigningKey,
    VersionState,
)


@dataclass(frozen=True, slots=True)
class LogDraft:
    """A line for the log. The body takes text, whole numbers, booleans, null, lists and objects; no floats.

    The writer adds to the first draft of a change the digests of all rows that the change writes.
    """

    kind: str
    subject: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """A report version with everything under it; `findings` and `lines` carry their own numbers."""

    version: ReportVersion
    lines: tuple[ReportLine, ...]
    totals: tuple[ReportTotal, ...]
    findings: tuple[FindingRow, ...]
    factor_set: FactorSetRow
    certificates: tuple[CertificateUse, ...] = ()


@dataclass(frozen=True, slots=True)
class NewReport:
    """Guard: this permit has no report for this year yet. Conflict `report.exists`."""

    permit_code: str
    year: int


@dataclass(frozen=True, slots=True)
class LatestVersion:
    """Guard: `version` is the newest of the report (else `report.not_latest`), in one of `states` (`report.state`)."""

    report_id: str
    version: int
    states: frozenset[VersionState] = frozenset(VersionState)


@dataclass(frozen=True, slots=True)
class UnspentCertificates:
    """Guard: no other report has spent these certificates; `pointers` says where each stands in the body.

    Conflict `certificate.spent`, with the pointers. Versions of the same report share what one of them has spent.
    """

    report_id: str
    pointers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FacilityOwner:
    """Guard: the permit is unknown or belongs to this enterprise. Conflict `facility.owned`."""

    permit_code: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    """Guard: the enterprise is registered. NotFound `enterprise.not_found`."""

    credit_code: str


@dataclass(frozen=True, slots=True)
class OpenPublication:
    """Guard: objections may be raised, because the number is not final and its time is not over (by the log's clock).

    Conflict `publication.final` or `publication.closed`.
    """

    number: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class SettledPublication:
    """Guard: the number may become final, because its time is over (else Conflict `publication.open`), each objection
    has its ruling (`publication.unsettled`) and nobody made it final before (`publication.final`).
    """

    number: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class FirstObjection:
    """Guard: no objection of this id has been filed. Conflict `objection.exists`."""

    number: str
    objection_id: str


@dataclass(frozen=True, slots=True)
class FirstRuling:
    """Guard: the objection has no ruling. Conflict `objection.ruled`."""

    number: str
    objection_id: str


@dataclass(frozen=True, slots=True)
class ParkInRegion:
    """Guard: the park is new or registered in this region. Conflict `park.region`: a park does not move."""

    park: str
    region: str


@dataclass(frozen=True, slots=True)
class KnownPark:
    """Guard: the park is registered. NotFound `park.not_found`."""

    park: str


@dataclass(frozen=True, slots=True)
class NewEdition:
    """Guard: the texts of this library are not kept yet. Conflict `edition.exists`."""

    digest: str


@dataclass(frozen=True, slots=True)
class OverlayStands:
    """Guard: the overlay is there (NotFound `overlay.not_found`) and in `state` (Conflict `overlay.state`)."""

    overlay_id: str
    state: OverlayState


@dataclass(frozen=True, slots=True)
class LibraryUnmoved:
    """Guard: no decision after log number `seq` made the library another one. Conflict `reference.moved`."""

    seq: int


ReferenceGuard = NewEdition | OverlayStands | LibraryUnmoved
Guard = (
    NewReport
    | LatestVersion
    | UnspentCertificates
    | FacilityOwner
    | KnownEnterprise
    | OpenPublication
    | SettledPublication
    | FirstObjection
    | FirstRuling
    | ParkInRegion
    | KnownPark
    | ReferenceGuard
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded: the number, hash and instant of the change's first log entry, and the stored answer."""

    seq: int
    hash: str
    at: datetime
    report_id: str | None = None
    version: int | None = None
    answer: bytes = b""
    status: int = 201
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class IdempotencyDraft:
    """The caller's key within `scope` (tenant and operation), the fingerprint of the body, and how to answer.

    `answer` is called once with the receipt (its own `answer` still empty), inside the transaction; it must be quick.
    """

    scope: str
    key: str
    fingerprint: str
    answer: Callable[[Receipt], bytes]
    status: int = 201


@dataclass(frozen=True, slots=True)
class Revocation:
    """Ends a key at an instant."""

    key_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that is written together or not at all; at least one log draft.

    Enterprises and facilities replace the registered ones of the same code; all else is only ever added.
    """

    log: tuple[LogDraft, ...]
    enterprise: Enterprise | None = None
    facility: Facility | None = None
    key: ApiKey | None = None
    revocation: Revocation | None = None
    signing_key: SigningKey | None = None
    report: Submission | None = None
    decision: Decision | None = None
    edition: EditionRow | None = None
    overlay: OverlayRow | None = None
    overlay_decision: OverlayDecision | None = None
    scores: tuple[ScoreRow, ...] = ()
    acts: tuple[Act, ...] = ()
    guards: tuple[Guard, ...] = ()
    idempotency: IdempotencyDraft | None = None
