"""What commands open: the store of the settings, for as long as they need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.settings import Settings
from service.storage.session import Store, migrate, open_store
from service.storage.signing import load_or_create_signing_key


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """The store; the embedded database is brought up to date first, any other by `nearzero migrate` alone."""
    if settings.embedded:
        migrate(settings.database_url)
    store = open_store(settings.database_url, load_or_create_signing_key(settings.signing_key.get_secret_value()))
    try:
        yield store
    finally:
        store.close()
