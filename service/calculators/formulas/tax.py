"""Pollution equivalents, and the environmental protection tax on them."""

from service.calculators.formula import Column, formula

TAX_LAW = "中华人民共和国环境保护税法"


@formula(
    "pollution_equivalents",
    equation="N = M / W",
    symbols="M W",
    citation=f"{TAX_LAW} 第八条、附表二",
    label_zh="污染当量数",
    label_en="Pollution equivalents",
    units=[("t", "kg/eq", "eq")],
    falling=["equivalent_value"],
)
def pollution_equivalents(mass: Column, equivalent_value: Column) -> Column:
    """Divide the mass of a pollutant by the mass that makes one equivalent."""
    return mass / equivalent_value


@formula(
    "equivalents_tax",
    equation="T = N × r × k",
    symbols="N r k",
    citation=f"{TAX_LAW} 第十一条、第十三条",
    label_zh="大气、水污染物应纳税额",
    label_en="Tax on air and water pollutants",
    units=[("eq", "CNY/eq", "1", "CNY")],
)
def equivalents_tax(equivalents: Column, tax_rate: Column, reduction_factor: Column) -> Column:
    """Multiply equivalents by the rate of the place, and by the reduction for staying well below the limit."""
    return equivalents * tax_rate * reduction_factor


@formula(
    "waste_tax",
    equation="T = M × r",
    symbols="M r",
    citation=f"{TAX_LAW} 第十一条第三项",
    label_zh="固体废物应纳税额",
    label_en="Tax on solid waste",
    units=[("t", "CNY/t", "CNY")],
)
def waste_tax(mass: Column, tax_rate: Column) -> Column:
    """Multiply the waste that was neither used, stored nor disposed of as the law asks by its rate."""
    return mass * tax_rate


@formula(
    "noise_tax",
    equation="T = m × R",
    symbols="m R",
    citation=f"{TAX_LAW} 第十一条第四项、附表一 噪声",
    label_zh="工业噪声应纳税额",
    label_en="Tax on industrial noise",
    units=[("month", "CNY/month", "CNY")],
)
def noise_tax(months: Column, noise_rate: Column) -> Column:
    """Multiply months in which the noise exceeds its limit by the rate of the step in which the excess lies."""
    return months * noise_rate


@formula(
    "noise_tax_of_places",
    equation="T = N × n",
    symbols="N n",
    citation=f"{TAX_LAW} 附表一 噪声 注1: 边界超过100米且两处以上超标按两个单位计算",
    label_zh="多处超标的噪声应纳税额",
    label_en="Tax on noise that exceeds its limit at several places",
    units=[("CNY", "1", "CNY")],
    free=["places"],
)
def noise_tax_of_places(single_tax: Column, places: Column) -> Column:
    """Multiply by the number of units as which a long boundary counts."""
    return single_tax * places


@formula(
    "noise_tax_of_short_month",
    equation="T = N × k",
    symbols="N k",
    citation=f"{TAX_LAW} 附表一 噪声 注4: 一个月内超标不足15天的减半",
    label_zh="超标天数少的噪声应纳税额",
    label_en="Tax on noise of a month with few days above the limit",
    units=[("CNY", "1", "CNY")],
)
def noise_tax_of_short_month(full_tax: Column, taxed_share: Column) -> Column:
    """Take the share of the month's tax that is left where few days exceed the limit."""
    return full_tax * taxed_share


@formula(
    "equivalents_by_count",
    equation="N = A / W",
    symbols="A W",
    citation=f"{TAX_LAW} 附表二 四、禽畜养殖业、小型企业和第三产业水污染物污染当量值",
    label_zh="按特征值计算的污染当量数",
    label_en="Pollution equivalents by a count that stands for the discharge",
    units=[("1", "1/eq", "eq"), ("t", "t/eq", "eq")],
    falling=["count_an_equivalent"],
    free=["count_an_equivalent"],
)
def equivalents_by_count(count: Column, count_an_equivalent: Column) -> Column:
    """Divide animals, beds or waste water by the number of them that makes one equivalent."""
    return count / count_an_equivalent
