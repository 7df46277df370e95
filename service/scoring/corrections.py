"""Corrections that belong to a level, with their inputs; without the inputs the level stays uncorrected.

A correction says which series it corrects and which way it can move them. One that only relaxes leaves the stricter
reading where its inputs are missing; without one that may also tighten, the level cannot be used at all, so that
leaving an input out never helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.correction_forms import FORMS, Shape
from service.scoring.document import Node
from service.scoring.texts import Text, read_text

RELAXES, EITHER = "relaxes", "either"


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated correction as data; `service.scoring.correction_forms` says what each form does.

    `inputs` are names of the ruleset's quantities; no `series` means every level that the line's kind applies it to.
    `by_analogy` lists levels of another document that the scheme corrects alike, as its own reading.
    `effect` is `relaxes` (it can only raise a level) or `either`. Years are inclusive; no `classes` means all.
    """

    id: str
    title: Text
    form: str
    inputs: tuple[str, ...]
    series: tuple[str, ...]
    by_analogy: tuple[str, ...]
    effect: str
    classes: tuple[str, ...]
    from_year: int | None
    to_year: int | None
    shape: Shape
    basis: str
    source: str
    clause: str
    status: str
    trust: str

    def applies(self, year: int, unit_class: str | None, series: str = "") -> bool:
        """Whether the correction governs this year, unit class and series."""
        in_years = (self.from_year or year) <= year <= (self.to_year or year)
        meant = not self.series or not series or series in (*self.series, *self.by_analogy)
        return in_years and meant and (not self.classes or unit_class in self.classes)

    def basis_for(self, series: str) -> str:
        """What the correction of a level rests on."""
        return "c on D" if series in self.by_analogy else self.basis

    def corrected(self, level: Fraction, inputs: Mapping[str, Fraction]) -> Fraction | None:
        """The level under this correction; None where an input is missing or outside what the document tables."""
        return FORMS[self.form].apply(self.shape, self.inputs, level, inputs)


def read_correction(name: str, node: Node) -> Correction:
    """One correction of a ruleset document."""
    form = node.text("form")
    if form not in FORMS:
        raise node.fault("correction_form", "form")
    effect = node.text("effect")
    if effect not in (RELAXES, EITHER):
        raise node.fault("word_unknown", "effect")
    correction = Correction(
        name, read_text(node, "title"), form, node.texts("inputs"), node.texts("series"),
        node.texts("by_analogy"), effect,
        node.texts("classes"), _year(node, "from_year"), _year(node, "to_year"), _shape(node, form),
        node.text("basis"), node.text("source"), node.text("clause"), node.text("status"), node.text("trust"),
    )  # fmt: skip
    node.finish()
    return correction


def _shape(node: Node, form: str) -> Shape:
    needed = FORMS[form]
    numbers = _named(node, "numbers", needed.numbers)
    slopes = _named(node, "slopes", node.texts("inputs") if needed.sloped else ())
    points = tuple(_point(item) for item in node.items("points"))
    places = int(node.number("places")) if node.has("places") else None
    if needed.pointed and not points:
        raise node.fault("key_missing", "points")
    return Shape(numbers, slopes, points, places)


def _point(node: Node) -> tuple[Fraction, Fraction]:
    point = (node.number("at"), node.number("add"))
    node.finish()
    return point


def _named(node: Node, key: str, names: tuple[str, ...]) -> Mapping[str, Fraction]:
    if not names:
        return {}
    child = node.child(key)
    values = {name: child.number(name) for name in names}
    child.finish()
    return values


def _year(node: Node, key: str) -> int | None:
    return int(node.number(key)) if node.has(key) else None
