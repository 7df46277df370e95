"""What if: a draft with another fuel, efficiency or output against what is, carbon and pollutants together.

Nothing is stored. Both sides are computed by the methods of their own sector and period and scored by the function that
scores reports; a draft is scored as if it had been accepted where its base was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from service.acts import Scope
from service.calculators.answer import full_answer
from service.calculators.calculation import Calculation, perform
from service.identifiers import reserved_credit_code
from service.pathway_requests import ReportWhatIfRequest, Scenario, WhatIfRequest
from service.records import Enterprise, Facility, Principal, ReportVersion, VersionState
from service.reference import Library
from service.requests import CalculationRequest, ReportRequest, read_report
from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.pathway_render import standing_to_json
from service.scoring.pilot_facts import vetoes_of
from service.scoring.render import reason_to_json
from service.storage.enterprises import facility_by_code
from service.storage.session import Store
from service.workflows.boundary import gone
from service.workflows.calculate import checked
from service.workflows.current import Scale, scale_of
from service.workflows.intake import submission_of
from service.workflows.inventory import inventory_of
from service.workflows.read import replay, visible_version
from service.workflows.register import generating_unit
from service.workflows.rules import rules
from service.workflows.score import Group, lodged_version, standing_groups, standing_vetoes
from service.workflows.unit_figures import Lodged

Json = dict[str, Any]
NOTICE = {
    "zh": "这是假设推演，不是报告：不保存，不进入评价、排名和任何总量；等级按主管部门已审定假设给出。",
    "en": "This is a supposition and no report: it is not stored and enters no score, ranking or total. Classes "
    "suppose that the regulator accepts both sides alike.",
}


def what_if(store: Store, library: Library, request: WhatIfRequest) -> Json:
    """Return a base and a draft side by side; with a scenario both are scored.

    Raises `Rejected` in one of its kinds for a side that cannot be computed.
    """
    sides = [computed(body, library) for body in (request.base, request.draft)]
    scores: list[Json | None] = [None, None]
    if request.scenario is not None:
        bodies = (request.base, request.draft)
        pairs = zip(bodies, sides, strict=True)
        scores = [scenario_score(store, library, body, side, request.scenario) for body, side in pairs]
    return side_by_side(library, sides, scores, request.scenario.ruleset if request.scenario else None)


def report_what_if(
    store: Store, library: Library, principal: Principal, report_id: str, request: ReportWhatIfRequest
) -> Json:
    """Return a stored report and a draft side by side; with a ruleset the enterprise is scored with either.

    Raises `NotFound` for a report that the caller may not see.
    """
    version, state = visible_version(store, principal, report_id, None)
    sides = [replay(store, library, version), computed(request.draft, library)]
    scores: list[Json | None] = [None, None]
    if request.ruleset is not None:
        scores = report_scores(store, library, request.ruleset, version, state, request.draft, sides[1])
    answer = side_by_side(library, sides, scores, request.ruleset)
    return answer | {"report_id": version.report_id, "version": version.version}


def computed(body: CalculationRequest, library: Library) -> Calculation:
    """Compute one side, with what the checks find."""
    return checked(perform(submission_of(body, library), library), library)


def side_by_side(
    library: Library, sides: Sequence[Calculation], scores: Sequence[Json | None], ruleset: str | None
) -> Json:
    """Return both answers, their differences by substance and the scores, with the rules that these follow."""
    return {
        "is_report": False,
        "notice": NOTICE,
        "base": full_answer(sides[0], library),
        "draft": full_answer(sides[1], library),
        "differences": differences(*sides),
        "scores": {"base": scores[0], "draft": scores[1]},
        "rules": rules(library, ruleset) if ruleset is not None else [],
        "reference_digest": library.digest,
    }


def differences(base: Calculation, draft: Calculation) -> list[Json]:
    """Return draft less base in t by substance, medium and scope; null where one side does not have it."""
    before, after = masses(base), masses(draft)
    keys = dict.fromkeys([*before, *after])
    return [
        {
            "substance": substance,
            "medium": medium,
            "scope": scope,
            "base": tonnes(before.get(key)),
            "draft": tonnes(after.get(key)),
            "difference": tonnes(after[key] - before[key]) if key in before and key in after else None,
        }
        for key in keys
        for substance, medium, scope in [key]
    ]


def masses(side: Calculation) -> dict[tuple[str, str, int | None], Fraction]:
    """Return the totals of a side, those of all scopes first."""
    totals = (*side.totals.overall, *side.totals.by_scope)
    return {(total.substance, total.medium, total.scope): total.exact for total in totals}


def tonnes(mass: Fraction | None) -> Json | None:
    """Return a mass as it is shown."""
    return None if mass is None else {"value": plain(mass), "unit": "t"}


def scenario_score(
    store: Store, library: Library, body: CalculationRequest, side: Calculation, scenario: Scenario
) -> Json:
    """Return the score of a body by itself, as one site of an enterprise that is nobody's."""
    code = reserved_credit_code(0)
    units = tuple(generating_unit(unit, library, at) for at, unit in enumerate(scenario.units))
    site = Facility(f"{code}001P", code, "", body.sector, body.region, units)
    supposed = as_report(body, site, scenario.declarations)
    lodged = Lodged(supposed, side, site, accepted=True)
    year = side.submission.period.year
    enterprise = Enterprise(code, "", synthetic=scenario.synthetic)
    scale = scale_of(store, library, scenario.ruleset, year, body.sector)
    inventory = inventory_of(enterprise, body.sector, body.region, year, [lodged], scale.ruleset)
    return scored(scale, inventory)


