"""The published enterprise-years, under their record ids.

Their credit codes come from the reserved family, so that no real enterprise is named or meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.demo.plant import Json
from service.demo.plant import quantity as stated
from service.demo.reading import read_json
from service.identifiers import reserved_credit_code

#: The first reserved numbers belong to the published records, one for each.
FIRST_RESERVED = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One published enterprise-year: `quantities` by group and name, as printed."""

    id: str
    number: int
    sector: str
    year: int | None
    region: str | None
    source_url: str
    quantities: Mapping[str, Mapping[str, str]]

    @property
    def credit_code(self) -> str:
        """Return the reserved code that stands in for the enterprise's own."""
        return reserved_credit_code(FIRST_RESERVED + self.number)

    def quantity(self, name: str) -> Json:
        """Return a printed quantity."""
        return stated(self.quantities[name]["value"], self.quantities[name]["unit"])

    @property
    def carbon(self) -> str:
        """Return CO2 where the record prints carbon dioxide alone, else CO2e."""
        units = [q["unit"] for name, q in self.quantities.items() if name.startswith("ghg.")]
        return "CO2" if any(u.endswith("tCO2") for u in units) and not any("CO2e" in u for u in units) else "CO2e"


def records() -> tuple[Record, ...]:
    """Return every published record in the order of the file."""
    return tuple(
        Record(
            id=entry["id"],
            number=number,
            sector=entry["sector"],
            year=entry["year"],
            region=entry["region"],
            source_url=entry["source_url"],
            quantities=entry["quantities"],
        )
        for number, entry in enumerate(read_json("published.json")["records"])
    )
