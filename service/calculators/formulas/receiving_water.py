"""What a discharge does to the water that receives it."""

from service.calculators.formula import Column, formula


@formula(
    "fully_mixed_concentration",
    equation="C = (Qp × Cp + Qh × Ch) / (Qp + Qh)",
    symbols="Qp Cp Qh Ch",
    citation="HJ 2.3-2018 附录E, 河流均匀混合模型",
    label_zh="完全混合后的浓度",
    label_en="Concentration after full mixing",
    units=[("m3/d", "mg/L", "m3/d", "mg/L", "mg/L")],
    mixed=["discharge", "river_flow"],
    linear=False,
)
def fully_mixed_concentration(
    discharge: Column, concentration: Column, river_flow: Column, river_concentration: Column
) -> Column:
    """Mix a discharge with the water that it meets, nothing being lost on the way."""
    load = discharge * concentration + river_flow * river_concentration
    return load / (discharge + river_flow)
