"""A reading gives the same on the event loop as on a thread; many go on at once; a database that is gone is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from service.errors import Unavailable
from service.storage.lookups import Reading
from service.storage.loop_reader import MOST_AT_ONCE, LoopReader
from service.storage.session import Store

Answer = TypeVar("Answer")


def doubled(number: int, *, seconds: float = 0) -> Reading[int]:
    """Two statements, the second of which needs what the first gave."""
    ((twice,),) = yield "SELECT CAST(:number AS integer) * 2", {"number": number}
    if seconds:
        yield "SELECT CAST(pg_sleep(:seconds) AS text)", {"seconds": seconds}
    ((again,),) = yield "SELECT CAST(:number AS integer)", {"number": twice}
    return int(again)


def nothing() -> Reading[str]:
    """A reading that finds all it needs in the process."""
    if False:
        yield "", {}
    return "kept"


def on_a_loop(url: str, work: Callable[[LoopReader], Awaitable[Answer]]) -> Answer:
    async def run() -> Answer:
        reader = LoopReader(url)
        await reader.open()
        try:
            return await work(reader)
        finally:
            await reader.close()

    return asyncio.run(run())


def test_a_reading_on_a_thread_is_sent_the_rows_of_its_statements(store: Store) -> None:
    assert (store.look(doubled(21)), store.look(nothing())) == (42, "kept")


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_reading_on_the_loop_gives_the_same(database_url: str) -> None:
    assert on_a_loop(database_url, lambda reader: reader.read(doubled(21))) == 42
    assert on_a_loop(database_url, lambda reader: reader.read(nothing())) == "kept"


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_more_readings_than_connections_wait_for_each_other(database_url: str) -> None:
    numbers = range(4 * MOST_AT_ONCE)

    async def all_at_once(reader: LoopReader) -> list[int]:
        return await asyncio.gather(*(reader.read(doubled(number, seconds=0.02)) for number in numbers))

    assert on_a_loop(database_url, all_at_once) == [2 * number for number in numbers]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_what_a_reading_raises_comes_out_and_the_connection_serves_the_next(database_url: str) -> None:
    def broken() -> Reading[int]:
        yield "SELECT 1", {}
        raise LookupError

    async def both(reader: LoopReader) -> int:
        for _ in range(2 * MOST_AT_ONCE):
            with pytest.raises(LookupError):
                await reader.read(broken())
        return await reader.read(doubled(1))

    assert on_a_loop(database_url, both) == 2


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_reading_cannot_write(database_url: str) -> None:
    def written() -> Reading[None]:
        yield "DELETE FROM rank_cohort", {}

    with pytest.raises(Exception, match="read-only"):
        on_a_loop(database_url, lambda reader: reader.read(written()))


def test_a_database_that_is_not_there_is_unavailable(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = f"postgresql+psycopg://nobody@/none?host={tmp_path_factory.mktemp('none')}"
    with pytest.raises(Unavailable):
        on_a_loop(nowhere, lambda reader: reader.read(doubled(1)))
