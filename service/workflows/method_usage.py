"""How a method can come to a series of the library, for every argument of every formula that it may choose.

A method names series by templates (`power.{material}.ncv`). A template can come to an entry when its placeholders can
stand for what the series says there, the argument of a formula has the entry's dimension, and the entry holds in one of
the method's data years. Whether a calculation takes it also depends on the trust that the caller accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from service.accounting import AccountingMethod, KindRule, ResultRule, Role, Template
from service.calculators import formulas  # noqa: F401  importing the families proves them
from service.calculators.activities import CONSTANT_PREFIX, REMOVAL_FORMULA
from service.calculators.formula import FORMULAS
from service.factors import Match
from service.reference import Entry
from service.units import find_unit

PLACEHOLDER = "{"
_PLACEHOLDER = re.compile(r"(\{[^{}]+\})")
_PURE_NUMBER = "1"


@dataclass(frozen=True, slots=True)
class MethodUse:
    """One way in which a method can come to a series; `kind` is None where the totals are made, `formula` too."""

    method: AccountingMethod
    kind: str | None
    parameter: str
    template: Template
    substance: str
    indicator: str | None
    formula: str | None
    units: tuple[str, ...]

    def dimension_fits(self, entry: Entry) -> bool:
        """Whether the formula takes numbers of the entry's dimension."""
        return not self.units or entry.unit.dimension in {find_unit(unit).dimension for unit in self.units}

    def years_fit(self, entry: Entry, until: date | None) -> bool:
        """Whether the entry holds in some data year of the method."""
        last = self.method.last_year
        return (last is None or entry.valid_from.year <= last) and (
            until is None or until.year >= self.method.first_year
        )


def method_uses(method: AccountingMethod) -> Iterator[tuple[MethodUse, ResultRule | None]]:
    """Yield every use that a method can make of the library, and the rule that bounds it."""
    for kind in method.kinds.values():
        for rule in kind.results:
            for parameter, formula, units, role in inputs_of(kind, rule):
                for template in role.candidates:
                    yield (
                        MethodUse(
                            method, kind.kind, parameter, template, rule.substance, rule.indicator, formula, units
                        ),
                        rule,
                    )
    if method.gwp_set:
        for substance in sorted({rule.substance for kind in method.kinds.values() for rule in kind.results}):
            template = Template(f"gwp.{method.gwp_set}.{substance.lower()}", Match.EXACT)
            yield MethodUse(method, None, "global_warming_potential", template, substance, None, None, ()), None


Asked = tuple[str, str, tuple[str, ...], Role]


def inputs_of(kind: KindRule, rule: ResultRule) -> Iterator[Asked]:
    """Yield every argument that a result of the kind can look up: its name, formula, units and role, each once."""
    seen: set[tuple[str, str]] = set()
    chains = [recipe.formulas for recipe in rule.recipes] + ([(REMOVAL_FORMULA,)] if rule.removal else [])
    for formula in (FORMULAS[name] for chain in chains for name in chain):
        for argument in formula.arguments[1:]:
            if (formula.id, argument) not in seen:
                seen.add((formula.id, argument))
                units = tuple(sorted({s.arguments[argument] for s in formula.signatures if argument in s.arguments}))
                yield from asked_for(argument, formula.id, units, kind, rule.substance)


def asked_for(argument: str, formula: str, units: tuple[str, ...], kind: KindRule, substance: str) -> Iterator[Asked]:
    """Yield the role of an argument, or the roles behind one that is prepared from others."""
    role = role_of(argument, kind, substance)
    if role.prepared is None:
        yield argument, formula, units, role
        return
    for name in role.prepared.inputs:
        yield name, formula, (_PURE_NUMBER,), role_of(name, kind, substance)


def role_of(argument: str, kind: KindRule, substance: str) -> Role:
    """Return where the argument is looked up, a role for the substance going before a general one."""
    if argument.startswith(CONSTANT_PREFIX):
        return Role(argument, (Template(f"constant.molar_mass.{argument.removeprefix(CONSTANT_PREFIX)}", Match.EXACT),))
    return kind.roles.get(f"{argument}:{substance}") or kind.roles.get(argument) or Role(argument)


def pattern_of(use: MethodUse, rule: ResultRule | None, classes: Mapping[str, str]) -> re.Pattern[str]:
    """Return the series that a use can come to, its placeholders bounded by the rule's materials and processes."""
    if rule is None or PLACEHOLDER not in use.template.series:
        return template_pattern(use.template.series)
    covered = [
        m
        for m, c in classes.items()
        if (not rule.materials or m in rule.materials) and (not rule.classes or c in rule.classes)
    ]
    bounds = {
        "substance": [rule.substance.lower().replace(".", "")],
        "material": [*covered, *rule.materials] if rule.materials or rule.classes else [],
        "class": sorted({classes[m] for m in covered}),
        "process": rule.processes,
        "technology": rule.technologies,
    }
    grouped: dict[str, list[str]] = {c: [] for c in classes.values()}
    for material in covered:
        grouped[classes[material]].append(material)
    by_class: dict[str, Sequence[str]] = {c: materials or [""] for c, materials in grouped.items()}
    return template_pattern(use.template.series, {name: v for name, v in bounds.items() if v} | by_class)


def template_pattern(template: str, bounds: Mapping[str, Iterable[str]] | None = None) -> re.Pattern[str]:
    """Return a pattern of the series that a template can name; a placeholder without bounds stands for anything."""
    return _compiled(template) if not bounds else re.compile(_text(template, bounds))


@cache
def _compiled(template: str) -> re.Pattern[str]:
    """Most templates are named by hundreds of rules; the names are those of the library, so they are few."""
    return re.compile(_text(template, {}))


def _text(template: str, bounds: Mapping[str, Iterable[str]]) -> str:
    split = _PLACEHOLDER.split(template)
    parts = (bounds.get(part.strip("{}")) if part.startswith(PLACEHOLDER) else part for part in split)
    return "".join(map(_part_pattern, parts))


def _part_pattern(part: str | Iterable[str] | None) -> str:
    if part is None:
        return ".+"
    return re.escape(part) if isinstance(part, str) else "(?:" + "|".join(map(re.escape, part)) + ")"
