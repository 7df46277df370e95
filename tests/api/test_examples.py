"""What the document shows as an example can be posted as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.api.examples import EXAMPLES
from service.records import Role
from tests.api.conftest import Api, running
from tests.api.published import DOCUMENT, SCHEMAS

#: Which key posts a body; the bodies of the rest need none.
CALLERS = {
    "EnterpriseRequest": "owner",
    "FacilityRequest": "owner",
    "ParkRequest": "bureau",
    "ParkAssignmentRequest": "bureau",
    "ReportRequest": "owner",
    "ReportWhatIfRequest": "owner",
    "CorrectionRequest": "owner",
    "DecisionRequest": "bureau",
    "ScoringRequest": "bureau",
    "AbatementRequest": "owner",
    "RecognitionRequest": "bureau",
}


def path_of(body: str) -> str:
    """The path that takes a body."""
    wanted = {"$ref": f"#/components/schemas/{body}"}
    (found,) = {
        path
        for path, operations in DOCUMENT["paths"].items()
        for operation in operations.values()
        if operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema") == wanted
    }
    return str(found)


def test_every_example_is_taken_as_it_stands(tmp_path: Path) -> None:
    enterprise = SCHEMAS["EnterpriseRequest"]["examples"][0]["credit_code"]
    known = {"credit_code": enterprise, "permit_code": SCHEMAS["FacilityRequest"]["examples"][0]["permit_code"]}
    with running(tmp_path) as api:
        api.issue("owner", Role.enterprise, credit_code=enterprise)
        api.issue("bureau", Role.regulator, region="14")
        for name in EXAMPLES:
            (body,) = SCHEMAS[name]["examples"]
            answer = api.post(path_of(name).format(**known), body, caller=CALLERS.get(name))
            assert answer.is_success, (name, answer.text)
            known |= {"report_id": answer.json()["report_id"]} if name == "ReportRequest" else {}


#: (path, parameter, value) of every list that anyone may ask for.
QUERIES = [
    (path, parameter["name"], example)
    for path, operations in DOCUMENT["paths"].items()
    if "get" in operations and "{" not in path and not operations["get"]["security"]
    for parameter in operations["get"].get("parameters", [])
    for example in parameter["schema"].get("examples", [])
]


@pytest.mark.parametrize(("path", "name", "value"), QUERIES)
def test_every_example_of_a_query_is_taken(api: Api, path: str, name: str, value: str) -> None:
    required = {"from": "grid.2021.prov.shanxi", "to": "grid.2022.prov.shanxi"} if path.endswith("/comparison") else {}
    answer = api.get(path, params=required | {name: value})
    assert answer.status_code == 200, answer.text
