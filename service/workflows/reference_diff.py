"""What moved between two libraries, and which stored reports it would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from service.errors import Fault, InvalidInput, NotFound
from service.reference import Library, load_library, read_library
from service.reference.changes import Change, Difference
from service.reference.entries import Entry
from service.storage.overlays import editions
from service.storage.session import Store
from service.workflows.library import current, edition
from service.workflows.reference_impact import Scope, impact

Json = dict[str, Any]
PACKAGED, CURRENT = "packaged", "current"
_SHORTEST = 6


def diff(store: Store, before: Library, after: Library, scope: Scope) -> Json:
    """Return both digests, every entry that differs, the other files that differ, and the reports that would."""
    difference = Difference(before, after)
    return {
        "from": before.digest,
        "to": after.digest,
        **changes_json(difference),
        "impact": impact(store, difference, scope),
    }


def changes_json(difference: Difference) -> Json:
    """Return what differs, without what follows from it."""
    return {"changes": [change_json(change) for change in difference.changes], "files": list(difference.files)}


def change_json(change: Change) -> Json:
    """Return one entry that differs, with what held in its place before."""
    return {
        "movement": change.movement.value,
        "series": change.series,
        "before": entry_json(change.before),
        "after": entry_json(change.after),
        "replaces": entry_json(change.replaces),
        "cells": list(change.cells),
    }


def entry_json(entry: Entry | None) -> Json | None:
    """Return of an entry what a reviewer compares."""
    if entry is None:
        return None
    return {
        "id": entry.id,
        "name": {"zh": entry.name_zh, "en": entry.name_en},
        "value": entry.text or None,
        "maximum": entry.maximum_text or None,
        "unit": entry.unit_text,
        "valid_from": entry.valid_from.isoformat(),
        "source": entry.source,
        "clause": entry.clause,
        "status": entry.status,
        "trust": entry.trust.value,
        "table": entry.table.file,
    }


def named_library(store: Store, name: str, *, directories: bool = False) -> Library:
    """Return the library called by a digest, its unambiguous beginning, `packaged`, `current` or (if let) a directory.

    Raises `NotFound` for what the store never met and `InvalidInput` where several digests begin so.
    """
    if name == PACKAGED:
        return load_library()
    if name == CURRENT:
        return current(store, load_library())[1]
    if directories and Path(name).is_dir():
        return read_library(Path(name))
    return edition(store, whole_digest(store, name))


def whole_digest(store: Store, beginning: str) -> str:
    """Return the one known digest that begins so."""
    if len(beginning) < _SHORTEST:
        raise InvalidInput(Fault("edition.short", "/digest", {"limit": str(_SHORTEST)}))
    with store.read() as session:
        found = [digest for digest, _ in editions(session, beginning)]
    if not found:
        raise NotFound(code="edition.not_found")
    if len(found) > 1:
        raise InvalidInput(Fault("edition.ambiguous", "/digest", {"count": str(len(found))}))
    return found[0]
