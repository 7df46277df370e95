"""What a plan is: the formulas that give one figure, and the origin of each of their inputs.

A report of a thousand lines has a handful of shapes: the same kind, material and set of reported parameters. Each shape
is planned once (`planner`); the plan then runs on all its lines as columns (`columns`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.accounting import ResultRule
from service.activity import ActivityRecord
from service.calculators.formula import Formula, Signature
from service.calculators.preparation import Preparation
from service.errors import FactorMissing
from service.factors import Factor


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides the plan of an activity: everything but its numbers."""

    kind: str
    material: str | None
    process: str | None
    technology: str | None
    dimension: str
    parameters: tuple[tuple[str, str, str | None], ...]  # key, dimension, basis
    evidence: frozenset[str]
    treatments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """Where one argument of a step comes from: at most one of the four origins is set, none for the activity data."""

    argument: str
    parameter: str | None = None
    factor: Factor | None = None
    step: int | None = None
    prepared: Prepared | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A power or a decay, computed from other inputs before the formula runs."""

    preparation: Preparation
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One formula with the origin of each argument."""

    formula: Formula
    signature: Signature
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that planning found out about every activity of the shape."""

    code: str
    params: Mapping[str, str]
    severity: str
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that give one result; the last step's result is the figure.

    `consulted` are the factors that were found on the way, also those that no step uses in the end.
    """

    rule: ResultRule
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    consulted: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A result that cannot be given, and why; `consulted` are the factors that were found before.

    `choices` are the materials, processes or technologies for which the library knows what is missing, `role` the
    input of which `missing` says more.
    """

    rule: ResultRule
    missing: str
    cause: FactorMissing | None = None
    consulted: tuple[Factor, ...] = ()
    choices: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the placeholders of series names stand for, for one region, day and level of trust."""

    values: Mapping[str, str]

    def fill(self, template: str, shape: Shape, extra: Mapping[str, str]) -> str | None:
        """Return the series name, or None where a placeholder has no value."""
        known = dict(self.values) | {
            name: value for name in ("material", "process", "technology") if (value := getattr(shape, name)) is not None
        }
        try:
            return template.format_map(known | dict(extra))
        except KeyError:
            return None


def shape_of(activity: ActivityRecord) -> Shape:
    """Return the shape of an activity; of an evidence reference `kind:number` only the kind belongs to it."""
    stated = activity.parameters
    kinds = [kind for kind, colon, _ in (reference.partition(":") for reference in activity.evidence) if colon]
    evidence = frozenset([*kinds, "laboratory_report"] if activity.laboratory_report else kinds)
    return Shape(
        activity.kind,
        activity.material,
        activity.process,
        activity.technology,
        activity.quantity.unit.dimension,
        tuple((key, p.quantity.unit.dimension, p.basis) for key, p in stated.items()),
        evidence,
        activity.treatments,
    )


def inputs_of(plan: Plan) -> list[tuple[Input, Step]]:
    """Return every input of a plan with its step, those of prepared inputs in their place."""
    found: list[tuple[Input, Step]] = []
    for step in plan.steps:
        for item in step.inputs:
            found += [(inner, step) for inner in unprepared(item)]
    return found


def unprepared(item: Input) -> list[Input]:
    """Return an input, or what it is prepared from, however often that is prepared itself."""
    return [item] if item.prepared is None else [last for inner in item.prepared.inputs for last in unprepared(inner)]
