"""Animals, fertiliser, machines and dust: pollutants by count, area, distance and fuel."""

from service.calculators.formula import Column, formula

LIVESTOCK = "畜禽养殖业产排污系数手册 D = P × (1 − Σ n × r)"
AMMONIA = "大气氨源排放清单编制技术指南(试行)(公告2014年第55号)"
ROAD = "道路机动车大气污染物排放清单编制技术指南(试行)(公告2014年第92号)"
STOCKPILES = "公告2021年第24号 附表2 工业源固体物料堆场"


@formula(
    "livestock_generation",
    equation="G = N × t × P",
    symbols="N t P",
    citation=LIVESTOCK,
    label_zh="畜禽污染物产生量",
    label_en="Pollutant that animals generate",
    units=[("head", "d", "kg/head/d", "t")],
    evidence="coefficient",
    free=["rearing_period"],
)
def livestock_generation(animals: Column, rearing_period: Column, generation_coefficient: Column) -> Column:
    """Multiply animals by days and by what one of them makes a day."""
    return animals * rearing_period * generation_coefficient


@formula(
    "after_manure_treatment",
    equation="D = G × n × (1 − r)",
    symbols="G n r",
    citation=LIVESTOCK,
    label_zh="某种清粪与处理方式下的排放量",
    label_en="What one way of treating the manure leaves",
    units=[("t", "1", "1", "t")],
    falling=["manure_removal"],
)
def after_manure_treatment(generated: Column, treatment_share: Column, manure_removal: Column) -> Column:
    """Take the share of the herd that is treated this way, and what the treatment leaves of it."""
    return generated * treatment_share * (1 - manure_removal)


@formula(
    "after_mean_removal",
    equation="D = G × (1 − r)",
    symbols="G r",
    citation=LIVESTOCK,
    label_zh="按平均去除率的排放量",
    label_en="What all ways of treating the manure leave together",
    units=[("t", "1", "t")],
    falling=["mean_removal"],
)
def after_mean_removal(generated: Column, mean_removal: Column) -> Column:
    """Take off the mean of the removals, each weighted with the share of the herd treated that way."""
    return generated * (1 - mean_removal)


@formula(
    "livestock_ammonia",
    equation="E = N × EF",
    symbols="N EF",
    citation=AMMONIA,
    label_zh="畜禽养殖氨排放(综合系数)",
    label_en="Ammonia of animals, by whole coefficient",
    units=[("head", "kg/head", "t")],
    evidence="coefficient",
)
def livestock_ammonia(animals: Column, ammonia_coefficient: Column) -> Column:
    """Multiply animals by the ammonia of one over its cycle."""
    return animals * ammonia_coefficient


@formula(
    "nitrogen_gas_of_manure",
    equation="E = TAN × EF × g",
    symbols="TAN EF g",
    citation=f"{AMMONIA}: NH3-N × 1.214 = NH3",
    label_zh="粪尿总铵态氮的气态损失",
    label_en="Gas from the ammoniacal nitrogen of manure",
    units=[("t", "1", "1", "t")],
    evidence="coefficient",
    free=["gas_per_nitrogen"],
)
def nitrogen_gas_of_manure(ammoniacal_nitrogen: Column, loss_share: Column, gas_per_nitrogen: Column) -> Column:
    """Lose a share of the nitrogen as NH3, N2O or NO; `gas_per_nitrogen` is the ratio of the masses."""
    return ammoniacal_nitrogen * loss_share * gas_per_nitrogen


@formula(
    "fertiliser_ammonia",
    equation="E = M × EF",
    symbols="M EF",
    citation=f"{AMMONIA} 表1",
    label_zh="氮肥施用氨排放",
    label_en="Ammonia of nitrogen fertiliser",
    units=[("t", "1", "t")],
    evidence="coefficient",
)
def fertiliser_ammonia(fertiliser: Column, ammonia_share: Column) -> Column:
    """Release a share of what is applied; the share rises with the temperature."""
    return fertiliser * ammonia_share


@formula(
    "corrected_emission",
    equation="E = G × c",
    symbols="G c",
    citation=f"{AMMONIA}; {ROAD}: 修正系数",
    label_zh="修正后的排放量",
    label_en="Emission after correction",
    units=[("t", "1", "t")],
    free=["correction_factor"],
)
def corrected_emission(emission: Column, correction_factor: Column) -> Column:
    """Apply a correction of the guide: application rate, placement, or all of a vehicle's together."""
    return emission * correction_factor


@formula(
    "road_exhaust",
    equation="E = L × BEF",
    symbols="L BEF",
    citation=ROAD,
    label_zh="机动车尾气排放(行驶里程)",
    label_en="Exhaust of vehicles, by distance",
    units=[("km", "g/km", "t")],
    evidence="coefficient",
)
def road_exhaust(distance: Column, base_factor: Column) -> Column:
    """Multiply the distance that all vehicles of a class drove by their base factor."""
    return distance * base_factor


