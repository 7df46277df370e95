"""Items are kept by their content: read once, never shown when they have changed, given up oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from service.records import ScoreRow
from service.scoring.ranking import END
from service.storage import lookups, rank_items, ranks
from service.storage.lookups import read
from service.storage.rank_items import shown_of
from service.storage.rank_rebuild import RankEntry, rebuild
from service.storage.ranks import Listed, Overtaken
from service.storage.session import Store
from tests.storage.builders import AT, score, scored, write
from tests.storage.test_ranks import entry, fleet, listing, ranks_in


def made(store: Store, *rows: ScoreRow) -> None:
    """Ranks whose items show the figure of a score."""

    def entries(found: Sequence[ScoreRow]) -> Iterable[RankEntry]:
        return (replace(entry(row), item=f"{row.credit_code} {row.index}".encode()) for row in found)

    write(store, scored(*rows))
    with store.derive() as connection:
        rebuild(connection, "DNZ-1", 2024, "d" * 64, AT, entries)


def listed(connection: Connection) -> Sequence[Listed]:
    cohort = ranks_in(connection)
    assert cohort is not None
    return read(
        connection,
        ranks.page(connection.engine, listing(cohort, "nation", "division"), (cohort.ranked_kinds, ()), (b"", END), 50),
    )[0]


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many items each reading of the database gave."""
    counts: list[int] = []
    fetched = lookups.fetch

    def fetch(connection: Connection, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        found = fetched(connection, statement, values)
        if statement.startswith("SELECT digest, item"):
            counts.append(len(found))
        return found

    monkeypatch.setattr(lookups, "fetch", fetch)
    return counts


def test_an_item_is_read_once_and_a_changed_one_again(store: Store, counts: list[int]) -> None:
    made(store, *fleet(8))
    with store.glance() as connection:
        first = read(connection, shown_of(connection.engine, listed(connection)))
        assert read(connection, shown_of(connection.engine, listed(connection))) == first
        assert counts == [6]
        made(store, score("E000", "99", sector="4411"))
        second = read(connection, shown_of(connection.engine, listed(connection)))
    assert counts == [6, 1]
    assert second[0].item == b"E000 99"
    assert {shown.item for shown in set(first) - set(second)} == {b"E000 0"}


def test_a_row_that_is_gone_since_it_was_listed_is_refused(store: Store) -> None:
    made(store, *fleet(8))
    with store.glance() as connection:
        rows = listed(connection)
        made(store, score("E000", "99", sector="4411"))
        with pytest.raises(Overtaken):
            read(connection, shown_of(connection.engine, rows))


def test_an_entry_that_shows_something_else_by_now_is_refused(store: Store) -> None:
    """The number of an entry says where an item stands; what it is, its digest says."""
    made(store, *fleet(8))
    with store.glance() as connection:
        row = listed(connection)[0]._replace(digest=bytes(16))
        with pytest.raises(Overtaken):
            read(connection, shown_of(connection.engine, [row]))


def test_the_oldest_items_are_given_up(store: Store, counts: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank_items, "MOST_KEPT", 2)
    made(store, *fleet(8))
    with store.glance() as connection:
        rows = listed(connection)
        for some in (rows[:4], rows[4:], rows[4:], rows[:1]):
            assert len(read(connection, shown_of(connection.engine, some))) == len(some)
    assert counts == [4, 2, 1]
