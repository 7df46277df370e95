"""Ranks, read: a page of any list costs one index range, or one for each kind that is asked for, wherever it lies.

A list is an area with peers. Other filters leave out rows of it and renumber nothing. Pages begin behind a sort key, so
a cursor stays good when the row that it came from moves or leaves. What a process knows of a cohort it keeps, and every
statement says whether that still holds: one round trip, and never the rows of one rebuild under the kinds of another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from service.scoring.placing import PLACE_BYTES, offset
from service.scoring.ranking import END, UNRANKED
from service.storage.lookups import Database, Reading, Row
from service.storage.rank_tables import AREA_COLUMNS

Kinds = tuple[int, ...]
Conditions = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """The ranks of one ruleset version and year, of real or of synthetic enterprises, and what they rest on.

    `seq` is the log number of the newest score in them. The kinds are those that occur, see `scoring.eligibility`.
    """

    cohort: int
    seq: int
    reference_digest: str
    computed_at: str
    ranked_kinds: Kinds
    unranked_kinds: Kinds

    @property
    def bound(self) -> dict[str, Any]:
        """The values by which a statement knows that the cohort still stands so."""
        kinds = {name: words(getattr(self, name)) for name in ("ranked_kinds", "unranked_kinds")}
        return {"cohort": self.cohort, "seq": self.seq, "computed_at": self.computed_at, "mark": _MARK, **kinds}


class Overtaken(Exception):
    """What a statement took for granted holds no more: the ranks were made anew, or the key that asks was revoked."""


@dataclass(frozen=True, slots=True)
class RankList:
    """One list of a cohort: `area` and `peers` are levels of `scoring.placing`; `values` by level, also of further ones
    that leave rows out. `key_id` is the key that asks, where nobody has looked yet whether it was revoked.
    """

    cohort: Cohort
    area: str
    peers: str
    values: Mapping[str, str]
    key_id: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """What the list is narrowed by, those of its index first."""
        first = (*AREA_COLUMNS[self.area], self.peers)
        return (*first, *sorted(self.values.keys() - set(first)))

    @property
    def bound(self) -> dict[str, Any]:
        """The values by column, with those of the cohort."""
        return {**self.values, **self.cohort.bound, "key_id": self.key_id}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a list in its order, column by column; `rank_items` gives what they show, and `scoring.placing` reads
    their places. The unranked have none.
    """

    sort_keys: Sequence[bytes] = ()
    dictionaries: Sequence[int] = ()
    items: Sequence[bytes] = ()
    anchors: Sequence[bytes] = ()
    places: Sequence[bytes | None] = ()

    def __len__(self) -> int:
        return len(self.sort_keys)

    def first(self, count: int) -> Rows:
        """So many of them."""
        columns = self.sort_keys, self.dictionaries, self.items, self.anchors, self.places
        return Rows(*(column[:count] for column in columns))  # type: ignore[arg-type]  # column by column


_SEEN: WeakKeyDictionary[Database, dict[tuple[str, int, bool], Cohort]] = WeakKeyDictionary()
#: In place of a sort key, on the row that says that all that was taken for granted holds; it sorts before every key.
_MARK = b""
_STANDS = (
    "SELECT :mark, NULL, NULL, NULL, NULL FROM rank_cohort WHERE cohort = :cohort AND seq = :seq "
    "AND computed_at = :computed_at AND ranked_kinds = :ranked_kinds AND unranked_kinds = :unranked_kinds "
    "AND NOT EXISTS (SELECT 1 FROM api_key WHERE key_id = :key_id AND revoked_at IS NOT NULL)"
)
_LISTED = "sort_key, dictionary, item, anchors"
_COHORT = (
    "SELECT cohort, seq, reference_digest, computed_at, ranked_kinds, unranked_kinds FROM rank_cohort "
    "WHERE ruleset = :ruleset AND year = :year AND synthetic = :synthetic"
)


def cohort_of(database: Database, ruleset: str, year: int, *, synthetic: bool) -> Reading[Cohort | None]:
    """The ranks as they stand; None where none were made."""
    found = yield _COHORT, {"ruleset": ruleset, "year": year, "synthetic": synthetic}
    for cohort, seq, digest, computed_at, *kinds in found:
        seen = Cohort(cohort, seq, digest, computed_at, *(_numbers(text) for text in kinds))
        _SEEN.setdefault(database, {})[ruleset, year, synthetic] = seen
        return seen
    return None


def seen_cohort(database: Database, ruleset: str, year: int, *, synthetic: bool) -> Cohort | None:
    """The ranks as this process last saw them, if it did."""
    return _SEEN.get(database, {}).get((ruleset, year, synthetic))


def stands(cohort: Cohort, key_id: str | None) -> Reading[bool]:
    """Whether the ranks are still those of this cohort, and the key, if one is named, is not revoked."""
    return bool((yield _STANDS, {**cohort.bound, "key_id": key_id}))


