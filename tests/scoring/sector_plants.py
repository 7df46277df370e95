"""The table of plausible plants, as inventories."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from service.reference.reader import read_document
from service.scoring.inventory import Basis, DataTier, Inventory, PollutantFigure, ProductLine
from tests.scoring.builders import plant
from tests.scoring.published import RULES

TABLE = Path(__file__).parent / "sector_plants.yaml"
#: What of a line is neither its product nor a condition.
FIGURES = ("energy", "co2", "stack")
Row = Mapping[str, Any]


def rows() -> Mapping[str, Row]:
    """The plants by name."""
    text = "plants:\n" + "\n".join(f"  {line}" for line in TABLE.read_text(encoding="utf-8").splitlines())
    found = read_document(text, TABLE.name)["plants"]
    assert isinstance(found, list)
    return {str(row["id"]): row for row in found}


def inventory(row: Row) -> Inventory:
    """A compliant, accepted enterprise of the table."""
    lines = [line(name, told) for name, told in row["lines"].items()]
    return plant(*lines, sector=row["sector"], year=int(row["year"]))


def line(name: str, told: Row) -> ProductLine:
    """One line of a plant of the table; its first key is its product."""
    product = next(iter(told))
    kind = RULES.making(product)
    assert kind is not None
    stated = {key: Fraction(value) for key, value in told.items() if key not in (product, *FIGURES)}
    assert stated.keys() <= RULES.quantities.keys()
    return ProductLine(
        name, product, Fraction(told[product]), kind.unit, direct_co2=Fraction(told["co2"]), carbon_tier=DataTier.A,
        energy_intensity=Fraction(told["energy"]) if "energy" in told else None,
        energy_unit=kind.energy.unit if kind.energy else None, correction_inputs=stated,
        witnesses=stated,
        pollutants=stack(*told["stack"]) if "stack" in told else {},
    )  # fmt: skip


def stack(pm: str, so2: str | None, nox: str | None, volume: str) -> dict[str, PollutantFigure]:
    """Monitored dust, SO2 and NOx in mg/m3; gas in 10^9 Nm3."""
    gas, told = Fraction(volume) * 10**9, {"PM": pm, "SO2": so2, "NOx": nox}
    return {
        name: PollutantFigure(
            concentration=Fraction(text), volume=gas, basis=Basis.continuous_monitoring, tier=DataTier.A
        )
        for name, text in told.items()
        if text is not None
    }
