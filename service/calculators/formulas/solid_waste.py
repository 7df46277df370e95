"""Solid waste: what is generated, used, disposed of, stored, and whether it balances."""

from service.calculators.formula import Column, formula

INDICATORS = "环境统计指标解释, 一般工业固体废物"


@formula(
    "mass_of_waste",
    equation="G = m",
    symbols="m",
    citation=f"{INDICATORS}: 产生量",
    label_zh="固体废物产生量",
    label_en="Waste generated",
    units=[("t", "t")],
)
def mass_of_waste(generated: Column) -> Column:
    """Take the waste as weighed."""
    return generated


@formula(
    "use_rate_of_waste",
    equation="R = U / (G + U往年)",
    symbols="G U U往年",
    citation=f"{INDICATORS}: 综合利用率 = 综合利用量 / (产生量 + 综合利用往年贮存量)",
    label_zh="综合利用率",
    label_en="Share of waste used",
    units=[("t", "t", "t", "%")],
    falling=["generated", "used_from_stock"],
    linear=False,
)
def use_rate_of_waste(generated: Column, used: Column, used_from_stock: Column) -> Column:
    """Relate what is used to what was generated and what was taken from the stock of earlier years."""
    return used / (generated + used_from_stock)


@formula(
    "use_rate_of_fresh_waste",
    equation="R = U / G",
    symbols="G U",
    citation=f"{INDICATORS}: 未利用往年贮存量",
    label_zh="综合利用率",
    label_en="Share of waste used",
    units=[("t", "t", "%")],
    falling=["generated"],
    linear=False,
)
def use_rate_of_fresh_waste(generated: Column, used: Column) -> Column:
    """Relate what is used to what was generated, nothing being taken from stock."""
    return used / generated


@formula(
    "waste_difference",
    equation="Δ = S初 + G − U − D − S末 − L",
    symbols="G S初 U D S末 L",
    citation=f"{INDICATORS}: 产生量 = (利用 − 利用往年) + 贮存 + (处置 − 处置往年) + 倾倒丢弃",
    label_zh="固体废物收支差",
    label_en="What the balance of a waste leaves open",
    units=[("t", "t", "t", "t", "t", "t", "t")],
    falling=["used", "disposed", "closing_stock", "dumped"],
    linear=False,
)
def waste_difference(
    generated: Column, opening_stock: Column, used: Column, disposed: Column, closing_stock: Column, dumped: Column
) -> Column:
    """Return what is neither used, disposed of, still stored nor dumped; a balance leaves nothing."""
    return opening_stock + generated - used - disposed - closing_stock - dumped


@formula(
    "waste_difference_without_dumping",
    equation="Δ = S初 + G − U − D − S末",
    symbols="G S初 U D S末",
    citation=f"{INDICATORS}: 产生量 = (利用 − 利用往年) + 贮存 + (处置 − 处置往年)",
    label_zh="固体废物收支差(无倾倒丢弃)",
    label_en="What the balance of a waste leaves open, nothing dumped",
    units=[("t", "t", "t", "t", "t", "t")],
    falling=["used", "disposed", "closing_stock"],
    linear=False,
)
def waste_difference_without_dumping(
    generated: Column, opening_stock: Column, used: Column, disposed: Column, closing_stock: Column
) -> Column:
    """Return what is neither used, disposed of nor still stored; a balance leaves nothing."""
    return opening_stock + generated - used - disposed - closing_stock


TAXED = "环境保护税法实施条例 第五条: 排放量 = 产生量 − 贮存量 − 处置量 − 综合利用量"


@formula(
    "waste_not_used",
    equation="L = G − U",
    symbols="G U",
    citation=TAXED,
    label_zh="未综合利用的固体废物",
    label_en="Waste that is not used",
    units=[("t", "t", "t")],
    falling=["used"],
    linear=False,
    remainder=True,
)
def waste_not_used(waste: Column, used: Column) -> Column:
    """Take off what is used as the law asks."""
    return waste - used


@formula(
    "waste_not_stored",
    equation="L = G − S",
    symbols="G S",
    citation=TAXED,
    label_zh="未合规贮存的固体废物",
    label_en="Waste that is not stored",
    units=[("t", "t", "t")],
    falling=["stored"],
    linear=False,
    remainder=True,
)
def waste_not_stored(waste: Column, stored: Column) -> Column:
    """Take off what is stored as the law asks."""
    return waste - stored


@formula(
    "waste_not_disposed",
    equation="L = G − D",
    symbols="G D",
    citation=TAXED,
    label_zh="未合规处置的固体废物",
    label_en="Waste that is not disposed of",
    units=[("t", "t", "t")],
    falling=["disposed"],
    linear=False,
    remainder=True,
)
def waste_not_disposed(waste: Column, disposed: Column) -> Column:
    """Take off what is disposed of as the law asks."""
    return waste - disposed
