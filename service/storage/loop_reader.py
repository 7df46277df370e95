"""Readings on the event loop itself: to hand one or two short statements to a thread takes as long again.

PostgreSQL only: the embedded database answers in the process, and a caller would hold up the loop.
"""

from __future__ import annotations

from typing import cast

import psycopg
from psycopg_pool import AsyncConnectionPool

from service.errors import Unavailable
from service.storage.connections import glance_arguments
from service.storage.lookups import Answer, Reading, numbered

#: So many readings at once; what waits longer for a connection than so many seconds is told that there is none.
MOST_AT_ONCE = 5
PATIENCE = 1.0


class LoopReader:
    """Connections that belong to one event loop; opened and closed on it."""

    def __init__(self, url: str) -> None:
        arguments = {**glance_arguments(url), "autocommit": True}
        self._pool = AsyncConnectionPool(
            kwargs=arguments, min_size=1, max_size=MOST_AT_ONCE, timeout=PATIENCE, open=False
        )

    async def open(self) -> None:
        """Begins to connect; a database that does not answer is met by the first reading."""
        await self._pool.open()

    async def close(self) -> None:
        await self._pool.close()

    async def read(self, reading: Reading[Answer]) -> Answer:
        """What a reading makes of the database; raises `Unavailable` where that does not answer."""
        try:
            async with self._pool.connection() as connection, psycopg.AsyncRawCursor(connection) as cursor:
                return await _read(cursor, reading)
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise Unavailable from error


async def _read(cursor: psycopg.AsyncRawCursor[tuple[object, ...]], reading: Reading[Answer]) -> Answer:
    try:
        statement = next(reading)
        while True:
            text, parameters = numbered(*statement)
            await cursor.execute(text, parameters, prepare=True, binary=True)
            statement = reading.send(await cursor.fetchall())
    except StopIteration as end:
        return cast("Answer", end.value)
