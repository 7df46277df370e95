"""`/v1/jobs`: work that outlasts its request."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Response

from service.api import schemas_jobs as schemas
from service.api.answers import json_answer, receipt_answer
from service.api.operations import keyed, tags
from service.requests.jobs import JobRequest
from service.web import Evaluator, IdempotencyKey, RawBody, Reader
from service.workflows import jobs

router = APIRouter(prefix="/v1/jobs", tags=tags("scores"))

JobId = Annotated[str, Path(pattern="^job_[1-9][0-9]{0,15}$", description="Id of a job 任务编号")]


@router.post(
    "",
    **keyed(
        schemas.Job,
        "Bring many scores up to date in the background 后台更新评价",
        body=JobRequest,
        problem=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
        status=HTTPStatus.ACCEPTED,
    ),
)
async def create_job(caller: Evaluator, key: IdempotencyKey, body: RawBody) -> Response:
    """As `POST /v1/scores` without `at_most`: accepted in the log, done afterwards, also when the server restarts."""
    receipt = await caller.record(lambda s, who: jobs.accept(s.store, s.library, who, body, key))
    if not receipt.replayed:
        caller.services.jobs.start(receipt.seq)
    return receipt_answer(receipt, f"/v1/jobs/{orjson.loads(receipt.answer)['id']}")


@router.get("/{job_id}", **keyed(schemas.Job, "Read a job 读取任务", problem=[HTTPStatus.NOT_FOUND]))
async def get_job(caller: Reader, job_id: JobId) -> Response:
    """Whether it is done, what came of it, or why it failed."""
    number = int(job_id.removeprefix("job_"))
    return json_answer(await caller.run(lambda s, who: jobs.job(s.store, who, number)))
