"""The library of a store: the packaged one with its approved overlays, and the texts of every one before it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from service.errors import Conflict, NotFound, Unavailable
from service.overlay_records import EditionRow, OverlayRow
from service.reference import Library, overlaid
from service.reference.editions import packed, packed_document, unpacked
from service.reference.overlays import Overlay, overlay_texts
from service.reference.proposals import remaining
from service.storage.changes import Change, LogDraft, NewEdition
from service.storage.overlays import approved_overlays, edition_by_digest, knows_edition, last_move
from service.storage.session import Store

#: For so many seconds a process goes on with the library it knows before it asks whether another one approved more.
PATIENCE = 1.0


class CurrentLibrary:
    """The library that a process calculates with now.

    An approval in this process counts at once (`look`); that of another process within `PATIENCE` seconds. Asking costs
    one look at a clock, and once a second one look-up by index.
    """

    def __init__(self, store: Store, packaged: Library, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store, self._packaged, self._clock = store, packaged, clock
        self._changing = threading.Lock()
        self._moved_at, self._library = current(store, packaged)
        keep_edition(store, self._library)
        self._asked = clock()

    @property
    def fresh(self) -> bool:
        """Say whether asking now costs no look-up."""
        return self._clock() - self._asked < PATIENCE

    def __call__(self) -> Library:
        """Return the library; while the store does not answer, the one that was known."""
        if not self.fresh and self._changing.acquire(blocking=False):
            try:
                with contextlib.suppress(Unavailable):
                    self._refresh()
            finally:
                self._changing.release()
        return self._library

    def look(self) -> Library:
        """Return the library as it is at this moment; raises `Unavailable`."""
        with self._changing:
            self._refresh()
        return self._library

    def _refresh(self) -> None:
        with self._store.glance() as connection:
            moved_at = last_move(connection)
        if moved_at != self._moved_at:
            self._moved_at, self._library = current(self._store, self._packaged)
        self._asked = self._clock()


def current(store: Store, packaged: Library) -> tuple[int, Library]:
    """Return the packaged library with all approved overlays, and the log number of the last that moved it.

    Raises `ReferenceDataError` where an overlay contradicts what the package says by now; it has to be withdrawn then.
    """
    with store.read() as session:
        moved_at, approved = last_move(session), [decided.overlay for decided in approved_overlays(session)]
    return moved_at, composed(packaged, approved)


def composed(packaged: Library, overlays: Iterable[OverlayRow]) -> Library:
    """Return the packaged library with overlays in this order; rows that the package has taken over are left to it."""
    texts: dict[str, str] = {}
    for number, row in enumerate(overlays, start=1):
        texts |= overlay_texts(number, remaining(packaged, Overlay(row.table, row.rows, row.sources)))
    return overlaid(packaged, texts) if texts else packaged


def keep_edition(store: Store, library: Library) -> None:
    """See to it that the texts of a library are in the database, with a line in the log that names their digest."""
    if library.digest in store.kept_editions:
        return
    with store.glance() as connection:
        known = knows_edition(connection, library.digest)
    if not known:
        change = Change(
            log=(LogDraft("reference.kept", library.digest),),
            edition=edition_of(library),
            guards=(NewEdition(library.digest),),
        )
        with contextlib.suppress(Conflict):  # another process was quicker
            store.writer.submit(change).result()
    store.kept_editions.add(library.digest)


def edition_of(library: Library) -> EditionRow:
    """Return the texts of a library as they are stored."""
    return EditionRow(library.digest, packed(library), datetime.now(UTC))


def edition(store: Store, digest: str) -> Library:
    """Return a library of the past, made again from its stored texts; raises `NotFound`."""
    with store.read() as session:
        stored = edition_by_digest(session, digest)
    if stored is None:
        raise NotFound(code="edition.not_found")
    return unpacked(stored.content, stored.digest)


def edition_document(store: Store, library: Library, digest: str, file: str) -> Mapping[str, Any] | None:
    """Return a document as it stood under `digest`, None where that library is not kept or had none."""
    if digest == library.digest:
        return library.documents.get(file)
    with store.read() as session:
        stored = edition_by_digest(session, digest)
    return packed_document(stored.content, stored.digest, file) if stored is not None else None
