"""The story of one ranking over HTTP: scored, explained, published, objected to, ruled on, final, compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import service.app
from service.records import Role
from service.storage.session import Store, open_store
from service.workflows import receipts
from tests.api.conftest import Api, running
from tests.api.explained import faults_of
from tests.workflows.builders import Plant, plant
from tests.workflows.lodging import fleet, freeze_peers, lodge, stack

Json = dict[str, Any]
GROUP = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": "4411", "synthetic": True}
PATH = "/v1/rankings/publications"
SYNERGY = "/v1/scores/synergy?ruleset=DNZ-1&from=2023&to=2024&park=NOWHERE"
TONNES = ["12", "12.6", "12.6", "13.4", "14.1", "14.2"]


class Calendar:
    """A clock that ticks by itself and is turned by hand."""

    def __init__(self) -> None:
        self.now = datetime(2025, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, calendar: Calendar) -> Iterator[Api]:
    """An application whose log is kept by the calendar, with a regulator of the province and one of elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service.app, "open_store", partial(open_store, clock=calendar))
        with running(tmp_path_factory.mktemp("published")) as api:
            api.issue("regulator", Role.regulator, region="14")
            api.issue("elsewhere", Role.regulator, region="37")
            yield api


@pytest.fixture(scope="module")
def owners(api: Api) -> list[Plant]:
    """Six scored plants, two of them alike, and one without pollutants and so without a place."""
    store: Store = api.app.state.services.store
    plants = fleet(store, TONNES)
    lodge(store, plant(store, 20), "13", emitted=[])
    for owner, burned in zip(plants[:2], ("13.5", "12.5"), strict=True):
        lodge(store, owner, burned, 2023, emitted=stack(("240", "480", "48")))
    for year in (2023, 2024):
        freeze_peers(store, year)
        wanted = GROUP | {"year": year}
        del wanted["synthetic"]
        assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    for position, owner in enumerate(plants):
        api.issue(f"owner-{position}", Role.enterprise, credit_code=owner.credit_code)
    return plants


def query(**changes: Any) -> str:
    return "&".join(f"{name}={str(value).lower() if value is True else value}" for name, value in wanted(changes))


def wanted(changes: Json) -> Iterator[tuple[str, Any]]:
    yield from (GROUP | changes).items()


def ranked(api: Api) -> Json:
    """All pages of the ranking as one."""
    pages: list[Json] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = query(limit=2) + (f"&cursor={cursor}" if cursor else "")
        page: Json = api.get(f"/v1/rankings?{asked}", caller="regulator").json()
        pages.append(page)
        cursor = page["next_cursor"]
    return pages[0] | {"items": [item for page in pages for item in page["items"]]}


def scale_of(api: Api, owner: Plant) -> Fraction:
    asked = f"ruleset=DNZ-1&year=2024&enterprise={owner.credit_code}"
    score = api.get(f"/v1/scores?{asked}", caller="regulator").json()["items"][0]
    return next(Fraction(choice["value"]) for choice in score["choices"] if choice["name"] == "index_scale")


def test_every_place_follows_from_the_answers_alone(api: Api, owners: list[Plant]) -> None:
    ranking = ranked(api)
    assert [item["rank"] for item in ranking["items"]] == [1, 2, 2, 4, 5, 6]
    scale = scale_of(api, owners[0])
    assert faults_of(ranking["items"], scale, ranking["minimum_group"], ranking["publishable"]) == []
    assert all(entry["reason"] for entry in ranking["unranked"])


@pytest.mark.parametrize(
    "damage",
    [
        lambda items: items[3].update(rank=3),
        lambda items: items[1].update(rank_interval=[1, 6]),
        lambda items: items[0].update(shared_by=2),
        lambda items: items[0]["rank_key"].__setitem__(0, items[0]["rank_key"][0] + 1000),
        lambda items: items[0]["carbon"]["constraints"][0].update(conservative="1"),
        lambda items: items.reverse(),
    ],
)
def test_a_place_that_does_not_follow_is_found(
    api: Api, owners: list[Plant], damage: Callable[[list[Json]], Any]
) -> None:
    ranking = ranked(api)
    damage(ranking["items"])
    assert faults_of(ranking["items"], scale_of(api, owners[0]), ranking["minimum_group"], ranking["publishable"])


