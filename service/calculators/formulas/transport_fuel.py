"""Fuel of vehicles, ships and aircraft that is not weighed as such: by distance, by volume, by what is left in tanks.

A blend with biofuel is burnt as a whole and then parted: the fossil part counts, the biogenic one stands beside.
"""

from service.calculators.formula import Column, formula

AVIATION = "民用航空企业温室气体排放核算方法与报告指南(试行)(发改办气候〔2013〕2526号); GB/T 32151.6-2015"
IPCC_MOBILE = "IPCC 2006 Guidelines, Vol. 2, Ch. 3"


@formula(
    "fuel_of_travel",
    equation="FC = L × c",
    symbols="L c",
    citation=f"{IPCC_MOBILE}, eq. 3.2.6",
    label_zh="按里程推算的燃料消耗量",
    label_en="Fuel of a distance",
    units=[("km", "kg/100km", "t"), ("km", "L/100km", "m3"), ("km", "Nm3/100km", "Nm3")],
)
def fuel_of_travel(distance: Column, fuel_economy: Column) -> Column:
    """Multiply the distance of all vehicles of a kind by the fuel that a hundred kilometres take."""
    return distance * fuel_economy


@formula(
    "fuel_mass",
    equation="FC = V × ρ",
    symbols="V ρ",
    citation=f"{AVIATION}, 活动水平数据: 以体积计量的燃油按密度换算",
    label_zh="燃料质量(体积与密度)",
    label_en="Mass of a fuel, from its volume",
    units=[("m3", "kg/L", "t")],
)
def fuel_mass(fuel_volume: Column, fuel_density: Column) -> Column:
    """Weigh a liquid fuel by its actual density, at the temperature of the volume."""
    return fuel_volume * fuel_density


@formula(
    "flight_fuel",
    equation="FC = U + T(0) − T(1)",
    symbols="U T(0) T(1)",
    citation=f"{AVIATION}, 飞行任务书; Regulation (EU) 2018/2066 Annex III, method B",
    label_zh="航班燃料消耗量(加油量与油箱余油平衡)",
    label_en="Fuel of a flight, by balance of the tanks",
    units=[("t", "t", "t", "t")],
    falling=["fuel_after"],
    linear=False,
    remainder=True,
)
def flight_fuel(fuel_uplift: Column, fuel_before: Column, fuel_after: Column) -> Column:
    """Return what was in the tanks at block-on before the flight, or taken up for it, and is not there after it."""
    return fuel_uplift + fuel_before - fuel_after


@formula(
    "fossil_part",
    equation="E = E' × (1 − BF)",
    symbols="E' BF",
    citation=f"{AVIATION}, 生物质混合燃料: AD = FC × NCV × (1 − BF)",
    label_zh="生物质混合燃料中化石部分的排放",
    label_en="Fossil part of a blend with biofuel",
    units=[("t", "1", "t")],
    falling=["biomass_share"],
)
def fossil_part(blend_emission: Column, biomass_share: Column) -> Column:
    """Keep what the fossil share of the blend emits."""
    return blend_emission * (1 - biomass_share)


@formula(
    "biogenic_part",
    equation="E = E' × BF",
    symbols="E' BF",
    citation=f"{AVIATION}, 生物质混合燃料: 生物质部分不计入排放总量",
    label_zh="生物质混合燃料中生物质部分的排放",
    label_en="Biogenic part of a blend with biofuel",
    units=[("t", "1", "t")],
)
def biogenic_part(blend_emission: Column, biomass_share: Column) -> Column:
    """Keep what the share of biofuel in the blend emits, to be shown beside the total."""
    return blend_emission * biomass_share
