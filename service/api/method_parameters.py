"""What may be reported for a kind of activity under a method, read off its formulas, its roles and the library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from service.accounting import KindRule, Role
from service.calculators.kind_inputs import formulas_of
from service.calculators.preparation import PREPARATIONS
from service.reference import Library
from service.vocabulary import material_classes

Json = dict[str, Any]


def parameter_json(name: str, kind: KindRule) -> Json:
    """Return one parameter: its units, whether and with what evidence it may be reported, where else it is found."""
    role = kind.roles.get(name, Role(name))
    prepared = role.prepared
    return {
        "name": name,
        "units": sorted(units_of(name.partition(":")[0], kind)),
        "override": role.override,
        "evidence": list(role.evidence),
        "prepared_from": list(prepared.inputs) if prepared else [],
        "equation": PREPARATIONS[prepared.function].equation if prepared else None,
        "candidates": [{"series": c.series, "match": c.match.value} for c in role.candidates],
    }


def units_of(name: str, kind: KindRule) -> set[str]:
    """Return the units in which formulas and preparations state a parameter; any unit of that dimension may be sent."""
    units = {s.arguments[name] for f in formulas_of(kind) for s in f.signatures if name in s.arguments}
    for role in kind.roles.values():
        if role.prepared is not None:
            stated = zip(role.prepared.inputs, PREPARATIONS[role.prepared.function].units, strict=True)
            units |= {unit for argument, unit in stated if argument == name}
    return units


def choices(kind: KindRule, library: Library, sector_patterns: Mapping[str, str]) -> Json:
    """Return the materials, processes, technologies and treatments that some series of the library names for this kind.

    They are read off the series: where a role looks in `a.{process}.b`, whatever stands there is a choice.
    """
    found: dict[str, set[str]] = {name: set() for name in CHOICES}
    for rule in kind.results:
        found["material"].update(rule.materials)
        found["process"].update(rule.processes)
        found["technology"].update(rule.technologies)
    for template in {c.series for role in kind.roles.values() for c in role.candidates}:
        if any(f"{{{name}}}" in template for name in CHOICES):
            pattern = template_pattern(template, sector_patterns)
            for match in filter(None, map(pattern.fullmatch, library.series)):
                for name in match.groupdict():
                    found[name].add(match[name])
    classes = material_classes(library)
    found["material"] = {material for material in found["material"] if counts(kind, material, classes.get(material))}
    return {name: sorted(values) for name, values in found.items() if values}


def counts(kind: KindRule, material: str, material_class: str | None) -> bool:
    """Say whether some rule of the kind holds for the material: a table may hold more than the kind takes from it."""
    return material not in kind.counted_elsewhere and any(
        (not rule.materials or material in rule.materials) and (not rule.classes or material_class in rule.classes)
        for rule in kind.results
    )


#: What an activity names.
CHOICES = ("material", "process", "technology", "treatment")


def template_pattern(template: str, sector_patterns: Mapping[str, str]) -> re.Pattern[str]:
    """Return a pattern in which each choice is a named group and every other placeholder matches what it may be."""
    parts = re.split(r"(\{[^}]+\})", template)
    seen: set[str] = set()
    pattern = ""
    for part in parts:
        name = part.strip("{}")
        if not part.startswith("{"):
            pattern += re.escape(part)
        elif name in CHOICES and name not in seen:
            pattern += f"(?P<{name}>[^.]+)"
            seen.add(name)
        else:
            pattern += f"(?:{sector_patterns[name]})" if name in sector_patterns else r"[^.]+"
    return re.compile(pattern)
