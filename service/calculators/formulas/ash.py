"""Ash, mercury and gypsum: what the minerals of a fuel become, in the flue gas and in solid waste."""

from service.calculators.formula import Column, formula

TCSES = "T/CSES 144-2024"
HJ_POWER = "HJ 888-2018 物料衡算法"
HJ_BOILERS = "HJ 991-2018 物料衡算法"


@formula(
    "ash_to_flue_gas",
    equation="G = B × A × (1 − ar)",
    symbols="B A ar",
    citation=f"{TCSES} 式(4), f = 1",
    label_zh="进入烟气的灰",
    label_en="Ash carried into the flue gas",
    units=[("t", "1", "1", "t")],
    evidence="material_balance",
    falling=["ash_retention"],
)
def ash_to_flue_gas(fuel_consumption: Column, ash_content: Column, ash_retention: Column) -> Column:
    """Carry the ash that the furnace does not retain into the flue gas, whatever its size."""
    return fuel_consumption * ash_content * (1 - ash_retention)


@formula(
    "bottom_ash",
    equation="N = B × A × ar",
    symbols="B A ar",
    citation=f"{TCSES} 式(4), 灰分进入底灰的比例",
    label_zh="炉渣产生量(灰分平衡)",
    label_en="Bottom ash, by ash balance",
    units=[("t", "1", "1", "t")],
    evidence="material_balance",
)
def bottom_ash(fuel_consumption: Column, ash_content: Column, ash_retention: Column) -> Column:
    """Return the ash that stays in the furnace."""
    return fuel_consumption * ash_content * ash_retention


@formula(
    "removed_by_treatment",
    equation="R = G × η × k",
    symbols="G η k",
    citation=f"{HJ_POWER}: 治理设施去除量",
    label_zh="治理设施去除量",
    label_en="Mass taken out by treatment",
    units=[("t", "1", "1", "t")],
)
def removed_by_treatment(generated: Column, efficiency: Column, running_rate: Column) -> Column:
    """Return what the treatment took out; emission and removal together are what was generated."""
    return generated * efficiency * running_rate


@formula(
    "soot_of_fly_ash",
    equation="G = B × A × dfh / (1 − Cfh)",
    symbols="B A dfh Cfh",
    citation=HJ_BOILERS,
    label_zh="烟尘产生量(飞灰份额与可燃物)",
    label_en="Soot generated, by share of fly ash and its combustible part",
    units=[("t", "1", "1", "1", "t")],
    evidence="material_balance",
)
def soot_of_fly_ash(
    fuel_consumption: Column, ash_content: Column, fly_ash_share: Column, fly_ash_combustible: Column
) -> Column:
    """Carry the share dfh of the ash into the flue gas, with the unburnt carbon Cfh that it holds."""
    return fuel_consumption * ash_content * fly_ash_share / (1 - fly_ash_combustible)


@formula(
    "soot_of_ash",
    equation="G = B × A × dfh",
    symbols="B A dfh",
    citation="环境统计、环评技术方法: 烟尘产生量 = 耗煤量 × 灰分 × 烟尘占灰分的比例",
    label_zh="烟尘产生量(烟尘占灰分的比例)",
    label_en="Soot generated, by the share of the ash that flies",
    units=[("t", "1", "1", "t")],
    evidence="material_balance",
)
def soot_of_ash(fuel_consumption: Column, ash_content: Column, fly_ash_share: Column) -> Column:
    """Carry the share dfh of the ash into the flue gas, nothing unburnt in it."""
    return fuel_consumption * ash_content * fly_ash_share


@formula(
    "ash_with_unburnt",
    equation="N = B × (A + q4 × Q / Q(C)) × α",
    symbols="B A q4 Q Q(C) α",
    citation=f"{HJ_POWER}, 烟尘、飞灰、炉渣",
    label_zh="含未燃碳的灰量",
    label_en="Ash with the carbon left unburnt",
    units=[("t", "1", "1", "kJ/kg", "kJ/kg", "1", "t")],
    evidence="material_balance",
    falling=["heat_of_unburnt_carbon"],
)
def ash_with_unburnt(
    fuel_consumption: Column,
    ash_content: Column,
    unburnt_share: Column,
    net_calorific_value: Column,
    heat_of_unburnt_carbon: Column,
    share_of_ash: Column,
) -> Column:
    """Return the share of the ash that flies or falls, with the unburnt carbon stated as heat loss q4."""
    unburnt = unburnt_share * net_calorific_value / heat_of_unburnt_carbon
    return fuel_consumption * (ash_content + unburnt) * share_of_ash


@formula(
    "element_of_fuel",
    equation="G = B × w",
    symbols="B w",
    citation=f"{HJ_POWER}, 汞: B × m(Hg)",
    label_zh="燃料带入的元素",
    label_en="Element that the fuel brings in",
    units=[("t", "mg/kg", "t"), ("10^4Nm3", "mg/Nm3", "t")],
    evidence="material_balance",
    free=["element_content"],
)
def element_of_fuel(fuel_consumption: Column, element_content: Column) -> Column:
    """Take all mercury of the fuel into the flue gas."""
    return fuel_consumption * element_content


