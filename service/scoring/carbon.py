"""The carbon axis: lines on their rungs, summed, at the given, the conservative and the favourable amount.

Direct emissions are judged against direct benchmarks; where a line kind also has a ladder for direct plus purchased
energy, the lower of the two values counts. Certificates and offsets have no way in. A line that has a rung but lacks
a figure makes the axis not evaluable, so that leaving a line out of the sum can never help. What is emitted without a
product of the sector is added to the emissions of the lines; where energy is judged, carbon that no line explains is
counted as energy (`loose`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from service.scoring.anchors import Bench
from service.scoring.axis import Anchors, proximity, total
from service.scoring.coverage import carbon_coverage, line_co2
from service.scoring.exact import fixed
from service.scoring.footing import Footing, output_in
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.ladder import footing
from service.scoring.line_kinds import LineKind
from service.scoring.line_reader import SCOPES
from service.scoring.loose import Loose, loose_carbon
from service.scoring.plausible import contradictions
from service.scoring.registered import as_before, strictest
from service.scoring.registered import said as registered_anew
from service.scoring.result import AxisResult, Constraint, Part, Reason, Triple, minimum, unique
from service.scoring.ruleset import Sector
from service.units import convert, find_unit

#: What the emissions of a scope are called, and which fields of a line hold them.
EMITTED = {
    SCOPES[0]: ("CO2", ("direct_co2",)),
    SCOPES[1]: ("CO2 with purchased energy", ("direct_co2", "purchased_energy_co2")),
}
NOTHING = Loose(Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Judged:
    """A line on its rung with the amount judged, in the footing's unit."""

    line: ProductLine
    footing: Footing
    amount: Fraction
    deviation: Fraction
    output: Fraction


def kind_of(line: ProductLine, sector: Sector, bench: Bench) -> LineKind | None:
    """The line kind of a sector that makes this product with this unit class."""
    kinds = (bench.ruleset.lines[name] for name in sector.lines)
    return next((k for k in kinds if line.product in k.products and _class_fits(line, k)), None)


def carbon_axis(inventory: Inventory, sector: Sector, bench: Bench) -> AxisResult:
    """The lower value of the scopes that have a rung; not evaluable where a figure of a benchmarked line is missing."""
    results = [_scope(inventory, sector, bench, scope) for scope in SCOPES]
    told = [result for result in results if result.basis or result.missing]
    if not told:
        reasons = tuple(reason for result in results for reason in result.reasons)
        return AxisResult(None, reasons=reasons, missing=(Reason("carbon.no_rung"), *sector.lacking(carbon=True)))
    return told[0] if len(told) == 1 else _lower(told)


def judged_lines(
    inventory: Inventory, sector: Sector, bench: Bench, scope: str
) -> tuple[list[Judged], list[Reason], list[Reason]]:
    """Lines on their rungs, what is missing, and what else there is to say."""
    judged: list[Judged] = []
    missing: list[Reason] = []
    notes: list[Reason] = []
    for line in inventory.lines:
        kind = kind_of(line, sector, bench)
        if kind is None or not kind.ladders[scope]:
            code = "line.unbenchmarked" if line.product else "line.no_product"
            notes += [_at(code, line)] if scope == SCOPES[0] and line.line_id else []
            missing += [_at("unit_class.missing", line)] if _class_missing(line, sector, bench) else []
            continue
        before = [(each, its) for each in as_before(line) if (its := kind_of(each, sector, bench)) is not None]
        _place(line, kind, before, scope, bench, judged, missing, notes)
    return judged, missing, notes


def _place(
    line: ProductLine, kind: LineKind, before: Sequence[tuple[ProductLine, LineKind]], scope: str, bench: Bench,
    judged: list[Judged], missing: list[Reason], notes: list[Reason],
) -> None:  # fmt: skip
    output = output_in(line, kind)
    missing.extend(_at(code, line) for code in contradictions(line, kind, bench))
    if output is None or output <= 0:
        missing.append(_at("output.missing" if output is None else "output.zero", line))
        return
    if kind.choice is not None and kind.level_key(line) is None:
        asked = {"line": line.line_id, "item": f"@{kind.choice.quantity}"}
        missing.append(Reason("condition.missing", asked, line.line_id))
        return
    found, said = footing(line, kind, scope, bench)
    notes.extend(said)
    if found is None:
        unused = [reason for reason in said if reason.code == "correction.missing"]
        missing.extend(unused)
        notes.extend([] if unused else [_at("line.no_rung", line)])
        return
    stood = [footing(each, its, scope, bench)[0] for each, its in before if its.ladders[scope]]
    found = strictest(found, [other for other in stood if other is not None])
    notes.extend((*found.reasons, *registered_anew(line), *_unproven(line), *_unshown(line)))
    amount = _amount(line, found, scope, output)
    if amount is None:
        missing.append(_missing_amount(line, kind, found))
        return
    sigma = bench.ruleset.sigma[bench.ruleset.carbon_tier(line, accepted=bench.accepted)]
    judged.append(Judged(line, found, amount, bench.ruleset.number("confidence_factor") * sigma * abs(amount), output))


