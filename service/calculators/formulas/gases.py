"""Volumes of gas: what flows, its pure part, its mass, what of it is burnt and what is taken off.

Volumes at 0 °C (`Nm3`), at 20 °C and actual ones are three dimensions: each needs the density of its own conditions.
"""

from service.calculators.formula import Column, formula

NDRC_2014 = "第二批行业指南(发改办气候〔2014〕2920号)"
COAL = f"煤炭生产企业核算指南(试行), {NDRC_2014}"
OIL_AND_GAS = f"石油和天然气生产企业核算指南(试行), {NDRC_2014}"


@formula(
    "flow_volume",
    equation="V = q × T",
    symbols="q T",
    citation=f"{COAL}: Q = q × D × 60 × 24 × 10^-4",
    label_zh="气量(流量与时间)",
    label_en="Volume of gas from its flow and time",
    units=[("Nm3/h", "h", "Nm3"), ("m3@20C/h", "h", "m3@20C"), ("m3/h", "h", "m3")],
)
def flow_volume(gas_flow: Column, operating_time: Column) -> Column:
    """Let a mean flow run for a time: minutes, hours and days convert into each other exactly."""
    return gas_flow * operating_time


@formula(
    "gas_of_output",
    equation="V = P × EF",
    symbols="P EF",
    citation="IPCC 2006 Guidelines, Vol. 2, Ch. 4, eq. 4.1.3, 4.1.4, 4.1.7, 4.1.8",
    label_zh="气量(产量与单位产量气量)",
    label_en="Volume of gas from output",
    units=[("t", "m3@20C/t", "m3@20C"), ("t", "Nm3/t", "Nm3"), ("t", "m3/t", "m3")],
)
def gas_of_output(output: Column, emission_factor: Column) -> Column:
    """Multiply coal mined by the gas that goes with a tonne of it."""
    return output * emission_factor


@formula(
    "pure_gas",
    equation="V' = V × x",
    symbols="V x",
    citation=f"{OIL_AND_GAS}, 工艺放空: Q × V(CH4)",
    label_zh="混合气中的纯组分",
    label_en="Pure component of a gas",
    units=[("Nm3", "1", "Nm3"), ("m3@20C", "1", "m3@20C"), ("m3", "1", "m3")],
)
def pure_gas(mixed_gas: Column, volume_fraction: Column) -> Column:
    """Take the volume share of one gas."""
    return mixed_gas * volume_fraction


@formula(
    "gas_mass",
    equation="E = V × ρ",
    symbols="V ρ",
    citation=f"{COAL}: Q × 7.17 (0 °C); IPCC 2006 Vol. 2, Ch. 4: 0.67 kg/m3 (20 °C)",
    label_zh="气体质量",
    label_en="Mass of a gas",
    units=[
        ("10^4Nm3", "t/10^4Nm3", "t"),
        ("m3@20C", "kg/m3@20C", "t"),
        ("m3", "kg/m3", "t"),
    ],
)
def gas_mass(gas_volume: Column, gas_density: Column) -> Column:
    """Multiply a volume by the density at its own temperature and pressure."""
    return gas_volume * gas_density


@formula(
    "taken_off",
    equation="E' = −E",
    symbols="E",
    citation=f"{COAL}: − Q(火炬) − Q(利用); {OIL_AND_GAS}: − R(CH4 回收), − R(CO2 回收)",
    label_zh="扣减量",
    label_en="Mass taken off",
    units=[("t", "t")],
    falling=["mass"],
)
def taken_off(mass: Column) -> Column:
    """Turn what was recovered, used or destroyed into a line of the balance that is subtracted."""
    return 0 - mass


@formula(
    "destroyed_mass",
    equation="E = m × η",
    symbols="m η",
    citation=f"{NDRC_2014}; 氟化工企业核算指南(试行), HFC-23 销毁",
    label_zh="销毁量",
    label_en="Mass destroyed",
    units=[("t", "1", "t")],
)
def destroyed_mass(mass_treated: Column, destruction_efficiency: Column) -> Column:
    """Take the share that the flare or incinerator destroys of what was led into it."""
    return mass_treated * destruction_efficiency


@formula(
    "lost_mass",
    equation="E = m × L",
    symbols="m L",
    citation="食品、烟草及酒、饮料和精制茶企业核算指南(试行), 外购二氧化碳作原料的损耗",
    label_zh="损耗量",
    label_en="Mass lost in use",
    units=[("t", "1", "t")],
)
def lost_mass(mass_used: Column, loss_rate: Column) -> Column:
    """Take the share of a purchased gas that escapes where it is used."""
    return mass_used * loss_rate


