"""The plans' targets computed from reports, with their coverage, and set beside the printed value without a verdict.

A formula is data; a site counts where its accepted report gives the fields, and the answer says how many did of all. A
comparison is called "so far": it is made only where the plan prints a plain number with a date for all of a region, and
never for `≈`, 力争 or 一批.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.errors import InvalidInput
from service.scoring.texts import Text
from service.units import find_unit

DATED = re.compile(r"20[0-9]{2}(-[0-9]{2}){0,2}")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

#: How a formula adds fields up, and what other forms go by; the head of the document says what each is.
FIELD_FORMS = ("share", "sum", "change", "difference", "cumulative")
FORMS = (*FIELD_FORMS, "peak", "works", "found", "declared")
SUMS = ("sum", "cumulative")
#: Forms that set this year beside the year before.
BOTH_YEARS = ("change", "difference")


@dataclass(frozen=True, slots=True)
class Field:
    """A figure of a report in `unit`: what was made of a `production`; the amount, or a `parameter`, of the lines of a
    `kind`.
    """

    production: str | None
    kind: str | None
    materials: tuple[str, ...]
    parameter: str | None
    unit: str

    @property
    def name(self) -> str:
        """The field as it is called in a report."""
        line = f"activities.{self.kind}" + (f".{self.parameter}" if self.parameter else "")
        return f"production.{self.production}" if self.production else line


@dataclass(frozen=True, slots=True)
class Signs:
    """What shows that a works runs a process: a product, or the material or process of a line of activity."""

    productions: tuple[str, ...]
    processes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The signs as they are called in a report."""
        products = (f"production.{name}" for name in self.productions)
        return (*products, *(f"activities.process={name}" for name in self.processes))


@dataclass(frozen=True, slots=True)
class ToFind:
    """What a bureau finds by hand: a criterion of a ruleset, and an item of it where it has several."""

    ruleset: str
    criterion: str
    item: str

    @property
    def name(self) -> str:
        """The finding as it is called under an enterprise's recognitions."""
        return f"recognitions.{self.ruleset}.{self.criterion}" + (f".{self.item}" if self.item else "")


@dataclass(frozen=True, slots=True)
class Formula:
    """How a target is computed; see the head of the document for `form`, `absent` and `instead`."""

    id: str
    title: Text
    form: str
    unit: str
    sectors: tuple[str, ...]
    numerator: tuple[Field, ...]
    denominator: tuple[Field, ...]
    absent: str
    note: Text
    targets: tuple[str, ...]
    since: int | None = None
    instead: tuple[tuple[Field, ...], tuple[Field, ...]] = ((), ())
    running: Mapping[str, Signs] | None = None
    without: Signs = Signs((), ())
    findings: tuple[ToFind, ...] = ()
    declaration: str | None = None

    @property
    def ways(self) -> tuple[tuple[tuple[Field, ...], tuple[Field, ...]], ...]:
        """Numerator and denominator in each way in which a site may tell them."""
        return (self.numerator, self.denominator), self.instead

    @property
    def fields(self) -> tuple[str, ...]:
        """What may count, as reports and findings call it."""
        fields = (field.name for way in self.ways for fields in way for field in fields)
        signs = (name for each in (*(self.running or {}).values(), self.without) for name in each.names)
        declared = (f"declarations.{self.declaration}",) if self.declaration else ()
        return (*fields, *signs, *(each.name for each in self.findings), *declared)

    def years(self, year: int, target: Mapping[str, str]) -> range:
        """The years that are added up for a target: one, or those from the first one to the deadline at the latest."""
        if self.since is None:
            return range(year, year + 1)
        last = int(target["deadline"][:4]) if DATED.fullmatch(target["deadline"]) else year
        return range(self.since, min(year, last) + 1)

    def asks(self, sector: str) -> bool:
        """Whether sites of a sector are asked."""
        return not self.sectors or sector.startswith(self.sectors)


@dataclass(frozen=True, slots=True)
class Formulas:
    """The formulas with what they rest on, the targets that other resources answer, what data the other targets lack,
    the operators that draw a line, and the targets that hold for parts of a region only.
    """

    basis: str
    formulas: tuple[Formula, ...]
    elsewhere: Mapping[str, str]
    missing: Mapping[str, Text]
    lines: tuple[str, ...]
    in_parts: tuple[str, ...]

    def of(self, target: str) -> Formula | None:
        """The formula of a target."""
        return next((formula for formula in self.formulas if target in formula.targets), None)


@dataclass(frozen=True, slots=True)
class Given:
    """What a site's accepted reports give in base units, in the years asked for and in the year before; None is not
    given.
    """

    numerator: Fraction | None
    denominator: Fraction | None = None
    earlier: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """A value in the formula's unit over `counted` sites; None with a reason where there is none."""

    value: Fraction | None
    numerator: Fraction
    denominator: Fraction | None
    counted: int
    reason: str = ""


def compute(formula: Formula, given: Sequence[Given]) -> Computed:
    """The value over all sites that count; sums first, division last."""
    counting = [site for site in given if counts(formula, site)]
    numerator = sum((site.numerator or Fraction(0) for site in counting), Fraction(0))
    scale = find_unit(formula.unit).factor
    if not counting:
        return Computed(None, numerator, None, 0, "no_report_counts")
    if formula.form in SUMS:
        return Computed(numerator / scale, numerator, None, len(counting))
    below = (site.earlier if formula.form in BOTH_YEARS else site.denominator for site in counting)
    denominator = sum((part or Fraction(0) for part in below), Fraction(0))
    if formula.form == "difference":
        return Computed((numerator - denominator) / scale, numerator, denominator, len(counting))
    if denominator <= 0:
        return Computed(None, numerator, denominator, len(counting), "nothing_to_divide_by")
    ratio = numerator / denominator - (1 if formula.form == "change" else 0)
    return Computed(ratio / scale, numerator, denominator, len(counting))


def counts(formula: Formula, site: Given) -> bool:
    """Whether a site's report gives what a formula asks for."""
    if formula.form in BOTH_YEARS:
        return site.numerator is not None and site.earlier is not None
    if formula.form in SUMS:
        return site.numerator is not None
    return site.denominator is not None and (site.numerator is not None or formula.absent == "nothing")


def comparable(target: Mapping[str, str], formulas: Formulas) -> str:
    """Why a printed target is not compared: approximate, soft, no_line, no_number, no_date, or in_parts, where it holds
    for parts of the region that no table here names; empty where it is.
    """
    if target["operator"] == "≈":
        return "approximate"
    if target["soft"] == "yes":
        return "soft"
    if target["operator"] not in formulas.lines:
        return "no_line"
    if not NUMBER.fullmatch(target["value"]):
        return "no_number"
    if not DATED.fullmatch(target["deadline"]):
        return "no_date"
    return "in_parts" if target["id"] in formulas.in_parts else ""


def gap(target: Mapping[str, str], computed: Fraction, unit: str) -> Fraction:
    """Computed less printed, in the formula's unit; a printed unit that the library does not know is the formula's."""
    printed = Fraction(target["value"])
    try:
        scale = find_unit(target["unit"]).factor
    except InvalidInput:
        scale = find_unit(unit).factor
    return computed - printed * scale / find_unit(unit).factor
