"""Refusals: status by class, two languages, pointers, and nothing of what was sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service import errors
from service.api.problems import STATUS, status_of
from service.errors import NearZeroError
from service.messages import MESSAGES
from service.storage.session import Store
from tests.api.builders import STRANGER, boiler, calculation, enterprise, quantity, report
from tests.api.conftest import Api

SECRET = "s3cret-Wert-密"


def tree(kind: type[NearZeroError]) -> Iterator[type[NearZeroError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.InvalidInput, 422),
        (errors.FactorMissing, 422),
        (errors.MethodNotInForce, 422),
        (errors.Unauthenticated, 401),
        (errors.Forbidden, 403),
        (errors.NotFound, 404),
        (errors.Conflict, 409),
        (errors.IdempotencyMismatch, 422),
        (errors.Unavailable, 503),
    ],
)
def test_each_class_has_its_status(kind: type[NearZeroError], status: int) -> None:
    assert status_of(kind()) == status


def test_every_class_has_a_text_in_both_languages() -> None:
    assert {kind.code for kind in tree(NearZeroError)} - set(MESSAGES) == set()
    assert {f"status.{int(status)}" for status in STATUS.values()} - set(MESSAGES) == set()


def test_every_text_exists_twice() -> None:
    assert [code for code, (chinese, english) in MESSAGES.items() if not chinese or not english] == []


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.1, zh;q=0.2", "zh"),
        ("de, en;q=0.5", "en"),
        ("de", "zh"),
        ("*", "zh"),
        ("en;q=0", "zh"),
        ("en;q=nonsense", "zh"),
        ("," * 5000, "zh"),
    ],
)
def test_the_caller_chooses_the_language(api: Api, asked: str | None, language: str) -> None:
    answer = api.get("/v1/nothing", headers={"Accept-Language": asked} if asked is not None else {})
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.json()["title"] == {"zh": "未找到", "en": "Not found"}[language]


def test_a_problem_has_all_members_and_points_to_its_page(api: Api) -> None:
    problem = api.post("/v1/calculations", calculation(period="2024-13")).json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "code", "errors", "request_id"}
    assert problem["errors"][0]["pointer"] == "/period"
    assert problem["instance"] == f"urn:uuid:{problem['request_id']}"
    assert api.get(problem["type"]).json()["code"] == problem["code"] == "field.pattern"


def test_every_fault_is_listed_at_once(api: Api) -> None:
    unit = boiler(quantity=quantity("1", "ton"))
    number = boiler(id="b", quantity=quantity("1,5", "t"))
    problem = api.post("/v1/calculations", calculation(activities=[unit, number])).json()
    assert problem["code"] == "input.invalid"
    assert [fault["pointer"] for fault in problem["errors"]] == [
        "/activities/0/quantity/unit",
        "/activities/1/quantity/value",
    ]


@pytest.mark.parametrize(
    "body",
    [
        calculation(sector=SECRET * 20),
        calculation(**{SECRET: 1}),
        calculation(trust=SECRET),
        calculation(method=SECRET),
        calculation(region=SECRET),
        calculation(gwp=SECRET),
        calculation(activities=[boiler(kind=SECRET)]),
        calculation(activities=[boiler(material=SECRET, parameters={})]),
        calculation(sector="3310", trust="recalled", activities=[boiler(material=SECRET, parameters={})]),
        calculation(activities=[boiler(kind="purchased_electricity", process=SECRET, technology=SECRET)]),
        calculation(activities=[boiler(quantity=quantity(SECRET, "t"))]),
        calculation(activities=[boiler(quantity=quantity("1", SECRET))]),
        calculation(activities=[boiler(parameters={SECRET: quantity("1", "t")})]),
        calculation(activities=[boiler(parameters={"x": quantity("1", "t") | {"basis": SECRET}})]),
        SECRET,
        [SECRET],
        f'{{"a": {SECRET}'.encode(),
    ],
    ids=str,
)
def test_what_was_sent_does_not_come_back(api: Api, body: object) -> None:
    answer = api.post("/v1/calculations", body)
    assert 400 <= answer.status_code < 500, answer.text
    assert SECRET not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "path", [f"/v1/methods/{SECRET}", f"/{SECRET}", f"/v1/units?{SECRET}=1", f"/problems/{SECRET}"]
)
def test_what_was_asked_for_does_not_come_back(api: Api, path: str) -> None:
    answer = api.get(path)
    assert 400 <= answer.status_code < 500
    assert "s3cret" not in answer.text + str(answer.headers)


def test_an_unexpected_failure_says_nothing_of_itself(
    api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Store) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("service.workflows.audit.head", fail)
    answer = api.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (500, "server.error")
    assert SECRET not in answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == answer.json()["request_id"] in caplog.text
    assert SECRET in caplog.text


def test_the_log_of_a_failure_names_method_and_path(
    api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Store) -> None:
        raise errors.Unavailable

    monkeypatch.setattr("service.workflows.audit.head", fail)
    assert api.get("/readyz").status_code == 503
    assert "GET /readyz" in caplog.text
    monkeypatch.setattr("service.workflows.audit.head", None)
    caplog.clear()
    assert api.get("/readyz").status_code == 500
    assert "GET /readyz" in caplog.text


def test_a_schema_of_another_version_is_not_ready(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.storage.session.head_revision", lambda: "2099_01_01_other")
    answer = api.get("/readyz", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (503, "store.outdated")
    assert "2099_01_01_other" in answer.json()["detail"]


def test_the_callers_request_id_is_kept_if_it_is_one(api: Api) -> None:
    given = "0b9a1b5e-6f0d-4c0e-9a53-8a4a2f3f9c11"
    assert api.get("/livez", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    other = api.get("/livez", headers={"X-Request-ID": SECRET.encode()}).headers["x-request-id"]
    assert other not in (given, SECRET)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/reports", "GET, HEAD, POST"),
        ("/v1/calculations", "POST"),
        ("/v1/facilities/x", "GET, HEAD"),
        ("/v1/emission-factors/a/b", "GET, HEAD"),
        ("/livez", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_all_right_ones(api: Api, path: str, allowed: str) -> None:
    answer = api.send("DELETE", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.json()["code"] == "http.method_not_allowed"


@pytest.mark.parametrize(("path", "status"), [("/livez", 200), ("/v1/units", 200), ("/docs", 200), ("/nothing", 404)])
def test_head_is_get_without_the_content(api: Api, path: str, status: int) -> None:
    head, get = api.send("HEAD", path), api.get(path)
    assert (head.status_code, head.content) == (status, b"")
    assert {name: head.headers[name] for name in ("content-type", "content-length")} == {
        name: get.headers[name] for name in ("content-type", "content-length")
    }


@pytest.mark.parametrize("path", ["/v1/reports", "/v1/units", "/docs", "/nothing"])
def test_every_answer_carries_the_security_headers(api: Api, path: str) -> None:
    headers = api.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"] or path == "/docs"


def test_a_report_without_anything_names_each_missing_field(api: Api) -> None:
    problem = api.post("/v1/reports", {}, caller="owner").json()
    missing = {fault["pointer"] for fault in problem["errors"] if fault["code"] == "field.missing"}
    assert missing >= {"/sector", "/region", "/period", "/activities", "/enterprise", "/facility", "/signatory"}


def test_a_body_that_nothing_else_is_wrong_with_is_taken(api: Api) -> None:
    assert api.post("/v1/calculations", calculation()).status_code == 200
    assert set(report()) > set(calculation())


def test_a_refusal_names_what_the_key_may_do_instead(api: Api) -> None:
    theirs = api.post("/v1/enterprises", enterprise(STRANGER), caller="owner")
    frozen = api.post("/v1/scores/peers", {"ruleset": "DNZ-1", "year": 2024, "sector": "4411"}, caller="regulator")
    assert (theirs.status_code, theirs.json()["code"]) == (403, "enterprise.not_yours")
    assert (frozen.status_code, frozen.json()["code"]) == (403, "peers.administrator")


def test_a_strange_ruleset_is_told_the_known_ones(api: Api) -> None:
    query = {"year": "2024", "region": "14"}
    unknown = api.get("/v1/rankings/quotas", caller="regulator", params={"ruleset": "DNZ-9", **query}).json()
    no_plan = api.get("/v1/rankings/quotas", caller="regulator", params={"ruleset": "DNZ-1", **query}).json()
    assert (unknown["code"], no_plan["code"]) == ("ruleset.unknown", "ruleset.no_pilot")
    assert "DNZ-1" in unknown["detail"]
    assert "SX-2023-1" in no_plan["detail"]
    assert "DNZ-1" not in no_plan["detail"]
