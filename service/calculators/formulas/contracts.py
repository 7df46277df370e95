"""The market-based side of purchased electricity: what the contracts say, beside what the grid emits."""

from service.calculators.formula import Column, formula


@formula(
    "market_based_co2",
    equation="E = AD × EF(market)",
    symbols="AD EF(market)",
    citation="GHG Protocol Scope 2 Guidance (2015), ch. 6-7; 公告2025年第47号 附件 表4",
    label_zh="购入电力二氧化碳(基于市场)",
    label_en="CO2 of purchased electricity, market-based",
    units=[("MWh", "tCO2/MWh", "t")],
)
def market_based_co2(purchased_energy: Column, market_based_factor: Column) -> Column:
    """Multiply electricity by the factor of its contract or certificate, or of the residual mix where there is none."""
    return purchased_energy * market_based_factor


@formula(
    "partly_certified_co2",
    equation="E = C × EF(market) + (AD − C) × EF(residual)",
    symbols="AD C EF(market) EF(residual)",
    citation="GHG Protocol Scope 2 Guidance (2015), ch. 6-7; 公告2025年第47号 附件 表4",
    label_zh="绿证覆盖部分与未覆盖部分的二氧化碳(基于市场)",
    label_en="CO2 of power with certificates for a part of it, market-based",
    units=[("MWh", "MWh", "tCO2/MWh", "tCO2/MWh", "t")],
    mixed=["certified_electricity", "residual_factor"],
    linear=False,
)
def partly_certified_co2(
    purchased_energy: Column, certified_electricity: Column, market_based_factor: Column, residual_factor: Column
) -> Column:
    """Take what certificates cover at their factor, and the rest at that of the residual mix."""
    return certified_electricity * market_based_factor + (purchased_energy - certified_electricity) * residual_factor


@formula(
    "electricity_without_certificate",
    equation="Q = AD − C",
    symbols="AD C",
    citation="可再生能源绿色电力证书核发和交易规则: 1 个绿证单位对应 1000 千瓦时, 不得重复使用",
    label_zh="绿证未覆盖的电量",
    label_en="Electricity that no certificate covers",
    units=[("MWh", "MWh", "MWh")],
    falling=["certified_electricity"],
    linear=False,
    remainder=True,
)
def electricity_without_certificate(purchased_energy: Column, certified_electricity: Column) -> Column:
    """Return what is left of the electricity; certificates for more than it would claim power that was not used."""
    return purchased_energy - certified_electricity
