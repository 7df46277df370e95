"""Rice, livestock and lime or urea on fields, by area and by head."""

from service.calculators.formula import Column, formula

GUIDE_2011 = "省级温室气体清单编制指南(发改办气候〔2011〕1041号), 农业"


@formula(
    "rice_methane",
    equation="E = A × EF",
    symbols="A EF",
    citation=f"{GUIDE_2011}, 稻田甲烷; IPCC 2006 Guidelines, Vol. 4, Ch. 5, eq. 5.1",
    label_zh="稻田甲烷(按季)",
    label_en="CH4 of rice fields, by season",
    units=[("ha", "kg/ha", "t")],
)
def rice_methane(harvested_area: Column, emission_factor: Column) -> Column:
    """Multiply the area by what one season of that rice emits."""
    return harvested_area * emission_factor


@formula(
    "rice_methane_by_day",
    equation="E = A × EF × t",
    symbols="A EF t",
    citation="IPCC 2006 Guidelines, Vol. 4, Ch. 5, eq. 5.1",
    label_zh="稻田甲烷(按日)",
    label_en="CH4 of rice fields, by day",
    units=[("ha", "kg/ha/d", "d", "t")],
)
def rice_methane_by_day(harvested_area: Column, emission_factor: Column, cultivation_days: Column) -> Column:
    """Multiply the area by the daily emission and the days under water and crop."""
    return harvested_area * emission_factor * cultivation_days


@formula(
    "herd_emission",
    equation="E = N × EF × T",
    symbols="N EF T",
    citation=f"{GUIDE_2011}, 动物肠道发酵、动物粪便管理; IPCC 2006 Guidelines, Vol. 4, Ch. 10, eq. 10.19, 10.22",
    label_zh="畜禽排放(存栏量)",
    label_en="Emission of a herd",
    units=[("head", "kg/head/year", "year", "t")],
)
def herd_emission(livestock_population: Column, emission_factor: Column, duration: Column) -> Column:
    """Multiply the average number of animals by what one emits in a year and by the years they were kept."""
    return livestock_population * emission_factor * duration


@formula(
    "enteric_methane_by_energy",
    equation="E = N × GE × Ym × T / e",
    symbols="N GE Ym T e",
    citation="IPCC 2006 Guidelines, Vol. 4, Ch. 10, eq. 10.21 (Tier 2); 省级温室气体清单编制指南 动物肠道发酵 方法2",
    label_zh="肠道发酵甲烷(总能与甲烷转化因子)",
    label_en="Methane of enteric fermentation, by gross energy and its share turned into methane",
    units=[("head", "MJ/head/d", "1", "d", "MJ/kg", "t")],
    falling=["energy_of_methane"],
)
def enteric_methane_by_energy(
    livestock_population: Column,
    gross_energy: Column,
    methane_conversion: Column,
    days_kept: Column,
    energy_of_methane: Column,
) -> Column:
    """Turn the share `methane_conversion` (Ym) of the gross energy that animals take in into methane."""
    return livestock_population * gross_energy * methane_conversion * days_kept / energy_of_methane


@formula(
    "emission_by_animal",
    equation="E = N × EF",
    symbols="N EF",
    citation=GUIDE_2011,
    label_zh="畜禽排放(按头)",
    label_en="Emission of animals, each over its stay",
    units=[("head", "kg/head", "t")],
)
def emission_by_animal(livestock_population: Column, emission_factor: Column) -> Column:
    """Multiply the animals by what one emits over the period or its whole stay."""
    return livestock_population * emission_factor


@formula(
    "manure_nitrogen_n2o",
    equation="E = N × Nex × MS × EF3 × T × M(N2O) / M(N2)",
    symbols="N Nex MS EF3 T M(N2O) M(N2)",
    citation="IPCC 2006 Guidelines, Vol. 4, Ch. 10, eq. 10.25",
    label_zh="粪便管理氧化亚氮(排泄氮与管理系统)",
    label_en="N2O of manure, by excreted nitrogen and management system",
    units=[("head", "kg/head/year", "1", "kgN2O-N/kgN", "year", "g/mol", "g/mol", "t")],
    falling=["molar_mass_n2"],
)
def manure_nitrogen_n2o(
    livestock_population: Column,
    nitrogen_excretion: Column,
    system_share: Column,
    direct_factor: Column,
    duration: Column,
    molar_mass_n2o: Column,
    molar_mass_n2: Column,
) -> Column:
    """Follow the nitrogen that the animals excrete into one management system."""
    nitrogen = livestock_population * nitrogen_excretion * duration * system_share
    return nitrogen * direct_factor * molar_mass_n2o / molar_mass_n2


@formula(
    "manure_solids_methane",
    equation="E = N × VS × T × B0 × ρ × MCF × MS",
    symbols="N VS T B0 ρ MCF MS",
    citation="IPCC 2006 Guidelines, Vol. 4, Ch. 10, eq. 10.23",
    label_zh="粪便管理甲烷(挥发性固体与管理系统)",
    label_en="CH4 of manure, by volatile solids and management system",
    units=[("head", "kg/head/d", "d", "m3/kg", "kg/m3", "1", "1", "t")],
)
def manure_solids_methane(
    livestock_population: Column,
    volatile_solids: Column,
    days: Column,
    methane_producing_potential: Column,
    methane_density: Column,
    methane_correction_factor: Column,
    system_share: Column,
) -> Column:
    """Let the volatile solids of one management system yield their share of the methane they can."""
    methane = livestock_population * volatile_solids * days * methane_producing_potential * methane_density
    return methane * methane_correction_factor * system_share


@formula(
    "residue_burning",
    equation="E = M × DM × Cf × Gef",
    symbols="M DM Cf Gef",
    citation="IPCC 2006 Guidelines, Vol. 4, Ch. 2, eq. 2.27",
    label_zh="秸秆露天焚烧(焚烧量)",
    label_en="Field burning of crop residues, by their mass",
    units=[("t", "1", "1", "g/kg", "t")],
)
def residue_burning(
    residue_mass: Column, dry_matter_content: Column, combustion_factor: Column, emission_factor: Column
) -> Column:
    """Burn what the fire takes (`combustion_factor`) of the dry matter that lies on the field."""
    return residue_mass * dry_matter_content * combustion_factor * emission_factor


@formula(
    "residue_burning_by_area",
    equation="E = A × MB × Cf × Gef",
    symbols="A MB Cf Gef",
    citation="IPCC 2006 Guidelines, Vol. 4, Ch. 2, eq. 2.27",
    label_zh="秸秆露天焚烧(过火面积)",
    label_en="Field burning of crop residues, by the area burnt",
    units=[("ha", "t/ha", "1", "g/kg", "t")],
)
def residue_burning_by_area(
    burnt_area: Column, residue_load: Column, combustion_factor: Column, emission_factor: Column
) -> Column:
    """Burn what the fire takes of the dry matter (`residue_load`) on each hectare."""
    return burnt_area * residue_load * combustion_factor * emission_factor
