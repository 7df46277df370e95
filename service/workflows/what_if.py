"""What if: a draft with another fuel, efficiency or output against what is, carbon and pollutants together.

Nothing is stored. Both sides are computed by the methods of their own sector and period and scored by the function that
scores reports; a draft is scored as if it had been accepted where its base was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from service.acts import Scope
from service.calculators.answer import full_answer
from service.calculators.calculation import Calculation, perform
from service.decoding import conform
from service.errors import Fault, below
from service.identifiers import reserved_credit_code
from service.records import Enterprise, Facility, Principal, ReportVersion, VersionState
from service.reference import Library
from service.requests.pathways import ReportWhatIfRequest, Scenario, WhatIfRequest
from service.requests.reports import CalculationRequest, ReportRequest
from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.pathway_render import standing_to_json
from service.scoring.pilot_facts import vetoes_of
from service.scoring.render import reason_to_json
from service.storage.session import Store
from service.workflows.boundary import gone
from service.workflows.calculate import checked
from service.workflows.causes import fault_json
from service.workflows.current import Scale, scale_of
from service.workflows.intake import submission_of
from service.workflows.inventory import inventory_of
from service.workflows.read import replay, visible_version
from service.workflows.register import generating_unit
from service.workflows.rules import rules
from service.workflows.score import Group, lodged_version, standing_groups, standing_vetoes
from service.workflows.unit_figures import Lodged

Json = dict[str, Any]
SIDES = ("base", "draft")
#: The kind of a line that states a mass instead of what it follows from.
STATED = "reported_emission"
NOTICE = {
    "zh": "这是假设推演，不是报告：不保存，不进入评价、排名和任何总量；等级按主管部门已审定假设给出。",
    "en": "This is a supposition and no report: it is not stored and enters no score, ranking or total. Classes "
    "suppose that the regulator accepts both sides alike.",
}


def what_if(store: Store, library: Library, request: WhatIfRequest) -> Json:
    """Return a base and a draft side by side; with a scenario both are scored.

    Raises `Rejected` in one of its kinds for a side that cannot be computed.
    """
    sides = [computed(body, library, name) for name, body in zip(SIDES, (request.base, request.draft), strict=True)]
    scores: list[Json | None] = [None, None]
    if request.scenario is not None:
        bodies = (request.base, request.draft)
        pairs = zip(SIDES, bodies, sides, strict=True)
        scores = [scenario_score(store, library, name, body, side, request.scenario) for name, body, side in pairs]
    return side_by_side(library, sides, scores, request.scenario.ruleset if request.scenario else None)


def report_what_if(
    store: Store, library: Library, principal: Principal, report_id: str, request: ReportWhatIfRequest
) -> Json:
    """Return a stored report and a draft side by side; with a ruleset the enterprise is scored with either.

    Raises `NotFound` for a report that the caller may not see.
    """
    version, state = visible_version(store, principal, report_id, None)
    sides = [replay(store, library, version), computed(request.draft, library, SIDES[1])]
    scores: list[Json | None] = [None, None]
    faults: list[Fault] = []
    if request.ruleset is not None and unlike(version, request.draft, sides[1]):
        faults = [Fault("what_if.other_year")]
    elif request.ruleset is not None:
        scores = report_scores(store, library, request.ruleset, version, state, request.draft, sides[1])
        faults = [Fault("what_if.not_standing")] if scores[0] is None else []
    answer = side_by_side(library, sides, scores, request.ruleset, faults)
    return answer | {"report_id": version.report_id, "version": version.version}


def unlike(version: ReportVersion, draft: CalculationRequest, side: Calculation) -> bool:
    """Say whether a draft cannot take the place of a report."""
    return side.submission.period.year != version.year or draft.sector != version.sector


def computed(body: CalculationRequest, library: Library, name: str) -> Calculation:
    """Compute one side, with what the checks find; what is refused is said at its place in the whole body."""
    with below(f"/{name}"):
        return checked(perform(submission_of(body, library), library), library)


def side_by_side(
    library: Library,
    sides: Sequence[Calculation],
    scores: Sequence[Json | None],
    ruleset: str | None,
    faults: Sequence[Fault] = (),
) -> Json:
    """Return both answers, their differences by substance, and the scores with their rules where a ruleset is named.

    A side that would be refused as a report has none; `remarks` say so, and what of the draft does not follow the rest.
    """
    refused = [refusal(name, side) if ruleset else None for name, side in zip(SIDES, sides, strict=True)]
    remarks = [*faults, *(fault for fault in refused if fault), *unmoved(*sides)]
    scores = [None if fault else score for fault, score in zip(refused, scores, strict=True)]
    return {
        "is_report": False,
        "notice": NOTICE,
        "base": full_answer(sides[0], library),
        "draft": full_answer(sides[1], library),
        "differences": differences(*sides),
        "scores": dict(zip(SIDES, scores, strict=True)),
        "remarks": [fault_json(fault) for fault in remarks],
        "rules": rules(library, ruleset) if ruleset is not None else [],
        "reference_digest": library.digest,
    }


def refusal(name: str, side: Calculation) -> Fault | None:
    """Return that a side could not be lodged; None where it could."""
    codes = sorted({finding.code for finding in side.findings if finding.blocks})
    return Fault(f"what_if.{name}_refused", f"/{name}", {"codes": ", ".join(codes)}) if codes else None


def unmoved(base: Calculation, draft: Calculation) -> Iterator[Fault]:
    """Yield the substances of a changed draft whose masses are stated on either side and are the same on both."""
    before, after = ({t.substance: t.exact for t in side.totals.overall} for side in (base, draft))
    same = [name for name in after if before.get(name) == after[name]]
    told = [name for name in same if after[name] and name in stated(base) and name in stated(draft)]
    if told and len(same) < len({*before, *after}):
        yield Fault("what_if.stated", "/draft", {"substances": ", ".join(told)})


def stated(side: Calculation) -> set[str]:
    """Return the substances all of whose counted lines rest on a stated mass."""
    lines = [each for at, each in enumerate(side.calculated.lines) if at not in side.totals.left_out]
    kinds = {
        name: {side.calculated.activities[each.activity].kind for each in lines if each.substance == name}
        for name in {each.substance for each in lines}
    }
    return {name for name, found in kinds.items() if found == {STATED}}


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
    store: Store, library: Library, name: str, body: CalculationRequest, side: Calculation, scenario: Scenario
) -> Json:
    """Return the score of a body by itself, as one site of an enterprise that is nobody's."""
    code = reserved_credit_code(0)
    with below("/scenario"):
        units = tuple(generating_unit(unit, library, at) for at, unit in enumerate(scenario.units))
    site = Facility(f"{code}001P", code, "", body.sector, body.region, units)
    supposed = as_report(body, site, scenario.declarations, name)
    lodged = Lodged(supposed, side, site, accepted=True)
    year = side.submission.period.year
    enterprise = Enterprise(code, "", synthetic=scenario.synthetic)
    scale = scale_of(store, library, scenario.ruleset, year, body.sector)
    inventory = inventory_of(enterprise, body.sector, body.region, year, [lodged], scale.ruleset)
    return scored(scale, inventory)


