"""Every scope of a ranking over HTTP: explained, compared and published in the same places, by a stranger's arithmetic.

Everything is worked out here from what the API answers; the program's own functions prepare the year and no more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

import pytest

from service.records import Role
from service.storage.session import Store
from tests.api.conftest import Api, running
from tests.api.explained import faults_of
from tests.workflows.builders import plant, regulator
from tests.workflows.lodging import freeze_peers, lodge, stack
from tests.workflows.test_parks import assign, register

Json = dict[str, Any]
PATH = "/v1/rankings/publications"
PARK = "SX-ZB01"
BASE: Json = {"ruleset": "DNZ-1", "synthetic": "true"}
#: What a report has and a draft has not.
OF_REPORTS = ("enterprise", "facility", "signatory", "declarations")
PARTS = ("anchors", "factors", "output", "real")


@dataclass(frozen=True)
class Member:
    """A plant by its sector and region, and the coal that it burned each month of two years; None is no report."""

    number: int
    sector: str
    region: str
    before: str | None
    after: str | None
    parked: bool = False


MEMBERS = [
    Member(1, "4411", "140100", "13.5", "12", parked=True),
    Member(2, "4411", "140100", "12.5", "12.6", parked=True),
    Member(3, "4411", "140105", "12.6", "12.6", parked=True),
    Member(4, "4412", "140100", "12.9", "12.2", parked=True),
    Member(5, "4412", "140105", None, "13.1", parked=True),
    Member(6, "4412", "140200", "13.2", "13.6", parked=False),
    Member(7, "4411", "140200", "12.4", None),
    Member(8, "4417", "140200", "13.3", "14"),
    Member(9, "4411", "370100", "12.3", "12.1"),
]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """Plants of three sectors in two provinces and a park, scored in two years."""
    with running(tmp_path_factory.mktemp("scopes")) as api:
        for name, region in (("shanxi", "14"), ("shandong", "37"), ("city", "1401")):
            api.issue(name, Role.regulator, region=region)
        api.issue("administrator", Role.administrator)
        store: Store = api.app.state.services.store
        register(store, regulator(store))
        for member in MEMBERS:
            lodge_all(store, member)
        lodge(store, plant(store, 20), "13", emitted=[])
        for year, best in ((2023, "3/4"), (2024, "7/10")):
            for sector in ("4411", "4412", "4417"):
                freeze_peers(store, year, best, sector)
            for caller, region in (("shanxi", "14"), ("shandong", "37")):
                wanted = {"ruleset": "DNZ-1", "year": year, "region": region}
                assert api.post("/v1/scores", wanted, caller=caller).status_code == 200
        yield api


def lodge_all(store: Store, member: Member) -> None:
    owner = plant(store, member.number, region=member.region, sector=member.sector)
    if member.parked:
        assign(store, regulator(store), owner, starts="2023-01-01")
    for year, burned, masses in ((2023, member.before, ("240", "480", "48")), (2024, member.after, None)):
        if burned is not None:
            emitted = stack(masses) if masses else stack()
            lodge(store, owner, burned, year, emitted=emitted, sector=member.sector, region=member.region)


SCOPES: list[Json] = [
    {"sector": "44"},
    {"sector": "441"},
    {"sector": "4411"},
    {"sector": "44", "region": "14"},
    {"sector": "44", "region": "1401"},
    {"sector": "4412", "region": "14"},
    {"sector": "441", "region": "140105"},
    {"sector": "44", "park": PARK},
    {"sector": "4411", "park": PARK},
    {"sector": "44", "process": "coal_unit"},
    {"sector": "4411", "process": "coal_unit"},
    {"sector": "4412", "process": "coal_unit", "region": "14"},
    {"sector": "44", "process": "coal_unit", "park": PARK},
]


def named(scope: Json) -> str:
    return " ".join(f"{name}={value}" for name, value in scope.items())


each_scope = pytest.mark.parametrize("scope", SCOPES, ids=named)


def got(api: Api, path: str, wanted: Mapping[str, Any], caller: str = "administrator") -> Json:
    answer = api.get(f"{path}?{urlencode(wanted)}", caller=caller)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def ranked(api: Api, scope: Json, year: int = 2024) -> Json:
    return got(api, "/v1/rankings", BASE | {"year": year, "limit": 200} | scope)


def scale_of(api: Api, credit_code: str) -> Fraction:
    score = got(api, "/v1/scores", {"ruleset": "DNZ-1", "year": 2024, "enterprise": credit_code})["items"][0]
    return next(Fraction(choice["value"]) for choice in score["choices"] if choice["name"] == "index_scale")


def explained(api: Api, credit_code: str, scope: Json) -> Json:
    wanted = {"ruleset": "DNZ-1", "year": 2024, "credit_code": credit_code} | scope
    return got(api, "/v1/rankings/explanation", wanted)


@each_scope
def test_every_place_follows_from_the_answers_alone(api: Api, scope: Json) -> None:
    ranking = ranked(api, scope)
    assert ranking["items"]
    assert ranking["group_size"] == len(ranking["items"])
    scale = scale_of(api, ranking["items"][0]["enterprise"])
    assert faults_of(ranking["items"], scale, ranking["minimum_group"], ranking["publishable"]) == []


@each_scope
def test_each_place_is_explained_against_the_next_above_it_in_the_same_list(api: Api, scope: Json) -> None:
    ranking = ranked(api, scope)
    for item in ranking["items"]:
        told = explained(api, item["enterprise"], scope)
        assert [told["place"][name] for name in ("rank", "rank_interval", "shared_by", "rank_key")] == [
            item[name] for name in ("rank", "rank_interval", "shared_by", "rank_key")
        ]
        better = [other for other in ranking["items"] if other["rank"] < item["rank"]]
        above = told["next_above"]
        assert (above["enterprise"] if above else None) == (better[-1]["enterprise"] if better else None)
        assert (told["to_reach"] is None) is (not better)
        assert (told["group_size"], told["own_sector"]) == (ranking["group_size"], item["sector"])


@each_scope
def test_two_years_are_compared_in_the_places_of_their_rankings_and_each_change_adds_up(api: Api, scope: Json) -> None:
    found = got(api, "/v1/rankings/comparison", BASE | {"from": 2023, "to": 2024, "limit": 50} | scope)
    for when, year in (("before", 2023), ("after", 2024)):
        ranking = ranked(api, scope, year)
        places = {item["enterprise"]: item["rank"] for item in ranking["items"]}
        assert {i["enterprise"]: i[when]["rank"] for i in found["items"] if i[when]["rank"]} == places
        told = next(each for each in found["years"] if each["year"] == year)
        assert (told["group_size"], told["data_version"]) == (ranking["group_size"], ranking["data_version"])
    counted = [moved(item) for item in found["items"]]
    assert counted == [item["movement"] for item in found["items"]]
    assert found["counts"] == {name: counted.count(name) for name in found["counts"]}
    for item in found["items"]:
        assert_adds_up(item)


def moved(item: Json) -> str:
    """What kind of movement two places are."""
    was, is_now = item["before"]["rank"], item["after"]["rank"]
    if was is None or is_now is None:
        return "unplaced" if was is is_now else ("entered" if was is None else "left")
    return "same" if was == is_now else ("up" if is_now < was else "down")


def assert_adds_up(item: Json) -> None:
    """Factors, output, anchors and real change are the whole change, and the index is the one of each year."""
    both = item["before"]["index"] is not None and item["after"]["index"] is not None
    assert bool(item["changes"]) is both, item
    for change in item["changes"]:
        parts = sum((Decimal(change[name]) for name in PARTS), Decimal(0))
        assert parts == Decimal(change["total"]) == Decimal(change["after"]) - Decimal(change["before"])
        if change["quantity"] == "index":
            for when in ("before", "after"):
                assert abs(Decimal(change[when]) - Decimal(item[when]["index"])) <= Decimal("0.000001")


@each_scope
def test_what_is_published_is_the_ranking_frozen_numbered_and_signed_and_a_small_group_is_not(
    api: Api, scope: Json
) -> None:
    ranking = ranked(api, scope)
    wanted: Json = {"ruleset": "DNZ-1", "year": 2024, "synthetic": True} | scope
    answer = api.post(PATH, wanted, caller="administrator")
    if not ranking["publishable"]:
        assert (answer.status_code, answer.json()["code"]) == (409, "publication.small_group")
        return
    assert answer.status_code == 201, answer.text
    number = answer.json()["number"]
    assert number.startswith(f"DNZ-1-v1.1-2024-{scope.get('region', 'CN')}-{scope['sector']}")
    told = api.get(f"{PATH}/{number}").json()
    frozen = told["ranking"]
    canonical = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(canonical).hexdigest() == told["digest"] == answer.json()["digest"]
    shown = ("enterprise", "rank", "rank_interval", "shared_by", "rank_key", "rank_bounds")
    assert [[item[name] for name in shown] for item in frozen["items"]] == [
        [item[name] for name in shown] for item in ranking["items"]
    ]
    sectors = {item["enterprise"]: item["sector"] for item in ranking["items"]}
    assert all(item.get("sector", scope["sector"]) == sectors[item["enterprise"]] for item in frozen["items"])
    assert frozen["group_size"] == ranking["group_size"]


@pytest.mark.parametrize("scope", [{"sector": "44"}, {"sector": "4412", "park": PARK}], ids=named)
@pytest.mark.parametrize("way", ["together", "alone"])
def test_what_reaches_the_place_above_reaches_it_in_a_what_if_and_nine_tenths_do_not(
    api: Api, scope: Json, way: str
) -> None:
    tried = 0
    for item in ranked(api, scope)["items"]:
        told = explained(api, item["enterprise"], scope)
        if told["next_above"] is None:
            continue
        reach, target = told["to_reach"], told["next_above"]["rank_key"]
        for reductions in [reach["together"]] if way == "together" else [[one] for one in reach["alone"]]:
            tried += 1
            assert supposed(api, item, reductions, Decimal(1)) >= target
            assert supposed(api, item, reductions, Decimal("0.9")) < target
    assert tried


def supposed(api: Api, item: Json, reductions: list[Json], share: Decimal) -> list[int]:
    """The order key of an enterprise whose report holds so much less, by a what-if."""
    report_id, version, _ = item["reports"][0]
    path = f"/v1/reports/{report_id}"
    draft = api.get(f"{path}/versions/{version}/body", caller="administrator").json()
    draft = {name: value for name, value in draft.items() if name not in OF_REPORTS}
    for reduction in reductions:
        less(draft, reduction["substance"], Decimal(reduction["share"]["value"]) / 100 * share)
    answer = api.post(f"{path}/what-if", {"draft": draft, "ruleset": "DNZ-1"}, caller="administrator")
    assert answer.status_code == 200, answer.text
    assert answer.json()["scores"]["base"]["rank_key"] == item["rank_key"]
    key: list[int] = answer.json()["scores"]["draft"]["rank_key"]
    return key


def less(draft: Json, substance: str, share: Decimal) -> None:
    """Take a share of a substance out of a report: of the coal for CO2, else of what the stack was measured to emit."""
    for line in draft["activities"]:
        if line["id"].startswith("coal") if substance == "CO2" else line.get("substance") == substance:
            scale(line["quantity"], 1 - share)
            if substance != "CO2":
                scale(line["parameters"]["mean_concentration"], 1 - share)


def scale(amount: Json, rest: Decimal) -> None:
    """Leave so much of a quantity."""
    amount["value"] = str((Decimal(amount["value"]) * rest).quantize(Decimal("1e-9"), ROUND_DOWN))


YEARS: Json = BASE | {"from": 2023, "to": 2024}
PLACE: Json = {"ruleset": "DNZ-1", "year": 2024, "credit_code": "919900000000000192"}
WORDS: list[tuple[Json, int, str, str]] = [
    ({"sector": "4499"}, 422, "sector.unknown", "/sector"),
    ({"sector": "4"}, 422, "field.pattern", "/sector"),
    ({"sector": "D"}, 422, "field.pattern", "/sector"),
    ({"sector": "44", "region": "99"}, 422, "identifier.region_prefix", "/region"),
    ({"sector": "44", "process": "alchemy"}, 422, "ranking.process", "/process"),
    ({"sector": "44", "park": "NOWHERE"}, 404, "park.not_found", "/park"),
    ({"sector": "44", "proces": "coal_unit"}, 422, "field.unknown", "/proces"),
    ({"sector": "44", "ruleset": "DNZ-9"}, 404, "ruleset.unknown", ""),
]


@pytest.mark.parametrize(("change", "status", "code", "pointer"), WORDS, ids=[named(change) for change, *_ in WORDS])
def test_a_word_that_nobody_knows_is_told_alike_wherever_a_scope_is_asked_for(
    api: Api, change: Json, status: int, code: str, pointer: str
) -> None:
    nobody = PLACE | {"credit_code": "919900000000099994"}
    asked = (("", BASE | {"year": 2024}), ("/comparison", YEARS), ("/explanation", nobody))
    answers = [
        api.get(f"/v1/rankings{path}?{urlencode(wanted | change)}", caller="administrator") for path, wanted in asked
    ]
    answers.append(
        api.post(PATH, {"ruleset": "DNZ-1", "year": 2024, "synthetic": True} | change, caller="administrator")
    )
    told = [(a.status_code, a.json()["code"], a.json()["errors"][0]["pointer"].removeprefix("/query")) for a in answers]
    assert told == [(status, code, pointer)] * len(answers)


def test_what_nobody_has_is_empty_told_or_refused_and_never_an_error_of_ours(api: Api) -> None:
    nothing = {"ruleset": "DNZ-1", "year": 2022, "sector": "44"}
    found = got(api, "/v1/rankings/comparison", BASE | {"from": 2021, "to": 2022, "sector": "44"})
    assert (found["items"], [year["computed_at"] for year in found["years"]]) == ([], [None, None])
    missed = api.get(f"/v1/rankings/explanation?{urlencode(PLACE | nothing)}", caller="administrator")
    assert (missed.status_code, missed.json()["code"]) == (404, "ranking.no_score")
    refused = api.post(PATH, nothing, caller="administrator")
    assert (refused.status_code, refused.json()["code"]) == (409, "publication.nothing")


def test_a_cursor_is_good_for_its_own_list_only(api: Api) -> None:
    first = got(api, "/v1/rankings/comparison", YEARS | {"sector": "44", "limit": 2})
    rest = got(api, "/v1/rankings/comparison", YEARS | {"sector": "44", "limit": 50, "cursor": first["next_cursor"]})
    whole = got(api, "/v1/rankings/comparison", YEARS | {"sector": "44", "limit": 50})
    assert [*first["items"], *rest["items"]] == whole["items"]
    for change in ({"sector": "441"}, {"sector": "44", "class": "compliant"}, {"sector": "44", "from": 2022}):
        wanted = YEARS | {"cursor": first["next_cursor"]} | change
        refused = api.get(f"/v1/rankings/comparison?{urlencode(wanted)}", caller="administrator")
        assert (refused.status_code, refused.json()["code"]) == (400, "cursor.invalid")


def test_an_objection_to_a_national_ranking_goes_to_the_bureau_of_the_enterprise(api: Api) -> None:
    wanted = {"ruleset": "DNZ-1", "year": 2024, "sector": "44", "synthetic": True}
    number = api.post(PATH, wanted, caller="administrator").json()["number"]
    code = next(i["enterprise"] for i in ranked(api, {"sector": "44"})["items"] if i["region"] == "370100")
    api.issue("owner", Role.enterprise, credit_code=code)
    filed = api.post(f"{PATH}/{number}/objections", {"reason": "煤量有误", "evidence": "EV-1"}, caller="owner")
    assert filed.status_code == 201, filed.text
    ruling = {"ruling": "dismissed", "reason": "核对无误", "evidence": "EV-2"}
    path = f"{PATH}/{number}/objections"
    for caller, status, seen in (("shanxi", 404, 0), ("city", 404, 0), ("shandong", 201, 1)):
        assert len(api.get(path, caller=caller).json()["items"]) == seen
        decided = api.post(f"{path}/{filed.json()['objection']}/decisions", ruling, caller=caller)
        assert decided.status_code == status, decided.text
    assert api.post(PATH, wanted | {"region": "37"}, caller="shanxi").status_code == 404
