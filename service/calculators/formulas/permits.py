"""Permitted amounts: the gas that a fuel is taken to make, and what it may carry away at the limit."""

from service.calculators.formula import Column, formula

HJ_953 = "HJ 953-2018 排污许可证申请与核发技术规范 锅炉"


@formula(
    "reference_gas_volume",
    equation="V = R × (a × Q + b)",
    symbols="R Q a b",
    citation=f"{HJ_953}, 基准烟气量取值表: 经验公式",
    label_zh="基准烟气量",
    label_en="Reference gas volume of a fuel",
    units=[
        ("t", "MJ/kg", "m3/MJ", "m3/kg", "m3"),
        ("m3", "MJ/m3", "m3/MJ", "1", "m3"),
    ],
    linear=False,
    mixed=["fuel_consumption"],
)
def reference_gas_volume(
    fuel_consumption: Column, net_calorific_value: Column, gas_by_heat: Column, gas_by_fuel: Column
) -> Column:
    """Return the gas, dry and at standard state, that a fuel of this calorific value is taken to make."""
    return fuel_consumption * (gas_by_heat * net_calorific_value + gas_by_fuel)


@formula(
    "permitted_amount",
    equation="E = V × C",
    symbols="V C",
    citation=f"{HJ_953}, E = R × C × V × 10^-5",
    label_zh="许可排放量(限值法)",
    label_en="Permitted amount, by the limit of a standard",
    units=[("m3", "mg/m3", "t")],
)
def permitted_amount(gas_volume: Column, concentration_limit: Column) -> Column:
    """Multiply the reference gas by the concentration that the standard allows."""
    return gas_volume * concentration_limit
