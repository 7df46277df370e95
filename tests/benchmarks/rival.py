"""The rival: the report endpoint as the libraries' own tutorials would write it.

FastAPI with a body model and a `response_model`, Pint for every quantity of every line, one SQLModel object per
row and `add_all`. It keeps every promise that the product makes: the same validation, a hashed key, an idempotency
record, a signed hash-chained log row, the same rows and the same answer, and a durable commit before the answer.

The handlers are `async def`: with 16 connections the thread pool that serves plain `def` handlers was measured two to
four times slower here, because its threads fight for the interpreter lock. The rival gets the better of the two.

Started by the harness as `uvicorn tests.benchmarks.rival:create_app --factory` with RIVAL_DATABASE_URL set.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from typing import Annotated, Any

import pint
from fastapi import Depends, FastAPI, Header, HTTPException, Request
from sqlmodel import Session

from tests.benchmarks import rival_pint
from tests.benchmarks.rival_schema import ReportIn, ReportOut
from tests.benchmarks.rival_store import create_tables, durable_engine, store
from tests.benchmarks.rival_tables import RivalKey


def calculate(report: ReportIn) -> list[rival_pint.Line]:
    try:
        return [line for activity in report.activities for line in rival_pint.lines(activity)]
    except (pint.PintError, KeyError) as fault:
        raise HTTPException(422, "unit, dimension or parameter refused") from fault


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def session(request: Request) -> AsyncIterator[Session]:
    with Session(request.app.state.engine) as opened:
        yield opened


async def caller(request: Request, authorization: Annotated[str, Header()]) -> RivalKey:
    key_id, _, secret = authorization.removeprefix("Bearer ").partition(".")
    with Session(request.app.state.engine) as reading:
        key = reading.get(RivalKey, key_id)
    if key is None or key.secret_hash != hashed(secret):
        raise HTTPException(401)
    return key


async def submit(
    report: ReportIn,
    key: Annotated[RivalKey, Depends(caller)],
    opened: Annotated[Session, Depends(session)],
    idempotency_key: Annotated[str, Header()],
) -> Any:
    return store(opened, report, calculate(report), key, idempotency_key)


def create_app() -> FastAPI:
    app = FastAPI()
    app.state.engine = durable_engine(os.environ["RIVAL_DATABASE_URL"])
    create_tables(app.state.engine)
    app.post("/v1/reports", response_model=ReportOut, status_code=201)(submit)
    return app
