"""Running a submission: activities become columns, each plan runs once over all its lines.

One line is a column of length one; there is no second, scalar path.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from service.accounting import BY_PROCESS, STANDBY, SUBJECTS, AccountingMethod, ResultRule
from service.activity import ActivityRecord
from service.calculators.activities import REPORTED_EMISSION
from service.calculators.columns import Columns, run_columns, run_exact
from service.calculators.kind_inputs import parameter_names
from service.calculators.plan import Gap, Plan, Shape, inputs_of, shape_of
from service.calculators.planner import Planner
from service.calculators.repetition import Given, fuel_within, refuse_same_product, told_once
from service.calculators.rounding import Numbers, decimal_text, round_column
from service.calculators.screening import (
    gap_finding,
    note_findings,
    outside,
    refuse_below_zero,
    refuse_corrected,
    refuse_counted_elsewhere,
    refuse_counted_twice,
    refuse_displaced,
    refuse_impossible,
    refuse_other_gas,
    refuse_undefined,
    refuse_unknown,
    refuse_unnamed,
    uncounted,
    unproved,
    unused,
    unused_by_reported,
)
from service.errors import Fault, InvalidInput
from service.factors import Factor, Trust, lowest
from service.findings import Finding, Severity
from service.units import find_unit

#: Totals are sums of whole grams, unless the vocabulary gives a substance a finer quantum.
GRAMS_PER_TONNE = 10**6


AIR = "air"

#: Where an emission may go.
MEDIA = ("air", "water", "waste")

#: Shapes come from outside, so their plans are not kept without bound.
MOST_SHAPES = 2_000


class Line(NamedTuple):
    """One figure: an activity's mass of one substance, or an indicator.

    `value` is the unquantised float in the canonical unit (t for masses); `quanta` its integer quanta, of which totals
    are sums; `text` the printed figure in `unit`; `account` is empty, or names the account beside the totals.
    """

    activity: int
    substance: str
    scope: int | None
    medium: str
    basis: str
    value: float
    quanta: int
    text: str
    unit: str
    trust: Trust
    plan: Plan | None
    method: str
    indicator: str | None = None
    account: str = ""


@dataclass(slots=True)
class RuleBook:
    """A method with a planner: all that is needed to turn activities of some kinds into lines."""

    method: AccountingMethod
    planner: Planner
    quanta: Mapping[str, int]
    plans: dict[Shape, tuple[Plan | Gap, ...]] = field(default_factory=dict)

    def plans_for(self, shape: Shape) -> tuple[Plan | Gap, ...]:
        """Return the plans of a shape, planned once."""
        known = self.plans.get(shape)
        if known is None:
            kind = self.method.kinds.get(shape.kind)
            outcomes = [self.planner.plan(kind, rule, shape) for rule in kind.results] if kind else []
            known = tuple(outcome for outcome in outcomes if outcome is not None)
            if len(self.plans) >= MOST_SHAPES:
                self.plans.clear()
            self.plans[shape] = known
        return known

    def quanta_per_tonne(self, substance: str) -> int:
        """Return how many integer quanta one tonne of `substance` is."""
        return self.quanta.get(substance, GRAMS_PER_TONNE)


@dataclass(frozen=True, slots=True)
class Calculated:
    """The lines of one or more rule books over the same activities, in order of the activities.

    `consulted` are the factors that planning found: those of the lines, and those that decided what is no line.
    """

    activities: tuple[ActivityRecord, ...]
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    consulted: tuple[Factor, ...] = ()


def calculate(
    activities: Sequence[ActivityRecord],
    books: Sequence[RuleBook],
    requested: str | None = None,
    untaken: Container[str] = (),
) -> Calculated:
    """Calculate every line of every activity; `requested` is the method that was asked for.

    Where that is one of pollutants, water or waste, a gap in another subject is a finding that blocks a report. Lines
    of a kind in `untaken` that is no method's own give no figure: methods of other years would take them.
    Raises `FactorMissing` where a required factor is not in force and `InvalidInput` where a required input is missing
    or a kind of activity, or a reported parameter, is not one that the methods know.
    """
    findings: list[Finding] = []
    lines: list[Line] = []
    shapes: dict[Shape, list[int]] = {}
    for index, activity in enumerate(activities):
        if activity.kind == REPORTED_EMISSION:
            lines.append(reported_line(index, activity, books, findings))
            findings += unused_by_reported(activity, index)
        elif activity.kind not in untaken or any(book.method.has_use_of(activity.kind) for book in books):
            shapes.setdefault(shape_of(activity), []).append(index)
    for book in books:
        refuse_counted_twice(shapes, [activity.unit_id for activity in activities], book.method)
    consulted: list[Factor] = []
    given: list[Given] = []
    for shape, members in shapes.items():
        columns = Columns([activities[i] for i in members])
        plans = plans_of(shape, members, books, findings, requested)
        refuse_other_gas(activities, members, [plan for plan, _ in plans])
        for plan, book in plans:
            lines.extend(run_plan(plan, book, columns, members))
        given += given_by(shape, members, plans)
        consulted += [f for book in books for outcome in book.plans.get(shape, ()) for f in outcome.consulted]
    units = [activity.unit_id for activity in activities]
    refuse_same_product(given, units)
    findings = [*told_once(findings, joined_pointers(activities, books)), *fuel_within(given, units)]
    lines.sort(key=lambda line: line.activity)
    return Calculated(tuple(activities), tuple(lines), tuple(findings), tuple(consulted))


def plans_of(
    shape: Shape,
    members: Sequence[int],
    books: Sequence[RuleBook],
    findings: list[Finding],
    requested: str | None = None,
) -> list[tuple[Plan, RuleBook]]:
    """Return the plans of a shape and add what its lines should know to `findings`.

    A gap is said once for all lines of the shape: a year of months says the same thing twelve times.
    """
    methods = [book.method for book in books]
    refuse_unknown(shape, members, methods)
    refuse_unnamed(shape, members, methods)
    refuse_corrected(shape, members)
    refuse_counted_elsewhere(shape, members, methods)
    beyond = [outside(shape, members[0], method) for method in methods]
    left_out = [finding for finding in beyond if finding is not None]
    counting = [book for book, finding in zip(books, beyond, strict=True) if finding is None]
    outcomes = [(outcome, book) for book in counting for outcome in book.plans_for(shape)]
    at_home = left_out or any(book.method.is_home_of(shape.kind) for _, book in outcomes)
    findings += left_out if at_home else [uncounted(shape, members[0], methods)]
    plans = [(outcome, book) for outcome, book in outcomes if isinstance(outcome, Plan)]
    asked = subjects_asked(shape, plans, books, requested)
    findings += [
        gap_finding(members[0], outcome, refused=book.method.accounts in asked, binding=binds(book.method, requested))
        for outcome, book in outcomes
        if isinstance(outcome, Gap)
    ]
    findings += note_findings([plan for plan, _ in plans], members)
    findings += unproved(shape, members, methods)
    refuse_displaced(shape, members, [plan for plan, _ in plans])
    findings += unused(shape, members[0], [plan for plan, _ in plans])
    return plans


def subjects_asked(
    shape: Shape, plans: Sequence[tuple[Plan, RuleBook]], books: Sequence[RuleBook], requested: str | None
) -> frozenset[str]:
    """Return the subjects of which a line must state all that they require.

    It is the one whose method was asked for. Where that is carbon, or none was, all are meant; but a line that states
    what other subjects make use of and nothing for the sake of carbon, as coal with its sulphur, is not about carbon.
    """
    subject = next((book.method.accounts for book in books if book.method.id == requested), SUBJECTS[0])
    if subject != SUBJECTS[0]:
        return frozenset({subject})
    others = [plan for plan, book in plans if book.method.accounts != SUBJECTS[0]]
    serving = {item.parameter for plan in others for item, _ in inputs_of(plan)} - {None}
    spare = {key.partition(":")[0] for key, _, _ in shape.parameters if key not in serving}
    kinds = [book.method.kinds.get(shape.kind) for book in books if book.method.accounts == SUBJECTS[0]]
    of_carbon = {name.partition(":")[0] for kind in kinds if kind for name in parameter_names(kind)}
    about_others = bool(serving) and not spare & of_carbon and requested is None
    return frozenset(SUBJECTS[1:] if about_others else SUBJECTS)


def binds(method: AccountingMethod, requested: str | None) -> bool:
    """Say whether a line must state what the method requires: one that only stands in has to be asked for."""
    return method.stands != STANDBY or method.id == requested


def joined_pointers(activities: Sequence[ActivityRecord], books: Sequence[RuleBook]) -> frozenset[str]:
    """Return the pointers to lines that a method of another subject joins."""
    kinds = {kind for book in books for kind, rule in book.method.kinds.items() if rule.same_product}
    return frozenset(f"/activities/{i}" for i, activity in enumerate(activities) if activity.kind in kinds)


def given_by(shape: Shape, members: Sequence[int], plans: Sequence[tuple[Plan, RuleBook]]) -> list[Given]:
    """Return what lines of a shape give, method by method."""
    methods = {book.method.id: book.method for _, book in plans}
    return [
        Given(shape, members, method.kinds[shape.kind], [p for p, book in plans if book.method is method])
        for method in methods.values()
    ]


def run_plan(plan: Plan, book: RuleBook, columns: Columns, members: Sequence[int]) -> list[Line]:
    """Run one plan over its activities as columns and round each figure once."""
    refuse_impossible(plan, columns, members)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        values, error = run_columns(plan, columns)
    refuse_undefined(plan, values, members)
    refuse_below_zero(plan, values, members)
    rule, places, unit = plan.rule, book.method.rounding(plan.rule.substance).places, printed_unit(plan, book)
    printed, quanta = rounded_columns(plan, book, columns, values, error)
    trust = lowest(item.factor.trust for item, _ in inputs_of(plan) if item.factor is not None)
    basis = next((s.formula.evidence for s in plan.steps if s.formula.evidence != "calculated"), "calculated")
    floats = values.tolist()
    accounts = [account_of(rule, activity) for activity in columns.activities] if rule.account else [""] * len(floats)
    return [
        Line(
            index, rule.substance, rule.scope, rule.medium, basis, floats[k], quanta[k],
            decimal_text(printed[k], places), unit, trust, plan, book.method.id, rule.indicator, accounts[k],
        )
        for k, index in enumerate(members)
    ]  # fmt: skip


def printed_unit(plan: Plan, book: RuleBook) -> str:
    """Return the unit of a printed figure: that of the rounding rule for a mass, of the formula for an indicator."""
    indicator = plan.rule.indicator is not None
    return plan.steps[-1].signature.result if indicator else book.method.rounding(plan.rule.substance).unit


def rounded_columns(
    plan: Plan, book: RuleBook, columns: Columns, values: Numbers, error: Numbers | None
) -> tuple[Sequence[int], Sequence[int]]:
    """Return the figures in units of their last printed place, and in quanta, of which an indicator has none.

    Where a float is too near a boundary the same formulas run on rationals, once for each such activity.
    """
    rounding, held = book.method.rounding(plan.rule.substance), dict[int, Fraction]()

    def exact(position: int) -> Fraction:
        if position not in held:
            held[position] = run_exact(plan, columns.activities[position])[-1]
        return held[position]

    scale = Fraction(10**rounding.places) / find_unit(printed_unit(plan, book)).factor
    printed = round_column(values, scale, rounding.mode, exact, error)
    if plan.rule.indicator is not None:
        return printed, [0] * len(printed)
    per_tonne = Fraction(book.quanta_per_tonne(plan.rule.substance))
    return printed, round_column(values, per_tonne, rounding.mode, exact, error)


def account_of(rule: ResultRule, activity: ActivityRecord) -> str:
    """Return the account beside the totals to which a line belongs; empty where it counts."""
    return f"{BY_PROCESS}:{activity.process}" if rule.account == BY_PROCESS else rule.account


def media_of(substance: str, books: Sequence[RuleBook]) -> frozenset[str]:
    """Return the media into which the methods see a substance go; air where none of them knows it."""
    rules = (rule for book in books for kind in book.method.kinds.values() for rule in kind.results)
    return frozenset(r.medium for r in rules if r.substance == substance and r.indicator is None) or frozenset({AIR})


def medium_of(index: int, activity: ActivityRecord, books: Sequence[RuleBook], findings: list[Finding]) -> str:
    """Return the medium of a reported mass: as stated, else the one into which the methods see the substance go.

    Of two media air is taken, and a finding says so. A heavy metal, which is counted in micrograms, leaves by air and
    by water alike and is taxed differently: its medium has to be stated (`InvalidInput`).
    """
    substance, pointer = str(activity.substance), f"/activities/{index}/medium"
    if activity.medium is not None:
        return activity.medium
    if substance in books[0].quanta:
        params = {"substance": substance, "expected": ", ".join(MEDIA)}
        raise InvalidInput(Fault("reported_emission.medium_missing", pointer, params))
    media = media_of(substance, books)
    medium = AIR if AIR in media else min(media)
    if len(media) > 1:
        params = {"substance": substance, "medium": medium, "others": ", ".join(sorted(media - {medium}))}
        findings.append(Finding("reported_emission.medium_assumed", Severity.NEEDS_EXPLANATION, pointer, params))
    return medium


def reported_line(index: int, activity: ActivityRecord, books: Sequence[RuleBook], findings: list[Finding]) -> Line:
    """Take a mass that the enterprise measured or published as it is; it is marked as such wherever it shows."""
    book = books[0]
    if activity.substance is None or activity.quantity.unit.dimension != find_unit("t").dimension:
        raise InvalidInput(Fault("reported_emission.incomplete", f"/activities/{index}", {"expected": "substance, t"}))
    rounding = book.method.rounding(activity.substance)
    exact = activity.quantity.exact()
    column = np.array([float(exact)])
    printed = round_column(
        column, Fraction(10**rounding.places) / find_unit(rounding.unit).factor, rounding.mode, lambda _: exact
    )
    quanta = round_column(column, Fraction(book.quanta_per_tonne(activity.substance)), rounding.mode, lambda _: exact)
    return Line(
        activity=index,
        substance=activity.substance,
        scope=activity.scope,
        medium=medium_of(index, activity, books, findings),
        basis=activity.basis or "published",
        value=float(exact),
        quanta=quanta[0],
        text=decimal_text(printed[0], rounding.places),
        unit=rounding.unit,
        trust=Trust.PRIMARY,
        plan=None,
        method=book.method.id,
    )
