"""Accounting methods as data: what a guide counts, with which tables, by which rules, for which years.

A method is read from `emission_factors/methods/*.yaml`. Nothing here calculates; the engine asks a method which formula
serves an activity and where each of its inputs may come from. One method accounts for the greenhouse gases of a case
(`carbon`); beside it stands one of each other subject that governs the sector: pollutants, water, waste, allowances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from service.errors import Fault, MethodNotInForce
from service.factors import Match

#: How a method comes to a case: it competes for its subject, adds kinds of its own, or waits to be asked for by its id.
STANDINGS = ("closest", "beside", "on_request", "standby")

#: Stands among the processes of a rule for lines that name none.
UNNAMED = ""

#: Takes its subject where no method competes for it in the data year.
STANDBY = STANDINGS[3]

#: What a method may account for, in the order in which the methods of a case stand.
SUBJECTS = ("carbon", "pollutants", "water", "waste", "allowances", "removals")

#: Accounts beside the totals: each is reported for itself and never added to them or taken off. `process` stands for
#: one account for each process that the lines name, where a guide balances processes within the enterprise.
BY_PROCESS = "process"
ACCOUNTS = ("", "market_based", "biogenic", "sink", "captured", "stored", "used", "avoided", BY_PROCESS)


#: In a table of names: whatever the line says; and the line's own material.
ANY, SAME = "*", "{material}"


@dataclass(frozen=True, slots=True)
class Template:
    """A series name with placeholders ({material}, {class}, {province} ...) and how a hit on it counts."""

    series: str
    match: Match


@dataclass(frozen=True, slots=True)
class Role:
    """Where one input may come from: the sender, if `override` allows it, else the first candidate in force."""

    name: str
    candidates: tuple[Template, ...] = ()
    override: str = "yes"  # "yes", "with_evidence" or "no"
    evidence: tuple[str, ...] = ()
    prepared: Preparing | None = None
    reported_as: str = ""  # another parameter that states it, of another substance or of `{substance}` itself
    not_for: tuple[str, ...] = ()  # how the names of treatments begin that are none of this kind's, such as of roads

    @property
    def names(self) -> tuple[str, ...]:
        """Return the parameters by which the sender may state it: itself, another, or what it is prepared from."""
        stated = [name.partition(":")[0] for name in (self.name, self.reported_as) if name]
        return (*stated, *(self.prepared.inputs if self.prepared else ()))

    def other_name(self, substance: str) -> str:
        """Return the other parameter by which the sender may state it for a substance; empty where there is none."""
        return self.reported_as.replace("{substance}", substance)


@dataclass(frozen=True, slots=True)
class Preparing:
    """A power or a decay that a formula cannot compute itself: the function, and the roles of its inputs."""

    function: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A formula that can give the result, and the parameters that must be reported before it is chosen.

    Each formula in `then` goes on with the result of the one before as its first argument. `treated` says that the
    figure is what leaves the treatment: no removal is taken off it again.
    """

    formula: str
    needs: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    treated: bool = False

    @property
    def formulas(self) -> tuple[str, ...]:
        """Return the whole chain."""
        return (self.formula, *self.then)


