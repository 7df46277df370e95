"""Whether the process lives and may be sent work, and what each problem code means."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.api.answers import cacheable_answer, json_answer
from service.api.operations import public, tags
from service.api.schemas import Alive, ProblemText
from service.errors import NotFound
from service.messages import MESSAGES
from service.web import Public
from service.workflows import audit

router = APIRouter(tags=tags("service"))
Code = Annotated[str, Path(max_length=64, pattern="^[A-Za-z0-9_.-]+$", description="Problem code 问题代码")]


@router.get("/livez", **public(Alive, "The process answers 存活"))
async def get_liveness(services: Public) -> Response:
    """Answers as long as the process does; looks at nothing else."""
    return json_answer({"status": "ok"})


@router.get("/readyz", **public(Alive, "Work may be sent 就绪", problem=[HTTPStatus.SERVICE_UNAVAILABLE]))
async def get_readiness(services: Public) -> Response:
    """Answers 503 while the log cannot be read or holds no signed head, or the schema is another program's."""
    await run_in_threadpool(audit.require_ready, services.store)
    return json_answer({"status": "ok"})


@router.get(
    "/problems/{code}", **public(ProblemText, "Read what a problem code means 问题说明", problem=[HTTPStatus.NOT_FOUND])
)
async def get_problem(request: Request, services: Public, code: Code) -> Response:
    """The page that `type` of a problem points to."""
    if code not in MESSAGES:
        raise NotFound
    chinese, english = MESSAGES[code]
    return cacheable_answer(request, {"code": code, "text": {"zh": chinese, "en": english}})
