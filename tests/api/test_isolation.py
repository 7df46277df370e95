"""Who may call what, and what nobody else's data look like: every operation of the document, for every role."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import Response

from service.app import create_app, require_declared_access
from service.records import Role
from service.workflows.keys import issue, revoke
from tests.api.builders import OWNER, SITE, STRANGER, calculation, enterprise, facility, report
from tests.api.conftest import Api
from tests.api.published import DOCUMENT

ENTERPRISE, REGULATOR, VERIFIER, ADMINISTRATOR = "owner", "regulator", "verifier", "administrator"
ALL = frozenset({ENTERPRISE, REGULATOR, VERIFIER, ADMINISTRATOR})
EVALUATORS = frozenset({REGULATOR, ADMINISTRATOR})
READERS_OF_PLACES = EVALUATORS | {VERIFIER}
#: operationId -> who may do it at all; written down here a second time, so that a slip in the code is seen.
PERMITTED = {
    "createEnterprise": frozenset({ENTERPRISE, ADMINISTRATOR}),
    "getEnterprise": ALL,
    "getEnterpriseTotals": ALL,
    "createFacility": frozenset({ENTERPRISE, ADMINISTRATOR}),
    "listFacilities": ALL,
    "getFacility": ALL,
    "createPark": EVALUATORS,
    "listParks": ALL,
    "getPark": ALL,
    "createParkAssignment": EVALUATORS,
    "listParkAssignments": ALL,
    "createReport": frozenset({ENTERPRISE}),
    "listReports": ALL,
    "getReport": ALL,
    "getReportTrace": ALL,
    "getReportFindings": ALL,
    "listReportVersions": ALL,
    "createReportVersion": frozenset({ENTERPRISE}),
    "getReportVersion": ALL,
    "getReportVersionTrace": ALL,
    "getReportVersionFindings": ALL,
    "getReportVersionBody": ALL,
    "getReceipt": ALL,
    "createReportDecision": frozenset({REGULATOR}),
    "listReportDecisions": ALL,
    "getScores": ALL,
    "refreshScores": EVALUATORS,
    "createJob": EVALUATORS,
    "getJob": ALL,
    "tryRuleset": EVALUATORS,
    "freezePeers": frozenset({ADMINISTRATOR}),
    "listRankings": READERS_OF_PLACES,
    "createRecognition": frozenset({REGULATOR}),
    "listRecognitions": ALL,
    "getPilotCounts": READERS_OF_PLACES,
    "createPublication": EVALUATORS,
    "getProvisionalPublication": ALL,
    "createObjection": frozenset({ENTERPRISE}),
    "listObjections": ALL,
    "createObjectionDecision": frozenset({REGULATOR}),
    "createFinalPublication": EVALUATORS,
    "compareYears": READERS_OF_PLACES,
    "explainPlace": ALL,
    "getNextClass": ALL,
    "weighMeasures": ALL,
    "compareReport": ALL,
    "getSynergy": ALL,
    "getProgress": ALL,
    "listComputedTargets": READERS_OF_PLACES,
    "listCultivation": READERS_OF_PLACES,
    "getReferenceDiff": ALL,
    "previewReferenceOverlay": EVALUATORS,
    "proposeReferenceOverlay": EVALUATORS,
    "listReferenceOverlays": ALL,
    "getReferenceOverlay": ALL,
    "decideReferenceOverlay": EVALUATORS,
}
OVERLAY = f"ovl_{'0' * 24}"
OBJECTION = f"obj_{'0' * 24}"
RECOGNITION = {
    "ruleset": "SX-2023-1",
    "year": 2024,
    "criterion": "selection",
    "outcome": "pass",
    "reason": "选定",
    "evidence": "EV-1",
}
BODIES = {"freezePeers": {"ruleset": "DNZ-1", "year": 2024, "sector": "3011"}}
QUERIES = {
    "getReferenceDiff": "?from=packaged&to=packaged",
    "getScores": f"?ruleset=DNZ-1&year=2024&enterprise={OWNER}",
    "getEnterpriseTotals": "?year=2024",
    "getPilotCounts": "?ruleset=SX-2023-1&year=2024&region=14",
    "compareYears": "?ruleset=DNZ-1&from=2023&to=2024&region=14&sector=3310",
    "explainPlace": f"?ruleset=DNZ-1&year=2024&credit_code={OWNER}&region=14&sector=3310",
    "listRankings": "?ruleset=DNZ-1&year=2024&region=14&sector=3310",
    "getNextClass": f"?ruleset=DNZ-1&year=2024&enterprise={OWNER}",
    "getProgress": f"?ruleset=DNZ-1&year=2024&enterprise={OWNER}",
    "getSynergy": f"?ruleset=DNZ-1&from=2023&to=2024&enterprises={OWNER}",
    "listComputedTargets": "?year=2024",
    "listCultivation": "?ruleset=DNZ-1&year=2024&sector=3310",
}


def keyed_operations() -> list[tuple[str, str, str]]:
    """(operationId, method, path) of every operation that needs a key."""
    found = []
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            if operation["security"]:
                found.append((operation["operationId"], method.upper(), path))
    return found


OPERATIONS = keyed_operations()


@pytest.fixture(scope="module")
def report_id(api: Api) -> str:
    answer = api.post("/v1/reports", report(), caller="owner")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["report_id"])


def call(api: Api, operation: tuple[str, str, str], report_id: str, caller: str | None, **headers: str) -> Any:
    name, method, template = operation
    path = template.format(**places(report_id)) + QUERIES.get(name, "")
    if method == "GET":
        return api.get(path, caller=caller, headers=headers)
    return api.post(path, BODIES.get(name, {}), caller=caller, **headers)


def places(report_id: str) -> dict[str, Any]:
    """What stands in the braces of a path."""
    numbers = {
        "number": "DNZ-1-v1.0-2024-14-3310-1",
        "objection_id": OBJECTION,
        "overlay_id": OVERLAY,
        "plan_id": "sx-2023-1",
        "park": "NOWHERE",
        "sequence": 1,
        "job_id": "job_1",
    }
    return {"report_id": report_id, "version": 1, "credit_code": OWNER, "permit_code": SITE} | numbers


#: Refusals that say who may do it instead.
NAMED = {"freezePeers": ("peers.administrator",)}


def test_the_table_covers_every_operation() -> None:
    assert {name for name, _, _ in OPERATIONS} == set(PERMITTED)


@pytest.mark.parametrize("caller", sorted(ALL))
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation[0])
def test_each_role_may_do_what_the_table_says(
    api: Api, report_id: str, operation: tuple[str, str, str], caller: str
) -> None:
    answer = call(api, operation, report_id, caller)
    if caller in PERMITTED[operation[0]]:
        assert answer.status_code not in (401, 403), answer.text
    else:
        assert answer.status_code == 403, answer.text
        assert answer.json()["code"] in ("auth.forbidden", *NAMED.get(operation[0], ()))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation[0])
def test_nothing_is_done_without_a_key(api: Api, report_id: str, operation: tuple[str, str, str]) -> None:
    answer = call(api, operation, report_id, None)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.required")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("stranger", ["stranger", "elsewhere"])
@pytest.mark.parametrize(
    "operation",
    [o for o in OPERATIONS if "{" in o[2] or o[0] in ("getScores", "getNextClass", "getSynergy", "getProgress")],
    ids=lambda operation: operation[0],
)
def test_what_is_not_the_callers_is_not_there(
    api: Api, report_id: str, operation: tuple[str, str, str], stranger: str
) -> None:
    role = {"stranger": ENTERPRISE, "elsewhere": REGULATOR}[stranger]
    if role not in PERMITTED[operation[0]]:
        pytest.skip("not for this role at all")
    bodies = {
        "createReportVersion": {"reason": "更正", "report": report()},
        "createReportDecision": {"decision": "accepted", "reason": "同意"},
        "createRecognition": RECOGNITION,
        "createParkAssignment": {"park": "NOWHERE", "starts": "2024-01-01", "reason": "入园", "evidence": "EV-1"},
        "createObjection": {"reason": "排名有误", "evidence": "EV-1"},
        "createObjectionDecision": {"ruling": "upheld", "reason": "属实", "evidence": "EV-1"},
        "createFinalPublication": {"reason": "期满"},
        "compareReport": {"draft": calculation()},
        "decideReferenceOverlay": {"decision": "approved", "reason": "同意"},
    }
    if operation[1] == "POST":
        answer = api.post(operation[2].format(**places(report_id)), bodies[operation[0]], caller=stranger)
    else:
        answer = call(api, operation, report_id, stranger)
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("path", ["/v1/reports", "/v1/facilities"])
def test_lists_show_each_caller_its_own(api: Api, report_id: str, path: str) -> None:
    assert api.get(path, caller="owner").json()["items"]
    assert api.get(path, caller="regulator").json()["items"]
    assert api.get(path, caller="verifier").json()["items"]
    assert api.get(path, caller="stranger").json()["items"] == []
    assert api.get(path, caller="elsewhere").json()["items"] == []


@pytest.mark.parametrize("path", ["/v1/reports", "/v1/facilities"])
@pytest.mark.parametrize(("caller", "query"), [("stranger", f"enterprise={OWNER}"), ("elsewhere", "region=14")])
def test_asking_a_list_for_anothers_data_finds_nothing(api: Api, path: str, caller: str, query: str) -> None:
    assert api.get(f"{path}?{query}", caller=caller).status_code == 404


def test_an_enterprise_registers_and_reports_for_itself_only(api: Api) -> None:
    assert api.post("/v1/enterprises", enterprise(), caller="stranger").status_code == 403
    assert api.post("/v1/facilities", facility(), caller="stranger").status_code == 403
    assert api.post("/v1/reports", report(), caller="stranger").status_code == 404
    assert api.post("/v1/enterprises", enterprise(STRANGER), caller="stranger").status_code == 201


@pytest.mark.parametrize(
    "shown",
    [
        "Bearer ",
        "Bearer nz_0_0",
        "Bearer nz_0000000000000000_" + "0" * 64,
        "Bearer " + "x" * 5000,
        "Basic bno6bno=",
        "nz_0000000000000000_" + "0" * 64,
    ],
)
def test_another_key_opens_nothing(api: Api, shown: str) -> None:
    assert api.get("/v1/reports", headers={"Authorization": shown}).status_code == 401


def test_the_secret_of_one_key_does_not_serve_the_id_of_another(api: Api) -> None:
    _, key_id, _ = api.keys["administrator"].split("_")
    _, _, secret = api.keys["owner"].split("_")
    shown = {"Authorization": f"Bearer nz_{key_id}_{secret}"}
    assert api.get("/v1/reports", headers=shown).status_code == 401


def test_a_revoked_key_opens_nothing(api: Api) -> None:
    store = api.app.state.services.store
    text = issue(store, Role.administrator)
    shown = {"Authorization": f"Bearer {text}"}
    assert api.get("/v1/reports", headers=shown).status_code == 200
    revoke(store, text.split("_")[1])
    assert api.get("/v1/reports", headers=shown).status_code == 401


def test_a_route_that_does_not_declare_its_access_stops_the_start() -> None:
    async def undeclared() -> Response:
        return Response()

    app = create_app()
    app.add_api_route("/v1/undeclared", undeclared)
    with pytest.raises(RuntimeError, match="/v1/undeclared"):
        require_declared_access(app)