def page(
    database: Database, wanted: RankList, kinds: tuple[Kinds, Kinds], after: tuple[bytes, bytes], limit: int
) -> Reading[tuple[Rows, Rows]]:
    """At most `limit` ranked rows and as many unranked ones, of their kinds and behind their sort keys, in order.

    Raises `Overtaken`, as all that reads a list.
    """
    ends = UNRANKED, END
    after = after[0], max(after[1], UNRANKED)
    parts = tuple(of if begin < end else () for of, begin, end in zip(kinds, after, ends, strict=True))
    statement, values = page_statement(database, wanted, (parts[0], parts[1]), limit)
    bounds = {
        f"{name}_{part}": bound for part in (0, 1) for name, bound in (("after", after[part]), ("until", ends[part]))
    }
    return divided((yield statement, {**values, **bounds}))


def divided(rows: Sequence[Row]) -> tuple[Rows, Rows]:
    """The ranked and the unranked among rows, each in their order; raises `Overtaken` where no row is the mark."""
    listed = sorted(rows)
    if not listed or listed[0][0] != _MARK:
        raise Overtaken
    first = bisect_left(listed, (UNRANKED,))
    return Rows(*zip(*listed[1:first], strict=True)), Rows(*zip(*listed[first:], strict=True))


def rows_of(wanted: RankList, kinds: Kinds, credit_code: str) -> Reading[tuple[Rows, Rows]]:
    """The rows of one enterprise in a list, one for each of its sectors in it: the ranked and the unranked ones."""
    same = " AND ".join(f"{column} = :{column}" for column in ("cohort", "credit_code", *wanted.columns))
    among = ", ".join(str(int(number)) for number in kinds) or "NULL"
    joined = "rank_entry LEFT JOIN rank_place USING (cohort, entry)"
    rows = f"SELECT {_LISTED}, {_place(wanted)} FROM {joined} WHERE {same} AND kind IN ({among})"  # noqa: S608 - our names
    statement = f"{rows} UNION ALL {_STANDS}"
    return divided((yield statement, wanted.bound | {"credit_code": credit_code}))


def page_statement(
    database: Database, wanted: RankList, kinds: tuple[Kinds, Kinds], limit: int
) -> tuple[str, dict[str, str | int]]:
    """The statement of a page and its values, but for the bounds: `after_0` and `until_0` of the ranked, then `_1`."""
    embedded = database.dialect.name == "sqlite"
    every = wanted.cohort.ranked_kinds, wanted.cohort.unranked_kinds
    conditions = _conditions(kinds[0], every[0]), _conditions(kinds[1], every[1])
    return _statement(wanted.columns, _place(wanted), conditions, int(limit), embedded), wanted.bound


def _conditions(kinds: Kinds, every: Kinds) -> Conditions:
    """What picks rows: each kind by itself, or nothing where every kind is wanted."""
    if kinds and kinds == every:
        return ("",)
    return tuple(f" AND kind = {int(number)}" for number in kinds)


def _place(wanted: RankList) -> str:
    return f"substr(places, {offset(wanted.area, wanted.peers) + 1}, {PLACE_BYTES})"


@cache
def _statement(
    columns: tuple[str, ...], place: str, conditions: tuple[Conditions, Conditions], limit: int, embedded: bool
) -> str:
    parts = [_part(columns, of, limit, embedded, part) for part, of in enumerate(conditions)]
    shown = f"SELECT {_LISTED}"
    ranked = f"{shown}, {place} FROM ({parts[0]}) AS ranked JOIN rank_place USING (cohort, entry)"
    unranked = f"{shown}, CAST(NULL AS bytea) FROM ({parts[1]}) AS unranked"
    return " UNION ALL ".join([*(text for text, of in zip((ranked, unranked), conditions, strict=True) if of), _STANDS])


def _part(columns: tuple[str, ...], conditions: Conditions, limit: int, embedded: bool, part: int) -> str:
    """One branch for each condition, in the order of its index; the database merges them and stops at the limit.

    SQLite merges branches as they are; PostgreSQL only those that have asked for the order, each by itself.
    """
    same = " AND ".join(f"{column} = :{column}" for column in ("cohort", *columns))
    found = f"SELECT cohort, entry, {_LISTED} FROM rank_entry WHERE {same}"  # noqa: S608 - our names
    bounds = f"AND sort_key > :after_{part} AND sort_key < :until_{part}"
    ordered = f"ORDER BY sort_key LIMIT {limit}"
    branches = [f"{found}{condition} {bounds}" for condition in conditions]
    if len(branches) == 1:
        return f"{branches[0]} {ordered}"
    if not embedded:
        branches = [f"({branch} {ordered})" for branch in branches]
    return f"SELECT * FROM ({' UNION ALL '.join(branches)}) AS merged {ordered}"  # noqa: S608 - our names


def words(kinds: Iterable[int]) -> str:
    """Kinds as they are stored with a cohort."""
    return " ".join(map(str, kinds))


def _numbers(text: str) -> Kinds:
    return tuple(int(number) for number in text.split())
