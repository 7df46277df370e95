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
