"""Every filter of a ranking over HTTP, against places worked out here by counting; cursors from both of its lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from unittest.mock import Mock
from urllib.parse import urlencode

import orjson
import pytest

from service import web
from service.acts import Act
from service.errors import Unavailable
from service.identifiers import reserved_credit_code
from service.parks import Park, ParkAssignment
from service.records import Role, ScoreRow
from service.reference import load_library
from service.scoring.eligibility import Eligibility
from service.scoring.render import word
from service.scoring.result import Rating
from service.scoring.ruleset_reader import find_ruleset
from service.storage.changes import Change, LogDraft
from service.storage.loop_reader import LoopReader
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows import keys
from service.workflows.library import CurrentLibrary
from service.workflows.rank_rebuild import rebuild_ranks
from service.workflows.score import scheme_key
from tests.api.conftest import Api, running, with_callers
from tests.storage.databases import PostgresqlServer
from tests.workflows.builders import plant
from tests.workflows.lodging import freeze_peers, lodge, refreshed

Json = dict[str, Any]
RULESET = scheme_key(find_ruleset(load_library(), "DNZ-1"))
AT = datetime(2025, 3, 31, tzinfo=UTC)
REGIONS = ("140105", "140106", "140200", "370100")
ELIGIBLE = {True: Eligibility.eligible, False: Eligibility.not_eligible, None: Eligibility.not_evaluated}


@dataclass(frozen=True)
class Member:
    """One enterprise-year as the test knows it; without a figure it is unranked."""

    code: str
    year: int
    region: str
    sector: str
    process: str
    park: str
    rating: Rating
    eligible: bool | None
    figure: int | None

    def fits(self, asked: Json) -> bool:
        """Whether it is one of the peers."""
        same = asked.get("process") in (None, self.process) and asked.get("park") in (None, self.park)
        within = self.region.startswith(asked.get("region", "")) and self.sector.startswith(asked["sector"])
        return same and within and self.year == asked["year"]

    def shown(self, asked: Json) -> bool:
        """Whether class, eligibility and enterprise leave it on the list."""
        wanted = asked.get("class"), asked.get("eligibility"), asked.get("credit_code")
        has = self.rating.value, ELIGIBLE[self.eligible].value, self.code
        return all(value in (None, own) for value, own in zip(wanted, has, strict=True))


def member(number: int, year: int = 2024) -> Member:
    """Attributes that turn at different speeds, so that filters cross; two share each figure, each seventh has none."""
    sector = ("4411", "4412", "3011")[number % 3]
    figure = None if number % 7 == 6 else 10_000_000 + (number // 2) * 1_000_000
    return Member(
        code=reserved_credit_code(100 + number),
        year=year,
        region=REGIONS[number % 4],
        sector=sector,
        process="clinker_kiln" if sector == "3011" else ("coal_unit", "gas_unit")[number // 3 % 2],
        park="SX-ZB01" if number % 4 == 0 and number % 5 else "",
        rating=Rating.not_assessed if figure is None else (Rating.compliant, Rating.industry_advanced)[number % 2],
        eligible=(True, False, None)[number // 2 % 3],
        figure=figure,
    )


MEMBERS = [*(member(number) for number in range(40)), *(member(number, 2023) for number in range(0, 40, 3))]


def row_of(one: Member, like: ScoreRow) -> ScoreRow:
    """A stored score of the member, all else as a real one."""
    ranked = one.figure is not None
    missing: Json = {"code": "co2.missing", "params": {}, "line": None, "zh": "缺", "en": "missing"}
    unranked = [] if ranked else [missing]
    detail = orjson.loads(like.detail) | {
        "class": word(one.rating.value),
        "rank_key": [one.figure, one.figure],
        "rank_bounds": [one.figure, one.figure],
        "unranked": unranked,
        "processes": [one.process],
        "eligible": one.eligible,
        "sector": one.sector,
        "region": one.region,
    }
    return replace(
        like, credit_code=one.code, year=one.year, sector=one.sector, region=one.region, klass=one.rating.value,
        detail=orjson.dumps(detail), unranked_reason=None if ranked else "co2.missing",
    )  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def api(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The application on each database: pages are read on a thread on the one, on the event loop on the other."""
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    url = server.create(migrated=True) if request.param == "postgresql" else None
    with running(tmp_path_factory.mktemp("api"), url) as api:
        yield with_callers(api)
    if url:
        server.drop(url)


