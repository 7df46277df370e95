"""Volatile organic compounds: solvent balances, capture and destruction, leaks, adsorbents."""

from service.calculators.formula import Column, formula

BALANCE = "VOCs 物料衡算"
TCSES = "T/CSES 144-2024"


@formula(
    "voc_input",
    equation="G = W × I",
    symbols="W I",
    citation=f"{TCSES} 式(23)",
    label_zh="溶剂使用带入的挥发性有机物",
    label_en="VOCs brought in by solvents",
    units=[("t", "1", "t"), ("t", "g/kg", "t"), ("m3", "g/L", "t")],
    evidence="material_balance",
    free=["voc_content"],
)
def voc_input(solvent_use: Column, voc_content: Column) -> Column:
    """Take all that is volatile in paint, ink, glue or cleaner as released."""
    return solvent_use * voc_content


@formula(
    "voc_after_recovery",
    equation="E = G − R回收",
    symbols="G R回收",
    citation=f"{BALANCE}: 用量 × 含量 − 回收 − 固废带走 − 去除",
    label_zh="扣除回收的挥发性有机物",
    label_en="VOCs left after recovery",
    units=[("t", "t", "t")],
    falling=["recovered"],
    linear=False,
    remainder=True,
)
def voc_after_recovery(brought_in: Column, recovered: Column) -> Column:
    """Take off what is recovered."""
    return brought_in - recovered


@formula(
    "voc_after_waste",
    equation="E = G − R废物",
    symbols="G R废物",
    citation=f"{BALANCE}: 用量 × 含量 − 回收 − 固废带走 − 去除",
    label_zh="扣除废物带走的挥发性有机物",
    label_en="VOCs left after what waste carries off",
    units=[("t", "t", "t")],
    falling=["in_waste"],
    linear=False,
    remainder=True,
)
def voc_after_waste(brought_in: Column, in_waste: Column) -> Column:
    """Take off what leaves in sludge, residue or waste solvent."""
    return brought_in - in_waste


@formula(
    "voc_after_destruction",
    equation="E = G − R去除",
    symbols="G R去除",
    citation=f"{BALANCE}: 用量 × 含量 − 回收 − 固废带走 − 去除",
    label_zh="扣除销毁的挥发性有机物",
    label_en="VOCs left after destruction",
    units=[("t", "t", "t")],
    falling=["destroyed"],
    linear=False,
    remainder=True,
)
def voc_after_destruction(brought_in: Column, destroyed: Column) -> Column:
    """Take off what is destroyed."""
    return brought_in - destroyed


@formula(
    "solvent_volume",
    equation="V = W / ρ",
    symbols="W ρ",
    citation=f"{TCSES} 式(23), 含量以体积计",
    label_zh="溶剂体积",
    label_en="Volume of a solvent that is weighed",
    units=[("t", "kg/L", "m3")],
    falling=["solvent_density"],
)
def solvent_volume(solvent_mass: Column, solvent_density: Column) -> Column:
    """Return the volume on which a content in grams a litre holds."""
    return solvent_mass / solvent_density


@formula(
    "solvent_mass",
    equation="W = V × ρ",
    symbols="V ρ",
    citation=f"{TCSES} 式(23), 含量以质量计",
    label_zh="溶剂质量",
    label_en="Mass of a solvent that is measured by volume",
    units=[("m3", "kg/L", "t")],
)
def solvent_mass(solvent_volume: Column, solvent_density: Column) -> Column:
    """Return the mass on which a content in percent holds."""
    return solvent_volume * solvent_density


@formula(
    "voc_balance",
    equation="E = G − R回收 − R废物 − R去除",
    symbols="G R回收 R废物 R去除",
    citation=f"{BALANCE}: 用量 × 含量 − 回收 − 固废带走 − 去除",
    label_zh="挥发性有机物排放量(溶剂平衡)",
    label_en="VOC emission, by solvent balance",
    units=[("t", "t", "t", "t", "t")],
    falling=["recovered", "in_waste", "destroyed"],
    linear=False,
)
def voc_balance(brought_in: Column, recovered: Column, in_waste: Column, destroyed: Column) -> Column:
    """Take off what was recovered, carried off in waste, and destroyed."""
    return brought_in - recovered - in_waste - destroyed


