"""Calcining and baking of carbon materials: fixed carbon and volatile matter in, fixed carbon and volatile matter out.

Of the volatile matter the share K turns into carbon dioxide; its carbon is counted as that of methane.
"""

from service.calculators.formula import Column, formula

CARBON_MATERIALS = "GB/T 32151.34-2024 5.2.2、5.2.3 (煅烧、焙烧碳平衡)"


@formula(
    "fixed_carbon_input_co2",
    equation="E = M × (FC + K × V × M(C) / M(CH4)) × M(CO2) / M(C)",
    citation=CARBON_MATERIALS,
    label_zh="带入煅烧、焙烧的固定碳与挥发分折合二氧化碳",
    label_en="CO2 of fixed carbon and volatile matter entering calcining or baking",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c", "molar_mass_ch4"],
)
def fixed_carbon_input_co2(
    activity_data: Column,
    fixed_carbon_content: Column,
    volatile_content: Column,
    volatile_conversion: Column,
    molar_mass_c: Column,
    molar_mass_ch4: Column,
    molar_mass_co2: Column,
) -> Column:
    """Count the carbon of a material that enters."""
    volatile = volatile_conversion * volatile_content * molar_mass_c / molar_mass_ch4
    return activity_data * (fixed_carbon_content + volatile) * molar_mass_co2 / molar_mass_c


@formula(
    "fixed_carbon_output_co2",
    equation="E = −(M × (FC + K × V × M(C) / M(CH4)) × M(CO2) / M(C))",
    citation=CARBON_MATERIALS,
    label_zh="随煅后料离开的固定碳与挥发分",
    label_en="Fixed carbon and volatile matter leaving in a product",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=["activity_data", "fixed_carbon_content", "volatile_content", "volatile_conversion", "molar_mass_co2"],
    mixed=["molar_mass_c"],
)
def fixed_carbon_output_co2(
    activity_data: Column,
    fixed_carbon_content: Column,
    volatile_content: Column,
    volatile_conversion: Column,
    molar_mass_c: Column,
    molar_mass_ch4: Column,
    molar_mass_co2: Column,
) -> Column:
    """Take off the carbon of a product whose volatile matter was measured."""
    volatile = volatile_conversion * volatile_content * molar_mass_c / molar_mass_ch4
    return 0 - activity_data * (fixed_carbon_content + volatile) * molar_mass_co2 / molar_mass_c
