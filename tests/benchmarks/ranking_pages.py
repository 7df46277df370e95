"""Pages of rankings by every filter, beside a prepared primary-key read of the very rows that the page shows.

Both run on one connection of the product, by turns. Of one page nothing is kept for the next but the dictionary that
unpacks rows, and the anchors that everybody cites.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from sqlalchemy import Connection

from service.scoring.eligibility import Eligibility, narrowed
from service.scoring.ranking import END
from service.scoring.result import Rating
from service.storage import lookups, ranks
from service.storage.lookups import read
from service.storage.session import Store
from service.workflows.rank_page import RankingQuery, list_of, standing_page
from tests.benchmarks.ranking_rows import SCHEME, scheme_version
from tests.benchmarks.spread import quantile

PAGE = 50
DEEP = 1999 * PAGE
WARM_UP = 30
YEAR = 2024

_NATION = RankingQuery(SCHEME, YEAR, "", "44", synthetic=True, limit=PAGE)
CASES: Mapping[str, RankingQuery] = {
    "nation": _NATION,
    "province": replace(_NATION, region="14"),
    "city": replace(_NATION, region="1401"),
    "county": replace(_NATION, region="140101"),
    "sector of three digits": replace(_NATION, sector="441"),
    "sector of four digits": replace(_NATION, sector="4411"),
    "process": replace(_NATION, process="coal_unit"),
    "park": replace(_NATION, park="park-0"),
    "class": replace(_NATION, rating=Rating.industry_advanced),
    "eligibility": replace(_NATION, eligibility=Eligibility.eligible),
    "all together": replace(
        _NATION,
        region="14",
        sector="4411",
        process="coal_unit",
        rating=Rating.industry_advanced,
        eligibility=Eligibility.eligible,
    ),
}


@dataclass(frozen=True)
class PageCell:
    """Milliseconds of a page (all its statements) and of the key read; `first_row` is where in the list it begins."""

    case: str
    first_row: int
    rows: int
    p50: float
    p99: float
    key_p50: float
    key_p99: float


def measure(store: Store, cohort: ranks.Cohort, repeats: int) -> list[PageCell]:
    with store.glance() as connection:
        cells = [cell for case, query in CASES.items() for cell in both_ends(connection, cohort, case, query, repeats)]
        return [*cells, cell(connection, cohort, "one enterprise", 0, one_enterprise(connection, cohort), repeats)]


def one_enterprise(connection: Connection, cohort: ranks.Cohort) -> RankingQuery:
    """Asks for the place of one enterprise in the nation."""
    best = ranks.page(connection.engine, list_of(cohort, _NATION), (cohort.ranked_kinds, ()), (b"", END), 1)
    (entry,) = numbers_of(connection, read(connection, best)[0].sort_keys)
    return replace(_NATION, credit_code=f"91{entry:016d}")


def both_ends(
    connection: Connection, cohort: ranks.Cohort, case: str, query: RankingQuery, repeats: int
) -> list[PageCell]:
    """The first page, and the two-thousandth or, in a shorter list, the last."""
    count, deep = deep_page(connection, cohort, query)
    first = cell(connection, cohort, case, 0, query, repeats)
    if count == 0:
        return [first]
    return [first, cell(connection, cohort, case, count, deep, repeats)]


def deep_page(connection: Connection, cohort: ranks.Cohort, query: RankingQuery) -> tuple[int, RankingQuery]:
    """How many rows come before the deepest page, at most `DEEP`, and the query that continues there."""
    wanted, kinds = list_of(cohort, query), narrowed(cohort.ranked_kinds, query.rating, query.eligibility)
    same = " AND ".join(f"{column} = :{column}" for column in ("cohort", *wanted.columns))
    among = f"{same} AND conservative IS NOT NULL AND kind IN ({', '.join(map(str, kinds))})"
    statement = f"SELECT sort_key FROM rank_entry WHERE {among} ORDER BY sort_key LIMIT {DEEP + PAGE}"
    keys = [key for (key,) in lookups.fetch(connection, statement, wanted.bound)]
    before = min(DEEP, max(len(keys) - PAGE, 0))
    if before == 0:
        return 0, query
    return before, replace(query, after=(bytes(keys[before - 1]).hex(), END.hex()))


def cell(
    connection: Connection, cohort: ranks.Cohort, case: str, first_row: int, query: RankingQuery, repeats: int
) -> PageCell:
    entries = entries_of(connection, cohort, query)
    pages: list[float] = []
    keys: list[float] = []
    for number in range(WARM_UP + repeats):
        for seen, work in ((pages, page), (keys, key_read))[:: 1 if number % 2 else -1]:
            start = perf_counter()
            work(connection, query, entries)
            if number >= WARM_UP:
                seen.append(1000 * (perf_counter() - start))
    ends = (quantile(seen, share) for seen in (pages, keys) for share in (0.5, 0.99))
    return PageCell(case, first_row, len(entries), *ends)


def page(connection: Connection, query: RankingQuery, _: list[int]) -> None:
    """What a request reads and puts together: both lists, what their rows show, and the anchors."""
    if read(connection, standing_page(connection.engine, scheme_version(), query))[1].empty:
        raise RuntimeError(f"an empty page: {query}")


def key_read(connection: Connection, _: RankingQuery, entries: list[int]) -> None:
    statement = "SELECT sort_key, anchors, item FROM rank_entry WHERE entry = ANY(:wanted)"
    if len(lookups.fetch(connection, statement, {"wanted": entries})) != len(entries):
        raise RuntimeError("a row is gone")


def entries_of(connection: Connection, cohort: ranks.Cohort, query: RankingQuery) -> list[int]:
    """The keys of the rows that a page reads."""
    wanted = list_of(cohort, query)
    both = cohort.ranked_kinds, cohort.unranked_kinds
    kinds = narrowed(both[0], query.rating, query.eligibility), narrowed(both[1], query.rating, query.eligibility)
    if query.credit_code:
        return [int(query.credit_code[2:])]
    first, second = map(bytes.fromhex, query.after or ("", ""))
    ranked, unranked = read(connection, ranks.page(connection.engine, wanted, kinds, (first, second), PAGE + 1))
    return numbers_of(connection, (*ranked.sort_keys, *unranked.sort_keys))


def numbers_of(connection: Connection, sort_keys: Sequence[bytes]) -> list[int]:
    """The primary keys of rows by their sort keys."""
    statement = "SELECT entry FROM rank_entry WHERE sort_key = ANY(:keys)"
    return [entry for (entry,) in lookups.fetch(connection, statement, {"keys": list(sort_keys)})]