@formula(
    "unburnt_mass",
    equation="E = m × (1 − OF)",
    symbols="m OF",
    citation=f"{OIL_AND_GAS}, 火炬燃烧: Q × V(CH4) × (1 − OF) × 7.17",
    label_zh="未燃尽量",
    label_en="Mass left unburnt",
    units=[("t", "1", "t")],
    falling=["oxidation_factor"],
)
def unburnt_mass(mass_burnt: Column, oxidation_factor: Column) -> Column:
    """Take the share that leaves a flare as it came."""
    return mass_burnt * (1 - oxidation_factor)


@formula(
    "flare_co2_from_molecules",
    equation="E = V × n × OF × M(CO2) / Vm",
    symbols="V n OF M(CO2) Vm",
    citation=f"{COAL}, 火炬: CC = Σ 12 × n × V% × 10 / 22.4; 石油化工企业核算指南(试行), 事故火炬",
    label_zh="火炬燃烧二氧化碳(分子碳原子数)",
    label_en="CO2 of a flare from the carbon atoms of its gas",
    units=[("Nm3", "1", "1", "g/mol", "Nm3/mol", "t")],
    free=["carbon_atoms"],
    falling=["molar_volume"],
)
def flare_co2_from_molecules(
    combustible_gas: Column,
    carbon_atoms: Column,
    oxidation_factor: Column,
    molar_mass_co2: Column,
    molar_volume: Column,
) -> Column:
    """Burn a gas whose molecules hold `carbon_atoms` atoms of carbon on average: 1 for methane."""
    return combustible_gas * carbon_atoms * oxidation_factor * molar_mass_co2 / molar_volume


@formula(
    "acid_gas_removal_co2",
    equation="E = (Q_in × x_in − Q_out × x_out) × ρ",
    symbols="Q_in x_in Q_out x_out ρ",
    citation=f"{OIL_AND_GAS}, 天然气处理 酸性气体脱除",
    label_zh="酸性气体脱除过程二氧化碳(进出平衡)",
    label_en="CO2 of acid gas removal, in less out",
    units=[("10^4Nm3", "1", "10^4Nm3", "1", "t/10^4Nm3", "t")],
    falling=["outlet_volume", "outlet_fraction"],
    mixed=["inlet_volume", "gas_density"],
    linear=False,
    remainder=True,
)
def acid_gas_removal_co2(
    inlet_volume: Column, inlet_fraction: Column, outlet_volume: Column, outlet_fraction: Column, gas_density: Column
) -> Column:
    """Count the CO2 that entered the unit with the gas and did not leave it with the purified gas."""
    return (inlet_volume * inlet_fraction - outlet_volume * outlet_fraction) * gas_density


@formula(
    "facility_emission",
    equation="E = n × EF × T",
    symbols="n EF T",
    citation=f"{OIL_AND_GAS}, 设施逃逸与工艺放空: Σ N × EF",
    label_zh="设施排放(设施数量)",
    label_en="Emission by number of facilities",
    units=[("piece", "t/year", "year", "t")],
)
def facility_emission(facilities: Column, emission_factor: Column, duration: Column) -> Column:
    """Multiply facilities by what one of them lets out in a year, for the time of account."""
    return facilities * emission_factor * duration


@formula(
    "gas_after_closure",
    equation="V' = V × D",
    symbols="V D",
    citation="IPCC 2006 Guidelines, Vol. 2, Ch. 4, eq. 4.1.11, 4.1.12: D = (1 + a × T) ^ b",
    label_zh="废弃矿井气量(关闭前气量与衰减系数)",
    label_en="Gas of an abandoned mine, from that of its last year",
    units=[("Nm3", "1", "Nm3"), ("m3@20C", "1", "m3@20C")],
)
def gas_after_closure(gas_before_closure: Column, decline_factor: Column) -> Column:
    """Take what the decline since closure leaves of the gas that the mine let out in its last year."""
    return gas_before_closure * decline_factor


@formula(
    "unflooded_part",
    equation="V' = V × (1 − w)",
    symbols="V w",
    citation="IPCC 2006 Guidelines, Vol. 2, Ch. 4, 4.1.5: flooded mines let out no gas",
    label_zh="未被水淹没部分的气量",
    label_en="Gas of the part of a mine that is not flooded",
    units=[("Nm3", "1", "Nm3"), ("m3@20C", "1", "m3@20C")],
    falling=["flooded_share"],
)
def unflooded_part(gas_volume: Column, flooded_share: Column) -> Column:
    """Leave out the share of the workings that water has closed."""
    return gas_volume * (1 - flooded_share)
