"""Accounting methods as data: what a guide counts, with which tables, by which rules, for which years.

A method is read from `emission_factors/methods/*.yaml`. Nothing here calculates; the engine asks a method which formula
serves an activity and where each of its inputs may come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from service.errors import Fault, MethodNotInForce
from service.factors import Match
from service.reference import Library


@dataclass(frozen=True, slots=True)
class Template:
    """A series name with placeholders ({material}, {class}, {province} ...) and how a hit on it counts."""

    series: str
    match: Match


@dataclass(frozen=True, slots=True)
class Role:
    """Where one input may come from: the sender, if `override` allows it, else the first candidate in force."""

    name: str
    candidates: tuple[Template, ...]
    override: str  # "yes", "with_evidence" or "no"
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A formula that can give the result, and the parameters that must be reported before it is chosen."""

    formula: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultRule:
    """One substance (or indicator) that an activity kind yields under the method."""

    substance: str
    scope: int | None
    medium: str
    recipes: tuple[Recipe, ...]
    removal: bool
    required: bool
    classes: tuple[str, ...]
    indicator: str | None


@dataclass(frozen=True, slots=True)
class KindRule:
    """What a method makes of one kind of activity."""

    kind: str
    results: tuple[ResultRule, ...]
    roles: Mapping[str, Role]
    by_unit: bool
    monthly: bool


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a printed figure is rounded, once, at the end."""

    substances: tuple[str, ...]
    unit: str
    places: int
    mode: str
    clause: str


@dataclass(frozen=True)
class AccountingMethod:
    """One version of one guide."""

    id: str
    accounts: str  # "carbon" or "pollutants"
    title: Mapping[str, str]
    source: str
    text_status: str
    first_year: int
    last_year: int | None
    sectors: tuple[str, ...]
    ets_listed: tuple[bool | None, ...]
    gwp_set: str | None
    roundings: tuple[Rounding, ...]
    kinds: Mapping[str, KindRule]
    auxiliary: tuple[str, ...]
    own_guides: Mapping[str, str]
    document: Mapping[str, Any]

    def governs_year(self, year: int) -> bool:
        """Say whether `year` is one of the data years of this version."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def specificity(self, sector: str) -> int | None:
        """Return how closely a sector pattern fits (longer is closer), or None where none does."""
        fits = [len(p) for p in self.sectors if p == "*" or sector.startswith(p)]
        return max(fits) if fits else None

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

    def in_force(self, accounts: str, sector: str, year: int, ets_listed: bool | None) -> Sequence[AccountingMethod]:
        """Return the methods that govern the case, the closest first."""
        fitting = [
            (fit, m)
            for m in self.methods
            if m.accounts == accounts and m.governs_year(year) and ets_listed in m.ets_listed
            if (fit := m.specificity(sector)) is not None
        ]
        return [m for _, m in sorted(fitting, key=lambda pair: (-pair[0], pair[1].id))]

    def select(self, sector: str, year: int, ets_listed: bool | None, requested: str | None = None) -> AccountingMethod:
        """Return the carbon method in force, or the requested one if it is among those that fit.

        Raises `MethodNotInForce`, naming the method that is in force.
        """
        fitting = self.in_force("carbon", sector, year, ets_listed)
        if requested is None and fitting:
            return fitting[0]
        for method in fitting:
            if method.id == requested:
                return method
        names = ", ".join(m.id for m in fitting) or "-"
        code = "method.unknown" if requested and requested not in self.by_id else "method.not_in_force"
        pointer = "/method" if requested else "/sector"
        raise MethodNotInForce(Fault(code, pointer, {"in_force": names, "year": str(year)}))

    def pollutant_method(self, sector: str, year: int) -> AccountingMethod | None:
        """Return the closest pollutant method in force, if any."""
        fitting = self.in_force("pollutants", sector, year, None)
        return fitting[0] if fitting else None


def read_methods(library: Library) -> Methods:
    """Build the methods of a library; they are cached with it."""
    paths = sorted(p for p in library.documents if p.startswith("methods/"))
    return Methods(tuple(read_method(library.documents[p]) for p in paths))


def read_method(document: Mapping[str, Any]) -> AccountingMethod:
    """Build one method from its file."""
    years = document["data_years"]
    kinds = {name: read_kind(name, body) for name, body in document["activities"].items()}
    return AccountingMethod(
        id=document["id"],
        accounts=document["accounts"],
        title=document["title"],
        source=document["source"],
        text_status=document["text_status"],
        first_year=int(years["from"]),
        last_year=int(years["to"]) if years.get("to") else None,
        sectors=tuple(document["sectors"]),
        ets_listed=tuple(ETS_STATUS[word] for word in document["ets"]),
        gwp_set=document.get("gwp_set"),
        roundings=tuple(read_rounding(r) for r in document["rounding"]),
        kinds=kinds,
        auxiliary=tuple(document.get("auxiliary", ())),
        own_guides=document.get("own_guides", {}),
        document=document,
    )


ETS_STATUS: Mapping[str, bool | None] = {"listed": True, "unlisted": False, "unstated": None}


def read_kind(kind: str, body: Mapping[str, Any]) -> KindRule:
    """Build the rule of one activity kind."""
    roles = {name: read_role(name, role) for name, role in body.get("roles", {}).items()}
    results = tuple(read_result(r) for r in body["results"])
    return KindRule(kind, results, roles, flag(body, "by_unit"), flag(body, "monthly"))


def read_result(body: Mapping[str, Any]) -> ResultRule:
    """Build one result rule."""
    scope = body.get("scope")
    return ResultRule(
        substance=body["substance"],
        scope=int(scope) if scope else None,
        medium=body.get("medium", "air"),
        recipes=tuple(Recipe(r["formula"], tuple(r.get("needs", ()))) for r in body["recipes"]),
        removal=flag(body, "removal"),
        required=flag(body, "required"),
        classes=tuple(body.get("classes", ())),
        indicator=body.get("indicator"),
    )


def read_role(name: str, body: Mapping[str, Any]) -> Role:
    """Build one role."""
    candidates = tuple(Template(c["series"], Match(c["match"])) for c in body.get("candidates", ()))
    return Role(name, candidates, body.get("override", "yes"), tuple(body.get("evidence", ())))


def read_rounding(body: Mapping[str, Any]) -> Rounding:
    """Build one rounding rule."""
    substances: Iterable[str] = body.get("substances", ())
    return Rounding(tuple(substances), body["unit"], int(body["places"]), body["mode"], body["clause"])


def flag(body: Mapping[str, Any], name: str) -> bool:
    """Read an optional yes/no, however the strict reader hands scalars over."""
    return str(body.get(name, "false")).lower() in ("true", "yes")
