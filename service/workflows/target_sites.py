"""The sites that a target asks: registered in a region, with their accepted reports by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from service.errors import NotFound
from service.identifiers import region_contains
from service.records import Facility, VersionState
from service.reference import Library
from service.requests.reports import ReportRequest, read_report
from service.spelling import process_id
from service.storage.enterprises import enterprises_by_code, list_facilities
from service.storage.reports import standing_versions
from service.storage.session import Store
from service.vocabulary import material_id, product_id

NATION = "CN"
#: Sites are read in pages of this size.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Site:
    """A registered site, the bodies of its accepted reports by year, whether one of the year asked for waits, and
    what its enterprise is called.
    """

    facility: Facility
    accepted: Mapping[int, tuple[ReportRequest, ...]]
    waiting: bool
    owner: str = ""

    def reports(self, years: Iterable[int]) -> list[ReportRequest]:
        """Return the accepted reports of some years."""
        return [report for year in years for report in self.accepted.get(year, ())]


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
                yield Site(
                    site,
                    {each: accepted for each, (accepted, _) in found.items()},
                    found[year][1],
                    owners[site.credit_code].name,
                )
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
    """Return a report with its products, materials and processes under their ids, however it spells them."""
    made = [line.model_copy(update={"product": product_id(library, line.product)}) for line in report.production]
    lines = [
        line.model_copy(
            update={
                "material": material_id(library, line.material) if line.material else None,
                "process": process_id(library, line.process),
            }
        )
        for line in report.activities
    ]
    return report.model_copy(update={"production": made, "activities": lines})
