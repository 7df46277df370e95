"""One product, one line: what a joined kind already gives is refused where another kind would count it again.

A line of clinker gives CO2 under the carbon guide, and the pollutants of its kiln under the method that joins it. A
second line that reports the same clinker for its pollutants only would give the same figures twice.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.accounting import KindRule
from service.calculators.activities import REMOVAL_FORMULA
from service.calculators.plan import Plan, Shape
from service.errors import Fault, InvalidInput
from service.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Given:
    """What the lines of one shape give under one method: their positions, the rule of their kind and the plans."""

    shape: Shape
    members: Sequence[int]
    kind: KindRule
    plans: Sequence[Plan]

    @property
    def product(self) -> str | None:
        """Return the product whose mass the quantity is, as the tables of coefficients call it."""
        return self.kind.named(self.shape.material, self.shape.process, self.shape.technology).get("product")


def refuse_same_product(given: Sequence[Given], units: Sequence[str | None]) -> None:
    """Refuse lines that give a pollutant of a product which a joined line of the same unit gives already.

    A line that names no unit may be any unit's. Raises `InvalidInput` (`activity.product_counted_twice`).
    """
    faults = [
        Fault(
            "activity.product_counted_twice",
            f"/activities/{index}/kind",
            {"kind": one.kind.kind, "product": one.product or ""},
        )
        for one in given
        if one.kind.same_product
        for other in given
        if other.kind.kind in one.kind.same_product and repeats(one, other)
        for index in same_unit(one.members, other.members, units)
    ]
    if faults:
        raise InvalidInput(*faults)


def fuel_within(given: Sequence[Given], units: Sequence[str | None]) -> list[Finding]:
    """Say which fuel gives a pollutant that the coefficient of the product, of the same unit, contains already."""
    found: dict[tuple[int, str], dict[str, None]] = {}
    pairs = ((one, other) for one in given if one.kind.contains for other in given)
    for one, other in pairs:
        known = substances(one.plans) if other.kind.kind in one.kind.contains else frozenset()
        shared = {plan.rule.substance: None for plan in other.plans if plan.rule.substance in known}
        for index in same_unit(one.members, other.members, units) if shared else ():
            found.setdefault((index, one.kind.kind), {}).update(shared)
    return [
        Finding(
            "activity.fuel_within_product",
            Severity.NEEDS_EXPLANATION,
            f"/activities/{index}",
            {"kind": kind, "substances": ", ".join(names)},
        )
        for (index, kind), names in found.items()
    ]


def substances(plans: Sequence[Plan]) -> frozenset[str]:
    """Return the substances whose masses the plans give."""
    return frozenset(plan.rule.substance for plan in plans if plan.rule.indicator is None)


def same_unit(first: Iterable[int], second: Iterable[int], units: Sequence[str | None]) -> Iterator[int]:
    """Yield the positions of `second` whose unit may be that of one of `first`."""
    known = {units[index] for index in first}
    for index in second:
        if units[index] is None or None in known or units[index] in known:
            yield index


def repeats(one: Given, other: Given) -> bool:
    """Say whether both give one substance from one coefficient.

    A reported coefficient may be that of any part of the plant: of the same product it repeats any other.
    """
    same = one.product == other.product
    return any(
        first.rule.substance == second.rule.substance and (rests & others or (same and not (rests and others)))
        for first in one.plans
        for second in other.plans
        for rests, others in ((coefficients(first), coefficients(second)),)
    )


def coefficients(plan: Plan) -> frozenset[str]:
    """Return the series from which a figure was generated, those of its treatment left out."""
    steps = (step for step in plan.steps if step.formula.id != REMOVAL_FORMULA)
    return frozenset(item.factor.series for step in steps for item in step.inputs if item.factor is not None)


def told_once(findings: Sequence[Finding], joined: Container[str]) -> list[Finding]:
    """Say once for all substances what a joined line would have to name; other findings stay as they are."""
    kept: dict[object, Finding] = {}
    for position, finding in enumerate(findings):
        gap = finding.code == NOT_EVALUABLE and finding.pointer in joined
        key: object = (finding.pointer, finding.severity, finding.params["missing"]) if gap else position
        before = kept.get(key)
        names = f"{before.params['substance']}, {finding.params['substance']}" if before else ""
        kept[key] = replace(before, params={**before.params, "substance": names}) if before else finding
    return list(kept.values())


#: A result that a method knows and cannot give.
NOT_EVALUABLE = "result.not_evaluable"
