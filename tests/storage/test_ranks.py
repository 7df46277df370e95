"""Ranks in the database: pages of every list, and the plans that keep them cheap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest
from sqlalchemy import Connection

from service.records import ScoreRow
from service.scoring.eligibility import Eligibility, kind, narrowed
from service.scoring.placing import AREAS, OF_PROCESS, PEERS, Standing, of_process, standings
from service.scoring.ranking import END, UNRANKED, Entrant, sort_key
from service.scoring.result import Rating, Reason
from service.storage import lookups, ranks
from service.storage.changes import Change, LogDraft, Revocation
from service.storage.lookups import read
from service.storage.rank_items import anchors_of, items_of
from service.storage.rank_rebuild import RankEntry, rebuild
from service.storage.rank_tables import AREA_COLUMNS
from service.storage.ranks import Cohort, Kinds, RankList, Rows
from service.storage.session import Store
from tests.storage.builders import AT, api_key, score, scored, write

RATINGS = (Rating.compliant, Rating.industry_advanced, Rating.model)
VALUES = {
    "province": "14",
    "city": "1401",
    "county": "140105",
    "park": "P1",
    "division": "44",
    "industry_group": "441",
    "industry_class": "4411",
    "division_process": "44/coal_unit",
    "group_process": "441/coal_unit",
    "class_process": "4411/coal_unit",
}


def ranks_in(connection: Connection, *, synthetic: bool = True) -> Cohort | None:
    return read(connection, ranks.cohort_of(connection.engine, "DNZ-1", 2024, synthetic=synthetic))


class Listed(NamedTuple):
    """One row of a list."""

    sort_key: bytes
    dictionary: int
    item: bytes
    anchors: bytes
    place: bytes | None


def listed(rows: Rows) -> list[Listed]:
    columns = rows.sort_keys, rows.dictionaries, rows.items, rows.anchors, rows.places
    return list(map(Listed._make, zip(*columns, strict=True)))


def page_in(
    connection: Connection, wanted: RankList, kinds: tuple[Kinds, Kinds], after: tuple[bytes, bytes], limit: int
) -> tuple[list[Listed], list[Listed]]:
    ranked, unranked = read(connection, ranks.page(connection.engine, wanted, kinds, after, limit))
    return listed(ranked), listed(unranked)


def entry(row: ScoreRow) -> RankEntry:
    """An entry whose class, process and eligibility follow from the number of its enterprise."""
    number = int(row.credit_code[1:])
    figure = int(row.index) if row.index is not None else None
    reasons = () if figure is not None else (Reason("x"),)
    rating = RATINGS[number % 3]
    entrant = Entrant(
        row.credit_code, rating, row.synthetic, figure, figure, 0 if figure else None, reasons, row.sector
    )
    return RankEntry(
        credit_code=row.credit_code,
        sector=row.sector,
        region=row.region,
        synthetic=row.synthetic,
        process="coal_unit" if number % 2 else "gas_unit",
        park="P1" if number % 4 == 0 else "",
        kind=kind(rating, Eligibility.eligible if number % 5 else Eligibility.not_eligible),
        sort_key=sort_key(entrant),
        conservative=figure,
        favourable=figure,
        higher_axis=0 if figure is not None else None,
        anchors=(b'"every"', b'"%d"' % (number % 3)),
        item=b"{" + row.credit_code.encode(),
    )


def made(store: Store, *rows: ScoreRow) -> int:
    write(store, scored(*rows))
    return remade(store)


def remade(store: Store) -> int:
    with store.derive() as connection:
        return rebuild(connection, "DNZ-1", 2024, "d" * 64, AT, lambda found: map(entry, found))


def fleet(count: int) -> list[ScoreRow]:
    """Two share each figure; regions and sectors alternate."""
    return [
        score(
            f"E{n:03}",
            str(n // 2),
            region=("140105", "140106", "140200", "370100")[n % 4],
            sector=("4411", "4412", "4430", "3011")[n // 2 % 4],
        )
        for n in range(count)
    ]


@pytest.fixture
def glance(store: Store) -> Iterator[Connection]:
    made(store, *fleet(120), *(score(f"E{n:03}", None, region="140105") for n in range(200, 206)))
    with store.glance() as connection:
        yield connection


def standing(row: Listed) -> Standing:
    return next(standings(row.place or b""))


def names(connection: Connection, rows: Sequence[Listed]) -> list[str]:
    packed = [row.dictionary for row in rows], [row.item for row in rows]
    return [item.decode() for item in read(connection, items_of(connection.engine, *packed))]


def whole(connection: Connection, wanted: RankList, kinds: Kinds, size: int) -> list[Listed]:
    rows: list[Listed] = []
    while page := page_in(connection, wanted, (kinds, ()), (rows[-1].sort_key if rows else b"", END), size)[0]:
        rows += page
    return rows


def listing(cohort: Cohort, area: str, peers: str, **values: str) -> RankList:
    """The list of those levels, narrowed further by `values`."""
    columns = (*AREA_COLUMNS[area], peers)
    return RankList(cohort, area, peers, {name: VALUES[name] for name in columns} | values)


def expected(wanted: RankList, kinds: Kinds) -> list[str]:
    levels = {"province": 2, "city": 4, "county": 6, "division": 2, "industry_group": 3, "industry_class": 4}

    def fits(row: ScoreRow) -> bool:
        made = entry(row)
        has = {"park": made.park, "credit_code": row.credit_code}
        has |= {name: of_process(row.sector[: levels[level]], made.process) for level, name in OF_PROCESS.items()}
        for name, value in wanted.values.items():
            text = row.region if name in AREAS else row.sector
            if has.get(name, text[: levels.get(name, 0)]) != value:
                return False
        return made.kind in kinds

    found = sorted((entry(row) for row in fleet(120) if fits(row)), key=lambda made: made.sort_key)
    return [made.credit_code for made in found]


@pytest.mark.parametrize(("area", "peers"), list(itertools.product(AREAS, PEERS)))
def test_pages_of_every_list_and_filter_join_to_the_whole(glance: Connection, area: str, peers: str) -> None:
    cohort = ranks_in(glance)
    assert cohort is not None
    for rating, eligibility in ((None, None), (Rating.model, None), (None, Eligibility.eligible)):
        kinds = narrowed(cohort.ranked_kinds, rating, eligibility)
        for wanted in (listing(cohort, area, peers), listing(cohort, area, peers, division="44", province="14")):
            assert names(glance, whole(glance, wanted, kinds, 7)) == expected(wanted, kinds)


def test_a_filter_leaves_places_as_they_are(glance: Connection) -> None:
    cohort = ranks_in(glance)
    assert cohort is not None
    wanted = listing(cohort, "province", "division")
    rows = {row.sort_key: row for row in whole(glance, wanted, cohort.ranked_kinds, 50)}
    models = whole(glance, wanted, narrowed(cohort.ranked_kinds, Rating.model, None), 50)
    assert 0 < len(models) < len(rows)
    assert all(rows[row.sort_key] == row for row in models)
    assert {standing(row).group_size for row in models} == {len(rows)}


def test_the_unranked_follow_their_own_order(glance: Connection) -> None:
    cohort = ranks_in(glance)
    assert cohort is not None
    wanted = listing(cohort, "nation", "division")
    kinds = cohort.ranked_kinds, cohort.unranked_kinds
    ranked, first = page_in(glance, wanted, kinds, (b"", b""), 4)
    none, rest = page_in(glance, wanted, kinds, (END, first[-1].sort_key), 4)
    assert (len(ranked), none) == (4, [])
    assert names(glance, (*first, *rest)) == [f"E{n}" for n in range(200, 206)]


def test_one_enterprise_has_its_place_in_the_list(glance: Connection) -> None:
    cohort = ranks_in(glance)
    assert cohort is not None
    wanted, nobody = listing(cohort, "nation", "division"), (Rows(), Rows())
    (row,) = listed(read(glance, ranks.rows_of(wanted, cohort.ranked_kinds, "E113"))[0])
    place = standing(row)
    assert (place.rank, place.shared_by) == (5, 2)
    assert read(glance, ranks.rows_of(wanted, cohort.ranked_kinds, "E999")) == nobody
    assert read(glance, ranks.rows_of(wanted, (), "E113")) == nobody


def test_a_list_of_ranks_that_were_made_anew_is_refused(store: Store) -> None:
    made(store, *fleet(8))
    with store.glance() as connection:
        first = ranks_in(connection)
        assert first is not None
        assert ranks.seen_cohort(connection.engine, "DNZ-1", 2024, synthetic=True) == first
        made(store, score("E000", "99", sector="4411"))
        wanted = listing(first, "nation", "division")
        for kinds in (first.ranked_kinds, ()):
            with pytest.raises(ranks.Overtaken):
                page_in(connection, wanted, (kinds, ()), (b"", END), 5)
            with pytest.raises(ranks.Overtaken):
                read(connection, ranks.rows_of(wanted, kinds, "E000"))
        second = ranks_in(connection)
        assert second is not None
        best = page_in(connection, listing(second, "nation", "division"), (second.ranked_kinds, ()), (b"", END), 5)
        assert names(connection, best[0])[0] == "E000"
        assert ranks.seen_cohort(connection.engine, "DNZ-1", 2024, synthetic=True) == second


def test_a_list_that_a_revoked_key_asks_for_is_refused(store: Store) -> None:
    made(store, *fleet(8))
    write(store, Change(log=(LogDraft("key.issued", api_key().key_id),), key=api_key()))
    with store.glance() as connection:
        cohort = ranks_in(connection)
        assert cohort is not None
        wanted = replace(listing(cohort, "nation", "division"), key_id=api_key().key_id)
        asked = connection, wanted, (cohort.ranked_kinds, ()), (b"", END), 5
        assert len(page_in(*asked)[0]) == 5
        assert read(connection, ranks.stands(cohort, wanted.key_id))
        ended = Revocation(api_key().key_id, AT)
        write(store, Change(log=(LogDraft("key.revoked", api_key().key_id),), revocation=ended))
        assert not read(connection, ranks.stands(cohort, wanted.key_id))
        assert read(connection, ranks.stands(cohort, None))
        with pytest.raises(ranks.Overtaken):
            page_in(*asked)
        with pytest.raises(ranks.Overtaken):
            read(connection, ranks.rows_of(wanted, cohort.ranked_kinds, "E000"))


def test_anchors_are_kept_once_and_cited_by_number(glance: Connection) -> None:
    cohort = ranks_in(glance)
    assert cohort is not None
    rows = whole(glance, listing(cohort, "nation", "division"), cohort.ranked_kinds, 20)
    assert read(glance, anchors_of(glance.engine, [row.anchors for row in rows])) == [
        b'"0"',
        b'"1"',
        b'"2"',
        b'"every"',
    ]
    assert len(read(glance, anchors_of(glance.engine, [rows[0].anchors] * 2))) == 2
    assert read(glance, anchors_of(glance.engine, [])) == []


def test_a_changed_score_moves_and_everybody_is_placed_anew(store: Store) -> None:
    assert made(store, *fleet(8)) == 8
    assert remade(store) == 0
    assert made(store, score("E000", "99", sector="4411")) == 1
    with store.glance() as connection:
        cohort = ranks_in(connection)
        assert cohort is not None
        rows = whole(connection, listing(cohort, "nation", "division"), cohort.ranked_kinds, 50)
        shown = names(connection, rows)
    ranked = [standing(row).rank for row in rows]
    places = list(zip(shown, ranked, strict=True))
    assert places == [("E000", 1), ("E004", 2), ("E005", 2), ("E002", 4), ("E003", 4), ("E001", 6)]
    assert (cohort.reference_digest, cohort.computed_at) == ("d" * 64, "2025-03-31T00:00:00.000000Z")


def test_who_turns_out_not_to_be_synthetic_leaves_the_synthetic_ranks(store: Store) -> None:
    made(store, *fleet(4))
    made(store, score("E000", "5", sector="4411", synthetic=False))
    with store.glance() as connection:
        cohorts = [ranks_in(connection, synthetic=synthetic) for synthetic in (True, False)]
        sizes = [
            len(whole(connection, RankList(c, "nation", "division", {"division": "44"}), c.ranked_kinds, 3))
            for c in cohorts
            if c is not None
        ]
    assert sizes == [3, 1]


COMBINATIONS = [
    (area, peers, rating, eligibility, after)
    for area, peers in itertools.product(AREAS, PEERS)
    for rating, eligibility in itertools.product((None, Rating.model), (None, Eligibility.eligible))
    for after in (b"", sort_key(Entrant("E060", Rating.model, True, 30, 30, 0, (), "4411")))
]


def test_every_page_reads_its_index_in_order_and_sorts_nothing(store: Store) -> None:
    """A planner that may not read a small table whole, or sort it, plans as it does for a big one."""
    made(store, *fleet(1000), *(score(f"E{n}", None) for n in range(2000, 2020)))
    with store.derive() as connection:
        connection.exec_driver_sql("ANALYZE")
    with store.glance() as connection:
        cohort = ranks_in(connection)
        assert cohort is not None
        for area, peers, rating, eligibility, after in COMBINATIONS:
            kinds = narrowed(cohort.ranked_kinds, rating, eligibility)
            plan = explained(connection, listing(cohort, area, peers), kinds, cohort.unranked_kinds, after)
            merged = rating or eligibility
            index = f"ix_rank_entry_{area}_{peers}"
            assert plan.count(f"{index}_kind") >= (len(kinds) if merged else 0), plan
            assert plan.count(index) >= (len(kinds) if merged else 1) + 1, plan
            assert not any(
                word in plan for word in ("-> Sort", "-> Incremental Sort", "Seq Scan", "TEMP B-TREE", "SCAN rank_")
            ), plan


def explained(connection: Connection, wanted: RankList, kinds: Kinds, unranked: Kinds, after: bytes) -> str:
    statement, values = ranks.page_statement(connection.engine, wanted, (kinds, unranked), 51)
    if connection.dialect.name == "sqlite":
        verb = "EXPLAIN QUERY PLAN"
    else:
        verb = "EXPLAIN (COSTS OFF)"
        for switch in ("enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin"):
            lookups.fetch(connection, f"SELECT set_config('{switch}', 'off', false)", {})
    bounds = {"after_0": after, "until_0": UNRANKED, "after_1": UNRANKED, "until_1": END}
    return "\n".join(
        " ".join(str(row[-1]).split()) for row in lookups.fetch(connection, f"{verb} {statement}", {**values, **bounds})
    )
