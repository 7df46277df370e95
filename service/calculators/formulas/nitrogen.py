"""Nitrous oxide from nitrogen that reaches soil or water."""

from service.calculators.formula import Column, formula

SOIL = "IPCC 2006 Guidelines, Vol. 4, Ch. 11"
GUIDE_2011 = "省级温室气体清单编制指南(发改办气候〔2011〕1041号)"


@formula(
    "n2o_from_nitrogen",
    equation="E = N × EF × M(N2O) / M(N2)",
    symbols="N EF M(N2O) M(N2)",
    citation=f"{SOIL}, eq. 11.1; Vol. 5, Ch. 6, eq. 6.7; {GUIDE_2011}, 农用地、废水处理",
    label_zh="氮转化的氧化亚氮",
    label_en="N2O from nitrogen",
    units=[("t", "kgN2O-N/kgN", "g/mol", "g/mol", "t")],
    falling=["molar_mass_n2"],
)
def n2o_from_nitrogen(
    nitrogen: Column, emission_factor: Column, molar_mass_n2o: Column, molar_mass_n2: Column
) -> Column:
    """Multiply nitrogen by the share that leaves as N2O-N, and that by the ratio of the masses."""
    return nitrogen * emission_factor * molar_mass_n2o / molar_mass_n2


@formula(
    "nitrogen_of_fertiliser",
    equation="N = M × w(N)",
    symbols="M w(N)",
    citation=f"{GUIDE_2011}, 农用地: 化肥折纯量",
    label_zh="化肥或有机肥含氮量",
    label_en="Nitrogen of fertiliser or manure",
    units=[("t", "kg/kg", "t")],
)
def nitrogen_of_fertiliser(fertiliser: Column, nitrogen_content: Column) -> Column:
    """Return the nitrogen in the mass of a product that was spread."""
    return fertiliser * nitrogen_content


@formula(
    "n2o_from_deposition",
    equation="E = N × Frac(GAS) × EF4 × M(N2O) / M(N2)",
    symbols="N Frac(GAS) EF4 M(N2O) M(N2)",
    citation=f"{SOIL}, eq. 11.9; {GUIDE_2011}, 大气氮沉降",
    label_zh="大气氮沉降引起的氧化亚氮间接排放",
    label_en="Indirect N2O, deposition of volatilised nitrogen",
    units=[("t", "1", "kgN2O-N/kgN", "g/mol", "g/mol", "t")],
    falling=["molar_mass_n2"],
)
def n2o_from_deposition(
    nitrogen: Column,
    volatilised_share: Column,
    deposition_factor: Column,
    molar_mass_n2o: Column,
    molar_mass_n2: Column,
) -> Column:
    """Follow the nitrogen that volatilises as NH3 and NOx and comes down elsewhere."""
    return nitrogen * volatilised_share * deposition_factor * molar_mass_n2o / molar_mass_n2


@formula(
    "n2o_from_leaching",
    equation="E = N × Frac(LEACH) × EF5 × M(N2O) / M(N2)",
    symbols="N Frac(LEACH) EF5 M(N2O) M(N2)",
    citation=f"{SOIL}, eq. 11.10; {GUIDE_2011}, 氮淋溶径流",
    label_zh="氮淋溶和径流引起的氧化亚氮间接排放",
    label_en="Indirect N2O, leaching and run-off of nitrogen",
    units=[("t", "1", "kgN2O-N/kgN", "g/mol", "g/mol", "t")],
    falling=["molar_mass_n2"],
)
def n2o_from_leaching(
    nitrogen: Column,
    leached_share: Column,
    leaching_factor: Column,
    molar_mass_n2o: Column,
    molar_mass_n2: Column,
) -> Column:
    """Follow the nitrogen that leaves the field with water."""
    return nitrogen * leached_share * leaching_factor * molar_mass_n2o / molar_mass_n2


@formula(
    "nitrogen_in_water",
    equation="N = W × C(TN)",
    symbols="W C(TN)",
    citation=f"{GUIDE_2011}, 废水处理",
    label_zh="排入水体的氮",
    label_en="Nitrogen in waste water",
    units=[("m3", "kg/m3", "t")],
)
def nitrogen_in_water(wastewater_volume: Column, nitrogen_concentration: Column) -> Column:
    """Return the nitrogen in a volume of waste water."""
    return wastewater_volume * nitrogen_concentration


@formula(
    "nitrogen_of_population",
    equation="N = P × Pr × T × F(NPR) × F(NON-CON) × F(IND-COM)",
    symbols="P Pr T F(NPR) F(NON-CON) F(IND-COM)",
    citation="IPCC 2006 Guidelines, Vol. 5, Ch. 6, eq. 6.8; 省级温室气体清单编制指南(2011), 废水处理",
    label_zh="人口产生的污水氮",
    label_en="Nitrogen in the waste water of a population",
    units=[("person", "kg/person/year", "year", "kg/kg", "1", "1", "t")],
    free=["non_consumed_protein_factor", "industrial_co_discharge_factor"],
)
def nitrogen_of_population(
    population: Column,
    protein_per_person: Column,
    duration: Column,
    nitrogen_share_of_protein: Column,
    non_consumed_protein_factor: Column,
    industrial_co_discharge_factor: Column,
) -> Column:
    """Return the nitrogen that people release, from the protein they eat; what left with sludge is taken off after."""
    eaten = population * protein_per_person * duration * nitrogen_share_of_protein
    return eaten * non_consumed_protein_factor * industrial_co_discharge_factor


@formula(
    "warming_effect",
    equation="CO2e = m × GWP",
    symbols="m GWP",
    citation="IPCC, 100-year global warming potential",
    label_zh="二氧化碳当量(自定全球变暖潜势)",
    label_en="CO2 equivalent at a stated warming potential",
    units=[("t", "tCO2e/t", "t")],
)
def warming_effect(gas: Column, global_warming_potential: Column) -> Column:
    """Weigh a gas by a potential that the sender states, for sets that the library does not hold."""
    return gas * global_warming_potential
