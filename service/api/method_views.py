"""Accounting methods as documents, generated from the objects that calculate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from service.accounting import AccountingMethod, KindRule, ResultRule, Role
from service.calculators.formula import FORMULAS, Formula
from service.reference import Library
from service.vocabulary import activity_kinds

Json = dict[str, Any]


class _Blank(dict[str, str]):
    """Placeholders that no material decides are left open, and then match no series."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def method_summary(method: AccountingMethod) -> Json:
    """Return what a method is and when it governs."""
    return {
        "id": method.id,
        "accounts": method.accounts,
        "title": dict(method.title),
        "text_status": method.text_status,
        "data_years": {"first": method.first_year, "last": method.last_year},
        "sectors": list(method.sectors),
        "ets": [_ETS[listed] for listed in method.ets_listed],
        "gwp_set": method.gwp_set,
    }


_ETS: Mapping[bool | None, str] = {True: "listed", False: "unlisted", None: "unstated"}


def method_detail(method: AccountingMethod, library: Library) -> Json:
    """Return a method with its kinds of activity, their formulas and parameters, and the materials that it covers."""
    return method_summary(method) | {
        "source": method.source,
        "rounding": [
            {
                "substances": list(rule.substances),
                "unit": rule.unit,
                "places": rule.places,
                "mode": rule.mode,
                "clause": rule.clause,
            }
            for rule in method.roundings
        ],
        "activities": [kind_json(kind, library) for kind in method.kinds.values()],
        "auxiliary": list(method.auxiliary),
        "expects": list(method.expects),
        "materials": list(materials(method, library)),
    }


def kind_json(kind: KindRule, library: Library) -> Json:
    """Return one kind of activity: what it yields, and every parameter that may be reported for it."""
    known = activity_kinds(library)[kind.kind]
    return {
        "kind": kind.kind,
        "label": {"zh": known["name_zh"], "en": known["name_en"]},
        "quantity": known["quantity"],
        "needs_material": known.get("needs_material") == "true",
        "counted_elsewhere": dict(kind.counted_elsewhere),
        "choices": choices(kind, library),
        "by_unit": kind.by_unit,
        "monthly": kind.monthly,
        "results": [result_json(rule) for rule in kind.results],
        "parameters": [parameter_json(name, kind) for name in parameter_names(kind)],
    }


def result_json(rule: ResultRule) -> Json:
    """Return one substance with the formulas that can give it, the first that fits being used."""
    return {
        "substance": rule.substance,
        "scope": rule.scope,
        "medium": rule.medium,
        "indicator": rule.indicator,
        "required": rule.required,
        "removal": rule.removal,
        "account": rule.account or None,
        "covers": {
            "materials": list(rule.materials),
            "classes": list(rule.classes),
            "processes": list(rule.processes),
            "technologies": list(rule.technologies),
        },
        "formulas": [
            formula_json(FORMULAS[name]) | {"needs": list(recipe.needs)}
            for recipe in rule.recipes
            for name in recipe.formulas
        ],
    }


def formula_json(formula: Formula) -> Json:
    """Return one formula with the units of its arguments, in each signature."""
    return {
        "id": formula.id,
        "version": formula.version,
        "label": {"zh": formula.label_zh, "en": formula.label_en},
        "equation": formula.equation,
        "citation": formula.citation,
        "signatures": [
            {
                "arguments": [{"name": name, "unit": unit} for name, unit in signature.arguments.items()],
                "result_unit": signature.result,
            }
            for signature in formula.signatures
        ],
    }


def parameter_names(kind: KindRule) -> list[str]:
    """Return every input of the kind's formulas besides the activity data, and every role of the method."""
    arguments = [
        name
        for rule in kind.results
        for recipe in rule.recipes
        for formula in recipe.formulas
        for name in FORMULAS[formula].arguments[1:]
    ]
    return sorted({*arguments, *kind.roles})


def choices(kind: KindRule, library: Library) -> Json:
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
            pattern = template_pattern(template)
            for match in filter(None, map(pattern.fullmatch, library.series)):
                for name in match.groupdict():
                    found[name].add(match[name])
    return {name: sorted(values) for name, values in found.items() if values}


#: What an activity names.
CHOICES = ("material", "process", "technology", "treatment")


def template_pattern(template: str) -> re.Pattern[str]:
    """Return a pattern in which each choice is a named group and every other placeholder matches anything."""
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
            pattern += r"[^.]+"
    return re.compile(pattern)


def parameter_json(name: str, kind: KindRule) -> Json:
    """Return one parameter: its units, whether and with what evidence it may be reported, where else it is found."""
    units = {
        signature.arguments[name]
        for rule in kind.results
        for recipe in rule.recipes
        for formula in recipe.formulas
        for signature in FORMULAS[formula].signatures
        if name in signature.arguments
    }
    role = kind.roles.get(name, Role(name))
    return {
        "name": name,
        "units": sorted(units),
        "override": role.override,
        "evidence": list(role.evidence),
        "candidates": [{"series": c.series, "match": c.match.value} for c in role.candidates],
    }


def materials(method: AccountingMethod, library: Library) -> Iterator[Json]:
    """Yield the materials for which some parameter of the method is in the library."""
    templates = {c.series for kind in method.kinds.values() for role in kind.roles.values() for c in role.candidates}
    by_material = [template for template in templates if "{material}" in template or "{class}" in template]
    for identifier, entry in library.documents["fuels/materials.yaml"].items():
        names = _Blank(material=identifier, **{"class": entry["class"]})
        if any(template.format_map(names) in library.series for template in by_material):
            yield {
                "id": identifier,
                "name": {"zh": entry["name_zh"], "en": entry["name_en"]},
                "state": entry["state"],
                "class": entry["class"],
                "aliases": list(entry.get("aliases", ())),
            }
