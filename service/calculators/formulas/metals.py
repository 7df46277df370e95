"""Electrolysis of aluminium: carbon anodes and the gases of anode effects."""

from service.calculators.formula import Column, formula

ALUMINIUM = "企业温室气体排放核算与报告指南 铝冶炼行业 CETS-AG-04.01-V01-2024"
ALUMINIUM_2013 = "电解铝生产企业核算指南(试行)"


@formula(
    "anode_co2_from_use",
    equation="E = G × (1 − L) × (1 − S − A) × M(CO2) / M(C)",
    symbols="G L S A M(CO2) M(C)",
    citation=f"{ALUMINIUM}, 炭阳极消耗",
    label_zh="炭阳极消耗排放(实测消耗量)",
    label_en="CO2 of carbon anodes, by anodes used",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "t")],
    falling=["sulfur_content", "ash_content"],
    mixed=["anode_use", "anode_loss_rate", "molar_mass_co2", "molar_mass_c"],
)
def anode_co2_from_use(
    anode_use: Column,
    anode_loss_rate: Column,
    sulfur_content: Column,
    ash_content: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn what is neither butt, sulphur nor ash of the anodes used."""
    net = anode_use * (1 - anode_loss_rate)
    return net * (1 - sulfur_content - ash_content) * molar_mass_co2 / molar_mass_c


@formula(
    "anode_co2_from_output",
    equation="E = P × NC × (1 − S − A) × M(CO2) / M(C)",
    symbols="P NC S A M(CO2) M(C)",
    citation=f"{ALUMINIUM_2013}, 炭阳极消耗; IPCC 2006 V3 Ch4 Eq 4.21",
    label_zh="炭阳极消耗排放(原铝产量与吨铝净耗)",
    label_en="CO2 of carbon anodes, by output of aluminium",
    units=[("t", "t/t", "1", "1", "g/mol", "g/mol", "t")],
    falling=["sulfur_content", "ash_content"],
    mixed=["aluminium", "net_anode_consumption", "molar_mass_co2", "molar_mass_c"],
)
def anode_co2_from_output(
    aluminium: Column,
    net_anode_consumption: Column,
    sulfur_content: Column,
    ash_content: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn the net anode consumption for each tonne of aluminium, less sulphur and ash."""
    net = aluminium * net_anode_consumption
    return net * (1 - sulfur_content - ash_content) * molar_mass_co2 / molar_mass_c


@formula(
    "anode_effect_cf4",
    equation="E = P × S × AEM",
    symbols="P S AEM",
    citation="IPCC 2006 V3 Ch4 Eq 4.26 (斜率法)",
    label_zh="阳极效应四氟化碳(斜率法)",
    label_en="CF4 of anode effects, by slope",
    units=[("t", "kg/t/min", "min", "t")],
)
def anode_effect_cf4(aluminium: Column, slope: Column, anode_effect_minutes: Column) -> Column:
    """Multiply the slope by the minutes of anode effect for each cell and day."""
    return aluminium * slope * anode_effect_minutes


@formula(
    "anode_effect_cf4_by_frequency",
    equation="E = P × S × AEF × AED",
    symbols="P S AEF AED",
    citation="IPCC 2006 V3 Ch4 Eq 4.26 (斜率法: AEM = 频次 × 平均持续时间)",
    label_zh="阳极效应四氟化碳(斜率法，频次与持续时间)",
    label_en="CF4 of anode effects, by slope, from how often and how long",
    units=[("t", "kg/t/min", "1", "min", "t")],
    free=["anode_effect_frequency"],
)
def anode_effect_cf4_by_frequency(
    aluminium: Column, slope: Column, anode_effect_frequency: Column, anode_effect_duration: Column
) -> Column:
    """Take the minutes of anode effect from the effects for each cell and day and their mean duration."""
    return aluminium * slope * anode_effect_frequency * anode_effect_duration


@formula(
    "anode_effect_cf4_by_overvoltage",
    equation="E = P × OVC × AEO / (CE × pct)",
    symbols="P OVC AEO CE pct",
    citation="Regulation (EU) 2025/2547 Annex II B.7.2 eq. 24; IPCC 2006 V3 Ch4 Eq 4.27 (过电压法)",
    label_zh="阳极效应四氟化碳(过电压法)",
    label_en="CF4 of anode effects, by overvoltage",
    units=[("t", "kg/t/mV", "mV", "1", "1", "t")],
    free=["percent_scale"],
    falling=["current_efficiency", "percent_scale"],
)
def anode_effect_cf4_by_overvoltage(
    aluminium: Column,
    overvoltage_coefficient: Column,
    anode_effect_overvoltage: Column,
    current_efficiency: Column,
    percent_scale: Column,
) -> Column:
    """Multiply the coefficient by the overvoltage for each percent of current efficiency, as it was fitted."""
    by_percent = anode_effect_overvoltage / (current_efficiency * percent_scale)
    return aluminium * overvoltage_coefficient * by_percent


@formula(
    "anode_effect_c2f6",
    equation="E = E(CF4) × F",
    symbols="E(CF4) F",
    citation="IPCC 2006 V3 Ch4 Eq 4.26, 4.27",
    label_zh="阳极效应六氟乙烷(与四氟化碳质量比)",
    label_en="C2F6 of anode effects, as a share of CF4",
    units=[("t", "t/t", "t")],
)
def anode_effect_c2f6(cf4: Column, c2f6_share: Column) -> Column:
    """Return the mass of C2F6 that goes with a mass of CF4."""
    return cf4 * c2f6_share
