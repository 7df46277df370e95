"""What a line reports under which name, and what is missing or stated in another dimension, in words for a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.accounting import ResultRule
from service.calculators.activities import CONSTANT_PREFIX
from service.calculators.formula import FORMULAS, Formula
from service.calculators.plan import Shape


def reported_key(argument: str, substance: str, stated: Mapping[str, object]) -> str | None:
    """Return the key under which the sender reported `argument`: `name:SUBSTANCE` goes before `name`."""
    specific = f"{argument}:{substance}"
    if specific in stated:
        return specific
    return argument if argument in stated else None


def missing_inputs(rule: ResultRule, shape: Shape) -> tuple[str, ...]:
    """Name the inputs of the rule's last recipe that are not there, or the units that a quantity may have."""
    stated = {key: None for key, _, _ in shape.parameters}
    openings = [FORMULAS[recipe.formulas[0]] for recipe in rule.recipes]
    signatures = [signature for formula in openings for signature in formula.signatures]
    if not any(s.dimension(next(iter(s.arguments))) == shape.dimension for s in signatures):
        units = dict.fromkeys(next(iter(s.arguments.values())) for s in signatures)
        return (f"quantity in {' | '.join(units)}",)
    recipe = rule.recipes[-1]
    formulas = [FORMULAS[name] for name in recipe.formulas]
    wanted = [a for f in formulas for a in f.arguments[1:] if not a.startswith(CONSTANT_PREFIX)]
    absent = tuple(a for a in dict.fromkeys((*recipe.needs, *wanted)) if not reported_key(a, rule.substance, stated))
    return absent or other_units(formulas, rule.substance, {key: dimension for key, dimension, _ in shape.parameters})


def other_units(formulas: Sequence[Formula], substance: str, stated: Mapping[str, str]) -> tuple[str, ...]:
    """Name the units of the inputs that are stated in others; of the quantity where it is none of them."""
    wrong = {
        argument: units
        for formula in formulas
        for argument in formula.arguments[1:]
        if (key := reported_key(argument, substance, stated)) is not None
        if stated[key] not in {s.dimension(argument) for s in formula.signatures}
        for units in [dict.fromkeys(s.arguments[argument] for s in formula.signatures)]
    }
    units_of_quantity = dict.fromkeys(s.arguments[formulas[0].arguments[0]] for s in formulas[0].signatures)
    named = wrong or {"quantity": units_of_quantity}
    return tuple(f"{argument} in {' | '.join(units)}" for argument, units in named.items())