@pytest.fixture(scope="module")
def ranked(api: Api) -> Api:
    """The members, stored as scores, those of the park assigned to it, and ranked."""
    store: Store = api.app.state.services.store
    owner = plant(store, 90)
    lodge(store, owner, "12", 2025)
    freeze_peers(store, 2025)
    refreshed(store, 2025)
    with store.read() as session:
        (like,) = all_scores(session, ScoreQuery(RULESET, 2025))
    parks = [Park(code, "园区", "a park", "140100", "k", AT) for code in ("SX-ZB01", "SX-ZB02")]
    inside = [
        ParkAssignment(owner.permit_code, one.code, one.park, date(2023, 1, 1), "入园", "EV-1", "14", "k", AT)
        for one in MEMBERS
        if one.park and one.year == 2024
    ]
    acts: list[Act] = [*parks, *inside]
    for act in acts:
        write(store, Change(log=(LogDraft("test", "park"),), acts=(act,)))
    rows = tuple(row_of(one, like) for one in MEMBERS)
    write(store, Change(log=(LogDraft("test", "scores"),), scores=rows))
    for year in (2023, 2024):
        rebuild_ranks(store, load_library(), RULESET, year)
    return api


def write(store: Store, change: Change) -> None:
    store.writer.submit(change).result(timeout=30)


def asked(**changes: Any) -> Json:
    return {"ruleset": "DNZ-1", "year": 2024, "sector": "44", "synthetic": "true"} | changes


def page(api: Api, wanted: Json, caller: str = "administrator") -> Json:
    answer = api.get(f"/v1/rankings?{urlencode(wanted)}", caller=caller)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def expected(wanted: Json) -> tuple[list[tuple[int, str]], list[str]]:
    """Places by counting who is better among the peers, best first; and who has none, by code."""
    peers = [one for one in MEMBERS if one.fits(wanted)]
    figures = [one.figure for one in peers if one.figure is not None]
    on_it = [one for one in peers if one.shown(wanted)]
    placed = sorted(
        (1 + sum(1 for figure in figures if figure > one.figure), one.code) for one in on_it if one.figure is not None
    )
    return placed, sorted(one.code for one in on_it if one.figure is None)


FILTERS = [
    {},
    {"sector": "4411"},
    {"sector": "441"},
    {"sector": "3011"},
    {"region": "14"},
    {"region": "1401"},
    {"region": "140105"},
    {"region": "37", "sector": "44"},
    {"process": "coal_unit"},
    {"process": "gas_unit", "region": "14"},
    {"park": "SX-ZB01"},
    {"park": "SX-ZB01", "sector": "4412"},
    {"park": "SX-ZB01", "process": "coal_unit"},
    {"year": 2023},
    {"class": "industry_advanced"},
    {"class": "not_assessed"},
    {"class": "compliant", "region": "14", "eligibility": "eligible"},
    {"eligibility": "not_eligible"},
    {"eligibility": "not_evaluated", "sector": "3011"},
    {"credit_code": MEMBERS[4].code},
    {"credit_code": MEMBERS[6].code, "sector": MEMBERS[6].sector},
]


def named(change: Json) -> str:
    return " ".join(f"{name}={value}" for name, value in change.items()) or "none"


