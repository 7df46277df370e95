"""One report from the first submission to its replay, with every figure recomputed from the trace alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, getcontext
from typing import Any

from service.storage.session import Store
from service.workflows import read
from service.workflows.submit import correct_report, submit_report
from tests.workflows.builders import coal, encode, library, plant, report

getcontext().prec = 50
Values = Mapping[str, Decimal]


def verifier_co2(v: Values) -> Decimal:
    """A verifier's own sums: measured carbon, brought from air-dried coal to coal as received."""
    received = v["carbon_content"] * (1 - v["total_moisture"]) / (1 - v["air_dried_moisture"])
    return v["fuel_consumption"] * received * v["oxidation_factor"] * v["molar_mass_co2"] / v["molar_mass_c"]


def verifier_so2(v: Values) -> Decimal:
    received = v["sulfur_content"] * (1 - v["total_moisture"])
    generated = v["fuel_consumption"] * received * (1 - v["sulfur_retention"]) * v["molar_mass_so2"] / v["molar_mass_s"]
    return generated * (1 - v["removal_efficiency:SO2"] * v["running_rate:SO2"])


def verifier_nox(v: Values) -> Decimal:
    generated = v["activity_data"] * v["generation_coefficient"] / 1000
    return generated * (1 - v["removal_efficiency:NOx"] * v["running_rate:NOx"])


def verifier_dust(size: str) -> Callable[[Values], Decimal]:
    def recompute(v: Values) -> Decimal:
        generated = v["fuel_consumption"] * v["ash_content"] * (1 - v["ash_retention"]) * v["size_share"]
        return generated * (1 - v[f"removal_efficiency:{size}"] * v[f"running_rate:{size}"])

    return recompute


def verifier_black_carbon(v: Values) -> Decimal:
    """Black carbon is a share of the fine particles, and leaves with them."""
    fine = v["fuel_consumption"] * v["ash_content"] * (1 - v["ash_retention"]) * v["size_share"]
    left = 1 - v["removal_efficiency:PM2.5"] * v["running_rate:PM2.5"]
    return fine * v["carbon_share"] * left


def verifier_coefficient(v: Values) -> Decimal:
    return v["activity_data"] * v["generation_coefficient"] / 1000


def verifier_slag(v: Values) -> Decimal:
    return v["fuel_consumption"] * v["ash_content"] * v["ash_retention"]


VERIFIER: Mapping[str, Callable[[Values], Decimal]] = {
    "CO2": verifier_co2,
    "SO2": verifier_so2,
    "NOx": verifier_nox,
    "PM10": verifier_dust("PM10"),
    "PM2.5": verifier_dust("PM2.5"),
    "BC": verifier_black_carbon,
    "CO": verifier_coefficient,
    "VOCs": verifier_coefficient,
    "boiler_slag": verifier_slag,
}
ROUNDING = {"CO2": (Decimal("0.01"), ROUND_HALF_UP)}


def recomputed(result: dict[str, Any]) -> str:
    """Recompute one figure by hand from its trace's inputs; every one of them names its origin."""
    inputs = result["trace"]["inputs"]
    assert all(entry["match"] and (entry["factor_id"] or "reported" in entry) for entry in inputs)
    values = {entry["name"]: Decimal(entry["value"]) for entry in inputs}
    step, mode = ROUNDING.get(result["substance"], (Decimal("0.000000001"), ROUND_HALF_EVEN))
    return str(VERIFIER[result["substance"]](values).quantize(step, mode))


def test_a_report_is_posted_verified_corrected_and_replayed(store: Store) -> None:
    owner = plant(store)
    posted = submit_report(store, library(), owner.principal, encode(report(owner)), "first").result()
    report_id = json.loads(posted.answer)["report_id"]
    before = read.trace(store, library(), owner.principal, report_id, 1, read.TracePage())[0]
    assert {r["substance"] for r in before["results"]} == set(VERIFIER)
    assert [recomputed(r) for r in before["results"]] == [r["mass"]["value"] for r in before["results"]]

    better = report(owner, activities=[coal(1, quantity={"value": "16.4", "unit": "万吨"}), *map(coal, range(2, 13))])
    correction = {"reason": "belt scale of January recalibrated", "report": better}
    correct_report(store, library(), owner.principal, report_id, encode(correction), "second").result()

    listed = read.versions(store, owner.principal, report_id)["items"]
    assert [(v["version"], v["supersedes"], v["reason"]) for v in listed] == [
        (1, None, None),
        (2, 1, "belt scale of January recalibrated"),
    ]
    assert read.trace(store, library(), owner.principal, report_id, 1, read.TracePage())[0] == before
    after = read.trace(store, library(), owner.principal, report_id, 2, read.TracePage())[0]
    assert after["results"][0]["mass"] != before["results"][0]["mass"]
    assert read.body(store, owner.principal, report_id, 1) == encode(report(owner))
