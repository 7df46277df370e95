"""Ways to a class as plain JSON values: exact decimals, every reason in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from service.scoring.abatement import Block, Effect
from service.scoring.cheapest import Route
from service.scoring.exact import fixed, plain
from service.scoring.levers import Pull
from service.scoring.pathway import Change, Pathway
from service.scoring.render import AXIS_PLACES, PLACES, Json, reason_to_json, word
from service.scoring.result import Score
from service.scoring.ruleset import Ruleset
from service.scoring.synergy import CrossElasticity
from service.scoring.synergy_years import READINGS, quadrant_text

METHOD = {
    "zh": "逐千克下调并用同一评分函数重新评分，二分求满足每一约束的最小步数；全部下调后再评一次分核实。"
    "产量和烟气量不变。",
    "en": (
        "Amounts are lowered by whole kilograms and scored again with the same function; bisection gives the least "
        "number of steps that meets each constraint. The inventory with all changes is scored once more to verify. "
        "Output and stack gas stay what they are."
    ),
}
LEVERS = {
    "CO2 with purchased energy": ("含外购能源的CO2", "CO2 with purchased energy"),
    "energy": ("综合能耗", "energy"),
    "electricity": ("电耗", "electricity"),
}
NONE_FOUND = (
    "所给措施无论如何组合都达不到；`lacking` 列出全部可并行措施一起实施后仍差多少。",
    "No combination of these measures reaches it; `lacking` says what all that go together still leave to go.",
)
PROOFS = {
    "exact": (
        "按费用从低到高逐一检查全部组合，首个重新评分后满足全部约束的组合即最低费用组合。",
        "All combinations are looked at in the order of their cost; the first that meets every constraint when scored "
        "again is the cheapest there is.",
    ),
    "greedy": (
        "措施过多，按单位成效费用逐个选取并剔除多余者；未证明费用最低。",
        "Too many measures to try all combinations: chosen by cost for effect and trimmed; not proved to be the "
        "cheapest.",
    ),
}


def pathway_to_json(found: Pathway, ruleset: Ruleset) -> Json:
    """What it would take, constraint by constraint, and the score after it."""
    return {
        "target": word(found.target),
        "reached_by_reductions": found.reached,
        "changes": [_change(change) for change in found.changes],
        "together": [pull_to_json(pull) for pull in found.together],
        "blocks": [reason_to_json(block, ruleset) for block in found.blocks],
        "after": standing_to_json(found.after),
        "method": METHOD,
        "basis": "c",
    }


def standing_to_json(score: Score) -> Json:
    """A score in short: class, index, what orders it in a ranking (in micro-units) and both axes."""
    return {
        "class": word(score.rating),
        "index": fixed(score.index.central, PLACES) if score.index else None,
        "rank_key": list(score.rank_key) if score.rank_key else None,
        "carbon": fixed(score.carbon.value.central, AXIS_PLACES) if score.carbon.value else None,
        "pollutant": fixed(score.pollutant.value.central, AXIS_PLACES) if score.pollutant.value else None,
        "eligible": score.eligible,
    }


def pull_to_json(pull: Pull) -> Json:
    """One reduction, in words too."""
    amount = plain(pull.amount)
    zh, en = LEVERS.get(pull.lever, (pull.lever, pull.lever))
    return {
        "lever": pull.lever,
        "reduction": {"value": amount, "unit": pull.unit},
        "share": plain(pull.amount / pull.whole, AXIS_PLACES) if pull.whole > 0 else None,
        "lines": sorted(pull.lines),
        "zh": f"{zh}减少 {amount} {pull.unit}",
        "en": f"{en}: {amount} {pull.unit} less",
    }


def effect_to_json(effect: Effect) -> Json:
    """A measure on both axes, with its place in the co-control coordinates."""
    at, elasticity = effect.at, effect.elasticity
    return {
        "id": effect.measure.id,
        "annual_cost": money(effect.measure.cost),
        "carbon_reduction": {"value": plain(effect.carbon), "unit": "t"},
        "pollution_equivalents": plain(effect.pollutant),
        "unit_cost_carbon": _per(effect.carbon_cost, "CNY/t"),
        "unit_cost_pollutant": _per(effect.pollutant_cost, "CNY/eq"),
        "quadrant": at.quadrant.value if at else None,
        "quadrant_text": quadrant_text(at) if at else None,
        "elasticity": _elasticity(elasticity) if elasticity else None,
        "not_computed": list(effect.measure.one_sided),
    }


def _elasticity(found: CrossElasticity) -> Json:
    zh, en = READINGS[found.reading]
    value = plain(found.value, AXIS_PLACES) if found.value is not None else None
    return {"value": value, "reading": found.reading.value, "zh": zh, "en": en}


def curve_to_json(blocks: Sequence[Block], unit: str) -> list[Json]:
    """A curve, block by block; `unit` is t or eq."""
    return [
        {
            "measure": block.measure,
            "reduction": {"value": plain(block.reduction), "unit": unit},
            "unit_cost": _per(block.unit_cost, f"CNY/{unit}"),
            "cumulative_reduction": {"value": plain(block.cumulative_reduction), "unit": unit},
            "cumulative_cost": money(block.cumulative_cost),
        }
        for block in blocks
    ]


def route_to_json(route: Route, ruleset: Ruleset) -> Json:
    """The cheapest way to a class, measure by measure."""
    zh, en = NONE_FOUND if route.lacking else PROOFS[route.proof]
    pairs = zip(route.measures, route.scores, strict=True)
    return {
        "target": word(route.target),
        "reached": route.reached,
        "steps": [{"measure": m.id, "annual_cost": money(m.cost), "after": standing_to_json(s)} for m, s in pairs],
        "annual_cost": money(route.cost),
        "blocks": [reason_to_json(block, ruleset) for block in route.blocks],
        "lacking": [reason_to_json(each, ruleset) for each in route.lacking],
        "proof": {"kind": route.proof, "zh": zh, "en": en},
        "combinations_scored": route.tried,
    }


def money(amount: Fraction) -> Json:
    """An amount of money a year, to the fen."""
    return {"value": fixed(amount, PLACES), "unit": "CNY"}


def _per(cost: Fraction | None, unit: str) -> Json | None:
    return None if cost is None else {"value": fixed(cost, AXIS_PLACES), "unit": unit}


def _change(change: Change) -> Json:
    return {
        "constraint": word(change.subject.split("@")[0]),
        "gate": change.gate,
        "lines": sorted(change.lines),
        "level": fixed(change.level, AXIS_PLACES),
        "needed": plain(change.needed),
        "reductions": [pull_to_json(pull) for pull in change.pulls],
        "alternatives": [[pull_to_json(pull) for pull in pulls] for pulls in change.alternatives],
    }
