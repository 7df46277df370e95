"""The synthetic cohort: large enough for the plan's quotas, the same every time, and marked in every row."""

from __future__ import annotations

from collections import Counter

import pytest

from service.demo.cohort import cohort
from service.demo.plant import Plant
from service.identifiers import RESERVED_PREFIX, parse_permit_code

FIGURES = ("activities", "production", "reported")


@pytest.fixture(scope="module")
def plants() -> list[Plant]:
    return list(cohort())


def test_each_city_has_ten_and_the_province_a_hundred(plants: list[Plant]) -> None:
    by_city = Counter(plant.facility["region"] for plant in plants)
    assert len(by_city) == 11
    assert min(by_city.values()) >= 10
    assert len(plants) >= 100


def test_each_sector_of_a_city_makes_a_group_that_may_be_published(plants: list[Plant]) -> None:
    groups = Counter((plant.facility["region"], plant.facility["sector"]) for plant in plants)
    assert min(groups.values()) >= 5


def test_the_same_seed_gives_the_same_cohort(plants: list[Plant]) -> None:
    assert list(cohort()) == plants


def test_codes_are_reserved_valid_and_used_once(plants: list[Plant]) -> None:
    codes = [plant.credit_code for plant in plants]
    assert len(set(codes)) == len(codes)
    for plant in plants:
        assert parse_permit_code(plant.facility["permit_code"]).startswith(RESERVED_PREFIX)


def test_every_row_says_that_it_is_synthetic(plants: list[Plant]) -> None:
    for plant in plants:
        assert plant.enterprise["synthetic"] is True
        assert plant.label.startswith("合成-")
        assert "合成" in plant.report["signatory"]


def test_a_twin_differs_from_its_neighbour_in_nothing_but_its_codes(plants: list[Plant]) -> None:
    second, third = plants[1], plants[2]
    assert [second.report[name] for name in FIGURES] == [third.report[name] for name in FIGURES]
    assert second.credit_code != third.credit_code


def test_gaps_are_there_on_purpose(plants: list[Plant]) -> None:
    undeclared = [plant for plant in plants if "declarations" not in plant.report]
    unmonitored = [
        plant for plant in plants if not any(a["kind"] == "reported_emission" for a in plant.report["activities"])
    ]
    assert len(undeclared) == len(unmonitored) == 11
