"""How much better an enterprise is than in its own base year, with the effect of making more or less split off.

The base year is the first with accepted reports, not before the ruleset's; a change of the boundary that the bureau
found declared starts it afresh. Nothing of it enters a class.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import orjson

from service.access import Action, require, sees
from service.errors import Fault, NotFound
from service.records import Principal, ReportVersion, ScoreRow, VersionState
from service.reference import Library
from service.scoring.evidence import PROGRESS, provenance
from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.progress import Progress, Three, incomparable, outputs_of, progress
from service.scoring.progress_render import FORMULA, FORMULA_TEXT, progress_to_json, quantities
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.recognitions import recognitions
from service.storage.reports import standing_versions
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.boundary import settled
from service.workflows.causes import fault_json
from service.workflows.counterfactual import AsBefore, as_before
from service.workflows.inventory import substances
from service.workflows.judge import figures
from service.workflows.rules import grounds
from service.workflows.score import Group, group_of, inventory_of_group, scheme_key
from service.workflows.synergy import accepted

Json = dict[str, Any]
NOTICE = {
    "zh": "与企业自身固定基准年比较，仅作“大幅减排”的佐证，不进入等级、指数和排名。",
    "en": "Against the enterprise's own fixed base year. Evidence of a large reduction only: it enters no class, index "
    "or place.",
}


@dataclass(frozen=True, slots=True)
class Base:
    """The base year of an enterprise and sector with its reports, and the year of a declared change that moved it."""

    group: Group
    year: int
    since: int | None


@dataclass(frozen=True, slots=True)
class ProgressQuery:
    """Whose progress in which year; `yearly_fall` asks what intensities falling by that share a year would allow."""

    ruleset: str
    year: int
    enterprise: str
    yearly_fall: Fraction | None = None


def progress_of(store: Store, library: Library, principal: Principal, query: ProgressQuery) -> Json:
    """Return the progress of an enterprise in each of its scored sectors; raises `NotFound` where none is visible."""
    require(principal, Action.read)
    ruleset = find_ruleset(library, query.ruleset)
    with store.read() as session:
        rows = all_scores(session, ScoreQuery(scheme_key(ruleset), query.year, credit_code=query.enterprise))
    seen = [row for row in rows if sees(principal, row.credit_code, row.region)]
    if not seen:
        raise NotFound
    return {
        "ruleset": scheme_key(ruleset),
        "enterprise": query.enterprise,
        "year": query.year,
        "items": [item(store, library, ruleset, row, query) for row in seen],
        "formula": FORMULA,
        "formula_text": FORMULA_TEXT,
        "formula_basis": "c",
        "notice": NOTICE,
        "provenance": provenance(ruleset, PROGRESS),
        **grounds(library, query.ruleset),
    }


def item(store: Store, library: Library, ruleset: Ruleset, row: ScoreRow, query: ProgressQuery) -> Json:
    """Return the progress of one sector, or why there is none to tell."""
    base = base_of(store, ruleset, row)
    answer: Json = {
        "sector": row.sector,
        "region": row.region,
        "synthetic": row.synthetic,
        "base_year": base.year if base else None,
        "boundary_declared": base.since if base else None,
        "base_reports": reports([v for v, _ in base.group.versions]) if base else [],
        "reports": [{"report_id": report_id, "version": version} for report_id, version in row.reports],
    }
    barred = barred_by(row, base, ruleset)
    if base is None or barred is not None:
        faults = [barred] if barred else []
        return answer | {"factors_from": None, "products": [], "quantities": []} | not_told(faults)
    return answer | compared(store, library, ruleset, row, base, query.yearly_fall)


def reports(versions: list[ReportVersion]) -> list[Json]:
    """Name report versions."""
    return [{"report_id": version.report_id, "version": version.version} for version in versions]


def base_of(store: Store, ruleset: Ruleset, row: ScoreRow) -> Base | None:
    """Return the base year of a score, which may be its own year; None where no year was accepted up to it."""
    today = store.now().date()
    by_year: dict[int, list[tuple[ReportVersion, VersionState]]] = defaultdict(list)
    with store.read() as session:
        of_one = standing_versions(session, year=None, sector=row.sector, credit_code=row.credit_code)
        for version, state in of_one:
            by_year[version.year].append((version, state))
        found = recognitions(session, ruleset=ruleset.id, credit_code=row.credit_code)
    since = max(settled(found, row.year, today), default=None)
    first = max(int(ruleset.number("progress_first_year")), since or 0)
    whole = [y for y, held in by_year.items() if first <= y <= row.year and all(s == "accepted" for _, s in held)]
    if not whole:
        return None
    year = min(whole)
    return Base(Group(group_of(store, row).enterprise, row.sector, row.region, tuple(by_year[year])), year, since)


def barred_by(row: ScoreRow, base: Base | None, ruleset: Ruleset) -> Fault | None:
    """Return why a year cannot be set against a base year, before anything is computed."""
    left_out = orjson.loads(row.detail).get("left_out")
    if left_out:
        return Fault("boundary.left_out", "", {"place": " ".join(filter(None, left_out[0]))})
    if not accepted(row):
        return Fault("progress.not_accepted")
    if base is None or base.year == row.year:
        return Fault("progress.no_base", "", {"first": str(int(ruleset.number("progress_first_year")))})
    return None


def compared(
    store: Store, library: Library, ruleset: Ruleset, row: ScoreRow, base: Base, yearly_fall: Fraction | None
) -> Json:
    """Return both years side by side, quantity by quantity."""
    later = group_of(store, row)
    moved: AsBefore = as_before(store, library, later, base.group, row.year, ruleset)
    before = inventory_of_group(store, library, base.group, base.year, ruleset)
    now = inventory_of_group(store, library, later, row.year, ruleset)
    shown = {"factors_from": moved.factors_from, "products": products(before, now)}
    barred = moved.fault or incomparable(before, now, ruleset.number("progress_mix_tolerance"))
    if moved.inventory is None or barred is not None:
        return shown | {"quantities": []} | not_told([barred] if barred else [])
    three = Three(before, now, moved.inventory, figures(row).equivalents)
    found = [progress(three, name) for name in quantities(substances(row.sector, ruleset))]
    told = [each for each in found if isinstance(each, Progress)]
    return (
        shown
        | {"quantities": [progress_to_json(each, row.year - base.year, yearly_fall) for each in told]}
        | not_told([each for each in found if isinstance(each, Fault)])
    )


def products(before: Inventory, now: Inventory) -> list[Json]:
    """Return the outputs of both years; null where a product was not made."""
    then, today = outputs_of(before), outputs_of(now)
    return [
        {
            "product": name,
            "unit": unit,
            "before": plain(then[name, unit]) if (name, unit) in then else None,
            "after": plain(today[name, unit]) if (name, unit) in today else None,
        }
        for name, unit in sorted({*then, *today})
    ]


def not_told(faults: list[Fault]) -> Json:
    """Say what cannot be evaluated, and why."""
    return {"not_evaluable": [fault_json(fault) for fault in faults]}
