"""Calcining, baking and graphitising carbon materials, and burning the tar of their flue gas.

A process is a balance: carbon in, less carbon in what leaves, is carbon dioxide.

Fixed carbon counts whole. Of the volatile matter the share K turns into carbon dioxide; its carbon is counted as that
of methane.
"""

from service.calculators.formula import Column, formula

CARBON_MATERIALS = "GB/T 32151.34-2024"


@formula(
    "calcination_balance",
    equation="E = [GC × FC − (CC + UCC + DU) × FCc + K × M(C) / M(CH4) × (GC × V − CC × Vc)] × M(CO2) / M(C)",
    symbols="GC FC V CC FCc Vc UCC DU K M(C) M(CH4) M(CO2)",
    citation=f"{CARBON_MATERIALS} 5.2.2",
    label_zh="煅烧工序碳平衡",
    label_en="Carbon balance of calcining",
    units=[("t", "1", "1", "t", "1", "1", "t", "t", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=[
        "calcined_coke",
        "calcined_fixed_carbon_content",
        "calcined_volatile_content",
        "under_calcined_coke",
        "dust",
    ],
    mixed=["volatile_conversion", "molar_mass_c", "molar_mass_ch4", "molar_mass_co2"],
    linear=False,
)
def calcination_balance(
    green_coke: Column,
    fixed_carbon_content: Column,
    volatile_content: Column,
    calcined_coke: Column,
    calcined_fixed_carbon_content: Column,
    calcined_volatile_content: Column,
    under_calcined_coke: Column,
    dust: Column,
    volatile_conversion: Column,
    molar_mass_c: Column,
    molar_mass_ch4: Column,
    molar_mass_co2: Column,
) -> Column:
    """Take calcined coke, under-calcined coke and dust off the green coke; only the first carries volatile matter."""
    solid = calcined_coke + under_calcined_coke + dust
    fixed = green_coke * fixed_carbon_content - solid * calcined_fixed_carbon_content
    volatile = green_coke * volatile_content - calcined_coke * calcined_volatile_content
    return (fixed + volatile_conversion * molar_mass_c / molar_mass_ch4 * volatile) * molar_mass_co2 / molar_mass_c


@formula(
    "baking_balance",
    equation=("E = [BG × FC + BPM × FCp − BP × FCb − BWT + K × M(C) / M(CH4) × (BG × V + BPM × Vp)] × M(CO2) / M(C)"),
    symbols="BG FC V BPM FCp Vp BP FCb BWT K M(C) M(CH4) M(CO2)",
    citation=f"{CARBON_MATERIALS} 5.2.3",
    label_zh="焙烧工序碳平衡",
    label_en="Carbon balance of baking",
    units=[("t", "1", "1", "t", "1", "1", "t", "1", "t", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=["baked_product", "baked_fixed_carbon_content", "waste_tar_carbon"],
    mixed=["molar_mass_c", "molar_mass_ch4", "molar_mass_co2"],
    linear=False,
)
def baking_balance(
    green_product: Column,
    fixed_carbon_content: Column,
    volatile_content: Column,
    packing_material: Column,
    packing_fixed_carbon_content: Column,
    packing_volatile_content: Column,
    baked_product: Column,
    baked_fixed_carbon_content: Column,
    waste_tar_carbon: Column,
    volatile_conversion: Column,
    molar_mass_c: Column,
    molar_mass_ch4: Column,
    molar_mass_co2: Column,
) -> Column:
    """Take the baked product and the carbon of collected tar off the green product and the packing material."""
    entering = green_product * fixed_carbon_content + packing_material * packing_fixed_carbon_content
    fixed = entering - baked_product * baked_fixed_carbon_content - waste_tar_carbon
    volatile = green_product * volatile_content + packing_material * packing_volatile_content
    return (fixed + volatile_conversion * molar_mass_c / molar_mass_ch4 * volatile) * molar_mass_co2 / molar_mass_c


@formula(
    "graphitisation_balance",
    equation="E = [GTA × FC + GPM × FCm − GP × FCg − GWT + K × M(C) / M(CH4) × GPM × Vm] × M(CO2) / M(C)",
    symbols="GTA FC GPM FCm Vm GP FCg GWT K M(C) M(CH4) M(CO2)",
    citation=f"{CARBON_MATERIALS} 5.2.4 式(8)",
    label_zh="石墨化工序碳平衡",
    label_en="Carbon balance of graphitising",
    units=[("t", "1", "t", "1", "1", "t", "1", "t", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=["graphitised_product", "graphitised_fixed_carbon_content", "waste_carbon"],
    mixed=["molar_mass_c", "molar_mass_ch4", "molar_mass_co2"],
    linear=False,
)
def graphitisation_balance(
    product_to_graphitise: Column,
    fixed_carbon_content: Column,
    packing_material: Column,
    packing_fixed_carbon_content: Column,
    packing_volatile_content: Column,
    graphitised_product: Column,
    graphitised_fixed_carbon_content: Column,
    waste_carbon: Column,
    volatile_conversion: Column,
    molar_mass_c: Column,
    molar_mass_ch4: Column,
    molar_mass_co2: Column,
) -> Column:
    """Take the product and the carbon of dust, scrap and by-products off what went in with insulation and resistors."""
    entering = product_to_graphitise * fixed_carbon_content + packing_material * packing_fixed_carbon_content
    fixed = entering - graphitised_product * graphitised_fixed_carbon_content - waste_carbon
    volatile = packing_material * packing_volatile_content
    return (fixed + volatile_conversion * molar_mass_c / molar_mass_ch4 * volatile) * molar_mass_co2 / molar_mass_c


@formula(
    "fume_incineration_co2",
    equation="E = Q × T × C × NCV × CC × OF × M(CO2) / M(C)",
    symbols="Q T C NCV CC OF M(CO2) M(C)",
    citation=f"{CARBON_MATERIALS} 5.2.5.1 式(9)",
    label_zh="沥青烟焚烧治理二氧化碳",
    label_en="CO2 of burning the tar of pitch fumes",
    units=[("Nm3/h", "h", "mg/Nm3", "GJ/t", "tC/GJ", "1", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def fume_incineration_co2(
    flue_gas_flow: Column,
    operating_time: Column,
    tar_concentration: Column,
    net_calorific_value: Column,
    carbon_content: Column,
    oxidation_factor: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn the tar that the flue gas carries into the incinerator."""
    heat = flue_gas_flow * operating_time * tar_concentration * net_calorific_value
    return heat * carbon_content * oxidation_factor * molar_mass_co2 / molar_mass_c
