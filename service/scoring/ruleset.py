"""The 双近零 scheme as data: what a ruleset document says, read strictly into frozen values.

Every parameter carries its basis: "D" rests on a document, "c" is the ruleset's own choice. A bureau replaces any of
them by a new version of the document; nothing here is a number in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from service.scoring.corrections import Correction
from service.scoring.grading import CarbonGrades
from service.scoring.inventory import Basis, DataTier, PollutantFigure, ProductLine
from service.scoring.result import Rating
from service.scoring.texts import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the scheme with what it rests on."""

    value: Fraction
    basis: str
    source: str
    clause: str
    note: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A compliance item or a veto: its id, title and what it rests on."""

    id: str
    title: Text
    basis: str
    source: str
    clause: str


@dataclass(frozen=True, slots=True)
class Cap:
    """A fact that holds the class at `rating` while it stands, and makes nobody ineligible."""

    fact: Fact
    rating: Rating


@dataclass(frozen=True, slots=True)
class RatingRule:
    """What a class asks for: a level on both axes, coverage, the gate, acceptance by the regulator."""

    rating: Rating
    level: Fraction
    coverage: Fraction
    gate: bool
    accepted: bool
    basis: str
    source: str
    clause: str


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity of a line times a benchmark series in `unit`; `{unit_class}` in the series is filled in."""

    quantity: str
    quantity_unit: str
    series: str
    unit: str
    correction: str | None


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the carbon ladder for one kind of line; `near_zero` names the parameter z/b or is None.

    `advanced` and `limit` are series of levels, of which the strictest in force counts; `{gb_key}` in them is the key
    of the level that the line has.
    """

    rung: int
    terms: tuple[Term, ...]
    advanced: tuple[str, ...]
    limit: tuple[str, ...]
    unit: str
    near_zero: str | None
    from_year: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that a report states of a line beside its product, in `unit`: energy used, or a condition.

    A condition outside its bounds counts as not stated.
    """

    id: str
    title: Text
    unit: str
    role: str
    low: Fraction | None = None
    high: Fraction | None = None

    def admits(self, value: Fraction) -> bool:
        """Whether a value lies within the bounds."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Energy:
    """By which stated quantity, less which other one, the levels of a kind of line judge it; in which unit and subject.

    Lines of one subject are summed; amounts of different subjects (energy, electricity) have no sum.
    """

    quantity: str
    unit: str
    subject: str
    less: str | None = None


@dataclass(frozen=True, slots=True)
class PollutantAnchor:
    """Series of one substance at one kind of line: baseline, advanced (empty: none exists), equivalent value.

    Of several the strictest in force counts.
    """

    baseline: tuple[str, ...]
    advanced: tuple[str, ...]
    equivalent: str | None


@dataclass(frozen=True, slots=True)
class Superseded:
    """The standard that has replaced the limits of a kind of line from a year on, its own limits not being known."""

    from_year: int
    document: str


@dataclass(frozen=True, slots=True)
class Step:
    """From a bound on (`inclusive`) or above it a line has the levels of `key`."""

    bound: Fraction
    inclusive: bool
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Which levels a line has by a stated condition, such as the capacity of its furnace; steps in rising order."""

    quantity: str
    steps: tuple[Step, ...]

    def key(self, stated: Mapping[str, Fraction]) -> str | None:
        """The key of the highest step reached; None where the condition is not stated or below all of them."""
        value = stated.get(self.quantity)
        if value is None:
            return None
        reached = [step.key for step in self.steps if value > step.bound or (step.inclusive and value == step.bound)]
        return reached[-1] if reached else None


