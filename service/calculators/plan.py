"""Choosing the formula for an activity and the origin of each input, once per shape of activity.

A report of a thousand lines has a handful of shapes: the same kind, material and set of reported parameters. Each shape
is planned once; the plan then runs on all its lines as columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from service.accounting import KindRule, Recipe, ResultRule, Role, Template
from service.activity import ActivityRecord
from service.calculators.activities import BASIS_FORMULAS, BASIS_ROLES, CONSTANT_PREFIX, REMOVAL_FORMULA
from service.calculators.formula import FORMULAS, Formula, Signature
from service.errors import FactorMissing
from service.factors import Candidate, Factor, FactorSet, Match
from service.units import find_unit


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


@dataclass(frozen=True, slots=True)
class Input:
    """Where one argument of a step comes from: exactly one of the four origins is set."""

    argument: str
    activity: bool = False
    parameter: str | None = None
    factor: Factor | None = None
    step: int | None = None


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
    severity: str = "info"
    parameter: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that give one result; the last step's result is the figure."""

    rule: ResultRule
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A result that cannot be given, and why."""

    rule: ResultRule
    missing: str
    cause: FactorMissing | None = None


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
    )


class Planner:
    """Plans shapes under one rule book, factor set and day.

    `material_class` maps a material to its class (coal, oil, gas ...).
    """

    def __init__(self, factors: FactorSet, day: date, names: Names, material_class: Mapping[str, str]) -> None:
        self.factors, self.day, self.names, self.classes = factors, day, names, material_class

    def plan(self, kind: KindRule, rule: ResultRule, shape: Shape) -> Plan | Gap:
        """Return the plan for one result, or the gap that keeps it from being given."""
        chosen = self.choose(rule, shape)
        if chosen is None:
            return Gap(rule, ", ".join(missing_inputs(rule, shape)))
        formula, signature = chosen
        builder = _Builder(self, kind, rule, shape)
        try:
            builder.add_main(formula, signature)
            if rule.removal:
                builder.add_removal()
        except FactorMissing as missing:
            return Gap(rule, dict(missing.faults[0].params).get("role", formula.id), missing)
        except _InputMissingError as missing:
            return Gap(rule, missing.name)
        return Plan(rule, tuple(builder.steps), tuple(builder.notes))

    def choose(self, rule: ResultRule, shape: Shape) -> tuple[Formula, Signature] | None:
        """Return the first recipe whose needs are reported and whose units fit."""
        stated = {key: dimension for key, dimension, _ in shape.parameters}
        for recipe in rule.recipes:
            formula = FORMULAS[recipe.formula]
            for signature in formula.signatures:
                if self._fits(recipe, formula, signature, rule, shape, stated):
                    return formula, signature
        return None

    def _fits(
        self,
        recipe: Recipe,
        formula: Formula,
        signature: Signature,
        rule: ResultRule,
        shape: Shape,
        stated: Mapping[str, str],
    ) -> bool:
        activity, *others = formula.arguments
        if signature.dimension(activity) != shape.dimension:
            return False
        for argument in others:
            key = reported_key(argument, rule.substance, stated)
            if key is None:
                if argument in recipe.needs:
                    return False
            elif stated[key] != signature.dimension(argument):
                return False
        return True


class _InputMissingError(Exception):
    """An input that only the sender can give."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _Builder:
    """Collects the steps of one plan."""

    def __init__(self, planner: Planner, kind: KindRule, rule: ResultRule, shape: Shape) -> None:
        self.planner, self.kind, self.rule, self.shape = planner, kind, rule, shape
        self.stated = {key: (dimension, basis) for key, dimension, basis in shape.parameters}
        self.steps: list[Step] = []
        self.notes: list[Note] = []

    def add_main(self, formula: Formula, signature: Signature) -> None:
        activity, *others = formula.arguments
        inputs = [Input(activity, activity=True)]
        inputs += [self.origin(argument, signature) for argument in others]
        self.steps.append(Step(formula, signature, tuple(inputs)))

    def add_removal(self) -> None:
        """Take off removal; without a running rate none is credited, and the answer says so."""
        efficiency = reported_key("removal_efficiency", self.rule.substance, self.stated)
        running = reported_key("running_rate", self.rule.substance, self.stated)
        if efficiency is None:
            return
        if running is None:
            self.notes.append(
                Note(
                    "removal.running_rate_missing", {"substance": self.rule.substance}, "needs_explanation", efficiency
                )
            )
            return
        formula = FORMULAS[REMOVAL_FORMULA]
        generated, eta, rate = formula.arguments
        inputs = (
            Input(generated, step=len(self.steps) - 1),
            Input(eta, parameter=efficiency),
            Input(rate, parameter=running),
        )
        self.steps.append(Step(formula, formula.signatures[0], inputs))

    def origin(self, argument: str, signature: Signature) -> Input:
        role = self.role(argument)
        key = reported_key(argument, self.rule.substance, self.stated)
        if key is not None:
            self.check_override(role, key)
            return self.on_received_basis(argument, key)
        return Input(argument, factor=self.factor(role, signature.arguments[argument]))

    def role(self, argument: str) -> Role:
        if argument.startswith(CONSTANT_PREFIX):
            series = f"constant.molar_mass.{argument.removeprefix(CONSTANT_PREFIX)}"
            return Role(argument, (Template(series, Match.EXACT),), "no", ())
        roles = self.kind.roles
        return roles.get(f"{argument}:{self.rule.substance}") or roles.get(argument) or Role(argument, (), "yes", ())

    def check_override(self, role: Role, key: str) -> None:
        if role.override == "no":
            self.notes.append(Note("method.override_not_allowed", {"parameter": role.name}, "blocking", key))
        elif role.override == "with_evidence" and not self.shape.evidence.intersection(role.evidence):
            wanted = ", ".join(role.evidence)
            params = {"parameter": role.name, "evidence": wanted}
            self.notes.append(Note("method.override_without_evidence", params, "needs_explanation", key))

    def on_received_basis(self, argument: str, key: str) -> Input:
        _, basis = self.stated[key]
        if argument not in BASIS_ROLES or basis in (None, "ar"):
            return Input(argument, parameter=key)
        formula_id, moistures = BASIS_FORMULAS[str(basis)]
        formula = FORMULAS[formula_id]
        for moisture in moistures:
            if moisture not in self.stated:
                raise _InputMissingError(moisture)
        inputs = (Input(formula.arguments[0], parameter=key), *(Input(m, parameter=m) for m in moistures))
        self.steps.append(Step(formula, formula.signatures[0], inputs))
        return Input(argument, step=len(self.steps) - 1)

    def factor(self, role: Role, unit: str) -> Factor:
        """Return the factor in force; one of another dimension means a wrong unit."""
        dimension = find_unit(unit).dimension
        known = {series: self.planner.factors.dimension_of(series) for series, _ in self.filled(role)}
        fitting = [Candidate(s, match) for s, match in self.filled(role) if known[s] in (None, dimension)]
        if not any(known[c.series] for c in fitting) and any(known.values()):
            raise _InputMissingError(f"{role.name} ({unit})")
        if not fitting:
            raise _InputMissingError(role.name)
        return self.planner.factors.find(fitting, self.planner.day, role=role.name)

    def filled(self, role: Role) -> Iterator[tuple[str, Match]]:
        """Yield the series that the role's templates name for this shape."""
        extra = {"substance": self.rule.substance.lower()}
        if (material_class := self.planner.classes.get(self.shape.material or "")) is not None:
            # {oil}, {gas}, {coal} stand for the material where it is of that class, and for nothing elsewhere.
            extra |= {"class": material_class, material_class: self.shape.material or ""}
        for template in role.candidates:
            series = self.planner.names.fill(template.series, self.shape, extra)
            if series is not None:
                yield series, template.match


def reported_key(argument: str, substance: str, stated: Mapping[str, object]) -> str | None:
    """Return the key under which the sender reported `argument`: `name:SUBSTANCE` goes before `name`."""
    specific = f"{argument}:{substance}"
    if specific in stated:
        return specific
    return argument if argument in stated else None


def missing_inputs(rule: ResultRule, shape: Shape) -> tuple[str, ...]:
    """Name the inputs of the rule's last recipe that are not there, for a message."""
    stated = {key: None for key, _, _ in shape.parameters}
    formula = FORMULAS[rule.recipes[-1].formula]
    wanted = [a for a in formula.arguments[1:] if not a.startswith(CONSTANT_PREFIX)]
    absent = tuple(a for a in wanted if reported_key(a, rule.substance, stated) is None)
    units = " | ".join(s.arguments[formula.arguments[0]] for s in formula.signatures)
    return absent or (f"quantity in {units}",)
