"""Purchased electricity and heat."""

from service.calculators.formula import Column, formula


@formula(
    "purchased_energy_co2",
    equation="E = AD × EF",
    citation="工业其他行业企业温室气体排放核算方法与报告指南(试行), 净购入电力和热力; 发电设施指南 6.3",
    label_zh="净购入使用电力、热力产生的二氧化碳",
    label_en="CO2 of purchased electricity or heat",
    units=[("MWh", "tCO2/MWh", "t"), ("GJ", "tCO2/GJ", "t")],
)
def purchased_energy_co2(purchased_energy: Column, emission_factor: Column) -> Column:
    """Multiply net purchased electricity or heat by the factor of its grid or supplier."""
    return purchased_energy * emission_factor


@formula(
    "steam_heat",
    equation="Q = m × (h − h0)",
    citation="钢铁行业指南 CETS-AG-03.01-V01-2024 附录E; 发电设施核查技术指南 表15",
    label_zh="蒸汽热量",
    label_en="Heat of steam",
    units=[("t", "kJ/kg", "kJ/kg", "GJ")],
    falling=["reference_enthalpy"],
    mixed=["steam_mass"],
)
def steam_heat(steam_mass: Column, enthalpy: Column, reference_enthalpy: Column) -> Column:
    """Return the heat that steam carries above water at 20 °C."""
    return steam_mass * (enthalpy - reference_enthalpy)