@formula(
    "voc_after_capture",
    equation="E = G × (1 − s × η × γ)",
    symbols="G s η γ",
    citation=f"{TCSES} 式(12)(13)(23)",
    label_zh="收集并治理后的挥发性有机物排放量",
    label_en="VOC emission after capture and treatment",
    units=[("t", "1", "1", "1", "t")],
    falling=["capture_rate", "removal_efficiency", "running_rate"],
)
def voc_after_capture(
    brought_in: Column, capture_rate: Column, removal_efficiency: Column, running_rate: Column
) -> Column:
    """Remove only what is captured, and only while the device runs."""
    return brought_in * (1 - capture_rate * removal_efficiency * running_rate)


@formula(
    "ducted_emission",
    equation="E = G × s × (1 − η × γ)",
    symbols="G s η γ",
    citation=f"{BALANCE}: 有组织排放",
    label_zh="有组织排放量",
    label_en="Ducted emission",
    units=[("t", "1", "1", "1", "t")],
    falling=["removal_efficiency", "running_rate"],
)
def ducted_emission(
    brought_in: Column, capture_rate: Column, removal_efficiency: Column, running_rate: Column
) -> Column:
    """Return what leaves through the stack: captured, and not destroyed."""
    return brought_in * capture_rate * (1 - removal_efficiency * running_rate)


@formula(
    "fugitive_emission",
    equation="E = G × (1 − s)",
    symbols="G s",
    citation=f"{BALANCE}: 无组织排放",
    label_zh="无组织排放量",
    label_en="Fugitive emission",
    units=[("t", "1", "t")],
    falling=["capture_rate"],
)
def fugitive_emission(brought_in: Column, capture_rate: Column) -> Column:
    """Return what escapes capture."""
    return brought_in * (1 - capture_rate)


@formula(
    "adsorbent_need",
    equation="M = R / q",
    symbols="R q",
    citation="活性炭吸附: 需炭量 = 削减量 / 吸附容量",
    label_zh="理论需炭量",
    label_en="Activated carbon needed",
    units=[("t", "t/t", "t")],
    free=["adsorption_capacity"],
    falling=["adsorption_capacity"],
)
def adsorbent_need(adsorbed: Column, adsorption_capacity: Column) -> Column:
    """Divide what is adsorbed by what the carbon can hold."""
    return adsorbed / adsorption_capacity


@formula(
    "spent_adsorbent",
    equation="M = M新炭 + R",
    symbols="R M新炭",
    citation="活性炭吸附: 废炭量 = 新炭 + 吸附量",
    label_zh="废活性炭产生量",
    label_en="Spent activated carbon",
    units=[("t", "t", "t")],
    linear=False,
)
def spent_adsorbent(adsorbed: Column, fresh_carbon: Column) -> Column:
    """Add what the carbon took up to the fresh carbon."""
    return adsorbed + fresh_carbon


@formula(
    "leak_of_seals",
    equation="E = N × EF × t",
    symbols="N EF t",
    citation=f"{TCSES} 式(15)(16); 式(14)的 t/8760 有误",
    label_zh="设备动静密封点泄漏",
    label_en="Leaks of seals",
    units=[("piece", "kg/h/piece", "h", "t")],
    evidence="coefficient",
)
def leak_of_seals(seals: Column, leak_rate: Column, operating_time: Column) -> Column:
    """Multiply the number of seals by their average leak and the hours."""
    return seals * leak_rate * operating_time


@formula(
    "flare_emission",
    equation="E = Q × (1 − η)",
    symbols="Q η",
    citation=f"{TCSES} 式(22)",
    label_zh="火炬未燃尽的挥发性有机物",
    label_en="VOCs that a flare leaves unburnt",
    units=[("t", "1", "t")],
    falling=["flare_efficiency"],
)
def flare_emission(flared: Column, flare_efficiency: Column) -> Column:
    """Return what passes the flare unburnt."""
    return flared * (1 - flare_efficiency)
