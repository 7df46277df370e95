"""From a submission to its figures: pick the methods, plan, run, add up.

The same function serves the stateless calculation, the stored report and its replay; only the factor set differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from service.accounting import AccountingMethod, Methods, read_methods
from service.activity import Submission
from service.calculators import air, basis, combustion, energy  # noqa: F401  importing a family proves its formulas
from service.calculators.engine import Calculated, RuleBook, calculate
from service.calculators.plan import Names, Planner
from service.calculators.totals import CO2E, Totals, add_up
from service.errors import Fault, InvalidInput
from service.factors import Candidate, Factor, FactorSet, Match
from service.findings import Finding, Severity
from service.reference import Library, load_library


@dataclass(frozen=True, slots=True)
class Calculation:
    """All figures of one submission with the methods and factors behind them."""

    submission: Submission
    method: AccountingMethod
    pollutant_method: AccountingMethod | None
    calculated: Calculated
    totals: Totals
    factors: tuple[Factor, ...]
    findings: tuple[Finding, ...]
    reference_digest: str


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


@lru_cache(maxsize=1)
def methods_of(digest: str) -> Methods:
    """Return the methods of the loaded library; the digest names its contents."""
    return read_methods(load_library())


@lru_cache(maxsize=512)
def books_of(case: Case, digest: str) -> tuple[AccountingMethod, AccountingMethod | None, tuple[RuleBook, ...]]:
    """Return the methods and rule books of a case under the loaded library."""
    library = load_library()
    methods = methods_of(digest)
    factors = FactorSet(library, case.trust, case.accept_draft)
    return build_books(case, library, methods, factors)


def build_books(
    case: Case, library: Library, methods: Methods, factors: FactorSet
) -> tuple[AccountingMethod, AccountingMethod | None, tuple[RuleBook, ...]]:
    """Pick the methods in force and prepare a rule book for each."""
    method = methods.select(case.sector, case.year, case.ets_listed, case.method)
    pollutants = methods.pollutant_method(case.sector, case.year)
    quanta, default = library.substance_quanta, library.default_quanta
    chosen = [method] + ([pollutants] if pollutants else [])
    names = Names(library.region_names(case.region) | {"sector": case.sector})
    day = case_day(case)
    planner = Planner(factors, day, names, library.material_classes)
    return method, pollutants, tuple(RuleBook(m, planner, quanta, default) for m in chosen)


def case_day(case: Case):  # type: ignore[no-untyped-def]
    from datetime import date

    return date(case.year, case.month or 12, 1) if case.month else date(case.year, 12, 31)


def perform(submission: Submission, library: Library, frozen: FactorSet | None = None) -> Calculation:
    """Calculate a submission; with `frozen` factors it is a replay.

    Raises `MethodNotInForce`, `FactorMissing`, `InvalidInput`.
    """
    case = Case(
        submission.sector,
        submission.region,
        submission.period.year,
        submission.period.month,
        submission.method,
        submission.trust,
        submission.accept_draft,
        submission.ets_listed,
    )
    if frozen is None:
        method, pollutants, books = books_of(case, library.digest)
    else:
        method, pollutants, books = build_books(case, library, read_methods(library), frozen)
    calculated = calculate(submission.activities, books)
    factors = books[0].planner.factors
    warming, gwp_set = warming_potentials(calculated, submission, method, factors, books[0])
    totals = add_up(
        calculated.lines, calculated.activities, books[0].quanta, books[0].default_quanta, warming, gwp_set
    )
    used = used_factors(calculated, warming)
    findings = calculated.findings + method_findings(submission, method, totals, calculated)
    return Calculation(submission, method, pollutants, calculated, totals, used, findings, library.digest)


def warming_potentials(
    calculated: Calculated, submission: Submission, method: AccountingMethod, factors: FactorSet, book: RuleBook
) -> tuple[Mapping[str, Factor], str]:
    """Return the GWP of each gas present, in the set that the method (or the request) names."""
    gwp_set = (submission.gwp or method.gwp_set or "ar5").lower()
    present = {line.substance for line in calculated.lines if line.indicator is None} - {CO2E}
    found: dict[str, Factor] = {}
    for substance in sorted(present):
        series = f"gwp.{gwp_set}.{substance.lower().replace('-', '')}"
        candidate = [Candidate(series, Match.EXACT)]
        factor = factors.find_optional(candidate, book.planner.day, role="global_warming_potential")
        if factor is not None:
            found[substance] = factor
    if submission.gwp and present and not found:
        raise InvalidInput(Fault("gwp.unknown", "/gwp", {"expected": "SAR, AR4, AR5, AR6"}))
    return found, gwp_set


def used_factors(calculated: Calculated, warming: Mapping[str, Factor]) -> tuple[Factor, ...]:
    """Return every factor that a figure rests on, once, in a stable order."""
    found = {(f.id, f.match): f for f in warming.values()}
    for line in calculated.lines:
        for step in line.plan.steps if line.plan else ():
            found.update({(i.factor.id, i.factor.match): i.factor for i in step.inputs if i.factor is not None})
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
    for position in sorted(totals.left_out):
        line = calculated.lines[position]
        pointer = f"/activities/{line.activity}"
        params = {"substance": line.substance, "basis": line.basis}
        findings.append(Finding("total.left_out", Severity.INFO, pointer, params))
    return tuple(findings)
