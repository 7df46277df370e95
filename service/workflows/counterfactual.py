"""The activity of one year under the factors and methods of another: what would have been reported then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.calculators.calculation import Calculation, perform
from service.calculators.replay import unpack
from service.errors import Fault, NotFound, Rejected
from service.records import ReportVersion, VersionState
from service.reference import Library
from service.requests.reports import read_report
from service.scoring.inventory import Inventory
from service.scoring.ruleset import Ruleset
from service.storage.enterprises import facility_by_code
from service.storage.report_parts import factor_set_by_id
from service.storage.session import Store
from service.workflows.history import earlier_of
from service.workflows.intake import submission_of
from service.workflows.inventory import inventory_of
from service.workflows.score import Group
from service.workflows.unit_figures import Lodged

#: Where the earlier factors came from: those stored with the earlier report, or the library's of that year.
STORED, LIBRARY = "stored", "library"


@dataclass(frozen=True, slots=True)
class AsBefore:
    """A later inventory under earlier factors; `inventory` is None where it cannot be computed, `fault` says why."""

    inventory: Inventory | None
    factors_from: str = STORED
    fault: Fault | None = None


def as_before(store: Store, library: Library, later: Group, earlier: Group, year: int, ruleset: Ruleset) -> AsBefore:
    """Compute the later group's reports with the earlier group's factors, site by site; `year` is the later year."""
    sites = {version.permit_code: version for version, _ in earlier.versions}
    if sites.keys() != {version.permit_code for version, _ in later.versions}:
        return AsBefore(None, fault=Fault("comparison.other_sites"))
    try:
        pairs = [
            _lodged(store, library, ruleset, version, state, sites[version.permit_code])
            for version, state in later.versions
        ]
    except Rejected as error:
        return AsBefore(None, fault=error.faults[0])
    lodged: Sequence[Lodged] = [one for one, _ in pairs]
    origin = LIBRARY if any(origin == LIBRARY for _, origin in pairs) else STORED
    return AsBefore(inventory_of(later.enterprise, later.sector, later.region, year, lodged, ruleset), origin)


def _lodged(
    store: Store,
    library: Library,
    ruleset: Ruleset,
    later: ReportVersion,
    state: VersionState,
    earlier: ReportVersion,
) -> tuple[Lodged, str]:
    request = read_report(later.body)
    with store.read() as session:
        facility = facility_by_code(session, later.permit_code)
        grounds = factor_set_by_id(session, earlier.factor_set_id)
    if facility is None or grounds is None:
        raise NotFound
    calculation, origin = _performed(library, later, earlier, grounds.content)
    before = earlier_of(store, ruleset, later)
    return Lodged(request, calculation, facility, state is VersionState.accepted, before), origin


def _performed(
    library: Library, later: ReportVersion, earlier: ReportVersion, grounds: bytes
) -> tuple[Calculation, str]:
    """Compute on the stored grounds of the earlier report; where they lack a factor, on the library of that year."""
    submission = submission_of(read_report(later.body), library)
    try:
        return perform(submission, library, unpack(grounds)), STORED
    except Rejected:
        then = submission_of(read_report(earlier.body), library)
        moved = replace(submission, period=then.period, method=earlier.method_id, trust=then.trust)
        return perform(moved, library), LIBRARY
