"""Refining and petrochemicals: coke on catalysts, decoking of cracker tubes, and feeds stated per tonne of product."""

from service.calculators.formula import Column, formula

PETROCHEMICALS = "石油化工企业核算指南(试行)(发改办气候〔2014〕2920号)"


@formula(
    "catalyst_regeneration_co2",
    equation="E = MC × (1 − CFb) × (CFb / (1 − CFb) − CFa / (1 − CFa)) × OF × M(CO2) / M(C)",
    symbols="MC CFb CFa OF M(CO2) M(C)",
    citation=f"{PETROCHEMICALS}, 催化剂再生(间歇烧焦)",
    label_zh="催化剂再生烧焦二氧化碳",
    label_en="CO2 of burning coke off a catalyst",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "t")],
    falling=["carbon_after"],
    mixed=["catalyst", "carbon_before", "oxidation_factor", "molar_mass_co2", "molar_mass_c"],
)
def catalyst_regeneration_co2(
    catalyst: Column,
    carbon_before: Column,
    carbon_after: Column,
    oxidation_factor: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn the carbon that spent catalyst lost: its clean mass stays the same, its carbon share falls."""
    clean = catalyst * (1 - carbon_before)
    carbon = clean * (carbon_before / (1 - carbon_before) - carbon_after / (1 - carbon_after))
    return carbon * oxidation_factor * molar_mass_co2 / molar_mass_c


@formula(
    "decoking_co2",
    equation="E = Q × T × (x(CO2) + x(CO)) × ρ(CO2)",
    symbols="Q T x(CO2) x(CO) ρ(CO2)",
    citation=f"{PETROCHEMICALS}, 乙烯裂解炉管烧焦: Qwg × T × (CO2% + CO%) × 19.7 × 10^-4",
    label_zh="裂解炉管烧焦二氧化碳",
    label_en="CO2 of decoking cracker tubes",
    units=[("Nm3/h", "h", "1", "1", "t/10^4Nm3", "t")],
)
def decoking_co2(
    exhaust_flow: Column, operating_time: Column, co2_fraction: Column, co_fraction: Column, gas_density: Column
) -> Column:
    """Count the carbon of the exhaust as CO2; carbon monoxide turns into as much of it by volume."""
    return exhaust_flow * operating_time * (co2_fraction + co_fraction) * gas_density


@formula(
    "feed_heat_of_output",
    equation="Q = P × FR",
    symbols="P FR",
    citation="IPCC 2006 Guidelines, Vol. 3, Ch. 3, eq. 3.1-3.3, Table 3.1",
    label_zh="单位产品燃料需求折合热量",
    label_en="Heat of fuel and feed required by the output",
    units=[("t", "GJ/t", "GJ")],
)
def feed_heat_of_output(output: Column, fuel_requirement: Column) -> Column:
    """Return the fuel and feed that the output took, as net heat."""
    return output * fuel_requirement