def _amount(line: ProductLine, found: Footing, scope: str, output: Fraction) -> Fraction | None:
    if found.subject:
        if line.energy_intensity is None or line.energy_unit is None:
            return None
        return convert(line.energy_intensity, find_unit(line.energy_unit), find_unit(found.unit)) * output
    if scope == SCOPES[0] or line.direct_co2 is None:
        return line.direct_co2
    return None if line.purchased_energy_co2 is None else line.direct_co2 + line.purchased_energy_co2


def _scope(inventory: Inventory, sector: Sector, bench: Bench, scope: str) -> AxisResult:
    judged, missing, notes = judged_lines(inventory, sector, bench, scope)
    groups = by_subject(judged)
    idle = unanswered(inventory, sector, bench, scope)
    beside = sum((mass for _, mass in idle), Fraction(0))
    lost = NOTHING
    if any(j.footing.subject for j in judged):
        missing += [_at("line.no_product", line) for line, _ in idle if _idle_process(line)]
        lost, told = _lost(inventory, sector, bench)
        (missing if told and not lost.mass else notes).extend(told)
    notes += [_beside(beside)] if beside and any(not j.footing.subject for j in judged) else []
    borne = [lost.energy_in(_numerator(group)) if group[0].footing.subject else beside for group in groups]
    parts = [_part(group, scope, idle) for group in groups]
    constraints = [_constraint(*each, scope) for each in zip(groups, borne, parts, strict=True)]
    if any(constraint is None for constraint in constraints):
        missing.append(Reason("carbon.advanced_missing"))
    known = tuple(constraint for constraint in constraints if constraint is not None)
    values = [_triple(group, more) for group, more in zip(groups, borne, strict=True)]
    whole = [value for value in values if value is not None]
    value = minimum(whole) if whole and len(whole) == len(values) and not missing else None
    return AxisResult(
        value,
        tuple(sorted({f"rung.{j.footing.rung}" for j in judged})),
        known,
        tuple(citation for j in judged for citation in j.footing.citations),
        tuple(notes),
        tuple(missing),
        carbon_coverage(inventory, {j.line.line_id for j in judged}),
        bool(judged) and all(j.footing.anchors.near_zero is not None for j in judged),
    )


def by_subject(judged: list[Judged]) -> list[list[Judged]]:
    """Lines whose amounts have a sum: emissions, energy, electricity."""
    subjects = sorted({item.footing.subject for item in judged})
    return [[item for item in judged if item.footing.subject == subject] for subject in subjects]


def unanswered(inventory: Inventory, sector: Sector, bench: Bench, scope: str) -> list[tuple[ProductLine, Fraction]]:
    """Lines that make nothing the sector is judged by, with their t of CO2 in a scope; credits count as nothing."""
    idle = [line for line in inventory.lines if kind_of(line, sector, bench) is None]
    emitted = [(line, line.direct_co2 if scope == SCOPES[0] else line_co2(line)) for line in idle]
    return [(line, max(mass or Fraction(0), Fraction(0))) for line, mass in emitted]


def _idle_process(line: ProductLine) -> bool:
    """Whether a unit without a product of the sector emits or uses energy; a stack by itself does neither."""
    return bool(line.line_id) and (bool(line.direct_co2) or line.energy_unit is not None)


def _lost(inventory: Inventory, sector: Sector, bench: Bench) -> tuple[Loose, list[Reason]]:
    """The carbon that no line explains, and what there is to say; without a total nobody knows."""
    judged = [(line, kind) for line in inventory.lines if (kind := kind_of(line, sector, bench)) is not None]
    lost = loose_carbon(inventory, judged, bench.ruleset)
    if lost is None:
        return NOTHING, [Reason("carbon.no_total")]
    return lost, [lost.said()] if lost.mass else []


def _numerator(group: list[Judged]) -> str:
    return group[0].footing.unit.split("/")[0]


