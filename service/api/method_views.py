"""Accounting methods as documents, generated from the objects that calculate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from service.accounting import AccountingMethod, Figure, FigureInput, KindRule, ResultRule
from service.api.method_choices import choices
from service.api.method_parameters import parameter_json
from service.calculators.formula import FORMULAS
from service.calculators.kind_inputs import parameter_names
from service.reference import Library
from service.vocabulary import MATERIALS, PRODUCTS, activity_kinds

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
        "stands": method.stands,
        "title": dict(method.title),
        "text_status": method.text_status,
        "data_years": {
            "first": method.first_year,
            "last": method.last_year,
            "last_for_listed": method.last_listed_year,
        },
        "sectors": list(method.sectors),
        "ets": [_ETS[listed] for listed in method.ets_listed],
        "gwp_set": method.gwp_set,
    }


_ETS: Mapping[bool | None, str] = {True: "listed", False: "unlisted", None: "unstated"}


def method_detail(method: AccountingMethod, library: Library) -> Json:
    """Return a method with its kinds of activity, their formulas and parameters, and the materials that it covers."""
    patterns = by_sector(method)
    activities = [kind_json(kind, library, patterns) for kind in method.kinds.values()]
    offered = {material for activity in activities for material in activity["choices"].get("material", ())}
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
        "activities": activities,
        "figures": [figure_rule_json(figure) for figure in method.figures],
        "auxiliary": list(method.auxiliary),
        "expects": list(method.expects),
        "materials": list(materials(method, library, offered)),
    }


def by_sector(method: AccountingMethod) -> Mapping[str, str]:
    """Return, for each placeholder that the sector decides, a pattern of all that it may stand for."""
    named = method.document.get("sector_names", {})
    return {name: "|".join(sorted({re.escape(text) for text in values.values()})) for name, values in named.items()}


def kind_json(kind: KindRule, library: Library, sector_patterns: Mapping[str, str]) -> Json:
    """Return one kind of activity: what it yields, and every parameter that may be reported for it."""
    known = activity_kinds(library)[kind.kind]
    return {
        "kind": kind.kind,
        "label": {"zh": known["name_zh"], "en": known["name_en"]},
        "quantity": known["quantity"],
        "needs_material": known.get("needs_material") == "true",
        "counted_elsewhere": dict(kind.counted_elsewhere),
        "not_counted": list(kind.not_counted),
        "excludes": list(kind.excludes),
        "same_product": list(kind.same_product),
        "contains": list(kind.contains),
        "names": {name: dict(table) for name, table in kind.names.items()},
        "proof": list(kind.proof),
        "choices": choices(kind, library, sector_patterns),
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
            formula_json(name) | {"needs": list(recipe.needs)} for recipe in rule.recipes for name in recipe.formulas
        ],
    }


@cache
def formula_json(name: str) -> Json:
    """Return one formula with the units of its arguments, in each signature; a method names the same one often."""
    formula = FORMULAS[name]
    return {
        "id": formula.id,
        "version": formula.version,
        "label": {"zh": formula.label_zh, "en": formula.label_en},
        "equation": formula.equation,
        "citation": formula.citation,
        "signatures": [
            {
                "arguments": [
                    {"name": name, "symbol": formula.symbols[name], "unit": unit}
                    for name, unit in signature.arguments.items()
                ],
                "result_unit": signature.result,
            }
            for signature in formula.signatures
        ],
    }


def figure_rule_json(figure: Figure) -> Json:
    """Return a figure of the whole report: its formula, and the products, totals and figures it rests on."""
    return {
        "id": figure.id,
        "label": dict(figure.label),
        "by_unit": figure.by_unit,
        "places": figure.places,
        "mode": figure.mode,
        "formula": formula_json(figure.formula) | {"needs": []},
        "inputs": {source.name: source_text(source) for source in figure.inputs},
    }


def source_text(source: FigureInput) -> str:
    """Return what an input of a figure is: a product, a figure, a total, or the sum of accounts of a substance."""
    total = f"{source.substance}: {' + '.join(source.accounts)}" if source.accounts else source.substance
    return source.production or source.figure or total or ""


def materials(method: AccountingMethod, library: Library, offered: Collection[str]) -> Iterator[Json]:
    """Yield the materials and products that some kind of the method offers, and those that it has a number for.

    A product, an animal or a vehicle has no state and no class.
    """
    templates = {c.series for kind in method.kinds.values() for role in kind.roles.values() for c in role.candidates}
    by_material = [template for template in templates if "{material}" in template or "{class}" in template]
    for identifier, entry in library.documents[MATERIALS].items():
        names = _Blank(material=identifier, **{"class": entry["class"]})
        if identifier in offered or any(template.format_map(names) in library.series for template in by_material):
            yield material_json(identifier, entry)
    known = library.documents[MATERIALS]
    for identifier, entry in library.documents.get(PRODUCTS, {}).items():
        if identifier in offered and identifier not in known:
            yield material_json(identifier, entry)


def material_json(identifier: str, entry: Mapping[str, Any]) -> Json:
    """Return one entry of the registers of materials and products."""
    return {
        "id": identifier,
        "name": {"zh": entry["name_zh"], "en": entry["name_en"]},
        "state": entry.get("state"),
        "class": entry.get("class"),
        "aliases": list(entry.get("aliases", ())),
    }