def test_a_place_is_explained_in_tonnes_to_its_owner_without_naming_who_is_above(api: Api, owners: list[Plant]) -> None:
    asked = f"ruleset=DNZ-1&year=2024&region=14&sector=4411&credit_code={owners[3].credit_code}"
    told = api.get(f"/v1/rankings/explanation?{asked}", caller="owner-3").json()
    assert (told["place"]["rank"], told["next_above"]["rank"], told["next_above"]["enterprise"]) == (4, 2, None)
    assert told["to_reach"]["together"][0]["en"].startswith("CO2: ")
    named = api.get(f"/v1/rankings/explanation?{asked}", caller="regulator").json()
    assert named["next_above"]["enterprise"] in {owners[1].credit_code, owners[2].credit_code}
    assert api.get(f"/v1/rankings/explanation?{asked}", caller="owner-1").status_code == 404
    assert api.get(f"/v1/rankings/explanation?{asked}", caller="elsewhere").status_code == 404


def test_two_years_are_compared_page_by_page(api: Api, owners: list[Plant]) -> None:
    asked = "ruleset=DNZ-1&from=2023&to=2024&region=14&sector=4411&synthetic=true&limit=3"
    first = api.get(f"/v1/rankings/comparison?{asked}", caller="regulator").json()
    assert (first["from"], first["formula_basis"], len(first["items"])) == (2023, "c", 3)
    moved = next(item for item in first["items"] if item["enterprise"] == owners[0].credit_code)
    carbon = next(change for change in moved["changes"] if change["quantity"] == "CO2e")
    parts = sum(Fraction(carbon[name]) for name in ("anchors", "factors", "output", "real"))
    assert parts == Fraction(carbon["total"]) < 0
    second = api.get(f"/v1/rankings/comparison?{asked}&cursor={first['next_cursor']}", caller="regulator").json()
    assert not {i["enterprise"] for i in first["items"]} & {i["enterprise"] for i in second["items"]}
    assert api.get(f"/v1/rankings/comparison?{asked}", caller="elsewhere").status_code == 404


def test_comparison_and_explanation_know_the_words_of_rankings(api: Api, owners: list[Plant]) -> None:
    years = "/v1/rankings/comparison?ruleset=DNZ-1&from=2023&to=2024&region=14&sector=4411&synthetic=true"
    place = (
        f"/v1/rankings/explanation?ruleset=DNZ-1&year=2024&region=14&sector=4411&credit_code={owners[3].credit_code}"
    )
    whole = api.get(years, caller="regulator").json()
    assert api.get(f"{years}&process=coal_unit", caller="regulator").json()["items"] == whole["items"]
    rating = whole["items"][0]["after"]["class"]
    assert api.get(f"{years}&class={rating}", caller="regulator").json()["items"]
    assert api.get(f"{place}&process=coal_unit", caller="regulator").json()["place"]["rank"] == 4
    for path in (years, place):
        assert api.get(f"{path}&park=NOWHERE", caller="regulator").status_code == 404
        assert api.get(f"{path}&process=alchemy", caller="regulator").status_code == 422
    assert api.get(f"{years}&class=best", caller="regulator").status_code == 422
    assert api.post(PATH, GROUP | {"park": "NOWHERE"}, caller="regulator").status_code == 404
    assert api.get(SYNERGY, caller="regulator").status_code == 404


