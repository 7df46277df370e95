"""What is said of two years set side by side, of progress and synergy, and of measures that would change them."""

from __future__ import annotations

from collections.abc import Mapping

CHANGE_MESSAGES: Mapping[str, tuple[str, str]] = {
    "boundary.left_out": (
        "{place} 以前年度报告过，本年度没有，也没有认定为已申报的边界变化",
        "{place} is in the reports of earlier years and not in this one's, and nobody found the change declared",
    ),
    "comparison.one_year": ("只有一年有评价，无法分解", "There is a score in one year only: nothing to split"),
    "comparison.other_sites": ("两年的设施不同，无法分解", "The sites of the two years differ: nothing to split"),
    "comparison.no_index": ("有一年没有指数", "One of the years has no index"),
    "comparison.no_common_output": (
        "两年没有同一种单一产品，不能区分产量与强度",
        "The years do not share a single product: output and intensity cannot be told apart",
    ),
    "comparison.no_mass": ("有一年没有 {substance} 的总量", "One of the years has no total of {substance}"),
    "progress.no_base": (
        "自 {first} 年起没有更早的已审定年度报告可作基准年",
        "No earlier year from {first} on has accepted reports that could be the base",
    ),
    "progress.not_accepted": ("本年度报告尚未全部审定", "Not every report of this year has been accepted"),
    "progress.no_output": (
        "有一年的产量为零或未填报：{products}",
        "A year has no output of {products}",
    ),
    "progress.other_products": (
        "两年的产品不同({products})，不能区分产量与强度",
        "The years do not make the same products ({products}): output and intensity cannot be told apart",
    ),
    "progress.other_mix": (
        "{products} 的供热与产量之比变化过大，不是同一种产品结构",
        "The heat supplied per unit of {products} has moved too far for the output to be the same",
    ),
    "synergy.nobody": ("没有企业两年均已审定", "Nobody's reports were accepted in both years"),
    "synergy.no_amounts": (
        "有企业缺少二氧化碳当量或污染当量的总量，或前一年为零，坐标和弹性不能计算",
        "An enterprise has no total of CO2e or of equivalents, or there was none before: no coordinates, no elasticity",
    ),
    "synergy.no_levels": (
        "后一年没有企业两轴均有水平值，或均为零，耦合协调度不能计算",
        "In the later year nobody has a level on both axes, or all are at zero: no coupling coordination",
    ),
    "measure.excludes": (
        "没有这样编号的其他措施；可选：{expected}",
        "No other measure has such an id; there are: {expected}",
    ),
    "measure.interest": ("利率须不小于 0 且小于 100%", "A rate of interest is at least 0 and below 100 %"),
    "measure.negative": (
        "金额不能为负；节省的费用填在 savings",
        "An amount of money is not negative; what is saved goes into `savings`",
    ),
    "measure.sum_of_gases": (
        "碳轴按直接二氧化碳评价，请填 {expected}",
        "The carbon axis judges direct carbon dioxide: state {expected}",
    ),
    "measure.sector": ("须指明行业，可选：{expected}", "Name the sector, one of: {expected}"),
    "measure.repeated": ("措施编号重复", "Two measures have this id"),
    "measure.exceeds": (
        "{substance} 的减少量超过现有排放量",
        "It takes more {substance} than there is",
    ),
    "measure.told_twice": (
        "同一物质既给出减排量又由活动数据计算，只能取其一",
        "The substance is given as tonnes and computed from activity lines: only one of them can hold",
    ),
    "what_if.base_refused": (
        "原方案作为报告会被退回({codes})，不给出评价；见其 findings",
        "As a report the base would be refused ({codes}), so that it has no score; see its findings",
    ),
    "what_if.draft_refused": (
        "草案作为报告会被退回({codes})，不给出评价；见其 findings",
        "As a report the draft would be refused ({codes}), so that it has no score; see its findings",
    ),
    "what_if.stated": (
        "{substances} 由填报的监测质量给出，草案没有改动它们，不随燃料和产量变化；请在草案中一并修改",
        "{substances} rest on stated masses that the draft leaves as they are: they do not follow fuel or output. "
        "Change them in the draft, too",
    ),
    "what_if.not_standing": (
        "该报告版本不是现行版本，不给出评价",
        "This version of the report does not stand, so that nothing is scored",
    ),
    "what_if.other_year": (
        "草案的年度或行业与报告不同，不给出评价",
        "The draft is of another year or sector than the report, so that nothing is scored",
    ),
    "balance.clipped": (
        "强度系数达到或超过 ±{bound}，许多平衡值都对应它，不能反算",
        "The coefficient is at or beyond ±{bound}, where many balance values give it: none follows",
    ),
    "comparison.years": ("比较的起始年份须早于终止年份", "The first year of a comparison is before the second"),
}
