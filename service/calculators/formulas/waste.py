"""Waste water, landfills, incineration and biological treatment: methane, carbon dioxide and what is taken off them."""

from service.calculators.formula import Column, formula

NDRC_2015 = "第三批行业指南(发改办气候〔2015〕1722号), 废水厌氧处理"
IPCC_LANDFILL = "IPCC 2006 Guidelines, Vol. 5, Ch. 3"
GUIDE_2011 = "省级温室气体清单编制指南(发改办气候〔2011〕1041号), 废弃物处理"


@formula(
    "organics_removed",
    equation="TOW = W × (C_in − C_out)",
    symbols="W C_in C_out",
    citation=NDRC_2015,
    label_zh="废水处理去除的有机物",
    label_en="Organics removed from waste water",
    units=[("m3", "kg/m3", "kg/m3", "t")],
    falling=["effluent_concentration"],
    mixed=["wastewater_volume"],
    remainder=True,
)
def organics_removed(
    wastewater_volume: Column, influent_concentration: Column, effluent_concentration: Column
) -> Column:
    """Return the COD (industry) or BOD (households) that treatment takes out of the water."""
    return wastewater_volume * (influent_concentration - effluent_concentration)


@formula(
    "organics_of_population",
    equation="TOW = P × BOD × T",
    symbols="P BOD T",
    citation="IPCC 2006 Guidelines, Vol. 5, Ch. 6, eq. 6.3",
    label_zh="人口产生的有机物",
    label_en="Organics in the waste water of a population",
    units=[("person", "g/person/d", "d", "t")],
)
def organics_of_population(population: Column, organics_per_person: Column, days: Column) -> Column:
    """Return the BOD that people release; `days` is how long they did."""
    return population * organics_per_person * days


@formula(
    "load_after_sludge",
    equation="L' = L − S",
    symbols="L S",
    citation=f"{NDRC_2015}; IPCC 2006 Guidelines, Vol. 5, Ch. 6, eq. 6.1, 6.4, 6.8",
    label_zh="扣除以污泥方式清除的量",
    label_en="Load left after removal as sludge",
    units=[("t", "t", "t")],
    falling=["sludge_removed"],
    linear=False,
    remainder=True,
)
def load_after_sludge(load: Column, sludge_removed: Column) -> Column:
    """Take off what left with the sludge, in the same terms as the load: COD, BOD or nitrogen."""
    return load - sludge_removed


@formula(
    "methane_from_organics",
    equation="E = TOW × B0 × MCF",
    symbols="TOW B0 MCF",
    citation=f"{NDRC_2015}; IPCC 2006 Guidelines, Vol. 5, Ch. 6, eq. 6.1, 6.4",
    label_zh="有机物厌氧分解产生的甲烷",
    label_en="CH4 of organics that decay without air",
    units=[("t", "kgCH4/kgCOD", "1", "t")],
)
def methane_from_organics(
    organics: Column, methane_producing_capacity: Column, methane_correction_factor: Column
) -> Column:
    """Multiply the organics by what they can yield at most (B0) and the share of it that arises (MCF)."""
    return organics * methane_producing_capacity * methane_correction_factor


@formula(
    "methane_after_recovery",
    equation="E' = E − R",
    symbols="E R",
    citation=f"{NDRC_2015}; {IPCC_LANDFILL}, eq. 3.1",
    label_zh="扣除回收的甲烷",
    label_en="CH4 left after recovery",
    units=[("t", "t", "t")],
    falling=["methane_recovered"],
    linear=False,
    remainder=True,
)
def methane_after_recovery(generated: Column, methane_recovered: Column) -> Column:
    """Take off the methane that was recovered and flared or used."""
    return generated - methane_recovered


@formula(
    "methane_after_oxidation",
    equation="E' = E × (1 − OX)",
    symbols="E OX",
    citation=f"{IPCC_LANDFILL}, eq. 3.1; {GUIDE_2011}",
    label_zh="扣除覆盖层氧化的甲烷",
    label_en="CH4 left after oxidation in the cover",
    units=[("t", "1", "t")],
    falling=["oxidation_share"],
    mixed=["escaping"],
)
def methane_after_oxidation(escaping: Column, oxidation_share: Column) -> Column:
    """Take off the share of the unrecovered methane that oxidises in the cover."""
    return escaping * (1 - oxidation_share)


