"""Vehicles: gases for each kilometre, and the carbon dioxide of urea in exhaust treatment."""

from service.calculators.formula import Column, formula

TRANSPORT = "陆上交通运输企业温室气体排放核算方法与报告指南(试行)"


@formula(
    "travel_emission",
    equation="E = L × EF",
    symbols="L EF",
    citation=f"{TRANSPORT}, 附录二; IPCC 2006 Guidelines, Vol. 2, Ch. 3, eq. 3.2.5",
    label_zh="车辆行驶排放(按里程)",
    label_en="Emission of vehicles, by distance",
    units=[("km", "mg/km", "t")],
)
def travel_emission(distance: Column, emission_factor: Column) -> Column:
    """Multiply the kilometres of all vehicles of a kind by what one kilometre emits."""
    return distance * emission_factor


@formula(
    "fleet_distance",
    equation="L = n × l",
    symbols="n l",
    citation=f"{TRANSPORT}, 附录二",
    label_zh="车队行驶里程",
    label_en="Distance of a fleet",
    units=[("vehicle", "km/vehicle", "km")],
)
def fleet_distance(vehicles: Column, distance_per_vehicle: Column) -> Column:
    """Return the kilometres of a number of vehicles."""
    return vehicles * distance_per_vehicle


@formula(
    "urea_solution_co2",
    equation="E = M × P × M(CO2) / M(CO(NH2)2)",
    symbols="M P M(CO2) M(CO(NH2)2)",
    citation=f"{TRANSPORT}, 尾气净化; IPCC 2006 Guidelines, Vol. 2, Ch. 3, eq. 3.2.2",
    label_zh="尾气净化尿素产生的二氧化碳",
    label_en="CO2 of urea used in exhaust treatment",
    units=[("t", "1", "g/mol", "g/mol", "t")],
    evidence="material_balance",
    falling=["molar_mass_urea"],
)
def urea_solution_co2(
    urea_solution: Column, urea_share: Column, molar_mass_co2: Column, molar_mass_urea: Column
) -> Column:
    """Release the one carbon atom of each urea molecule in the solution."""
    return urea_solution * urea_share * molar_mass_co2 / molar_mass_urea
