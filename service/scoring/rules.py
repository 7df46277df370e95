"""What each part of a ruleset rests on, as plain JSON values that every answer under it carries."""

from __future__ import annotations

from collections.abc import Iterator

from service.scoring.exact import plain
from service.scoring.pilots import Criterion, PilotRuleset, Quota
from service.scoring.render import SIGNIFICANT
from service.scoring.ruleset import Fact, Parameter, RatingRule, Ruleset
from service.scoring.wording import label

Json = dict[str, object]


def rules_of(ruleset: Ruleset) -> list[Json]:
    """Every part of a scheme: `part`, its number if it has one, `basis` D, c or "c on D", document, clause, words."""
    return [
        *(_of_fact("structure", item) for item in ruleset.structure),
        *(_of_parameter(name, item) for name, item in ruleset.parameters.items()),
        *(_of_rating(item) for item in ruleset.ratings),
        *(_of_fact("compliance", item) for item in ruleset.compliance),
        *(_of_fact("veto", item) for item in ruleset.vetoes),
        *(_of_fact("cap", cap.fact) for cap in ruleset.caps),
        *(_of_fact("evidence", item) for item in ruleset.evidence),
    ]


def plan_rules_of(plan: PilotRuleset) -> list[Json]:
    """Every part of a plan's criteria, as of a scheme."""
    numbers = (_of_number(criterion, name) for criterion in plan.criteria for name in criterion.numbers)
    return [
        _of_parameter("base_years", plan.base_years),
        *(_of_criterion(criterion) for criterion in plan.criteria),
        *numbers,
        *(_of_quota(quota) for quota in plan.quotas),
        *_of_provisions(plan),
    ]


def _rule(part: str, value: str | None, rests_on: tuple[str, str, str], words: tuple[str, str] | None) -> Json:
    basis, source, clause = rests_on
    zh, en = words or (None, None)
    return {"part": part, "value": value, "basis": basis, "source": source, "clause": clause, "zh": zh, "en": en}


def _of_fact(kind: str, fact: Fact) -> Json:
    rests_on = (fact.basis, fact.source, fact.clause)
    return _rule(f"{kind}.{fact.id}", None, rests_on, (fact.title.zh, fact.title.en))


def _of_parameter(name: str, parameter: Parameter) -> Json:
    rests_on = (parameter.basis, parameter.source, parameter.clause)
    return _rule(f"parameter.{name}", plain(parameter.value, SIGNIFICANT), rests_on, None)


def _of_rating(rule: RatingRule) -> Json:
    return _rule(f"class.{rule.rating}", plain(rule.level), (rule.basis, rule.source, rule.clause), label(rule.rating))


def _of_criterion(criterion: Criterion) -> Json:
    rests_on = (criterion.basis, criterion.document, criterion.clause)
    return _rule(f"criterion.{criterion.id}", None, rests_on, (criterion.title.zh, criterion.title.en))


def _of_number(criterion: Criterion, name: str) -> Json:
    part = f"criterion.{criterion.id}.{name}"
    return _rule(part, plain(criterion.numbers[name]), (criterion.numbers_basis, "design", criterion.id), None)


def _of_quota(quota: Quota) -> Json:
    rests_on = (quota.basis, quota.document, quota.clause)
    value = None if quota.minimum is None else str(quota.minimum)
    return _rule(f"quota.{quota.id}", value, rests_on, (quota.title.zh, quota.title.en))


def _of_provisions(plan: PilotRuleset) -> Iterator[Json]:
    for name, fact in plan.provisions.items():
        yield _of_fact("provision", fact) | {"part": f"provision.{name}"}
