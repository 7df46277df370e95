"""Every member of every body and every parameter of every query, one by one in the place of something hostile.

Whatever comes back is an answer or a refusal in our words: a 4xx with a known code, in both languages, that points at
the member or at one beside it, and repeats nothing that was sent.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from service.api.examples import EXAMPLES
from service.app import create_app
from service.messages import MESSAGES
from service.records import Role
from tests.api.conftest import Api

Path_ = tuple[str | int, ...]
DOCUMENT = create_app().openapi()
HOLDER = EXAMPLES["EnterpriseRequest"]["credit_code"]
MARK = "zq7"
#: Texts of JSON values, so that numbers no reader has can be among them.
HOSTILE = (
    *("null", "true", "[]", "{}", '""', '" "', "-1", "1.5", "NaN", "1e400", "1" + "0" * 30),
    *('"-1"', '"0"', '"1e400"', '"１２"', '"nan"', '"2099-02-30"', '"\\u0000"', '"\\u202e"', '"𠮷"', '"%_"'),
    *(f'"{MARK}"', f'"{MARK * 2000}"', f'"\'; DROP TABLE {MARK};--"', '{"value": "1e99", "unit": "t"}'),
)
QUERIES = ("", "-1", "1" * 30, "NaN", "１２", "nan", "\x00", "\u202e", "%", "2024-02-30", MARK, MARK * 2000)
#: Each member meets every sixth of them, its neighbours the others.
SHARES = 6
NOBODYS: dict[str, dict[str, Any]] = {
    "PublicationRequest": {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": "3310", "synthetic": True},
    "ObjectionRequest": {"reason": "排名有误", "evidence": "EV-1"},
    "RulingRequest": {"ruling": "upheld", "reason": "属实", "evidence": "EV-1"},
    "FinalRequest": {"reason": "期满"},
    "PeersRequest": {"ruleset": "DNZ-1", "year": 2024, "sector": "3011"},
    "OverlayRequest": {"table": "energy/grid.csv", "format": "yaml", "content": "rows: []", "sources": "a: 1"},
    "OverlayDecisionRequest": {"decision": "approved", "reason": "同意"},
    "JobRequest": {"operation": "refresh_scores", "ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": "3310"},
    "RulesetTrialRequest": {"ruleset": "SX-2023-1", "document": "id: X", "year": 2024, "sector": "3310"},
}
BODIES: dict[str, dict[str, Any]] = dict(EXAMPLES) | NOBODYS
PLACES = {
    "credit_code": HOLDER,
    "permit_code": EXAMPLES["FacilityRequest"]["permit_code"],
    "number": "DNZ-1-v1.0-2024-14-3310-1",
    "objection_id": f"obj_{'0' * 24}",
    "overlay_id": f"ovl_{'0' * 24}",
    "plan_id": "sx-2023-1",
    "park": "SX-EXAMPLE",
    "sequence": "1",
    "job_id": "job_1",
    "version": "1",
    "ruleset_id": "DNZ-1",
    "method_id": "CN-POWER-2022",
    "factor_id": "grid.2022.prov.shanxi",
    "source_key": "ccr-2024",
    "table": "energy/grid.csv",
    "digest": "packaged",
    "code": "field.missing",
}
GOOD = {"ruleset": "DNZ-1", "year": "2024", "from": "2023", "to": "2024", "sector": "3310", "credit_code": HOLDER}
GOOD |= {"enterprise": HOLDER, "intensity": "0.8", "coefficient": "0.1", "sector_mean": "0.9"}


def posts() -> list[tuple[str, str, bool]]:
    """Path, name of the request model, and whether a key is needed, of every POST."""
    found = []
    for path, methods in DOCUMENT["paths"].items():
        if (operation := methods.get("post")) is not None:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            found.append((path, schema["$ref"].rpartition("/")[2], bool(operation["security"])))
    return found


def gets() -> list[tuple[str, dict[str, Any]]]:
    return [(path, methods["get"]) for path, methods in DOCUMENT["paths"].items() if "get" in methods]


@pytest.fixture(scope="module")
def lodged(api: Api) -> Api:
    """The enterprise of the examples with its site, park and report."""
    api.issue("holder", Role.enterprise, credit_code=HOLDER)
    for path, name, caller in (
        ("/v1/enterprises", "EnterpriseRequest", "holder"),
        ("/v1/facilities", "FacilityRequest", "holder"),
        ("/v1/parks", "ParkRequest", "administrator"),
        ("/v1/reports", "ReportRequest", "holder"),
    ):
        answer = api.post(path, EXAMPLES[name], caller=caller)
        assert answer.status_code == 201, answer.text
    PLACES["report_id"] = answer.json()["report_id"]
    assert api.post("/v1/scores", EXAMPLES["ScoringRequest"], caller="administrator").status_code == 200
    return api


def members(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the place of every member of a body, and of one that it does not know in each object."""
    if isinstance(value, dict):
        yield (*path, "unknown")
        for name, below in value.items():
            yield (*path, name)
            yield from members(below, (*path, name))
    elif isinstance(value, list):
        for at, below in enumerate(value[:2]):
            yield (*path, at)
            yield from members(below, (*path, at))


def put(body: Any, path: Path_, text: str) -> bytes:
    """Encode a body with the JSON text `text` at one place."""
    changed = holder = copy.deepcopy(body)
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = "@@"
    return json.dumps(changed, ensure_ascii=False).replace('"@@"', text, 1).encode()


