"""Volume of flue gas: from the elements of the fuel, from the conditions in the stack, and what a volume dilutes."""

from service.calculators.formula import Column, formula

HJ_BOILERS = "HJ 888-2018、HJ 991-2018 附录, 烟气量计算"
HJ_MONITORING = "HJ 75-2017; GB/T 16157-1996"


@formula(
    "theoretical_air",
    equation="V = B × [a(C) × (C + r × S) + a(H) × H − a(O) × O]",
    symbols="B C S H O a(C) r a(H) a(O)",
    citation=f"{HJ_BOILERS}, V0",
    label_zh="理论空气量",
    label_en="Theoretical air",
    units=[("t", "1", "1", "1", "1", "Nm3/kg", "1", "Nm3/kg", "Nm3/kg", "Nm3")],
    falling=["fuel_oxygen_content", "air_of_oxygen"],
    mixed=["fuel_consumption"],
)
def theoretical_air(
    fuel_consumption: Column,
    carbon_content: Column,
    sulfur_content: Column,
    hydrogen_content: Column,
    fuel_oxygen_content: Column,
    air_of_carbon: Column,
    carbon_of_sulfur: Column,
    air_of_hydrogen: Column,
    air_of_oxygen: Column,
) -> Column:
    """Return the air that the elements of the fuel, as received, burn in."""
    carbon = air_of_carbon * (carbon_content + carbon_of_sulfur * sulfur_content)
    return fuel_consumption * (carbon + air_of_hydrogen * hydrogen_content - air_of_oxygen * fuel_oxygen_content)


@formula(
    "dry_flue_gas",
    equation="V = B × [v(C) × (C + r × S) + v(N) × N + (n + α − 1) × (a(C) × (C + r × S) + a(H) × H − a(O) × O)]",
    symbols="B C S H N O α a(C) a(H) a(O) v(C) v(N) r n",
    citation=f"{HJ_BOILERS}, Vg = V(RO2) + V(N2) + (α − 1) V0",
    label_zh="干烟气量(元素分析)",
    label_en="Dry flue gas, from the elements of the fuel",
    units=[
        ("t", *("1",) * 6, *("Nm3/kg",) * 5, "1", "1", "Nm3"),
    ],
    free=["excess_air_ratio"],
    mixed=["fuel_consumption", "fuel_oxygen_content", "air_of_oxygen", "sulfur_content", "carbon_content",
           "hydrogen_content", "excess_air_ratio", "air_of_carbon", "air_of_hydrogen", "carbon_of_sulfur",
           "nitrogen_of_air"],
)  # fmt: skip
def dry_flue_gas(
    fuel_consumption: Column,
    carbon_content: Column,
    sulfur_content: Column,
    hydrogen_content: Column,
    nitrogen_content: Column,
    fuel_oxygen_content: Column,
    excess_air_ratio: Column,
    air_of_carbon: Column,
    air_of_hydrogen: Column,
    air_of_oxygen: Column,
    gas_of_carbon: Column,
    gas_of_nitrogen: Column,
    carbon_of_sulfur: Column,
    nitrogen_of_air: Column,
) -> Column:
    """Return CO2, SO2, nitrogen and excess air of complete combustion, at 0 °C, without water."""
    burnt = carbon_content + carbon_of_sulfur * sulfur_content
    air = air_of_carbon * burnt + air_of_hydrogen * hydrogen_content - air_of_oxygen * fuel_oxygen_content
    gas = gas_of_carbon * burnt + gas_of_nitrogen * nitrogen_content
    return fuel_consumption * (gas + (nitrogen_of_air + excess_air_ratio - 1) * air)


@formula(
    "flue_gas_by_coefficient",
    equation="V = B × v",
    symbols="B v",
    citation="产排污系数手册 4430 工业废气量; HJ 953-2018 基准烟气量",
    label_zh="烟气量(系数)",
    label_en="Flue gas, by coefficient",
    units=[("t", "Nm3/t", "Nm3"), ("10^4Nm3", "Nm3/10^4Nm3", "Nm3")],
    free=["gas_coefficient"],
)
def flue_gas_by_coefficient(fuel_consumption: Column, gas_coefficient: Column) -> Column:
    """Multiply fuel by its gas coefficient."""
    return fuel_consumption * gas_coefficient


