"""Scores, read: of each ruleset, year, enterprise and sector the latest row counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from service.ledger import parse_instant
from service.records import ScoreRow
from service.storage.rows import millionths
from service.storage.tables import Table

_SCORE = Table.metadata.tables["score"]
_LATER = _SCORE.alias()


@dataclass(frozen=True, slots=True)
class ScoreQuery:
    """Which scores: `region` is the beginning of a GB/T 2260 code, `synthetic` picks generated or real ones only."""

    ruleset: str
    year: int
    region: str = ""
    sector: str | None = None
    synthetic: bool | None = None
    credit_code: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the order of a ranking, as whole millionths, then credit code and sector."""

    conservative: int
    higher_axis: int
    credit_code: str
    sector: str

    @classmethod
    def of(cls, score: ScoreRow) -> Place:
        """The place of a ranked score (one with a conservative index)."""
        order = millionths(score.conservative_index), millionths(score.higher_axis)
        return cls(order[0] or 0, order[1] or 0, score.credit_code, score.sector)


_conservative = _SCORE.c.conservative_millionths
_higher_axis = _SCORE.c.higher_axis_millionths
_ranked = and_(_SCORE.c.unranked_reason.is_(None), _conservative.is_not(None))


def ranked_scores(
    session: Session, query: ScoreQuery, *, after: Place | None = None, limit: int | None = None
) -> Sequence[ScoreRow]:
    """Best conservative index first, then the higher axis, then credit code; those that follow `after`."""
    statement = _latest(query).where(_ranked)
    if after is not None:
        statement = statement.where(_behind(after))
    order = (_conservative.desc(), _higher_axis.desc(), _SCORE.c.credit_code, _SCORE.c.sector)
    return [_record(row) for row in session.execute(statement.order_by(*order).limit(limit))]


def unranked_scores(session: Session, query: ScoreQuery, *, limit: int | None = None) -> Sequence[ScoreRow]:
    """Those that have a reason instead of a place, by credit code and sector."""
    statement = _latest(query).where(~_ranked).order_by(_SCORE.c.credit_code, _SCORE.c.sector)
    return [_record(row) for row in session.execute(statement.limit(limit))]


def all_scores(session: Session, query: ScoreQuery) -> Sequence[ScoreRow]:
    """Ranked and unranked together, by credit code and sector."""
    statement = _latest(query).order_by(_SCORE.c.credit_code, _SCORE.c.sector)
    return [_record(row) for row in session.execute(statement)]


def _latest(query: ScoreQuery) -> Select[Any]:
    same = [_LATER.c[name] == _SCORE.c[name] for name in ("ruleset", "year", "credit_code", "sector")]
    superseded = select(1).where(*same, _LATER.c.seq > _SCORE.c.seq).exists()
    statement = select(_SCORE).where(_SCORE.c.ruleset == query.ruleset, _SCORE.c.year == query.year, ~superseded)
    for name in ("sector", "synthetic", "credit_code"):
        if (value := getattr(query, name)) is not None:
            statement = statement.where(_SCORE.c[name] == value)
    if query.region:
        statement = statement.where(_SCORE.c.region.startswith(query.region, autoescape=True))
    return statement


def _behind(place: Place) -> ColumnElement[bool]:
    tied = and_(_conservative == place.conservative, _higher_axis == place.higher_axis)
    same_code = and_(_SCORE.c.credit_code == place.credit_code, _SCORE.c.sector > place.sector)
    # The first condition repeats what follows, so that an index range can start at the place.
    return and_(
        _conservative <= place.conservative,
        or_(
            _conservative < place.conservative,
            and_(_conservative == place.conservative, _higher_axis < place.higher_axis),
            and_(tied, or_(_SCORE.c.credit_code > place.credit_code, same_code)),
        ),
    )


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
