"""Plausible plants, the ruleset as published, and anchors frozen for a year: what the scoring tests start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from service.factors import Factor, FactorSet, Match, Trust
from service.reference.reader import read_document
from service.scoring.inventory import Answer, Basis, DataTier, Inventory, PollutantFigure, ProductLine
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import read_ruleset
from service.units import find_unit

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = "rulesets/dnz-1.yaml"


def ruleset(document: Mapping[str, Any] | None = None) -> Ruleset:
    """DNZ-1 as it stands in the reference data, or another document."""
    text = (ROOT / "emission_factors" / DOCUMENT).read_text(encoding="utf-8")
    return read_ruleset(document or read_document(text, DOCUMENT), DOCUMENT)


#: Anchors by series: value, unit, trust. The figures are those of the reference tables; a test may change any.
ANCHORS: Mapping[str, tuple[str, str, Trust]] = {
    "ets.power.benchmark.electricity.I": ("0.7910", "tCO2/MWh", Trust.PRIMARY),
    "ets.power.benchmark.electricity.II": ("0.8049", "tCO2/MWh", Trust.PRIMARY),
    "ets.power.benchmark.electricity.III": ("0.8244", "tCO2/MWh", Trust.PRIMARY),
    "ets.power.benchmark.electricity.IV": ("0.3288", "tCO2/MWh", Trust.PRIMARY),
    "ets.power.benchmark.heat.coal": ("0.1033", "tCO2/GJ", Trust.PRIMARY),
    "ets.power.benchmark.heat.gas": ("0.0533", "tCO2/GJ", Trust.PRIMARY),
    "gb.power.coal.usc1000.level1": ("268", "gce/kWh", Trust.SECONDARY),
    "gb.power.coal.usc1000.level3": ("283", "gce/kWh", Trust.SECONDARY),
    "gb.power.coal.sub300.level1": ("309", "gce/kWh", Trust.SECONDARY),
    "gb.power.coal.sub300.level3": ("321", "gce/kWh", Trust.SECONDARY),
    "gb.cement.clinker.level1": ("100", "kgce/t", Trust.SECONDARY),
    "gb.cement.clinker.level3": ("117", "kgce/t", Trust.SECONDARY),
    "limits.gb13223.coal.new.so2": ("100", "mg/m3", Trust.SECONDARY),
    "limits.gb13223.coal.new.nox": ("100", "mg/m3", Trust.SECONDARY),
    "limits.gb13223.coal.soot": ("30", "mg/m3", Trust.RECALLED),
    "limits.ule.coal_power.so2": ("35", "mg/m3", Trust.SECONDARY),
    "limits.ule.coal_power.nox": ("50", "mg/m3", Trust.SECONDARY),
    "limits.ule.coal_power.soot": ("10", "mg/m3", Trust.SECONDARY),
    "limits.gb4915.kiln.so2": ("200", "mg/m3", Trust.PRIMARY),
    "limits.gb4915.kiln.nox": ("400", "mg/m3", Trust.PRIMARY),
    "limits.gb4915.kiln.pm": ("30", "mg/m3", Trust.PRIMARY),
    "limits.ule.cement.kiln.so2": ("35", "mg/m3", Trust.SECONDARY),
    "limits.ule.cement.kiln.nox": ("50", "mg/m3", Trust.SECONDARY),
    "limits.ule.cement.kiln.pm": ("10", "mg/m3", Trust.SECONDARY),
    "tax.equivalent.air.so2": ("0.95", "kg/eq", Trust.PRIMARY),
    "tax.equivalent.air.nox": ("0.95", "kg/eq", Trust.PRIMARY),
    "tax.equivalent.air.soot": ("2.18", "kg/eq", Trust.PRIMARY),
    "tax.equivalent.air.dust": ("4", "kg/eq", Trust.PRIMARY),
}


def anchors(
    year: int = 2024, without: Iterable[str] = (), imported: Mapping[str, tuple[str, str, Trust]] | None = None
) -> FactorSet:
    """The anchors frozen for a year, some left out (by prefix), some that a bureau has imported."""
    kept = {name: row for name, row in ANCHORS.items() if not name.startswith(tuple(without) or ("-",))}
    kept |= imported or {}
    return FactorSet.frozen([_factor(name, *row, year) for name, row in kept.items()])


def _factor(series: str, text: str, unit: str, trust: Trust, year: int) -> Factor:
    day = date(year, 1, 1)
    return Factor(
        f"{series}.{year}", series, Fraction(text), text, find_unit(unit), trust, Match.EXACT, "source", "clause",
        "found", day, day, series, series, "",
    )  # fmt: skip


COMPLIANT = {
    "permitted_amounts": Answer.yes,
    "emission_standards": Answer.yes,
    "allowances_surrendered": Answer.yes,
    "statutory_disclosure": Answer.yes,
    "exit_list_equipment": Answer.not_applicable,
}


def air(
    pm: str, so2: str, nox: str, volume: str | None = "3000000000", tier: DataTier = DataTier.A
) -> dict[str, PollutantFigure]:
    """Monitored dust, SO2 and NOx of one stack in mg/m3, with its gas volume in Nm3."""
    gas = Fraction(volume) if volume is not None else None
    figures = {"PM": pm, "SO2": so2, "NOx": nox}
    return {
        name: PollutantFigure(concentration=Fraction(text), volume=gas, basis=Basis.continuous_monitoring, tier=tier)
        for name, text in figures.items()
    }


def unit(line_id: str = "1", intensity: str = "0.738", generated: str = "5000000", **fields: Any) -> ProductLine:
    """A coal-fired unit: CO2 per MWh and MWh generated; 1000 MW ultra-supercritical unless said otherwise."""
    given: dict[str, Any] = {
        "unit_class": "I",
        "gb_key": "power.coal.usc1000",
        "heat_supplied": Fraction(0),
        "load_factor": Fraction("0.75"),
        "direct_co2": Fraction(intensity) * Fraction(generated),
        "carbon_tier": DataTier.A,
        "pollutants": air("3", "15", "30"),
    }
    return ProductLine(line_id, "electricity_generated", Fraction(generated), "MWh", **given | fields)


def kiln(line_id: str = "1", energy: str = "104", clinker: str = "1500000", **fields: Any) -> ProductLine:
    """A clinker kiln with its energy per tonne in kgce."""
    given: dict[str, Any] = {
        "direct_co2": Fraction("0.85") * Fraction(clinker),
        "carbon_tier": DataTier.A,
        "energy_intensity": Fraction(energy),
        "energy_unit": "kgce/t",
        "pollutants": air("6", "20", "45"),
        "correction_inputs": {"altitude": Fraction(300)},
    }
    return ProductLine(line_id, "clinker", Fraction(clinker), "t", **given | fields)


def plant(*lines: ProductLine, sector: str = "4411", **fields: Any) -> Inventory:
    """A compliant, accepted enterprise whose totals are the sums of its lines."""
    totals = {s: _mass(lines, s) for s in ("SO2", "NOx", "PM")}
    given: dict[str, Any] = {
        "co2e_total": sum((line.direct_co2 or Fraction(0) for line in lines), Fraction(0)),
        "pollutant_totals": totals, "compliance": COMPLIANT, "accepted": True, "synthetic": True, "year": 2024,
        "region": "140100", "credit_code": "91140000000000000X",
    }  # fmt: skip
    return Inventory(lines=lines, sector=sector, **given | fields)


def _mass(lines: Iterable[ProductLine], substance: str) -> Fraction:
    figures = [line.pollutants[substance] for line in lines if substance in line.pollutants]
    return sum(((f.concentration or 0) * (f.volume or 0) / Fraction(10**9) for f in figures), Fraction(0))
