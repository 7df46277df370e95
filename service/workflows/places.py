"""Places of stored scores: the one reading of a score row that rankings, publications and comparisons share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from service.records import ScoreRow
from service.scoring.ranking import Entrant, Ranking, rank
from service.scoring.result import Rating, Reason
from service.scoring.ruleset import Ruleset

Json = dict[str, Any]


def placed(rows: Sequence[ScoreRow], ruleset: Ruleset) -> Ranking:
    """Rank the rows of one group (ruleset, year, region, sector, all synthetic or none)."""
    return rank([entrant_of(row) for row in rows], int(ruleset.number("minimum_group")))


def entrant_of(row: ScoreRow) -> Entrant:
    """Return what ranking needs of a stored score."""
    detail: Json = orjson.loads(row.detail)
    conservative, higher_axis = detail["rank_key"] or (None, None)
    _, favourable = detail["rank_bounds"] or (None, None)
    reasons = tuple(Reason(reason["code"], reason["params"], reason["line"]) for reason in detail["unranked"])
    key = conservative, favourable, higher_axis
    return Entrant(row.credit_code, Rating(row.klass), row.synthetic, *key, reasons, row.sector)
