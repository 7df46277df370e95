"""The one table of activity kinds, and the few conventions that all methods share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """An activity kind and how it is called."""

    id: str
    label_zh: str
    label_en: str
    needs_material: bool = False


KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind("fuel_combustion", "化石燃料燃烧", "Fuel combustion", needs_material=True),
        Kind("process_emission", "工业过程排放", "Process emission", needs_material=True),
        Kind("carbonate_use", "碳酸盐使用", "Use of carbonates", needs_material=True),
        Kind("purchased_electricity", "净购入使用电力", "Net purchased electricity"),
        Kind("purchased_heat", "净购入使用热力", "Net purchased heat"),
        Kind("sulfur_removal_need", "所需脱硫效率", "Required removal of sulphur dioxide", needs_material=True),
        Kind("outlet_monitoring", "排放口监测", "Outlet monitoring"),
        Kind("reported_emission", "企业实测或公布的排放量", "Emission measured or published by the enterprise"),
    )
}

#: The kind whose quantity is a mass already: it stands beside what we compute, never in its place unsaid.
REPORTED_EMISSION = "reported_emission"

#: The step that treatment adds to whatever generated the pollutant.
REMOVAL_FORMULA = "emission_after_removal"

#: Inputs that a laboratory states on a basis; the formulas want the fuel as received.
BASIS_ROLES = frozenset({"carbon_content", "sulfur_content", "ash_content"})

#: From a stated basis to the received one: formula, and the parameters it needs besides the content.
BASIS_FORMULAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ad": ("received_from_air_dried", ("total_moisture", "air_dried_moisture")),
    "d": ("received_from_dry", ("total_moisture",)),
}

#: Stoichiometric constants, `molar_mass_co2` and the like, live in the series `constant.molar_mass.co2`.
CONSTANT_PREFIX = "molar_mass_"

#: What each generating formula is, in the words of the tax law's order of evidence.
EVIDENCE_OF_FORMULA: Mapping[str, str] = {
    "so2_from_sulfur": "material_balance",
    "particulate_from_ash": "material_balance",
    "generation_by_coefficient": "coefficient",
    "mass_by_concentration": "continuous_monitoring",
}