@pytest.mark.parametrize("change", FILTERS, ids=named)
def test_a_filter_finds_whom_it_names_in_the_places_that_counting_gives(ranked: Api, change: Json) -> None:
    wanted = asked(**change)
    found = page(ranked, wanted | {"limit": 200})
    placed, unplaced = expected(wanted)
    assert placed or unplaced, "the filter finds somebody"
    assert sorted((item["rank"], item["enterprise"]) for item in found["items"]) == placed
    assert [item["rank"] for item in found["items"]] == [rank for rank, _ in placed]
    assert sorted(item["enterprise"] for item in found["unranked"]) == unplaced
    peers = [one for one in MEMBERS if one.fits(wanted) and one.figure is not None]
    assert found["group_size"] == len(peers)
    assert found["publishable"] is (len(peers) >= found["minimum_group"])


def test_each_row_says_by_what_it_was_found(ranked: Api) -> None:
    by_code = {one.code: one for one in MEMBERS if one.year == 2024}
    for item in page(ranked, asked(limit=200))["items"]:
        one = by_code[item["enterprise"]]
        shown = item["region"], item["sector"], item["process"], item["park"], item["class"]["id"], item["eligibility"]
        has = one.region, one.sector, one.process, one.park or None, one.rating.value, ELIGIBLE[one.eligible].value
        assert shown == has


def test_real_enterprises_are_asked_for_by_themselves(ranked: Api) -> None:
    found = page(ranked, asked(synthetic="false"))
    assert (found["items"], found["unranked"], found["group_size"]) == ([], [], 0)


def test_a_regulator_sees_its_region_and_asks_for_no_other(ranked: Api) -> None:
    whole = page(ranked, asked(limit=200), "regulator")
    assert {item["region"][:2] for item in whole["items"]} == {"14"}
    assert whole["items"] == page(ranked, asked(limit=200, region="14"))["items"]
    refused = ranked.get(f"/v1/rankings?{urlencode(asked(region='37'))}", caller="regulator")
    assert (refused.status_code, refused.json()["code"]) == (404, "resource.not_found")


def test_a_key_that_is_revoked_after_it_was_seen_reads_nothing_more(ranked: Api) -> None:
    store = ranked.app.state.services.store
    text = keys.issue(store, Role.administrator)
    wanted = [asked(), asked(limit=3), asked(year=2021), asked(sector="9999"), asked(ruleset="DNZ-9")]

    def statuses(asked_for: list[Json]) -> list[int]:
        shown = {"Authorization": f"Bearer {text}"}
        return [ranked.get(f"/v1/rankings?{urlencode(one)}", headers=shown).status_code for one in asked_for]

    assert statuses(wanted) == [200, 200, 200, 422, 404]
    keys.revoke(store, text.split("_")[1])
    assert statuses([*wanted, asked(limit=4)]) == [401] * 6


