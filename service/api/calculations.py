"""`/v1/calculations`: calculate without keeping anything."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool

from service.api.answers import json_answer
from service.api.operations import public, tags
from service.api.schemas import Calculation
from service.requests.reports import CalculationRequest
from service.web import Public, RawBody
from service.workflows.calculate import calculate

router = APIRouter(prefix="/v1/calculations", tags=tags("calculations"))


@router.post(
    "", **public(Calculation, "Calculate carbon and pollutants without storing 核算(不保存)", body=CalculationRequest)
)
async def create_calculation(services: Public, body: RawBody) -> Response:
    """Every figure comes with its trace; no key is needed and nothing is stored."""
    return json_answer(await run_in_threadpool(lambda: calculate(services.library, body)))
