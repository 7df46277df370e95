"""The plans' targets, each as printed, and computed from accepted reports where a formula and the fields are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.access import Action, require
from service.errors import NotFound
from service.records import Principal
from service.reference import Library
from service.scoring.exact import plain
from service.scoring.target_reader import read_formulas
from service.scoring.targets import FIELD_FORMS, Computed, Formula, Formulas, comparable, compute, gap
from service.storage.direct_emissions import direct_emissions
from service.storage.recognitions import recognitions, standing
from service.storage.session import Store
from service.workflows.directory import visible_region
from service.workflows.target_counts import Beside, Counted, declared, found, peak, works
from service.workflows.target_fields import given, telling
from service.workflows.target_sites import Site, common, prefix_of, sites_of

Json = dict[str, Any]
FORMULAS, TARGETS = "plans/target_formulas.yaml", "plans/targets.csv"
PLACES = 6
NOTICE = {
    "zh": "由已审定报告汇总，不是官方统计；“到目前为止”的比较不构成考核结论。",
    "en": "Summed over accepted reports and no official statistic; what is said to be so far is no judgement.",
}
#: What a region's peak is counted in: carbon dioxide from the sites themselves, so that no power counts twice.
PEAKING = "CO2"


def computed_targets(
    store: Store,
    library: Library,
    principal: Principal,
    plan_id: str,
    year: int,
    region: str | None,
    *,
    synthetic: bool = False,
) -> Json:
    """Return all targets of a plan, computed for a year within the plan's region as far as the caller's key reaches.

    Raises `NotFound` for an unknown plan and for a region that the plan or the key does not reach.
    """
    require(principal, Action.rank)
    rows = [row for row in library.records[TARGETS] if row["plan"] == plan_id.casefold()]
    if not rows:
        raise NotFound
    area = common(visible_region(principal, region), prefix_of(rows[0]["region"]))
    formulas = read_formulas(library.documents[FORMULAS], FORMULAS)
    asked = {each for row in rows if (formula := formulas.of(row["id"])) for each in formula.years(year, row)}
    sites = list(sites_of(store, library, year, asked | {year, year - 1}, area, synthetic=synthetic))
    forms = {formula.form for row in rows if (formula := formulas.of(row["id"]))}
    beside = beside_reports(store, forms, year, area)
    return {
        "plan": plan_id.casefold(),
        "document": library.sources[plan_id.casefold()].number,
        "year": year,
        "region": area,
        "synthetic": synthetic,
        "notice": NOTICE,
        "items": [item(row, formulas, sites, year, beside) for row in rows],
        "reference_digest": library.digest,
    }


def beside_reports(store: Store, forms: set[str], year: int, area: str) -> Beside:
    """Return what the forms want that no body of a report tells; a finding counts while it runs."""
    today = store.now().date()
    with store.read() as session:
        direct = direct_emissions(session, PEAKING, region=area, until=year) if "peak" in forms else {}
        words = standing(recognitions(session, year=year)) if "found" in forms else ()
    return Beside(direct, [record for record in words if record.runs(today)])


def item(
    row: Mapping[str, str], formulas: Formulas, sites: Sequence[Site], year: int, beside: Beside | None = None
) -> Json:
    """Return one target: as printed, and what came out of the reports."""
    names = ("id", "clause", "subject", "indicator", "operator", "value", "unit", "deadline")
    printed = {name: row[name] or None for name in names} | {"soft": row["soft"] == "yes"}
    formula = formulas.of(row["id"])
    if formula is None:
        return printed | without_formula(row, formulas)
    asked = [site for site in sites if formula.asks(site.facility.sector)]
    counted = evaluate(formula, asked, row, year, beside or Beside())
    found = counted.computed
    return printed | {
        "status": "computed" if found.value is not None else "not_computable",
        "reason": found.reason or None,
        "elsewhere": None,
        "missing": None,
        "computed": computed_json(row, formula, formulas, found)
        | {"trend": None, "works": None, "found": None, "declared": None}
        | counted.detail
        | {"coverage": coverage(asked, counted, year)},
    }


def without_formula(row: Mapping[str, str], formulas: Formulas) -> Json:
    """Return where else a target is answered, or which data it lacks."""
    elsewhere, lacks = formulas.elsewhere.get(row["id"]), formulas.missing.get(row["id"])
    reason = "served_elsewhere" if elsewhere else "outside_reports" if row["level"] == "no" else "data_missing"
    missing = {"zh": lacks.zh, "en": lacks.en} if lacks else None
    told = {"status": "not_computable", "reason": reason, "elsewhere": elsewhere, "missing": missing}
    return told | {"computed": None}


def evaluate(formula: Formula, sites: Sequence[Site], row: Mapping[str, str], year: int, beside: Beside) -> Counted:
    """Return what a formula gives over the sites that it asks."""
    if formula.form in FIELD_FORMS:
        years = formula.years(year, row)
        told = {each: sum(1 for site in sites if telling(formula, site.reports((each,)))) for each in years}
        return Counted(compute(formula, [given(formula, site, years) for site in sites]), {}, told)
    if formula.form == "peak":
        return peak(formula, sites, year, beside)
    if formula.form == "found":
        return found(formula, sites, year, beside)
    return works(formula, sites, year) if formula.form == "works" else declared(formula, sites, year)


def computed_json(row: Mapping[str, str], formula: Formula, formulas: Formulas, found: Computed) -> Json:
    """Return a value with what it is made of, and how it lies to the printed value."""
    barred = comparable(row, formulas)
    value = found.value
    return {
        "formula": formula.id,
        "title": {"zh": formula.title.zh, "en": formula.title.en},
        "form": formula.form,
        "value": {"value": plain(value, PLACES), "unit": formula.unit} if value is not None else None,
        "numerator": plain(found.numerator, PLACES),
        "denominator": plain(found.denominator, PLACES) if found.denominator is not None else None,
        "fields": list(formula.fields),
        "absent": formula.absent,
        "note": {"zh": formula.note.zh, "en": formula.note.en},
        "basis": formulas.basis,
        "source": "design",
        "so_far": {"difference": {"value": plain(gap(row, value, formula.unit), PLACES), "unit": formula.unit}}
        if value is not None and not barred
        else None,
        "not_compared": barred or None,
    }


def coverage(sites: Sequence[Site], counted: Counted, year: int) -> Json:
    """Return how many of the sites that are asked reported, told their part in each year, and count."""
    return {
        "sites_registered": len(sites),
        "sites_accepted": sum(1 for site in sites if site.reports((year,))),
        "sites_waiting": sum(1 for site in sites if site.waiting),
        "years": [{"year": each, "sites_telling": count} for each, count in counted.telling.items()],
        "sites_counted": counted.computed.counted,
    }
