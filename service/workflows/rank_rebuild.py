"""Bring ranks up to date with scores: what lists show of each changed score, then every place of the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import orjson

from service.records import ScoreRow
from service.reference import Library
from service.scoring.eligibility import Eligibility, kind
from service.scoring.pilots import Verdict
from service.scoring.ranking import Entrant, sort_key
from service.scoring.render import word
from service.scoring.result import Rating, Reason
from service.storage.parks import parks_of
from service.storage.rank_rebuild import RankEntry, rebuild
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store

Json = dict[str, Any]

#: The process of a score whose lines are of more than one kind.
SEVERAL = "several"
#: What a row of a ranking shows of the score that it rests on.
_SHOWN = (
    *("sector", "region", "class", "rank_key", "rank_bounds", "synthetic", "index", "conservative_index", "carbon"),
    *("pollutant", "reasons", "to_next_class", "lowest_trust"),
)
_BY_VERDICT = {
    Verdict.passed: Eligibility.eligible,
    Verdict.failed: Eligibility.not_eligible,
    Verdict.manual: Eligibility.manual,
    Verdict.not_evaluable: Eligibility.not_evaluated,
}
_BY_VETOES = {True: Eligibility.eligible, False: Eligibility.not_eligible, None: Eligibility.not_evaluated}


def rebuild_ranks(store: Store, library: Library, key: str, year: int, scheme: str | None = None) -> int:
    """Rebuild the ranks of a ruleset version (`key`) and year; returns how many of its rows had changed since.

    A plan's judgements have no figures: they are ranked by the scores of the `scheme` version that the plan rests on,
    and each enterprise's eligibility is the plan's verdict. Nothing is written where nothing has changed. Ranks carry
    the log number of their newest row, the digest of the library and the instant at which they were made.
    """
    made = partial(by_scores, store) if scheme is None else partial(by_judgements, store, scheme)
    with store.derive() as connection:
        return rebuild(connection, key, year, library.digest, store.now(), made)


def by_scores(store: Store, rows: Sequence[ScoreRow]) -> Iterator[RankEntry]:
    """Return what lists show of scores; whoever no veto bars is eligible."""
    parks = parks_at(store, rows)
    for row in rows:
        detail: Json = orjson.loads(row.detail)
        yield entry_of(row, detail, _BY_VETOES[detail["eligible"]], parks.get((row.credit_code, row.sector), ""))


def parks_at(store: Store, rows: Sequence[ScoreRow]) -> Mapping[tuple[str, str], str]:
    """Return the park of each enterprise and sector in the year of the rows, which is one year."""
    with store.read() as session:
        return parks_of(session, rows[0].year, rows) if rows else {}


def by_judgements(store: Store, scheme: str, rows: Sequence[ScoreRow]) -> Iterator[RankEntry]:
    """Return what lists show of the scores under a plan's judgements."""
    parks = parks_at(store, rows)
    with store.read() as session:
        for row in rows:
            for found in all_scores(
                session, ScoreQuery(scheme, row.year, row.region, row.sector, None, row.credit_code)
            ):
                park = parks.get((row.credit_code, row.sector), "")
                yield entry_of(found, orjson.loads(found.detail), _BY_VERDICT[Verdict(row.klass)], park)


def entry_of(row: ScoreRow, detail: Json, eligibility: Eligibility, park: str = "") -> RankEntry:
    """Return what lists show of one score."""
    entrant, process = entrant_of(row, detail), process_of(detail)
    figures = (entrant.conservative, entrant.favourable, entrant.higher_axis) if entrant.ranked else (None, None, None)
    return RankEntry(
        *(row.credit_code, row.sector, row.region, row.synthetic, process, park),
        kind(entrant.rating, eligibility),
        sort_key(entrant),
        *figures,
        tuple(anchors_of(detail)),
        orjson.dumps(shown(row, detail, process, eligibility, park) if entrant.ranked else without_place(row, detail)),
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


def shown(row: ScoreRow, detail: Json, process: str, eligibility: Eligibility, park: str = "") -> Json:
    """Return the figures and reasons of a ranked enterprise."""
    about = {"enterprise": row.credit_code, "process": process or None, "park": park or None}
    about |= {"eligibility": eligibility.value}
    return about | {name: detail[name] for name in _SHOWN} | {"reports": detail["grounds"][: len(row.reports)]}


def without_place(row: ScoreRow, detail: Json) -> Json:
    """Return why an enterprise has no place."""
    return {"enterprise": row.credit_code, "sector": row.sector, "class": word(row.klass), "reason": detail["unranked"]}


def anchors_of(detail: Json) -> Iterable[bytes]:
    """Return every anchor of a score with its citation, once, without the lines that it was used for."""
    for anchor in detail["anchors"]:
        cited = {name: value for name, value in anchor.items() if name not in ("line", "line_id")}
        yield orjson.dumps(cited, option=orjson.OPT_SORT_KEYS)
