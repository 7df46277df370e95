"""Corrections that belong to a benchmark, with their inputs; without the inputs the benchmark stays uncorrected.

Both kinds here can only relax a benchmark, so an uncorrected one is the stricter reading and never a silent pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from service.scoring.document import Node

_PRECISION = Context(prec=40)


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated correction as data.

    `load`: coefficient = base^(offset - slope x load) where load < threshold, else 1 (2023-2024 allocation plan of the
    power sector, annex 3 table 1). `altitude`: coefficient = offset + slope x pressure / reference where altitude >
    threshold, else 1 (GB 16780-2021, table 2 note). Years are inclusive; `classes` empty means all.
    """

    id: str
    form: str
    inputs: tuple[str, ...]
    classes: tuple[str, ...]
    from_year: int | None
    to_year: int | None
    numbers: Mapping[str, Fraction]
    places: int
    basis: str
    source: str
    clause: str
    status: str

    def applies(self, year: int, unit_class: str | None) -> bool:
        """Whether the correction governs this year and unit class."""
        in_years = (self.from_year or year) <= year <= (self.to_year or year)
        return in_years and (not self.classes or unit_class in self.classes)

    def coefficient(self, inputs: Mapping[str, Fraction]) -> Fraction | None:
        """The coefficient, rounded half to even to the ruleset's places; None where an input is missing."""
        return _load(self, inputs) if self.form == "load" else _altitude(self, inputs)


def read_correction(name: str, node: Node) -> Correction:
    """One correction of a ruleset document."""
    form = node.text("form")
    if form not in _NUMBERS:
        raise node.fault("correction_form", "form")
    numbers = node.child("numbers")
    correction = Correction(
        name, form, _INPUTS[form], node.texts("classes"), _year(node, "from_year"), _year(node, "to_year"),
        {key: numbers.number(key) for key in _NUMBERS[form]}, int(node.number("places")), node.text("basis"),
        node.text("source"), node.text("clause"), node.text("status"),
    )  # fmt: skip
    numbers.finish()
    node.finish()
    return correction


_NUMBERS = {
    "load": ("base", "offset", "slope", "threshold"),
    "altitude": ("offset", "slope", "reference", "threshold"),
}
_INPUTS = {"load": ("load_factor",), "altitude": ("altitude", "air_pressure")}


def _load(rule: Correction, inputs: Mapping[str, Fraction]) -> Fraction | None:
    load = inputs.get("load_factor")
    if load is None or load >= rule.numbers["threshold"]:
        return None if load is None else Fraction(1)
    exponent = rule.numbers["offset"] - rule.numbers["slope"] * load
    power = _PRECISION.power(_decimal(rule.numbers["base"]), _decimal(exponent))
    return Fraction(round(Fraction(power) * 10**rule.places), 10**rule.places)


def _altitude(rule: Correction, inputs: Mapping[str, Fraction]) -> Fraction | None:
    altitude, pressure = inputs.get("altitude"), inputs.get("air_pressure")
    if altitude is None or (altitude > rule.numbers["threshold"] and pressure is None):
        return None
    if altitude <= rule.numbers["threshold"] or pressure is None:
        return Fraction(1)
    value = rule.numbers["offset"] + rule.numbers["slope"] * pressure / rule.numbers["reference"]
    return Fraction(round(value * 10**rule.places), 10**rule.places)


def _decimal(value: Fraction) -> Decimal:
    return _PRECISION.divide(Decimal(value.numerator), Decimal(value.denominator))


def _year(node: Node, key: str) -> int | None:
    return int(node.number(key)) if node.has(key) else None
