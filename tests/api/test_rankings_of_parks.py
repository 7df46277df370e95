"""A park is ranked whole or not at all: who may not see all of it is told so, and never shown it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.records import Role
from tests.api.conftest import Api, running
from tests.workflows.builders import plant
from tests.workflows.lodging import freeze_peers, lodge, refreshed

PARK = {"park": "SX-ZB01", "name": {"zh": "综改示范区", "en": "reform zone"}, "region": "140100"}
AMONG = "ruleset=DNZ-1&{years}&sector=4411&synthetic=true&park=SX-ZB01"
PATHS = {
    "ranking": "/v1/rankings?" + AMONG.format(years="year=2024"),
    "comparison": "/v1/rankings/comparison?" + AMONG.format(years="from=2023&to=2024"),
    "synergy": "/v1/scores/synergy?" + AMONG.format(years="from=2023&to=2024"),
}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """Two plants of two years in one park that lies in two counties."""
    with running(tmp_path_factory.mktemp("parks")) as api:
        for region in ("14", "1401", "140105", "37"):
            api.issue(region, Role.regulator, region=region)
        store = api.app.state.services.store
        assert api.post("/v1/parks", PARK, caller="14").status_code == 201
        for number, county in enumerate(("140105", "140106"), start=1):
            owner = plant(store, number, region=county)
            entry = {"park": "SX-ZB01", "starts": "2023-01-01", "reason": "入园协议", "evidence": "EV-1"}
            path = f"/v1/facilities/{owner.permit_code}/parks"
            assert api.post(path, entry, caller="14").status_code == 201
            for year in (2023, 2024):
                lodge(store, owner, "12", year, region=county)
        for year in (2023, 2024):
            freeze_peers(store, year)
            refreshed(store, year)
        yield api


@pytest.mark.parametrize("name", PATHS)
def test_a_park_is_shown_whole_to_who_governs_all_of_it(api: Api, name: str) -> None:
    for caller, region in (("14", ""), ("14", "&region=14"), ("14", "&region=1401"), ("1401", "")):
        answer = api.get(PATHS[name] + region, caller=caller)
        assert answer.status_code == 200, answer.text
    if name == "ranking":
        assert len(answer.json()["items"]) == 2


@pytest.mark.parametrize("name", PATHS)
def test_a_region_narrower_than_the_park_is_no_part_of_it(api: Api, name: str) -> None:
    for caller, region in (("14", "&region=140105"), ("140105", "")):
        answer = api.get(PATHS[name] + region, caller=caller)
        assert (answer.status_code, answer.json()["code"]) == (422, "park.beyond_region")
        assert (answer.json()["errors"][0]["pointer"], "140100" in answer.text) == ("/query/region", True)


@pytest.mark.parametrize("name", PATHS)
def test_a_park_of_another_province_is_not_there(api: Api, name: str) -> None:
    answer = api.get(PATHS[name], caller="37")
    assert (answer.status_code, answer.json()["code"]) == (404, "park.not_found")


@pytest.mark.parametrize(("region", "status"), [("140105", 422), ("1401", 409)])
def test_a_part_of_a_park_is_not_published(api: Api, region: str, status: int) -> None:
    """The whole of it holds two, too few to be published."""
    about = {"ruleset": "DNZ-1", "year": 2024, "sector": "4411", "synthetic": True, "park": "SX-ZB01"}
    answer = api.post("/v1/rankings/publications", about | {"region": region}, caller="14")
    codes = {422: "park.beyond_region", 409: "publication.small_group"}
    assert (answer.status_code, answer.json()["code"]) == (status, codes[status])
