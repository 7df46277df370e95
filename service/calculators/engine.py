"""Running a submission: activities become columns, each plan runs once over all its lines.

One line is a column of length one; there is no second, scalar path.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.accounting import AccountingMethod, KindRule, ResultRule
from service.activity import ActivityRecord
from service.calculators.activities import CONSTANT_PREFIX, EVIDENCE_OF_FORMULA, REPORTED_EMISSION
from service.calculators.formula import FORMULAS, Column
from service.calculators.plan import Gap, Input, Plan, Planner, Shape, shape_of
from service.calculators.rounding import decimal_text, round_column
from service.errors import Fault, InvalidInput
from service.factors import Trust, lowest
from service.findings import Finding, Severity
from service.units import find_unit

#: Totals are sums of whole grams, unless the vocabulary gives a substance a finer quantum.
GRAMS_PER_TONNE = 10**6


#: Shapes come from outside, so their plans are not kept without bound.
MOST_SHAPES = 2_000


class Line(NamedTuple):
    """One figure: an activity's mass of one substance, or an indicator.

    `value` is the unquantised float in the canonical unit (t for masses); `quanta` its integer quanta, of which totals
    are sums; `text` the printed figure in `unit`.
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
            outcomes = [self._plan(kind, rule, shape) for rule in kind.results] if kind else []
            known = tuple(outcome for outcome in outcomes if outcome is not None)
            if len(self.plans) >= MOST_SHAPES:
                self.plans.clear()
            self.plans[shape] = known
        return known

    def _plan(self, kind: KindRule, rule: ResultRule, shape: Shape) -> Plan | Gap | None:
        if rule.classes and self.planner.classes.get(shape.material or "") not in rule.classes:
            return None
        return self.planner.plan(kind, rule, shape)

    def quanta_per_tonne(self, substance: str) -> int:
        """Return how many integer quanta one tonne of `substance` is."""
        return self.quanta.get(substance, GRAMS_PER_TONNE)


@dataclass(frozen=True, slots=True)
class Calculated:
    """The lines of one or more rule books over the same activities, in order of the activities."""

    activities: tuple[ActivityRecord, ...]
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def calculate(activities: Sequence[ActivityRecord], books: Sequence[RuleBook]) -> Calculated:
    """Calculate every line of every activity.

    Raises `FactorMissing` where a required factor is not in force and `InvalidInput` where a required input is missing
    or a kind of activity, or a reported parameter, is not one that the methods know.
    """
    findings: list[Finding] = []
    lines: list[Line] = []
    shapes: dict[Shape, list[int]] = {}
    for index, activity in enumerate(activities):
        if activity.kind == REPORTED_EMISSION:
            lines.append(reported_line(index, activity, books[0]))
        else:
            shapes.setdefault(shape_of(activity), []).append(index)
    for shape, members in shapes.items():
        columns = Columns([activities[i] for i in members])
        for plan, book in plans_of(shape, members, books, findings):
            lines.extend(run_plan(plan, book, columns, members))
    lines.sort(key=lambda line: line.activity)
    return Calculated(tuple(activities), tuple(lines), tuple(findings))


def plans_of(
    shape: Shape, members: Sequence[int], books: Sequence[RuleBook], findings: list[Finding]
) -> list[tuple[Plan, RuleBook]]:
    """Return the plans of a shape and add what its lines should know to `findings`.

    A gap is said once for all lines of the shape: a year of months says the same thing twelve times.
    """
    refuse_unknown(shape, members)
    outcomes = [(outcome, book) for book in books for outcome in book.plans_for(shape)]
    if not outcomes:
        findings.append(uncounted(shape, members[0], books))
        return []
    plans = [(outcome, book) for outcome, book in outcomes if isinstance(outcome, Plan)]
    findings += [_gap(members[0], outcome) for outcome, _ in outcomes if isinstance(outcome, Gap)]
    for plan, _ in plans:
        for note in plan.notes:
            below = f"/parameters/{escape(note.parameter)}" if note.parameter else ""
            severity = Severity(note.severity)
            findings += [Finding(note.code, severity, f"/activities/{i}{below}", note.params) for i in members]
    findings += unused(shape, members[0], plans)
    return plans


def uncounted(shape: Shape, index: int, books: Sequence[RuleBook]) -> Finding:
    """Say that the method keeps such activities as auxiliary data only; refuse a kind that it does not know."""
    if any(shape.kind in book.method.auxiliary for book in books):
        params = {"kind": shape.kind, "method": books[0].method.id}
        return Finding("activity.auxiliary", Severity.INFO, f"/activities/{index}", params)
    known = ", ".join(sorted({kind for book in books for kind in book.method.kinds} | {REPORTED_EMISSION}))
    raise InvalidInput(Fault("activity.kind_unknown", f"/activities/{index}/kind", {"expected": known}))


def _gap(index: int, gap: Gap) -> Finding:
    """Refuse a gap in what the method requires; otherwise say that the result cannot be given."""
    pointer = f"/activities/{index}"
    if gap.rule.required:
        if gap.cause is not None:
            faults = tuple(Fault(f.code, pointer, f.params) for f in gap.cause.faults)
            raise type(gap.cause)(*faults)
        params = {"substance": gap.rule.substance, "missing": gap.missing}
        raise InvalidInput(Fault("activity.input_missing", pointer, params))
    params = {"substance": gap.rule.substance, "missing": gap.missing}
    return Finding("result.not_evaluable", Severity.INFO, pointer, params)


