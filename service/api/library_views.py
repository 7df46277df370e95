"""The reference library as plain JSON values: each number with its source, clause, status and trust."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from service.api.catalogue import Catalogue
from service.calculators.formula import FORMULAS
from service.calculators.rounding import exact_text
from service.reference import Entry, Library
from service.reference.entries import TAGS, Source, band_for
from service.units import Unit
from service.workflows.method_usage import MethodUse
from service.workflows.number_change import NumberChange
from service.workflows.usage import DocumentUse

Json = dict[str, Any]
MAX_PLACES = 40
CONFLICTS = "conflicts.csv"


def entry_json(entry: Entry, catalogue: Catalogue) -> Json:
    """Return one dated number; `value` is null on the day a series ends."""
    until, source = catalogue.index.until(entry), catalogue.library.sources[entry.source]
    return {
        "id": entry.id,
        "series": entry.series,
        "name": {"zh": entry.name_zh, "en": entry.name_en},
        "value": entry.text or None,
        "maximum": entry.maximum_text or None,
        "unit": entry.unit.code,
        "basis": entry.basis or None,
        "valid_from": entry.valid_from.isoformat(),
        "valid_to": (until - timedelta(days=1)).isoformat() if until else None,
        "published": entry.published or source.published or None,
        "source": source_json(source),
        "clause": entry.clause,
        "status": entry.status,
        "trust": entry.trust.value,
        "usable": entry.usable,
        "checked": entry.checked.isoformat(),
        "applies_to": {name: entry.tags.get(name) for name in TAGS},
        "note": entry.note or None,
        "kind": entry.table.kind,
        "level": entry.level,
        "table": entry.table.file,
    }


def change_json(change: NumberChange, catalogue: Catalogue) -> Json:
    """Return two numbers, their difference in the unit of the later one, and the change in percent of the earlier."""
    relative = change.relative
    return {
        "from": entry_json(change.earlier, catalogue),
        "to": entry_json(change.later, catalogue),
        "difference": {"value": exact_text(change.difference), "unit": change.later.unit.code},
        "relative_change": None if relative is None else {"value": exact_text(relative * 100), "unit": "%"},
        "reference_digest": catalogue.library.digest,
    }


def source_json(source: Source) -> Json:
    """Return one document of the bibliography, as far as a reader needs it to look the number up."""
    return {
        "key": source.key,
        "number": source.number or None,
        "title": {"zh": source.title_zh, "en": source.title_en},
        "issuer": source.issuer or None,
        "published": source.published or None,
        "url": source.url or None,
        "read": source.read,
    }


def citation_json(source: Source) -> Json:
    """Return one document of the bibliography completely."""
    return source_json(source) | {
        "in_force": source.in_force or None,
        "note": source.note or None,
        "copies": [{"name": name, "url": url} for name, url in source.copies.items()],
    }


def entry_detail(entry: Entry, catalogue: Catalogue) -> Json:
    """Return one number with its series (the earliest first), citations, conflicts and users."""
    library = catalogue.library
    history = library.series[entry.series]
    cited = dict.fromkeys([entry.source, *(other.source for other in history)])
    return entry_json(entry, catalogue) | {
        "band": band_json(entry),
        "history": [entry_json(other, catalogue) for other in history],
        "citations": [citation_json(library.sources[key]) for key in cited],
        "conflicts": list(conflicts_of(entry, library)),
        "used_by": uses_json(entry, catalogue),
        "reference_digest": library.digest,
    }


def band_json(entry: Entry) -> Json | None:
    """Return the plausibility band of a number, null for the end of a series."""
    band = band_for(entry.table, entry.series, entry.unit)
    if band is None:
        return None
    return {"name": band.name, "low": decimal_text(band.low), "high": decimal_text(band.high), "unit": band.unit.code}


def conflicts_of(entry: Entry, library: Library) -> Iterator[Json]:
    """Yield what is known to contradict a number."""
    for row in library.records[CONFLICTS]:
        entries = row["entries"].split()
        if entry.id in entries:
            yield {name: row[name] for name in ("id", "subject", "readings", "kept", "reason")} | {"entries": entries}


def uses_json(entry: Entry, catalogue: Catalogue) -> Json:
    """Return who uses a number."""
    named = catalogue.usage.documents(entry)
    return {
        "methods": [method_use_json(use) for use in catalogue.usage.methods(entry, catalogue.index.until(entry))],
        "rulesets": [document_use_json(use) for use in named if use.kind == "ruleset"],
        "checks": [document_use_json(use) for use in named if use.kind != "ruleset"],
    }


def method_use_json(use: MethodUse) -> Json:
    """Return one way in which a method comes to a number."""
    return {
        "method": use.method.id,
        "title": dict(use.method.title),
        "kind": use.kind,
        "parameter": use.parameter,
        "substance": use.substance,
        "indicator": use.indicator,
        "match": use.template.match.value,
        "template": use.template.series,
        "formula": use.formula,
        "equation": FORMULAS[use.formula].equation if use.formula else None,
    }


def document_use_json(use: DocumentUse) -> Json:
    """Return one place of a ruleset or check."""
    return {"id": use.id, "pointer": use.pointer, "template": use.series}


def decimal_text(value: Fraction) -> str:
    """Return an exact number as decimal text, as a fraction where it has no end."""
    terminating = 10**MAX_PLACES % value.denominator == 0
    return exact_text(value, MAX_PLACES) if terminating else str(value)


def unit_json(unit: Unit) -> Json:
    """Return one unit; `factor` says how many canonical units of its dimension one of it is, exactly."""
    return {
        "code": unit.code,
        "dimension": unit.dimension,
        "factor": decimal_text(unit.factor),
        "label": {"zh": unit.label_zh, "en": unit.label_en},
        "aliases": list(unit.aliases),
    }


def ruleset_json(document: Mapping[str, Any]) -> Json:
    """Return what a ruleset is, without its rules."""
    named = ("id", "kind", "version", "title", "valid_from", "valid_to")
    return {name: document.get(name) for name in named}
