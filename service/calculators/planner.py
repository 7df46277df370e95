"""Choosing the formula for an activity and the origin of each input, once per shape of activity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from service.accounting import KindRule, Recipe, ResultRule, Role, Template
from service.calculators.activities import (
    AFTER_TREATMENT,
    BASIS_FORMULAS,
    BASIS_ROLES,
    CONSTANT_PREFIX,
    REMOVAL_FORMULA,
    REST_FORMULA,
    SUM_FORMULA,
)
from service.calculators.choices import choices_text
from service.calculators.formula import FORMULAS, Formula, Signature
from service.calculators.gas_state import GAS_AS_FOUND, GAS_AT_STANDARD, at_state, at_state_of
from service.calculators.missing import missing_inputs, reported_key
from service.calculators.plan import Gap, Input, Names, Note, Plan, Prepared, Shape, Step
from service.calculators.preparation import PREPARATIONS
from service.errors import FactorMissing, NearZeroError
from service.factors import Candidate, Factor, FactorSet, Match
from service.spelling import nearest
from service.units import find_unit

#: How a prepared input names the activity data among its own inputs.
ACTIVITY_DATA = "activity_data"

#: The class of a material that the register does not name: a feed or residue that only this enterprise knows.
UNREGISTERED = "other"

#: The placeholders of a series that the material of a line decides.
BY_MATERIAL = ("material", "class", "coal", "oil", "gas", "biomass")

Chain = Sequence[tuple[Formula, Signature]]


class Planner:
    """Plans shapes under one rule book, factor set and day.

    `material_class` maps a material to its class (coal, oil, gas ...).
    """

    def __init__(self, factors: FactorSet, day: date, names: Names, material_class: Mapping[str, str]) -> None:
        self.factors, self.day, self.names, self.classes = factors, day, names, material_class

    def plan(self, kind: KindRule, rule: ResultRule, shape: Shape) -> Plan | Gap | None:
        """Return the plan for one result, the gap that keeps it from being given, None where the rule does not hold."""
        if not self.holds(rule, shape) or not rule.covers_sector(self.names.values.get("sector", "")):
            return None
        outcome = self.plan_as_sent(kind, rule, at_state(shape, GAS_AS_FOUND) if kind.standard_state else shape)
        if not isinstance(outcome, Gap) or not self.may_be_gas(shape):
            return outcome
        again = self.plan_as_sent(kind, rule, at_state(shape, GAS_AT_STANDARD))
        if not isinstance(again, Plan):
            return outcome
        return replace(again, notes=(*again.notes, Note("quantity.standard_state_taken", {}, "needs_explanation")))

    def may_be_gas(self, shape: Shape) -> bool:
        """Say whether a line states volumes that may be of gas, without saying at which state."""
        stated = (shape.dimension, *(dimension for _, dimension, _ in shape.parameters))
        liquid_or_solid = self.classes.get(shape.material or "", "gas") not in ("gas", UNREGISTERED)
        return not liquid_or_solid and any(at_state_of(d, GAS_AT_STANDARD) != d for d in stated)

    def plan_as_sent(self, kind: KindRule, rule: ResultRule, shape: Shape) -> Plan | Gap | None:
        """Return the plan for one result with the units as they stand."""
        shape = stated_for(rule, shape)
        chosen = self.choose(kind, rule, shape)
        if chosen is None:
            if rule.when_reported:
                return None
            wanted = self.in_other_units(kind, rule, shape) if rule.required else ()
            return Gap(rule, ", ".join(wanted or missing_inputs(rule, shape)))
        recipe, chain = chosen
        builder = _Builder(self, kind, rule, shape)
        try:
            if not builder.add_fractions(chain):
                builder.add_chain(chain)
                if rule.removal:
                    builder.add_removal(recipe)
        except FactorMissing as missing:
            role = missing.faults[0].params["role"]
            return Gap(rule, builder.wanted(role), missing, tuple(builder.consulted), builder.choices(role))
        except _InputMissingError as missing:
            choices = builder.choices(missing.role)
            return Gap(rule, missing.name, None, tuple(builder.consulted), choices, missing.role)
        return Plan(rule, tuple(builder.steps), tuple(builder.notes), tuple(builder.consulted))

    def holds(self, rule: ResultRule, shape: Shape) -> bool:
        """Say whether a rule is made for activities of this shape."""
        material_class = self.classes.get(shape.material, UNREGISTERED) if shape.material else None
        return rule.covers(shape.material, material_class, shape.process, shape.technology)

    def choose(self, kind: KindRule, rule: ResultRule, shape: Shape) -> tuple[Recipe, Chain] | None:
        """Return the first recipe whose needs are reported and whose units fit, formula by formula."""
        stated = {key: dimension for key, dimension, _ in shape.parameters}
        for role in kind.roles.values():
            other = role.other_name(rule.substance)
            if other in stated and ":" not in role.name and not reported_key(role.name, rule.substance, stated):
                stated[role.name] = stated[f"{role.name}:{rule.substance}"] = stated[other]
        for recipe in rule.recipes:
            if all(reported_key(need, rule.substance, stated) for need in recipe.needs):
                chain = self._chain(recipe, rule, shape.dimension, stated)
                if chain is not None:
                    return recipe, chain
        return None

    def in_other_units(self, kind: KindRule, rule: ResultRule, shape: Shape) -> tuple[str, ...]:
        """Name the value whose unit keeps every recipe from fitting, with the units that would do."""
        formulas = [FORMULAS[name] for recipe in rule.recipes for name in recipe.formulas]
        for key, dimension, _ in shape.parameters:
            name = key.partition(":")[0]
            units = dict.fromkeys(s.arguments[name] for f in formulas for s in f.signatures if name in s.arguments)
            if units and dimension not in {find_unit(unit).dimension for unit in units}:
                return (f"{key} in {' | '.join(units)}",)
        openings = [FORMULAS[recipe.formulas[0]] for recipe in rule.recipes]
        units = dict.fromkeys(s.arguments[f.arguments[0]] for f in openings for s in f.signatures)
        fitting = [u for u in units if self.choose(kind, rule, replace(shape, dimension=find_unit(u).dimension))]
        return (f"quantity in {' | '.join(fitting)}",) if fitting else ()

    def _chain(self, recipe: Recipe, rule: ResultRule, first: str, stated: Mapping[str, str]) -> Chain | None:
        """Return each formula of the recipe with the signature that takes over from the one before."""
        chain: list[tuple[Formula, Signature]] = []
        dimension = first
        for formula in (FORMULAS[name] for name in recipe.formulas):
            fitting = (s for s in formula.signatures if self._fits(formula, s, rule, dimension, stated))
            signature = next(fitting, None)
            if signature is None:
                return None
            chain.append((formula, signature))
            dimension = find_unit(signature.result).dimension
        return chain

    def _fits(
        self, formula: Formula, signature: Signature, rule: ResultRule, dimension: str, stated: Mapping[str, str]
    ) -> bool:
        activity, *others = formula.arguments
        if signature.dimension(activity) != dimension:
            return False
        keys = ((argument, reported_key(argument, rule.substance, stated)) for argument in others)
        return all(key is None or stated[key] == signature.dimension(argument) for argument, key in keys)


class _InputMissingError(Exception):
    """An input that only the sender can give; `role` is the input where `name` says more than that."""

    def __init__(self, name: str, role: str = "") -> None:
        super().__init__(name)
        self.name, self.role = name, role or name


class _Builder:
    """Collects the steps of one plan."""

    def __init__(self, planner: Planner, kind: KindRule, rule: ResultRule, shape: Shape) -> None:
        self.planner, self.kind, self.rule, self.shape = planner, kind, rule, shape
        self.stated = {key: (dimension, basis) for key, dimension, basis in shape.parameters}
        self.steps: list[Step] = []
        self.notes: list[Note] = []
        self.consulted: list[Factor] = []

    def add_chain(self, chain: Chain) -> None:
        """Add the formulas of a recipe; each takes the result of the one before as its first argument."""
        before: int | None = None
        for formula, signature in chain:
            first, *others = formula.arguments
            inputs = [Input(first, step=before)]
            inputs += [self.origin(argument, signature.arguments[argument]) for argument in others]
            self.steps.append(Step(formula, signature, tuple(inputs)))
            before = len(self.steps) - 1

    def add_fractions(self, chain: Chain) -> bool:
        """Remove the finer substance and the rest of this one each with its own efficiency, and add what is left.

        It is done where treatments are named and no efficiency for the whole is reported; returns whether it was.
        """
        whole, name = self.rule, FORMULAS[REMOVAL_FORMULA].arguments[1]
        others = set(whole.fractions) - {whole.substance}
        finer = next(
            (r for r in self.kind.results if r.substance in others and self.planner.holds(r, self.shape)), None
        )
        chosen = self.planner.choose(self.kind, finer, self.shape) if finer and self.shape.treatments else None
        if finer is None or chosen is None or reported_key(name, whole.substance, self.stated):
            return False
        self.add_chain(chain)
        generated = len(self.steps) - 1
        self.rule = finer
        self.add_chain(chosen[1])
        fine = len(self.steps) - 1
        self.add_removal(chosen[0])
        left = len(self.steps) - 1
        self.rule = replace(whole, substance=next(s for s in whole.fractions if s != finer.substance))
        self.add_step(REST_FORMULA, generated, fine)
        self.add_removal(chosen[0])
        self.add_step(SUM_FORMULA, len(self.steps) - 1, left)
        self.rule = whole
        return True

    def add_step(self, identifier: str, *steps: int) -> None:
        """Add a formula whose arguments are the results of earlier steps."""
        formula = FORMULAS[identifier]
        inputs = tuple(Input(argument, step=step) for argument, step in zip(formula.arguments, steps, strict=True))
        self.steps.append(Step(formula, formula.signatures[0], inputs))

    def add_removal(self, recipe: Recipe) -> None:
        """Take off removal; without a running rate none is credited, and the answer says so.

        What is measured behind the treatment, or comes from a coefficient that contains it, is not reduced again.
        """
        efficiencies = list(self.removal_efficiencies())
        if not efficiencies:
            return
        if recipe.treated or self.rests_on_treated_factor():
            self.note_on_removal("removal.already_in_figure")
            return
        formula = FORMULAS[REMOVAL_FORMULA]
        generated, _, rate = formula.arguments
        running = self.reported(rate)
        if running is None:
            self.note_on_removal("removal.running_rate_missing")
            return
        for efficiency in efficiencies:
            inputs = (Input(generated, step=len(self.steps) - 1), efficiency, Input(rate, parameter=running))
            self.steps.append(Step(formula, formula.signatures[0], inputs))

    def note_on_removal(self, code: str) -> None:
        """Say why no removal is credited, at the efficiency that was reported."""
        stated = self.reported(FORMULAS[REMOVAL_FORMULA].arguments[1])
        self.notes.append(Note(code, {"substance": self.rule.substance}, "needs_explanation", stated))

    def reported(self, argument: str) -> str | None:
        """Return the key under which an input was reported, or that of the parameter that states it as well."""
        key = reported_key(argument, self.rule.substance, self.stated)
        other = self.role(argument).other_name(self.rule.substance)
        return other if key is None and other in self.stated else key

    def rests_on_treated_factor(self) -> bool:
        """Say whether a factor of the plan states that it holds after treatment."""
        factors = (item.factor for step in self.steps for item in step.inputs if item.factor is not None)
        return any(factor.basis.startswith(AFTER_TREATMENT) for factor in factors)

    def removal_efficiencies(self) -> Iterator[Input]:
        """Yield the reported efficiency of the whole train, else that of each treatment that the library knows."""
        name = FORMULAS[REMOVAL_FORMULA].arguments[1]
        reported = self.reported(name)
        if reported is not None:
            yield Input(name, parameter=reported)
            return
        role = self.role(name)
        for treatment in (name for name in self.shape.treatments if not name.startswith(role.not_for)):
            candidates = [Candidate(s, match) for s, match in self.filled(role, {"treatment": treatment})]
            factor = self.planner.factors.find_optional(candidates, self.planner.day)
            if factor is not None:
                self.consulted.append(factor)
                yield Input(name, factor=factor)

    def origin(self, argument: str, unit: str) -> Input:
        role = self.role(argument)
        key = reported_key(argument, self.rule.substance, self.stated)
        if key is None and (other := role.other_name(self.rule.substance)) in self.stated:
            key = other
            if self.stated[key][0] != find_unit(unit).dimension:
                raise _InputMissingError(f"{key} ({unit})")
        if key is not None:
            self.check_override(role, key)
            return self.on_received_basis(argument, key)
        if role.prepared is not None:
            preparation = PREPARATIONS[role.prepared.function]
            wanted = zip(role.prepared.inputs, preparation.units, strict=True)
            inputs = tuple(self.prepared_input(name, unit) for name, unit in wanted)
            return Input(argument, prepared=Prepared(preparation, inputs))
        return Input(argument, factor=self.factor(role, unit))

    def prepared_input(self, name: str, unit: str) -> Input:
        """Return one input of a power, a decay or a step; it may be the activity data itself."""
        if name == ACTIVITY_DATA:
            return Input(name)
        key = reported_key(name, self.rule.substance, self.stated)
        if key is not None and self.stated[key][0] != find_unit(unit).dimension:
            raise _InputMissingError(f"{name} ({unit})")
        return self.origin(name, unit)

    def role(self, argument: str) -> Role:
        if argument.startswith(CONSTANT_PREFIX):
            series = f"constant.molar_mass.{argument.removeprefix(CONSTANT_PREFIX)}"
            return Role(argument, (Template(series, Match.EXACT),), "no")
        roles = self.kind.roles
        return roles.get(f"{argument}:{self.rule.substance}") or roles.get(argument) or Role(argument)

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
            kept = self.consult([Candidate(s, match) for s, match in self.filled(role) if known[s]], role)
            told = f"{role.name} ({unit})" if kept or self.rule.required else self.wanted(role.name)
            raise _InputMissingError(told, role.name)
        if not fitting:
            raise _InputMissingError(self.wanted(role.name), role.name)
        found = self.planner.factors.find(fitting, self.planner.day, role=role.name)
        self.consulted.append(found)
        return found

    def consult(self, candidates: Sequence[Candidate], role: Role) -> bool:
        """Keep with the grounds what no figure rests on and yet decided what is said of its absence; say if it can be.

        What is not trusted enough is not kept: a replay does not know it, so nothing may be said by it.
        """
        with suppress(NearZeroError):
            self.consulted.append(self.planner.factors.find(candidates, self.planner.day, role=role.name))
            return True
        return False

    def wanted(self, argument: str) -> str:
        """Name an input that is not there, and what the line would have to name for the library to know it."""
        series, shape = " ".join(template.series for template in self.role(argument).candidates), self.shape
        blank = [name for name in ("material", "process", "technology") if f"{{{name}}}" in series]
        unnamed = [" | ".join(name for name in blank if getattr(shape, name) is None)]
        known = self.kind.named(shape.material, shape.process, shape.technology)
        open_tables = [
            table for name, table in self.kind.names.items() if f"{{{name}}}" in series and name not in known
        ]
        unnamed += [f"process | technology: {', '.join(table)}" for table in open_tables]
        told = "; ".join(filter(None, unnamed))
        return f"{argument} ({told})" if told else argument

    def choices(self, argument: str) -> str:
        """Name what a line of a required figure could say instead, so that the library knows the argument."""
        if not self.rule.required:
            return ""
        shape, planner = self.shape, self.planner
        known = {**planner.names.values, "substance": series_name(self.rule.substance)}
        known |= self.kind.named(shape.material, shape.process, shape.technology)
        series = [template.series for template in self.role(argument).candidates]
        text = choices_text(series, known, shape, planner.factors)
        by_material = any(f"{{{word}}}" in template for template in series for word in BY_MATERIAL)
        if not by_material or "material: " in text or shape.material in {None, *planner.classes}:
            return text
        near = ", ".join(nearest(planner.classes, str(shape.material)))
        return "; ".join(part for part in (f"material: {near}" if near else "", text) if part)

    def filled(self, role: Role, extra: Mapping[str, str] | None = None) -> Iterator[tuple[str, Match]]:
        """Yield the series that the role's templates name for this shape."""
        shape = self.shape
        known = {"substance": series_name(self.rule.substance)} | dict(extra or {})
        known |= self.kind.named(shape.material, shape.process, shape.technology)
        if (material_class := self.planner.classes.get(self.shape.material or "")) is not None:
            # {oil}, {gas}, {coal} stand for the material where it is of that class, and for nothing elsewhere.
            known |= {"class": material_class, material_class: self.shape.material or ""}
        for template in role.candidates:
            series = self.planner.names.fill(template.series, self.shape, known)
            if series is not None:
                yield series, template.match


def series_name(substance: str) -> str:
    """Return a substance as series spell it: `pm25`, `pm25_10`, `nh3_n`."""
    return substance.lower().replace(".", "").replace("-", "_")


def stated_for(rule: ResultRule, shape: Shape) -> Shape:
    """Return the shape without the plain parameters that the rule takes under its substance's name only."""
    return replace(shape, parameters=tuple(p for p in shape.parameters if p[0] not in rule.specific))
