"""Targets that no sum of fields answers: a trend, a count of works, what bureaus found, what sites declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from service.acts import Outcome, Recognition
from service.requests.reports import ReportRequest
from service.scoring.exact import plain
from service.scoring.target_trend import Told, Trend, YearSum, highest, trend
from service.scoring.targets import Computed, Formula, Signs
from service.units import find_unit
from service.workflows.target_sites import Site

Json = dict[str, Any]
PLACES = 6
#: The kind of line whose material is what the site made, not what it bought.
MAKING = "process_production"
NOBODY = Computed(None, Fraction(0), None, 0, "no_report_counts")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the bodies of reports: direct CO2 in t by site and year, and what bureaus found."""

    direct: Told = field(default_factory=dict)
    findings: Sequence[Recognition] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A value, what it is made of as JSON under its form's name, and how many sites told it in each year."""

    computed: Computed
    detail: Json
    telling: Mapping[int, int]


def peak(formula: Formula, sites: Sequence[Site], year: int, beside: Beside) -> Counted:
    """Return the direct CO2 of a year with the trend to it."""
    told = {site.facility.permit_code: beside.direct.get(site.facility.permit_code, {}) for site in sites}
    found = trend(told, year)
    counted = {each.year: each.sites for each in found.years}
    if year not in counted:
        return Counted(NOBODY, {"trend": None}, {year: 0})
    last = found.years[-1]
    value = Computed(last.mass / find_unit(formula.unit).factor, last.mass, None, last.sites)
    return Counted(value, {"trend": trend_json(found.years, found.common) | reading_json(found)}, counted)


def trend_json(years: Sequence[YearSum], common: Sequence[YearSum]) -> Json:
    """Return the yearly sums of all and of the common sites, in t, and the years with the largest."""
    return {
        "years": [year_json(each) for each in years],
        "highest": list(highest(tuple(years))),
        "common_sites": [year_json(each) for each in common],
        "highest_of_common_sites": list(highest(tuple(common))),
    }


def year_json(each: YearSum) -> Json:
    """Return a year's sum."""
    return {"year": each.year, "mass": {"value": plain(each.mass, PLACES), "unit": "t"}, "sites": each.sites}


def reading_json(found: Trend) -> Json:
    """Return how the last year lies to the highest among the common sites."""
    since = found.since_highest
    change = {"value": plain(since * 100, PLACES), "unit": "%"} if since is not None else None
    return {"reading": found.reading, "since_highest": change}


def works(formula: Formula, sites: Sequence[Site], year: int) -> Counted:
    """Return the works that run one of the processes and none that would make them part of a larger works."""
    running = formula.running or {}
    reported = [(site, site.reports((year,))) for site in sites]
    shown = [(site, {name for name, signs in running.items() if shows(reports, signs)}, shows(reports, formula.without))
             for site, reports in reported if reports]  # fmt: skip
    alone = [(site, processes) for site, processes, larger in shown if processes and not larger]
    telling = sum(1 for _, processes, larger in shown if processes or larger)
    number = Fraction(len(alone))
    computed = Computed(number, number, None, telling) if shown else NOBODY
    by_process = {name: sum(1 for _, processes in alone if name in processes) for name in running}
    items = [works_json(site, processes) for site, processes in alone]
    return Counted(computed, {"works": {"by_process": by_process, "items": items}}, {year: telling})


def shows(reports: Iterable[ReportRequest], signs: Signs) -> bool:
    """Say whether a report names a product or process of some signs."""
    return any(
        any(line.product in signs.productions for line in report.production)
        or any(line.process in signs.processes for line in report.activities)
        or any(line.kind == MAKING and line.material in signs.productions for line in report.activities)
        for report in reports
    )


def works_json(site: Site, processes: Iterable[str]) -> Json:
    """Return one works by name."""
    return owner_json(site) | {
        "facility": site.facility.permit_code,
        "facility_name": site.facility.name,
        "processes": sorted(processes),
    }


def owner_json(site: Site) -> Json:
    """Return whose a site is."""
    return {"enterprise": site.facility.credit_code, "name": site.owner}


def found(formula: Formula, sites: Sequence[Site], year: int, beside: Beside) -> Counted:
    """Return at how many enterprises a bureau found one of the facts to stand, of those that it looked at."""
    asked = {site.facility.credit_code: site for site in sites}
    wanted = {(each.ruleset, each.criterion, each.item) for each in formula.findings}
    words: dict[str, dict[tuple[str, str, str], Outcome]] = {code: {} for code in asked}
    for record in beside.findings:
        key = (record.ruleset, record.criterion, record.item)
        if record.credit_code in asked and key in wanted and words[record.credit_code].get(key) is not Outcome.yes:
            words[record.credit_code][key] = record.outcome
    standing = [site for code, site in asked.items() if Outcome.yes in words[code].values()]
    cleared = [code for code in asked if set(words[code]) == wanted and Outcome.yes not in words[code].values()]
    looked, number = len(standing) + len(cleared), Fraction(len(standing))
    computed = Computed(number, number, None, looked) if looked else Computed(None, number, None, 0, "nobody_looked")
    detail = {
        "standing": [owner_json(site) for site in standing],
        "cleared": len(cleared),
        "not_looked_at": len(asked) - looked,
    }
    return Counted(computed, {"found": detail}, {year: sum(1 for site in sites if words[site.facility.credit_code])})


def declared(formula: Formula, sites: Sequence[Site], year: int) -> Counted:
    """Return the share of sites that declare a duty fulfilled, among those that say yes or no in accepted reports."""
    words = [word_of(site.reports((year,)), formula.declaration or "") for site in sites]
    yes, no, none = (words.count(word) for word in ("yes", "no", "not_applicable"))
    detail = {"declared": {"yes": yes, "no": no, "not_applicable": none}}
    if not yes + no:
        return Counted(NOBODY, detail, {year: 0})
    share = Fraction(yes, yes + no) / find_unit(formula.unit).factor
    return Counted(Computed(share, Fraction(yes), Fraction(yes + no), yes + no), detail, {year: yes + no})


def word_of(reports: Iterable[ReportRequest], name: str) -> str | None:
    """Return what a site's reports declare, the worst of it; None where they are silent."""
    told = {report.declarations.get(name) for report in reports}
    return next((word for word in ("no", "yes", "not_applicable") if word in told), None)
