"""The words of a score in Chinese and English: classes, axes, rungs, media, bases and what a sector still lacks."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, tuple[str, str]]

LABELS: Texts = {
    "non_compliant": ("不达标", "not compliant"),
    "not_assessed": ("未评", "not assessed"),
    "compliant": ("达标", "compliant"),
    "industry_advanced": ("行业先进", "industry-advanced"),
    "candidate": ("双近零候选", "double-near-zero candidate"),
    "model": ("双近零标杆", "double-near-zero model enterprise"),
    "carbon": ("碳", "carbon"),
    "pollutant": ("污染物", "pollutants"),
    "carbon.direct": ("直接碳排放", "direct carbon emissions"),
    "carbon.with_purchased_energy": ("直接和外购能源碳排放", "carbon emissions with purchased energy"),
    "energy": ("单位产品能耗", "energy per product"),
    "electricity": ("单位产品电耗", "electricity per product"),
    "equivalents.air": ("大气污染当量", "air pollution equivalents"),
    "equivalents.water": ("水污染当量", "water pollution equivalents"),
    "air": ("大气", "air"),
    "water": ("水", "water"),
    "report": ("报告", "report"),
    "rung.1": ("第1级：碳市场配额基准值", "rung 1: emissions-trading benchmark"),
    "rung.2": ("第2级：行业平衡值", "rung 2: sector balance value"),
    "rung.3": ("第3级：同类企业统计值", "rung 3: verified peers"),
    "rung.4": ("第4级：能耗限额等级(封顶1)", "rung 4: energy levels, capped at 1"),
    "medium.air": ("大气", "air"),
    "medium.water": ("水", "water"),
    "output": ("产量", "output"),
    "heat_supplied": ("供热量", "heat supplied"),
    "continuous_monitoring": ("自动监测", "continuous monitoring"),
    "manual_monitoring": ("手工监测", "manual monitoring"),
    "material_balance": ("物料衡算", "material balance"),
    "coefficient": ("排污系数", "coefficient"),
    "reported": ("企业自报", "reported by the enterprise"),
    "ets_balance_value": ("碳市场行业平衡值", "sector balance value of emissions trading"),
    "national_limit": ("本行业的全国排放限值", "the national emission limits of the sector"),
    "rolling_level": ("轧钢工序能耗等级", "energy levels of rolling"),
    "arc_furnace_limit": ("电弧炉颗粒物一般限值", "the ordinary dust limit of arc furnaces"),
    "process_split": ("分工序数据与可对照的水平", "data and levels by process"),
    "carbon_benchmark": ("配额基准值", "an emissions-trading benchmark of carbon"),
    "advanced_pollutant_level": ("全国性污染物先进限值", "a national advanced level for pollutants"),
    "equivalent_of_total_nitrogen": (
        "总氮的污染当量值(法定表中没有)",
        "an equivalent of total nitrogen (not in the law)",
    ),
}