@dataclass(frozen=True, slots=True)
class ResultRule:
    """One substance (or indicator) that an activity kind yields under the method.

    `account` is empty where the figure counts towards the totals; otherwise it names the account beside them, and
    nothing of it is ever netted. `classes`, `materials`, `processes` and `technologies` say for what the rule holds;
    an empty one holds for all. A rule `when_reported` holds only for lines that report what one of its recipes needs;
    `fractions` names the finer substance that is part of this one and the rest, each removed with its own efficiency.
    `specific` names parameters that this result takes as `name:SUBSTANCE` only: the plain name is another gas's factor.
    `sectors` are those in which the quantity of such a line is what the rule wants, such as all that was made.
    """

    substance: str
    scope: int | None
    medium: str
    recipes: tuple[Recipe, ...]
    removal: bool
    required: bool
    classes: tuple[str, ...]
    indicator: str | None
    account: str = ""
    materials: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    when_reported: bool = False
    fractions: tuple[str, ...] = ()
    specific: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def covers_sector(self, sector: str) -> bool:
        """Say whether the rule holds in a sector: by prefix of its code, for all where it names none."""
        return not self.sectors or sector.startswith(self.sectors)

    def covers(self, material: str | None, material_class: str | None, process: str | None, tech: str | None) -> bool:
        """Say whether the rule holds for an activity of this material, process and technology."""
        asked = (
            (self.materials, material),
            (self.classes, material_class),
            (self.processes, process or UNNAMED),
            (self.technologies, tech),
        )
        return all(not allowed or value in allowed for allowed, value in asked)


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a method makes of one kind of activity.

    A kind with `same_product` belongs to a method of another subject, whose lines it joins: this method adds what it
    knows of the same product, and the kinds named there would count that again. `names` says what placeholders of
    series stand for, by the technology, process or material of the line, and by `*` for all lines.
    """

    kind: str
    results: tuple[ResultRule, ...]
    roles: Mapping[str, Role]
    by_unit: bool
    monthly: bool
    counted_elsewhere: Mapping[str, str] = field(default_factory=dict)  # material -> kind under which it belongs
    not_counted: tuple[str, ...] = ()  # materials and processes outside the boundary; `*`: whatever no rule covers
    excludes: tuple[str, ...] = ()  # kinds that would count the same emission of the same unit again
    proof: tuple[str, ...] = ()  # kinds of evidence of which a line of this kind must name one
    standard_state: bool = False  # gas is monitored dry at standard state, so its m3 and Nm3 are the same here
    same_product: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()  # kinds whose pollutants are within those of this one, such as the fuel of a kiln
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def named(self, material: str | None, process: str | None, technology: str | None) -> Mapping[str, str]:
        """Return what placeholders stand for on such a line; a placeholder without a word of the line for nothing.

        `product` is the material where the kind has no table of products, and where its table says `{material}`.
        """
        words = [word for word in (technology, process, material) if word is not None] + [ANY]
        tables = {"product": {ANY: SAME}, **self.names}
        said = {name: next((table[word] for word in words if word in table), None) for name, table in tables.items()}
        texts = {name: material if text == SAME else text for name, text in said.items()}
        return {name: text for name, text in texts.items() if text is not None}


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a printed figure is rounded, once, at the end."""

    substances: tuple[str, ...]
    unit: str
    places: int
    mode: str
    clause: str


