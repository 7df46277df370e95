"""Published rankings with their objections and rulings, and the scores as they stood when one was frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from service.acts import Objection, ObjectionRuling, Publication, PublicationStage, Ruling, Scope
from service.ledger import parse_instant
from service.storage.ledger_rows import tip
from service.storage.scores import ScoreQuery, newest
from service.storage.tables import Table

_TABLES = Table.metadata.tables
_PUBLICATION, _OBJECTION, _RULING = _TABLES["publication"], _TABLES["objection"], _TABLES["objection_ruling"]
_SCORE = _TABLES["score"]


@dataclass(frozen=True, slots=True)
class FrozenScore:
    """A score row as it stood at a log number; `reports` are (report id, version)."""

    credit_code: str
    sector: str
    region: str
    klass: str
    synthetic: bool
    detail: bytes
    reports: Sequence[tuple[str, int]]
    seq: int


def log_number(session: Session) -> int:
    """How far the log reaches."""
    return tip(session.connection()).seq


def scores_as_of(session: Session, scope: Scope, as_of: int, credit_code: str | None = None) -> Sequence[FrozenScore]:
    """The newest row of each enterprise of a scope among those logged up to `as_of`, by credit code."""
    query = ScoreQuery(scope.ruleset, scope.year, scope.region, scope.sector, scope.synthetic, credit_code)
    rows = newest(query, _SCORE.c.seq <= as_of)
    return [_score(row) for row in session.execute(select(rows).order_by(rows.c.credit_code))]


def publication(session: Session, number: str, stage: PublicationStage) -> Publication | None:
    """One stage of a number."""
    query = select(_PUBLICATION).where(_PUBLICATION.c.number == number, _PUBLICATION.c.stage == stage.value)
    row = session.execute(query).one_or_none()
    return None if row is None else _publication(row)


def publications(session: Session, filters: Mapping[str, Any], after: int, limit: int) -> Sequence[Publication]:
    """A page in the order of the log: those behind log number `after` whose columns hold what `filters` say."""
    query = select(_PUBLICATION).where(_PUBLICATION.c.seq > after).order_by(_PUBLICATION.c.seq).limit(limit)
    for name, value in filters.items():
        query = query.where(_PUBLICATION.c[name] == value)
    return [_publication(row) for row in session.execute(query)]


def count_of(session: Session, scope: Scope) -> int:
    """How many numbers a scope has had."""
    same = [
        _PUBLICATION.c[name] == getattr(scope, name) for name in ("ruleset", "year", "region", "sector", "synthetic")
    ]
    query = select(func.count()).select_from(_PUBLICATION).where(*same, _PUBLICATION.c.stage == "provisional")
    return int(session.execute(query).scalar_one())


def objections(session: Session, number: str) -> Sequence[tuple[Objection, ObjectionRuling | None]]:
    """Every objection to a number, oldest first, with its ruling."""
    rulings = {
        row.objection_id: _ruling(row) for row in session.execute(select(_RULING).where(_RULING.c.number == number))
    }
    rows = session.execute(select(_OBJECTION).where(_OBJECTION.c.number == number).order_by(_OBJECTION.c.seq))
    return [(_objection(row), rulings.get(row.objection_id)) for row in rows]


def _score(row: Row[Any]) -> FrozenScore:
    reports = [(report_id, version) for report_id, version in orjson.loads(row.reports)]
    about = row.credit_code, row.sector, row.region, row.klass, row.synthetic, row.detail
    return FrozenScore(*about, reports, row.seq)


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        number=row.number,
        stage=PublicationStage(row.stage),
        scope=Scope(row.ruleset, row.year, row.region, row.sector, row.synthetic),
        ordinal=row.ordinal,
        as_of=row.as_of,
        closes_at=parse_instant(row.closes_at),
        published_by=row.published_by,
        published_at=parse_instant(row.published_at),
        body=row.body,
        seq=row.seq,
    )


def _objection(row: Row[Any]) -> Objection:
    about = row.objection_id, row.number, row.credit_code, row.reason, row.evidence, row.filed_by
    return Objection(*about, parse_instant(row.filed_at), row.seq)


def _ruling(row: Row[Any]) -> ObjectionRuling:
    about = row.objection_id, row.number, Ruling(row.ruling), row.reason, row.evidence, row.region, row.decided_by
    return ObjectionRuling(*about, parse_instant(row.decided_at), row.seq)
