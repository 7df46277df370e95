"""Carbon that enters a boundary, and carbon that leaves it in products, by-products and waste.

A balance is a list of signed lines: what enters counts as carbon dioxide, what leaves bound in a material is taken off.
"""

from service.calculators.formula import Column, formula

BALANCE = "碳质量平衡法: 钢铁行业指南 CETS-AG-03.01-V01-2024 6.1; 化工、独立焦化企业核算指南(试行)"


@formula(
    "carbon_input_co2",
    equation="E = AD × CC × M(CO2) / M(C)",
    symbols="AD CC M(CO2) M(C)",
    citation=BALANCE,
    label_zh="带入边界的碳折合二氧化碳",
    label_en="CO2 of carbon entering the boundary",
    units=[("t", "tC/t", "g/mol", "g/mol", "t"), ("10^4Nm3", "tC/10^4Nm3", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def carbon_input_co2(
    activity_data: Column, carbon_content: Column, molar_mass_co2: Column, molar_mass_c: Column
) -> Column:
    """Count all carbon of a fuel or material that enters."""
    return activity_data * carbon_content * molar_mass_co2 / molar_mass_c


@formula(
    "carbon_input_co2_from_heat",
    equation="E = AD × NCV × CC × M(CO2) / M(C)",
    symbols="AD NCV CC M(CO2) M(C)",
    citation=BALANCE,
    label_zh="带入边界的碳折合二氧化碳(热值与单位热值含碳量)",
    label_en="CO2 of carbon entering the boundary, by calorific value and carbon per heat",
    units=[
        ("t", "GJ/t", "tC/GJ", "g/mol", "g/mol", "t"),
        ("10^4Nm3", "GJ/10^4Nm3", "tC/GJ", "g/mol", "g/mol", "t"),
    ],
    falling=["molar_mass_c"],
)
def carbon_input_co2_from_heat(
    activity_data: Column,
    net_calorific_value: Column,
    carbon_content: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Count all carbon of a fuel that enters, no part of it taken as unburnt."""
    return activity_data * net_calorific_value * carbon_content * molar_mass_co2 / molar_mass_c


@formula(
    "carbon_output_co2",
    equation="E = −(AD × CC × M(CO2) / M(C))",
    symbols="AD CC M(CO2) M(C)",
    citation=BALANCE,
    label_zh="随产品、副产品或废物离开边界的碳",
    label_en="Carbon leaving the boundary in a product, by-product or waste",
    units=[("t", "tC/t", "g/mol", "g/mol", "t"), ("10^4Nm3", "tC/10^4Nm3", "g/mol", "g/mol", "t")],
    falling=["activity_data", "carbon_content", "molar_mass_co2"],
)
def carbon_output_co2(
    activity_data: Column, carbon_content: Column, molar_mass_co2: Column, molar_mass_c: Column
) -> Column:
    """Take off the carbon that stays bound in what leaves."""
    return 0 - activity_data * carbon_content * molar_mass_co2 / molar_mass_c


@formula(
    "carbon_output_co2_from_heat",
    equation="E = −(AD × NCV × CC × M(CO2) / M(C))",
    symbols="AD NCV CC M(CO2) M(C)",
    citation=BALANCE,
    label_zh="随外供燃料离开边界的碳(热值与单位热值含碳量)",
    label_en="Carbon leaving the boundary in a fuel, by calorific value and carbon per heat",
    units=[
        ("t", "GJ/t", "tC/GJ", "g/mol", "g/mol", "t"),
        ("10^4Nm3", "GJ/10^4Nm3", "tC/GJ", "g/mol", "g/mol", "t"),
    ],
    falling=["activity_data", "net_calorific_value", "carbon_content", "molar_mass_co2"],
)
def carbon_output_co2_from_heat(
    activity_data: Column,
    net_calorific_value: Column,
    carbon_content: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Take off the carbon of a fuel that is sold."""
    return 0 - activity_data * net_calorific_value * carbon_content * molar_mass_co2 / molar_mass_c


@formula(
    "bound_by_factor",
    equation="E = −(AD × EF)",
    symbols="AD EF",
    citation=f"{BALANCE}, 固碳产品隐含的排放",
    label_zh="固碳产品隐含的二氧化碳(排放因子法)",
    label_en="CO2 bound in a product, by factor",
    units=[("t", "t/t", "t"), ("10^4Nm3", "t/10^4Nm3", "t")],
    falling=["activity_data", "emission_factor"],
)
def bound_by_factor(activity_data: Column, emission_factor: Column) -> Column:
    """Take off what a product that leaves would emit."""
    return 0 - activity_data * emission_factor


@formula(
    "co2_bound_in_urea",
    equation="E = −(m × M(CO2) / M(CO(NH2)2))",
    symbols="m M(CO2) M(CO(NH2)2)",
    citation="IPCC 2006 Guidelines, Vol. 3, Ch. 3, eq. 3.3: − R(CO2), CO2 recovered for urea; 化工企业核算指南(试行)",
    label_zh="尿素生产消耗的二氧化碳(扣减)",
    label_en="CO2 taken up in making urea",
    units=[("t", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["urea", "molar_mass_co2"],
)
def co2_bound_in_urea(urea: Column, molar_mass_co2: Column, molar_mass_urea: Column) -> Column:
    """Take off the one molecule of carbon dioxide that each molecule of urea binds, until it is applied."""
    return 0 - urea * molar_mass_co2 / molar_mass_urea


STEEL = "钢铁行业指南 CETS-AG-03.01-V01-2024"


@formula(
    "emission_of_boundary",
    equation="E = ΣE(i)",
    symbols="ΣE(i)",
    citation=f"{STEEL} 10.1 e), 附录C 附表C.5",
    label_zh="边界内排放量合计",
    label_en="Emission of a boundary",
    units=[("t", "t")],
)
def emission_of_boundary(emissions: Column) -> Column:
    """Return the sum of the lines of one boundary, which a report rounds by a rule of its own."""
    return emissions


@formula(
    "enterprise_remainder",
    equation="E(其他) = E(企业) − ΣE(工序) − ΣE(掺烧)",
    symbols="E(企业) ΣE(工序) ΣE(掺烧)",
    citation=f"{STEEL} 7.3 公式(4)",
    label_zh="其他排放量(企业层级减去各工序和掺烧发电设施)",
    label_en="Other emission: the enterprise less its named processes and co-firing power units",
    units=[("t", "t", "t", "t")],
    falling=["processes", "cofired_units"],
    linear=False,
)
def enterprise_remainder(enterprise: Column, processes: Column, cofired_units: Column) -> Column:
    """Return what neither a named process nor a co-firing unit accounts for; product carbon may take it below zero."""
    return enterprise - processes - cofired_units
