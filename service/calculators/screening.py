"""What is refused or said before a plan runs: unknown kinds and parameters, gaps, values that cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from service.accounting import UNNAMED, AccountingMethod
from service.activity import ActivityRecord
from service.calculators.activities import REPORTED_EMISSION
from service.calculators.columns import Columns
from service.calculators.formula import FORMULAS
from service.calculators.kind_inputs import parameter_names
from service.calculators.missing import reported_key
from service.calculators.plan import Gap, Plan, Shape, inputs_of
from service.errors import FactorMissing, Fault, InvalidInput
from service.findings import Finding, Severity
from service.spelling import nearest

#: Parameters that describe the sample or the outlet and enter through another one, or only the score.
DESCRIPTIVE = frozenset(
    {"total_moisture", "air_dried_moisture", "mean_concentration", "gas_volume", "oxygen_content", "volatile_content"}
    | {"corrected_concentration"}
)

#: A concentration at reference oxygen judges compliance; a mass needs the concentration as measured.
CORRECTED, MEASURED = "corrected_concentration", "concentration"

#: The unit of carbon per fuel mass: more than the whole fuel cannot be carbon.
CARBON_SHARE = "tC/t"

EMISSION_FACTOR = "emission_factor"

#: What the numerator of a unit may name beside its mass, the longest first.
NAMED_IN_UNITS = ("CO2e", "CO2", "CH4", "N2O", "C2F6", "CF4", "C")

#: In a method's list of what it leaves out: every material that none of its rules covers.
WHATEVER = "*"


def outside(shape: Shape, index: int, method: AccountingMethod) -> Finding | None:
    """Say that the method leaves this material or process outside its boundary, or return None where it does not."""
    kind = method.kinds.get(shape.kind)
    named = [word for word in (shape.material, shape.process) if kind and word in kind.not_counted]
    return _not_counted(named[0], index, method) if named else None


def _not_counted(what: str, index: int, method: AccountingMethod) -> Finding:
    params = {"what": what, "method": method.id}
    return Finding("activity.not_counted", Severity.NEEDS_EXPLANATION, f"/activities/{index}", params)


def uncounted(shape: Shape, index: int, methods: Sequence[AccountingMethod]) -> Finding:
    """Say that the method keeps such activities as auxiliary data only; refuse a kind that it does not know."""
    knowing = [method for method in methods if method.is_home_of(shape.kind)]
    for method in knowing:
        if WHATEVER in method.kinds[shape.kind].not_counted:
            return _not_counted(shape.material or shape.kind, index, method)
    if any(shape.kind in method.auxiliary for method in methods):
        params = {"kind": shape.kind, "method": methods[0].id}
        return Finding("activity.auxiliary", Severity.INFO, f"/activities/{index}", params)
    if knowing:
        pointer = f"/activities/{index}"
        refuse_other_substances(shape, pointer, knowing)
        if wanted := unreported(shape, knowing):
            raise InvalidInput(Fault("activity.nothing_reported", pointer, {"expected": wanted}))
        raise InvalidInput(Fault("activity.covered_by_no_rule", pointer, {"expected": covered(shape, knowing)}))
    homes = {kind for method in methods for kind in method.kinds if method.is_home_of(kind)}
    known = sorted(homes | {REPORTED_EMISSION})
    raise InvalidInput(Fault("activity.kind_unknown", f"/activities/{index}/kind", offers(known, shape.kind)))


def refuse_other_substances(shape: Shape, pointer: str, methods: Sequence[AccountingMethod]) -> None:
    """Refuse parameters of substances of which the kind, giving what is reported, has no rule."""
    rules = [rule for method in methods for rule in method.kinds[shape.kind].results if rule.when_reported]
    known = sorted({rule.substance for rule in rules})
    stated = {key: key.partition(":")[2] for key, _, _ in shape.parameters if ":" in key}
    other = [(key, substance) for key, substance in stated.items() if substance not in known]
    if known and other:
        code = "parameter.substance_not_counted"
        faults = ((f"{pointer}{parameter_pointer(key)}", offers(known, substance)) for key, substance in other)
        raise InvalidInput(*(Fault(code, at, params) for at, params in faults))


def unreported(shape: Shape, methods: Sequence[AccountingMethod]) -> str:
    """Name what a line of the kind can report, where the kind gives only what is reported."""
    rules = [rule for method in methods if shape.kind in method.kinds for rule in method.kinds[shape.kind].results]
    here = [rule for rule in rules if rule.when_reported and (not rule.materials or shape.material in rule.materials)]
    needs = [recipe.needs for rule in here for recipe in rule.recipes if recipe.needs]
    by_name = [" + ".join(name.partition(":")[0] + ":SUBSTANCE" * (":" in name) for name in names) for names in needs]
    return " | ".join(dict.fromkeys(by_name))


def covered(shape: Shape, methods: Sequence[AccountingMethod]) -> str:
    """Name the materials, processes and technologies for which the kind has a rule."""
    rules = [rule for method in methods if shape.kind in method.kinds for rule in method.kinds[shape.kind].results]
    choices = {
        "material": {m for rule in rules for m in rule.materials},
        "class": {c for rule in rules for c in rule.classes},
        "process": {p for rule in rules for p in rule.processes if p != UNNAMED},
        "technology": {t for rule in rules for t in rule.technologies},
    }
    return "; ".join(f"{name}: {', '.join(sorted(values))}" for name, values in choices.items() if values)


def refuse_unnamed(shape: Shape, members: Sequence[int], methods: Iterable[AccountingMethod]) -> None:
    """Refuse lines that name no material where all that their method requires of the kind goes by its class.

    No rule would cover them, and what they emit would be missing from the total without a word.
    """
    if shape.material is not None:
        return
    for method in methods:
        if method.is_home_of(shape.kind):
            required = [rule for rule in method.kinds[shape.kind].results if rule.required]
            if required and all(rule.classes for rule in required):
                params = {"kind": shape.kind, "field": "material"}
                raise InvalidInput(*(Fault("activity.wanted", f"/activities/{i}", params) for i in members))


def refuse_counted_elsewhere(shape: Shape, members: Sequence[int], methods: Iterable[AccountingMethod]) -> None:
    """Refuse a material that the method counts under another kind: counted here too, it would be counted twice."""
    material = shape.material or ""
    kinds = [method.kinds[shape.kind] for method in methods if shape.kind in method.kinds]
    belongs = [kind.counted_elsewhere[material] for kind in kinds if material in kind.counted_elsewhere]
    if belongs:
        params = {"expected": ", ".join(belongs)}
        raise InvalidInput(*(Fault("activity.counted_elsewhere", f"/activities/{i}/material", params) for i in members))


def refuse_counted_twice(
    shapes: Mapping[Shape, Sequence[int]], units: Sequence[str | None], book: AccountingMethod
) -> None:
    """Refuse two kinds that a method has for one and the same emission, reported of the same unit."""
    by_kind: dict[str, dict[str | None, int]] = defaultdict(dict)
    for shape, members in shapes.items():
        by_kind[shape.kind].update({units[i]: i for i in reversed(members)})
    faults = [
        Fault("activity.counted_twice", f"/activities/{index}/kind", {"expected": f"{kind} | {other}"})
        for kind in by_kind
        if kind in book.kinds
        for other in book.kinds[kind].excludes
        for unit, index in by_kind[kind].items()
        if unit in by_kind.get(other, {})
    ]
    if faults:
        raise InvalidInput(*faults)


def refuse_corrected(shape: Shape, members: Sequence[int]) -> None:
    """Refuse a concentration at reference oxygen that stands alone: no mass may be made of it (HJ 75-2017)."""
    stated = {key for key, _, _ in shape.parameters}
    alone = [
        key
        for key in sorted(stated)
        if key.partition(":")[0] == CORRECTED and not {key.replace(CORRECTED, MEASURED), MEASURED} & stated
    ]
    if alone:
        code = "monitoring.corrected_concentration"
        raise InvalidInput(
            *(Fault(code, f"/activities/{i}{parameter_pointer(key)}", {}) for i in members for key in alone)
        )


def gap_finding(index: int, gap: Gap, *, refused: bool = True, binding: bool = True) -> Finding:
    """Refuse a gap in what the method requires; otherwise say that the result cannot be given.

    One that is required and not `refused`, because another subject was asked for, still blocks a report; one of a
    method that is not `binding`, having come in from standby, never does.
    """
    pointer = f"/activities/{index}"
    if gap.rule.required and refused and binding:
        if gap.cause is not None:
            raise type(gap.cause)(*(with_choices(fault, pointer, gap) for fault in gap.cause.faults))
        missing = gap.role or gap.missing
        choices = f" ({gap.choices})" if gap.choices else gap.missing.removeprefix(missing)
        params = {"substance": gap.rule.substance, "missing": missing, "choices": choices}
        raise InvalidInput(Fault("activity.input_missing", pointer, params))
    params = {"substance": gap.rule.indicator or gap.rule.substance, "missing": gap.missing}
    severity = Severity.BLOCKING if gap.rule.required and binding else Severity.INFO
    return Finding("result.not_evaluable", severity, pointer, params)


def with_choices(fault: Fault, pointer: str, gap: Gap) -> Fault:
    """Return a missing factor at its line; where no series is known at all, at the word that could be another one."""
    unheard_of = fault.code == FactorMissing.code and not fault.params.get("exists")
    if not unheard_of or not gap.choices:
        return Fault(fault.code, pointer, fault.params)
    named, _, _ = gap.choices.partition(":")
    return Fault("factor.of_others", f"{pointer}/{named}", {**fault.params, "choices": gap.choices})


def unproved(shape: Shape, members: Sequence[int], methods: Iterable[AccountingMethod]) -> list[Finding]:
    """Say of each line whose kind rests on a proof that it names none; a calculation may try it, a report may not."""
    rules = [method.kinds[shape.kind] for method in methods if shape.kind in method.kinds]
    wanted = [kind for rule in rules for kind in rule.proof]
    if not wanted or shape.evidence.intersection(wanted):
        return []
    params = {"kind": shape.kind, "evidence": ", ".join(wanted)}
    return [Finding("activity.proof_missing", Severity.BLOCKING, f"/activities/{i}/evidence", params) for i in members]


def note_findings(plans: Sequence[Plan], members: Sequence[int]) -> list[Finding]:
    """Return what planning found out, once for every activity of the shape, however many figures it touches."""
    notes = {(n.code, n.parameter, tuple(sorted(n.params.items()))): n for plan in plans for n in plan.notes}
    return [
        Finding(note.code, Severity(note.severity), f"/activities/{i}{parameter_pointer(note.parameter)}", note.params)
        for note in notes.values()
        for i in members
    ]


def refuse_unknown(shape: Shape, members: Sequence[int], methods: Iterable[AccountingMethod]) -> None:
    """Refuse a parameter that no formula knows: most often a slip of the keyboard that would go unseen.

    A kind that no method knows is refused as such, later: what its lines may state cannot be told.
    """
    kinds = [method.kinds[shape.kind] for method in methods if shape.kind in method.kinds]
    if not kinds and shape.kind != REPORTED_EMISSION:
        return
    known = {argument for formula in FORMULAS.values() for argument in formula.arguments[1:]} | DESCRIPTIVE
    known |= {name for kind in kinds for role in kind.roles.values() for name in role.names}
    unknown = [key for key, _, _ in shape.parameters if key.partition(":")[0] not in known]
    if unknown:
        own = sorted({name.partition(":")[0] for kind in kinds for name in parameter_names(kind)})
        said = {key: offers(own, key.partition(":")[0]) for key in unknown}
        pointers = {key: parameter_pointer(key) for key in unknown}
        faults = ((f"/activities/{i}{pointers[key]}", said[key]) for i in members for key in unknown)
        raise InvalidInput(*(Fault("parameter.unknown", pointer, params) for pointer, params in faults))


def offers(known: Sequence[str], word: str) -> Mapping[str, str]:
    """Return the names that a strange word may mean, and all names there are."""
    return {"nearest": ", ".join(nearest(known, word)) or "-", "expected": ", ".join(known)}


def refuse_other_gas(activities: Sequence[ActivityRecord], members: Sequence[int], plans: Sequence[Plan]) -> None:
    """Refuse an emission factor whose unit names carbon, CO2e or a gas where its figure is the mass of another gas."""
    inputs = [(item.parameter, plan.rule.substance) for plan in plans for item, _ in inputs_of(plan)]
    factors = [(key, gas) for key, gas in inputs if key and key.partition(":")[0] == EMISSION_FACTOR]
    faults = []
    for i in members if factors else ():
        for key, gas in factors:
            unit = activities[i].parameters[key].quantity.unit.code
            if gas_named_in(unit) not in ("", gas):
                pointer = f"/activities/{i}{parameter_pointer(key)}/unit"
                faults.append(Fault("unit.other_substance", pointer, {"found": unit, "substance": gas}))
    if faults:
        raise InvalidInput(*faults)


@lru_cache(maxsize=1024)
def gas_named_in(unit: str) -> str:
    """Return the gas, or the carbon, that the numerator of a unit names; nothing where it is a bare mass."""
    numerator, _, _ = unit.partition("/")[0].partition("@")
    return next((gas.removesuffix("e") for gas in NAMED_IN_UNITS if numerator.endswith(gas)), "")


def refuse_displaced(shape: Shape, members: Sequence[int], plans: Sequence[Plan]) -> None:
    """Refuse what a recipe asks for, stated in a unit that it cannot take: a default would stand in its place."""
    stated = {key: dimension for key, dimension, _ in shape.parameters}
    used = {item.parameter for plan in plans for item, _ in inputs_of(plan)}
    displaced: dict[str | None, None] = {}
    for plan in plans:
        wanted = ([reported_key(n, plan.rule.substance, stated) for n in r.needs] for r in plan.rule.recipes)
        passed_over = takewhile(lambda keys: not used.issuperset(keys), wanted)
        displaced.update(dict.fromkeys(key for keys in passed_over if all(keys) for key in keys if key not in used))
    if displaced:
        code = "parameter.unit_unfit"
        said = [(parameter_pointer(key), units_of(key.partition(":")[0])) for key in displaced if key]
        faults = ((f"/activities/{i}{pointer}/unit", {"expected": units}) for i in members for pointer, units in said)
        raise InvalidInput(*(Fault(code, pointer, params) for pointer, params in faults))


def units_of(name: str) -> str:
    """Return the units in which any formula takes an argument of the name."""
    signatures = [signature for formula in FORMULAS.values() for signature in formula.signatures]
    return ", ".join(sorted({s.arguments[name] for s in signatures if name in s.arguments}))


def unused(shape: Shape, index: int, plans: Sequence[Plan]) -> list[Finding]:
    """Say which reported parameters and treatments no figure of the line rests on."""
    inputs = [item for plan in plans for item, _ in inputs_of(plan)]
    used = {item.parameter for item in inputs} | {note.parameter for plan in plans for note in plan.notes}
    pointer = f"/activities/{index}"
    findings = [
        Finding("parameter.not_used", Severity.INFO, f"{pointer}{parameter_pointer(key)}", {})
        for key, _, _ in shape.parameters
        if key not in used and key.partition(":")[0] not in DESCRIPTIVE
    ]
    series = [f"{item.factor.series}." for item in inputs if item.factor is not None]
    idle = [k for k, treatment in enumerate(shape.treatments) if not any(f".{treatment}." in name for name in series)]
    findings += [Finding("treatment.not_credited", Severity.INFO, f"{pointer}/treatments/{k}", {}) for k in idle]
    return findings


def unused_by_reported(activity: ActivityRecord, index: int) -> list[Finding]:
    """Say that a mass taken as reported rests on none of the parameters beside it, as its concentration and limit."""
    keys = [key for key in activity.parameters if key.partition(":")[0] not in DESCRIPTIVE]
    pointers = (f"/activities/{index}{parameter_pointer(key)}" for key in keys)
    return [Finding("parameter.not_used", Severity.INFO, pointer, {}) for pointer in pointers]


def refuse_impossible(plan: Plan, columns: Columns, members: Sequence[int]) -> None:
    """Refuse a reported share below 0 or above 1: a percent sent as a plain number, most often."""
    for item, step in inputs_of(plan):
        share_of_mass = step.signature.arguments.get(item.argument) == CARBON_SHARE
        if item.parameter is None or not (share_of_mass or item.argument in step.formula.shares):
            continue
        values = columns.column(item.parameter)
        wrong = ((values < 0) | (values > 1)).nonzero()[0].tolist()
        if wrong:
            params = {"expected": "0 – 1, 0 % – 100 %"}
            pointer = parameter_pointer(item.parameter)
            faults = (Fault("parameter.not_a_share", f"/activities/{members[k]}{pointer}", params) for k in wrong)
            raise InvalidInput(*faults)


def refuse_undefined(plan: Plan, values: NDArray[np.float64], members: Sequence[int]) -> None:
    """Refuse an input with which the equation has no value, such as a division by zero."""
    undefined = np.flatnonzero(~np.isfinite(values)).tolist()
    if undefined:
        figure = plan.rule.indicator or plan.rule.substance
        params = {"substance": figure, "equation": plan.steps[-1].formula.equation}
        raise InvalidInput(*(Fault("activity.undefined", f"/activities/{members[k]}", params) for k in undefined))


def refuse_below_zero(plan: Plan, values: NDArray[np.float64], members: Sequence[int]) -> None:
    """Refuse to take more off than there was: more gas recovered than arose, more COD flowing out than in."""
    left = next((step.formula for step in plan.steps if step.formula.remainder), None)
    below = np.flatnonzero(values < 0).tolist() if left is not None else []
    if left is not None and below:
        params = {"substance": plan.rule.indicator or plan.rule.substance, "equation": left.equation}
        raise InvalidInput(*(Fault("activity.below_zero", f"/activities/{members[k]}", params) for k in below))


def parameter_pointer(key: str | None) -> str:
    """Return the pointer to a parameter below its activity."""
    return f"/parameters/{escape(key)}" if key else ""


def escape(key: str) -> str:
    """Escape one reference token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


__all__ = [
    "DESCRIPTIVE", "escape", "gap_finding", "note_findings", "outside", "refuse_below_zero", "refuse_corrected",
    "refuse_counted_elsewhere", "refuse_counted_twice", "refuse_displaced", "refuse_impossible", "refuse_other_gas",
    "refuse_undefined", "refuse_unknown", "uncounted", "unproved", "unused", "unused_by_reported",
]  # fmt: skip
