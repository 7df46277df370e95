"""Fluorinated gases: by-products and their destruction, gases of electronics, stocks, filling; shielding gas."""

from service.calculators.formula import Column, formula

NDRC_2015 = "发改办气候〔2015〕1722号"
FLUOROCHEMICALS = f"氟化工企业核算指南(试行)({NDRC_2015})"
ELECTRONICS = f"电子设备制造企业核算指南(试行)({NDRC_2015})"
MACHINERY = f"机械设备制造企业核算指南(试行)({NDRC_2015})"


@formula(
    "co2_of_destroyed_hfc23",
    equation="E = m × η × M(CO2) / M(HFC-23)",
    symbols="m η M(CO2) M(HFC-23)",
    citation=f"{FLUOROCHEMICALS}, HFC-23 销毁转化为二氧化碳: 44/70",
    label_zh="HFC-23 销毁产生的二氧化碳",
    label_en="CO2 of destroyed HFC-23",
    units=[("t", "1", "g/mol", "g/mol", "t")],
    falling=["molar_mass_hfc23"],
)
def co2_of_destroyed_hfc23(
    mass_treated: Column, destruction_efficiency: Column, molar_mass_co2: Column, molar_mass_hfc23: Column
) -> Column:
    """Turn the one carbon atom of each destroyed molecule into carbon dioxide."""
    return mass_treated * destruction_efficiency * molar_mass_co2 / molar_mass_hfc23


@formula(
    "process_gas_emission",
    equation="E = (1 − h) × FC × (1 − U) × (1 − a × d)",
    symbols="FC h U a d",
    citation=f"{ELECTRONICS}, 刻蚀与CVD腔室清洗; IPCC 2006 Guidelines, Vol. 3, Ch. 6, eq. 6.2",
    label_zh="刻蚀与腔室清洗原料气泄漏",
    label_en="Process gas of etching and chamber cleaning",
    units=[("t", "1", "1", "1", "1", "t")],
    falling=["heel_share", "use_rate", "collection_rate", "removal_rate"],
)
def process_gas_emission(
    gas_use: Column, heel_share: Column, use_rate: Column, collection_rate: Column, removal_rate: Column
) -> Column:
    """Let out what neither stays in the cylinder nor reacts nor is collected and destroyed."""
    return (1 - heel_share) * gas_use * (1 - use_rate) * (1 - collection_rate * removal_rate)


@formula(
    "process_by_product",
    equation="E = (1 − h) × B × FC × (1 − a × d)",
    symbols="FC h B a d",
    citation=f"{ELECTRONICS}, 副产物; IPCC 2006 Guidelines, Vol. 3, Ch. 6, eq. 6.3-6.6",
    label_zh="刻蚀与腔室清洗副产物",
    label_en="By-product of etching and chamber cleaning",
    units=[("t", "1", "t/t", "1", "1", "t")],
    falling=["heel_share", "collection_rate", "removal_rate"],
)
def process_by_product(
    gas_use: Column, heel_share: Column, by_product_rate: Column, collection_rate: Column, removal_rate: Column
) -> Column:
    """Let out the gas that forms from another one and is not collected and destroyed."""
    return (1 - heel_share) * gas_use * by_product_rate * (1 - collection_rate * removal_rate)


@formula(
    "stock_loss",
    equation="E = A + IB − IE − DI",
    symbols="A IB IE DI",
    citation=f"{MACHINERY}, 电气与制冷设备生产; IPCC 2006 Guidelines, Vol. 3, Ch. 8, eq. 8.1",
    label_zh="气体库存平衡损失",
    label_en="Loss of a gas by balance of stocks",
    units=[("t", "t", "t", "t", "t")],
    falling=["closing_stock", "delivered"],
    mixed=["purchased", "opening_stock"],
    linear=False,
    remainder=True,
)
def stock_loss(purchased: Column, opening_stock: Column, closing_stock: Column, delivered: Column) -> Column:
    """Return what was bought or in stock and is neither in stock any more nor delivered, filled in or handed back."""
    return purchased + opening_stock - closing_stock - delivered


@formula(
    "loss_less_capacity",
    equation="E' = E − ΔC",
    symbols="E ΔC",
    citation=f"公共建筑、机械设备制造企业核算指南(试行)({NDRC_2015}), 制冷空调; IPCC 2006 Guidelines, Vol. 3, Ch. 7",
    label_zh="扣除设备充装容量净增加后的损失",
    label_en="Loss less what new equipment holds",
    units=[("t", "t", "t")],
    falling=["net_capacity_increase"],
    linear=False,
    remainder=True,
)
def loss_less_capacity(loss: Column, net_capacity_increase: Column) -> Column:
    """Take off what equipment holds more than before: gas of new equipment less that of retired equipment."""
    return loss - net_capacity_increase


@formula(
    "component_of_blend",
    equation="E' = E × w",
    symbols="E w",
    citation="IPCC 2006 Guidelines, Vol. 3, Ch. 7, 7.1.2: a blend is reported gas by gas",
    label_zh="混合制冷剂中的组分",
    label_en="One gas of a refrigerant blend",
    units=[("t", "1", "t")],
)
def component_of_blend(loss: Column, share_of_blend: Column) -> Column:
    """Return the part of a lost blend that is this gas, by mass."""
    return loss * share_of_blend


@formula(
    "filling_loss",
    equation="E = n × EF × M",
    symbols="n EF M",
    citation=f"{MACHINERY}, 充装: 每次连接 0.342 mol",
    label_zh="充装连接损失",
    label_en="Loss of gas at connections when filling",
    units=[("piece", "mol/piece", "g/mol", "t")],
)
def filling_loss(connections: Column, amount_per_connection: Column, gas_molar_mass: Column) -> Column:
    """Let out the gas between two valves each time a vessel is connected."""
    return connections * amount_per_connection * gas_molar_mass


@formula(
    "equipment_loss",
    equation="E = C − R",
    symbols="C R",
    citation="电网企业核算指南(试行)(发改办气候〔2013〕2526号), 六氟化硫设备修理与退役",
    label_zh="设备修理或退役损失",
    label_en="Loss of gas at repair or retirement of equipment",
    units=[("t", "t", "t")],
    falling=["recovered"],
    linear=False,
    remainder=True,
)
def equipment_loss(capacity: Column, recovered: Column) -> Column:
    """Return what the equipment held and was not recovered."""
    return capacity - recovered


@formula(
    "shielding_gas_co2",
    equation="E = W × x × M(CO2) / (x × M(CO2) + (1 − x) × M')",
    symbols="W x M(CO2) M'",
    citation=f"{MACHINERY}, 二氧化碳气体保护焊",
    label_zh="保护焊气体中的二氧化碳",
    label_en="CO2 of a shielding gas",
    units=[("t", "1", "g/mol", "g/mol", "t")],
    falling=["other_molar_mass"],
)
def shielding_gas_co2(
    shielding_gas: Column, volume_fraction: Column, molar_mass_co2: Column, other_molar_mass: Column
) -> Column:
    """Turn the volume share of CO2 into its mass share; `other_molar_mass` is that of the rest, mostly argon."""
    weighed = volume_fraction * molar_mass_co2
    return shielding_gas * weighed / (weighed + (1 - volume_fraction) * other_molar_mass)
