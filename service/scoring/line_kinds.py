"""Kinds of production line as data: products, ladders, levels, anchors, and what a report states beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from service.scoring.inventory import ProductLine
from service.scoring.texts import Text


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

    A condition outside its bounds counts as not stated. One with a `tolerance` needs a witness that says the same
    within it before it can relax a level (`service.scoring.proof`).
    """

    id: str
    title: Text
    unit: str
    role: str
    low: Fraction | None = None
    high: Fraction | None = None
    tolerance: Fraction | None = None

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
