"""Two reports of one site never add where they cover one month; what else may count twice is found."""

from __future__ import annotations

import pytest

from service.activity import ReportingPeriod, Submission
from service.calculators.overlaps import Part, doubts, refuse_same_time
from service.errors import Conflict

YEAR, MARCH, APRIL = ReportingPeriod(2024), ReportingPeriod(2024, 3), ReportingPeriod(2024, 4)


def part(report: str, facility: str, period: ReportingPeriod) -> Part:
    return Part(report, facility, Submission("3311", "140100", period, ()))


@pytest.mark.parametrize(("one", "other"), [(YEAR, YEAR), (YEAR, MARCH), (MARCH, YEAR), (MARCH, MARCH)])
def test_two_reports_of_a_site_for_one_month_are_refused(one: ReportingPeriod, other: ReportingPeriod) -> None:
    with pytest.raises(Conflict) as refused:
        refuse_same_time([part("r0", "S", ReportingPeriod(2023)), part("r1", "S", one), part("r2", "S", other)])
    fault = refused.value.faults[0]
    assert (fault.code, dict(fault.params)) == ("totals.periods_overlap", {"report": "r1", "other": "r2"})


def test_other_months_and_other_sites_are_not() -> None:
    parts = [part("r1", "S", MARCH), part("r2", "S", APRIL), part("r3", "T", YEAR)]
    refuse_same_time(parts)
    assert doubts(parts) == []