def test_a_plans_criteria_come_with_the_scores_and_a_selection_is_counted(api: Api, owners: list[Plant]) -> None:
    code = owners[0].credit_code
    assert (
        api.post("/v1/scores", {"ruleset": "SX-2023-1", "year": 2024, "region": "14"}, caller="regulator").json()[
            "judged"
        ]
        == 7
    )
    found = {
        "ruleset": "SX-2023-1", "year": 2024, "criterion": "selection", "outcome": "pass", "reason": "选定",
        "evidence": "EV-1", "expires": "2026-12-31",
    }  # fmt: skip
    path = f"/v1/enterprises/{code}/recognitions"
    assert api.post(path, found, caller="elsewhere").status_code == 404
    assert api.post(path, found | {"criterion": "both_advanced"}, caller="regulator").status_code == 422
    assert api.post(path, found, caller="regulator").status_code == 201
    api.post("/v1/scores", {"ruleset": "SX-2023-1", "year": 2024, "region": "14"}, caller="regulator")
    asked = f"ruleset=SX-2023-1&year=2024&enterprise={code}"
    pilots = api.get(f"/v1/scores?{asked}", caller="owner-0").json()["pilots"]
    selection = next(c for c in pilots[0]["criteria"] if c["criterion"] == "selection")
    assert (selection["verdict"], selection["expires"]) == ("pass", "2026-12-31")
    assert api.get(path, caller="owner-0").json()["items"][0]["stands"] is True
    counts = api.get("/v1/rankings/quotas?ruleset=SX-2023-1&year=2024&region=14", caller="regulator").json()["counts"]
    selected = [(count["quota"], count["region"]) for count in counts if count["selected"]]
    assert selected == [("per_city", "140100"), ("province", "140000")]


def test_a_successor_ruleset_is_tried_and_judges_nobody(api: Api, owners: list[Plant]) -> None:
    words = api.get("/v1/rulesets/SX-2023-1").json()
    body = {"ruleset": "SX-2023-1", "year": 2024, "document": json.dumps(words | {"version": "2.0"})}
    answer = api.post("/v1/rulesets/trials", body, caller="regulator")
    assert answer.status_code == 200, answer.text
    tried = answer.json()
    assert (tried["is_ruling"], tried["successor"], tried["moves"]) == (False, "SX-2023-1@2.0", [])
    assert tried["tried"] >= len(owners)
    broken = api.post("/v1/rulesets/trials", body | {"document": "kind: pilot"}, caller="regulator")
    assert (broken.status_code, [f["pointer"] for f in broken.json()["errors"]]) == (422, ["/document"])
    assert broken.json()["code"] == "ruleset.key_missing"
    assert api.post("/v1/rulesets/trials", body, caller="owner-0").status_code == 403


def test_published_objected_ruled_and_final(api: Api, owners: list[Plant], calendar: Calendar) -> None:
    receipt = api.post(PATH, GROUP, caller="regulator")
    assert receipt.status_code == 201, receipt.text
    number, path = receipt.json()["number"], f"{PATH}/{receipt.json()['number']}"
    assert receipt.headers["location"] == path
    public = api.get(path).json()
    assert (public["ranking"]["stage"], public["digest"]) == ("provisional", receipt.json()["digest"])
    assert api.get(f"{path}/provisional", caller="owner-5").json() == public
    filed = api.post(f"{path}/objections", {"reason": "煤量有误", "evidence": "EV-2"}, caller="owner-5")
    assert filed.status_code == 201, filed.text
    assert api.post(f"{path}/final", {"reason": "期满"}, caller="regulator").json()["code"] == "publication.open"
    ruling = {"ruling": "dismissed", "reason": "核对无误", "evidence": "EV-3"}
    decisions = f"{path}/objections/{filed.json()['objection']}/decisions"
    assert api.post(decisions, ruling, caller="elsewhere").status_code == 404
    assert api.post(decisions, ruling, caller="regulator").status_code == 201
    assert api.get(f"{path}/objections", caller="owner-4").json()["items"] == []
    calendar.now += timedelta(days=22)
    late = api.post(f"{path}/objections", {"reason": "来迟", "evidence": "EV-4"}, caller="owner-4")
    assert (late.status_code, late.json()["code"]) == (409, "publication.closed")
    assert api.post(f"{path}/final", {"reason": "期满"}, caller="regulator").status_code == 201
    final = api.get(path)
    assert final.json()["ranking"]["stage"] == "final"
    assert hashlib.sha256(canonical(final.json()["ranking"])).hexdigest() == final.json()["digest"]
    assert canonical(final.json()["ranking"]) in final.content
    assert_proved(final.json())
    for name, damage in DAMAGES.items():
        touched = final.json()
        damage(touched)
        with pytest.raises((AssertionError, InvalidSignature)):
            assert_proved(touched)
        checked = receipts.check(json.dumps(touched).encode(), None)
        assert (checked["ok"], name in checked["faults"]) == (False, True)
    assert receipts.check(final.content, None)["ok"]
    assert [entry["stage"] for entry in api.get(f"{PATH}?year=2024").json()["items"] if entry["number"] == number] == [
        "provisional",
        "final",
    ]


