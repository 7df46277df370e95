"""One page of a ranking: which list a query asks for, its rows read and put together, kept while its ranks stand.

The peers are those of the region, sector and process that are asked for, or of the park. Class and eligibility pick
rows of that list: they keep the places that they have in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from service.acts import Scope
from service.scoring.eligibility import Eligibility, narrowed
from service.scoring.placing import OF_PROCESS, figures, of_process, standings
from service.scoring.ranking import END
from service.scoring.result import Rating
from service.storage import ranks
from service.storage.lookups import Database, Reading
from service.storage.rank_items import anchors_of, items_of
from service.storage.ranks import Cohort, Overtaken, RankList, Rows

#: Where a page ended: the sort keys, in hex, of the last ranked row and of the last unranked one.
OrderKey = tuple[str, str]

_AREAS = {0: "nation", 2: "province", 4: "city", 6: "county"}
_PEERS = {2: "division", 3: "industry_group", 4: "industry_class"}


@dataclass(frozen=True, slots=True)
class RankingQuery:
    """One group of peers and the page wanted; `after` is the place in the order at which the last page ended.

    `region` is the beginning of a GB/T 2260 code with 0, 2, 4 or 6 digits, `sector` of a GB/T 4754 code with 2 to 4.
    """

    ruleset: str
    year: int
    region: str
    sector: str
    synthetic: bool = False
    limit: int = 50
    after: OrderKey | None = None
    process: str | None = None
    park: str | None = None
    rating: Rating | None = None
    eligibility: Eligibility | None = None
    credit_code: str | None = None

    @property
    def scope(self) -> Scope:
        """Return among whom places are counted."""
        return Scope(self.ruleset, self.year, self.region, self.sector, self.synthetic, self.process, self.park)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read: its rows and what they cite, as the rest of a JSON object; how many its list ranks."""

    members: bytes = b'"items":[],"unranked":[],"benchmarks":[]}'
    empty: bool = True
    group_size: int = 0
    following: OrderKey | None = None


#: Pages that a process keeps; a full one has some 200 kB.
MOST_KEPT = 200
_KEPT: WeakKeyDictionary[Database, dict[tuple[str, RankingQuery], tuple[Cohort, Page]]] = WeakKeyDictionary()


def list_of(cohort: Cohort, query: RankingQuery, key_id: str | None = None) -> RankList:
    """Return the list that a query asks for: whose places are counted, and which of its rows are left out."""
    area, peers = _AREAS[len(query.region)], _PEERS[len(query.sector)]
    of_peers = query.sector
    if query.process:
        peers, of_peers = OF_PROCESS[peers], of_process(query.sector, query.process)
    values = {peers: of_peers} | ({area: query.region} if query.region else {})
    if query.park:
        area, values = "park", values | {"park": query.park}
    return RankList(cohort, area, peers, values, key_id)


def kept_page(
    database: Database, name: str, query: RankingQuery, key_id: str | None = None
) -> Reading[tuple[Cohort | None, Page]]:
    """As `standing_page`; a page that was read before is shown again for as long as its ranks stand."""
    pages = _KEPT.setdefault(database, {})
    cohort, page = pages.get((name, query), (None, Page()))
    if cohort is not None and (yield from ranks.stands(cohort, key_id)):
        return cohort, page
    cohort, page = yield from standing_page(database, name, query, key_id)
    if cohort is not None:
        if len(pages) >= MOST_KEPT:
            pages.clear()
        pages[name, query] = cohort, page
    return cohort, page


def standing_page(
    database: Database, name: str, query: RankingQuery, key_id: str | None = None
) -> Reading[tuple[Cohort | None, Page]]:
    """Read a page of the ranks as they stand, again where they are made anew meanwhile.

    Raises `Overtaken` where the key that is named may have been revoked.
    """
    asked = database, name, query.year
    tried = ranks.seen_cohort(*asked, synthetic=query.synthetic)
    if tried is not None:
        with suppress(Overtaken):
            return tried, (yield from read_page(database, tried, query, key_id))
    while True:
        cohort = yield from ranks.cohort_of(*asked, synthetic=query.synthetic)
        if key_id and cohort == tried:
            raise Overtaken
        with suppress(Overtaken):
            return cohort, (yield from read_page(database, cohort, query, key_id)) if cohort else Page()
        tried = cohort


def read_page(database: Database, cohort: Cohort, query: RankingQuery, key_id: str | None = None) -> Reading[Page]:
    """Read one page of a list, or the rows of one enterprise in it; raises `Overtaken`."""
    wanted = list_of(cohort, query, key_id)
    both = cohort.ranked_kinds, cohort.unranked_kinds
    kinds = narrowed(both[0], query.rating, query.eligibility), narrowed(both[1], query.rating, query.eligibility)
    if query.credit_code:
        ranked, unranked = yield from ranks.rows_of(wanted, kinds[0] + kinds[1], query.credit_code)
    else:
        first, second = map(bytes.fromhex, query.after or ("", ""))
        ranked, unranked = yield from ranks.page(database, wanted, kinds, (first, second), query.limit + 1)
    anyone = ranked or (yield from ranks.page(database, wanted, (both[0], ()), (b"", END), 1))[0]
    shown, without = ranked.first(query.limit), unranked.first(query.limit)
    return Page(
        members=(yield from members_of(database, shown, without)),
        empty=not shown and not without,
        group_size=next(standings(anyone.places[0] or b"")).group_size if anyone else 0,
        following=following(ranked, unranked, query.limit),
    )


def members_of(database: Database, ranked: Rows, unranked: Rows) -> Reading[bytes]:
    """Put rows together as they are stored, which is as JSON without its opening brace."""
    dictionaries, packed = (*ranked.dictionaries, *unranked.dictionaries), (*ranked.items, *unranked.items)
    items = yield from items_of(database, dictionaries, packed)
    anchors = yield from anchors_of(database, (*ranked.anchors, *unranked.anchors))
    # Some 200 kB, put together once: each further copy would cost as much as all the rest.
    return b"".join(
        (
            *(b'"items":[', *with_places(items[: len(ranked)], ranked.places)),
            *(b'],"unranked":[', *without_places(items[len(ranked) :])),
            *(b'],"benchmarks":[', b",".join(anchors), b"]}"),
        )
    )


def following(ranked: Rows, unranked: Rows, limit: int) -> OrderKey | None:
    """Return where a page ends, None where neither list goes on."""
    if max(len(ranked), len(unranked)) <= limit:
        return None
    ends = (rows.sort_keys[limit - 1] if len(rows) > limit else END for rows in (ranked, unranked))
    first, second = (end.hex() for end in ends)
    return first, second


def with_places(items: Sequence[bytes], places: Sequence[bytes | None]) -> Sequence[bytes]:
    """Return stored items, each behind its place, with commas between them."""
    stored = figures(b"".join(place or b"" for place in places))
    pieces = [b","] * (3 * len(items))
    pieces[1::3] = [b'{"rank":%d,"rank_interval":[%d,%d],"shared_by":%d,' % place[:4] for place in stored]
    pieces[2::3] = items
    return pieces[1:]


def without_places(items: Sequence[bytes]) -> Sequence[bytes]:
    """Return stored items that have no place, with commas between them."""
    return (b"{", b",{".join(items)) if items else ()
