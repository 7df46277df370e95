"""What an enterprise said of a site before: the conditions in its reports, and the sets that it had registered.

The sets are read from the log, where each report wrote down under which registration it was lodged, so that a set that
is registered anew is seen against what stood before. A year of which the bureau found that the change was declared
starts afresh (veto V10, as with what drops out of the reports).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from fractions import Fraction

import orjson

from service.records import Facility, GeneratingUnit, ReportVersion
from service.requests.reports import read_report
from service.scoring.ruleset import Ruleset
from service.storage.ledger_rows import entries_at
from service.storage.recognitions import recognitions
from service.storage.reports import standing_before, versions_of
from service.storage.session import Store
from service.units import parse_quantity
from service.workflows.boundary import settled
from service.workflows.unit_figures import Conditions, Earlier, stated_amount

REGISTERED = "registered"


def registered_json(facility: Facility) -> list[list[str | None]]:
    """Return the sets of a site as the log keeps them with a report."""
    return [list(astuple(unit)) for unit in facility.units]


def earlier_of(store: Store, ruleset: Ruleset, version: ReportVersion) -> Earlier:
    """Return what stood before, and with, a version of a site's report."""
    with store.read() as session:
        before = standing_before(
            session, credit_code=version.credit_code, sector=version.sector, year=version.year, region=""
        )
        found = recognitions(session, ruleset=ruleset.id, credit_code=version.credit_code)
        years = settled(found, version.year, store.now().date())
        counted = [v for v in before if v.permit_code == version.permit_code and v.year >= max(years, default=0)]
        written = [*counted, *versions_of(session, version.report_id)]
        entries = entries_at(session, [v.seq for v in written])
    sets = () if version.year in years else tuple(s for entry in entries for s in sets_of(entry.body))
    return Earlier(tuple(conditions_of(v, ruleset) for v in counted), by_unit(sets))


def sets_of(body: str) -> Sequence[GeneratingUnit]:
    """Return the sets that the log entry of a report names."""
    return [GeneratingUnit(*fields) for fields in orjson.loads(body).get(REGISTERED, ())]


def by_unit(sets: Iterable[GeneratingUnit]) -> Mapping[str, tuple[GeneratingUnit, ...]]:
    """Return the registrations of each set, each once."""
    found: dict[str, dict[GeneratingUnit, None]] = defaultdict(dict)
    for unit in sets:
        found[unit.unit_id][unit] = None
    return {unit_id: tuple(registrations) for unit_id, registrations in found.items()}


def conditions_of(version: ReportVersion, ruleset: Ruleset) -> Conditions:
    """Return by unit the conditions that an earlier report states, in the units of the ruleset."""
    found: dict[str | None, dict[str, Fraction]] = defaultdict(dict)
    for made in read_report(version.body).production:
        quantity = ruleset.quantities.get(made.product)
        if quantity is None or quantity.role != "condition":
            continue
        told = stated_amount(parse_quantity(made.quantity.value, made.quantity.unit), quantity.unit)
        if told is not None:
            found[made.unit_id][made.product] = told
    return found
