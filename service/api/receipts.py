"""`/v1/receipts`: proof of what was lodged and when."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.api.schemas_receipts import ReportProof
from service.web import Reader
from service.workflows import receipts

router = APIRouter(prefix="/v1/receipts", tags=tags("reports"))
Sequence = Annotated[int, Path(ge=1, le=2**53, description="`receipt.sequence` of the answer to a report 日志序号")]


@router.get(
    "/{sequence}", **keyed(ReportProof, "Read the receipt of a report 提交回执", problem=[HTTPStatus.NOT_FOUND])
)
async def get_receipt(caller: Reader, sequence: Sequence) -> Response:
    """A signed proof that the report version stands in the log; `nearzero audit receipt` checks it offline."""
    return json_answer(await caller.run(lambda s, who: receipts.receipt(s.store, who, sequence)))
