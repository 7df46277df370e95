"""Opens a database, brings its schema up to date, and holds the one `Store` of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from service.errors import Unavailable
from service.storage.connections import glance_engine, is_sqlite, lock_derived, lock_schema, read_engine, write_engine
from service.storage.lookups import Answer, Database, Reading, read
from service.storage.loop_reader import LoopReader
from service.storage.writer import Writer

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@contextmanager
def _answering() -> Iterator[None]:
    """Raises `Unavailable` where the database does not answer; the next caller gets a fresh connection."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unavailable from error


def _connected(engine: Engine) -> Connection:
    """Raises `Unavailable` (`store.unreachable`) where there is no database to connect to."""
    try:
        return engine.connect()
    except OperationalError as error:
        raise Unavailable(code="store.unreachable") from error


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The database of a process: one writer for all changes, and sessions that only read."""

    def __init__(
        self, engine: Engine, glances: Engine, derived: Engine, writer: Writer, loop_reader: LoopReader | None
    ) -> None:
        self._engine = engine
        self._glances = glances
        self._derived = derived
        self.writer = writer
        #: Readings on an event loop, which opens and closes it; None for the embedded database.
        self.loop_reader = loop_reader
        #: Digests of the libraries whose texts this process has seen in the database.
        self.kept_editions: set[str] = set()

    def now(self) -> datetime:
        """The instant by the clock that the log is kept by; what a workflow dates goes by it."""
        return self.writer.now()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one snapshot; it cannot write and is never committed."""
        with _answering(), Session(self._engine) as session:
            yield session

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """A connection for single look-ups, each of which sees what is committed when it runs."""
        with _answering(), self._glances.connect() as connection:
            yield connection

    @property
    def database(self) -> Database:
        """What readings are of."""
        return self._glances

    def look(self, reading: Reading[Answer]) -> Answer:
        """What a reading makes of the database."""
        with self.glance() as connection:
            return read(connection, reading)

    @contextmanager
    def derive(self) -> Iterator[Connection]:
        """A transaction that rewrites what is derived from the log's rows, one at a time and beside the writer.

        Bulk work of seconds does not hold up reports on PostgreSQL; on SQLite, which has one writer, it does.
        """
        with _answering(), self._derived.begin() as connection:
            lock_derived(connection)
            yield connection

    def require_schema(self) -> None:
        """Raises `Unavailable` (`store.outdated`) where the schema is of another revision than this program's."""
        with self.glance() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        if found != head_revision():
            raise Unavailable(code="store.outdated", found=str(found), expected=str(head_revision()))

    def close(self) -> None:
        """Writes what is queued, then lets go of all connections."""
        self.writer.close()
        self._engine.dispose()
        self._glances.dispose()
        self._derived.dispose()


def open_store(database_url: str, signing_key: Ed25519PrivateKey, *, clock: Callable[[], datetime] = _now) -> Store:
    """Opens a database that is migrated to head, else raises `Unavailable`; `clock` gives the instants of the log.

    `service.storage.signing.load_or_create_signing_key` gives the key that signs the heads.
    """
    writer = Writer(write_engine(database_url), signing_key, clock)
    try:
        writer.introduce_key()
    except BaseException:
        writer.close()
        raise
    loop_reader = None if is_sqlite(database_url) else LoopReader(database_url)
    engines = read_engine(database_url), glance_engine(database_url), write_engine(database_url)
    store = Store(*engines, writer, loop_reader)
    try:
        store.require_schema()
    except BaseException:
        store.close()
        raise
    return store


@cache
def head_revision() -> str | None:
    """The revision that this program's migrations lead to."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def migrate(database_url: str, revision: str = "head") -> None:
    """Brings the schema up to `revision`, all steps in one transaction."""
    _run(database_url, lambda config: command.upgrade(config, revision))


def downgrade(database_url: str, revision: str) -> None:
    """Takes the schema back to `revision` (`base` removes everything, with all data)."""
    _run(database_url, lambda config: command.downgrade(config, revision))


def _run(database_url: str, action: Callable[[Config], None]) -> None:
    engine = write_engine(database_url)
    try:
        with _connected(engine) as connection, connection.begin():
            lock_schema(connection)
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            action(config)
    finally:
        engine.dispose()