@formula(
    "gypsum_of_so2",
    equation="M = R(SO2) × M(CaSO4·2H2O) / (M(SO2) × (1 − Cs) × Cg)",
    symbols="R(SO2) Cs Cg M(CaSO4·2H2O) M(SO2)",
    citation=f"{HJ_POWER}, 脱硫石膏; 第一次全国污染源普查 4430 说明",
    label_zh="脱硫石膏产生量",
    label_en="Gypsum from the SO2 removed",
    units=[("t", "1", "1", "g/mol", "g/mol", "t")],
    falling=["gypsum_purity", "molar_mass_so2"],
)
def gypsum_of_so2(
    removed: Column, gypsum_moisture: Column, gypsum_purity: Column, molar_mass_gypsum: Column, molar_mass_so2: Column
) -> Column:
    """Bind the removed SO2 in gypsum as it leaves the plant: moist, and not pure."""
    return removed * molar_mass_gypsum / (molar_mass_so2 * (1 - gypsum_moisture) * gypsum_purity)


@formula(
    "gypsum_of_limestone",
    equation="M = B × Cc × u × M(CaSO4·2H2O) / (M(CaCO3) × (1 − Cs) × Cg)",
    symbols="B Cc u Cs Cg M(CaSO4·2H2O) M(CaCO3)",
    citation="石灰石—石膏法脱硫化学计量: CaCO3 → CaSO4·2H2O; HJ 888 脱硫石膏",
    label_zh="由石灰石用量计算的脱硫石膏产生量",
    label_en="Gypsum from the limestone used for scrubbing",
    units=[("t", "1", "1", "1", "1", "g/mol", "g/mol", "t")],
    falling=["gypsum_purity", "molar_mass_caco3"],
)
def gypsum_of_limestone(
    limestone: Column,
    purity: Column,
    utilisation: Column,
    gypsum_moisture: Column,
    gypsum_purity: Column,
    molar_mass_gypsum: Column,
    molar_mass_caco3: Column,
) -> Column:
    """Bind the calcium that reacted in gypsum as it leaves the plant: moist, and not pure."""
    calcium = limestone * purity * utilisation / molar_mass_caco3
    return calcium * molar_mass_gypsum / ((1 - gypsum_moisture) * gypsum_purity)


@formula(
    "so2_of_gypsum",
    equation="R(SO2) = M × (1 − Cs) × Cg × M(SO2) / M(CaSO4·2H2O)",
    symbols="M Cs Cg M(SO2) M(CaSO4·2H2O)",
    citation="第一次全国污染源普查 4430 说明: 由石膏量反算脱硫量",
    label_zh="由石膏反算的二氧化硫去除量",
    label_en="SO2 removed, from the gypsum made",
    units=[("t", "1", "1", "g/mol", "g/mol", "t")],
    falling=["gypsum_moisture", "molar_mass_gypsum"],
)
def so2_of_gypsum(
    gypsum: Column, gypsum_moisture: Column, gypsum_purity: Column, molar_mass_so2: Column, molar_mass_gypsum: Column
) -> Column:
    """Return the SO2 that the gypsum holds, to check a stated removal."""
    return gypsum * (1 - gypsum_moisture) * gypsum_purity * molar_mass_so2 / molar_mass_gypsum


@formula(
    "share_of_particulate",
    equation="G(BC, OC) = G(PM2.5) × f",
    symbols="G(PM2.5) f",
    citation=f"{TCSES} 式(5)(6)",
    label_zh="黑碳、有机碳产生量",
    label_en="Black or organic carbon generated",
    units=[("t", "1", "t")],
)
def share_of_particulate(particulate: Column, carbon_share: Column) -> Column:
    """Return the carbonaceous part of the fine particles."""
    return particulate * carbon_share


@formula(
    "nox_of_fuel_nitrogen",
    equation="G = r × B × (N × β + n0)",
    symbols="B N β r n0",
    citation="锅炉氮氧化物估算式 1.63B(Nβ + 0.000938)",
    label_zh="氮氧化物产生量(燃料氮与热力型)",
    label_en="NOx generated from fuel nitrogen and from air",
    units=[("t", "1", "1", "1", "1", "t")],
    evidence="material_balance",
    free=["nox_per_nitrogen"],
)
def nox_of_fuel_nitrogen(
    fuel_consumption: Column,
    nitrogen_content: Column,
    nitrogen_conversion: Column,
    nox_per_nitrogen: Column,
    thermal_nitrogen: Column,
) -> Column:
    """Convert the share β of the fuel's nitrogen and what the flame fixes from the air."""
    return nox_per_nitrogen * fuel_consumption * (nitrogen_content * nitrogen_conversion + thermal_nitrogen)
