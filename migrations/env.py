"""Runs the migrations on the connection or the URL that the caller hands over.

`service.storage.session.migrate` sets the attribute `connection`; on the command line the URL comes from `-x url=...`.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from service.storage import reference_tables  # noqa: F401  adds its tables to those of `Table`
from service.storage.connections import write_engine
from service.storage.rank_tables import COHORT


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=COHORT.metadata)
    with context.begin_transaction():
        context.run_migrations()


def _run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    engine = write_engine(context.get_x_argument(as_dictionary=True)["url"])
    with engine.connect() as own_connection:
        _migrate(own_connection)
    engine.dispose()


_run()
