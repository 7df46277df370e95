"""Who uses a number: the methods that can come to it, and the rulesets and checks that name its series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.accounting import Methods
from service.checks.catalogue import CATALOGUE
from service.reference import Entry, Library
from service.vocabulary import material_classes
from service.workflows.method_usage import PLACEHOLDER, MethodUse, method_uses, pattern_of, template_pattern

_SERIES = re.compile(r"[a-z0-9_]+(?:\.(?:[A-Za-z0-9_+-]|\{[a-z_]+\})+)+")


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """A place that names a series: a ruleset with the JSON pointer into it, or a check, which has no pointer."""

    kind: str
    id: str
    pointer: str
    series: str


class Usage:
    """The uses of all series of a library, prepared once."""

    def __init__(self, library: Library, methods: Methods) -> None:
        classes = material_classes(library)
        self._by_pattern: dict[re.Pattern[str], list[MethodUse]] = {}
        for method in methods.methods:
            for use, rule in method_uses(method):
                self._by_pattern.setdefault(pattern_of(use, rule, classes), []).append(use)
        self._documents = [*document_uses(library), *check_uses()]

    def methods(self, entry: Entry, until: date | None) -> Sequence[MethodUse]:
        """The uses by methods, in the order of method, kind and parameter; none for what no calculation may take."""
        if not entry.usable:
            return []
        found = (
            use
            for pattern, uses in self._by_pattern.items()
            if pattern.fullmatch(entry.series)
            for use in uses
            if use.dimension_fits(entry) and use.years_fit(entry, until)
        )
        return sorted(
            found, key=lambda use: (use.method.id, use.kind or "", use.parameter, use.substance, use.formula or "")
        )

    def documents(self, entry: Entry) -> Sequence[DocumentUse]:
        """The rulesets and checks that name the entry's series."""
        return [use for use in self._documents if template_pattern(use.series).fullmatch(entry.series)]


def document_uses(library: Library) -> Iterator[DocumentUse]:
    """Yield every text in a ruleset or in the thresholds of the checks that names a series of the library."""
    for file, document in library.documents.items():
        if file.startswith(("rulesets/", "checks/")):
            kind, name = ("ruleset", str(document["id"])) if "id" in document else ("thresholds", file)
            for pointer, text in texts_of(document, ""):
                if _SERIES.fullmatch(text) and names_a_series(text, library):
                    yield DocumentUse(kind, name, pointer, text)


def names_a_series(text: str, library: Library) -> bool:
    """Say whether a name, or one with placeholders, is that of a series."""
    if PLACEHOLDER not in text:
        return text in library.series
    return any(map(template_pattern(text).fullmatch, library.series))


def texts_of(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield every text of a document with the JSON pointer to it."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from texts_of(below, f"{pointer}/{key}")
    elif isinstance(value, list):
        for position, below in enumerate(value):
            yield from texts_of(below, f"{pointer}/{position}")


def check_uses() -> Iterator[DocumentUse]:
    """Yield the series that checks compare with."""
    return (DocumentUse("check", check.number, "", series) for check in CATALOGUE for series in check.reads)
