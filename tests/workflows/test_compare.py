"""Two years side by side: movements, and changes that are split into causes without a residue."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from service.errors import Forbidden, InvalidInput, NotFound
from service.storage.session import Store
from service.workflows.compare import ComparisonQuery, comparison
from service.workflows.rank_page import RankingQuery
from tests.workflows.builders import library, plant, quantity, regulator
from tests.workflows.lodging import fleet, freeze_peers, lodge, refreshed, stack

Json = dict[str, Any]
RANKING = RankingQuery("DNZ-1", 2024, "14", "4411", synthetic=True)
QUERY = ComparisonQuery(RANKING, 2023)
#: Masses are rounded to the gram before they are added.
GRAMS = Decimal("0.0001")
PARTS = ("anchors", "factors", "output", "real")


def compared(store: Store, query: ComparisonQuery = QUERY) -> Json:
    for year, best in ((query.earlier, "3/4"), (query.ranking.year, "7/10")):
        freeze_peers(store, year, best)
        refreshed(store, year)
    return comparison(store, library(), regulator(store), query)


def changes(answer: Json, position: int = 0) -> dict[str, dict[str, Decimal]]:
    found = answer["items"][position]["changes"]
    return {c["quantity"]: {k: Decimal(v) for k, v in c.items() if k not in ("quantity", "unit")} for c in found}


def power(output: str) -> list[Json]:
    return [
        {"product": "electricity_generated", "quantity": quantity(output, "亿kWh"), "unit_id": "U1"},
        {"product": "running_hours", "quantity": quantity("7200", "h"), "unit_id": "U1"},
    ]


def electricity(amount: str) -> Json:
    return {
        "id": "grid",
        "kind": "purchased_electricity",
        "quantity": quantity(amount, "MWh"),
        "unit_id": "U1",
        "month": 1,
    }


def test_every_change_is_the_sum_of_its_causes(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "15", 2023)
    lodge(store, owner, "13", 2024, production=power("50"), emitted=stack(("200", "400", "40")))
    answer = compared(store)
    found = changes(answer)
    assert set(found) >= {"index", "CO2e", "SO2", "NOx"}
    for parts in found.values():
        assert sum(parts[name] for name in PARTS) == parts["total"] == parts["after"] - parts["before"]
    assert found["index"]["real"] != 0
    assert found["CO2e"]["output"] < 0


def test_the_same_plant_that_makes_half_shows_output_and_nothing_real(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "15", 2023)
    lodge(store, owner, "7.5", 2024, production=power("28"))
    found = changes(compared(store))
    for name in ("CO2e", "SO2", "NOx"):
        assert abs(found[name]["real"]) < GRAMS
        assert found[name]["output"] == found[name]["total"] - found[name]["factors"] - found[name]["real"] < 0


def test_the_same_activity_under_another_guide_is_all_factors(store: Store) -> None:
    """Guide, oxidation and grid factor changed from 2022 to 2023: none of that is the plant's doing."""
    owner = plant(store)
    for year in (2022, 2023):
        lodge(store, owner, "15", year, emitted=[*stack(), electricity("50000")], trust="third_party")
    carbon = changes(compared(store, ComparisonQuery(replace(RANKING, year=2023), 2022)))["CO2e"]
    assert carbon["output"] == carbon["real"] == 0
    assert carbon["factors"] == carbon["total"] != 0


def test_the_same_plant_under_stricter_benchmarks_falls_by_nothing_of_its_own(store: Store) -> None:
    owner = plant(store)
    for year in (2023, 2024):
        lodge(store, owner, "15", year)
    index = changes(compared(store))["index"]
    assert index["factors"] == index["output"] == index["real"] == 0
    assert index["anchors"] == index["total"] < 0


def test_who_entered_left_and_moved(store: Store) -> None:
    owners = fleet(store, ["15", "14", "13"], 2023)
    for owner, burned in ((owners[0], "12"), (owners[1], "14")):
        lodge(store, owner, burned, 2024)
    newcomer = plant(store, 4)
    lodge(store, newcomer, "13.5", 2024)
    answer = compared(store)
    found = {item["enterprise"]: item["movement"] for item in answer["items"]}
    assert (found[newcomer.credit_code], found[owners[2].credit_code]) == ("entered", "left")
    assert sum(answer["counts"].values()) == len(answer["items"]) == 4
    one_year = next(item for item in answer["items"] if item["enterprise"] == newcomer.credit_code)
    assert [reason["code"] for reason in one_year["not_split"]] == ["comparison.one_year"]


def test_pages_follow_each_other(store: Store) -> None:
    for year in (2023, 2024):
        for number, burned in enumerate(["15", "14", "13"], start=1):
            owner = plant(store, number + (year - 2023) * 10)
            lodge(store, owner, burned, year)
    whole = [item["enterprise"] for item in compared(store)["items"]]
    query, paged = ComparisonQuery(replace(RANKING, limit=2), 2023), []
    while True:
        page = comparison(store, library(), regulator(store), query)
        paged += [item["enterprise"] for item in page["items"]]
        if page["next_after"] is None:
            break
        query = replace(query, after=page["next_after"])
    assert (paged, len(set(paged))) == (whole, 6)


def test_a_comparison_is_the_own_regions_and_of_years_in_order(store: Store) -> None:
    with pytest.raises(NotFound):
        comparison(store, library(), regulator(store, "37"), QUERY)
    with pytest.raises(Forbidden):
        comparison(store, library(), plant(store).principal, QUERY)
    with pytest.raises(InvalidInput):
        comparison(store, library(), regulator(store), ComparisonQuery(replace(RANKING, year=2023), 2023))
