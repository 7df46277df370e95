"""The numbered checks: what each looks at, how serious a hit is, and where the rule comes from.

Numbers are stable; texts live in `service.messages` under the same number. A check that lacks what it needs gives no
finding: it was not evaluable, which is not the same as passed, and `evaluable` in the answer counts it apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.checks.case import Case
from service.checks.conditions import carbonates_without_a_unit, conditions_to_verify
from service.checks.emissions import (
    above_permit,
    beyond_ceiling,
    carbon_and_coal_rates,
    carbon_per_heat,
    factor_of_another_year,
    far_above_permit,
    intensity_outside_band,
    moisture_order,
    pollutant_saved_by_fuel,
)
from service.checks.fuels import biomass_shown
from service.checks.numbers import (
    negative_amount,
    parts_and_total,
    power_of_ten_to_intensity,
    power_of_ten_to_other_print,
    transposed_digits,
)
from service.checks.products import gas_of_stacks, mean_at_reference_oxygen
from service.checks.running import hours_and_monitoring, hours_below_utilisation, hours_beyond_calendar
from service.checks.stacks import (
    OXYGEN_OF_AIR,
    mass_and_gas,
    oxygen_near_air,
)
from service.findings import Finding, Severity

Hits = Iterator[tuple[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Check:
    """One numbered check; `judge` yields a pointer and parameters for every hit.

    `reads` names the series of the library that it compares with, `{any}` standing for whatever goes on there.
    """

    number: str
    severity: Severity
    judge: Callable[[Case], Hits]
    source: str
    status: str
    reads: tuple[str, ...] = ()


CATALOGUE: tuple[Check, ...] = (
    Check("NM-02", Severity.FATAL, negative_amount, "排污报告数据质量问题的公开报道", "found-secondary"),
    Check("NM-05", Severity.FATAL, beyond_ceiling, "排污报告数据质量问题的公开报道", "found-secondary"),
    Check("NM-06", Severity.NEEDS_EXPLANATION, power_of_ten_to_other_print, "公开数据中的实例", "design"),
    Check("NM-07", Severity.BLOCKING, power_of_ten_to_intensity, "公开数据中的实例", "design"),
    Check("NM-09", Severity.NEEDS_EXPLANATION, transposed_digits, "公开数据中的实例", "design"),
    Check("NM-10", Severity.BLOCKING, parts_and_total, "CETS-VG-01.01-V02-2026 3.4.1.3", "found"),
    Check("GN-09", Severity.BLOCKING, factor_of_another_year, "GB/T 32150-2025", "found-secondary", ("grid.{any}",)),
    Check("GN-31", Severity.NEEDS_EXPLANATION, intensity_outside_band, "公开数据中的实例", "design"),
    Check("GN-32", Severity.INFO, conditions_to_verify, "能耗限额标准修正条件", "design"),
    Check("GN-33", Severity.INFO, carbonates_without_a_unit, "物料平衡", "design"),
    Check("PL-01", Severity.NEEDS_EXPLANATION, above_permit, "排污许可证年许可排放量", "found-secondary"),
    Check("PL-02", Severity.NEEDS_EXPLANATION, far_above_permit, "排污许可证年许可排放量", "found-secondary"),
    Check("CE-05", Severity.NEEDS_EXPLANATION, mass_and_gas, "lua-HJ212 air_helper", "found-secondary"),
    Check("CE-07", Severity.NEEDS_EXPLANATION, mean_at_reference_oxygen, "GB 13271-2014", "found", (OXYGEN_OF_AIR,)),
    Check("CE-09", Severity.NEEDS_EXPLANATION, oxygen_near_air, "污染源自动监测数据造假特征", "found-secondary"),
    Check("CE-24", Severity.NEEDS_EXPLANATION, gas_of_stacks, "HJ 888-2018 物料衡算", "design"),
    Check("PW-24", Severity.NEEDS_EXPLANATION, moisture_order, "CETS-VG-01.01-V02-2026 表8", "found-secondary"),
    Check("PW-28", Severity.NEEDS_EXPLANATION, carbon_per_heat, "CETS-VG-01.01-V02-2026 表8 经验值", "found"),
    Check("PW-44", Severity.NEEDS_EXPLANATION, biomass_shown, "CETS-VG-01.01-V02-2026 3.4.2.1.3", "found"),
    Check("PW-58", Severity.NEEDS_EXPLANATION, hours_below_utilisation, "CETS-VG-01.01-V02-2026 表16", "found"),
    Check("PW-59", Severity.NEEDS_EXPLANATION, hours_beyond_calendar, "日历", "design"),
    Check("PW-65", Severity.NEEDS_EXPLANATION, carbon_and_coal_rates, "公开数据中的实例", "design"),
    Check("PW-66", Severity.NEEDS_EXPLANATION, hours_and_monitoring, "运行小时与在线监测、分月燃料", "design"),
    Check("SY-03", Severity.NEEDS_EXPLANATION, pollutant_saved_by_fuel, "公开数据中的实例", "design"),
)


def evaluate(case: Case) -> tuple[Finding, ...]:
    """Run every check on a case and return what they found, in order of their numbers."""
    return tuple(
        Finding(check.number, check.severity, pointer, params)
        for check in CATALOGUE
        for pointer, params in check.judge(case)
    )