def _part(group: list[Judged], scope: str, idle: list[tuple[ProductLine, Fraction]]) -> Part:
    """What can come down: energy of the group's lines, or their CO2 with that of lines that make nothing judged."""
    amounts = [(item.line.line_id, item.amount) for item in group]
    subject = group[0].footing.subject
    amounts += [] if subject else [(line.line_id, mass) for line, mass in idle if mass]
    name, fields = (subject, ("energy_intensity",)) if subject else EMITTED[scope]
    returned = any(j.footing.anchors.advanced is not None and j.footing.anchors.advanced < 0 for j in group)
    return Part(
        name,
        sum((amount for _, amount in amounts), Fraction(0)),
        _numerator(group),
        frozenset(line for line, _ in amounts),
        fields,
        sum((abs(amount) for _, amount in amounts), Fraction(0)),
        bounded=not returned,
    )


def _constraint(group: list[Judged], borne: Fraction, part: Part, scope: str) -> Constraint | None:
    anchors, amount = _sums(group, borne)
    cap = min(j.footing.cap for j in group)
    level = proximity(amount, anchors, cap)
    if level is None:
        return None
    units = {j.line.unit for j in group}
    output = sum((j.output for j in group), Fraction(0)) if len(units) == 1 else None
    unit = _numerator(group)
    subject = group[0].footing.subject or f"carbon.{scope}"
    product = units.pop() if len(units) == 1 else None
    upper = amount + sum((j.deviation for j in group), Fraction(0))
    return Constraint(subject, amount, unit, anchors, level, cap, output, product, conservative=upper, parts=(part,))


def _sums(group: list[Judged], borne: Fraction) -> tuple[Anchors, Fraction]:
    """The anchors and the amount of a group, with what it bears for others: CO2 beside the lines, or loose carbon."""
    return total(j.footing.anchors for j in group), sum((j.amount for j in group), borne)


def _triple(group: list[Judged], borne: Fraction) -> Triple | None:
    anchors, amount = _sums(group, borne)
    spread = sum((j.deviation for j in group), Fraction(0))
    cap = min(j.footing.cap for j in group)
    central, conservative = proximity(amount, anchors, cap), proximity(amount + spread, anchors, cap)
    favourable = proximity(amount - spread, anchors, cap)
    if central is None or conservative is None:
        return None
    return Triple(central, conservative, cap if favourable is None else favourable)


def _lower(results: list[AxisResult]) -> AxisResult:
    """Both scopes told: the lower value, with everything that either rests on."""
    values = [result.value for result in results if result.value is not None]
    return replace(
        results[0],
        value=minimum(values) if len(values) == len(results) else None,
        basis=tuple(dict.fromkeys(b for r in results for b in r.basis)),
        constraints=tuple(c for r in results for c in r.constraints),
        citations=tuple(c for r in results for c in r.citations),
        reasons=unique(x for r in results for x in r.reasons),
        missing=unique(x for r in results for x in r.missing),
    )


def _class_fits(line: ProductLine, kind: LineKind) -> bool:
    return not kind.unit_classes or line.unit_class in kind.unit_classes


def _class_missing(line: ProductLine, sector: Sector, bench: Bench) -> bool:
    made = any(line.product in bench.ruleset.lines[name].products for name in sector.lines)
    return made and line.unit_class is None


def _missing_amount(line: ProductLine, kind: LineKind, found: Footing) -> Reason:
    if not found.subject or kind.energy is None:
        return _at("co2.missing", line)
    return Reason("energy.missing", {"line": line.line_id, "item": f"@{kind.energy.quantity}"}, line.line_id)


def _beside(mass: Fraction) -> Reason:
    return Reason("carbon.beside", {"mass": fixed(mass, 2)})


def _unproven(line: ProductLine) -> tuple[Reason, ...]:
    """That CO2 of what is called biomass counts as fossil."""
    mass = {"line": line.line_id, "mass": fixed(line.unproven_co2, 2)}
    return (Reason("biomass.unproven", mass, line.line_id),) if line.unproven_co2 else ()


def _unshown(line: ProductLine) -> tuple[Reason, ...]:
    """That energy told as recovered is not taken off."""
    energy = {"line": line.line_id, "energy": fixed(line.unshown_energy, 0)}
    return (Reason("energy.unshown", energy, line.line_id),) if line.unshown_energy else ()


def _at(code: str, line: ProductLine) -> Reason:
    return Reason(code, {"line": line.line_id}, line.line_id)
