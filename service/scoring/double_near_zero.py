"""The score of one enterprise-year: class by the lower axis, index, what binds, and what the next class asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from service.factors import FactorSet, Trust, lowest
from service.scoring.anchors import Bench
from service.scoring.boundary import reasons_of, unevaluable, untold_reasons
from service.scoring.carbon import carbon_axis
from service.scoring.compliance import (
    compliance,
    compliance_reasons,
    eligible,
    standing_caps,
    verdict,
    veto_reasons,
    vetoes,
)
from service.scoring.distance import next_steps
from service.scoring.inventory import Answer, Inventory
from service.scoring.peers import Peers
from service.scoring.pollutant import pollutant_axis
from service.scoring.result import AxisResult, Rating, Reason, Score, Triple, minimum, unique
from service.scoring.ruleset import Cap, RatingRule, Ruleset

RANKED = (Rating.compliant, Rating.industry_advanced, Rating.candidate, Rating.model)


def score(inventory: Inventory, ruleset: Ruleset, factor_set: FactorSet, peers: Peers = ()) -> Score:
    """Score an inventory; `factor_set` should accept what `ruleset.anchor_trust` accepts. Missing data never raise.

    Raises InvalidInput `unit.*` where a line's unit is unknown or cannot be the unit of its product.
    """
    bench = Bench.of(inventory, ruleset, factor_set, peers)
    sector = ruleset.sector(inventory.sector)
    if sector is None:
        absent = AxisResult(None, missing=(Reason("sector.none"),))
        return _assemble(inventory, ruleset, absent, absent)
    axes = carbon_axis(inventory, sector, bench), pollutant_axis(inventory, sector, bench)
    open_ended = (*reasons_of(inventory.left_out), *untold_reasons(inventory.untold))
    return _assemble(inventory, ruleset, unevaluable(axes[0], open_ended), unevaluable(axes[1], open_ended))


def rating_of(
    inventory: Inventory, ruleset: Ruleset, carbon: AxisResult, pollutant: AxisResult, judged: Answer | None
) -> Rating:
    """The class; exact values are compared, never printed ones."""
    if judged is Answer.no:
        return Rating.non_compliant
    if judged is None or carbon.value is None:
        return Rating.not_assessed
    if pollutant.value is None:
        return Rating.compliant if pollutant.limited else Rating.not_assessed
    reached = Rating.compliant
    for rule in ruleset.ratings:
        if meets(rule, inventory, carbon, pollutant):
            reached = rule.rating
    return reached


def held(rating: Rating, caps: Sequence[Cap]) -> Rating:
    """A class under the caps that stand."""
    order = list(Rating)
    return min([rating, *(cap.rating for cap in caps)], key=order.index)


def _capped(caps: Sequence[Cap]) -> tuple[Reason, ...]:
    return tuple(Reason("cap.stands", {"cap": f"@{cap.fact.id}", "rating": f"@{cap.rating}"}) for cap in caps)


def meets(rule: RatingRule, inventory: Inventory, carbon: AxisResult, pollutant: AxisResult) -> bool:
    """Whether everything that a class asks for is there."""
    if carbon.value is None or pollutant.value is None:
        return False
    level = min(carbon.value.central, pollutant.value.central) >= rule.level
    gate = not rule.gate or all(c.level >= 1 for c in pollutant.constraints if c.gate)
    covered = all(axis.covered is not None and axis.covered >= rule.coverage for axis in (carbon, pollutant))
    return level and gate and covered and (inventory.accepted or not rule.accepted)


def _assemble(inventory: Inventory, ruleset: Ruleset, carbon: AxisResult, pollutant: AxisResult) -> Score:
    answers, states = compliance(inventory, ruleset), vetoes(inventory, ruleset)
    caps = standing_caps(inventory, ruleset)
    rating = held(rating_of(inventory, ruleset, carbon, pollutant, verdict(answers)), caps)
    index = _index(carbon, pollutant, ruleset.number("index_scale"))
    following, steps = next_steps(rating, inventory, ruleset, carbon, pollutant)
    binding = _binding(carbon, pollutant)
    return Score(
        f"{ruleset.id}@{ruleset.version}", inventory.credit_code, inventory.sector, inventory.region, inventory.year,
        inventory.synthetic, rating, carbon, pollutant, index, binding, following, steps, eligible(states), answers,
        states, (*_capped(caps), *_reasons(inventory, carbon, pollutant, binding, answers, states)),
        _unranked(rating, index, (carbon, pollutant), answers, states), _trust(inventory, (carbon, pollutant)),
    )  # fmt: skip


def _index(carbon: AxisResult, pollutant: AxisResult, scale: Fraction) -> Triple | None:
    if carbon.value is None or pollutant.value is None:
        return None
    low = minimum([carbon.value, pollutant.value])
    return Triple(scale * low.central, scale * low.conservative, scale * low.favourable)


def _binding(carbon: AxisResult, pollutant: AxisResult) -> tuple[str, ...]:
    """The constraints that set the index: of the lower axis, the sums at its value; both axes where they are equal."""
    if carbon.value is None or pollutant.value is None:
        return ()
    low = min(carbon.value.central, pollutant.value.central)
    axes = [axis for axis in (carbon, pollutant) if axis.value is not None and axis.value.central == low]
    return tuple(c.subject for axis in axes for c in axis.constraints if not c.gate and c.level == low)


def _reasons(
    inventory: Inventory,
    carbon: AxisResult,
    pollutant: AxisResult,
    binding: tuple[str, ...],
    answers: Mapping[str, str],
    states: Mapping[str, str],
) -> tuple[Reason, ...]:
    """What decided, then what stands in the way, then how each axis came about."""
    limits = [Reason("index.limited_by", {"subject": f"@{subject.split('@')[0]}"}) for subject in binding]
    gates = [Reason("gate.below", {"substance": c.subject}) for c in pollutant.constraints if c.gate and c.level < 1]
    covered = [
        Reason("coverage.unknown", {"axis": f"@{name}"})
        for name, axis in (("carbon", carbon), ("pollutant", pollutant))
        if axis.value is not None and axis.covered is None
    ]
    facts = (*compliance_reasons(answers), *veto_reasons(states))
    lacking = [Reason("report.missing", {"item": f"@{item}"}) for item in inventory.missing]
    axes = (*lacking, *carbon.missing, *pollutant.missing, *carbon.reasons, *pollutant.reasons)
    return unique((*limits, *gates, *covered, *facts, *axes))


def _unranked(
    rating: Rating,
    index: Triple | None,
    axes: tuple[AxisResult, AxisResult],
    answers: Mapping[str, str],
    states: Mapping[str, str],
) -> tuple[Reason, ...]:
    """Why there is no place; empty for those who get one."""
    vetoed = tuple(reason for reason in veto_reasons(states) if reason.code == "veto.stands")
    if rating in RANKED and index is not None:
        return vetoed
    lacking = tuple(reason for axis in axes if axis.value is None for reason in axis.missing)
    return unique((*vetoed, *compliance_reasons(answers), *lacking)) or (Reason("index.none"),)


def _trust(inventory: Inventory, axes: tuple[AxisResult, AxisResult]) -> str | None:
    """The lowest trust among the inventory's and the anchors' documents; the ruleset's own choices stand apart."""
    words = [c.trust for axis in axes for c in axis.citations if c.trust in list(Trust) and c.trust != Trust.DESIGN]
    words += [inventory.lowest_trust] if inventory.lowest_trust in list(Trust) else []
    return str(lowest(Trust(word) for word in words)) if words else None