@formula(
    "dry_standard_volume",
    equation="V = t × Qs × T0 / (T0 + ts) × (Ba + Ps) / P0 × (1 − Xsw)",
    symbols="t Qs ts T0 Ba Ps P0 Xsw",
    citation=f"{HJ_MONITORING}: 标准状态下干烟气流量",
    label_zh="标准状态干烟气量",
    label_en="Dry gas at standard conditions",
    units=[("h", "m3/h", "degC", "degC", "Pa", "Pa", "Pa", "1", "m3")],
    falling=["gas_temperature", "standard_pressure", "gas_moisture"],
)
def dry_standard_volume(
    operating_time: Column,
    actual_flow: Column,
    gas_temperature: Column,
    zero_celsius: Column,
    atmospheric_pressure: Column,
    static_pressure: Column,
    standard_pressure: Column,
    gas_moisture: Column,
) -> Column:
    """Bring the wet gas of the stack to 0 °C, 101.325 kPa and dry; `zero_celsius` is 273, the kelvin of 0 °C."""
    cooled = actual_flow * zero_celsius / (zero_celsius + gas_temperature)
    return operating_time * cooled * (atmospheric_pressure + static_pressure) / standard_pressure * (1 - gas_moisture)


@formula(
    "volume_of_flow",
    equation="V = t × Q",
    symbols="t Q",
    citation=HJ_MONITORING,
    label_zh="排放体积",
    label_en="Volume discharged",
    units=[("h", "m3/h", "m3"), ("h", "Nm3/h", "Nm3"), ("d", "m3/d", "m3")],
)
def volume_of_flow(operating_time: Column, flow: Column) -> Column:
    """Multiply hours by a flow."""
    return operating_time * flow


@formula(
    "concentration_of_mass",
    equation="C = G / V",
    symbols="G V",
    citation=f"{HJ_MONITORING}; 质量守恒",
    label_zh="浓度(质量与体积)",
    label_en="Concentration, from mass and volume",
    units=[("t", "m3", "mg/m3"), ("t", "Nm3", "mg/Nm3")],
    falling=["discharge_volume"],
)
def concentration_of_mass(mass: Column, discharge_volume: Column) -> Column:
    """Spread a mass over the volume that carries it."""
    return mass / discharge_volume


@formula(
    "corrected_to_oxygen",
    equation="C' = C × (O空气 − O基准) / (O空气 − O实测)",
    symbols="C O基准 O实测 O空气",
    citation="GB 13271-2014 5.2; GB 13223-2011 基准氧含量折算",
    label_zh="折算浓度(基准氧含量)",
    label_en="Concentration at reference oxygen",
    units=[("mg/m3", "%", "%", "%", "mg/m3"), ("mg/Nm3", "%", "%", "%", "mg/Nm3"), ("ppmv", "%", "%", "%", "ppmv")],
    falling=["reference_oxygen", "oxygen_of_air"],
    mixed=["concentration", "oxygen_content", "reference_oxygen", "oxygen_of_air"],
)
def corrected_to_oxygen(
    concentration: Column, reference_oxygen: Column, oxygen_content: Column, oxygen_of_air: Column
) -> Column:
    """Correct to the reference oxygen, to compare with a limit; never for a mass."""
    return concentration * (oxygen_of_air - reference_oxygen) / (oxygen_of_air - oxygen_content)


@formula(
    "corrected_to_excess_air",
    equation="C' = C × α / α'",
    symbols="C α α'",
    citation="GB 13271-2001、GB 9078-1996 过量空气系数折算",
    label_zh="折算浓度(过量空气系数)",
    label_en="Concentration at reference excess air",
    units=[("mg/m3", "1", "1", "mg/m3"), ("mg/Nm3", "1", "1", "mg/Nm3")],
    free=["excess_air_ratio", "reference_excess_air"],
    falling=["reference_excess_air"],
)
def corrected_to_excess_air(concentration: Column, excess_air_ratio: Column, reference_excess_air: Column) -> Column:
    """Correct to the reference excess air, to compare with a limit; never for a mass."""
    return concentration * excess_air_ratio / reference_excess_air


