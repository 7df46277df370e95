"""Synergy and progress over HTTP: of an enterprise, a park and a city with several enterprises, marked as evidence."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from service.records import Principal, Role
from tests.api.builders import OWNER, STRANGER, enterprise, facility, quantity
from tests.api.conftest import Api
from tests.workflows.builders import Plant
from tests.workflows.lodging import body, freeze_peers, stack

Json = dict[str, Any]
PARK = "PARK-1"
UNIT = {
    "unit_id": "U1",
    "unit_class": "I",
    "gb_key": "power.coal.usc1000",
    "capacity": quantity("1000", "MW"),
    "fuel": "coal",
}
#: Coal a month in 万吨 and masses of SO2, NOx and dust in t, by enterprise and year.
YEARS = {
    ("owner", 2023): ("6", ("300", "600", "60")),
    ("owner", 2024): ("5", ("200", "450", "40")),
    ("stranger", 2023): ("4", ("100", "200", "20")),
    ("stranger", 2024): ("4.5", ("90", "190", "21")),
}
CODES = {"owner": OWNER, "stranger": STRANGER}


def permit(name: str) -> str:
    return f"{CODES[name]}009P"


@pytest.fixture(scope="module")
def cohort(api: Api) -> Api:
    """Two power plants of one city with two accepted years, the first of them in a park."""
    assert api.post("/v1/enterprises", enterprise(STRANGER), caller="stranger").status_code == 201
    for name in CODES:
        site = facility(permit(name), sector="4411", units=[UNIT])
        assert api.post("/v1/facilities", site, caller=name).status_code == 201
    for (name, year), (coal, masses) in YEARS.items():
        owner = Plant(CODES[name], permit(name), Principal("-", Role.enterprise))
        lodged = api.post("/v1/reports", body(owner, coal, year, emitted=stack(masses)), caller=name)
        assert lodged.status_code == 201, lodged.text
        verdict = {"decision": "accepted", "reason": "checked"}
        path = f"/v1/reports/{lodged.json()['report_id']}/decisions"
        assert api.post(path, verdict, caller="regulator").status_code == 201
    freeze_peers(api.app.state.services.store)
    for year in (2023, 2024):
        wanted = {"ruleset": "DNZ-1", "year": year, "region": "14"}
        assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    assigned(api)
    return api


def assigned(api: Api) -> None:
    park = {"park": PARK, "name": {"zh": "园区", "en": "park"}, "region": "140100"}
    assert api.post("/v1/parks", park, caller="regulator").status_code == 201
    entry = {"park": PARK, "starts": "2020-01-01", "reason": "入园", "evidence": "EV-1"}
    assert api.post(f"/v1/facilities/{permit('owner')}/parks", entry, caller="regulator").status_code == 201


def synergy(api: Api, caller: str, **asked: str) -> Json:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = api.get(f"/v1/scores/synergy?ruleset=DNZ-1&from=2023&to=2024&synthetic=true&{query}", caller=caller)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def fell(found: Json, substance: str) -> Fraction:
    masses = {each["substance"]: each["mass"]["reduction"] for each in found["change"]["substances"]}
    return Fraction(masses[substance])


def test_a_city_sums_its_enterprises_a_park_those_that_it_holds(cohort: Api) -> None:
    city = synergy(cohort, "regulator", region="1401")
    park = synergy(cohort, "regulator", region="14", park=PARK)
    own = synergy(cohort, "owner", enterprises=OWNER)
    assert (city["counted"], park["counted"], own["counted"]) == (2, 1, 1)
    assert [fell(each, "SO2") for each in (city, park, own)] == [110, 100, 100]
    assert fell(city, "PM") == 19
    assert park["change"] == own["change"]


def test_each_level_has_its_coordinates_elasticity_and_coordination(cohort: Api) -> None:
    other = synergy(cohort, "stranger", enterprises=STRANGER)["change"]["together"]
    assert (other["quadrant"], other["reading"]) == ("only_pollutant_falls", "not_synergistic")
    city = synergy(cohort, "regulator", region="1401")
    together, change = city["change"]["together"], city["change"]
    assert together["quadrant"] == "both_fall"
    shares = [
        Fraction(change[name]["reduction"]) / Fraction(change[name]["before"])
        for name in ("pollution_equivalents", "co2e")
    ]
    assert abs(Fraction(together["value"]) - shares[0] / shares[1]) < Fraction(1, 10**5)
    assert (city["coordination"]["enterprises"], city["coordination"]["basis"]) == (2, "c")


def test_synergy_and_progress_say_that_they_are_evidence_and_what_they_rest_on(cohort: Api) -> None:
    city, own = synergy(cohort, "regulator", region="1401"), progress(cohort, "owner")
    for told in (city["provenance"], own["provenance"]):
        assert (told["role"], told["enters_class"], told["ruleset"]) == ("evidence", False, "DNZ-1@1.1")
        metrics = {each["id"]: (each["basis"], each["source"]) for each in told["metrics"]}
        assert metrics["pollution_equivalents"] == ("D", "tax-law")
    assert {each["basis"] for each in city["provenance"]["metrics"]} == {"c", "D"}


def progress(api: Api, caller: str, more: str = "") -> Json:
    answer = api.get(f"/v1/scores/progress?ruleset=DNZ-1&year=2024&enterprise={OWNER}{more}", caller=caller)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_progress_is_told_by_quantity_with_its_effects(cohort: Api) -> None:
    (item,) = progress(cohort, "regulator", "&yearly_fall=0.05")["items"]
    assert (item["base_year"], item["not_evaluable"]) == (2023, [])
    assert [each["quantity"] for each in item["quantities"]] == ["CO2e", "SO2", "NOx", "PM", "pollution_equivalents"]
    sulphur = item["quantities"][1]
    # The output is the same in both years, so that all of it is intensity.
    assert (sulphur["change"], sulphur["activity_effect"]) == ("-100.000000", "0.000000")
    assert sulphur["intensity_effect"] == sulphur["change"]
    assert (sulphur["due"]["allowed"], sulphur["due"]["met"]) == ("285", True)


@pytest.mark.parametrize("fall", ["0", "1", "-0.1", "x", "0.1234567"])
def test_a_yearly_fall_is_a_share_between_nothing_and_all(cohort: Api, fall: str) -> None:
    path = f"/v1/scores/progress?ruleset=DNZ-1&year=2024&enterprise={OWNER}&yearly_fall={fall}"
    assert cohort.get(path, caller="owner").status_code == 422


def test_progress_is_nobody_elses(cohort: Api) -> None:
    path = f"/v1/scores/progress?ruleset=DNZ-1&year=2024&enterprise={OWNER}"
    assert cohort.get(path, caller="stranger").status_code == 404
    assert cohort.get(path, caller="elsewhere").status_code == 404
    assert cohort.get(path).status_code == 401
