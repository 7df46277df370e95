"""Report versions and where they stand, read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.records import Decision, ReportVersion, VersionState
from service.storage.tables import Table

_VERSION = Table.metadata.tables["report_version"]
_DECISION = Table.metadata.tables["decision"]
_STREAMED_AT_ONCE = 200


def version_of(session: Session, report_id: str, version: int) -> ReportVersion | None:
    """One version, with its verbatim body."""
    query = select(_VERSION).where(_VERSION.c.report_id == report_id, _VERSION.c.version == version)
    return _one(session, query)


def versions_at(session: Session, named: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], ReportVersion]:
    """Versions by report id and version."""
    query = select(_VERSION).where(_VERSION.c.report_id.in_({report_id for report_id, _ in named}))
    found = ((row.report_id, row.version, row) for row in session.execute(query))
    return {(report_id, version): _version(row) for report_id, version, row in found if (report_id, version) in named}


def versions_of(session: Session, report_id: str) -> Sequence[ReportVersion]:
    """All versions, the first one first."""
    query = select(_VERSION).where(_VERSION.c.report_id == report_id).order_by(_VERSION.c.version)
    return [_version(row) for row in session.execute(query)]


def latest_version(session: Session, report_id: str) -> ReportVersion | None:
    """The newest version, whatever its state."""
    query = select(_VERSION).where(_VERSION.c.report_id == report_id).order_by(_VERSION.c.version.desc()).limit(1)
    return _one(session, query)


def decisions_of(session: Session, report_id: str) -> Sequence[Decision]:
    """All decisions on all versions of a report, in the order in which they were taken."""
    query = select(_DECISION).where(_DECISION.c.report_id == report_id).order_by(_DECISION.c.seq)
    return [_decision(row) for row in session.execute(query)]


def state_of(session: Session, report_id: str, version: int) -> VersionState:
    """What the latest decision on a version says, `submitted` while there is none."""
    about = (_DECISION.c.report_id == report_id, _DECISION.c.version == version)
    latest = select(_DECISION.c.decision).where(*about).order_by(_DECISION.c.seq.desc()).limit(1)
    return VersionState(session.execute(latest).scalar_one_or_none() or VersionState.submitted)


def list_reports(
    session: Session,
    *,
    credit_code: str | None = None,
    year: int | None = None,
    sector: str | None = None,
    region: str = "",
    after: str = "",
    limit: int,
) -> Sequence[tuple[ReportVersion, VersionState]]:
    """A page by report id: the newest version of each report after `after`, with its state."""
    newer = _VERSION.alias()
    superseded = select(1).where(newer.c.report_id == _VERSION.c.report_id, newer.c.version > _VERSION.c.version)
    query = _narrowed(select(_VERSION, _state()), credit_code, year, sector, region)
    query = query.where(_VERSION.c.report_id > after, ~superseded.exists())
    return [
        (_version(row), VersionState(row.state)) for row in session.execute(query.order_by("report_id").limit(limit))
    ]


def standing_versions(
    session: Session,
    *,
    year: int | None,
    sector: str = "",
    region: str = "",
    credit_code: str | None = None,
) -> Iterator[tuple[ReportVersion, VersionState]]:
    """What counts for scoring: of each report the newest version that was not returned, with its state; None is any.

    Streams in the order of enterprise, site, report; `region` is the beginning of a GB/T 2260 code, `sector` of
    a GB/T 4754 code.
    """
    query = _narrowed(select(_VERSION, _state()), credit_code, year, None, region)
    query = query.where(_VERSION.c.sector.startswith(sector, autoescape=True)) if sector else query
    query = query.order_by("credit_code", "permit_code", "report_id", "version")
    with session.execute(query.execution_options(yield_per=_STREAMED_AT_ONCE)) as rows:
        for _, versions in groupby(rows, key=attrgetter("report_id")):
            standing = [row for row in versions if row.state != VersionState.returned]
            if standing:
                yield _version(standing[-1]), VersionState(standing[-1].state)


def standing_places(session: Session, *, region: str, until: int) -> Iterator[tuple[int, str, int, VersionState]]:
    """What counts of each report up to a year, without its body: log number, site, year and state."""
    columns = (_VERSION.c.seq, _VERSION.c.report_id, _VERSION.c.permit_code, _VERSION.c.year)
    query = _narrowed(select(*columns, _state()), None, None, None, region).where(_VERSION.c.year <= until)
    rows = session.execute(query.order_by("report_id", "version"))
    for _, versions in groupby(rows, key=attrgetter("report_id")):
        standing = [row for row in versions if row.state != VersionState.returned]
        if standing:
            last = standing[-1]
            yield last.seq, last.permit_code, last.year, VersionState(last.state)


def standing_before(
    session: Session, *, credit_code: str, sector: str, year: int, region: str = ""
) -> Sequence[ReportVersion]:
    """What counted in the years before `year`: of each report of an enterprise and sector the newest version that was
    not returned.
    """
    query = _narrowed(select(_VERSION, _state()), credit_code, None, sector, region).where(_VERSION.c.year < year)
    newest = {row.report_id: row for row in session.execute(query.order_by("year", "report_id", "version"))
              if row.state != VersionState.returned}  # fmt: skip
    return [_version(row) for row in newest.values()]


def newest_before(session: Session, *, year: int, region: str = "") -> Mapping[str, int]:
    """The log number of the newest report of years before `year`, by enterprise."""
    newest = func.max(_VERSION.c.seq)
    query = _narrowed(select(_VERSION.c.credit_code, newest), None, None, None, region).where(_VERSION.c.year < year)
    return dict(session.execute(query.group_by(_VERSION.c.credit_code)).all())


def versions_of_year(
    session: Session, *, credit_code: str, year: int, region: str = ""
) -> Sequence[tuple[ReportVersion, VersionState]]:
    """All versions of an enterprise's reports of a year with their states, by site, report and version."""
    query = _narrowed(select(_VERSION, _state()), credit_code, year, None, region)
    query = query.order_by("permit_code", "report_id", "version")
    return [(_version(row), VersionState(row.state)) for row in session.execute(query)]


