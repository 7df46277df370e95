"""What the store keeps, as plain frozen records: no validation, no database, no behaviour.

Workflows build them from validated input; `service.storage` writes them and hands them back.
Instants are aware datetimes in UTC; masses are whole quanta of a named size, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """Who a key speaks for."""

    enterprise = "enterprise"
    regulator = "regulator"
    verifier = "verifier"
    administrator = "administrator"


class VersionState(StrEnum):
    """Where a report version stands: its latest decision, or `submitted` while there is none."""

    submitted = "submitted"
    accepted = "accepted"
    returned = "returned"


@dataclass(frozen=True, slots=True)
class Principal:
    """The holder of a good key; `credit_code` binds an enterprise, `region` (GB/T 2260 subtree) a regulator."""

    key_id: str
    role: Role
    credit_code: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as stored: only the digest of its secret is kept."""

    key_id: str
    role: Role
    credit_code: str | None
    region: str | None
    label: str
    secret_digest: str
    issued_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Enterprise:
    """统一社会信用代码 and name; `synthetic` marks generated data, `demo_record` the id of a published record."""

    credit_code: str
    name: str
    synthetic: bool = False
    demo_record: str | None = None


@dataclass(frozen=True, slots=True)
class GeneratingUnit:
    """One generating set: its ETS class (I to IV), its efficiency level in force, capacity as decimal text in MW."""

    unit_id: str
    unit_class: str
    gb_key: str
    capacity: str
    fuel: str
    cooling: str | None = None


@dataclass(frozen=True, slots=True)
class Facility:
    """A permitted site: 排污许可证 code, GB/T 4754 sector, GB/T 2260 region, and its generating sets if any."""

    permit_code: str
    credit_code: str
    name: str
    sector: str
    region: str
    units: tuple[GeneratingUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One submitted version of a report, with its body verbatim.

    `seq` is the number of the log entry that recorded it; leave it 0 and the writer assigns it.
    `supersedes` is the version number that this one corrects, with the `reason`.
    """

    report_id: str
    version: int
    credit_code: str
    permit_code: str
    sector: str
    region: str
    year: int
    period: str
    method_id: str
    pollutant_method_id: str | None
    factor_set_id: str
    reference_digest: str
    trust_lowest: str
    body: bytes
    body_sha256: str
    submitted_at: datetime
    submitted_by: str
    supersedes: int | None = None
    reason: str | None = None
    seq: int = 0


class ReportLine(NamedTuple):
    """One substance from one activity, as whole `quanta` of the size named by `quantum` (`g` or `ug`)."""

    line_no: int
    activity_id: str
    substance: str
    scope: int
    medium: str
    basis: str
    formula_id: str
    quanta: int
    quantum: str
    trust: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class ReportTotal:
    """The sum of the quanta of one substance and basis; CO2e names its GWP set."""

    substance: str
    gwp: str | None
    basis: str
    quanta: int
    quantum: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class CertificateUse:
    """One certificate of green power, spent by one line of a report; no other report may spend it again."""

    certificate: str
    activity_id: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of the checks; `line_no` numbers the findings of a version."""

    line_no: int
    code: str
    severity: str
    pointer: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """A regulator's word on one version; `seq` is the number of its log entry, assigned by the writer."""

    report_id: str
    version: int
    decision: VersionState
    reason: str
    by: str
    at: datetime
    seq: int = 0


@dataclass(frozen=True, slots=True)
class FactorSetRow:
    """The factors that a report used, as canonical JSON; `id` is the sha256 of `content` in hex."""

    id: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One scoring of one enterprise, year, sector and ruleset; the latest row counts.

    `reports` are the (report id, version) pairs it rests on. Figures are decimal text.
    `higher_axis` is the higher of the two conservative axes, the second key of the ranking order.
    `unranked_reason` is empty for a ranked row; a ranked row has a `conservative_index`.
    """

    ruleset: str
    year: int
    credit_code: str
    sector: str
    region: str
    reports: tuple[tuple[str, int], ...]
    klass: str
    index: str | None
    conservative_index: str | None
    carbon: str | None
    pollutant: str | None
    detail: bytes
    unranked_reason: str | None
    synthetic: bool
    reference_digest: str
    computed_at: datetime
    higher_axis: str | None = None
    seq: int = 0


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the log: `body` is canonical JSON, `previous` and `hash` are sha256 in hex.

    `at` is RFC 3339 in UTC with microseconds, kept as text because the very text is hashed.
    """

    seq: int
    at: str
    kind: str
    subject: str
    body: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The hash of the entry `seq`, signed with the Ed25519 key `key_id`; `signature` is hex, `at` as in the entry."""

    seq: int
    hash: str
    at: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The public half of a key that signs heads: 32 raw bytes in hex; `key_id` as in `service.ledger.key_id`."""

    key_id: str
    public_key: str
    added_at: datetime
