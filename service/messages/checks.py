"""Texts of the numbered checks in Chinese and English, see `service.checks.catalogue`."""

from __future__ import annotations

from collections.abc import Mapping

CHECK_MESSAGES: Mapping[str, tuple[str, str]] = {
    "NM-02": ("物理量为负：{value}", "A physical amount is negative: {value}"),
    "NM-05": ("{substance} 超过任何企业可能的上限 {ceiling}", "{substance} is above any possible ceiling, {ceiling}"),
    "NM-06": (
        "与另一处公布的 {other} 相差约十的整数次幂，疑为单位错误",
        "Differs from the other print, {other}, by about a power of ten: likely a slip of the unit",
    ),
    "NM-07": (
        "总量与强度({intensity})乘产量相差约十的整数次幂",
        "Total and intensity ({intensity}) times output differ by about a power of ten",
    ),
    "NM-09": ("两处数字互换：{one} 与 {other}", "Digits are swapped between two prints: {one} and {other}"),
    "NM-10": (
        "合计 {total} 与分项之和不符，差 {difference}",
        "The total {total} is not the sum of its parts: {difference}",
    ),
    "GN-09": (
        "所用因子 {factor_id} 在 {year} 年已被新值取代",
        "The factor {factor_id} had been superseded in {year}",
    ),
    "GN-31": (
        "排放强度超出同行范围 {low} 至 {high} {unit}",
        "Emission intensity is outside its peers' band, {low} to {high} {unit}",
    ),
    "PL-01": (
        "{substance} 超过许可排放量，为其 {ratio} 倍",
        "{substance} is above the permitted amount: {ratio} times",
    ),
    "PL-02": (
        "{substance} 超过许可排放量十倍以上，疑为单位错误",
        "{substance} is more than ten times the permitted amount: likely a slip of the unit",
    ),
    "CE-05": (
        "排放量与平均浓度乘烟气量不符，后者为 {implied}",
        "The mass does not agree with mean concentration times gas, which is {implied}",
    ),
    "CE-07": (
        "平均浓度与按基准氧含量折算的结果 {converted} 不符",
        "The mean does not agree with what was measured, converted to the reference oxygen: {converted}",
    ),
    "CE-09": ("氧含量 {oxygen} 接近空气，疑为漏风或稀释", "Oxygen of {oxygen} is near that of air: a leak or dilution"),
    "CE-24": (
        "烟气量 {gas} 多于燃料或产品在基准氧含量下所能产生的 {expected}，疑为稀释",
        "The gas, {gas}, is more than fuel or product gives at reference oxygen, {expected}: likely diluted",
    ),
    "GN-32": (
        "{condition} {told} 可放宽评价水平；此前年度的报告没有报过的，受理本报告即认可该条件，受理前应核实",
        "{condition} {told} may relax the level that is judged by; where no earlier report told it, whoever accepts "
        "this report vouches for it, so verify it first",
    ),
    "GN-33": (
        "{kind} {told} 没有写明单元，按碳酸盐不计能源；受理前应以物料平衡核实其不是燃料",
        "{kind}, {told}, names no unit and counts as a carbonate without energy: verify by the balance of materials, "
        "before accepting, that it is no fuel",
    ),
    "PW-24": (
        "全水分低于空气干燥基水分 {air_dried}",
        "Total moisture is below the moisture of the air-dried sample, {air_dried}",
    ),
    "PW-28": (
        "单位热值含碳量偏离该煤种常见值 {usual} 超过一成",
        "Carbon per heat is more than a tenth away from the usual value of its rank, {usual}",
    ),
    "PW-44": (
        "{material} 按生物质填报而没有同时注明购入凭据(evidence)和化验报告(laboratory_report)；评价时按化石燃料计",
        "{material} is told as fuel of living origin and does not name both the evidence of its purchase and a "
        "laboratory report; the score counts it as fossil",
    ),
    "PW-58": (
        "发电量除以登记容量得 {needed}，多于填报的运行小时",
        "The power takes {needed} at the registered capacity, more than the running hours told",
    ),
    "PW-59": ("小时数超过全年 {hours}", "More hours than the year has, {hours}"),
    "PW-66": (
        "运行小时与在线监测记录或有燃料消耗月份的小时数 {others} 不符，不作负荷修正的依据",
        "The running hours disagree with those of monitoring, or of the months with fuel, {others}: no ground for "
        "a correction by load",
    ),
    "PW-65": (
        "单位电量二氧化碳与煤耗 {coal} 不匹配，比值应在 {low} 至 {high}",
        "CO2 per kWh does not fit the coal per kWh ({coal}): the ratio lies between {low} and {high}",
    ),
    "SY-03": (
        "{substance} 减排 {saved} 多于所节约燃料能产生的量",
        "{saved} of {substance} saved is more than the saved fuel would have made",
    ),
}
