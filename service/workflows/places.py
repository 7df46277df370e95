"""Places of stored scores, as publications freeze them and anybody may work them out again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import orjson

from service.scoring.ranking import Entrant, Ranking, rank
from service.scoring.result import Rating, Reason

Json = dict[str, Any]


class Scored(Protocol):
    """What a place needs of a stored score, as it stands now or stood then."""

    @property
    def credit_code(self) -> str: ...
    @property
    def sector(self) -> str: ...
    @property
    def klass(self) -> str: ...
    @property
    def synthetic(self) -> bool: ...
    @property
    def detail(self) -> bytes: ...


def placed_among(rows: Sequence[Scored]) -> Ranking:
    """Rank the rows of one group (one scope, all synthetic or none)."""
    return rank([entrant_of(row) for row in rows])


def entrant_of(row: Scored) -> Entrant:
    """Return what ranking needs of a stored score."""
    detail: Json = orjson.loads(row.detail)
    conservative, higher_axis = detail["rank_key"] or (None, None)
    _, favourable = detail["rank_bounds"] or (None, None)
    reasons = tuple(Reason(reason["code"], reason["params"], reason["line"]) for reason in detail["unranked"])
    key = conservative, favourable, higher_axis
    return Entrant(row.credit_code, Rating(row.klass), row.synthetic, *key, reasons, row.sector)
