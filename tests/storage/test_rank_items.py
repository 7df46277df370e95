"""What rows show is packed by dictionaries learnt from many of them, and comes out again as it went in."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection

from service.records import ScoreRow
from service.scoring.ranking import END
from service.storage import lookups, rank_items
from service.storage.lookups import read
from service.storage.rank_items import anchors_of, items_of
from service.storage.rank_packing import ENOUGH_ROWS, PLAIN, packed_items
from service.storage.rank_rebuild import RankEntry, rebuild
from service.storage.rank_tables import DICTIONARY
from service.storage.session import Store
from tests.storage.builders import AT, score, scored, write
from tests.storage.test_ranks import Listed, entry, fleet, listing, page_in, ranks_in


def shown(trade: str, number: int) -> bytes:
    """Some kilobytes of which most is said of everybody in the trade, and the figures of nobody else."""
    figures = np.random.default_rng(number).integers(0, 10**6, 40)
    words = (sha256(f"{trade} {clause}".encode()).hexdigest() for clause in range(40))
    return " ".join(f"{word} {figure}" for word, figure in zip(words, figures, strict=True)).encode()


def made(store: Store, trade: str, *rows: ScoreRow) -> None:
    """Ranks whose items show something of a trade."""

    def entries(found: Sequence[ScoreRow]) -> Iterable[RankEntry]:
        return (replace(entry(row), item=b"{" + shown(trade, int(row.credit_code[1:]))) for row in found)

    write(store, scored(*rows))
    with store.derive() as connection:
        rebuild(connection, "DNZ-1", 2024, "d" * 64, AT, entries)


def listed(connection: Connection) -> Sequence[Listed]:
    cohort = ranks_in(connection)
    assert cohort is not None
    asked = listing(cohort, "nation", "division"), (cohort.ranked_kinds, ()), (b"", END), 500
    return page_in(connection, *asked)[0]


def items_in(connection: Connection) -> Sequence[bytes]:
    rows = listed(connection)
    packed = [row.dictionary for row in rows], [row.item for row in rows]
    return read(connection, items_of(connection.engine, *packed))


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the database."""
    statements: list[str] = []
    fetched = lookups.fetch

    def fetch(connection: Connection, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        statements.append(statement)
        return fetched(connection, statement, values)

    monkeypatch.setattr(lookups, "fetch", fetch)
    return statements


def test_few_rows_are_packed_without_a_dictionary(store: Store) -> None:
    made(store, "kiln", *fleet(8))
    with store.glance() as connection:
        assert {row.dictionary for row in listed(connection)} == {PLAIN}
        assert set(items_in(connection)) == {shown("kiln", n) for n in range(6)}


def test_each_trade_gets_a_dictionary_and_rows_of_both_stand_on_one_page(store: Store, statements: list[str]) -> None:
    made(store, "kiln", *fleet(160))
    made(store, "unit", *(score(f"E{n:03}", str(n // 2), sector="4411") for n in range(200, 320)))
    with store.glance() as connection:
        rows = listed(connection)
        first = items_in(connection)
        assert all(map(operator.is_, items_in(connection), first)), "what stands on several lists is unpacked once"
    assert sum("rank_dictionary" in statement for statement in statements) == 1
    assert {row.dictionary for row in rows} == {1, 2}
    assert set(first) == {shown("kiln", n) for n in range(160) if n % 8 < 6} | {
        shown("unit", n) for n in range(200, 320)
    }
    assert sum(len(row.item) for row in rows) * 8 < sum(map(len, first))


def test_a_changed_row_shows_what_it_says_by_now(store: Store) -> None:
    made(store, "kiln", *fleet(160))
    made(store, "unit", score("E000", "99", sector="4411"))
    with store.glance() as connection:
        assert items_in(connection)[0] == shown("unit", 0)


def test_a_dictionary_that_serves_is_used_for_others_of_the_trade(store: Store) -> None:
    with store.derive() as connection:
        first = packed_items(connection, [shown("kiln", n) for n in range(ENOUGH_ROWS)])
        again = packed_items(connection, [shown("kiln", n) for n in range(1000, 1000 + ENOUGH_ROWS)])
        one = packed_items(connection, [shown("kiln", 5000)])
        assert (first.dictionary, again.dictionary, one.dictionary) == (1, 1, 1)
        assert len(connection.execute(DICTIONARY.select()).all()) == 1


def test_nothing_is_learnt_from_what_has_nothing_in_common(store: Store) -> None:
    noise = np.random.default_rng(1)
    with store.derive() as connection:
        alone = packed_items(connection, [noise.bytes(2_000) for _ in range(ENOUGH_ROWS)])
        short = packed_items(connection, [b"%d" % n for n in range(ENOUGH_ROWS)])
        assert (alone.dictionary, short.dictionary) == (PLAIN, PLAIN)
        assert not connection.execute(DICTIONARY.select()).all()


def test_no_more_is_kept_than_is_allowed(store: Store, statements: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank_items, "MOST_KEPT", 2)
    made(store, "kiln", *fleet(8))
    with store.glance() as connection:
        one, other, *_ = {row.anchors: row for row in listed(connection)}.values()
        for row in (one, one, other, one):
            assert len(read(connection, anchors_of(connection.engine, [row.anchors]))) == 2
    assert sum("rank_anchor" in statement for statement in statements) == 3
