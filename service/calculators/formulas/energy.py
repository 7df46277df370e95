"""Purchased and exported electricity and heat, and the heat of steam and hot water."""

from service.calculators.formula import Column, formula


@formula(
    "purchased_energy_co2",
    equation="E = AD × EF",
    symbols="AD EF",
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
    symbols="m h h0",
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


@formula(
    "exported_energy_co2",
    equation="E = −(AD × EF)",
    symbols="AD EF",
    citation="GB/T 32151.34-2024, 输出电力、热力产生的排放; GB/T 32150 净购入",
    label_zh="输出电力、热力对应的二氧化碳(扣减)",
    label_en="CO2 of exported electricity or heat, taken off",
    units=[("MWh", "tCO2/MWh", "t"), ("GJ", "tCO2/GJ", "t")],
    falling=["exported_energy", "emission_factor"],
)
def exported_energy_co2(exported_energy: Column, emission_factor: Column) -> Column:
    """Take off what others answer for: electricity or heat that left the boundary."""
    return 0 - exported_energy * emission_factor


@formula(
    "steam_heat_total",
    equation="Q = m × h",
    symbols="m h",
    citation="GB/T 32151.34-2024 (不扣给水热焓)",
    label_zh="蒸汽热量(不扣给水)",
    label_en="Heat of steam, nothing taken off for its water",
    units=[("t", "kJ/kg", "GJ")],
)
def steam_heat_total(steam_mass: Column, enthalpy: Column) -> Column:
    """Return the whole enthalpy of steam, for guides that take nothing off."""
    return steam_mass * enthalpy


@formula(
    "hot_water_heat",
    equation="Q = m × (T − T0) × c",
    symbols="m T T0 c",
    citation="钢铁行业指南 CETS-AG-03.01-V01-2024 附录E; 发电设施核查技术指南 表15",
    label_zh="热水热量",
    label_en="Heat of hot water",
    units=[("t", "degC", "degC", "kJ/kg/degC", "GJ")],
    falling=["reference_temperature"],
    mixed=["water_mass", "specific_heat"],
)
def hot_water_heat(
    water_mass: Column, temperature: Column, reference_temperature: Column, specific_heat: Column
) -> Column:
    """Return the heat that water carries above 20 °C."""
    return water_mass * (temperature - reference_temperature) * specific_heat


@formula(
    "transmission_loss_co2",
    equation="E = (W_in + W_import − W_export − W_sold) × EF",
    symbols="W_in W_import W_export W_sold EF",
    citation="电网企业核算指南(试行)(发改办气候〔2013〕2526号), 输配电损失",
    label_zh="输配电损失引起的二氧化碳",
    label_en="CO2 of losses in transmission and distribution",
    units=[("MWh", "MWh", "MWh", "MWh", "tCO2/MWh", "t")],
    falling=["electricity_sent_out", "electricity_sold"],
    mixed=["electricity_fed_in", "electricity_taken_in", "emission_factor"],
    linear=False,
    remainder=True,
)
def transmission_loss_co2(
    electricity_fed_in: Column,
    electricity_taken_in: Column,
    electricity_sent_out: Column,
    electricity_sold: Column,
    emission_factor: Column,
) -> Column:
    """Count what power plants and other grids fed in and neither another grid nor a customer received."""
    lost = electricity_fed_in + electricity_taken_in - electricity_sent_out - electricity_sold
    return lost * emission_factor
