"""The few conventions that all methods share. The kinds of activity themselves are data (`kinds.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping

#: The kind whose quantity is a mass already: it stands beside what we compute, never in its place unsaid.
REPORTED_EMISSION = "reported_emission"

#: The step that treatment adds to whatever generated the pollutant.
REMOVAL_FORMULA = "emission_after_removal"

#: What remains of a substance beside its finer part, and what the two are together.
REST_FORMULA, SUM_FORMULA = "coarse_fraction", "sum_of_fractions"

#: How the basis of a coefficient begins that already contains removal.
AFTER_TREATMENT = "after treatment"

#: Inputs that a laboratory states on a basis; the formulas want the fuel as received.
BASIS_ROLES = frozenset({"carbon_content", "sulfur_content", "ash_content"})

#: From a stated basis to the received one: formula, and the parameters it needs besides the content.
BASIS_FORMULAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ad": ("received_from_air_dried", ("total_moisture", "air_dried_moisture")),
    "d": ("received_from_dry", ("total_moisture",)),
}

#: Stoichiometric constants, `molar_mass_co2` and the like, live in the series `constant.molar_mass.co2`.
CONSTANT_PREFIX = "molar_mass_"