def as_report(body: CalculationRequest, site: Facility, declarations: Any, name: str) -> ReportRequest:
    """Return a draft in the form of a report, which it never becomes; raises `InvalidInput` for what none can be."""
    content = body.model_dump() | {"enterprise": site.credit_code, "facility": site.permit_code, "signatory": "-"}
    return conform(ReportRequest, content | {"declarations": dict(declarations)}, f"/{name}")


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
    groups = standing_groups(store, Scope(ruleset, version.year, "", version.sector), version.credit_code)
    group = next((g for g in groups if any(v.report_id == version.report_id for v, _ in g.versions)), None)
    if group is None:
        return [None, None]
    scale = scale_of(store, library, ruleset, version.year, group.sector)
    now = [lodged_version(store, library, scale.ruleset, each, its_state) for each, its_state in group.versions]
    supposed = [
        suppose(lodged, draft, side) if each.report_id == version.report_id else lodged
        for (each, _), lodged in zip(group.versions, now, strict=True)
    ]
    return [scored(scale, with_vetoes(store, library, scale, group, version.year, sites)) for sites in (now, supposed)]


def suppose(lodged: Lodged, draft: CalculationRequest, side: Calculation) -> Lodged:
    """Return the draft in the place of a report: the same site, declarations, acceptance and years before."""
    supposed = as_report(draft, lodged.facility, lodged.request.declarations, SIDES[1])
    return replace(lodged, request=supposed, calculation=side)


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
