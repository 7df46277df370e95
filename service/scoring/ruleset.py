"""The 双近零 scheme as data: what a ruleset document says, read strictly into frozen values.

Every parameter carries its basis: "D" rests on a document, "c" is the ruleset's own choice. A bureau replaces any of
them by a new version of the document; nothing here is a number in code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from service.scoring.corrections import Correction
from service.scoring.grading import CarbonGrades
from service.scoring.inventory import Basis, DataTier, PollutantFigure, ProductLine
from service.scoring.line_kinds import LineKind, Quantity
from service.scoring.result import Rating, Reason
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
    """A compliance item, a veto, a kind of evidence or a rule without a number: its id, title and what it rests on."""

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
class Medium:
    """A medium that applies to a sector: its fixed list of substances and the basis that is required."""

    name: str
    substances: tuple[str, ...]
    required_basis: Basis | None
    basis: str


#: What a sector may lack on the carbon axis; anything else it lacks on that of pollutants.
OF_CARBON = frozenset({"carbon_benchmark", "ets_balance_value", "rolling_level"})


@dataclass(frozen=True, slots=True)
class Sector:
    """Sectors (GB/T 4754 prefixes) judged alike; `lacks` says what is still to be imported for a score."""

    codes: tuple[str, ...]
    title: Text
    lines: tuple[str, ...]
    media: tuple[Medium, ...]
    lacks: tuple[str, ...]

    def lacking(self, *, carbon: bool) -> tuple[Reason, ...]:
        """What is still to be imported for one of the axes."""
        items = (item for item in self.lacks if (item in OF_CARBON) == carbon)
        return tuple(Reason("sector.lacks", {"item": f"@{item}"}) for item in items)


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
    structure: tuple[Fact, ...]
    ratings: tuple[RatingRule, ...]
    compliance: tuple[Fact, ...]
    vetoes: tuple[Fact, ...]
    caps: tuple[Cap, ...]
    evidence: tuple[Fact, ...]
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

    def oxygen(self, kind: LineKind) -> tuple[Fraction, Fraction] | None:
        """The reference oxygen of a kind of line and the oxygen of air, as shares of one; None where none is given."""
        reference = self.parameters.get(f"reference_oxygen.{kind.id}")
        return None if reference is None else (reference.value / 100, self.number("oxygen_of_air") / 100)

    def highest_ground(self, region: str) -> Fraction:
        """The height in m above which no works of a province stands."""
        own = self.parameters.get(f"highest_ground.{region[:2]}")
        return own.value if own is not None else self.number("highest_ground")

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
        emits = line.direct_co2 is not None or line.purchased_energy_co2 is not None
        return line.carbon_tier or self.carbon_grades.tier(line.carbon_inputs, accepted=accepted, emits=emits)

    def making(self, product: str) -> LineKind | None:
        """The first kind of line that makes a product; None for what is no product of the scheme."""
        return next((kind for kind in self.lines.values() if product in kind.products), None)

    def sector(self, code: str) -> Sector | None:
        """The rule with the longest prefix of a sector code."""
        fits = [(len(c), s) for s in self.sectors for c in s.codes if code.startswith(c)]
        return max(fits, key=lambda fit: fit[0])[1] if fits else None
