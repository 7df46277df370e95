"""The rival is a real opponent: it stores the report, answers it, and keeps its promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from service.reference import load_library
from service.workflows.calculate import calculate
from tests.benchmarks import workload
from tests.benchmarks.rival import create_app, hashed
from tests.benchmarks.rival_pint import FORMULAS
from tests.benchmarks.rival_store import durable_engine
from tests.benchmarks.rival_tables import RivalFacility, RivalKey, RivalLine, RivalLog

CREDIT_CODE = "91140100MA0TEXT000"
PERMIT_CODE = f"{CREDIT_CODE}001P"


@pytest.fixture
def rival(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    url = f"sqlite:///{tmp_path / 'rival.sqlite3'}"
    monkeypatch.setenv("RIVAL_DATABASE_URL", url)
    client = TestClient(create_app())
    with Session(durable_engine(url)) as session:
        session.add(RivalKey(key_id="k", secret_hash=hashed("s"), credit_code=CREDIT_CODE))
        session.add(RivalFacility(permit_code=PERMIT_CODE, credit_code=CREDIT_CODE))
        session.commit()
    client.headers |= {"Authorization": "Bearer k.s"}
    return client


def test_a_report_is_stored_whole_and_a_repeat_gets_the_stored_answer(rival: TestClient, tmp_path: Path) -> None:
    body = workload.encode(workload.report(CREDIT_CODE, PERMIT_CODE))
    headers = {"Idempotency-Key": "one", "Content-Type": "application/json"}
    first = rival.post("/v1/reports", content=body, headers=headers)
    second = rival.post("/v1/reports", content=body, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    with Session(durable_engine(f"sqlite:///{tmp_path / 'rival.sqlite3'}")) as session:
        stored = session.exec(select(RivalLine).order_by(col(RivalLine.line_no))).all()
        assert len(stored) == len(FORMULAS) * workload.LINES
        assert len(session.exec(select(RivalLog)).all()) == 1


def test_the_same_key_with_another_body_is_refused(rival: TestClient) -> None:
    body = workload.report(CREDIT_CODE, PERMIT_CODE)
    headers = {"Idempotency-Key": "one"}
    assert rival.post("/v1/reports", json=body, headers=headers).status_code == 201
    body["period"] = "2023"
    assert rival.post("/v1/reports", json=body, headers=headers).status_code == 409


def test_the_rival_does_the_same_work_as_the_product(rival: TestClient) -> None:
    body = workload.report(CREDIT_CODE, PERMIT_CODE)
    theirs = rival.post("/v1/reports", json=body, headers={"Idempotency-Key": "one"}).json()
    for name in ("enterprise", "facility", "signatory"):
        del body[name]
    ours = json.loads(calculate(load_library(), workload.encode(body)))
    assert masses(theirs) == pytest.approx(masses(ours), rel=1e-6)
    assert theirs.keys() - {"report_id", "version", "state", "receipt"} == ours.keys() - {
        *(
            "results",
            "indicators",
            "indicator_totals",
            "totals_beside",
            "methods_beside",
            "figures",
            "environmental_tax",
            "uncertainty",
        )
    }


def masses(answer: dict[str, Any]) -> dict[str, float]:
    return {total["substance"]: float(total["mass"]["value"]) for total in answer["totals"]}


def test_a_wrong_dimension_is_refused(rival: TestClient) -> None:
    body = workload.report(CREDIT_CODE, PERMIT_CODE)
    body["activities"][0]["quantity"]["unit"] = "m"
    assert rival.post("/v1/reports", json=body, headers={"Idempotency-Key": "one"}).status_code == 422
