"""Air pollutants from fuel: what is generated, and what leaves after treatment."""

from service.calculators.formula import Column, formula

TCSES = "T/CSES 144-2024"


@formula(
    "so2_from_sulfur",
    equation="G = B × S × (1 − sr) × M(SO2) / M(S)",
    symbols="B S sr M(SO2) M(S)",
    citation=f"{TCSES} 式(3); 物料衡算法 2BS",
    label_zh="二氧化硫产生量(硫平衡)",
    label_en="SO2 generated, by sulphur balance",
    units=[("t", "1", "1", "g/mol", "g/mol", "t"), ("10^4Nm3", "t/10^4Nm3", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["sulfur_retention", "molar_mass_s"],
)
def so2_from_sulfur(
    fuel_consumption: Column,
    sulfur_content: Column,
    sulfur_retention: Column,
    molar_mass_so2: Column,
    molar_mass_s: Column,
) -> Column:
    """Burn all sulphur that ash does not retain to SO2."""
    return fuel_consumption * sulfur_content * (1 - sulfur_retention) * molar_mass_so2 / molar_mass_s


@formula(
    "particulate_from_ash",
    equation="G = B × A × (1 − ar) × f",
    symbols="B A ar f",
    citation=f"{TCSES} 式(4)",
    label_zh="颗粒物产生量(灰分平衡)",
    label_en="Particulate matter generated, by ash balance",
    units=[("t", "1", "1", "1", "t")],
    evidence="material_balance",
    falling=["ash_retention"],
)
def particulate_from_ash(
    fuel_consumption: Column, ash_content: Column, ash_retention: Column, size_share: Column
) -> Column:
    """Carry the ash that the furnace does not retain into the flue gas; `size_share` is the part of that size."""
    return fuel_consumption * ash_content * (1 - ash_retention) * size_share


@formula(
    "generation_by_coefficient",
    equation="G = M × R",
    symbols="M R",
    citation=f"排放源统计调查产排污核算方法和系数手册 总则 P = M × R; {TCSES} 式(2)",
    label_zh="污染物产生量(产污系数)",
    label_en="Pollutant generated, by coefficient",
    units=[
        ("t", "kg/t", "t"),
        ("10^4Nm3", "kg/10^4Nm3", "t"),
        ("GJ", "kg/GJ", "t"),
        ("m3", "kg/m3", "t"),
        ("piece", "kg/piece", "t"),
    ],
    evidence="coefficient",
)
def generation_by_coefficient(activity_data: Column, generation_coefficient: Column) -> Column:
    """Multiply fuel, material or product by its generation coefficient."""
    return activity_data * generation_coefficient


@formula(
    "generation_per_percent",
    equation="G = M × R × X",
    symbols="M R X",
    citation="产排污系数手册 4430: 16S、17S、1.25A 等, S、A 为百分数",
    label_zh="污染物产生量(硫分、灰分系数)",
    label_en="Pollutant generated, by coefficient for each percent",
    units=[("t", "kg/t/%", "%", "t")],
    evidence="coefficient",
    free=["coefficient_per_percent"],
)
def generation_per_percent(activity_data: Column, coefficient_per_percent: Column, percent_content: Column) -> Column:
    """Multiply by a coefficient that the manual states for each percent of sulphur or ash (3 % counts as 3)."""
    return activity_data * coefficient_per_percent * percent_content


@formula(
    "discharge_by_coefficient",
    equation="E = M × R排污",
    symbols="M R排污",
    citation="第一次全国污染源普查 排污系数: 已含治理设施去除",
    label_zh="污染物排放量(排污系数)",
    label_en="Pollutant discharged, by a coefficient that contains removal",
    units=[("t", "kg/t", "t"), ("10^4Nm3", "kg/10^4Nm3", "t")],
    evidence="coefficient",
    free=["discharge_coefficient"],
)
def discharge_by_coefficient(activity_data: Column, discharge_coefficient: Column) -> Column:
    """Multiply by a coefficient of what leaves the treatment: removal is in it."""
    return activity_data * discharge_coefficient


@formula(
    "emission_after_removal",
    equation="E = G × (1 − η × k)",
    symbols="G η k",
    citation=f"产排污系数手册 总则 E = P × (1 − η × k); {TCSES} 式(2)",
    label_zh="污染物排放量(扣除治理设施去除)",
    label_en="Pollutant emitted after removal",
    units=[("t", "1", "1", "t")],
    falling=["removal_efficiency", "running_rate"],
)
def emission_after_removal(generated: Column, removal_efficiency: Column, running_rate: Column) -> Column:
    """Take off what the treatment removed while it ran; `running_rate` is k, from 0 to 1."""
    return generated * (1 - removal_efficiency * running_rate)


@formula(
    "coarse_fraction",
    equation="G(PM2.5-10) = G(PM10) − G(PM2.5)",
    symbols="G(PM10) G(PM2.5)",
    citation=f"{TCSES} 表A.1: PM10 由 PM2.5 与 PM2.5-10 组成",
    label_zh="粗颗粒物产生量",
    label_en="Coarse particles generated",
    units=[("t", "t", "t")],
    falling=["fine"],
    mixed=["generated"],
    linear=False,
)
def coarse_fraction(generated: Column, fine: Column) -> Column:
    """Return the particles between 2.5 and 10 micrometres."""
    return generated - fine


@formula(
    "sum_of_fractions",
    equation="E(PM10) = E(PM2.5-10) + E(PM2.5)",
    symbols="E(PM2.5-10) E(PM2.5)",
    citation=f"{TCSES} 表A.1: PM10 由 PM2.5 与 PM2.5-10 组成",
    label_zh="粗细颗粒物排放量之和",
    label_en="Coarse and fine particles together",
    units=[("t", "t", "t")],
    linear=False,
)
def sum_of_fractions(coarse: Column, fine: Column) -> Column:
    """Add what is left of both fractions."""
    return coarse + fine


@formula(
    "required_removal",
    equation="η = 1 − E / (B × S × (1 − sr) × M(SO2) / M(S))",
    symbols="B S sr E M(SO2) M(S)",
    citation=f"{TCSES} 式(2)(3)",
    label_zh="达到允许排放量所需脱硫效率",
    label_en="Removal efficiency needed to keep to an allowed mass of SO2",
    units=[("t", "1", "1", "t", "g/mol", "g/mol", "%")],
    falling=["sulfur_retention", "allowed_emission", "molar_mass_s"],
    linear=False,
)
def required_removal(
    fuel_consumption: Column,
    sulfur_content: Column,
    sulfur_retention: Column,
    allowed_emission: Column,
    molar_mass_so2: Column,
    molar_mass_s: Column,
) -> Column:
    """Return the share of the generated SO2 that must be removed."""
    generated = so2_from_sulfur(fuel_consumption, sulfur_content, sulfur_retention, molar_mass_so2, molar_mass_s)
    return 1 - allowed_emission / generated


@formula(
    "mass_by_concentration",
    equation="E = C × V",
    symbols="V C",
    citation="HJ 75-2017 (实测浓度, 干标态); T/CSES 144-2024 式(1)",
    label_zh="污染物排放量(实测浓度与流量)",
    label_en="Pollutant mass from measured concentration and gas volume",
    units=[("m3", "mg/m3", "t"), ("10^4Nm3", "mg/Nm3", "t")],
    evidence="continuous_monitoring",
)
def mass_by_concentration(gas_volume: Column, concentration: Column) -> Column:
    """Multiply the dry standard volume by the concentration as measured, never as corrected to reference oxygen."""
    return gas_volume * concentration
