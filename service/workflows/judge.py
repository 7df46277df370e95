"""Judge enterprises by a plan's pilot criteria: from stored scores, the figures under them, and findings by hand.

A judgement is stored as a dated row beside the scores, under the plan's ruleset version, and written again only when
something in it changes. Counts against quotas are shown for the bureau; they never pass or fail an enterprise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import orjson

from service.access import Action, require, sees
from service.acts import Recognition, Scope
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.figures import Figures, figures_under, per_output, read_figures, share_changed
from service.scoring.pilot_facts import facts_of
from service.scoring.pilot_reader import find_pilot_ruleset
from service.scoring.pilot_render import judgement_to_json
from service.scoring.pilot_tests import judge
from service.scoring.pilots import Candidate, PilotRuleset, Stage
from service.scoring.result import Rating
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_document, find_ruleset
from service.storage.changes import Change, LogDraft
from service.storage.recognitions import recognitions, standing
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.counterfactual import as_before
from service.workflows.pilot_media import held_of, media_of
from service.workflows.rank_rebuild import rebuild_ranks
from service.workflows.score import CHUNK, refresh, scheme_key, scores_in, standing_groups

Json = dict[str, Any]
#: Why a judgement has no place: it is a list of answers, not a figure.
NOT_RANKED = "pilot.criteria"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one judgement rests on: the score of the year, that of the base year if there is one, findings by hand.

    `found` holds what counts today; `historic` says that the plan's time has passed.
    """

    score: ScoreRow
    base: ScoreRow | None
    found: tuple[Recognition, ...]
    historic: bool


def is_plan(library: Library, ruleset_id: str) -> bool:
    """Say whether a ruleset is a plan's criteria; raises `NotFound` for an unknown one."""
    return find_document(library, ruleset_id)[1].get("kind") == "pilot"


def plan_key(plan: PilotRuleset) -> str:
    """Return the name under which judgements of a plan's version are stored."""
    return f"{plan.id}@{plan.version}"


def judge_all(
    store: Store, library: Library, principal: Principal, scope: Scope, *, at_most: int | None = None
) -> dict[str, int]:
    """Bring the scores of the base year and of the year up to date, then the judgements, each as far as `at_most`.

    Returns how many were scored and judged, and how many remain of what was come to.
    Raises `Forbidden` for a role that evaluates nothing, `NotFound` for an unknown ruleset.
    """
    require(principal, Action.evaluate)
    plan, year = find_pilot_ruleset(library, scope.ruleset), scope.year
    for each in (plan.base_year(year), year):
        scored = refresh(store, library, principal, replace(scope, ruleset=plan.rests_on, year=each), at_most=at_most)
        if scored["remaining"]:
            return scored | {"judged": 0}
    at = store.now()
    known = {
        (row.credit_code, row.sector): orjson.loads(row.detail)["rests_on"]
        for row in scores_in(store, plan_key(plan), scope)
        if row.reference_digest == library.digest
    }
    current = standings(store, library, plan, scope, at.date())
    stale = [s for s in current if known.get((s.score.credit_code, s.score.sector)) != rests_on(s, plan)]
    scheme = find_ruleset(library, plan.rests_on)
    moved = Moved(store, library, scope, plan.base_year(year), scheme)
    taken = stale[:at_most]
    for start in range(0, len(taken), CHUNK):
        part = tuple(judged_row(s, plan, library, at, moved) for s in taken[start : start + CHUNK])
        draft = LogDraft("pilots.judged", plan.id, {"year": year, "judgements": len(part)})
        store.writer.submit(Change(log=(draft,), scores=part)).result()
    remaining = len(stale) - len(taken)
    if not remaining:
        rebuild_ranks(store, library, plan_key(plan), year, scheme_key(scheme))
    return scored | {"judged": len(taken), "remaining": remaining}


class Moved:
    """The figures of a year under the factors of the base year, so that a revised factor is no reduction."""

    def __init__(self, store: Store, library: Library, scope: Scope, base_year: int, scheme: Ruleset) -> None:
        self.store, self.library, self.year, self.scheme = store, library, scope.year, scheme
        self._now, self._base = (
            {g.of: g for g in standing_groups(store, replace(scope, year=year))} for year in (scope.year, base_year)
        )

    def figures(self, row: ScoreRow, equivalents: Mapping[str, Fraction]) -> Figures | None:
        """Return them for one enterprise and sector; None where the base year's factors cannot be used."""
        key = (row.credit_code, row.sector)
        if key not in self._now or key not in self._base:
            return None
        found = as_before(self.store, self.library, self._now[key], self._base[key], self.year, self.scheme).inventory
        return None if found is None else figures_under(found, equivalents)


def standings(store: Store, library: Library, plan: PilotRuleset, scope: Scope, today: date) -> list[Standing]:
    """Return what the judgements of a scope rest on, by enterprise and sector."""
    scheme = scheme_key(find_ruleset(library, plan.rests_on))
    now = scores_in(store, scheme, scope)
    base = scores_in(store, scheme, replace(scope, year=plan.base_year(scope.year)))
    with store.read() as session:
        found = standing(recognitions(session, ruleset=plan.id, year=scope.year))
    before = {(row.credit_code, row.sector): row for row in base}
    by_enterprise: dict[str, list[Recognition]] = defaultdict(list)
    for record in (record for record in found if record.runs(today)):
        by_enterprise[record.credit_code].append(record)
    historic = plan.valid_to is not None and today > plan.valid_to
    return [
        Standing(row, before.get((row.credit_code, row.sector)), tuple(by_enterprise[row.credit_code]), historic)
        for row in now
    ]


