"""Carbonates and raw materials that give off carbon dioxide when they are heated or dissolved."""

from service.calculators.formula import Column, formula

CARBONATES = "碳酸盐分解: 平板玻璃、陶瓷、工业其他行业核算指南(试行); IPCC 2006 V3 Ch2"
CEMENT_2013 = "水泥生产企业核算指南(试行), 原料分解"


@formula(
    "pure_part_co2",
    equation="E = AD × PUR × EF",
    symbols="AD PUR EF",
    citation=f"{CARBONATES}; 镁冶炼、其他有色金属核算指南(试行)",
    label_zh="按纯度计的原料分解排放",
    label_en="CO2 of the pure part of a material",
    units=[("t", "1", "t/t", "t")],
)
def pure_part_co2(activity_data: Column, purity: Column, emission_factor: Column) -> Column:
    """Count what is carbonate (or oxalic acid) in the material; the factor is that of the pure substance."""
    return activity_data * purity * emission_factor


@formula(
    "calcined_part",
    equation="E = E0 × F",
    symbols="E0 F",
    citation=f"{CARBONATES}, 煅烧比例",
    label_zh="已煅烧部分的排放",
    label_en="CO2 of the calcined part",
    units=[("t", "1", "t")],
)
def calcined_part(complete_decomposition: Column, calcination_fraction: Column) -> Column:
    """Take the part that decomposes; the rest leaves as carbonate."""
    return complete_decomposition * calcination_fraction


