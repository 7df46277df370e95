"""Checks on monitored stacks: mass, mean concentration, gas and oxygen belong together, and gas belongs to the fuel.

A stack's mean concentration is one at reference oxygen, and its gas volume belongs to that mean. More air lowers what
is measured and raises the oxygen in the same breath, so it can lower neither the mean nor the mass; what says otherwise
has to be explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from service.activity import ActivityRecord
from service.checks.case import Case, printed, threshold
from service.units import Quantity, find_unit

Hits = Iterator[tuple[str, dict[str, str]]]
MONITORED, BURNT = "reported_emission", "fuel_combustion"
#: Stack gas is dry and standard by definition, whichever way its cubic metre is written.
CONCENTRATIONS, VOLUMES = ("mg/m3", "mg/Nm3"), ("Nm3", "m3")
OXYGEN_OF_AIR = "flue_gas.oxygen_of_air"


def mass_and_gas(case: Case) -> Hits:
    """CE-05: the mass of a stack is its mean concentration times its gas."""
    tolerance = threshold(case.thresholds["mass_identity"])
    for position, stack in stacks(case):
        mean, volume = mean_of(stack), stated(stack, "gas_volume", *VOLUMES)
        if mean is None or volume is None:
            continue
        mass, implied = stack.quantity.to("t"), milligrams(mean * volume)
        if abs(mass - implied) > tolerance * max(mass, implied):
            yield f"/activities/{position}/quantity", {"implied": text(implied, "t")}


def at_reference_oxygen(stack: ActivityRecord, standard: Fraction | None, air: Fraction) -> Fraction | None:
    """Return what was measured, else the stated mean, in mg/m3 at the right reference oxygen; None where untold."""
    measured, mean = stated(stack, "concentration", *CONCENTRATIONS), mean_of(stack)
    found, reference = (stated(stack, name, "1") for name in ("oxygen_content", "reference_oxygen"))
    right = reference if standard is None else standard
    value, share = (measured, found) if measured is not None and found is not None else (mean, reference)
    if value is None or share is None or right is None or share >= air:
        return None
    return value * (air - right) / (air - share)


def oxygen_near_air(case: Case) -> Hits:
    """CE-09: a stack that runs holds less oxygen than air does."""
    limit = threshold(case.thresholds["oxygen_near_air"])
    for position, stack in stacks(case):
        found = stated(stack, "oxygen_content", "1")
        if found is not None and found >= limit:
            pointer = f"/activities/{position}/parameters/oxygen_content"
            yield pointer, {"oxygen": printed(stack.parameters["oxygen_content"].quantity)}


def gas_and_fuel(case: Case) -> Hits:
    """CE-24: the gas of all stacks is what the fuel gives at reference oxygen, as its CO2 tells.

    Sites that burn anything beside the listed fuels are not asked: process gas and biomass have another ratio.
    """
    rule = rule_of(case)
    carbon = next((t.exact for t in case.totals if t.substance == "CO2"), None)
    gas = gas_of_outlets(case)
    if rule is None or carbon is None or carbon <= 0 or not gas:
        return
    expected = carbon * threshold(rule)
    excess = threshold(case.thresholds["gas_excess"])
    if sum(gas.values()) > expected * excess:
        position = min(place for place, stack in stacks(case) if volume_of(stack) is not None)
        params = {"gas": text(sum(gas.values(), Fraction(0)), "Nm3"), "expected": text(expected, "Nm3")}
        yield f"/activities/{position}", params


def rule_of(case: Case) -> Mapping[str, Any] | None:
    """Return how much gas a tonne of CO2 stands for, where all fuel of the site is of one listed class."""
    known = case.library.documents["fuels/materials.yaml"]
    burnt = {a.material or "" for a in case.submission.activities if a.kind == BURNT}
    classes = {known[material]["class"] if material in known else "" for material in burnt}
    for rule in case.thresholds["gas_per_co2"]:
        if case.submission.sector.startswith(tuple(rule["sectors"])) and classes == {rule["class"]}:
            found: Mapping[str, Any] = rule
            return found
    return None


def gas_of_outlets(case: Case) -> dict[str, Fraction]:
    """Return the gas of each outlet, in Nm3; the substances of one outlet share its gas, so the largest counts."""
    found: dict[str, Fraction] = {}
    for _, stack in stacks(case):
        if (volume := volume_of(stack)) is not None:
            outlet = stack.unit_id or ""
            found[outlet] = max(volume, found.get(outlet, Fraction(0)))
    return found


def volume_of(stack: ActivityRecord) -> Fraction | None:
    """Return the gas as stated, else as mass over mean; None where neither tells."""
    volume, mean = stated(stack, "gas_volume", *VOLUMES), mean_of(stack)
    if volume is not None:
        return volume
    return stack.quantity.to("t") / milligrams(mean) if mean else None


def stacks(case: Case) -> Iterator[tuple[int, ActivityRecord]]:
    """Yield the monitored emissions to air that state a mean concentration."""
    for position, activity in enumerate(case.submission.activities):
        monitored = activity.kind == MONITORED and activity.medium in (None, "air")
        if monitored and "mean_concentration" in activity.parameters:
            yield position, activity


def mean_of(stack: ActivityRecord) -> Fraction | None:
    """Return the yearly mean at reference oxygen, in mg per cubic metre of dry standard gas."""
    return stated(stack, "mean_concentration", *CONCENTRATIONS)


def stated(stack: ActivityRecord, name: str, *units: str) -> Fraction | None:
    """Return a parameter in the first of `units` that is of its dimension; None where it is absent or fits none."""
    found = stack.parameters.get(name)
    fitting = (u for u in units if found and found.quantity.unit.dimension == find_unit(u).dimension)
    unit = next(fitting, None)
    return found.quantity.to(unit) if found is not None and unit is not None else None


def milligrams(amount: Fraction) -> Fraction:
    """Return mg as t."""
    return Quantity("1", find_unit("mg")).to("t") * amount


def oxygen_of_air(case: Case) -> Fraction:
    """Return the share of oxygen in air that conversions use."""
    entry = case.library.series[OXYGEN_OF_AIR][-1]
    return entry.value * entry.unit.factor if entry.value is not None else Fraction(1)


def text(amount: Fraction, unit: str) -> str:
    """Return an amount with four digits, for a message."""
    return f"{Decimal(float(amount)):.4g} {unit}"
