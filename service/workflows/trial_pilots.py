"""A successor of a plan's criteria, tried on the candidates of a year, criterion by criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.acts import Scope
from service.records import ScoreRow
from service.reference import Library
from service.scoring.pilot_reader import find_pilot_ruleset, read_pilot_ruleset
from service.scoring.pilot_tests import judge
from service.scoring.pilots import Finding, Judgement, PilotRuleset, Stage
from service.scoring.ruleset_reader import find_ruleset
from service.storage.recognitions import recognitions, standing
from service.storage.session import Store
from service.workflows.judge import Moved, candidate_of, plan_key, standings
from service.workflows.quotas import counted, selected_of

Json = dict[str, Any]
#: Judgements by enterprise and sector.
Judged = Mapping[tuple[str, str], Judgement]


def tried(store: Store, library: Library, document: Mapping[str, object], scope: Scope) -> Json:
    """Return the moves stage by stage with the criteria behind them, and the plan's counts under either ruleset.

    The scores are those that stand; findings by hand on the plan in force count for its successor too.
    """
    plan, successor = find_pilot_ruleset(library, scope.ruleset), read_pilot_ruleset(document, "document")
    before, rows = judged(store, library, plan, scope)
    after, _ = judged(store, library, replace(successor, id=plan.id), scope)
    pairs = {key: (before[key], after[key]) for key in sorted(before)}
    selected = selected_in(store, plan, rows, scope)
    return {
        "predecessor": plan_key(plan),
        "successor": plan_key(successor),
        "tried": len(pairs),
        "tallies": [tally(pairs.values(), stage) for stage in Stage],
        "moves": [move for key, pair in pairs.items() for move in moves_of(key, *pair)],
        "counts": {
            "before": counted(plan, selected, library, scope.region, store.now().date()),
            "after": counted(successor, selected, library, scope.region, store.now().date()),
        },
    }


def judged(store: Store, library: Library, plan: PilotRuleset, scope: Scope) -> tuple[Judged, Sequence[ScoreRow]]:
    """Return the judgements of a year by a plan, and the scores that they rest on."""
    today = store.now().date()
    current = standings(store, library, plan, scope, today)
    moved = Moved(store, library, scope, plan.base_year(scope.year), find_ruleset(library, plan.rests_on))
    found = {(s.score.credit_code, s.score.sector): judge(candidate_of(s, plan, today, moved), plan) for s in current}
    return found, [s.score for s in current]


def tally(pairs: Iterable[tuple[Judgement, Judgement]], stage: Stage) -> Json:
    """Return how many have each verdict of a stage, before and after."""
    both = [(str(was.stage(stage)), str(is_now.stage(stage))) for was, is_now in pairs]
    before, after = (dict(sorted(Counter(words).items())) for words in zip(*both, strict=True)) if both else ({}, {})
    return {"of": str(stage), "before": before, "after": after}


def moves_of(key: tuple[str, str], was: Judgement, is_now: Judgement) -> Iterable[Json]:
    """Yield one move for each stage that reads otherwise, with the criteria that moved it."""
    for stage in Stage:
        before, after = was.stage(stage), is_now.stage(stage)
        if before is not after:
            yield {
                "enterprise": key[0],
                "sector": key[1],
                "of": str(stage),
                "before": str(before),
                "after": str(after),
                "because": because(in_stage(was, stage), in_stage(is_now, stage)),
            }


def in_stage(judgement: Judgement, stage: Stage) -> Mapping[str, Finding]:
    """Return the findings of a stage by criterion."""
    return {f.criterion.id: f for f in judgement.findings if f.criterion.stage is stage}


def because(was: Mapping[str, Finding], is_now: Mapping[str, Finding]) -> list[Json]:
    """Return the criteria that read otherwise; null where a ruleset does not have the criterion."""
    verdicts = {
        name: tuple(str(f.verdict) if (f := of.get(name)) else None for of in (was, is_now)) for name in (*was, *is_now)
    }
    return [
        {
            "criterion": name,
            "clause": (is_now.get(name) or was[name]).criterion.clause,
            "before": before,
            "after": after,
        }
        for name, (before, after) in verdicts.items()
        if before != after
    ]


def selected_in(store: Store, plan: PilotRuleset, rows: Sequence[ScoreRow], scope: Scope) -> Mapping[str, str]:
    """Return whom the bureau has selected under the plan in force, with their regions."""
    with store.read() as session:
        found = standing(recognitions(session, ruleset=plan.id, year=scope.year))
    return selected_of(plan, found, rows, store.now().date())