@formula(
    "clinker_co2_from_oxides",
    equation="E = Q × [(FR1 − FR10) × M(CO2) / M(CaO) + (FR2 − FR20) × M(CO2) / M(MgO)]",
    symbols="Q FR1 FR10 FR2 FR20 M(CO2) M(CaO) M(MgO)",
    citation=CEMENT_2013,
    label_zh="熟料原料分解排放(氧化钙、氧化镁含量)",
    label_en="CO2 of calcination from CaO and MgO of the clinker",
    units=[("t", "1", "1", "1", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=["cao_not_from_carbonate", "mgo_not_from_carbonate"],
    mixed=["clinker", "molar_mass_co2", "molar_mass_cao", "molar_mass_mgo"],
)
def clinker_co2_from_oxides(
    clinker: Column,
    cao_content: Column,
    cao_not_from_carbonate: Column,
    mgo_content: Column,
    mgo_not_from_carbonate: Column,
    molar_mass_co2: Column,
    molar_mass_cao: Column,
    molar_mass_mgo: Column,
) -> Column:
    """Count the CO2 of the CaO and MgO that came from carbonates; kiln dust counts like clinker."""
    lime = (cao_content - cao_not_from_carbonate) / molar_mass_cao
    magnesia = (mgo_content - mgo_not_from_carbonate) / molar_mass_mgo
    return clinker * (lime + magnesia) * molar_mass_co2


@formula(
    "clinker_co2_from_all_oxides",
    equation="E = Q × [FR1 × M(CO2) / M(CaO) + FR2 × M(CO2) / M(MgO)]",
    symbols="Q FR1 FR2 M(CO2) M(CaO) M(MgO)",
    citation=f"{CEMENT_2013}, FR10 = FR20 = 0",
    label_zh="熟料原料分解排放(氧化物全部来自碳酸盐)",
    label_en="CO2 of calcination where all CaO and MgO came from carbonates",
    units=[("t", "1", "1", "g/mol", "g/mol", "g/mol", "t")],
    mixed=["molar_mass_co2", "molar_mass_cao", "molar_mass_mgo"],
)
def clinker_co2_from_all_oxides(
    clinker: Column,
    cao_content: Column,
    mgo_content: Column,
    molar_mass_co2: Column,
    molar_mass_cao: Column,
    molar_mass_mgo: Column,
) -> Column:
    """Count all CaO and MgO as carbonate: whoever states none from elsewhere is credited with none."""
    return clinker * (cao_content / molar_mass_cao + mgo_content / molar_mass_mgo) * molar_mass_co2


@formula(
    "product_co2_from_oxide",
    equation="E = Q × OX × SR",
    symbols="Q OX SR",
    citation="IPCC 2006 V3 Ch2 Eq 2.4, 2.6, Table 2.4",
    label_zh="产品中氧化物对应的排放(石灰、熟料)",
    label_en="CO2 from the oxide of lime or clinker",
    units=[("t", "1", "tCO2/t", "t")],
    free=["stoichiometric_ratio"],
)
def product_co2_from_oxide(activity_data: Column, oxide_content: Column, stoichiometric_ratio: Column) -> Column:
    """Count the CO2 that left for each tonne of CaO, or of CaO and MgO, in the product."""
    return activity_data * oxide_content * stoichiometric_ratio


@formula(
    "kiln_dust_corrected",
    equation="E = E0 × CF",
    symbols="E0 CF",
    citation="IPCC 2006 V3 Ch2 Eq 2.4, 2.6",
    label_zh="窑灰校正",
    label_en="Correction for kiln dust",
    units=[("t", "1", "t")],
    free=["kiln_dust_correction"],
)
def kiln_dust_corrected(uncorrected: Column, kiln_dust_correction: Column) -> Column:
    """Add what decomposed and left as dust."""
    return uncorrected * kiln_dust_correction


@formula(
    "hydrated_lime_corrected",
    equation="E = E0 × Ch",
    symbols="E0 Ch",
    citation="IPCC 2006 V3 Ch2 Eq 2.6",
    label_zh="熟石灰校正",
    label_en="Correction for hydrated lime",
    units=[("t", "1", "t")],
    free=["hydrated_lime_correction"],
)
def hydrated_lime_corrected(uncorrected: Column, hydrated_lime_correction: Column) -> Column:
    """Take off the water that hydrated lime has bound."""
    return uncorrected * hydrated_lime_correction


@formula(
    "raw_material_calcination",
    equation="E = M × η × U × (C1 × M(CO2) / M(CaCO3) + C2 × M(CO2) / M(MgCO3))",
    symbols="M η U C1 C2 M(CO2) M(CaCO3) M(MgCO3)",
    citation="陶瓷生产企业核算指南(试行), 原料分解",
    label_zh="陶瓷原料碳酸盐分解排放",
    label_en="CO2 of carbonates in ceramic raw material",
    units=[("t", "1", "1", "1", "1", "g/mol", "g/mol", "g/mol", "t")],
    falling=["molar_mass_caco3", "molar_mass_mgco3"],
)
def raw_material_calcination(
    raw_material: Column,
    utilisation_rate: Column,
    calcination_fraction: Column,
    caco3_content: Column,
    mgco3_content: Column,
    molar_mass_co2: Column,
    molar_mass_caco3: Column,
    molar_mass_mgco3: Column,
) -> Column:
    """Count both carbonates of the raw material that enters the body and is fired."""
    carbonates = caco3_content / molar_mass_caco3 + mgco3_content / molar_mass_mgco3
    return raw_material * utilisation_rate * calcination_fraction * carbonates * molar_mass_co2


@formula(
    "glass_co2_with_cullet",
    equation="E = M × EF × (1 − CR)",
    symbols="M EF CR",
    citation="IPCC 2006 V3 Ch2 Eq 2.13",
    label_zh="玻璃熔制排放(扣除碎玻璃)",
    label_en="CO2 of melted glass, less cullet",
    units=[("t", "t/t", "1", "t")],
    falling=["cullet_ratio"],
)
def glass_co2_with_cullet(activity_data: Column, emission_factor: Column, cullet_ratio: Column) -> Column:
    """Count the glass that was melted from raw material; cullet gives off nothing."""
    return activity_data * emission_factor * (1 - cullet_ratio)


@formula(
    "alternative_fuel_fossil_co2",
    equation="E = FC × NCV × EF × α",
    symbols="FC NCV EF α",
    citation="水泥生产企业核算指南(试行), 替代燃料或废弃物中非生物质碳的燃烧",
    label_zh="替代燃料非生物质碳燃烧排放",
    label_en="CO2 of the fossil part of an alternative fuel",
    units=[("t", "GJ/t", "tCO2/GJ", "1", "t")],
)
def alternative_fuel_fossil_co2(
    fuel_consumption: Column, net_calorific_value: Column, emission_factor: Column, fossil_share: Column
) -> Column:
    """Burn a waste of which `fossil_share` of the carbon is fossil."""
    return fuel_consumption * net_calorific_value * emission_factor * fossil_share


@formula(
    "alternative_fuel_biogenic_co2",
    equation="E = FC × NCV × EF × (1 − α)",
    symbols="FC NCV EF α",
    citation="水泥生产企业核算指南(试行), 替代燃料或废弃物中非生物质碳的燃烧",
    label_zh="替代燃料生物质碳燃烧排放(另列)",
    label_en="CO2 of the biogenic part of an alternative fuel",
    units=[("t", "GJ/t", "tCO2/GJ", "1", "t")],
    falling=["fossil_share"],
)
def alternative_fuel_biogenic_co2(
    fuel_consumption: Column, net_calorific_value: Column, emission_factor: Column, fossil_share: Column
) -> Column:
    """Return what the fossil share leaves, for the account of biogenic carbon."""
    return fuel_consumption * net_calorific_value * emission_factor * (1 - fossil_share)