@dataclass(frozen=True, slots=True)
class LineKind:
    """How one kind of production line is judged.

    `levels` gives each product the key of its energy levels, where the product decides it, `choice` where a condition
    of the line does; `energy` is what the levels
    judge; `corrections` belong to the levels, in the order in which they are applied. `unregulated` lists by medium
    what no national standard limits at this process: it has no anchor there and does not enter the sum.
    `class_levels` are the levels (keys of the energy standards) that a unit class may have, `class_capacity` the
    capacity in MW that it stays below; where nothing is said, anything fits.
    """

    id: str
    title: Text
    products: tuple[str, ...]
    unit: str
    unit_classes: tuple[str, ...]
    ladders: Mapping[str, tuple[Rung, ...]]
    pollutants: Mapping[str, Mapping[str, PollutantAnchor]]
    class_levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    class_capacity: Mapping[str, Fraction] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    choice: Choice | None = None
    energy: Energy | None = None
    corrections: tuple[str, ...] = ()
    unregulated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    superseded: Superseded | None = None

    def level_key(self, line: ProductLine) -> str | None:
        """The key of the energy levels of a line: its own, else that of its size or make, else its product's."""
        if line.gb_key or self.choice is None:
            return line.gb_key or self.levels.get(line.product)
        return self.choice.key(line.correction_inputs)

    def peer_class(self, line: ProductLine) -> str:
        """Among whom of its kind a line has its peers: its unit class, else those whose levels it shares."""
        return line.unit_class or self.level_key(line) or ""


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium that applies to a sector: its fixed list of substances and the basis that is required."""

    name: str
    substances: tuple[str, ...]
    required_basis: Basis | None
    basis: str


@dataclass(frozen=True, slots=True)
class Sector:
    """Sectors (GB/T 4754 prefixes) judged alike; `lacks` says what is still to be imported for a score."""

    codes: tuple[str, ...]
    title: Text
    lines: tuple[str, ...]
    media: tuple[Medium, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A version of the scheme; `anchor_trust` and `accept_draft` say which anchors a factor set for it may serve."""

    id: str
    version: str
    title: Text
    valid_from: date
    valid_to: date | None
    anchor_trust: str
    accept_draft: bool
    parameters: Mapping[str, Parameter]
    sigma: Mapping[DataTier, Fraction]
    basis_rank: Mapping[Basis, int]
    tiers: Mapping[Basis, tuple[DataTier, DataTier]]
    ratings: tuple[RatingRule, ...]
    compliance: tuple[Fact, ...]
    vetoes: tuple[Fact, ...]
    caps: tuple[Cap, ...]
    quantities: Mapping[str, Quantity]
    table_keys: Mapping[str, str]
    carbon_grades: CarbonGrades
    corrections: Mapping[str, Correction]
    lines: Mapping[str, LineKind]
    sectors: tuple[Sector, ...]

    @property
    def titled(self) -> tuple[Quantity | Correction, ...]:
        """What else has a title of its own: stated quantities and corrections."""
        return (*self.quantities.values(), *self.corrections.values())

    def number(self, name: str) -> Fraction:
        """The value of a parameter that the scheme cannot do without."""
        return self.parameters[name].value

    def tier(self, figure: PollutantFigure, *, accepted: bool) -> DataTier:
        """The data tier of a figure: as graded, else by its basis and whether the regulator has accepted the report."""
        return figure.tier or self.tiers[figure.basis][0 if accepted else 1]

    def conditions(self, stated: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """The stated conditions that the ruleset knows and whose values are possible."""
        return {
            name: value
            for name, value in stated.items()
            if name in self.quantities and self.quantities[name].admits(value)
        }

    def carbon_tier(self, line: ProductLine, *, accepted: bool) -> DataTier:
        """The data tier of a line's carbon: as graded, else by where the factors behind it come from."""
        return line.carbon_tier or self.carbon_grades.tier(line.carbon_inputs, accepted=accepted)

    def making(self, product: str) -> LineKind | None:
        """The first kind of line that makes a product; None for what is no product of the scheme."""
        return next((kind for kind in self.lines.values() if product in kind.products), None)

    def sector(self, code: str) -> Sector | None:
        """The rule with the longest prefix of a sector code."""
        fits = [(len(c), s) for s in self.sectors for c in s.codes if code.startswith(c)]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None
