"""What carbon guides count, turned into the product or the animals for which coefficients of pollutants hold."""

from service.calculators.formula import Column, formula

TCSES = "T/CSES 144-2024"
AMMONIA = "大气氨源排放清单编制技术指南(试行)(公告2014年第55号)"


@formula(
    "fugitive_by_coefficient",
    equation="E = M × F",
    symbols="M F",
    citation=f"{TCSES} 式(2), 表E.1 无组织排放",
    label_zh="无组织排放量(产污系数)",
    label_en="Fugitive emission, by coefficient",
    units=[("t", "kg/t", "t")],
    evidence="coefficient",
)
def fugitive_by_coefficient(product: Column, fugitive_coefficient: Column) -> Column:
    """Multiply a product by what escapes beside the ducts; no treatment behind a duct takes anything off it."""
    return product * fugitive_coefficient


@formula(
    "product_of_charge",
    equation="P = M × y",
    symbols="M y",
    citation=f"{TCSES} 表E.1: 系数以产品产量计",
    label_zh="由熔化量或投料量折算的产品产量",
    label_en="Product made of what is melted or charged",
    units=[("t", "1", "t")],
)
def product_of_charge(charge: Column, product_yield: Column) -> Column:
    """Multiply what a carbon guide counts (molten glass) by the share that becomes product."""
    return charge * product_yield


@formula(
    "animals_of_the_period",
    equation="n = N × T / c",
    symbols="N T c",
    citation=f"{AMMONIA}: 饲养周期小于一年的按出栏量计",
    label_zh="由存栏量和饲养周期折算的动物数",
    label_en="Animals reared in the period, from the average number kept",
    units=[("head", "d", "d", "head")],
    falling=["rearing_period"],
)
def animals_of_the_period(livestock_population: Column, days_kept: Column, rearing_period: Column) -> Column:
    """Multiply the places by the number of times that each was stocked: days of the period over days of one cycle."""
    return livestock_population * days_kept / rearing_period


@formula(
    "ammoniacal_nitrogen_of_excreta",
    equation="TAN = N × t × m × n × a",
    symbols="N t m n a",
    citation=f"{AMMONIA}: 总铵态氮 = 动物数 × 饲养周期 × 排泄量 × 含氮量 × 铵态氮比例",
    label_zh="室内排泄物的总铵态氮",
    label_en="Ammoniacal nitrogen of what animals excrete indoors",
    units=[("head", "d", "kg/head/d", "1", "1", "t")],
)
def ammoniacal_nitrogen_of_excreta(
    animals: Column, rearing_period: Column, excretion: Column, nitrogen_content: Column, ammoniacal_share: Column
) -> Column:
    """Multiply animals by the nitrogen that one excretes in its cycle and by the share of it that is ammoniacal."""
    return animals * rearing_period * excretion * nitrogen_content * ammoniacal_share