def judged_row(standing_on: Standing, plan: PilotRuleset, library: Library, at: datetime, moved: Moved) -> ScoreRow:
    """Judge one enterprise-year, as it is stored."""
    candidate, today = candidate_of(standing_on, plan, at.date(), moved), at.date()
    judgement = judge(candidate, plan)
    detail = judgement_to_json(judgement) | {
        "sector": candidate.sector,
        "region": candidate.region,
        "year": standing_on.score.year,
        "document": plan.document,
        "valid_from": plan.valid_from.isoformat(),
        "valid_to": plan.valid_to.isoformat() if plan.valid_to else None,
        "judged_on": today.isoformat(),
        "rests_on": rests_on(standing_on, plan),
    }
    barred = judgement.stage(Stage.exclusion), judgement.stage(Stage.entry)
    return replace(
        standing_on.score,
        ruleset=plan_key(plan),
        klass=str(barred[0] if barred[0] == "fail" else barred[1]),
        index=None,
        conservative_index=None,
        carbon=None,
        pollutant=None,
        higher_axis=None,
        detail=orjson.dumps(detail),
        unranked_reason=NOT_RANKED,
        reference_digest=library.digest,
        computed_at=at,
        seq=0,
    )


def rests_on(standing_on: Standing, plan: PilotRuleset) -> Json:
    """Name the scheme, the log entries of the scores, and the findings by hand."""
    return {
        "scheme": plan.rests_on,
        "score": standing_on.score.seq,
        "base_year": plan.base_year(standing_on.score.year),
        "base_score": standing_on.base.seq if standing_on.base else None,
        "recognitions": [record.seq for record in standing_on.found],
        "historic": standing_on.historic,
    }


def candidate_of(standing_on: Standing, plan: PilotRuleset, today: date, moved: Moved) -> Candidate:
    """Gather what is known of an enterprise-year for a plan."""
    row = standing_on.score
    now = figures(row)
    base = figures(standing_on.base) if standing_on.base is not None else None
    facts = facts_of(standing_on.found, plan, today)
    shrunk = any(whole is not None and orjson.loads(whole.detail).get("left_out") for whole in (row, standing_on.base))
    under = moved.figures(row, now.equivalents) if base is not None and not shrunk else None
    carbon, equivalents = changes(under, base)
    media = media_of(((now, held_of(moved.store, row)), (base, held_of(moved.store, standing_on.base))), facts)
    return Candidate(
        credit_code=row.credit_code,
        sector=row.sector,
        region=row.region,
        judged_on=today,
        rating=Rating(row.klass),
        vetoes=orjson.loads(row.detail)["vetoes"],
        measures=facts.measures,
        media={medium: data.answer for medium, data in media.items()},
        equipment=facts.equipment,
        evidence={**facts.evidence, **{medium: data.evidence for medium, data in media.items()}, **veto_evidence(row)},
        carbon_intensity_change=carbon,
        equivalents_change=equivalents,
        decisions=facts.decisions,
    )


def veto_evidence(row: ScoreRow) -> Mapping[str, tuple[str, ...]]:
    """Return for each veto that was looked at what the bureau's finding rests on."""
    found = orjson.loads(row.detail)["vetoes_found"]
    return {veto["veto"]: (f"{veto['evidence']} ({veto['outcome']})", f"region={veto['region']}") for veto in found}


def figures(row: ScoreRow) -> Figures:
    """Return the figures kept with a score."""
    return read_figures(orjson.loads(row.detail)["figures"])


def changes(now: Figures | None, base: Figures | None) -> tuple[Fraction | None, Fraction | None]:
    """Return the change of greenhouse gas and of pollution equivalents, both per unit of product; `now` stands under
    the base year's factors.

    Per product, so that making less is no reduction (a choice: the plans say 大幅减排 and no more).
    """
    if now is None or base is None or now.outputs.keys() != base.outputs.keys():
        return None, None
    carbon = share_changed(per_output(now.co2e, now), per_output(base.co2e, base))
    held = now.pollution_equivalents, base.pollution_equivalents
    return carbon, share_changed(per_output(held[0], now), per_output(held[1], base))


def judgements(
    store: Store, library: Library, principal: Principal, ruleset_id: str, year: int, credit_code: str
) -> list[Json]:
    """Return the stored judgements of one enterprise that the caller may see, one for each of its sectors."""
    require(principal, Action.read)
    ruleset, _, version = ruleset_id.partition("@")
    if not is_plan(library, ruleset):
        return []
    plan = find_pilot_ruleset(library, ruleset)
    key = f"{plan.id}@{version}" if version else plan_key(plan)
    with store.read() as session:
        rows = all_scores(session, ScoreQuery(key, year, credit_code=credit_code))
    seen = [row for row in rows if sees(principal, credit_code, row.region)]
    return [orjson.loads(row.detail) | {"sequence": row.seq} for row in seen]