@formula(
    "mass_by_volume_share",
    equation="E = V × x × M / Vm",
    symbols="V x M Vm",
    citation="HJ 75-2017 (体积浓度换算为标准状态质量浓度: ρ = x × M / 22.4)",
    label_zh="污染物排放量(实测体积浓度与流量)",
    label_en="Pollutant mass from a concentration by volume and gas volume",
    units=[("m3", "ppmv", "g/mol", "m3/mol", "t")],
    evidence="continuous_monitoring",
    falling=["molar_volume"],
)
def mass_by_volume_share(gas_volume: Column, concentration: Column, molar_mass: Column, molar_volume: Column) -> Column:
    """Turn the share of a dry gas that is the pollutant into its mass; nitrogen oxides count as NO2."""
    return gas_volume * concentration * molar_mass / molar_volume


@formula(
    "mass_by_sampling",
    equation="E = C × V",
    symbols="V C",
    citation="HJ/T 397-2007; HJ 91.1-2019 手工监测",
    label_zh="污染物排放量(手工监测)",
    label_en="Pollutant mass from manual sampling",
    units=[("m3", "mg/m3", "t"), ("10^4Nm3", "mg/Nm3", "t")],
    evidence="manual_monitoring",
)
def mass_by_sampling(volume: Column, concentration: Column) -> Column:
    """Multiply a volume by the mean concentration of samples, as measured."""
    return volume * concentration


@formula(
    "mass_before_treatment",
    equation="G = V × C进",
    symbols="V C进",
    citation="HJ 888-2018、HJ 991-2018 氮氧化物: ρ × V × (1 − η)",
    label_zh="治理前污染物量(进口浓度)",
    label_en="Mass that enters treatment",
    units=[("m3", "mg/m3", "t"), ("10^4Nm3", "mg/Nm3", "t")],
)
def mass_before_treatment(volume: Column, influent_concentration: Column) -> Column:
    """Multiply a volume by the concentration in front of the treatment."""
    return volume * influent_concentration


@formula(
    "mass_of_effluent",
    equation="E = V × C出",
    symbols="V C出",
    citation="HJ 353-2019; 实测浓度法",
    label_zh="污染物排放量(出口浓度)",
    label_en="Mass that leaves treatment",
    units=[("m3", "mg/m3", "t"), ("10^4Nm3", "mg/Nm3", "t")],
    evidence="manual_monitoring",
)
def mass_of_effluent(volume: Column, effluent_concentration: Column) -> Column:
    """Multiply a volume by the concentration behind the treatment."""
    return volume * effluent_concentration


@formula(
    "volume_of_water",
    equation="V = m / ρ",
    symbols="m ρ",
    citation="水量以吨计: 1 t 水为 1 m3",
    label_zh="水的体积",
    label_en="Volume of water",
    units=[("t", "t/m3", "m3")],
    falling=["water_density"],
)
def volume_of_water(water: Column, water_density: Column) -> Column:
    """Turn water that is stated in tonnes into a volume."""
    return water / water_density


@formula(
    "mass_of_missing_hours",
    equation="E = t缺 × Gmax",
    symbols="t缺 Gmax",
    citation="HJ 75-2017 缺失数据处理: 以前推有效小时的最大排放量替代",
    label_zh="缺失时段的排放量(最大值替代)",
    label_en="Emission of hours without valid data",
    units=[("h", "kg/h", "t")],
    evidence="continuous_monitoring",
)
def mass_of_missing_hours(missing_time: Column, largest_emission: Column) -> Column:
    """Fill missing hours with the largest hourly emission among the valid hours looked back on."""
    return missing_time * largest_emission


@formula(
    "hours_to_look_back",
    equation="T = t缺 × k",
    symbols="t缺 k",
    citation="HJ 75-2017 缺失数据处理: 按季度有效数据捕集率和缺失时长确定前推有效小时数",
    label_zh="须前推的有效小时数",
    label_en="Valid hours that have to be looked back on",
    units=[("h", "1", "h")],
    free=["look_back"],
)
def hours_to_look_back(missing_time: Column, look_back: Column) -> Column:
    """Multiply the gap by the hours that the rule wants for each of its hours."""
    return missing_time * look_back


@formula(
    "look_back_shortfall",
    equation="S = L − T",
    symbols="T L",
    citation="HJ 75-2017 缺失数据处理",
    label_zh="前推小时数的富余",
    label_en="Hours looked back on beyond those that have to be",
    units=[("h", "h", "h")],
    falling=["hours_needed"],
    linear=False,
    remainder=True,
)
def look_back_shortfall(hours_needed: Column, looked_back: Column) -> Column:
    """Take the hours wanted off the hours searched for the largest emission; fewer may have missed it."""
    return looked_back - hours_needed
