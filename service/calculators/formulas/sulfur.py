"""Sulphur dioxide from the sulphur of fuels, gases and raw materials, and the balance of sulphur around a furnace."""

from service.calculators.formula import Column, formula

HJ_BOILERS = "HJ 888-2018、HJ 991-2018 物料衡算法"
HJ_STEEL = "HJ 885-2018 物料衡算法"
HJ_COKING = "HJ 981-2018 物料衡算法"


@formula(
    "so2_by_conversion",
    equation="G = B × S × K × M(SO2) / M(S)",
    symbols="B S K M(SO2) M(S)",
    citation=f"{HJ_BOILERS} 2BSK",
    label_zh="二氧化硫产生量(硫转化率)",
    label_en="SO2 generated, by conversion of sulphur",
    units=[("t", "1", "1", "g/mol", "g/mol", "t"), ("10^4Nm3", "t/10^4Nm3", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["molar_mass_s"],
)
def so2_by_conversion(
    fuel_consumption: Column,
    sulfur_content: Column,
    sulfur_conversion: Column,
    molar_mass_so2: Column,
    molar_mass_s: Column,
) -> Column:
    """Turn the share `sulfur_conversion` of the sulphur into SO2."""
    return fuel_consumption * sulfur_content * sulfur_conversion * molar_mass_so2 / molar_mass_s


@formula(
    "so2_by_conversion_of_burnt_fuel",
    equation="G = B × (1 − q4) × S × K × M(SO2) / M(S)",
    symbols="B q4 S K M(SO2) M(S)",
    citation=f"{HJ_BOILERS} 2B(1−q4)SK",
    label_zh="二氧化硫产生量(扣除机械不完全燃烧)",
    label_en="SO2 generated, without the fuel left unburnt",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["unburnt_share", "molar_mass_s"],
)
def so2_by_conversion_of_burnt_fuel(
    fuel_consumption: Column,
    unburnt_share: Column,
    sulfur_content: Column,
    sulfur_conversion: Column,
    molar_mass_so2: Column,
    molar_mass_s: Column,
) -> Column:
    """Count only the fuel that burnt; `unburnt_share` is q4, the loss by mechanically incomplete combustion."""
    burnt = fuel_consumption * (1 - unburnt_share)
    return burnt * sulfur_content * sulfur_conversion * molar_mass_so2 / molar_mass_s


@formula(
    "so2_of_all_sulfur",
    equation="G = B × S × M(SO2) / M(S)",
    symbols="B S M(SO2) M(S)",
    citation="物料衡算 2BS(油、气不留灰，硫全部转化)",
    label_zh="二氧化硫产生量(硫全部转化)",
    label_en="SO2 generated where all sulphur burns",
    units=[
        ("t", "1", "g/mol", "g/mol", "t"),
        ("10^4Nm3", "t/10^4Nm3", "g/mol", "g/mol", "t"),
        ("m3", "t/m3", "g/mol", "g/mol", "t"),
    ],
    evidence="material_balance",
    falling=["molar_mass_s"],
)
def so2_of_all_sulfur(
    fuel_consumption: Column, sulfur_content: Column, molar_mass_so2: Column, molar_mass_s: Column
) -> Column:
    """Turn all sulphur of an oil or a gas into SO2: there is no ash that could keep any."""
    return fuel_consumption * sulfur_content * molar_mass_so2 / molar_mass_s


@formula(
    "so2_of_gas_sulfur",
    equation="G = B × ρ(S) × K × M(SO2) / M(S)",
    symbols="B ρ(S) K M(SO2) M(S)",
    citation="HJ 991-2018 燃气物料衡算: 2RSt(1−η)K",
    label_zh="燃气总硫产生的二氧化硫",
    label_en="SO2 from the total sulphur of a gas",
    units=[("10^4Nm3", "mg/Nm3", "1", "g/mol", "g/mol", "t"), ("m3", "mg/m3", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["molar_mass_s"],
)
def so2_of_gas_sulfur(
    fuel_consumption: Column,
    total_sulfur: Column,
    sulfur_conversion: Column,
    molar_mass_so2: Column,
    molar_mass_s: Column,
) -> Column:
    """Burn a gas whose sulphur is stated as a concentration."""
    return fuel_consumption * total_sulfur * sulfur_conversion * molar_mass_so2 / molar_mass_s


@formula(
    "so2_of_hydrogen_sulfide",
    equation="G = B × [ρ(H2S) × M(SO2) / M(H2S) + ρ(S有机) × M(SO2) / M(S)]",
    symbols="B ρ(H2S) ρ(S有机) M(SO2) M(H2S) M(S)",
    citation=f"{HJ_COKING}, 焦炉加热煤气",
    label_zh="煤气硫化氢与有机硫产生的二氧化硫",
    label_en="SO2 from hydrogen sulphide and organic sulphur of a gas",
    units=[
        ("10^4Nm3", "mg/Nm3", "mg/Nm3", "g/mol", "g/mol", "g/mol", "t"),
        ("m3", "mg/m3", "mg/m3", "g/mol", "g/mol", "g/mol", "t"),
    ],
    evidence="material_balance",
    falling=["molar_mass_h2s", "molar_mass_s"],
)
def so2_of_hydrogen_sulfide(
    fuel_consumption: Column,
    hydrogen_sulfide: Column,
    organic_sulfur: Column,
    molar_mass_so2: Column,
    molar_mass_h2s: Column,
    molar_mass_s: Column,
) -> Column:
    """Burn coke-oven gas; both kinds of sulphur go to SO2."""
    sulfide = hydrogen_sulfide * molar_mass_so2 / molar_mass_h2s
    return fuel_consumption * (sulfide + organic_sulfur * molar_mass_so2 / molar_mass_s)


@formula(
    "so2_of_ore_and_fuel",
    equation="G = (M × S + M' × S') × R",
    symbols="M S M' S' R",
    citation="T/CSES 144-2024 式(11), R = 1.7",
    label_zh="烧结(球团)二氧化硫产生量(硫平衡)",
    label_en="SO2 of sintering or pelletising, by sulphur balance",
    units=[("t", "1", "t", "1", "t/t", "t")],
    evidence="material_balance",
    free=["so2_per_sulfur"],
    linear=False,
)
def so2_of_ore_and_fuel(
    iron_ore: Column, sulfur_content: Column, solid_fuel: Column, solid_fuel_sulfur: Column, so2_per_sulfur: Column
) -> Column:
    """Add the sulphur of the ore and of the solid fuel; `so2_per_sulfur` is t of SO2 for a t of sulphur."""
    return (iron_ore * sulfur_content + solid_fuel * solid_fuel_sulfur) * so2_per_sulfur


@formula(
    "sulfur_input_so2",
    equation="E = M × S × M(SO2) / M(S)",
    symbols="M S M(SO2) M(S)",
    citation=f"{HJ_STEEL}; 硫的质量守恒",
    label_zh="带入的硫折合二氧化硫",
    label_en="SO2 of sulphur that enters",
    units=[("t", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["molar_mass_s"],
)
def sulfur_input_so2(
    activity_data: Column, sulfur_content: Column, molar_mass_so2: Column, molar_mass_s: Column
) -> Column:
    """Count the sulphur of a raw material or fuel as SO2."""
    return activity_data * sulfur_content * molar_mass_so2 / molar_mass_s


@formula(
    "sulfur_output_so2",
    equation="E = −(M × S × M(SO2) / M(S))",
    symbols="M S M(SO2) M(S)",
    citation=f"{HJ_STEEL}; 硫的质量守恒",
    label_zh="随产品、渣、尘、石膏带出的硫折合二氧化硫",
    label_en="SO2 of sulphur that leaves bound in product, slag, dust or gypsum",
    units=[("t", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["activity_data", "sulfur_content", "molar_mass_so2"],
)
def sulfur_output_so2(
    activity_data: Column, sulfur_content: Column, molar_mass_so2: Column, molar_mass_s: Column
) -> Column:
    """Take off the sulphur that stays bound in what leaves."""
    return 0 - activity_data * sulfur_content * molar_mass_so2 / molar_mass_s
