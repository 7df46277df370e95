"""Jobs over HTTP: accepted at once, done aside, read by whoever governs the region, taken up again after a stop."""

from __future__ import annotations

import time
from typing import Any

import pytest

from service.workflows.keys import revoke
from tests.api.builders import report
from tests.api.conftest import Api

WORK = {"operation": "refresh_scores", "ruleset": "DNZ-1", "year": 2024, "region": "14"}
LONGEST_SECONDS = 60.0


def ended(api: Api, place: str, caller: str) -> dict[str, Any]:
    """The job once it has an outcome."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        found: dict[str, Any] = api.get(place, caller=caller).json()
        if found["state"] != "accepted":
            return found
        time.sleep(0.05)
    raise AssertionError("the job has no outcome")


@pytest.fixture(scope="module")
def place(api: Api) -> str:
    """Where the answer says that the job is to be read; the year has one report to score."""
    assert api.post("/v1/reports", report(), caller="owner").status_code == 201
    answer = api.post("/v1/jobs", WORK, caller="regulator", retry_key="the-job")
    assert (answer.status_code, answer.json()["state"]) == (202, "accepted")
    return str(answer.headers["location"])


def test_a_job_is_accepted_done_and_read(api: Api, place: str) -> None:
    done = ended(api, place, "regulator")
    assert (done["state"], done["errors"]) == ("done", [])
    assert (done["result"]["scored"], done["result"]["remaining"]) == (1, 0)
    assert done["ended_at"] > done["accepted_at"]


def test_the_same_key_starts_no_second_job(api: Api, place: str) -> None:
    again = api.post("/v1/jobs", WORK, caller="regulator", retry_key="the-job")
    assert (again.headers["location"], again.headers["idempotency-replayed"]) == (place, "true")


@pytest.mark.parametrize(("caller", "status"), [
    ("administrator", 200), ("regulator", 200), ("elsewhere", 404), ("verifier", 404), ("owner", 404),
])  # fmt: skip
def test_a_job_is_read_by_whoever_governs_its_region(api: Api, place: str, caller: str, status: int) -> None:
    assert api.get(place, caller=caller).status_code == status


@pytest.mark.parametrize("number", ["1", "999999"])
def test_no_other_entry_of_the_log_is_a_job(api: Api, place: str, number: str) -> None:
    assert api.get(f"/v1/jobs/job_{number}", caller="administrator").status_code == 404


@pytest.mark.parametrize(("change", "code"), [
    ({"ruleset": "nothing"}, "ruleset.unknown"),
    ({"sector": "99"}, "identifier.sector"),
    ({"region": "37"}, "resource.not_found"),
    ({"at_most": 3}, "field.unknown"),
])  # fmt: skip
def test_what_could_not_be_done_is_not_accepted(api: Api, change: dict[str, Any], code: str) -> None:
    assert api.post("/v1/jobs", WORK | change, caller="regulator").json()["code"] == code


def test_what_a_stop_left_undone_is_taken_up_and_a_revoked_key_works_no_more(
    api: Api, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = api.app.state.services
    with monkeypatch.context() as stopped:
        stopped.setattr(type(services.jobs), "start", lambda *_: None)
        left = api.post("/v1/jobs", WORK, caller="regulator").headers["location"]
        other = api.post("/v1/jobs", WORK, caller="administrator").headers["location"]
    assert api.get(left, caller="administrator").json()["state"] == "accepted"
    revoke(services.store, api.keys["regulator"].split("_")[1])
    for job in services.jobs.resume():
        job.result(LONGEST_SECONDS)
    assert api.get(other, caller="administrator").json()["state"] == "done"
    failed = api.get(left, caller="administrator").json()
    assert (failed["state"], [fault["code"] for fault in failed["errors"]]) == ("failed", ["auth.key"])
    assert services.jobs.resume() == []
