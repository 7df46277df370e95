"""Checks on emissions: ceilings, permits, factors of the wrong year, bands of intensity, laboratory values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from service.activity import ActivityRecord
from service.checks.case import Case, printed, threshold
from service.units import find_unit

Hits = Iterator[tuple[str, dict[str, str]]]


def beyond_ceiling(case: Case) -> Hits:
    """NM-05: no enterprise can emit more than this in a year."""
    ceilings = case.thresholds["ceilings"]
    for total in case.totals:
        if total.substance in ceilings and total.exact > threshold(ceilings[total.substance]):
            ceiling = ceilings[total.substance]
            yield "/activities", {"substance": total.substance, "ceiling": f"{ceiling['value']} {ceiling['unit']}"}


def permitted(case: Case) -> Iterator[tuple[int, str, Fraction, Fraction]]:
    """Yield position, substance, permitted mass and mass for each substance with a permitted amount."""
    masses: dict[str, Fraction] = defaultdict(Fraction)
    for total in case.totals:
        masses[total.substance] += total.exact
    for position, permit in case.reported("permit"):
        if permit.substance in masses:
            yield position, permit.substance, permit.quantity.exact(), masses[permit.substance]


def above_permit(case: Case) -> Hits:
    """PL-01: the year's mass is within the permitted amount."""
    for position, substance, permit, mass in permitted(case):
        if permit < mass <= 10 * permit:
            ratio = f"{Decimal(float(mass / permit)):.4g}" if permit else "-"
            yield f"/reported/{position}", {"substance": substance, "ratio": ratio}


def far_above_permit(case: Case) -> Hits:
    """PL-02: ten times the permitted amount is a slip of the unit more often than an emission."""
    for position, substance, permit, mass in permitted(case):
        if mass > 10 * permit:
            yield f"/reported/{position}", {"substance": substance}


def factor_of_another_year(case: Case) -> Hits:
    """GN-09: an electricity factor given inline is one that was in force in the data year."""
    year = case.submission.period.year
    for position, activity in enumerate(case.submission.activities):
        stated = activity.parameters.get("emission_factor")
        if activity.kind != "purchased_electricity" or stated is None:
            continue
        for name, entries in case.library.series.items():
            if not name.startswith("grid."):
                continue
            for entry, following in zip(entries, [*entries[1:], None], strict=True):
                same = entry.value is not None and entry.value * entry.unit.factor == stated.quantity.exact()
                over = following is not None and following.valid_from.year <= year
                if same and over:
                    pointer = f"/activities/{position}/parameters/emission_factor"
                    yield pointer, {"factor_id": entry.id, "year": str(year)}


def intensity_outside_band(case: Case) -> Hits:
    """GN-31: emission per product (or revenue) lies in the band of its peers."""
    co2e = next((t.exact for t in case.totals if t.substance == "CO2e"), None)
    sector = case.submission.sector
    band = case.thresholds["peer_bands"].get(sector)
    revenue_bands = case.thresholds["revenue_bands"]
    if co2e is None:
        return
    if band is not None and (output := case.output(band["product"])) > 0:
        yield from _outside(co2e / output, band)
    for prefix, wide in revenue_bands.items():
        if sector.startswith(prefix) and (revenue := case.output("revenue")) > 0:
            yield from _outside(co2e / revenue, wide)


def _outside(intensity: Fraction, band: Mapping[str, Any]) -> Hits:
    if not threshold(band, "low") <= intensity <= threshold(band, "high"):
        yield "/production", {"low": band["low"], "high": band["high"], "unit": band["unit"]}


def moisture_order(case: Case) -> Hits:
    """PW-24: coal as received is not drier than the air-dried sample of it."""
    for position, activity in enumerate(case.submission.activities):
        total, dried = activity.parameters.get("total_moisture"), activity.parameters.get("air_dried_moisture")
        if total and dried and total.quantity.number() < dried.quantity.number():
            yield f"/activities/{position}/parameters/total_moisture", {"air_dried": printed(dried.quantity)}


def carbon_per_heat(case: Case) -> Hits:
    """PW-28: carbon per heat is near the value of the coal's rank (a screening value, not a limit)."""
    ranks = case.thresholds["carbon_per_heat"]
    tolerance = float(threshold(case.thresholds["carbon_per_heat_tolerance"]))
    usual = {rank: float(threshold(entry)) for rank, entry in ranks.items()}
    for position, activity in enumerate(case.submission.activities):
        per_heat = stated_carbon_per_heat(activity) if activity.material in usual else None
        if per_heat is not None and abs(per_heat / usual[activity.material or ""] - 1) > tolerance:
            entry = ranks[activity.material]
            params = {"usual": f"{entry['value']} {entry['unit']}"}
            yield f"/activities/{position}/parameters/carbon_content", params


def stated_carbon_per_heat(activity: ActivityRecord) -> float | None:
    """Return carbon per heat as stated, or as carbon over calorific value; None where it cannot be told."""
    carbon, heat = activity.parameters.get("carbon_content"), activity.parameters.get("net_calorific_value")
    if carbon is None or carbon.basis in ("ad", "d"):
        return None
    if carbon.quantity.unit.dimension != find_unit("1").dimension:
        return carbon.quantity.number()
    if heat is None or heat.quantity.number() <= 0:
        return None
    return carbon.quantity.number() / heat.quantity.number()


def carbon_and_coal_rates(case: Case) -> Hits:
    """PW-65: CO2 per kWh and standard coal per kWh belong together."""
    coal = next((t for _, t in case.reported("coal_rate")), None)
    band = case.thresholds["carbon_per_coal"]
    tonne_of_coal = find_unit("tce").factor
    for position, rate in case.reported("co2_rate"):
        if coal is None or coal.quantity.exact() <= 0:
            continue
        ratio = rate.quantity.exact() * tonne_of_coal / coal.quantity.exact()
        if not Fraction(band["low"]) <= ratio <= Fraction(band["high"]):
            yield f"/reported/{position}", {"coal": printed(coal.quantity), "low": band["low"], "high": band["high"]}


def pollutant_saved_by_fuel(case: Case) -> Hits:
    """SY-03: saving fuel cannot save more of a pollutant than burning that fuel would have made."""
    margin = threshold(case.thresholds["saving_margin"])
    generated = {t.substance: t.exact for t in case.totals}
    for position, saved in case.reported("pollutant_saved"):
        made = generated.get(saved.substance or "")
        if made is not None and saved.quantity.exact() > made * margin:
            yield f"/reported/{position}", {"substance": saved.substance or "", "saved": printed(saved.quantity)}
