"""The plans' targets, each as printed, and computed from accepted reports where a formula and the fields are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from service.access import Action, require
from service.errors import NotFound
from service.identifiers import region_contains
from service.records import Facility, Principal, VersionState
from service.reference import Library
from service.requests.fields import Quantity
from service.requests.reports import ReportRequest, read_report
from service.scoring.exact import plain
from service.scoring.targets import Computed, Field, Formula, Formulas, Given, comparable, compute, gap, read_formulas
from service.storage.enterprises import enterprises_by_code, list_facilities
from service.storage.reports import standing_versions
from service.storage.session import Store
from service.units import parse_quantity
from service.vocabulary import material_id, product_id
from service.workflows.directory import visible_region

Json = dict[str, Any]
FORMULAS, TARGETS = "plans/target_formulas.yaml", "plans/targets.csv"
NATION = "CN"
PLACES = 6
#: Sites are read in pages of this size.
PAGE = 500
NOTICE = {
    "zh": "由已审定报告汇总，不是官方统计；“到目前为止”的比较不构成考核结论。",
    "en": "Summed over accepted reports and no official statistic; what is said to be so far is no judgement.",
}
#: What each level of the table of targets says about a target without a formula.
REASONS = {"no": "outside_reports", "flag": "registered_fact"}


@dataclass(frozen=True, slots=True)
class Site:
    """A registered site, the bodies of its accepted reports by year, and whether one of the year asked for waits."""

    facility: Facility
    accepted: Mapping[int, tuple[ReportRequest, ...]]
    waiting: bool

    def reports(self, years: Iterable[int]) -> list[ReportRequest]:
        """Return the accepted reports of some years."""
        return [report for year in years for report in self.accepted.get(year, ())]


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
    return {
        "plan": plan_id.casefold(),
        "document": library.sources[plan_id.casefold()].number,
        "year": year,
        "region": area,
        "synthetic": synthetic,
        "notice": NOTICE,
        "items": [item(row, formulas, sites, year) for row in rows],
        "reference_digest": library.digest,
    }


def prefix_of(region: str) -> str:
    """Return the beginning of the codes of a plan's region: nothing for the country, no trailing zeros in pairs."""
    code = "" if region == NATION else region
    while code.endswith("00"):
        code = code[:-2]
    return code


def common(visible: str, governed: str) -> str:
    """Return the narrower of two regions; raises `NotFound` where neither lies in the other."""
    if not visible or not governed:
        return visible or governed
    for wide, narrow in ((visible, governed), (governed, visible)):
        if region_contains(wide, narrow):
            return narrow
    raise NotFound


def sites_of(
    store: Store, library: Library, year: int, years: Iterable[int], area: str, *, synthetic: bool
) -> Iterator[Site]:
    """Yield every registered site of an area with its reports of some years, real or synthetic ones only."""
    of_year = {each: standing(store, library, each, area) for each in sorted(years)}
    after = ""
    while True:
        with store.read() as session:
            page = list_facilities(session, region=area, after=after, limit=PAGE)
            owners = enterprises_by_code(session, {site.credit_code for site in page})
        for site in page:
            if owners[site.credit_code].synthetic is synthetic:
                found = {each: reports.get(site.permit_code, ((), False)) for each, reports in of_year.items()}
                yield Site(site, {each: accepted for each, (accepted, _) in found.items()}, found[year][1])
        if len(page) < PAGE:
            return
        after = page[-1].permit_code


def standing(
    store: Store, library: Library, year: int, area: str
) -> Mapping[str, tuple[tuple[ReportRequest, ...], bool]]:
    """Return the accepted reports of a year by site, and whether one waits for a decision."""
    found: dict[str, tuple[tuple[ReportRequest, ...], bool]] = {}
    with store.read() as session:
        for version, state in standing_versions(session, year=year, region=area):
            accepted, waiting = found.get(version.permit_code, ((), False))
            if state is VersionState.accepted:
                found[version.permit_code] = (*accepted, by_id(library, read_report(version.body))), waiting
            else:
                found[version.permit_code] = accepted, True
    return found


def by_id(library: Library, report: ReportRequest) -> ReportRequest:
    """Return a report with its products and materials under their ids, however it spells them."""
    made = [line.model_copy(update={"product": product_id(library, line.product)}) for line in report.production]
    lines = [
        line.model_copy(update={"material": material_id(library, line.material)}) if line.material else line
        for line in report.activities
    ]
    return report.model_copy(update={"production": made, "activities": lines})