def _state() -> ColumnElement[str]:
    same = (_DECISION.c.report_id == _VERSION.c.report_id, _DECISION.c.version == _VERSION.c.version)
    latest = select(_DECISION.c.decision).where(*same).order_by(_DECISION.c.seq.desc()).limit(1)
    return func.coalesce(latest.scalar_subquery(), VersionState.submitted.value).label("state")


def _narrowed(
    query: Select[Any], credit_code: str | None, year: int | None, sector: str | None, region: str
) -> Select[Any]:
    wanted = {"credit_code": credit_code, "year": year, "sector": sector}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(_VERSION.c[name] == value)
    return query.where(_VERSION.c.region.startswith(region, autoescape=True)) if region else query


def _one(session: Session, query: Select[Any]) -> ReportVersion | None:
    row = session.execute(query).one_or_none()
    return None if row is None else _version(row)


def _version(row: Row[Any]) -> ReportVersion:
    return ReportVersion(
        report_id=row.report_id,
        version=row.version,
        credit_code=row.credit_code,
        permit_code=row.permit_code,
        sector=row.sector,
        region=row.region,
        year=row.year,
        period=row.period,
        method_id=row.method_id,
        pollutant_method_id=row.pollutant_method_id,
        factor_set_id=row.factor_set_id,
        reference_digest=row.reference_digest,
        trust_lowest=row.trust_lowest,
        body=row.body,
        body_sha256=row.body_sha256,
        submitted_at=parse_instant(row.submitted_at),
        submitted_by=row.submitted_by,
        supersedes=row.supersedes,
        reason=row.reason,
        seq=row.seq,
    )


def _decision(row: Row[Any]) -> Decision:
    verdict = VersionState(row.decision), row.reason, row.decided_by, parse_instant(row.decided_at)
    return Decision(row.report_id, row.version, *verdict, seq=row.seq)
