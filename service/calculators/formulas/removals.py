"""Carbon taken up by land and sea, and carbon dioxide captured, stored or used. None of it is taken off emissions."""

from service.calculators.formula import Column, formula

IPCC_LAND = "IPCC 2006 Guidelines, Vol. 4, Ch. 2"
GUIDE_2011 = "省级温室气体清单编制指南(发改办气候〔2011〕1041号), 土地利用变化和林业"


@formula(
    "uptake_by_area",
    equation="E = A × u × T × M(CO2) / M(C)",
    symbols="A u T M(CO2) M(C)",
    citation=f"{IPCC_LAND}, eq. 2.7",
    label_zh="单位面积碳吸收",
    label_en="Carbon taken up, by area and year",
    units=[("ha", "tC/ha/year", "year", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def uptake_by_area(
    area: Column, carbon_uptake: Column, duration: Column, molar_mass_co2: Column, molar_mass_c: Column
) -> Column:
    """Multiply an area of forest, wetland or sea by the carbon that a year of it takes up."""
    return area * carbon_uptake * duration * molar_mass_co2 / molar_mass_c


@formula(
    "uptake_by_piece",
    equation="E = n × c × M(CO2) / M(C)",
    symbols="n c M(CO2) M(C)",
    citation="US EPA, Greenhouse Gas Equivalencies Calculator: urban tree seedlings grown for ten years",
    label_zh="单株碳吸收",
    label_en="Carbon taken up, by tree",
    units=[("piece", "kg/piece", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def uptake_by_piece(pieces: Column, carbon_per_piece: Column, molar_mass_co2: Column, molar_mass_c: Column) -> Column:
    """Multiply trees by the carbon that one of them holds after its years of growth."""
    return pieces * carbon_per_piece * molar_mass_co2 / molar_mass_c


@formula(
    "biomass_growth",
    equation="E = A × Gw × (1 + R) × CF × T × M(CO2) / M(C)",
    symbols="A Gw R CF T M(CO2) M(C)",
    citation=f"{IPCC_LAND}, eq. 2.9, 2.10",
    label_zh="生物量生长碳吸收(生长量法)",
    label_en="Carbon taken up by growing biomass, gain method",
    units=[("ha", "t/ha/year", "t/t", "t/t", "year", "g/mol", "g/mol", "t")],
    free=["root_to_shoot_ratio"],
    falling=["molar_mass_c"],
)
def biomass_growth(
    area: Column,
    above_ground_growth: Column,
    root_to_shoot_ratio: Column,
    carbon_fraction: Column,
    duration: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Turn the yearly growth of dry matter above ground, and of the roots with it, into carbon dioxide."""
    growth = area * above_ground_growth * (1 + root_to_shoot_ratio) * duration
    return growth * carbon_fraction * molar_mass_co2 / molar_mass_c


@formula(
    "stand_growth",
    equation="E = V × GR × SVD × BEF × CF × T × M(CO2) / M(C)",
    symbols="V GR SVD BEF CF T M(CO2) M(C)",
    citation=f"{GUIDE_2011}, 乔木林生长碳吸收",
    label_zh="乔木林生长碳吸收(蓄积量法)",
    label_en="Carbon taken up by growing stands, by stock volume",
    units=[("m3", "1/year", "t/m3", "1", "t/t", "year", "g/mol", "g/mol", "t")],
    free=["biomass_expansion_factor"],
    falling=["molar_mass_c"],
)
def stand_growth(
    stock_volume: Column,
    growth_rate: Column,
    wood_density: Column,
    biomass_expansion_factor: Column,
    carbon_fraction: Column,
    duration: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Turn the yearly growth of the standing volume into whole-tree biomass and carbon dioxide."""
    biomass = stock_volume * growth_rate * duration * wood_density * biomass_expansion_factor
    return biomass * carbon_fraction * molar_mass_co2 / molar_mass_c


@formula(
    "stock_difference",
    equation="E = A × (C2 − C1) × M(CO2) / M(C)",
    symbols="A C2 C1 M(CO2) M(C)",
    citation=f"{IPCC_LAND}, eq. 2.5",
    label_zh="碳储量变化(储量差法)",
    label_en="Change of carbon stock, stock-difference method",
    units=[("ha", "tC/ha", "tC/ha", "g/mol", "g/mol", "t")],
    falling=["carbon_stock_before"],
    mixed=["area", "molar_mass_co2", "molar_mass_c"],
)
def stock_difference(
    area: Column,
    carbon_stock_after: Column,
    carbon_stock_before: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Return what the land gained between two surveys; a loss comes out negative."""
    return area * (carbon_stock_after - carbon_stock_before) * molar_mass_co2 / molar_mass_c


@formula(
    "uptake_by_harvest",
    equation="E = m × dm × CC × M(CO2) / M(C)",
    symbols="m dm CC M(CO2) M(C)",
    citation="HY/T 0305-2021 养殖大型藻类和双壳贝类碳汇计量方法 碳储量变化法(原理)",
    label_zh="收获移出碳(贝类、藻类)",
    label_en="Carbon removed with a harvest of shellfish or algae",
    units=[("t", "t/t", "tC/t", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def uptake_by_harvest(
    harvest: Column,
    dry_matter_content: Column,
    carbon_content: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Count the carbon in the dry matter that is taken out of the water."""
    return harvest * dry_matter_content * carbon_content * molar_mass_co2 / molar_mass_c


@formula(
    "co2_of_stream",
    equation="E = Q × PUR × ρ(CO2)",
    symbols="Q PUR ρ(CO2)",
    citation="第二、三批行业指南, CO2回收利用量: Q × PUR × 19.7",
    label_zh="捕集、封存或利用的二氧化碳气体",
    label_en="CO2 in a stream that is captured, stored or used",
    units=[("10^4Nm3", "1", "t/10^4Nm3", "t")],
)
def co2_of_stream(stream: Column, purity: Column, co2_density: Column) -> Column:
    """Return the mass of CO2 in a gas measured by volume."""
    return stream * purity * co2_density


@formula(
    "co2_of_mass",
    equation="E = m × PUR",
    symbols="m PUR",
    citation="第二、三批行业指南, CO2回收利用量",
    label_zh="捕集、封存或利用的二氧化碳质量",
    label_en="CO2 in a mass that is captured, stored or used",
    units=[("t", "1", "t")],
)
def co2_of_mass(stream: Column, purity: Column) -> Column:
    """Return the mass of CO2 in a product that is weighed."""
    return stream * purity
