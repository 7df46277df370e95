"""How many enterprises a bureau has selected against each count of a plan; a count passes or fails no enterprise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from service.access import Action, region_contains, require
from service.acts import Outcome, Recognition, Scope
from service.errors import NotFound
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.pilot_reader import find_pilot_ruleset
from service.scoring.pilot_render import count_to_json
from service.scoring.pilots import PilotRuleset, Quota, Stage, counts
from service.storage.recognitions import recognitions, standing
from service.storage.session import Store
from service.workflows.judge import plan_key
from service.workflows.rules import grounds
from service.workflows.score import scores_in

Json = dict[str, Any]
REGIONS = "regions.csv"
#: What the areas are called that a code of so many digits names.
LEVELS = {2: "province", 4: "prefecture"}


def quotas(store: Store, library: Library, principal: Principal, scope: Scope) -> Json:
    """Return how many enterprises of a region were selected against each of the plan's counts.

    Raises `NotFound` for a region outside the caller's and for a ruleset that is no plan's.
    """
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, scope.region):
        raise NotFound
    plan = find_pilot_ruleset(library, scope.ruleset)
    with store.read() as session:
        found = standing(recognitions(session, ruleset=plan.id, year=scope.year))
    rows = scores_in(store, plan_key(plan), scope)
    today = store.now().date()
    selected = selected_of(plan, found, rows, today)
    return {
        "ruleset": plan_key(plan),
        "document": plan.document,
        "valid_from": plan.valid_from.isoformat(),
        "valid_to": plan.valid_to.isoformat() if plan.valid_to else None,
        "historic": plan.valid_to is not None and today > plan.valid_to,
        "year": scope.year,
        "region": scope.region,
        "selected": [{"enterprise": code, "region": place} for code, place in sorted(selected.items())],
        "judged": len({row.credit_code for row in rows}),
        "counts": counted(plan, selected, library, scope.region, today),
        **grounds(library, scope.ruleset),
    }


def counted(plan: PilotRuleset, selected: Mapping[str, str], library: Library, region: str, today: date) -> list[Json]:
    """Return the selected against each of a plan's counts, area by area."""
    areas = {quota.id: areas_of(quota, plan, library, region) for quota in plan.quotas}
    return [count_to_json(count, today) for count in counts(plan, selected, areas)]


def selected_of(
    plan: PilotRuleset, found: Iterable[Recognition], rows: Sequence[ScoreRow], today: date
) -> Mapping[str, str]:
    """Return the enterprises that the bureau has selected and not let go, with their regions.

    As in a judgement, a selection is one by a bureau that the enterprise lies under.
    """
    regions = {row.credit_code: row.region for row in rows}
    selecting = {criterion.id for criterion in plan.criteria if criterion.stage is Stage.selection}
    chosen = (r for r in found if r.criterion in selecting and r.outcome is Outcome.passed and r.runs(today))
    placed = ((r, regions[r.credit_code]) for r in chosen if r.credit_code in regions)
    return {record.credit_code: place for record, place in placed if region_contains(record.region, place)}


def areas_of(quota: Quota, plan: PilotRuleset, library: Library, region: str) -> list[str]:
    """Return every area of the quota's level that lies in the region asked for and in the plan's.

    None where the region is only a part of one: its number says nothing about a part. 一批 has no number and is counted
    for the region itself.
    """
    wide = region if len(region) > len(plan.region) else plan.region
    if quota.minimum is None:
        return [wide]
    named = (
        row for row in library.records[REGIONS] if row["level"] == LEVELS.get(quota.digits) and not row["valid_to"]
    )
    return sorted(row["code"] for row in named if row["code"].startswith(wide))
