"""Two reports of one site never add where they cover one month; what else may count twice is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from service.activity import ActivityRecord, ProductionRecord, ReportingPeriod, Submission
from service.calculators.overlaps import Part, doubts, refuse_same_time
from service.errors import Conflict
from service.findings import Severity
from service.units import parse_quantity

YEAR, MARCH, APRIL = ReportingPeriod(2024), ReportingPeriod(2024, 3), ReportingPeriod(2024, 4)
LINE = ActivityRecord(
    "a",
    "reported_emission",
    parse_quantity("10", "t"),
    material="coal",
    process="pulverised",
    unit_id="U1",
    meter="M-1",
    substance="CO2",
    medium="air",
)
OTHERWISE = ("kind", "material", "process", "substance", "medium")


def part(report: str, facility: str, *activities: ActivityRecord, period: ReportingPeriod = YEAR, **more: Any) -> Part:
    return Part(report, facility, Submission("3311", "140100", period, activities, **more))


def found(*parts: Part) -> list[tuple[str, str, dict[str, str]]]:
    return [(f.code, f.pointer, dict(f.params)) for f in doubts(parts) if f.severity is Severity.NEEDS_EXPLANATION]


@pytest.mark.parametrize(("one", "other"), [(YEAR, YEAR), (YEAR, MARCH), (MARCH, YEAR), (MARCH, MARCH)])
def test_two_reports_of_a_site_for_one_month_are_refused(one: ReportingPeriod, other: ReportingPeriod) -> None:
    with pytest.raises(Conflict) as refused:
        refuse_same_time(
            [part("r0", "S", period=ReportingPeriod(2023)), part("r1", "S", period=one), part("r2", "S", period=other)]
        )
    fault = refused.value.faults[0]
    assert (fault.code, dict(fault.params)) == ("totals.periods_overlap", {"report": "r1", "other": "r2"})


def test_other_months_and_other_sites_are_not() -> None:
    parts = [part("r1", "S", period=MARCH), part("r2", "S", period=APRIL), part("r3", "T")]
    refuse_same_time(parts)
    assert doubts(parts) == []


def test_a_month_beside_the_year_of_the_same_thing_is_found_once() -> None:
    months = [replace(LINE, month=month, quantity=parse_quantity(str(month), "t")) for month in (1, 2)]
    where = {"other": "/reports/r1/activities/0"}
    assert found(part("r1", "S", *months, LINE)) == [("totals.month_beside_year", "/reports/r1/activities/2", where)]
    assert found(part("r1", "S", *months)) == []
    assert found(part("r1", "S", months[0]), part("r2", "T", LINE)) == []


@pytest.mark.parametrize("name", [*OTHERWISE, "unit_id", "meter"])
def test_a_month_of_one_thing_beside_the_year_of_another_is_not(name: str) -> None:
    changed: dict[str, Any] = {name: "other", "month": 3, "quantity": parse_quantity("3", "t")}
    assert found(part("r1", "S", LINE, replace(LINE, **changed))) == []


@pytest.mark.parametrize("apart", [True, False])
def test_one_reading_in_two_lines_is_found(apart: bool) -> None:
    """Of one report or of two, of whatever unit, in whatever unit of measure it is written."""
    again = replace(LINE, id="b", unit_id="U2", quantity=parse_quantity("10000", "kg"))
    parts = [part("r1", "S", LINE), part("r2", "T", again)] if apart else [part("r1", "S", LINE, again)]
    pointer = "/reports/r2/activities/0" if apart else "/reports/r1/activities/1"
    assert found(*parts) == [("totals.reading_twice", pointer, {"other": "/reports/r1/activities/0"})]


@pytest.mark.parametrize(
    "changed", [*({name: "other"} for name in (*OTHERWISE, "meter")), {"meter": None}, {"month": 3}]
)
def test_another_reading_is_not(changed: dict[str, Any]) -> None:
    assert found(part("r1", "S", LINE), part("r2", "T", replace(LINE, **changed))) == []
    more = replace(LINE, quantity=parse_quantity("10.0001", "t"))
    assert found(part("r1", "S", LINE), part("r2", "T", more)) == []


def test_two_lines_without_a_meter_are_no_reading() -> None:
    bare = replace(LINE, meter=None)
    assert found(part("r1", "S", bare), part("r2", "T", bare)) == []


@pytest.mark.parametrize(
    ("bought", "sold", "made"),
    [
        ("purchased_electricity", "electricity_exported", "electricity_generated"),
        ("purchased_heat", "heat_exported", "heat_supplied"),
    ],
)
def test_energy_that_one_site_buys_and_others_sell_or_make_is_found(bought: str, sold: str, made: str) -> None:
    buyer = part("r1", "S", replace(LINE, kind=bought, meter=None))
    seller = part("r2", "T", replace(LINE, kind=sold, meter=None))
    output = (ProductionRecord(made, parse_quantity("5", "MWh")),)
    maker = part("r3", "U", production=output)
    params = {"kind": bought, "makers": "r2, r3"}
    assert found(buyer, seller, maker) == [("totals.internal_transfer", "/reports/r1", params)]
    assert found(seller, maker) == []
    assert found(part("r1", "S", replace(LINE, kind=bought, meter=None), production=output)) == []
