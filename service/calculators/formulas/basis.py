"""Laboratory values from air-dried or dry basis to the fuel as received."""

from service.calculators.formula import Column, formula

CITATION = "发电设施核查技术指南 CETS-VG-01.01-V02-2026 表8; GB/T 483"


@formula(
    "received_from_air_dried",
    equation="X(ar) = X(ad) × (1 − M(ar)) / (1 − M(ad))",
    symbols="X(ad) M(ar) M(ad)",
    citation=CITATION,
    label_zh="空气干燥基换算为收到基",
    label_en="Air-dried basis to received basis",
    units=[("1", "1", "1", "1")],
    falling=["total_moisture"],
)
def received_from_air_dried(content: Column, total_moisture: Column, air_dried_moisture: Column) -> Column:
    """Convert a mass share; moistures are mass shares of the received and of the air-dried sample."""
    return content * (1 - total_moisture) / (1 - air_dried_moisture)


@formula(
    "received_from_dry",
    equation="X(ar) = X(d) × (1 − M(ar))",
    symbols="X(d) M(ar)",
    citation=CITATION,
    label_zh="干燥基换算为收到基",
    label_en="Dry basis to received basis",
    units=[("1", "1", "1")],
    falling=["total_moisture"],
)
def received_from_dry(content: Column, total_moisture: Column) -> Column:
    """Convert a mass share of dry fuel."""
    return content * (1 - total_moisture)
