"""Carbon dioxide, methane and nitrous oxide from burning fuel."""

from service.calculators.formula import Column, formula

POWER_485 = "企业温室气体排放核算与报告指南 发电设施, 6.2"
NDRC_2015 = "工业其他行业企业温室气体排放核算方法与报告指南(试行), 燃料燃烧"


@formula(
    "fuel_co2_from_heat",
    equation="E = FC × NCV × CC × OF × M(CO2) / M(C)",
    symbols="FC NCV CC OF M(CO2) M(C)",
    citation=f"{POWER_485}; {NDRC_2015}",
    label_zh="化石燃料燃烧二氧化碳(热值与单位热值含碳量)",
    label_en="CO2 from fuel by calorific value and carbon per heat",
    units=[
        ("t", "GJ/t", "tC/GJ", "1", "g/mol", "g/mol", "t"),
        ("10^4Nm3", "GJ/10^4Nm3", "tC/GJ", "1", "g/mol", "g/mol", "t"),
        ("m3", "GJ/m3", "tC/GJ", "1", "g/mol", "g/mol", "t"),
    ],
    falling=["molar_mass_c"],
)
def fuel_co2_from_heat(
    fuel_consumption: Column,
    net_calorific_value: Column,
    carbon_content: Column,
    oxidation_factor: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn `fuel_consumption`; carbon is counted per unit of net heat."""
    heat = fuel_consumption * net_calorific_value
    return heat * carbon_content * oxidation_factor * molar_mass_co2 / molar_mass_c


@formula(
    "fuel_co2_from_carbon",
    equation="E = FC × C × OF × M(CO2) / M(C)",
    symbols="FC C OF M(CO2) M(C)",
    citation=POWER_485,
    label_zh="化石燃料燃烧二氧化碳(实测元素碳)",
    label_en="CO2 from fuel by measured elemental carbon",
    units=[
        ("t", "tC/t", "1", "g/mol", "g/mol", "t"),
        ("10^4Nm3", "tC/10^4Nm3", "1", "g/mol", "g/mol", "t"),
    ],
    falling=["molar_mass_c"],
)
def fuel_co2_from_carbon(
    fuel_consumption: Column,
    carbon_content: Column,
    oxidation_factor: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn `fuel_consumption`; carbon is counted per unit of fuel as received."""
    return fuel_consumption * carbon_content * oxidation_factor * molar_mass_co2 / molar_mass_c


@formula(
    "heat_co2_from_carbon",
    equation="E = Q × CC × OF × M(CO2) / M(C)",
    symbols="Q CC OF M(CO2) M(C)",
    citation=NDRC_2015,
    label_zh="化石燃料燃烧二氧化碳(以热量计)",
    label_en="CO2 from fuel stated as heat",
    units=[("GJ", "tC/GJ", "1", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def heat_co2_from_carbon(
    fuel_heat: Column,
    carbon_content: Column,
    oxidation_factor: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn fuel whose consumption is stated as net heat (GJ, tce)."""
    return fuel_heat * carbon_content * oxidation_factor * molar_mass_co2 / molar_mass_c


@formula(
    "fuel_gas_from_heat",
    equation="E = FC × NCV × EF",
    symbols="FC NCV EF",
    citation="IPCC 2006 Guidelines, Vol. 2, Ch. 2, eq. 2.1",
    label_zh="燃料燃烧甲烷、氧化亚氮(以热量计)",
    label_en="CH4 or N2O from fuel by heat",
    units=[("t", "GJ/t", "t/GJ", "t"), ("10^4Nm3", "GJ/10^4Nm3", "t/GJ", "t"), ("m3", "GJ/m3", "t/GJ", "t")],
)
def fuel_gas_from_heat(fuel_consumption: Column, net_calorific_value: Column, emission_factor: Column) -> Column:
    """Burn `fuel_consumption`; the gas is counted per unit of net heat."""
    return fuel_consumption * net_calorific_value * emission_factor


@formula(
    "heat_gas",
    equation="E = Q × EF",
    symbols="Q EF",
    citation="IPCC 2006 Guidelines, Vol. 2, Ch. 2, eq. 2.1",
    label_zh="燃料燃烧甲烷、氧化亚氮(热量)",
    label_en="CH4 or N2O from fuel stated as heat",
    units=[("GJ", "t/GJ", "t")],
)
def heat_gas(fuel_heat: Column, emission_factor: Column) -> Column:
    """Burn fuel whose consumption is stated as net heat."""
    return fuel_heat * emission_factor


@formula(
    "activity_times_factor",
    equation="E = AD × EF",
    symbols="AD EF",
    citation="GB/T 32150, 排放因子法",
    label_zh="活动数据乘排放因子",
    label_en="Activity data times emission factor",
    units=[("t", "t/t", "t"), ("10^4Nm3", "t/10^4Nm3", "t"), ("m3", "t/m3", "t"), ("1", "t", "t")],
)
def activity_times_factor(activity_data: Column, emission_factor: Column) -> Column:
    """Multiply what was used or made by its emission factor."""
    return activity_data * emission_factor


@formula(
    "oxidised_part",
    equation="E = E0 × OF",
    symbols="E0 OF",
    citation="Implementing Regulation (EU) 2018/2066 Art. 24(1); 1996 IPCC Guidelines, Vol. 2, Ch. 1",
    label_zh="按碳氧化率计的排放",
    label_en="The part of the emission that oxidises",
    units=[("t", "1", "t")],
)
def oxidised_part(fully_oxidised: Column, oxidation_factor: Column) -> Column:
    """Correct an emission whose factor counts all carbon of the fuel."""
    return fully_oxidised * oxidation_factor
