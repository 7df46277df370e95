"""Treatment: removal between two concentrations, in series, and what two streams are together."""

from service.calculators.formula import Column, formula

BALANCE = "质量守恒"
MANUAL = "产排污系数手册 总则 E = P × (1 − η × k)"


@formula(
    "mass_removed_between",
    equation="R = V × (C进 − C出)",
    symbols="V C进 C出",
    citation=f"{MANUAL}; {BALANCE}",
    label_zh="去除量(进出口浓度)",
    label_en="Mass removed, from the concentrations before and after",
    units=[("m3", "mg/L", "mg/L", "t"), ("Nm3", "mg/Nm3", "mg/Nm3", "t")],
    falling=["effluent_concentration"],
    mixed=["volume"],
)
def mass_removed_between(volume: Column, influent_concentration: Column, effluent_concentration: Column) -> Column:
    """Return what treatment took out of a stream."""
    return volume * (influent_concentration - effluent_concentration)


@formula(
    "removal_of_concentrations",
    equation="η = (C进 − C出) / C进",
    symbols="C进 C出",
    citation=MANUAL,
    label_zh="去除率(进出口浓度)",
    label_en="Removal, from the concentrations before and after",
    units=[("mg/L", "mg/L", "%"), ("mg/Nm3", "mg/Nm3", "%")],
    falling=["effluent_concentration"],
    linear=False,
)
def removal_of_concentrations(influent: Column, effluent_concentration: Column) -> Column:
    """Return the share of a concentration that treatment takes away."""
    return 1 - effluent_concentration / influent


@formula(
    "removal_with_leakage",
    equation="η = 1 − C出 × Q出 / (C进 × Q进)",
    symbols="C进 Q进 C出 Q出",
    citation=f"{BALANCE}, 漏风除尘器: 进出口流量不同",
    label_zh="去除率(进出口浓度与流量)",
    label_en="Removal, from concentrations and flows before and after",
    units=[
        ("mg/L", "m3/h", "mg/L", "m3/h", "%"),
        ("mg/Nm3", "Nm3/h", "mg/Nm3", "Nm3/h", "%"),
    ],
    falling=["effluent_concentration", "effluent_flow"],
    linear=False,
)
def removal_with_leakage(
    influent: Column, influent_flow: Column, effluent_concentration: Column, effluent_flow: Column
) -> Column:
    """Return the share of a pollutant that treatment takes away while air leaks in or out."""
    return 1 - effluent_concentration * effluent_flow / (influent * influent_flow)


@formula(
    "less_collected",
    equation="E = G − R",
    symbols="G R",
    citation=BALANCE,
    label_zh="排放量(产生量减收集量)",
    label_en="Mass discharged: what arose less what was collected",
    units=[("t", "t", "t")],
    falling=["collected"],
    linear=False,
    remainder=True,
)
def less_collected(generated: Column, collected: Column) -> Column:
    """Return what a collector lets pass, from what it was weighed to hold."""
    return generated - collected


@formula(
    "removed_by_efficiency",
    equation="R = V × C × η",
    symbols="V C η",
    citation=MANUAL,
    label_zh="削减量",
    label_en="Mass removed, by efficiency",
    units=[("m3", "mg/L", "1", "t"), ("Nm3", "mg/Nm3", "1", "t")],
)
def removed_by_efficiency(volume: Column, influent_concentration: Column, removal_efficiency: Column) -> Column:
    """Return what a reduction by the given share takes out of a stream."""
    return volume * influent_concentration * removal_efficiency


@formula(
    "stage_removal",
    equation="E = G × (1 − η)",
    symbols="G η",
    citation=f"{MANUAL}, 串联治理设施",
    label_zh="一级治理后的量",
    label_en="What one stage of treatment leaves",
    units=[("t", "1", "t")],
    falling=["first_removal"],
)
def stage_removal(generated: Column, first_removal: Column) -> Column:
    """Take the share of the first stage off."""
    return generated * (1 - first_removal)


@formula(
    "next_stage_removal",
    equation="E = G × (1 − η)",
    symbols="G η",
    citation=f"{MANUAL}, 串联治理设施",
    label_zh="下一级治理后的量",
    label_en="What the next stage of treatment leaves",
    units=[("t", "1", "t")],
    falling=["second_removal"],
)
def next_stage_removal(entering: Column, second_removal: Column) -> Column:
    """Take the share of the second stage off what the first one leaves."""
    return entering * (1 - second_removal)


@formula(
    "combined_removal",
    equation="η = 1 − (1 − η1) × (1 − η2)",
    symbols="η1 η2",
    citation=f"{MANUAL}, 串联治理设施",
    label_zh="串联治理综合去除效率",
    label_en="Removal of two stages together",
    units=[("1", "1", "%")],
    linear=False,
)
def combined_removal(first_removal: Column, second_removal: Column) -> Column:
    """Let the second stage take its share of what the first one leaves."""
    return 1 - (1 - first_removal) * (1 - second_removal)


@formula(
    "mixed_concentration",
    equation="C = (Q1 × C1 + Q2 × C2) / (Q1 + Q2)",
    symbols="Q1 C1 Q2 C2",
    citation=f"{BALANCE}, 完全混合",
    label_zh="混合浓度",
    label_en="Concentration of two streams mixed",
    units=[
        ("m3", "mg/L", "m3", "mg/L", "mg/L"),
        ("m3/h", "mg/L", "m3/h", "mg/L", "mg/L"),
        ("Nm3", "mg/Nm3", "Nm3", "mg/Nm3", "mg/Nm3"),
    ],
    mixed=["first_volume", "second_volume"],
    linear=False,
)
def mixed_concentration(
    first_volume: Column, first_concentration: Column, second_volume: Column, second_concentration: Column
) -> Column:
    """Spread what both streams carry over both volumes."""
    carried = first_volume * first_concentration + second_volume * second_concentration
    return carried / (first_volume + second_volume)


@formula(
    "intensity_of_product",
    equation="I = Q / P",
    symbols="Q P",
    citation="清洁生产评价指标: 单位产品量",
    label_zh="单位产品强度",
    label_en="Intensity per product",
    units=[("m3", "t", "m3/t"), ("t", "t", "kg/t")],
    falling=["product"],
)
def intensity_of_product(amount: Column, product: Column) -> Column:
    """Relate water or a pollutant to the product."""
    return amount / product


@formula(
    "reuse_rate",
    equation="R = Q复用 / (Q复用 + Q新水)",
    symbols="Q复用 Q新水",
    citation="GB/T 7119-2018 重复利用率、循环率",
    label_zh="水重复利用率、循环率",
    label_en="Share of water reused or circulated",
    units=[("m3/h", "m3/h", "%"), ("m3", "m3", "%"), ("m3/d", "m3/d", "%")],
    falling=["fresh_water"],
    linear=False,
)
def reuse_rate(reused_water: Column, fresh_water: Column) -> Column:
    """Relate water used again to all water used."""
    return reused_water / (reused_water + fresh_water)
