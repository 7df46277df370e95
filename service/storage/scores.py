"""Scores, read: of each ruleset, year, enterprise and sector the latest row counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Subquery, func, or_, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.records import ScoreRow
from service.storage.park_tables import ASSIGNMENT
from service.storage.tables import Table

_SCORE = Table.metadata.tables["score"]
_STREAMED_AT_ONCE = 500
#: The credit code and the sector of a score.
Of = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ScoreQuery:
    """Which scores: `region` is the beginning of a GB/T 2260 code, `sector` of a GB/T 4754 code, `synthetic` picks
    generated or real ones only.
    """

    ruleset: str
    year: int
    region: str = ""
    sector: str = ""
    synthetic: bool | None = None
    credit_code: str | None = None


def all_scores(session: Session, query: ScoreQuery) -> Sequence[ScoreRow]:
    """All of them, by credit code and sector."""
    rows = newest(query)
    return [_record(row) for row in session.execute(select(rows).order_by(rows.c.credit_code, rows.c.sector))]


def scores_of(session: Session, query: ScoreQuery, codes: Collection[str], up_to: int) -> Mapping[Of, ScoreRow]:
    """Those of some enterprises as they stood at a log number, by enterprise and sector."""
    rows = newest(query, _SCORE.c.credit_code.in_(codes), _SCORE.c.seq <= up_to)
    return {(row.credit_code, row.sector): _record(row) for row in session.execute(select(rows))}


def changed_scores(connection: Connection, query: ScoreQuery, after: int, *, moved: bool = False) -> Iterator[ScoreRow]:
    """Streams those with a log number above `after` in the order of the log; where sites have `moved` between parks
    since, also those of their enterprises. Asked only then, because it cannot go by the index of log numbers.
    """
    newer = _SCORE.c.seq > after
    if moved:
        movers = select(ASSIGNMENT.c.credit_code).where(ASSIGNMENT.c.seq > after)
        newer = or_(newer, _SCORE.c.credit_code.in_(movers))
    rows = newest(query, newer)
    statement = select(rows).order_by(rows.c.seq, rows.c.credit_code)
    with connection.execute(statement.execution_options(yield_per=_STREAMED_AT_ONCE)) as found:
        yield from map(_record, found)


def newest_assignment(connection: Connection) -> int:
    """The log number of the last assignment to a park, 0 where there is none."""
    return int(connection.execute(select(func.max(ASSIGNMENT.c.seq))).scalar() or 0)


def newest(query: ScoreQuery, *among: ColumnElement[bool]) -> Subquery:
    """Of the rows `among` which is looked, those that none follows, narrowed by the query.

    One pass by the key, whatever the database knows of the size of the table.
    """
    asked = {name: getattr(query, name) for name in ("ruleset", "year", "credit_code")}
    same = [_SCORE.c[name] == value for name, value in asked.items() if value is not None]
    if query.sector:
        same.append(_SCORE.c.sector.startswith(query.sector, autoescape=True))
    each = [_SCORE.c[name] for name in (*asked, "sector")]
    follower = func.lead(_SCORE.c.seq).over(partition_by=each, order_by=_SCORE.c.seq).label("follower")
    latest = select(_SCORE, follower).where(*same, *among).subquery()
    statement = select(latest).where(latest.c.follower.is_(None))
    if query.synthetic is not None:
        statement = statement.where(latest.c.synthetic == query.synthetic)
    if query.region:
        statement = statement.where(latest.c.region.startswith(query.region, autoescape=True))
    return statement.subquery()


def _record(row: Row[Any]) -> ScoreRow:
    return ScoreRow(
        ruleset=row.ruleset,
        year=row.year,
        credit_code=row.credit_code,
        sector=row.sector,
        region=row.region,
        reports=tuple((report_id, version) for report_id, version in orjson.loads(row.reports)),
        klass=row.klass,
        index=row.index_value,
        conservative_index=row.conservative_index,
        carbon=row.carbon,
        pollutant=row.pollutant,
        detail=row.detail,
        unranked_reason=row.unranked_reason,
        synthetic=row.synthetic,
        reference_digest=row.reference_digest,
        computed_at=parse_instant(row.computed_at),
        higher_axis=row.higher_axis,
        seq=row.seq,
    )