def item(row: Mapping[str, str], formulas: Formulas, sites: Sequence[Site], year: int) -> Json:
    """Return one target: as printed, and what came out of the reports."""
    names = ("id", "clause", "subject", "indicator", "operator", "value", "unit", "deadline")
    printed = {name: row[name] or None for name in names} | {"soft": row["soft"] == "yes"}
    formula = formulas.of(row["id"])
    if formula is None:
        elsewhere = formulas.elsewhere.get(row["id"])
        reason = "served_elsewhere" if elsewhere else REASONS.get(row["level"], "no_formula")
        return printed | {"status": "not_computable", "reason": reason, "elsewhere": elsewhere, "computed": None}
    asked = [site for site in sites if formula.asks(site.facility.sector)]
    years = formula.years(year, row)
    found = compute(formula, [given(formula, site, years) for site in asked])
    return printed | {
        "status": "computed" if found.value is not None else "not_computable",
        "reason": found.reason or None,
        "elsewhere": None,
        "computed": computed_json(row, formula, formulas, found)
        | {"coverage": coverage(formula, asked, years, year) | {"sites_counted": found.counted}},
    }


def computed_json(row: Mapping[str, str], formula: Formula, formulas: Formulas, found: Computed) -> Json:
    """Return a value with what it is made of, and how it lies to the printed value."""
    barred = comparable(row, formulas.lines)
    value = found.value
    return {
        "formula": formula.id,
        "title": {"zh": formula.title.zh, "en": formula.title.en},
        "form": formula.form,
        "value": {"value": plain(value, PLACES), "unit": formula.unit} if value is not None else None,
        "numerator": plain(found.numerator, PLACES),
        "denominator": plain(found.denominator, PLACES) if found.denominator is not None else None,
        "fields": [field.name for field in formula.fields],
        "absent": formula.absent,
        "note": {"zh": formula.note.zh, "en": formula.note.en},
        "basis": formulas.basis,
        "source": "design",
        "so_far": {"difference": {"value": plain(gap(row, value, formula.unit), PLACES), "unit": formula.unit}}
        if value is not None and not barred
        else None,
        "not_compared": barred or None,
    }


def coverage(formula: Formula, asked: Sequence[Site], years: range, year: int) -> Json:
    """Return how many of the sites that are asked reported, and how many told the numerator in each year."""
    told = {each: sum(1 for site in asked if telling(formula, site.reports((each,)))) for each in years}
    return {
        "sites_registered": len(asked),
        "sites_accepted": sum(1 for site in asked if site.reports((year,))),
        "sites_waiting": sum(1 for site in asked if site.waiting),
        "years": [{"year": each, "sites_telling": count} for each, count in told.items()],
    }


def given(formula: Formula, site: Site, years: range) -> Given:
    """Return what a site's accepted reports give, in base units, in the first way whose whole they tell."""
    now, before = site.reports(years), site.reports((years.stop - 2,))
    for above, below in formula.ways:
        if amount(now, below or above) is not None:
            return Given(amount(now, above), amount(now, below), amount(before, above))
    return Given(None)


def telling(formula: Formula, reports: Sequence[ReportRequest]) -> bool:
    """Say whether reports give a numerator in any way."""
    return any(amount(reports, above) is not None for above, _ in formula.ways)


def amount(reports: Sequence[ReportRequest], fields: Sequence[Field]) -> Fraction | None:
    """Return the sum of some fields over reports, None where none of them is given."""
    stated = [part for report in reports for field in fields for part in parts(report, field)]
    return sum(stated, Fraction(0)) if stated else None


def parts(report: ReportRequest, field: Field) -> Iterator[Fraction]:
    """Yield what a report states for a field; a quantity of another dimension is no statement."""
    made = (line.quantity for line in report.production if line.product == field.production)
    lines = (
        line
        for line in report.activities
        if line.kind == field.kind and (not field.materials or line.material in field.materials)
    )
    used = (line.parameters.get(field.parameter) if field.parameter else line.quantity for line in lines)
    for stated in (*made, *used):
        quantity = in_base(stated, field.unit) if stated is not None else None
        if quantity is not None:
            yield quantity


def in_base(stated: Quantity, unit: str) -> Fraction | None:
    """Return a quantity in base units, None where it is not of the dimension of `unit`."""
    quantity, wanted = parse_quantity(stated.value, stated.unit), parse_quantity("1", unit)
    if quantity.unit.dimension != wanted.unit.dimension:
        return None
    return quantity.to(unit) * wanted.unit.factor
