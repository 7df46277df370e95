"""The reference library as plain JSON values: each number with its source, clause, status and trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.calculators.rounding import exact_text
from service.reference import Entry, Library
from service.units import Unit

Json = dict[str, Any]
MAX_PLACES = 40


def entry_json(entry: Entry, library: Library) -> Json:
    """Return one dated number; `value` is null on the day a series ends."""
    return {
        "id": entry.id,
        "series": entry.series,
        "name": {"zh": entry.name_zh, "en": entry.name_en},
        "value": entry.text or None,
        "maximum": entry.maximum_text or None,
        "unit": entry.unit.code,
        "basis": entry.basis or None,
        "valid_from": entry.valid_from.isoformat(),
        "published": entry.published or None,
        "source": source_json(entry.source, library),
        "clause": entry.clause,
        "status": entry.status,
        "trust": entry.trust.value,
        "usable": entry.usable,
        "checked": entry.checked.isoformat(),
        "applies_to": dict(entry.tags),
        "note": entry.note or None,
        "table": entry.table.file,
    }


def source_json(key: str, library: Library) -> Json:
    """Return one document of the bibliography, as far as a reader needs it to look the number up."""
    source = library.sources[key]
    return {
        "key": source.key,
        "number": source.number or None,
        "title": {"zh": source.title_zh, "en": source.title_en},
        "issuer": source.issuer or None,
        "published": source.published or None,
        "url": source.url or None,
        "read": source.read,
    }


def entry_detail(entry: Entry, library: Library) -> Json:
    """Return one number with all entries of its series, the earliest first."""
    history = [entry_json(other, library) for other in library.series[entry.series]]
    return entry_json(entry, library) | {"history": history}


def unit_json(unit: Unit) -> Json:
    """Return one unit; `factor` says how many canonical units of its dimension one of it is, exactly."""
    factor = unit.factor
    terminating = 10**MAX_PLACES % factor.denominator == 0
    return {
        "code": unit.code,
        "dimension": unit.dimension,
        "factor": exact_text(factor, MAX_PLACES) if terminating else str(factor),
        "label": {"zh": unit.label_zh, "en": unit.label_en},
        "aliases": list(unit.aliases),
    }


def ruleset_json(document: Mapping[str, Any]) -> Json:
    """Return what a ruleset is, without its rules."""
    named = ("id", "kind", "version", "title", "valid_from", "valid_to")
    return {name: document.get(name) for name in named}
