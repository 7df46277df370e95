"""What a line of a kind may name under a method: materials, processes, technologies and treatments.

They are read off the series of the library: where a role looks in `a.{process}.b`, whatever stands there is a choice,
as long as the other words of the series are ones that the kind can ask for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from service.accounting import ANY, SAME, UNNAMED, KindRule, Role
from service.calculators.planner import series_name
from service.reference import Library
from service.vocabulary import PRODUCTS, material_classes

Json = dict[str, Any]

#: What an activity names.
CHOICES = ("material", "process", "technology", "treatment")

#: A word of series names that stands for all processes, and is no name of one.
ALL = "any"

Patterns = Mapping[str, str]


def choices(kind: KindRule, library: Library, sector_patterns: Patterns) -> Json:
    """Return the names that rules and series know for this kind, each list in order."""
    materials = countable(kind, library)
    found: dict[str, set[str]] = {name: set() for name in CHOICES}
    for rule in kind.results:
        found["material"].update(material for material in rule.materials if material not in kind.counted_elsewhere)
        found["process"].update(rule.processes)
        found["technology"].update(rule.technologies)
    for role in kind.roles.values():
        for named in offered(role, kind, library, {**sector_patterns, **known_words(role, kind)}):
            if named.get("material", ANY) in {*materials, ANY}:
                for name, word in named.items():
                    found[name].add(word)
    for word in (word for table in kind.names.values() for word in table):
        for name in ("material",) if word in materials else ("process", "technology"):
            found[name].add(word)
    found["treatment"] = {word for word in found["treatment"] if not word.startswith(not_for(kind))}
    none = {ALL, ANY, UNNAMED}
    return {name: sorted(words - none) for name, words in found.items() if words - none}


def offered(role: Role, kind: KindRule, library: Library, patterns: Patterns) -> Iterator[dict[str, str]]:
    """Yield what each series that the role can find names: choice -> word."""
    by_product: dict[str, list[str]] = {}
    for material, product in kind.names.get("product", {}).items():
        by_product.setdefault(product, []).append(material)
    for template in (c.series for c in role.candidates if "{" in c.series):
        pattern = template_pattern(template, patterns)
        for match in filter(None, map(pattern.fullmatch, beginning(template, library))):
            words: dict[str, str] = match.groupdict()
            named = {name: word for name, word in words.items() if name in CHOICES}
            product = words.get("product", "")
            meant = [product, *by_product.get(product, [])] if product else [words.get("material", "")]
            yield from (named | ({"material": material} if material else {}) for material in meant)


def beginning(template: str, library: Library) -> Sequence[str]:
    """Return the series that begin as the template does before its first placeholder."""
    names = sorted_series(library)
    head = template.partition("{")[0]
    return names[bisect_left(names, head) : bisect_left(names, head + LAST)]


def sorted_series(library: Library) -> Sequence[str]:
    """Return the names of all series in order; libraries of one digest share them."""
    if library.digest not in _SORTED:
        _SORTED.clear()
        _SORTED[library.digest] = sorted(library.series)
    return _SORTED[library.digest]


_SORTED: dict[str, Sequence[str]] = {}

#: Sorts behind every character of a name.
LAST = chr(0x10FFFF)


def countable(kind: KindRule, library: Library) -> frozenset[str]:
    """Return the registered materials, products and substances for which some rule of the kind holds.

    A table may hold more than the kind takes from it, and words for whole classes beside the names of materials.
    """
    classes = material_classes(library)
    names = {*classes, *library.documents.get(PRODUCTS, {}), *library.documents["substances.yaml"]}
    return frozenset(name for name in names if counts(kind, name, classes.get(name)))


def counts(kind: KindRule, material: str, material_class: str | None) -> bool:
    """Say whether some rule of the kind holds for the material."""
    return material not in kind.counted_elsewhere and any(
        (not rule.materials or material in rule.materials) and (not rule.classes or material_class in rule.classes)
        for rule in kind.results
    )


def known_words(role: Role, kind: KindRule) -> Patterns:
    """Return patterns of the placeholders that the kind decides: substances, classes of material, its own names."""
    substance = role.name.partition(":")[2]
    asked = [substance] if substance else [rule.substance for rule in kind.results]
    classes = {name for rule in kind.results for name in rule.classes}
    found = {"substance": alternatives(series_name(name) for name in asked)}
    if classes and all(rule.classes for rule in kind.results):
        found["class"] = alternatives(classes)
    closed = {name: table for name, table in kind.names.items() if SAME not in table.values()}
    return found | {name: alternatives(table.values()) for name, table in closed.items()}


def not_for(kind: KindRule) -> tuple[str, ...]:
    """Return the beginnings of the names of treatments that the kind never credits."""
    return tuple(prefix for role in kind.roles.values() for prefix in role.not_for)


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern of the words."""
    return "|".join(sorted({re.escape(word) for word in words}))


def template_pattern(template: str, patterns: Patterns) -> re.Pattern[str]:
    """Return a pattern in which each choice is a named group and every other placeholder matches what it may be.

    `{coal}`, `{oil}` and the like stand for a material of that class.
    """
    seen: set[str] = set()
    pattern = ""
    for part in re.split(r"(\{[^}]+\})", template):
        name = MATERIALS_OF_A_CLASS.get(part, part.strip("{}"))
        if not part.startswith("{"):
            pattern += re.escape(part)
        elif name in patterns:
            pattern += f"(?:{patterns[name]})"
        elif name in (*CHOICES, "product") and name not in seen:
            pattern += f"(?P<{name}>[^.]+)"
            seen.add(name)
        else:
            pattern += r"[^.]+"
    return re.compile(pattern)


MATERIALS_OF_A_CLASS = {f"{{{name}}}": "material" for name in ("coal", "oil", "gas", "biomass")}