#: What somebody may change, by the fault that shows it.
DAMAGES: dict[str, Callable[[Json], Any]] = {
    "ranking": lambda told: told["ranking"]["items"][0].update(rank=2),
    "hash": lambda told: told["entry"].update(at="2025-01-01T00:00:00.000000Z"),
    "head": lambda told: told["head"].update(seq=told["head"]["seq"] + 1),
    "head_signature": lambda told: told["head"].update(at="2025-01-01T00:00:00.000000Z"),
    "head_key": lambda told: told.update(public_key="00" * 32),
}


def assert_proved(told: Json) -> None:
    """What a stranger does who has the answer, a hash function and Ed25519, and no program of ours."""
    entry, head, key = told["entry"], told["head"], bytes.fromhex(told["public_key"])
    assert json.loads(entry["body"])["digest"] == hashlib.sha256(canonical(told["ranking"])).hexdigest()
    content = listing(entry[name] for name in ("seq", "at", "kind", "subject", "body"))
    assert entry["hash"] == hashlib.sha256(b"\x00" + bytes.fromhex(entry["previous"]) + content).hexdigest()
    assert (head["seq"], head["hash"]) == (entry["seq"], entry["hash"])
    assert hashlib.sha256(key).hexdigest().startswith(head["key_id"])
    signed = b"\x02" + listing(head[name] for name in ("seq", "hash", "at"))
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(head["signature"]), signed)


def listing(values: Iterable[object]) -> bytes:
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":")).encode()


EXPLAINED = "/v1/rankings/explanation?ruleset=DNZ-1&year=2024&region=14&sector=4411&credit_code="
UNDER_A_RULESET = [
    "/v1/scores?ruleset=SX-2023-1&year=2024&enterprise={code}",
    "/v1/scores/next-class?ruleset=DNZ-1&year=2024&enterprise={code}",
    "/v1/scores/synergy?ruleset=DNZ-1&from=2023&to=2024&enterprises={code}&synthetic=true",
    "/v1/scores/progress?ruleset=DNZ-1&year=2024&enterprise={code}",
    "/v1/rankings?ruleset=SX-2023-1&year=2024&region=14&sector=4411&synthetic=true",
    "/v1/rankings/cultivation?ruleset=DNZ-1&year=2024&region=14&sector=4411&synthetic=true",
    "/v1/rankings/comparison?ruleset=DNZ-1&from=2023&to=2024&region=14&sector=4411&synthetic=true",
    "/v1/rankings/quotas?ruleset=SX-2023-1&year=2024&region=14",
    EXPLAINED + "{code}",
]


@pytest.mark.parametrize("path", UNDER_A_RULESET)
def test_each_answer_says_which_parts_rest_on_a_document(api: Api, owners: list[Plant], path: str) -> None:
    """Every class, veto, criterion and number of its ruleset, with the document and clause or that it is a choice."""
    answer = api.get(path.format(code=owners[0].credit_code), caller="regulator")
    assert answer.status_code == 200, answer.text
    rules = {rule["part"]: rule for rule in answer.json()["rules"]}
    assert all(rule["basis"] in ("D", "c", "c on D") and rule["source"] and rule["clause"] for rule in rules.values())
    assert all(
        (rule["source"] == "design") is (rule["basis"] == "c") for rule in rules.values() if rule["basis"] != "c on D"
    )
    assert (rules["class.candidate"]["value"], rules["class.candidate"]["basis"]) == ("1.5", "c")
    assert (rules["veto.V2"]["source"], rules["veto.V2"]["clause"]) == ("环综合〔2022〕42号", "(二十三)")
    plan = {part for part in rules if part.startswith(("criterion.", "quota."))}
    assert bool(plan) is ("SX-2023-1" in path)


def canonical(value: object) -> bytes:
    """Sorted keys, no blanks, UTF-8: what anyone needs to check the digest."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