def test_a_key_that_was_seen_is_confirmed_by_the_statement_that_reads_the_page(
    ranked: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the embedded database a look-up costs nothing, so the key is looked up there."""
    page(ranked, asked())
    looked_up = Mock(side_effect=keys.principal_of)
    monkeypatch.setattr(web, "principal_of", looked_up)
    monkeypatch.setattr(CurrentLibrary, "fresh", True)  # a second later it asks anew, which is another matter
    page(ranked, asked())
    page(ranked, asked(limit=7))
    assert looked_up.call_count == (0 if ranked.app.state.services.store.loop_reader else 2)


def test_where_the_loop_gets_no_connection_the_page_is_read_on_a_thread(
    ranked: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise Unavailable

    whole = page(ranked, asked(limit=8))
    monkeypatch.setattr(LoopReader, "read", refused)
    assert page(ranked, asked(limit=8)) == whole


def test_the_secret_of_another_key_does_not_serve_the_id_of_one_that_was_seen(ranked: Api) -> None:
    page(ranked, asked())
    _, key_id, _ = ranked.keys["administrator"].split("_")
    shown = {"Authorization": f"Bearer nz_{key_id}_{ranked.keys['regulator'].split('_')[2]}"}
    assert ranked.get(f"/v1/rankings?{urlencode(asked())}", headers=shown).status_code == 401


PAGED: list[Json] = [{}, {"class": "not_assessed"}, {"class": "compliant"}, {"sector": "3011"}]


def pages(api: Api, wanted: Json) -> Iterator[Json]:
    cursor: str | None = ""
    while cursor is not None:
        found = page(api, wanted | ({"cursor": cursor} if cursor else {}))
        cursor = found["next_cursor"]
        yield found


@pytest.mark.parametrize("change", PAGED, ids=named)
@pytest.mark.parametrize("limit", [1, 3])
def test_pages_join_to_the_whole_from_the_first_ranked_to_the_last_unranked(
    ranked: Api, change: Json, limit: int
) -> None:
    wanted = asked(**change)
    whole = page(ranked, wanted | {"limit": 200})
    parts = list(pages(ranked, wanted | {"limit": limit}))
    for name in ("items", "unranked"):
        assert [row for part in parts for row in part[name]] == whole[name]
        assert all(len(part[name]) <= limit for part in parts)
    assert {part["group_size"] for part in parts} == {whole["group_size"]}
    longest = max(len(whole["items"]), len(whole["unranked"]))
    assert len(parts) == -(-longest // limit)
    assert whole["next_cursor"] is None


def test_a_cursor_belongs_to_the_list_that_gave_it(ranked: Api) -> None:
    cursor = page(ranked, asked(limit=2))["next_cursor"]
    assert page(ranked, asked(limit=5, cursor=cursor))["items"], "another length is the same list"
    for change in ({"sector": "4411"}, {"park": "SX-ZB01"}, {"class": "compliant"}, {"year": 2023}, {"region": "14"}):
        refused = ranked.get(f"/v1/rankings?{urlencode(asked(cursor=cursor, **change))}", caller="administrator")
        assert (refused.status_code, refused.json()["code"]) == (400, "cursor.invalid")
    touched = ranked.get(f"/v1/rankings?{urlencode(asked(cursor=cursor[:-2] + 'AA'))}", caller="administrator")
    assert touched.status_code == 400


UNKNOWN: list[tuple[Json, int, str]] = [
    ({"ruleset": "DNZ-9"}, 404, ""),
    ({"year": 1990}, 422, "/query/year"),
    ({"year": "next"}, 422, "/query/year"),
    ({"region": "99"}, 422, "/query/region"),
    ({"region": "141"}, 422, "/query/region"),
    ({"sector": "9999"}, 422, "/query/sector"),
    ({"sector": "4499"}, 422, "/query/sector"),
    ({"sector": "power"}, 422, "/query/sector"),
    ({"process": "alchemy"}, 422, "/query/process"),
    ({"park": "NOWHERE"}, 404, "/query/park"),
    ({"class": "best"}, 422, "/query/class"),
    ({"eligibility": "perhaps"}, 422, "/query/eligibility"),
    ({"credit_code": "X"}, 422, "/query/credit_code"),
    ({"credit_code": reserved_credit_code(99_999)}, 404, ""),
    ({"synthetic": "perhaps"}, 422, "/query/synthetic"),
    ({"limit": 0}, 422, "/query/limit"),
    ({"limit": 201}, 422, "/query/limit"),
    ({"cursor": "x"}, 400, ""),
    ({"colour": "green"}, 422, "/query/colour"),
]


@pytest.mark.parametrize(("change", "status", "pointer"), UNKNOWN, ids=[named(change) for change, *_ in UNKNOWN])
def test_an_unknown_value_is_a_problem_and_no_empty_list(ranked: Api, change: Json, status: int, pointer: str) -> None:
    answer = ranked.get(f"/v1/rankings?{urlencode(asked(**change))}", caller="administrator")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert not pointer or pointer in [error["pointer"] for error in problem["errors"]]


def test_a_known_value_that_finds_nobody_is_an_empty_list(ranked: Api) -> None:
    for change in ({"park": "SX-ZB02"}, {"process": "several"}, {"year": 2022}, {"region": "11"}, {"sector": "3216"}):
        found = page(ranked, asked(**change))
        assert (found["items"], found["unranked"], found["next_cursor"]) == ([], [], None)
