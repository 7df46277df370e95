"""Measures over HTTP: quadrant, elasticity and unit cost of each, with the cases that a ratio alone gets wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from service.records import Role
from tests.api.builders import quantity
from tests.api.conftest import Api, running
from tests.workflows.builders import plant
from tests.workflows.lodging import lodge, refreshed

Json = dict[str, Any]
#: Falls of CO2 and SO2 in t, and what is said of them; 9.5 t of SO2 are 10000 equivalents of 0.95 kg.
CASES = {
    "both": (("1000", "9.5"), "both_fall", "pollutant_faster", ("1.0000", "0.1000")),
    "carbon": (("100000", "9.5"), "both_fall", "carbon_faster", ("0.0100", "0.1000")),
    "worse": (("-1000", "-9.5"), "both_rise", "both_worse", (None, None)),
    "undefined": (("0", "9.5"), "on_an_axis", "undefined", (None, "0.1000")),
    "traded": (("1000", "-9.5"), "only_carbon_falls", "not_synergistic", ("1.0000", None)),
}


@pytest.fixture(scope="module")
def measures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Json]]:
    """What the measures of a scored plant come to, by name."""
    with running(tmp_path_factory.mktemp("measures")) as api:
        yield answered(api)


def answered(api: Api) -> dict[str, Json]:
    api.issue("14", Role.regulator, region="14")
    store = api.app.state.services.store
    owner = plant(store)
    lodge(store, owner, "21")
    refreshed(store)
    sent = [
        {"id": name, "operation": quantity("1000", "CNY"),
         "falls": {"CO2": quantity(carbon, "t"), "SO2": quantity(sulphur, "t")}}
        for name, ((carbon, sulphur), *_) in CASES.items()
    ]  # fmt: skip
    about = {"ruleset": "DNZ-1", "year": 2024, "enterprise": owner.credit_code}
    answer = api.post("/v1/scores/abatement", about | {"measures": sent}, caller="14")
    assert answer.status_code == 200, answer.text
    return {measure["id"]: measure for measure in answer.json()["measures"]}


@pytest.mark.parametrize("name", CASES)
def test_each_measure_is_read_from_its_tonnes(measures: dict[str, Json], name: str) -> None:
    _, quadrant, reading, costs = CASES[name]
    found = measures[name]
    assert (found["quadrant"], found["elasticity"]["reading"]) == (quadrant, reading)
    assert (found["elasticity"]["value"] is None) is (reading == "undefined")
    told = [found[kind] and found[kind]["value"] for kind in ("unit_cost_carbon", "unit_cost_pollutant")]
    assert told == list(costs)
    assert abs(float(found["pollution_equivalents"])) == 10000
