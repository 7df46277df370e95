"""The pollutant axis: per medium a fixed list of substances, as pollution equivalents, with a gate for each of them.

The amount is the yearly mean concentration at reference oxygen, weighted over the lines by their stack gas, so that
dilution changes nothing; anchors are national and fixed. Substances that are not on the list never enter, so reporting
more of them changes nothing; one on the list that is not given makes the medium not evaluable. A stack of a unit that
makes nothing is judged by itself, against the strictest anchors of the others, so that no stack can be hidden there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.anchors import Bench, at_line, chosen
from service.scoring.axis import NEAR_ZERO, Anchors, ordered, proximity, total
from service.scoring.carbon import kind_of
from service.scoring.fuels import gas_limit
from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.line_kinds import LineKind, PollutantAnchor
from service.scoring.media import Weighed, findings, undiluted, weigh
from service.scoring.result import AxisResult, Citation, Constraint, Part, Reason, Triple, minimum, unique
from service.scoring.ruleset import Medium, Sector

CONCENTRATION, MASS = "mg/m3", "t"
#: Anchors of a substance, its equivalent, and what both rest on.
Standing = tuple[Anchors, Fraction, tuple[Citation, ...]]


@dataclass(frozen=True, slots=True)
class Item:
    """One substance at one line: its mean concentration, its anchors and its weight in the sum."""

    line: ProductLine
    substance: str
    concentration: Fraction
    deviation: Fraction
    anchors: Anchors
    equivalent: Fraction
    weighed: Weighed
    citations: tuple[Citation, ...]


def pollutant_axis(inventory: Inventory, sector: Sector, bench: Bench) -> AxisResult:
    """The lowest of the applicable media; media that cannot be evaluated are named, and then there is no value."""
    media = [_medium(inventory, sector, medium, bench) for medium in sector.media]
    if not media:
        return AxisResult(None, missing=(Reason("pollutant.no_media"),))
    values = [result.value for result in media if result.value is not None]
    complete = len(values) == len(media)
    lacking = () if complete else sector.lacking(carbon=False)
    covered = [result.covered for result in media if result.covered is not None]
    return AxisResult(
        minimum(values) if complete else None,
        tuple(f"medium.{medium.name}" for medium in sector.media),
        tuple(c for r in media for c in r.constraints),
        tuple(c for r in media for c in r.citations),
        unique(x for r in media for x in r.reasons),
        unique((*(x for r in media for x in r.missing), *lacking)),
        min(covered) if len(covered) == len(media) else None,
        all(result.near_zero_defined for result in media),
        limited=bool(values) and not complete,
    )


def _medium(inventory: Inventory, sector: Sector, medium: Medium, bench: Bench) -> AxisResult:
    items: list[Item] = []
    missing: list[Reason] = []
    apart: list[Reason] = []
    replaced: list[Reason] = []
    judged = [(line, kind) for line in inventory.lines if (kind := kind_of(line, sector, bench)) is not None]
    for line, kind in judged:
        unanchored = _unanchored(line, kind, medium, bench)
        apart += unanchored
        replaced += _replaced(line, kind, bench)
        for substance in () if unanchored else _listed(kind, medium):
            _collect(line, kind, medium, substance, bench, items, missing)
    missing += [] if judged else _nothing_judged(inventory, medium)
    missing += [] if items or missing else apart or _nothing_judged(inventory, medium)
    kinds = {line.line_id: kind for line, kind in judged}
    said = (*apart, *replaced, *findings(inventory, medium, bench.ruleset, kinds))
    if missing:
        return AxisResult(None, missing=unique(missing), reasons=said)
    beside = _beside(inventory, medium, [kind for _, kind in judged], bench)
    said += tuple(Reason("stack.beside", {"line": i[0].line.line_id or "-"}, i[0].line.line_id) for i in beside)
    return _judge(inventory, medium, items, beside, said)


def _beside(inventory: Inventory, medium: Medium, kinds: Sequence[LineKind], bench: Bench) -> list[list[Item]]:
    """Per unit without a product, the listed substances of its stack on the strictest anchors of the judged lines."""
    anchored = [(s, _anchors(kind.pollutants.get(medium.name, {}).get(s), s, bench))
                for kind in kinds for s in _listed(kind, medium)]  # fmt: skip
    strictest: dict[str, Standing] = {}
    for substance, found in anchored:
        if not isinstance(found, str):
            held = strictest.setdefault(substance, found)
            strictest[substance] = min(held, found, key=lambda standing: standing[0].baseline)
    stacks = [
        [_item(line, s, figure, weighed, standing, bench) for s, standing in strictest.items()
         if (figure := line.pollutants.get(s)) is not None and (weighed := weigh(figure)) is not None]
        for line in inventory.lines if not line.product
    ]  # fmt: skip
    return [stack for stack in stacks if stack]


def _unanchored(line: ProductLine, kind: LineKind, medium: Medium, bench: Bench) -> list[Reason]:
    """Why no document judges a line in a medium: like a line without a rung, it counts as not covered and is named."""
    codes = {s: _anchors(kind.pollutants.get(medium.name, {}).get(s), s, bench) for s in _listed(kind, medium)}
    given = {"line": line.line_id, "medium": f"@{medium.name}"}
    return [Reason(c, given | {"substance": s}, line.line_id) for s, c in codes.items() if isinstance(c, str)]


def _replaced(line: ProductLine, kind: LineKind, bench: Bench) -> list[Reason]:
    """That the limits behind a baseline have been replaced by others that are not in the library."""
    if kind.superseded is None or bench.year < kind.superseded.from_year:
        return []
    params = {"line": line.line_id, "document": kind.superseded.document, "year": str(kind.superseded.from_year)}
    return [Reason("limit.superseded", params, line.line_id)]


def _listed(kind: LineKind, medium: Medium) -> tuple[str, ...]:
    return tuple(s for s in medium.substances if s not in kind.unregulated.get(medium.name, ()))


def _nothing_judged(inventory: Inventory, medium: Medium) -> list[Reason]:
    """No line could be judged: say so, and which listed substances were not even given as a total."""
    absent = [s for s in medium.substances if inventory.pollutant_totals.get(s) is None]
    given = {"medium": f"@{medium.name}"}
    return [Reason("medium.no_line", given), *(Reason("pollutant.no_total", given | {"substance": s}) for s in absent)]


def _collect(
    line: ProductLine, kind: LineKind, medium: Medium, substance: str, bench: Bench,
    items: list[Item], missing: list[Reason],
) -> None:  # fmt: skip
    params = {"line": line.line_id, "substance": substance, "medium": f"@{medium.name}"}
    standing = _anchors(kind.pollutants.get(medium.name, {}).get(substance), substance, bench)
    figure = line.pollutants.get(substance)
    weighed = weigh(figure) if figure is not None else None
    if figure is None or weighed is None:
        missing.append(Reason("pollutant.not_given", params, line.line_id))
    if isinstance(standing, str) or figure is None or weighed is None:
        return
    held = undiluted(weighed, gas_limit(line, kind, substance, bench.ruleset))
    items.append(_item(line, substance, figure, held, standing, bench))


def _item(
    line: ProductLine, substance: str, figure: PollutantFigure, weighed: Weighed, standing: Standing, bench: Bench
) -> Item:
    sigma = bench.ruleset.sigma[bench.ruleset.tier(figure, accepted=bench.accepted)]
    deviation = bench.ruleset.number("confidence_factor") * sigma * weighed.concentration
    anchors, equivalent, citations = standing
    cited = at_line(citations, line)
    return Item(line, substance, weighed.concentration, deviation, anchors, equivalent, weighed, cited)


def _anchors(anchor: PollutantAnchor | None, substance: str, bench: Bench) -> Standing | str:
    """The anchors of a substance with its equivalent, or the code that says which of them does not exist."""
    if anchor is None or (baseline := _strictest(anchor.baseline, "baseline", substance, bench)) is None:
        return "pollutant.no_limit"
    if (advanced := _strictest(anchor.advanced, "advanced", substance, bench)) is None:
        return "pollutant.no_advanced"
    value = bench.anchor(anchor.equivalent, "kg/eq", "equivalent", "D", substance) if anchor.equivalent else None
    if value is None:
        return "pollutant.no_equivalent"
    share = bench.ruleset.number("near_zero_pollutant")
    near_zero = advanced.value * share
    if not ordered(baseline.value, advanced.value, near_zero):
        return "pollutant.no_advanced"
    near = chosen("near_zero", near_zero, CONCENTRATION, "near_zero_pollutant", substance)
    return Anchors(baseline.value, advanced.value, near_zero), value.value, (baseline, advanced, near, value)


def _strictest(series: Sequence[str], role: str, substance: str, bench: Bench) -> Citation | None:
    found = [bench.anchor(name, CONCENTRATION, role, "D", substance) for name in series]
    return min((citation for citation in found if citation is not None), key=lambda c: c.value, default=None)


def _judge(
    inventory: Inventory,
    medium: Medium,
    items: Sequence[Item],
    beside: Sequence[Sequence[Item]],
    said: tuple[Reason, ...],
) -> AxisResult:
    by_line = [[item for item in items if item.line.line_id == line] for line in _lines(items)]
    weights_known = len(by_line) == 1 or all(item.weighed.volume is not None for item in items)
    groups = [list(items)] if weights_known else by_line
    weighted = weights_known and len(by_line) > 1
    sums = [_sum(group, medium, weighted=weighted) for group in groups]
    sums += [_sum(stack, medium, weighted=False) for stack in beside]
    reasons = said
    reasons += () if weights_known else (Reason("weights.missing", {"medium": f"@{medium.name}"}),)
    gates = (*_gates(medium, groups, weighted), *_gates(medium, beside, weighted=False))
    return AxisResult(
        minimum([triple for _, triple in sums]),
        (f"medium.{medium.name}",),
        tuple(constraint for constraint, _ in sums) + gates,
        tuple(citation for item in (*items, *(i for stack in beside for i in stack)) for citation in item.citations),
        reasons,
        covered=_coverage(inventory, medium, items),
        near_zero_defined=True,
    )


def _sum(group: Sequence[Item], medium: Medium, weighted: bool) -> tuple[Constraint, Triple]:
    """Equivalents of one line (per m3 of gas) or of all lines weighted by their gas volume."""
    scales = [_scale(item, weighted) / item.equivalent for item in group]
    anchors = total(item.anchors.scaled(scale) for item, scale in zip(group, scales, strict=True))
    amount = sum((i.concentration * s for i, s in zip(group, scales, strict=True)), Fraction(0))
    spread = sum((i.deviation * s for i, s in zip(group, scales, strict=True)), Fraction(0))
    values = [proximity(x, anchors) or Fraction(0) for x in (amount, amount + spread, amount - spread)]
    unit = "eq" if weighted else "10^-6 eq/m3"
    line = group[0].line.line_id if not weighted else ""
    subject = f"equivalents.{medium.name}" + (f"@{line}" if line else "")
    constraint = Constraint(
        subject, amount, unit, anchors, values[0], NEAR_ZERO, conservative=amount + spread,
        parts=tuple(_part([item for item in group if item.substance == s]) for s in _substances(group)),
    )  # fmt: skip
    return constraint, Triple(values[0], values[1], values[2])


def _gates(medium: Medium, groups: Sequence[Sequence[Item]], weighted: bool) -> tuple[Constraint, ...]:
    return tuple(
        _gate(items, substance, weighted)
        for group in groups
        for substance in medium.substances
        if (items := [item for item in group if item.substance == substance])
    )


def _gate(items: Sequence[Item], substance: str, weighted: bool) -> Constraint:
    """The mean concentration of one substance, which by itself has to reach the advanced value."""
    volume = sum((_scale(item, weighted) for item in items), Fraction(0))
    mean = sum((item.concentration * _scale(item, weighted) for item in items), Fraction(0)) / volume
    anchors = total(item.anchors.scaled(_scale(item, weighted) / volume) for item in items)
    part = _part(items)
    mass = part.amount if part.unit == MASS else None
    level = proximity(mean, anchors) or Fraction(0)
    return Constraint(substance, mean, CONCENTRATION, anchors, level, NEAR_ZERO, mass=mass, gate=True, parts=(part,))


def _part(items: Sequence[Item]) -> Part:
    """What of one substance can come down: tonnes where every mass is known, else the highest concentration."""
    masses = [item.weighed.mass for item in items if item.weighed.mass is not None]
    known = len(masses) == len(items)
    amount = sum(masses, Fraction(0)) if known else max(item.concentration for item in items)
    lines = frozenset(item.line.line_id for item in items)
    return Part(items[0].substance, amount, MASS if known else CONCENTRATION, lines, size=amount)


def _scale(item: Item, weighted: bool) -> Fraction:
    """Gas volume in 10^6 Nm3, so that mg/m3 become kg; 1 where there is nothing to weigh against."""
    if not weighted or item.weighed.volume is None:
        return Fraction(1)
    return item.weighed.volume / 10**6


def _coverage(inventory: Inventory, medium: Medium, items: Sequence[Item]) -> Fraction | None:
    """Share of the enterprise's equivalents under judged lines; None where a mass or a total is not given."""
    parts, whole = Fraction(0), Fraction(0)
    for substance in medium.substances:
        own = [item for item in items if item.substance == substance]
        given = inventory.pollutant_totals.get(substance)
        if not own and given == 0:
            continue
        if not own or given is None or any(item.weighed.mass is None for item in own):
            return None
        mass = sum((item.weighed.mass or Fraction(0) for item in own), Fraction(0))
        parts += mass / own[0].equivalent
        whole += max(mass, given) / own[0].equivalent
    return parts / whole if whole else None


def _substances(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.substance for item in items))


def _lines(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.line.line_id for item in items))
