"""Editions: list what the store has met, show one, lay its files down, calculate a report on the library of its day."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from service.errors import NotFound
from service.reference import Library, overlays_in
from service.storage.overlays import editions
from service.storage.session import Store
from service.workflows.library import edition
from service.workflows.reference_diff import whole_digest

Json = dict[str, Any]


def listed(store: Store, library: Library) -> list[Json]:
    """Return every edition, the oldest first; `current` is the one that `library` is."""
    with store.read() as session:
        found = editions(session)
    return [{"digest": digest, "first_seen": seen, "current": digest == library.digest} for digest, seen in found]


def detail(store: Store, library: Library, name: str, file: str | None = None) -> Json:
    """Return an edition with its files, and the text of one; raises `NotFound`."""
    digest = whole_digest(store, name)
    about = next(item for item in listed(store, library) if item["digest"] == digest)
    past = edition(store, digest)
    if file is not None and file not in past.texts:
        raise NotFound(code="edition.file_not_found")
    files = [
        {"file": name, "sha256": hashlib.sha256(text.encode()).hexdigest()} for name, text in sorted(past.texts.items())
    ]
    counts = {"entries": len(past.entries), "overlays": overlays_in(past)}
    return {**about, **counts, "files": files, "text": past.texts[file] if file else None}


def restore(store: Store, name: str, directory: Path) -> Json:
    """Lay the data files of an edition down in an empty directory, byte for byte."""
    past = edition(store, whole_digest(store, name))
    for file, text in past.texts.items():
        path = directory / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return {"digest": past.digest, "directory": str(directory), "files": len(past.texts)}
