"""Progress over stored years: which year is the base, what is told of it, and when nothing can be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from service.errors import NotFound
from service.records import Principal
from service.storage.session import Store
from service.workflows.progress import ProgressQuery, progress_of
from service.workflows.recognise import recognise
from tests.workflows.builders import Plant, encode, library, plant, quantity, regulator
from tests.workflows.lodging import accept, lodge, refreshed, stack

Json = dict[str, Any]
#: What the oxidation factor of years before 2023 asks for.
TRUST = "third_party"
EFFECTS = ("factor_effect", "activity_effect", "intensity_effect", "elsewhere")


def asked(store: Store, owner: Plant, who: Principal | None = None, year: int = 2024, fall: str | None = None) -> Json:
    query = ProgressQuery("DNZ-1", year, owner.credit_code, Fraction(fall) if fall else None)
    (item,) = progress_of(store, library(), who or owner.principal, query)["items"]
    return dict(item)


def generated(kilowatt_hours: str) -> list[Json]:
    made = {"product": "electricity_generated", "quantity": quantity(kilowatt_hours, "亿kWh"), "unit_id": "U1"}
    return [made, {"product": "running_hours", "quantity": quantity("7200", "h"), "unit_id": "U1"}]


def of(item: Json, name: str) -> Json:
    return dict(next(each for each in item["quantities"] if each["quantity"] == name))


def codes(item: Json) -> list[str]:
    return [reason["code"] for reason in item["not_evaluable"]]


def test_half_the_output_at_the_same_coal_per_kwh_is_all_activity(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "16", 2022, production=generated("56"), trust=TRUST)
    lodge(store, owner, "8", 2024, trust=TRUST, production=generated("28"))
    refreshed(store)
    item = asked(store, owner, fall="0.05")
    carbon = of(item, "CO2e")
    assert item["base_year"] == 2022
    assert sum(Fraction(carbon[name]) for name in EFFECTS) == Fraction(carbon["change"]) < 0
    assert carbon["intensity_effect"] == "0.000000"
    assert abs(Fraction(carbon["shares"]["activity_effect"]) + Fraction(1, 2)) < Fraction(1, 1000)
    assert (carbon["coverage"]["after"], carbon["intensity_change"]) == ("1", "0")
    assert carbon["due"]["met"] is False
    assert of(item, "pollution_equivalents")["intensity_change"] == "0"


def test_the_base_year_is_the_first_accepted_one_and_stays_it(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "16", 2019, trust=TRUST)
    waiting = lodge(store, owner, "15", 2021, accepted=False, trust=TRUST)
    for year, tonnes in ((2022, "14"), (2023, "13"), (2024, "12")):
        lodge(store, owner, tonnes, year, trust=TRUST)
    refreshed(store, 2023)
    refreshed(store, 2024)
    assert {asked(store, owner, year=year)["base_year"] for year in (2023, 2024)} == {2022}
    accept(store, waiting)
    assert asked(store, owner)["base_year"] == 2021
    assert Fraction(of(asked(store, owner), "CO2e")["intensity_change"]) < 0


def test_a_declared_change_of_the_boundary_begins_a_base_year_anew(store: Store) -> None:
    owner = plant(store)
    for year, tonnes in ((2022, "14"), (2023, "13"), (2024, "12")):
        lodge(store, owner, tonnes, year, trust=TRUST)
    declared = {
        "ruleset": "DNZ-1", "year": 2023, "criterion": "V10", "outcome": "no", "reason": "已申报",
        "evidence": "EV-1",
    }  # fmt: skip
    recognise(store, library(), regulator(store), owner.credit_code, encode(declared), "r1").result()
    refreshed(store)
    item = asked(store, owner)
    assert (item["base_year"], item["boundary_declared"]) == (2023, 2023)


def test_without_an_earlier_accepted_year_there_is_no_base(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "14", 2024)
    refreshed(store)
    item = asked(store, owner)
    assert (codes(item), item["quantities"]) == (["progress.no_base"], [])


def test_a_year_that_nobody_accepted_shows_no_progress(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "14", 2023)
    lodge(store, owner, "1", 2024, accepted=False)
    refreshed(store)
    assert codes(asked(store, owner)) == ["progress.not_accepted"]


def test_what_fell_out_of_the_reports_is_no_progress(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "14", 2023)
    lodge(store, owner, "1", 2024, emitted=stack()[:2])
    refreshed(store)
    assert codes(asked(store, owner)) == ["boundary.left_out"]


def test_a_year_without_output_is_named(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "14", 2023, production=generated("56"))
    lodge(store, owner, "1", 2024, production=generated("0"))
    refreshed(store)
    item = asked(store, owner)
    assert codes(item) == ["progress.no_output"]
    assert [each["after"] for each in item["products"]] == ["0"]


def test_the_region_may_read_it_and_a_stranger_may_not(store: Store) -> None:
    owner, other = plant(store), plant(store, 2)
    lodge(store, owner, "14", 2023)
    lodge(store, owner, "13", 2024)
    refreshed(store)
    assert asked(store, owner, regulator(store, "1401"))["base_year"] == 2023
    for stranger in (other.principal, regulator(store, "37")):
        with pytest.raises(NotFound):
            asked(store, owner, stranger)
