"""Allowances of the national emissions trading scheme: what is issued, topped up, refunded and left over."""

from service.calculators.formula import Column, formula

POWER_PLAN = "2023、2024年度全国碳排放权交易发电行业配额总量和分配方案, 三; 2025、2026年度方案(征求意见稿)"
SUPPLY_PLANS = "2019—2020年、2021年和2022年发电行业配额总量设定与分配实施方案"
SCA_PLAN = "2024、2025年度钢铁、水泥、铝冶炼行业配额总量和分配方案(国环规气候〔2025〕2号)"


@formula(
    "allowance_of_electricity",
    equation="A = Q × B × Ff",
    symbols="Q B Ff",
    citation=POWER_PLAN,
    label_zh="机组发电配额",
    label_en="Allowances for electricity",
    units=[("MWh", "tCO2/MWh", "1", "t")],
    free=["load_correction"],
)
def allowance_of_electricity(electricity: Column, ets_benchmark: Column, load_correction: Column) -> Column:
    """Multiply the electricity of a unit by the benchmark of its class and the correction for a low load."""
    return electricity * ets_benchmark * load_correction


@formula(
    "allowance_of_supply",
    equation="A = Q × B × Fl × Ff",
    symbols="Q B Fl Ff",
    citation=SUPPLY_PLANS,
    label_zh="机组供电配额",
    label_en="Allowances for electricity supplied",
    units=[("MWh", "tCO2/MWh", "1", "1", "t")],
    free=["cooling_correction", "load_correction"],
)
def allowance_of_supply(
    electricity: Column, ets_benchmark: Column, cooling_correction: Column, load_correction: Column
) -> Column:
    """Multiply what a unit supplies by its benchmark and by the corrections for its cooling and its load."""
    return electricity * ets_benchmark * cooling_correction * load_correction


@formula(
    "less_for_heat_supplied",
    equation="A' = A × (1 − k × r)",
    symbols="A k r",
    citation=f"{SUPPLY_PLANS}: 供热量修正系数 燃煤 1 − 0.22 × 供热比, 燃气 1 − 0.6 × 供热比",
    label_zh="供热量修正",
    label_en="Correction for the heat that a unit supplies",
    units=[("t", "1", "1", "t")],
    falling=["heat_slope", "heat_ratio"],
)
def less_for_heat_supplied(allowance: Column, heat_slope: Column, heat_ratio: Column) -> Column:
    """Take off from the allowances for electricity what the heat supplied has its own benchmark for."""
    return allowance * (1 - heat_slope * heat_ratio)


@formula(
    "allowance_of_heat",
    equation="A = Q × B",
    symbols="Q B",
    citation=POWER_PLAN,
    label_zh="机组供热配额",
    label_en="Allowances for heat",
    units=[("GJ", "tCO2/GJ", "t")],
)
def allowance_of_heat(heat: Column, ets_benchmark: Column) -> Column:
    """Multiply the heat supplied by a unit by the benchmark of its fuel."""
    return heat * ets_benchmark


@formula(
    "allowance_as_verified",
    equation="A = E",
    symbols="E",
    citation=f"{SCA_PLAN}: 2024年度配额等于经核查的排放量",
    label_zh="与核查排放量相等的配额",
    label_en="Allowances equal to verified emissions",
    units=[("t", "t")],
)
def allowance_as_verified(verified_emission: Column) -> Column:
    """Give what was emitted."""
    return verified_emission


@formula(
    "allowance_of_verified",
    equation="A = E × (1 + α)",
    symbols="E α",
    citation=SCA_PLAN,
    label_zh="按核查排放量与碳排放强度系数核定的配额",
    label_en="Allowances from verified emissions and the intensity coefficient",
    units=[("t", "1", "t")],
    free=["intensity_coefficient"],
)
def allowance_of_verified(verified_emission: Column, intensity_coefficient: Column) -> Column:
    """Give more than was emitted to lines below the sector's balance value, less to those above it."""
    return verified_emission * (1 + intensity_coefficient)


@formula(
    "allowance_topped_up",
    equation="A = E × s",
    symbols="E s",
    citation=f"{POWER_PLAN}(四) 履约缺口率上限",
    label_zh="缺口封顶后的配额",
    label_en="Allowances once the shortfall is capped",
    units=[("t", "1", "t")],
    free=["allocated_share"],
)
def allowance_topped_up(verified_emission: Column, allocated_share: Column) -> Column:
    """Allocate at least the share of verified emissions that the cap on the shortfall leaves."""
    return verified_emission * allocated_share


@formula(
    "allowance_refund",
    equation="R = D × (a0 − a1)",
    symbols="D a0 a1",
    citation="2025、2026年度方案(征求意见稿) 附2 表2-5 注8: min(A0, D) − min(A1, D)",
    label_zh="退回已核减配额",
    label_en="Refund of allowances deducted at pre-allocation",
    units=[("t", "1", "1", "t")],
    free=["deducted_share", "deductible_share"],
    falling=["deductible_share"],
    mixed=["deduction_due"],
)
def allowance_refund(deduction_due: Column, deducted_share: Column, deductible_share: Column) -> Column:
    """Give back what was deducted from the pre-allocation beyond what the verified allocation allows."""
    return deduction_due * (deducted_share - deductible_share)


@formula(
    "allowance_surplus",
    equation="S = A − E",
    symbols="A E",
    citation="2025、2026年度方案(征求意见稿) 附2 表2-5 注9",
    label_zh="配额盈余(负值为缺口)",
    label_en="Surplus of allowances, a shortfall where negative",
    units=[("t", "t", "t")],
    falling=["verified_emission"],
    linear=False,
)
def allowance_surplus(allowance: Column, verified_emission: Column) -> Column:
    """Compare what was allocated with what must be surrendered."""
    return allowance - verified_emission
