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
