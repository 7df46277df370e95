"""What the CO2 of a line's fuels says of it: how much gas and how much heat there can be, and what kind of line it is.

`carbon` is CO2 in t, of living origin too, by fuel and its class. The ruleset gives for a kind of line the gas
(`stack_gas`, Nm3 per kg) and the heat (`fuel_heat`, GJ per t) that a mass of CO2 can stand for, by fuel or class, and
for kilns, ovens and furnaces the gas that belongs to their product (`product_gas`, Nm3 per t).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from service.scoring.footing import output_in
from service.scoring.inventory import ProductLine
from service.scoring.line_kinds import LineKind
from service.scoring.ruleset import Ruleset

Carbon = Mapping[tuple[str, str], Fraction]
GAS, HEAT, OTHER, PRODUCT = "stack_gas", "fuel_heat", "other", "product_gas"
KILOGRAMS_PER_TONNE = 10**3


def fuel_gas(kind: LineKind, carbon: Carbon, ruleset: Ruleset) -> Fraction | None:
    """The most stack gas at reference oxygen, in Nm3, that a line's CO2 can fill; None for kinds that are not asked."""
    found = _weighed(GAS, kind, carbon, ruleset)
    return found * KILOGRAMS_PER_TONNE if found is not None else None


def gas_limit(line: ProductLine, kind: LineKind | None, substance: str, ruleset: Ruleset) -> Fraction | None:
    """The most gas, in Nm3, that a substance of a line can come with, by its fuels or its product; None: unknown."""
    if line.fuel_gas is not None or kind is None:
        return line.fuel_gas
    names = (f"{PRODUCT}.{kind.id}.{substance}", f"{PRODUCT}.{kind.id}")
    given = next((ruleset.parameters[name] for name in names if name in ruleset.parameters), None)
    if given is None or (made := output_in(line, kind)) is None:
        return None
    return given.value * ruleset.number("product_gas_margin") * max(made, Fraction(0))


def fuel_heat(kind: LineKind, carbon: Carbon, ruleset: Ruleset) -> Fraction | None:
    """The most heat, in GJ, that the fuels of a line can hold; None for kinds that are not asked."""
    return _weighed(HEAT, kind, carbon, ruleset)


def cleaner_share(kind: LineKind, carbon: Carbon, ruleset: Ruleset) -> Fraction | None:
    """The share of CO2 from fuels that hold more heat per CO2 than what the kind of line is named after."""
    ratios, whole = _ratios(HEAT, kind, ruleset), sum(carbon.values(), Fraction(0))
    if not ratios or whole <= 0:
        return None
    return sum((mass for of, mass in carbon.items() if _ratio(ratios, of) > ratios[OTHER]), Fraction(0)) / whole


def _weighed(name: str, kind: LineKind, carbon: Carbon, ruleset: Ruleset) -> Fraction | None:
    ratios = _ratios(name, kind, ruleset)
    if not ratios or sum(carbon.values()) <= 0:
        return None
    return sum((mass * _ratio(ratios, of) for of, mass in carbon.items()), Fraction(0))


def _ratios(name: str, kind: LineKind, ruleset: Ruleset) -> dict[str, Fraction]:
    start = f"{name}.{kind.id}."
    return {key.removeprefix(start): p.value for key, p in ruleset.parameters.items() if key.startswith(start)}


def _ratio(ratios: Mapping[str, Fraction], of: tuple[str, str]) -> Fraction:
    return next((ratios[word] for word in of if word in ratios), ratios[OTHER])
