"""Comparison, explanation and publication among the peers that rankings name: one process, one park."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from service.acts import PublicationStage
from service.errors import Conflict, InvalidInput, NotFound
from service.scoring.result import Rating
from service.storage.publications import publication
from service.storage.session import Store
from service.workflows import publish
from service.workflows.compare import ComparisonQuery, comparison
from service.workflows.explain import ExplanationQuery, explanation
from service.workflows.rank import rankings
from service.workflows.rank_page import RankingQuery
from tests.workflows.builders import Plant, encode, library, regulator
from tests.workflows.lodging import fleet, freeze_peers, lodge, refreshed
from tests.workflows.test_parks import assign, register

Json = dict[str, Any]
RANKING = RankingQuery("DNZ-1", 2024, "14", "4411", synthetic=True)
WANTED = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": "4411", "synthetic": True}


def parked(store: Store, tonnes: list[str], inside: list[int]) -> list[Plant]:
    """Plants of which some stand in the park, scored."""
    owners = fleet(store, tonnes)
    register(store, regulator(store))
    for position in inside:
        assign(store, regulator(store), owners[position], starts="2023-01-01")
    freeze_peers(store)
    refreshed(store)
    return owners


def compared(store: Store, **changes: Any) -> Json:
    return comparison(store, library(), regulator(store), ComparisonQuery(replace(RANKING, **changes), 2023))


def explained(store: Store, credit_code: str, **changes: Any) -> Json:
    query = ExplanationQuery(replace(RANKING, credit_code=credit_code, **changes))
    return explanation(store, library(), regulator(store), query)


def test_places_of_a_park_are_explained_against_who_stands_above_in_it(store: Store) -> None:
    owners = parked(store, ["12", "12.6", "13.4"], [1, 2])
    told, whole = (explained(store, owners[2].credit_code, park=park) for park in ("SX-ZB01", None))
    assert (told["place"]["rank"], told["group_size"], whole["place"]["rank"], whole["group_size"]) == (2, 2, 3, 3)
    assert told["next_above"]["enterprise"] == owners[1].credit_code
    assert (told["park"], told["process"], told["to_reach"]["within_reach"]) == ("SX-ZB01", None, True)
    first = explained(store, owners[1].credit_code, park="SX-ZB01")
    assert (first["place"]["rank"], first["next_above"]) == (1, None)
    with pytest.raises(NotFound):
        explained(store, owners[0].credit_code, park="SX-ZB01")


def test_the_explained_place_is_that_of_the_ranking(store: Store) -> None:
    owners = parked(store, ["12", "12.6", "13.4"], [0, 2])
    ranking = rankings(store, library(), regulator(store), replace(RANKING, park="SX-ZB01"))
    for item in ranking["items"]:
        place = explained(store, item["enterprise"], park="SX-ZB01")["place"]
        assert [place[name] for name in ("rank", "rank_interval", "rank_key")] == [
            item[name] for name in ("rank", "rank_interval", "rank_key")
        ]
    assert [item["enterprise"] for item in ranking["items"]] == [owners[0].credit_code, owners[2].credit_code]


def test_two_years_of_a_park_tell_who_came_into_it(store: Store) -> None:
    owners = fleet(store, ["12", "12.6", "13.4"])
    register(store, regulator(store))
    for owner, starts in zip(owners[:2], ("2023-01-01", "2024-01-01"), strict=True):
        assign(store, regulator(store), owner, starts=starts)
    for owner, tonnes in zip(owners, ("13", "12.5", "12"), strict=True):
        lodge(store, owner, tonnes, 2023)
    for year in (2023, 2024):
        freeze_peers(store, year)
        refreshed(store, year)
    found = compared(store, park="SX-ZB01")
    moved = {item["enterprise"]: item["movement"] for item in found["items"]}
    assert moved == {owners[0].credit_code: "same", owners[1].credit_code: "entered"}
    assert (found["counts"]["entered"], found["park"]) == (1, "SX-ZB01")
    whole = compared(store)
    assert {item["enterprise"]: item["movement"] for item in whole["items"]}[owners[0].credit_code] == "up"


def test_process_narrows_and_class_only_picks(store: Store) -> None:
    owners = fleet(store, ["6", "13"])
    for owner in owners:
        lodge(store, owner, "14", 2023)
    for year in (2023, 2024):
        freeze_peers(store, year)
        refreshed(store, year)
    whole = compared(store, process="coal_unit")
    assert len(whole["items"]) == 2
    none = compared(store, process="gas_unit")
    assert (none["items"], sum(none["counts"].values())) == ([], 0)
    classes = {Rating(item["after"]["class"]) for item in whole["items"]}
    assert len(classes) == 2
    for rating in classes:
        picked = compared(store, rating=rating)
        fitting = [i for i in whole["items"] if rating in (i["before"]["class"], i["after"]["class"])]
        assert [i["enterprise"] for i in picked["items"]] == [i["enterprise"] for i in fitting]
        assert [i["after"]["rank"] for i in picked["items"]] == [i["after"]["rank"] for i in fitting]
        assert picked["counts"] == whole["counts"]


def published(store: Store, **changes: Any) -> str:
    raw = encode(WANTED | changes)
    receipt = publish.publish(store, library(), regulator(store), raw, "p").result()
    return str(read(receipt.answer)["number"])


def read(answer: bytes) -> Json:
    return dict(json.loads(answer))


def test_a_published_park_keeps_whom_it_held_when_it_was_published(store: Store) -> None:
    owners = parked(store, ["12", "12.6", "13", "13.4", "13.8", "14"], [1, 2, 3, 4, 5])
    number = published(store, park="SX-ZB01")
    assert number.endswith("-2024-14-4411-SX-ZB01-S-1")
    with store.read() as session:
        frozen = publication(session, number, PublicationStage.provisional)
    assert frozen is not None
    body = read(frozen.body)
    assert [item["enterprise"] for item in body["items"]] == [owner.credit_code for owner in owners[1:]]
    assert (body["park"], body["group_size"]) == ("SX-ZB01", 5)
    assign(store, regulator(store), owners[5], None, starts="2024-06-01")
    assert publish.rebuild(store, frozen) == frozen.body
    with pytest.raises(Conflict, match=r"publication\.small_group"):
        published(store, park="SX-ZB01")
    assert published(store, process="coal_unit").endswith("-4411-coal.unit-S-2")


def test_nobody_is_compared_explained_or_published_by_words_that_nobody_knows(store: Store) -> None:
    asked: list[tuple[Json, type[Exception]]] = [
        ({"park": "NOWHERE"}, NotFound),
        ({"process": "alchemy"}, InvalidInput),
    ]
    for change, error in asked:
        with pytest.raises(error):
            compared(store, **change)
        with pytest.raises(error):
            explained(store, "9" * 18, **change)
    with pytest.raises(NotFound, match=r"park\.not_found"):
        published(store, park="NOWHERE")
    with pytest.raises(InvalidInput, match=r"ranking\.process"):
        published(store, process="alchemy")
