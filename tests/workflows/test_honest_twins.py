"""Beside each way to game the score, a plant that tells the same and can show it: it is not hurt."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from tests.workflows.builders import Plant, coal, plant, quantity
from tests.workflows.lodging import freeze_peers, honest, lodge, refreshed

Json = dict[str, Any]


def scored(store: Store, owner: Plant, year: int = 2024) -> Json:
    freeze_peers(store, year)
    refreshed(store, year)
    with store.read() as session:
        (row,) = all_scores(session, ScoreQuery("DNZ-1@1.1", year, sector="4411", credit_code=owner.credit_code))
    detail: Json = orjson.loads(row.detail)
    return detail


def codes(detail: Json) -> set[str]:
    return {reason["code"] for reason in detail["reasons"]}


def corrected(detail: Json) -> list[str]:
    return [c["series"] for c in detail["anchors"] if c["role"] == "correction"]


def running(hours: str, monitored: str | None) -> list[Json]:
    """50 亿kWh of the 1000 MW set in so many hours."""
    told = {"electricity_generated": quantity("50", "亿kWh"), "running_hours": quantity(hours, "h")}
    told |= {} if monitored is None else {"monitored_hours": quantity(monitored, "h")}
    return [{"product": name, "quantity": amount, "unit_id": "U1"} for name, amount in told.items()]


@pytest.mark.parametrize(("monitored", "relaxed"), [("8000", True), ("7990", True), ("7000", False), (None, False)])
def test_a_low_load_relaxes_the_benchmark_where_monitoring_bears_it_out(
    store: Store, monitored: str | None, relaxed: bool
) -> None:
    owner = plant(store)
    lodge(store, owner, "15", production=running("8000", monitored))
    told = scored(store, owner)
    assert (corrected(told) == ["peak_2023"], "benchmark.unproven" in codes(told)) == (relaxed, not relaxed)


def test_a_load_that_relaxes_nothing_asks_for_no_witness(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "15", production=running("6500", None))
    assert "benchmark.unproven" not in codes(scored(store, owner))


def burning(*proof: tuple[str, Any]) -> list[Json]:
    """A set that burns some biomass beside its coal."""
    coals = [coal(month, quantity=quantity("13", "万吨")) for month in range(1, 13)]
    wood = [
        {"id": f"bio-{month}", "kind": "fuel_combustion", "material": "biomass", "unit_id": "U1", "month": month,
         "quantity": quantity("1", "万吨"), "parameters": {}} | dict(proof)
        for month in range(1, 13)
    ]  # fmt: skip
    return [*coals, *wood, *honest("13")]


def test_biomass_with_its_papers_is_no_fossil_fuel(store: Store) -> None:
    bare, shown = plant(store), plant(store, 2)
    papers = (("laboratory_report", "L"), ("evidence", ["EV-9"]))
    lodge(store, bare, "13", activities=burning(), trust="recalled")
    lodge(store, shown, "13", activities=burning(*papers), trust="recalled")
    one, other = scored(store, bare), scored(store, shown)
    assert ("biomass.unproven" in codes(one), "biomass.unproven" in codes(other)) == (True, False)
    assert float(other["conservative_index"]) > float(one["conservative_index"])
