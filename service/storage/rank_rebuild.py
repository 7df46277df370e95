"""Ranks, written. Entries of changed scores are replaced, then all places of the year are worked out and rewritten.

The caller holds one transaction over all of it, so a reader sees the ranks from before or from after, never a mixture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select

from service.ledger import instant_text
from service.records import ScoreRow
from service.scoring.placing import OF_PROCESS, of_process
from service.storage.rank_items import packed
from service.storage.rank_packing import packed_items
from service.storage.rank_places import rewrite_places
from service.storage.rank_tables import ANCHOR, COHORT, ENTRY, REGION_LEVELS, SECTOR_LEVELS, beginning
from service.storage.ranks import words
from service.storage.scores import ScoreQuery, changed_scores, newest_assignment

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RankEntry:
    """What lists show of one score, and what they filter and order it by. `item` and `anchors` are JSON objects; a list
    stores the item without its opening brace, since a place comes before the rest of it.

    Figures are micro-units, None for the unranked. `process` and `park` are empty where there is none.
    """

    credit_code: str
    sector: str
    region: str
    synthetic: bool
    process: str
    park: str
    kind: int
    sort_key: bytes
    conservative: int | None
    favourable: int | None
    higher_axis: int | None
    anchors: tuple[bytes, ...]
    item: bytes


#: The credit code and the sector of an entry.
_Of = tuple[str, str]
Entries = Callable[[Sequence[ScoreRow]], Iterable[RankEntry]]


def rebuild(connection: Connection, ruleset: str, year: int, digest: str, at: datetime, entries_of: Entries) -> int:
    """Brings the ranks of a ruleset version and year up to the newest score and park; returns how many had changed.

    `entries_of` makes entries of score rows. Nothing is written where nothing has changed.
    """
    assigned = newest_assignment(connection)  # before the rows are read: what is logged later is met the next time
    seen = connection.execute(select(func.max(COHORT.c.seq)).where(_of(ruleset, year))).scalar() or 0
    count, newest = 0, max(seen, assigned)
    changed = changed_scores(connection, ScoreQuery(ruleset, year), seen, moved=assigned > seen)
    former: Mapping[_Of, int] | None = None
    while rows := list(islice(changed, _AT_ONCE)):
        former = _entries(connection, ruleset, year) if former is None else former
        _replace_entries(connection, ruleset, year, list(entries_of(rows)), former)
        count, newest = count + len(rows), max(newest, *(row.seq for row in rows))
    if count:
        for cohort in _cohorts(connection, ruleset, year).values():
            place_cohort(connection, cohort, newest, digest, at)
    return count


def place_cohort(connection: Connection, cohort: int, seq: int, digest: str, at: datetime) -> None:
    """Works every place of a cohort out again, and stamps it with the log number of the newest score in it."""
    kinds = zip(("ranked_kinds", "unranked_kinds"), map(words, rewrite_places(connection, cohort)), strict=True)
    stamp = {"seq": seq, "reference_digest": digest, "computed_at": instant_text(at)}
    connection.execute(COHORT.update().where(COHORT.c.cohort == cohort), stamp | dict(kinds))


def _of(ruleset: str, year: int) -> ColumnElement[bool]:
    return and_(COHORT.c.ruleset == ruleset, COHORT.c.year == year)


def _cohorts(connection: Connection, ruleset: str, year: int) -> dict[bool, int]:
    found = connection.execute(select(COHORT.c.synthetic, COHORT.c.cohort).where(_of(ruleset, year)))
    return dict(found.all())


def _entries(connection: Connection, ruleset: str, year: int) -> dict[_Of, int]:
    """Every entry's number in one pass; to look for some of them, a plan for a table that was small reads all of it."""
    among = ENTRY.c.cohort.in_(_cohorts(connection, ruleset, year).values())
    found = connection.execute(select(ENTRY.c.credit_code, ENTRY.c.sector, ENTRY.c.entry).where(among))
    return {(credit_code, sector): entry for credit_code, sector, entry in found}


def _replace_entries(
    connection: Connection, ruleset: str, year: int, entries: Sequence[RankEntry], former: Mapping[_Of, int]
) -> None:
    """An enterprise that turned out to be synthetic, or not, leaves the cohort that it was in."""
    cohorts = _with_new_cohorts(connection, ruleset, year, {entry.synthetic for entry in entries})
    stale = [former[of] for entry in entries if (of := (entry.credit_code, entry.sector)) in former]
    connection.execute(delete(ENTRY).where(ENTRY.c.entry.in_(stale)))
    numbers = _anchor_numbers(connection, entries)
    first = 1 + (connection.execute(select(func.max(ENTRY.c.entry))).scalar() or 0)
    items = packed_items(connection, [entry.item[1:] for entry in entries])
    rows = [
        {
            **_entry_row(entry, number, cohorts[entry.synthetic]),
            "anchors": packed([numbers[anchor] for anchor in entry.anchors]),
            "dictionary": items.dictionary,
            "item": item,
        }
        for number, (entry, item) in enumerate(zip(entries, items.items, strict=True), first)
    ]
    connection.execute(insert(ENTRY), rows)


def _with_new_cohorts(connection: Connection, ruleset: str, year: int, needed: set[bool]) -> dict[bool, int]:
    known = _cohorts(connection, ruleset, year)
    for synthetic in sorted(needed - known.keys()):
        number = 1 + (connection.execute(select(func.max(COHORT.c.cohort))).scalar() or 0)
        empty = {"seq": 0, "reference_digest": "", "computed_at": "", "ranked_kinds": "", "unranked_kinds": ""}
        about = {"cohort": number, "ruleset": ruleset, "year": year, "synthetic": synthetic}
        connection.execute(insert(COHORT), about | empty)
        known[synthetic] = number
    return known


def _anchor_numbers(connection: Connection, entries: Sequence[RankEntry]) -> dict[bytes, int]:
    """The number of each anchor; one that no score cited before gets the next."""
    digests = {hashlib.sha256(anchor).hexdigest(): anchor for entry in entries for anchor in entry.anchors}
    known = dict(connection.execute(select(ANCHOR.c.digest, ANCHOR.c.anchor).where(ANCHOR.c.digest.in_(digests))).all())
    first = 1 + (connection.execute(select(func.max(ANCHOR.c.anchor))).scalar() or 0)
    new = {digest: number for number, digest in enumerate(sorted(digests.keys() - known.keys()), first)}
    if new:
        rows = [{"anchor": n, "digest": digest, "content": digests[digest]} for digest, n in new.items()]
        connection.execute(insert(ANCHOR), rows)
    return {anchor: (known | new)[digest] for digest, anchor in digests.items()}


def _entry_row(entry: RankEntry, number: int, cohort: int) -> dict[str, Any]:
    levels = {name: beginning(entry.region, digits) for name, digits in REGION_LEVELS.items() if digits}
    peers = {name: beginning(entry.sector, digits) for name, digits in SECTOR_LEVELS.items()}
    figures = {"conservative": entry.conservative, "favourable": entry.favourable, "higher_axis": entry.higher_axis}
    about = {"entry": number, "cohort": cohort, "credit_code": entry.credit_code, "sector": entry.sector}
    processes = {name: of_process(peers[level], entry.process) for level, name in OF_PROCESS.items()}
    order = {"kind": entry.kind, "sort_key": entry.sort_key, "park": entry.park}
    return about | levels | peers | processes | figures | order