def as_report(body: CalculationRequest, site: Facility, declarations: Any) -> ReportRequest:
    """Return a draft in the form of a report, which it never becomes."""
    content = body.model_dump() | {"enterprise": site.credit_code, "facility": site.permit_code, "signatory": "-"}
    return ReportRequest.model_validate(content | {"declarations": dict(declarations)})


def report_scores(
    store: Store,
    library: Library,
    ruleset: str,
    version: ReportVersion,
    state: VersionState,
    draft: CalculationRequest,
    side: Calculation,
) -> list[Json | None]:
    """Return the scores with the report and with the draft in its place; none where the report does not stand."""
    year = side.submission.period.year
    groups = standing_groups(store, Scope(ruleset, version.year, "", version.sector), version.credit_code)
    group = next((g for g in groups if any(v.report_id == version.report_id for v, _ in g.versions)), None)
    if group is None or year != version.year or draft.sector != version.sector:
        return [None, None]
    now = [lodged_version(store, library, each, its_state) for each, its_state in group.versions]
    supposed = [
        suppose(store, version, draft, side, state) if each.report_id == version.report_id else lodged
        for (each, _), lodged in zip(group.versions, now, strict=True)
    ]
    scale = scale_of(store, library, ruleset, year, group.sector)
    return [scored(scale, with_vetoes(store, library, scale, group, year, sites)) for sites in (now, supposed)]


def suppose(
    store: Store, version: ReportVersion, draft: CalculationRequest, side: Calculation, state: VersionState
) -> Lodged:
    """Return the draft in the place of the report: the same site, declarations and acceptance."""
    with store.read() as session:
        facility = facility_by_code(session, version.permit_code)
    if facility is None:
        raise AssertionError("a report has a registered site")
    declared = read_report(version.body).declarations
    return Lodged(as_report(draft, facility, declared), side, facility, state is VersionState.accepted)


def with_vetoes(
    store: Store, library: Library, scale: Scale, group: Group, year: int, sites: Sequence[Lodged]
) -> Inventory:
    """Return an inventory with the vetoes that stand against the enterprise today."""
    today = store.now().date()
    found = standing_vetoes(store, scale.ruleset, year).get(group.enterprise.credit_code, ())
    inventory = inventory_of(group.enterprise, group.sector, group.region, year, sites, scale.ruleset)
    absent = gone(store, library, scale.ruleset, year, [version for version, _ in group.versions])
    return replace(inventory, vetoes=vetoes_of(found, scale.ruleset, today), judged_on=today, left_out=absent)


def scored(scale: Scale, inventory: Inventory) -> Json:
    """Return the score of a side in short, with its reasons."""
    found = scale.score(inventory)
    reasons = [reason_to_json(reason, scale.ruleset) for reason in found.reasons]
    return standing_to_json(found) | {"ruleset": found.ruleset, "reasons": reasons}
