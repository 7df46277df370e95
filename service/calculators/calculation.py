"""From a submission to its figures: pick the methods, plan, run, add up.

The same function serves the stateless calculation, the stored report and its replay; only the factor set differs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from service.accounting import AccountingMethod, Methods
from service.activity import Submission, TaxRequest
from service.calculators import formulas  # noqa: F401  importing the families proves them
from service.calculators.balances import imbalances
from service.calculators.engine import Calculated, RuleBook, calculate
from service.calculators.environmental_tax import TaxAssessment, TaxRules, assess
from service.calculators.openings import opening_findings, refused_with_homes
from service.calculators.plan import Names, inputs_of
from service.calculators.planner import Planner
from service.calculators.pointers import found_as_sent, refused_as_sent
from service.calculators.report_figures import Books, ReportFigure, report_figures
from service.calculators.totals import CO2E, Total, Totals, add_up
from service.calculators.uncertainty import Spread, Widths, line_spreads, total_spread
from service.factors import Candidate, Factor, FactorSet, Match
from service.findings import Finding, Severity
from service.method_choice import Chosen, LeftOpen, left_open
from service.method_reader import read_methods
from service.reference import Library
from service.vocabulary import material_classes, region_names, substance_quanta

#: The sets of 100-year potentials that the library holds.
GWP_SETS = ("sar", "ar4", "ar5", "ar6")


@dataclass(frozen=True)
class Calculation:
    """All figures of one submission with the methods and factors behind them."""

    submission: Submission
    grounds: Grounds
    calculated: Calculated
    totals: Totals
    factors: tuple[Factor, ...]
    findings: tuple[Finding, ...]
    reference_digest: str
    tax: TaxAssessment | None = None
    figures: tuple[ReportFigure, ...] = ()
    warming: Mapping[str, Factor] = field(default_factory=dict)

    @cached_property
    def spreads(self) -> tuple[Spread, ...]:
        """Return how far each line may be off."""
        lines, activities = self.calculated.lines, self.calculated.activities
        return tuple(line_spreads(lines, activities, Widths(self.grounds.uncertainty)))

    def total_spread(self, total: Total) -> Spread:
        """Return how far a total may be off; warming potentials belong to the method and are taken to be exact."""
        weights = {substance: factor.number for substance, factor in self.warming.items()}
        return total_spread(total, self.calculated.lines, self.spreads, self.totals.left_out, weights)

    @property
    def method(self) -> AccountingMethod:
        """Return the accounting method of the greenhouse gases."""
        return self.grounds.methods[0]

    @property
    def pollutant_method(self) -> AccountingMethod | None:
        """Return the method of the pollutants, where one is in force."""
        return next((method for method in self.grounds.methods if method.accounts == "pollutants"), None)


@dataclass(frozen=True, slots=True)
class Case:
    """What planning depends on besides the activities: equal cases share their plans."""

    sector: str
    region: str
    year: int
    month: int | None
    method: str | None
    trust: str
    accept_draft: bool
    ets_listed: bool | None


@dataclass(frozen=True)
class Grounds:
    """What a case is calculated on: methods, factors, vocabulary; stored with a report so that it can be replayed."""

    methods: tuple[AccountingMethod, ...]
    factors: FactorSet
    day: date
    names: Mapping[str, str]
    material_classes: Mapping[str, str]
    quanta: Mapping[str, int]
    tax_rules: Mapping[str, Any] = field(default_factory=dict)
    uncertainty: Mapping[str, Any] = field(default_factory=dict)
    left_open: LeftOpen = field(default_factory=LeftOpen)
    packed: dict[tuple[object, ...], bytes] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def books(self) -> tuple[RuleBook, ...]:
        """Return a rule book for each method; equal shapes are planned once."""
        planner = Planner(self.factors, self.day, Names(self.names), self.material_classes)
        return tuple(RuleBook(method, planner, self.quanta) for method in self.methods)


@lru_cache(maxsize=4)
def methods_of(library: Library) -> Methods:
    """Return the methods of a library; libraries of one digest share them."""
    return read_methods(library)


@lru_cache(maxsize=512)
def grounds_of(case: Case, library: Library) -> Grounds:
    """Return the grounds of a case in a library.

    Raises `MethodNotInForce` and, for an unknown level of trust, `InvalidInput`.
    """
    methods = methods_of(library)
    method = methods.select(case.sector, case.year, case.ets_listed, case.method)
    beside = methods.beside(case.sector, case.year, case.method)
    names = {name: text for m in (method, *beside) for name, text in m.sector_names(case.sector).items()}
    chosen = Chosen((method, *beside), case.sector, case.year, case.ets_listed, case.method)
    return Grounds(
        methods=(method, *beside),
        left_open=left_open(chosen, methods),
        factors=FactorSet(library, case.trust, case.accept_draft),
        day=date(case.year, case.month, 1) if case.month else date(case.year, 12, 31),
        names={
            **region_names(library, case.region),
            **names,
            "span": "month" if case.month else "year",
            "sector": case.sector,
        },
        material_classes=material_classes(library),
        quanta=substance_quanta(library),
        tax_rules=library.documents["pollutants/tax_rules.yaml"],
        uncertainty=library.documents["uncertainty.yaml"],
    )


def case_of(submission: Submission) -> Case:
    """Return the case that a submission is."""
    period = submission.period
    return Case(
        submission.sector,
        submission.region,
        period.year,
        period.month,
        submission.method,
        submission.trust,
        submission.accept_draft,
        submission.ets_listed,
    )


def perform(submission: Submission, library: Library, grounds: Grounds | None = None) -> Calculation:
    """Calculate a submission; with stored `grounds` it is a replay.

    Raises `MethodNotInForce`, `FactorMissing`, `InvalidInput`.
    """
    grounds = grounds or grounds_of(case_of(submission), library)
    method = grounds.methods[0]
    with refused_as_sent(submission.spelled), refused_with_homes(submission, methods_of(library)):
        calculated = calculate(submission.activities, grounds.books, submission.method, grounds.left_open.untaken)
    warming, gwp_set = warming_potentials(calculated, submission, grounds)
    totals = add_up(calculated.lines, calculated.activities, grounds.quanta, warming, gwp_set)
    findings = calculated.findings + imbalances(calculated) + method_findings(submission, method, totals, calculated)
    findings += opening_findings(submission, method, grounds.left_open)
    known_elsewhere = potentials_elsewhere(calculated, warming, grounds)
    calculated = replace(calculated, consulted=(*calculated.consulted, *known_elsewhere.values()))
    findings += outside_the_set(known_elsewhere, gwp_set)
    findings += without_potential(calculated, {*warming, *known_elsewhere}, method)
    tax = assess(calculated, totals.left_out, tax_grounds(submission.tax, grounds)) if submission.tax else None
    used = used_factors(calculated, warming, tax.factors if tax else ())
    every_total = (*totals.overall, *totals.by_scope, *totals.beside)
    figures = report_figures(method.figures, Books(calculated, totals.left_out, every_total, submission.production))
    findings = found_as_sent((*findings, *left_below_zero(figures)), submission.spelled)
    return Calculation(submission, grounds, calculated, totals, used, findings, library.digest, tax, figures, warming)


def tax_grounds(stated: TaxRequest, grounds: Grounds) -> TaxRules:
    """Return what the environmental tax of a case is reckoned on; rates go by the province of the site."""
    place = grounds.names.get("grid_series", "")
    return TaxRules(grounds.tax_rules, grounds.factors, grounds.day, place, stated)


def warming_potentials(
    calculated: Calculated, submission: Submission, grounds: Grounds
) -> tuple[Mapping[str, Factor], str]:
    """Return the GWP of each gas present, in the set that the method (or the request) names.

    A set that the request names is taken for any year, also for one before it was published.
    """
    gwp_set = (submission.gwp or grounds.methods[0].gwp_set or "ar5").lower()
    days = (grounds.day, date.max) if submission.gwp else (grounds.day,)
    present = {line.substance for line in calculated.lines if line.indicator is None} - {CO2E}
    found: dict[str, Factor] = {}
    for substance in sorted(present):
        series = f"gwp.{gwp_set}.{substance.lower()}"
        candidate = [Candidate(series, Match.EXACT)]
        in_force = (grounds.factors.find_optional(candidate, day, role="global_warming_potential") for day in days)
        if (factor := next(filter(None, in_force), None)) is not None:
            found[substance] = factor
    return found, gwp_set


def potentials_elsewhere(
    calculated: Calculated, warming: Mapping[str, Factor], grounds: Grounds
) -> Mapping[str, Factor]:
    """Return, for each gas present that the set in use leaves out, the potential that another set gives it."""
    absent = {line.substance for line in calculated.lines if line.indicator is None} - {CO2E, *warming}
    found: dict[str, Factor] = {}
    for gas in sorted(absent):
        for name in GWP_SETS:
            candidate = Candidate(f"gwp.{name}.{gas.lower()}", Match.EXACT)
            factor = grounds.factors.find_optional([candidate], grounds.day)
            if factor is not None:
                found[gas] = factor
    return found


def outside_the_set(known_elsewhere: Mapping[str, Factor], gwp_set: str) -> tuple[Finding, ...]:
    """Say which greenhouse gases have no potential in the set: they stand in no CO2e total (NF3 under SAR)."""
    return tuple(
        Finding("gwp.not_in_set", Severity.NEEDS_EXPLANATION, "/gwp", {"substance": gas, "set": gwp_set.upper()})
        for gas in known_elsewhere
    )


def without_potential(calculated: Calculated, known: Collection[str], method: AccountingMethod) -> tuple[Finding, ...]:
    """Say which gases of the carbon method have no potential in any set: their masses stand for themselves."""
    lines = [line for line in calculated.lines if line.plan is not None and line.indicator is None]
    gases = {line.substance for line in lines if line.method == method.id} - {CO2E, *known}
    return tuple(
        Finding("gwp.not_known", Severity.NEEDS_EXPLANATION, "/gwp", {"substance": gas}) for gas in sorted(gases)
    )


def left_below_zero(figures: Sequence[ReportFigure]) -> tuple[Finding, ...]:
    """Say which remainder of a report is below zero: its parts then add up to more than the whole."""
    return tuple(
        Finding("figure.below_zero", Severity.NEEDS_EXPLANATION, "/activities", {"figure": figure.rule.id})
        for figure in figures
        if figure.rule.below_zero_explained and figure.value < 0
    )


def used_factors(
    calculated: Calculated, warming: Mapping[str, Factor], beside: Iterable[Factor] = ()
) -> tuple[Factor, ...]:
    """Return every factor that a figure rests on, once, in a stable order."""
    found = {(f.id, f.match): f for f in (*warming.values(), *beside)}
    plans = {id(line.plan): line.plan for line in calculated.lines if line.plan is not None}
    for plan in plans.values():
        factors = (item.factor for item, _ in inputs_of(plan) if item.factor is not None)
        found.update({(factor.id, factor.match): factor for factor in factors})
    return tuple(found[key] for key in sorted(found))


def method_findings(
    submission: Submission, method: AccountingMethod, totals: Totals, calculated: Calculated
) -> tuple[Finding, ...]:
    """Say what the choice of method and the adding-up left open."""
    findings = [
        Finding("method.own_guide_exists", Severity.INFO, "/sector", {"guide": title, "method": method.id})
        for prefix, title in method.own_guides.items()
        if submission.sector.startswith(prefix)
    ]
    sent = {activity.kind for activity in submission.activities}
    findings += [
        Finding("report.kind_absent", Severity.NEEDS_EXPLANATION, "/activities", {"kind": kind, "method": method.id})
        for kind in method.expects
        if kind not in sent
    ]
    for position in sorted(totals.left_out):
        line = calculated.lines[position]
        pointer = f"/activities/{line.activity}"
        params = {"substance": line.substance, "basis": line.basis}
        findings.append(Finding("total.left_out", Severity.INFO, pointer, params))
    return tuple(findings)
