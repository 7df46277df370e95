"""What a line could name instead: the materials, processes and technologies for which the library has a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from service.calculators.plan import Shape
from service.factors import FactorSet
from service.spelling import alike, folded

#: What a line names, and series are looked up by.
CHOICES = ("material", "process", "technology")

#: How many names a refusal lists.
LISTED = 24


class _Open(dict[str, str]):
    """Placeholders that nothing decides stand for any one word of a series."""

    def __missing__(self, key: str) -> str:
        return "*"


def choices_text(templates: Iterable[str], known: Mapping[str, str], shape: Shape, factors: FactorSet) -> str:
    """Return `material: a, b; process: c` for the names that series of these templates hold, the likeliest first.

    `known` are the placeholders that the case decides. The text is empty where no template names a choice, and in a
    replay, where there is no library to look in.
    """
    names = list(factors.series_names())
    texts = [f"{choice}: {text}" for choice in CHOICES if (text := _listed(choice, templates, known, shape, names))]
    return "; ".join(texts)


def _listed(choice: str, templates: Iterable[str], known: Mapping[str, str], shape: Shape, names: Iterable[str]) -> str:
    """Return the names that one choice may take, those most like the one that was sent before the others."""
    patterns = [_pattern(template, choice, known) for template in templates if f"{{{choice}}}" in template]
    found = {match[1] for pattern in patterns for match in map(pattern.fullmatch, names) if match}
    sent = getattr(shape, choice)
    if sent in found:
        return ""
    word = folded(sent or "")
    ordered = sorted(found, key=lambda name: (-alike(word, folded(name)) if word else 0.0, name))
    return ", ".join(ordered[:LISTED]) + (", ..." if len(ordered) > LISTED else "")


def _pattern(template: str, choice: str, known: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern whose group is the choice; the other choices are open, for any of them may be wrong too."""
    fixed = {name: text for name, text in known.items() if name not in CHOICES}
    filled = template.format_map(_Open(fixed | {choice: "?"}))
    return re.compile(re.escape(filled).replace(r"\?", "([^.]+)").replace(r"\*", "[^.]+"))