@dataclass(frozen=True, slots=True)
class FigureInput:
    """Where an input of a figure comes from: a product, a total of a substance, or another figure.

    `accounts` names the accounts beside the totals whose sums of the substance are added up in place of the total.
    """

    name: str
    production: str | None = None
    substance: str | None = None
    scope: int | None = None
    figure: str | None = None
    absent_is_zero: bool = False
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the whole report, such as an intensity; inputs stand in the order of the formula's arguments.

    A figure `below_zero_explained` is what is left of something: below zero it stands, and asks for the reason.
    """

    id: str
    formula: str
    inputs: tuple[FigureInput, ...]
    label: Mapping[str, str]
    places: int
    mode: str
    by_unit: bool
    below_zero_explained: bool = False


@dataclass(frozen=True)
class AccountingMethod:
    """One version of one guide."""

    id: str
    accounts: str  # one of SUBJECTS
    title: Mapping[str, str]
    source: str
    text_status: str
    first_year: int
    last_year: int | None
    last_listed_year: int | None  # after it, enterprises on the trading list have a guide of their own
    sectors: tuple[str, ...]
    ets_listed: tuple[bool | None, ...]
    gwp_set: str | None
    roundings: tuple[Rounding, ...]
    kinds: Mapping[str, KindRule]
    auxiliary: tuple[str, ...]
    own_guides: Mapping[str, str]
    figures: tuple[Figure, ...]
    expects: tuple[str, ...]
    document: Mapping[str, Any]

    def is_home_of(self, kind: str) -> bool:
        """Say whether the method itself takes lines of this kind; it does not where it only joins those of another."""
        return kind in self.kinds and not self.kinds[kind].same_product

    def has_use_of(self, kind: str) -> bool:
        """Say whether lines of this kind are the method's own business, be it as auxiliary data."""
        return self.is_home_of(kind) or kind in self.auxiliary

    def governs_year(self, year: int) -> bool:
        """Say whether `year` is one of the data years of this version."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    @property
    def name_with_years(self) -> str:
        """Return the id with the data years, as `CN-X-2024 (2024-)`."""
        return f"{self.id} ({self.first_year}-{self.last_year or ''})"

    def governs(self, year: int, ets_listed: bool | None) -> bool:
        """Say whether the version holds for a data year of an enterprise with this standing in emissions trading."""
        replaced = ets_listed is True and self.last_listed_year is not None and year > self.last_listed_year
        return self.governs_year(year) and ets_listed in self.ets_listed and not replaced

    @property
    def stands(self) -> str:
        """Return `closest` (competes for its subject), `beside` (adds its own kinds), `on_request` or `standby`."""
        return str(self.document.get("stands", STANDINGS[0]))

    def specificity(self, sector: str) -> int | None:
        """Return how closely a sector pattern fits (longer is closer), or None where none does."""
        fits = [len(p) for p in self.sectors if p == "*" or sector.startswith(p)]
        return max(fits) if fits else None

    def sector_names(self, sector: str) -> Mapping[str, str]:
        """Return what the placeholders that depend on the sector stand for; the longest prefix decides, `*` last."""
        found = {}
        for placeholder, by_prefix in self.document.get("sector_names", {}).items():
            fits = [prefix for prefix in by_prefix if prefix == "*" or sector.startswith(prefix)]
            if fits:
                found[placeholder] = by_prefix[max(fits, key=lambda prefix: (prefix != "*", len(prefix)))]
        return found

    def rounding(self, substance: str) -> Rounding:
        """Return the rounding rule of `substance`; the last rule of a method is its general one."""
        named = (r for r in self.roundings if substance in r.substances)
        return next(named, self.roundings[-1])


@dataclass(frozen=True)
class Methods:
    """All methods of a library."""

    methods: tuple[AccountingMethod, ...]

    @cached_property
    def by_id(self) -> Mapping[str, AccountingMethod]:
        """Return the methods by id."""
        return {m.id: m for m in self.methods}

    def in_force(
        self, accounts: str, sector: str, year: int, ets_listed: bool | None, *standings: str
    ) -> Sequence[AccountingMethod]:
        """Return the methods that govern the case, the closest first; without `standings`, those that compete."""
        fitting = [
            (fit, m)
            for m in self.methods
            if m.accounts == accounts and m.stands in (standings or STANDINGS[:1]) and m.governs(year, ets_listed)
            if (fit := m.specificity(sector)) is not None
        ]
        return [m for _, m in sorted(fitting, key=lambda pair: (-pair[0], pair[1].id))]

    def select(self, sector: str, year: int, ets_listed: bool | None, requested: str | None = None) -> AccountingMethod:
        """Return the carbon method in force, or the requested one if it is among those that fit.

        A method of another subject may be requested, too: the carbon method then is the one in force, and `beside`
        puts the requested one in its place. Raises `MethodNotInForce`, naming the method that is in force.
        """
        carbon = self.in_force(SUBJECTS[0], sector, year, ets_listed)
        named = self.by_id.get(requested or "")
        subject = named.accounts if named else SUBJECTS[0]
        fitting = carbon if subject == SUBJECTS[0] else self.in_force(subject, sector, year, None, *STANDINGS)
        if requested is not None and named not in fitting:
            raise MethodNotInForce(self._misfit(fitting, subject, sector, year, requested))
        if not carbon:
            raise MethodNotInForce(self._misfit((), SUBJECTS[0], sector, year, None))
        return named if named is not None and named in carbon else carbon[0]

    def _misfit(
        self, fitting: Sequence[AccountingMethod], subject: str, sector: str, year: int, requested: str | None
    ) -> Fault:
        """Say what a choice should have been: a method in force or, where there is none, another year."""
        pointer, params = "/method" if requested else "/period", {"year": str(year)}
        if fitting:
            code = "method.not_in_force" if requested in self.by_id else "method.unknown"
            return Fault(code, pointer, params | {"in_force": ", ".join(m.id for m in fitting)})
        others = [m for m in self.methods if m.accounts == subject and m.specificity(sector) is not None]
        return Fault("method.none_in_force", pointer, params | {"others": ", ".join(m.name_with_years for m in others)})

    def beside(self, sector: str, year: int, requested: str | None = None) -> tuple[AccountingMethod, ...]:
        """Return, of each other subject, the requested or the closest method in force, and those that stand beside it.

        Where none competes for a subject, one on standby takes it. Pollutants come first, where there is a method for
        them.
        """
        found: list[AccountingMethod] = []
        for subject in SUBJECTS[1:]:
            asked = [m for m in self.methods if m.id == requested and m.accounts == subject]
            competing = self.in_force(subject, sector, year, None)
            found += (asked or competing or self.in_force(subject, sector, year, None, STANDBY))[:1]
            found += (m for m in self.in_force(subject, sector, year, None, "beside") if m not in asked)
        return tuple(found)