def caller_of(name: str) -> str:
    """Who may do it, for an enterprise's own acts the enterprise of the examples."""
    own = ("ReportRequest", "CorrectionRequest", "ObjectionRequest", "EnterpriseRequest", "FacilityRequest")
    bureau = ("RecognitionRequest", "DecisionRequest", "RulingRequest")
    return "holder" if name in own else "regulator" if name in bureau else "administrator"


def assert_ours(answer: Any, places: tuple[str, ...], sent: str) -> None:
    """Hold an answer to the form of a problem whose pointers begin with one of `places`, or are empty."""
    assert answer.status_code < 500, (sent[:40], answer.text)
    if answer.status_code < 400:
        return
    problem = answer.json()
    assert MARK not in answer.text
    assert problem["errors"]
    for fault in problem["errors"]:
        assert fault["code"] in MESSAGES
        assert fault["detail"]
        if problem["status"] == 422 and fault["pointer"]:
            assert fault["pointer"].split("/")[1] in places, (sent[:40], fault)


@pytest.mark.parametrize(("template", "name", "keyed"), posts(), ids=lambda part: str(part))
def test_a_hostile_member_is_refused_in_our_words(lodged: Api, template: str, name: str, keyed: bool) -> None:
    path, caller = template.format(**PLACES), caller_of(name) if keyed else None
    own = (*DOCUMENT["components"]["schemas"][name]["properties"], "unknown")
    for turn, place in enumerate(dict.fromkeys(members(BODIES[name]))):
        for text in HOSTILE[turn % SHARES :: SHARES]:
            assert_ours(lodged.post(path, put(BODIES[name], place, text), caller=caller), own, text)


@pytest.mark.parametrize(("template", "operation"), gets(), ids=lambda part: str(part)[:60])
def test_a_hostile_parameter_is_refused_in_our_words(lodged: Api, template: str, operation: dict[str, Any]) -> None:
    caller = "administrator" if operation["security"] else None
    wanted = [p for p in operation.get("parameters", ()) if p["in"] == "query"]
    needed = {p["name"]: GOOD[p["name"]] for p in wanted if p["required"] and p["name"] in GOOD}
    for turn, value in enumerate(QUERIES):
        for name in re.findall(r"\{(\w+)\}", template):
            path = template.format(**{k: quote(v, safe="/") for k, v in (PLACES | {name: value}).items()})
            assert_ours(lodged.get(f"{path}?{urlencode(needed)}", caller=caller), ("query", "path"), value)
        for parameter in wanted[turn % 2 :: 2]:
            query = urlencode(needed | {parameter["name"]: value})
            assert_ours(lodged.get(f"{template.format(**PLACES)}?{query}", caller=caller), ("query", "path"), value)


@pytest.mark.parametrize(("template", "inside"), [
    ("/v1/calculations/what-if", "draft"),
    ("/v1/reports/{report_id}/what-if", "draft"),
    ("/v1/reports/{report_id}/versions", "report"),
])  # fmt: skip
def test_a_body_inside_another_is_pointed_at_where_it_stands(lodged: Api, template: str, inside: str) -> None:
    names = {path: name for path, name, _ in posts()}
    place = (inside, "activities", 0, "quantity", "unit")
    body = put(EXAMPLES[names[template]], place, '"ton"')
    answer = lodged.post(template.format(**PLACES), body, caller="holder")
    assert [(f["code"], f["pointer"]) for f in answer.json()["errors"]] == [
        ("unit.ambiguous", f"/{inside}/activities/0/quantity/unit")
    ]


@pytest.mark.parametrize(("path", "code"), [
    ("/v1/reports?sector=99", "identifier.sector"),
    ("/v1/facilities?sector=99", "identifier.sector"),
    ("/v1/reports?enterprise=99", "field.pattern"),
    ("/v1/rulesets/SX-2023-1/balance-value?intensity=１２&coefficient=0.1", "field.invalid"),
    ("/v1/rulesets/SX-2023-1/balance-value?intensity=1_2&coefficient=0.1", "field.invalid"),
])  # fmt: skip
def test_a_slip_in_a_query_finds_no_empty_list(lodged: Api, path: str, code: str) -> None:
    answer = lodged.get(path, caller="administrator")
    assert (answer.status_code, answer.json()["code"]) == (422, code)


@pytest.mark.parametrize("sector", ["foo", "99"])
def test_no_peers_are_frozen_for_a_sector_that_is_none(lodged: Api, sector: str) -> None:
    body = {"ruleset": "DNZ-1", "year": 2022, "sector": sector}
    assert lodged.post("/v1/scores/peers", body, caller="administrator").status_code == 422


@pytest.mark.parametrize("region", ["12.5t", "1", "14010", "1401001", "99", "山西"])
def test_a_region_of_another_form_gets_no_province(lodged: Api, region: str) -> None:
    answer = lodged.post("/v1/calculations", EXAMPLES["CalculationRequest"] | {"region": region})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/region")


@pytest.mark.parametrize("document", ["\x00", "a: " + "[" * 60_000, "- " * 60_000, "a: " + "{b: " * 500])
def test_a_document_made_to_break_its_reader_is_refused(lodged: Api, document: str) -> None:
    trial = NOBODYS["RulesetTrialRequest"] | {"document": document}
    overlay = NOBODYS["OverlayRequest"] | {"content": f"{document}\n", "source_key": "x"}
    for path, body in (("/v1/rulesets/trials", trial), ("/v1/reference/previews", overlay)):
        answer = lodged.post(path, body, caller="regulator")
        assert (answer.status_code, answer.json()["title"]) == (422, "内容未被受理"), answer.text