@formula(
    "landfill_methane_potential",
    equation="G = W × MCF × DOC × DOCf × F × M(CH4) / M(C)",
    symbols="W MCF DOC DOCf F M(CH4) M(C)",
    citation=f"{GUIDE_2011}, 质量平衡法; IPCC 1996 revised, Vol. 3, 6.2",
    label_zh="填埋垃圾的甲烷产生潜力(质量平衡法)",
    label_en="Methane potential of the waste deposited, by mass balance",
    units=[("t", "1", "1", "1", "1", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def landfill_methane_potential(
    deposited_waste: Column,
    methane_correction_factor: Column,
    degradable_organic_carbon: Column,
    degradable_share_decomposed: Column,
    methane_share: Column,
    molar_mass_ch4: Column,
    molar_mass_c: Column,
) -> Column:
    """Let all degradable carbon of the year's waste decay in that year."""
    carbon = deposited_waste * methane_correction_factor * degradable_organic_carbon * degradable_share_decomposed
    return carbon * methane_share * molar_mass_ch4 / molar_mass_c


@formula(
    "landfill_methane_of_year",
    equation="G = W × MCF × DOC × DOCf × D × F × M(CH4) / M(C)",
    symbols="W MCF DOC DOCf D F M(CH4) M(C)",
    citation=f"{IPCC_LANDFILL}, eq. 3.2-3.6",
    label_zh="某年填埋垃圾在核算年产生的甲烷(一阶衰减法)",
    label_en="Methane in the accounting year from one year's deposit, by first-order decay",
    units=[("t", "1", "1", "1", "1", "1", "g/mol", "g/mol", "t")],
    falling=["molar_mass_c"],
)
def landfill_methane_of_year(
    deposited_waste: Column,
    methane_correction_factor: Column,
    degradable_organic_carbon: Column,
    degradable_share_decomposed: Column,
    decayed_share: Column,
    methane_share: Column,
    molar_mass_ch4: Column,
    molar_mass_c: Column,
) -> Column:
    """Let the part of the degradable carbon decay that first-order decay gives to the accounting year."""
    carbon = deposited_waste * methane_correction_factor * degradable_organic_carbon * degradable_share_decomposed
    return carbon * decayed_share * methane_share * molar_mass_ch4 / molar_mass_c


@formula(
    "landfill_methane_recovered",
    equation="E = −R × (1 − OX)",
    symbols="R OX",
    citation=f"{IPCC_LANDFILL}, eq. 3.1",
    label_zh="填埋气回收(扣减)",
    label_en="Landfill methane recovered, taken off",
    units=[("t", "1", "t")],
    falling=["methane_recovered"],
)
def landfill_methane_recovered(methane_recovered: Column, oxidation_share: Column) -> Column:
    """Take off what was recovered from the whole site, before the cover could oxidise any of it."""
    return 0 - methane_recovered * (1 - oxidation_share)


@formula(
    "dry_matter",
    equation="W' = W × dm",
    symbols="W dm",
    citation="IPCC 2006 Guidelines, Vol. 5, Ch. 5, eq. 5.1",
    label_zh="废弃物干物质",
    label_en="Dry matter of waste",
    units=[("t", "1", "t")],
)
def dry_matter(waste: Column, dry_matter_content: Column) -> Column:
    """Return the dry mass, for factors that are stated of dry waste."""
    return waste * dry_matter_content


@formula(
    "incineration_fossil_co2",
    equation="E = W × CCW × FCF × EF × M(CO2) / M(C)",
    symbols="W CCW FCF EF M(CO2) M(C)",
    citation=f"{GUIDE_2011}; IPCC 2006 Guidelines, Vol. 5, Ch. 5, eq. 5.1",
    label_zh="废弃物焚烧化石源二氧化碳",
    label_en="Fossil CO2 of waste incineration",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["molar_mass_c"],
)
def incineration_fossil_co2(
    waste: Column,
    carbon_content: Column,
    fossil_carbon_share: Column,
    combustion_efficiency: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn the fossil part of the waste's carbon: plastics, rubber, synthetic textiles."""
    return waste * carbon_content * fossil_carbon_share * combustion_efficiency * molar_mass_co2 / molar_mass_c


@formula(
    "incineration_biogenic_co2",
    equation="E = W × CCW × (1 − FCF) × EF × M(CO2) / M(C)",
    symbols="W CCW FCF EF M(CO2) M(C)",
    citation=f"{GUIDE_2011}; IPCC 2006 Guidelines, Vol. 5, Ch. 5, 5.1",
    label_zh="废弃物焚烧生物源二氧化碳",
    label_en="Biogenic CO2 of waste incineration",
    units=[("t", "1", "1", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["fossil_carbon_share", "molar_mass_c"],
)
def incineration_biogenic_co2(
    waste: Column,
    carbon_content: Column,
    fossil_carbon_share: Column,
    combustion_efficiency: Column,
    molar_mass_co2: Column,
    molar_mass_c: Column,
) -> Column:
    """Burn the rest of the waste's carbon: food, paper, wood."""
    return waste * carbon_content * (1 - fossil_carbon_share) * combustion_efficiency * molar_mass_co2 / molar_mass_c
