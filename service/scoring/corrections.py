"""Corrections that belong to a benchmark, with their inputs; without the inputs the benchmark stays uncorrected.

All forms here can only relax a benchmark, so an uncorrected one is the stricter reading and never a silent pass.
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

    `load`: level x base^(offset - slope x load) where load < threshold (2023-2024 allocation plan of the power sector,
    annex 3 table 1). `altitude`: level x (offset + slope x pressure / reference) where altitude > threshold
    (GB 16780-2021, table 2 note). `ore_grade`: level + slope x min(limit, reference - grade) below the reference grade
    (GB 21256-2025, 4.3). Inputs in the units of the document. Years are inclusive; no `classes` means all.
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
    trust: str

    def applies(self, year: int, unit_class: str | None) -> bool:
        """Whether the correction governs this year and unit class."""
        in_years = (self.from_year or year) <= year <= (self.to_year or year)
        return in_years and (not self.classes or unit_class in self.classes)

    def corrected(self, level: Fraction, inputs: Mapping[str, Fraction]) -> Fraction | None:
        """The level under this correction; None where an input is missing."""
        return _FORMS[self.form](self, level, inputs)


_NUMBERS = {
    "load": ("base", "offset", "slope", "threshold"),
    "altitude": ("offset", "slope", "reference", "threshold"),
    "ore_grade": ("slope", "reference", "limit"),
}
_INPUTS = {"load": ("load_factor",), "altitude": ("altitude", "air_pressure"), "ore_grade": ("ore_grade",)}


def read_correction(name: str, node: Node) -> Correction:
    """One correction of a ruleset document."""
    form = node.text("form")
    if form not in _NUMBERS:
        raise node.fault("correction_form", "form")
    numbers = node.child("numbers")
    correction = Correction(
        name, form, _INPUTS[form], node.texts("classes"), _year(node, "from_year"), _year(node, "to_year"),
        {key: numbers.number(key) for key in _NUMBERS[form]}, int(node.number("places")), node.text("basis"),
        node.text("source"), node.text("clause"), node.text("status"), node.text("trust"),
    )  # fmt: skip
    numbers.finish()
    node.finish()
    return correction


def _load(rule: Correction, level: Fraction, inputs: Mapping[str, Fraction]) -> Fraction | None:
    load = inputs.get("load_factor")
    if load is None or load >= rule.numbers["threshold"]:
        return None if load is None else level
    exponent = rule.numbers["offset"] - rule.numbers["slope"] * load
    return level * _rounded(Fraction(_PRECISION.power(_decimal(rule.numbers["base"]), _decimal(exponent))), rule)


def _altitude(rule: Correction, level: Fraction, inputs: Mapping[str, Fraction]) -> Fraction | None:
    altitude, pressure = inputs.get("altitude"), inputs.get("air_pressure")
    if altitude is None or (altitude > rule.numbers["threshold"] and pressure is None):
        return None
    if altitude <= rule.numbers["threshold"] or pressure is None:
        return level
    return level * _rounded(rule.numbers["offset"] + rule.numbers["slope"] * pressure / rule.numbers["reference"], rule)


def _ore_grade(rule: Correction, level: Fraction, inputs: Mapping[str, Fraction]) -> Fraction | None:
    grade = inputs.get("ore_grade")
    if grade is None:
        return None
    shortfall = min(rule.numbers["limit"], max(Fraction(0), rule.numbers["reference"] - grade))
    return level + rule.numbers["slope"] * shortfall


def _rounded(value: Fraction, rule: Correction) -> Fraction:
    return Fraction(round(value * 10**rule.places), 10**rule.places)


def _decimal(value: Fraction) -> Decimal:
    return _PRECISION.divide(Decimal(value.numerator), Decimal(value.denominator))


def _year(node: Node, key: str) -> int | None:
    return int(node.number(key)) if node.has(key) else None


_FORMS = {"load": _load, "altitude": _altitude, "ore_grade": _ore_grade}
