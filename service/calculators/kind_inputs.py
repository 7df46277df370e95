"""Which inputs a kind of activity takes under a method: those of its formulas, its roles and what prepares them."""

from __future__ import annotations

from service.accounting import KindRule
from service.calculators.activities import BASIS_FORMULAS, BASIS_ROLES, CONSTANT_PREFIX, REMOVAL_FORMULA
from service.calculators.formula import FORMULAS, Formula


def formulas_of(kind: KindRule) -> list[Formula]:
    """Return every formula that the kind may run: those of its recipes, treatment, and the change of basis."""
    names = [name for rule in kind.results for recipe in rule.recipes for name in recipe.formulas]
    if any(rule.removal for rule in kind.results):
        names.append(REMOVAL_FORMULA)
    arguments = {argument for name in names for argument in FORMULAS[name].arguments}
    if arguments & BASIS_ROLES:
        names += [formula for formula, _ in BASIS_FORMULAS.values()]
    return [FORMULAS[name] for name in dict.fromkeys(names)]


def parameter_names(kind: KindRule) -> list[str]:
    """Return every input of the kind's formulas besides the activity data, and every role of the method."""
    arguments = {name for formula in formulas_of(kind) for name in formula.arguments[1:]}
    prepared = {name for role in kind.roles.values() if role.prepared for name in role.prepared.inputs}
    named = {name for name in arguments if not name.startswith(CONSTANT_PREFIX)}
    return sorted((named | set(kind.roles) | prepared) - {"activity_data"})
