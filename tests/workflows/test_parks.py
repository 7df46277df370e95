"""Parks: dated entries of a bureau, in the log, that put sites into lists of peers; years before stay as they were."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from service.errors import Conflict, Forbidden, InvalidInput, NotFound
from service.records import Principal
from service.storage.session import Store
from service.workflows import audit, parks, rank, synergy
from service.workflows.rank_page import RankingQuery
from service.workflows.register import register_facility
from service.workflows.submit import submit_report
from tests.storage.raw import run
from tests.workflows.builders import Plant, encode, library, plant, regulator
from tests.workflows.lodging import accept, body, fleet, freeze_peers, lodge, refreshed

Json = dict[str, Any]
PARK = {"park": "SX-ZB01", "name": {"zh": "综改示范区", "en": "reform zone"}, "region": "140100"}
GROUP: Json = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": "4411", "synthetic": True}


def register(store: Store, caller: Principal, key: str = "park", **changes: Any) -> Json:
    raw = encode(PARK | changes)
    found: Json = json.loads(parks.register_park(store, library(), caller, raw, key).result().answer)
    return found


def assign(
    store: Store, caller: Principal, owner: Plant, park: str | None = "SX-ZB01", starts: str = "2024-01-01"
) -> Json:
    raw = encode({"park": park, "starts": starts, "reason": "入园协议", "evidence": "EV-1"})
    answer = parks.assign_site(store, caller, owner.permit_code, raw, f"{owner.permit_code} {park} {starts}").result()
    found: Json = json.loads(answer.answer)
    return found


def listed(store: Store, **changes: Any) -> dict[str, int]:
    """Place by enterprise."""
    found = rank.rankings(store, library(), regulator(store), RankingQuery(**(GROUP | changes)))
    return {item["enterprise"]: item["rank"] for item in found["items"]}


def test_a_site_is_ranked_in_the_park_that_it_was_assigned_to(store: Store) -> None:
    bureau = regulator(store)
    owners = fleet(store, ["12", "12.6", "13.4", "14.1"])
    freeze_peers(store)
    refreshed(store)
    register(store, bureau)
    assert listed(store, park="SX-ZB01") == {}
    for owner in owners[1:3]:
        assign(store, bureau, owner)
    refreshed(store)
    assert listed(store, park="SX-ZB01") == {owners[1].credit_code: 1, owners[2].credit_code: 2}
    assert len(listed(store)) == 4
    assert audit.verify(store).ok


def test_leaving_a_park_leaves_the_years_before_as_they_were(store: Store) -> None:
    bureau = regulator(store)
    (owner,) = fleet(store, ["12"])
    lodge(store, owner, "12.5", 2025)
    register(store, bureau)
    assign(store, bureau, owner, starts="2024-06-01")
    assign(store, bureau, owner, None, starts="2025-12-31")
    for year in (2024, 2025):
        freeze_peers(store, year)
        refreshed(store, year)
    assert listed(store, park="SX-ZB01") == {owner.credit_code: 1}
    assert listed(store, park="SX-ZB01", year=2025) == {}


def test_moving_takes_a_site_out_of_the_old_list_without_a_new_score(store: Store) -> None:
    bureau = regulator(store)
    (owner,) = fleet(store, ["12"])
    freeze_peers(store)
    for code in ("SX-ZB01", "SX-ZB02"):
        register(store, bureau, code, park=code)
    assign(store, bureau, owner)
    refreshed(store)
    assign(store, bureau, owner, "SX-ZB02", starts="2024-03-01")
    assert refreshed(store) == {"scored": 0, "unchanged": 1, "remaining": 0}
    assert listed(store, park="SX-ZB01") == {}
    assert listed(store, park="SX-ZB02") == {owner.credit_code: 1}


def test_a_site_whose_neighbour_of_the_enterprise_stands_outside_is_in_no_parks_list(store: Store) -> None:
    """The score is of both sites together, so neither park could claim it."""
    bureau = regulator(store)
    (owner,) = fleet(store, ["12"])
    other = Plant(owner.credit_code, f"{owner.credit_code}002P", owner.principal)
    second_site(store, other)
    lodge_second(store, other)
    register(store, bureau)
    assign(store, bureau, owner)
    freeze_peers(store)
    refreshed(store)
    assert listed(store, park="SX-ZB01") == {}
    assign(store, bureau, other)
    refreshed(store)
    assert set(listed(store, park="SX-ZB01")) == {owner.credit_code}


def second_site(store: Store, site: Plant) -> None:
    unit: Json = {"unit_id": "U1", "unit_class": "I", "gb_key": "power.coal.usc1000", "fuel": "coal"}
    unit |= {"capacity": {"value": "1000", "unit": "MW"}}
    body = {"permit_code": site.permit_code, "enterprise": site.credit_code, "name": "two", "sector": "4411"}
    raw = encode(body | {"region": "140100", "units": [unit]})
    register_facility(store, library(), site.principal, raw, "second").result()


def lodge_second(store: Store, site: Plant) -> None:
    raw = encode(body(site, "12"))
    answer = json.loads(submit_report(store, library(), site.principal, raw, "second").result().answer)
    accept(store, str(answer["report_id"]))


def test_an_unknown_park_is_not_an_empty_one(store: Store) -> None:
    with pytest.raises(NotFound, match=r"park\.not_found"):
        listed(store, park="NOWHERE")


def test_only_who_governs_the_region_fills_a_park(store: Store) -> None:
    province, city, elsewhere = regulator(store), regulator(store, "1402"), regulator(store, "37")
    owner, far = plant(store), plant(store, 2, region="140200")
    register(store, province)
    for caller in (city, elsewhere):
        with pytest.raises(Forbidden, match=r"park\.not_yours"):
            register(store, caller, "mine")
    with pytest.raises(NotFound):
        assign(store, city, owner)
    with pytest.raises(Forbidden, match=r"park\.not_yours"):
        assign(store, city, far)
    with pytest.raises(InvalidInput, match=r"park\.other_region"):
        assign(store, province, far)
    with pytest.raises(Forbidden):
        assign(store, owner.principal, owner)
    with pytest.raises(NotFound, match=r"park\.not_found"):
        assign(store, province, owner, "NOWHERE")
    with pytest.raises(Conflict, match=r"park\.none"):
        assign(store, province, owner, None)


def test_a_park_is_renamed_and_never_moved(store: Store) -> None:
    bureau = regulator(store)
    register(store, bureau)
    register(store, bureau, "again", name={"zh": "新名", "en": "new name"})
    with pytest.raises(Conflict, match=r"park\.region"):
        register(store, bureau, "moved", region="140200")
    assert parks.park(store, bureau, "SX-ZB01", None)["name"] == {"zh": "新名", "en": "new name"}
    assert [item["park"] for item in parks.parks(store, bureau, "14", "", 5)[0]] == ["SX-ZB01"]
    assert parks.parks(store, bureau, "37", "", 5) == ([], None)


def test_the_sites_of_a_park_are_those_of_a_day_as_far_as_the_caller_sees(store: Store) -> None:
    bureau = regulator(store)
    owner, other = plant(store), plant(store, 2)
    register(store, bureau)
    assign(store, bureau, owner, starts="2024-06-01")
    assign(store, bureau, other, starts="2025-06-01")
    told = parks.park(store, bureau, "SX-ZB01", date(2024, 12, 31))["facilities"]
    assert [(site["permit_code"], site["since"]) for site in told] == [(owner.permit_code, "2024-06-01")]
    assert parks.park(store, other.principal, "SX-ZB01", date(2024, 12, 31))["facilities"] == []
    history = parks.site_history(store, owner.principal, owner.permit_code)
    assert [(one["park"], one["reason"]) for one in history] == [("SX-ZB01", "入园协议")]
    with pytest.raises(NotFound):
        parks.site_history(store, other.principal, owner.permit_code)


def test_synergy_of_a_park_is_that_of_whom_it_held_in_both_years(store: Store) -> None:
    bureau = regulator(store)
    owners = fleet(store, ["12", "12.6", "13.4"])
    for owner in owners:
        lodge(store, owner, "15", 2023)
    for year in (2023, 2024):
        freeze_peers(store, year)
        refreshed(store, year)
    register(store, bureau)
    assign(store, bureau, owners[0], starts="2023-01-01")
    assign(store, bureau, owners[1], starts="2024-01-01")
    wanted = synergy.SynergyQuery("DNZ-1", 2023, 2024, synthetic=True, park="SX-ZB01")
    found = synergy.synergy(store, library(), bureau, wanted)
    assert (found["enterprises"], found["counted"], found["in_one_year_only"]) == (2, 1, 1)


def test_the_log_knows_when_an_assignment_was_touched(store: Store, database_url: str, backend: str) -> None:
    if backend != "sqlite":
        pytest.skip("the trigger is dropped by hand, which only the file's owner does")
    owner = plant(store)
    register(store, regulator(store))
    assign(store, regulator(store), owner)
    run(database_url, "DROP TRIGGER park_assignment_refuse_update")
    run(database_url, "UPDATE park_assignment SET starts = '2020-01-01'")
    found = audit.verify(store)
    assert not found.ok
