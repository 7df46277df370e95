"""What would it take to reach the next class, and which measures would do it for the least money."""

from __future__ import annotations

from typing import Any

from service.errors import Fault, InvalidInput
from service.records import Principal
from service.reference import Library
from service.requests.pathways import AbatementRequest
from service.scoring.abatement import Measure, base_of, curve, effect, more_than_there_is, without_line
from service.scoring.cheapest import cheapest
from service.scoring.evidence import MEASURES, provenance
from service.scoring.levers import parts_of
from service.scoring.pathway import following, pathway
from service.scoring.pathway_render import (
    curve_to_json,
    effect_to_json,
    pathway_to_json,
    route_to_json,
    standing_to_json,
)
from service.scoring.result import Rating
from service.scoring.ruleset import RatingRule, Ruleset
from service.storage.session import Store
from service.workflows.current import Current, currents
from service.workflows.measures import measure_of
from service.workflows.rules import grounds

Json = dict[str, Any]
NOTICE = {
    "zh": "这是推演结果，不是报告，不保存，也不进入评价和排名；费用不影响等级。",
    "en": "This shows what could be. It is no report, is not stored and enters no score or ranking; costs never enter "
    "a class.",
}


def next_class(
    store: Store, library: Library, principal: Principal, ruleset: str, year: int, enterprise: str, target: str | None
) -> Json:
    """Return for each scored sector the least changes that reach the class above, or `target`.

    Raises `NotFound` for what the caller may not see.
    """
    found = currents(store, library, principal, ruleset, year, enterprise)
    items = [way(current, Rating(target) if target else None) for current in found]
    return {"is_report": False, "items": items, "notice": NOTICE} | grounds(library, ruleset)


def way(current: Current, wanted: Rating | None) -> Json:
    """Return the way of one sector; at the top there is none."""
    scale, standing = current.scale, current.scale.score(current.inventory)
    target = wanted or following(standing)
    head = heading(current) | {"now": standing_to_json(standing)}
    if target is None:
        return head | {"way": None}
    found = pathway(current.inventory, scale.ruleset, scale.score, target)
    return head | {"way": pathway_to_json(found, scale.ruleset)}


def abatement(store: Store, library: Library, principal: Principal, request: AbatementRequest) -> Json:
    """Return what measures do on both axes, their curves, and the cheapest of them that reach a class.

    Raises `NotFound` for what the caller may not see, `InvalidInput` for a measure that cannot be read.
    """
    found = currents(store, library, principal, request.ruleset, request.year, request.enterprise)
    fitting = [each for each in found if request.sector in (None, each.row.sector)]
    if len(fitting) != 1:
        raise InvalidInput(Fault("measure.sector", "/sector", {"expected": ", ".join(c.row.sector for c in found)}))
    return judged(library, fitting[0], request)


def judged(library: Library, current: Current, request: AbatementRequest) -> Json:
    """Return the answer for one sector."""
    inventory, scale = current.inventory, current.scale
    read = [measure_of(m, at, library, current.row, request.trust) for at, m in enumerate(request.measures)]
    now = scale.score(inventory)
    parts = parts_of(now)
    refuse(read, [(at, name) for at, m in enumerate(read) for name in more_than_there_is(m, parts)])
    base = base_of(inventory, now)
    effects = [effect(measure, base) for measure in read]
    rule = rule_of(scale.ruleset, Rating(request.target) if request.target else following(now))
    route = cheapest(inventory, read, scale.score, rule) if rule else None
    return heading(current) | {
        "is_report": False,
        "now": standing_to_json(now),
        "measures": [
            effect_to_json(each) | {"without_line": list(without_line(each.measure, parts))} for each in effects
        ],
        "carbon_curve": curve_to_json(curve(effects, "carbon", base), "t"),
        "pollutant_curve": curve_to_json(curve(effects, "pollutant", base), "eq"),
        "route": route_to_json(route, scale.ruleset) if route else None,
        "notice": NOTICE,
        "provenance": provenance(scale.ruleset, MEASURES),
        **grounds(library, request.ruleset),
    }


def refuse(measures: list[Measure], exceeding: list[tuple[int, str]]) -> None:
    """Raise `InvalidInput` for repeated ids, exclusions of no other measure, and taking more than there is."""
    ids = [measure.id for measure in measures]
    faults = [Fault("measure.repeated", f"/measures/{at}/id") for at, name in enumerate(ids) if name in ids[:at]]
    faults += [
        Fault("measure.excludes", f"/measures/{at}/excludes", {"expected": ", ".join(sorted({*ids} - {measure.id}))})
        for at, measure in enumerate(measures)
        if measure.excludes - ({*ids} - {measure.id})
    ]
    faults += [Fault("measure.exceeds", f"/measures/{at}", {"substance": name}) for at, name in exceeding]
    if faults:
        raise InvalidInput(*faults)


def rule_of(ruleset: Ruleset, target: Rating | None) -> RatingRule | None:
    """Return what a class asks for; None at the top and for the class compliant, which asks for no level."""
    return next((rule for rule in ruleset.ratings if rule.rating is target), None)


def heading(current: Current) -> Json:
    """Say whose score it is."""
    row = current.row
    names = ("ruleset", "year", "sector", "region", "synthetic")
    return {"enterprise": row.credit_code} | {name: getattr(row, name) for name in names}
