"""One place against the next above: what it names is enough, a kilogram less is not, and names stay with the bureau."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from service.acts import Scope
from service.errors import InvalidInput, NotFound
from service.storage.session import Store
from service.workflows import score
from service.workflows.explain import ExplanationQuery, explanation
from service.workflows.rank import rankings
from service.workflows.rank_page import RankingQuery
from service.workflows.register import register_facility
from service.workflows.submit import submit_report
from tests.workflows.builders import Plant, encode, library, plant, quantity, regulator
from tests.workflows.lodging import accept, body, correct, fleet, freeze_peers, lodge, refreshed, stack

Json = dict[str, Any]


def asked(owner: Plant, region: str = "14") -> ExplanationQuery:
    return ExplanationQuery(RankingQuery("DNZ-1", 2024, region, "4411", credit_code=owner.credit_code))


def ranked(store: Store) -> None:
    """Peers first, so that carbon has an advanced value and scores differ."""
    freeze_peers(store)
    refreshed(store)


def explained(store: Store, owner: Plant) -> Json:
    return explanation(store, library(), regulator(store), asked(owner))


def monitored(nox: str) -> list[Json]:
    """The same gas volume with more or less NOx in it: 460 t at 30 mg/m3."""
    lines = stack()
    mean = Decimal(nox) / Decimal("460") * 30
    lines[1] |= {"quantity": quantity(nox, "t"), "parameters": {"mean_concentration": quantity(f"{mean:.9f}", "mg/m3")}}
    return lines


def test_the_best_has_nobody_above_and_the_next_is_told_its_gap(store: Store) -> None:
    owners = fleet(store, ["14", "14.3"])
    ranked(store)
    first, second = (explained(store, owner) for owner in owners)
    assert (first["place"]["rank"], first["next_above"], first["to_reach"]) == (1, None, None)
    assert second["next_above"]["enterprise"] == owners[0].credit_code
    reach = second["to_reach"]["together"]
    assert [r["substance"] for r in reach] == ["CO2"]
    assert reach[0]["en"] == f"CO2: {reach[0]['reduction']['value']} t less"
    assert second["choices"]
    assert all(anchor["basis"] for anchor in second["anchors"])


def test_the_reduction_that_is_named_reaches_the_place_and_a_little_less_does_not(store: Store) -> None:
    """Pollutants bind: the report is corrected by what the answer names, and the ranking is asked."""
    owners = [plant(store, number) for number in (1, 2)]
    lodge(store, owners[0], "6")
    report_id = lodge(store, owners[1], "6", emitted=monitored("560"))
    ranked(store)
    told = explained(store, owners[1])
    alone = {r["substance"]: Decimal(r["reduction"]["value"]) for r in told["to_reach"]["alone"]}
    if "NOx" not in alone:
        pytest.fail(f"NOx alone should do: {told['to_reach']}")
    correct(store, owners[1], report_id, "6", emitted=monitored(str(Decimal("560") - alone["NOx"] + Decimal("0.5"))))
    refreshed(store)
    assert explained(store, owners[1])["place"]["rank"] == 2
    correct(store, owners[1], report_id, "6.0", emitted=monitored(str(Decimal("560") - alone["NOx"])))
    refreshed(store)
    assert explained(store, owners[1])["place"]["rank"] == 1


def test_an_enterprise_sees_its_own_place_and_not_who_is_above(store: Store) -> None:
    owners = fleet(store, ["14", "14.1", "14.2", "14.3", "14.4"])
    ranked(store)
    own = explanation(store, library(), owners[1].principal, asked(owners[1]))
    assert (own["place"]["rank"], own["next_above"]["rank"], own["next_above"]["enterprise"]) == (2, 1, None)
    assert owners[0].credit_code not in str(own)
    with pytest.raises(NotFound):
        explanation(store, library(), owners[1].principal, asked(owners[0]))
    with pytest.raises(NotFound):
        explanation(store, library(), regulator(store, "37"), asked(owners[0], "37"))
    with pytest.raises(NotFound):
        explanation(store, library(), regulator(store, "1402"), asked(owners[0]))


def test_a_group_below_the_minimum_is_explained_to_the_bureau_only(store: Store) -> None:
    owners = fleet(store, ["14", "14.3"])
    ranked(store)
    assert explained(store, owners[1])["publishable"] is False
    with pytest.raises(NotFound, match=r"publication\.small_group"):
        explanation(store, library(), owners[1].principal, asked(owners[1]))


def test_who_has_no_place_gets_the_reasons(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "15", emitted=[])
    ranked(store)
    told = explained(store, owner)
    assert (told["place"], told["to_reach"]) == (None, None)
    assert told["unranked"]


def test_places_agree_with_the_ranking(store: Store) -> None:
    owners = fleet(store, ["14", "14.3", "14.3", "14.8"])
    ranked(store)
    query = RankingQuery("DNZ-1", 2024, "14", "4411", synthetic=True)
    listed = {i["enterprise"]: i["rank"] for i in rankings(store, library(), regulator(store), query)["items"]}
    assert {o.credit_code: explained(store, o)["place"]["rank"] for o in owners} == listed


def test_who_has_places_in_two_sectors_of_a_wider_ranking_names_the_one_it_means(store: Store) -> None:
    owner = plant(store)
    site = {
        "permit_code": f"{owner.credit_code}002P",
        "enterprise": owner.credit_code,
        "name": "heat",
        "sector": "4412",
    }
    unit = {"unit_id": "U1", "unit_class": "I", "gb_key": "power.coal.usc1000", "fuel": "coal"}
    told = site | {"sector": "4412", "region": "140100", "units": [unit | {"capacity": quantity("1000", "MW")}]}
    register_facility(store, library(), owner.principal, encode(told), "second").result()
    lodge(store, owner, "12")
    other = encode(body(owner, "13", sector="4412", facility=site["permit_code"]))
    accept(
        store, json.loads(submit_report(store, library(), owner.principal, other, "two").result().answer)["report_id"]
    )
    score.refresh(store, library(), regulator(store), Scope("DNZ-1", 2024, "14", ""))
    wide = RankingQuery("DNZ-1", 2024, "14", "44", credit_code=owner.credit_code)
    with pytest.raises(InvalidInput) as caught:
        explanation(store, library(), regulator(store), ExplanationQuery(wide))
    (fault,) = caught.value.faults
    assert (fault.code, fault.pointer) == ("explanation.sectors", "/query/own_sector")
    assert fault.params["expected"] == "4411, 4412"
    for sector in ("4411", "4412"):
        found = explanation(store, library(), regulator(store), ExplanationQuery(wide, sector))
        assert (found["own_sector"], found["sector"]) == (sector, "44")