@formula(
    "road_exhaust_of_fleet",
    equation="E = P × VKT × BEF",
    symbols="P VKT BEF",
    citation=ROAD,
    label_zh="机动车尾气排放(保有量与年均里程)",
    label_en="Exhaust of a fleet",
    units=[("vehicle", "km", "g/km", "t")],
    evidence="coefficient",
)
def road_exhaust_of_fleet(vehicles: Column, annual_mileage: Column, base_factor: Column) -> Column:
    """Multiply vehicles by the distance of one in the year and by their base factor."""
    return vehicles * annual_mileage * base_factor


@formula(
    "corrected_for_driving",
    equation="E = G × φ × γ × λ × θ",
    symbols="G φ γ λ θ",
    citation=f"{ROAD}: 环境、平均速度、劣化、其他使用条件修正",
    label_zh="按使用条件修正的尾气排放",
    label_en="Exhaust corrected for conditions of use",
    units=[("t", "1", "1", "1", "1", "t")],
    free=["climate_correction", "speed_correction", "deterioration_correction", "use_correction"],
)
def corrected_for_driving(
    emission: Column,
    climate_correction: Column,
    speed_correction: Column,
    deterioration_correction: Column,
    use_correction: Column,
) -> Column:
    """Apply weather and height, mean speed, ageing, and sulphur and load together."""
    return emission * climate_correction * speed_correction * deterioration_correction * use_correction


@formula(
    "construction_dust",
    equation="W = A × T × f × c",
    symbols="A T f c",
    citation="施工扬尘排污特征值系数: 建筑面积 × 施工月 × 产生系数 × 工期系数",
    label_zh="施工扬尘产生量",
    label_en="Dust of construction",
    units=[("m2", "month", "kg/m2/month", "1", "t")],
    evidence="coefficient",
    free=["construction_period"],
)
def construction_dust(
    area: Column, construction_period: Column, dust_coefficient: Column, duration_factor: Column
) -> Column:
    """Multiply the area under construction by months, coefficient and the factor of the days worked."""
    return area * construction_period * dust_coefficient * duration_factor


@formula(
    "construction_dust_after_measures",
    equation="W = A × T × c × (f − r)",
    symbols="A T f c r",
    citation="施工扬尘排放量 = (扬尘产生量系数 − 扬尘排放量削减系数) × 建筑面积或施工面积; 环办〔2014〕80号 附件6",
    label_zh="施工扬尘排放量(扣除达标控制措施)",
    label_en="Dust of construction less what measures hold back",
    units=[("m2", "month", "kg/m2/month", "1", "kg/m2/month", "t")],
    evidence="coefficient",
    free=["construction_period"],
    falling=["dust_reduction"],
    mixed=["area", "construction_period", "duration_factor"],
    remainder=True,
)
def construction_dust_after_measures(
    area: Column,
    construction_period: Column,
    dust_coefficient: Column,
    duration_factor: Column,
    dust_reduction: Column,
) -> Column:
    """Take off the coefficients of all measures that meet their standard, given as one sum."""
    return area * construction_period * duration_factor * (dust_coefficient - dust_reduction)


@formula(
    "stockpile_dust",
    equation="P = M × a / b + n × Ef × S",
    symbols="M a b Ef S n",
    citation=f"{STOCKPILES}: 装卸与风蚀, Nc × D × a / b + 2 × Ef × S",
    label_zh="堆场扬尘产生量",
    label_en="Dust of a stockpile",
    units=[("t", "kg/t", "1", "kg/m2", "m2", "1", "t")],
    evidence="coefficient",
    free=["moisture_coefficient", "erosion_factor"],
    falling=["moisture_coefficient"],
    linear=False,
)
def stockpile_dust(
    handled: Column,
    wind_coefficient: Column,
    moisture_coefficient: Column,
    wind_erosion: Column,
    pile_area: Column,
    erosion_factor: Column,
) -> Column:
    """Add what loading raises and what wind blows off."""
    return handled * wind_coefficient / moisture_coefficient + erosion_factor * wind_erosion * pile_area


@formula(
    "stockpile_control",
    equation="U = P × (1 − Cm) × (1 − Tm)",
    symbols="P Cm Tm",
    citation=STOCKPILES,
    label_zh="堆场扬尘排放量",
    label_en="Dust that leaves a stockpile",
    units=[("t", "1", "1", "t")],
    falling=["control_efficiency", "enclosure_efficiency"],
)
def stockpile_control(generated: Column, control_efficiency: Column, enclosure_efficiency: Column) -> Column:
    """Take off what measures and enclosure hold back."""
    return generated * (1 - control_efficiency) * (1 - enclosure_efficiency)
