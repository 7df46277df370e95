"""Bring ranks up to date with scores: what lists show of each changed score, then every place of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from service.records import ScoreRow
from service.reference import Library
from service.scoring.eligibility import Eligibility, kind
from service.scoring.ranking import Entrant, sort_key
from service.scoring.render import word
from service.scoring.result import Rating, Reason
from service.storage.rank_rebuild import RankEntry, rebuild
from service.storage.session import Store

Json = dict[str, Any]

#: The process of a score whose lines are of more than one kind.
SEVERAL = "several"
#: What a row of a ranking shows of the score that it rests on.
_SHOWN = (
    *("sector", "region", "class", "rank_key", "rank_bounds", "synthetic", "index", "conservative_index", "carbon"),
    *("pollutant", "reasons", "to_next_class", "lowest_trust"),
)
_BY_VETOES = {True: Eligibility.eligible, False: Eligibility.not_eligible, None: Eligibility.not_evaluated}


def rebuild_ranks(store: Store, library: Library, scheme: str, year: int) -> int:
    """Rebuild the ranks of a ruleset version (`scheme`) and year; returns how many scores had changed since.

    Nothing is written where none has. Ranks carry the log number of their newest score, the digest of the library and
    the instant at which they were made.
    """
    with store.derive() as connection:
        return rebuild(connection, scheme, year, library.digest, store.now(), entries_of)


def entries_of(rows: Sequence[ScoreRow]) -> Iterable[RankEntry]:
    """Return what lists show of scores."""
    return map(entry_of, rows)


def entry_of(row: ScoreRow) -> RankEntry:
    """Return what lists show of one score."""
    detail: Json = orjson.loads(row.detail)
    entrant = entrant_of(row, detail)
    eligibility = _BY_VETOES[detail["eligible"]]
    process = process_of(detail)
    return RankEntry(
        credit_code=row.credit_code,
        sector=row.sector,
        region=row.region,
        synthetic=row.synthetic,
        process=process,
        park="",
        kind=kind(entrant.rating, eligibility),
        sort_key=sort_key(entrant),
        conservative=entrant.conservative if entrant.ranked else None,
        favourable=entrant.favourable if entrant.ranked else None,
        higher_axis=entrant.higher_axis if entrant.ranked else None,
        anchors=tuple(anchors_of(detail)),
        item=orjson.dumps(shown(row, detail, process, eligibility) if entrant.ranked else without_place(row, detail)),
    )


def entrant_of(row: ScoreRow, detail: Json) -> Entrant:
    """Return what ranking needs of a stored score."""
    conservative, higher_axis = detail["rank_key"] or (None, None)
    _, favourable = detail["rank_bounds"] or (None, None)
    reasons = tuple(Reason(reason["code"]) for reason in detail["unranked"])
    figures = conservative, favourable, higher_axis
    return Entrant(row.credit_code, Rating(row.klass), row.synthetic, *figures, reasons, row.sector)


def process_of(detail: Json) -> str:
    """Return the one process that all lines of a score share."""
    processes = set(detail.get("processes", ()))
    return SEVERAL if len(processes) > 1 else next(iter(processes), "")


def shown(row: ScoreRow, detail: Json, process: str, eligibility: Eligibility) -> Json:
    """Return the figures and reasons of a ranked enterprise."""
    about = {"enterprise": row.credit_code, "process": process or None, "eligibility": eligibility.value}
    return about | {name: detail[name] for name in _SHOWN} | {"reports": detail["grounds"][: len(row.reports)]}


def without_place(row: ScoreRow, detail: Json) -> Json:
    """Return why an enterprise has no place."""
    return {"enterprise": row.credit_code, "sector": row.sector, "class": word(row.klass), "reason": detail["unranked"]}


def anchors_of(detail: Json) -> Iterable[bytes]:
    """Return every anchor of a score with its citation, once, without the lines that it was used for."""
    for anchor in detail["anchors"]:
        cited = {name: value for name, value in anchor.items() if name not in ("line", "line_id")}
        yield orjson.dumps(cited, option=orjson.OPT_SORT_KEYS)