#: Parameters that describe the sample or the outlet and enter through another one, or only the score.
DESCRIPTIVE = frozenset(
    {"total_moisture", "air_dried_moisture", "mean_concentration", "gas_volume", "oxygen_content", "volatile_content"}
)


def refuse_unknown(shape: Shape, members: Sequence[int]) -> None:
    """Refuse a parameter that no formula knows: most often a slip of the keyboard that would go unseen."""
    known = {argument for formula in FORMULAS.values() for argument in formula.arguments[1:]} | DESCRIPTIVE
    unknown = [key for key, _, _ in shape.parameters if key.partition(":")[0] not in known]
    if unknown:
        params = {"expected": ", ".join(sorted(n for n in known if not n.startswith(CONSTANT_PREFIX)))}
        raise InvalidInput(
            *(
                Fault("parameter.unknown", f"/activities/{i}/parameters/{escape(key)}", params)
                for i in members
                for key in unknown
            )
        )


def unused(shape: Shape, index: int, plans: Sequence[tuple[Plan, RuleBook]]) -> list[Finding]:
    """Say which reported parameters no figure of the line rests on."""
    used = {i.parameter for plan, _ in plans for s in plan.steps for i in s.inputs if i.parameter}
    noted = {note.parameter for plan, _ in plans for note in plan.notes}
    return [
        Finding("parameter.not_used", Severity.INFO, f"/activities/{index}/parameters/{escape(key)}", {})
        for key, _, _ in shape.parameters
        if key not in used | noted and key.partition(":")[0] not in DESCRIPTIVE
    ]


def escape(key: str) -> str:
    """Escape one reference token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


class Columns:
    """The numbers of activities of one shape, each parameter read once for all plans that use it."""

    def __init__(self, activities: Sequence[ActivityRecord]) -> None:
        self.activities = activities
        self._read: dict[str | None, NDArray[np.float64]] = {}

    def column(self, parameter: str | None) -> NDArray[np.float64]:
        """Return a parameter's canonical values, or those of the activity data for None."""
        if parameter not in self._read:
            quantities = (
                a.quantity if parameter is None else a.parameters[parameter].quantity for a in self.activities
            )
            numbers = (quantity.number() for quantity in quantities)
            self._read[parameter] = np.fromiter(numbers, np.float64, len(self.activities))
        return self._read[parameter]


def run_plan(plan: Plan, book: RuleBook, columns: Columns, members: Sequence[int]) -> list[Line]:
    """Run one plan over its activities as columns and round each figure once."""
    values = np.broadcast_to(np.asarray(run_columns(plan, columns)[-1], dtype=np.float64), (len(members),))
    substance, rule = plan.rule.substance, plan.rule
    rounding = book.method.rounding(substance)
    unit = rounding.unit if rule.indicator is None else plan.steps[-1].signature.result
    places = rounding.places
    exact_values: dict[int, Fraction] = {}

    def exact(position: int) -> Fraction:
        if position not in exact_values:
            exact_values[position] = run_exact(plan, columns.activities[position])[-1]
        return exact_values[position]

    scale = Fraction(10**places) / find_unit(unit).factor
    printed = round_column(values, scale, rounding.mode, exact)
    per_tonne = Fraction(book.quanta_per_tonne(substance))
    quanta = round_column(values, per_tonne, rounding.mode, exact) if rule.indicator is None else [0] * len(members)
    trust = lowest(i.factor.trust for s in plan.steps for i in s.inputs if i.factor is not None)
    basis = EVIDENCE_OF_FORMULA.get(plan.steps[0].formula.id, "calculated")
    floats = values.tolist()
    return [
        Line(
            index, substance, rule.scope, rule.medium, basis, floats[k], quanta[k], decimal_text(printed[k], places),
            unit, trust, plan, book.method.id, rule.indicator,
        )
        for k, index in enumerate(members)
    ]  # fmt: skip


def run_columns(plan: Plan, columns: Columns) -> list[Column]:
    """Return the float64 result of each step for all activities."""
    results: list[Column] = []
    for step in plan.steps:
        arguments: dict[str, Column] = {}
        for item in step.inputs:
            if item.factor is not None:
                arguments[item.argument] = item.factor.number
            elif item.step is not None:
                arguments[item.argument] = results[item.step]
            else:
                arguments[item.argument] = columns.column(item.parameter)
        results.append(step.formula.function(**arguments))
    return results


def run_exact(plan: Plan, activity: ActivityRecord) -> list[Fraction]:
    """Return the exact result of each step for one activity: the same functions on `Fraction`."""
    results: list[Fraction] = []
    for step in plan.steps:
        arguments = {item.argument: input_value(item, activity, results) for item in step.inputs}
        results.append(Fraction(step.formula.function(**arguments)))
    return results


def input_value(item: Input, activity: ActivityRecord, results: Sequence[Fraction]) -> Fraction:
    """Return the exact canonical value of one input."""
    if item.factor is not None:
        return item.factor.canonical
    if item.step is not None:
        return results[item.step]
    return activity.parameters[item.parameter].quantity.exact() if item.parameter else activity.quantity.exact()


def reported_line(index: int, activity: ActivityRecord, book: RuleBook) -> Line:
    """Take a mass that the enterprise measured or published as it is; it is marked as such wherever it shows."""
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
        medium="air",
        basis=activity.basis or "published",
        value=float(exact),
        quanta=quanta[0],
        text=decimal_text(printed[0], rounding.places),
        unit=rounding.unit,
        trust=Trust.PRIMARY,
        plan=None,
        method=book.method.id,
    )
