"""`/v1/reports`: submit, read, correct and decide on yearly reports."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from service.api import schemas
from service.api.answers import json_answer, receipt_answer
from service.api.operations import keyed, tags
from service.api.paging import Cursored, PageQuery
from service.requests.fields import SectorCode
from service.requests.reports import CorrectionRequest, DecisionRequest, ReportRequest
from service.web import Caller, Decider, IdempotencyKey, RawBody, Reader, Submitter
from service.workflows import decide, directory, read, submit

router = APIRouter(prefix="/v1/reports", tags=tags("reports"))

ReportId = Annotated[str, Path(pattern="^rpt_[0-9a-f]{24}$", description="Id of the report 报告编号")]
Version = Annotated[int, Path(ge=1, le=1_000_000, description="Version number 版本号")]
_ONE = [HTTPStatus.NOT_FOUND]
_PAGED = [HTTPStatus.BAD_REQUEST, *_ONE]
_CHANGE = [HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT]


class ReportQuery(PageQuery):
    """Which reports to list."""

    year: Annotated[int, Field(ge=2015, le=2100)] | None = None
    sector: SectorCode | None = None
    region: Annotated[str, Field(max_length=6)] | None = None
    enterprise: Annotated[str, Field(pattern="^[0-9A-Z]{18}$")] | None = None


class TraceQuery(Cursored):
    """Which figures to trace; without a limit all of them, at once."""

    activity: Annotated[str, Field(max_length=64, description="Id of an activity 活动编号")] | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] | None = None


@router.post(
    "",
    **keyed(
        schemas.ReportReceipt,
        "Submit a yearly report 提交年度报告",
        body=ReportRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_report(caller: Submitter, key: IdempotencyKey, body: RawBody) -> Response:
    """Calculated, checked and stored durably before the answer is sent; a report is never edited afterwards."""
    receipt = await caller.record(lambda s, who: submit.submit_report(s.store, s.library, who, body, key))
    return receipt_answer(receipt, f"/v1/reports/{receipt.report_id}")


@router.get("", **keyed(schemas.ReportPage, "List reports 报告列表", problem=[HTTPStatus.BAD_REQUEST, *_ONE]))
async def list_reports(caller: Reader, query: Annotated[ReportQuery, Query()]) -> Response:
    """The newest version of each report that the caller may see, by id."""
    key = caller.services.cursor_key
    after = query.after(key, "listReports")
    wanted = directory.ListQuery(
        query.limit, str(after[0]) if after else "", query.region, query.sector, query.enterprise, query.year
    )
    items, following = await caller.run(lambda s, who: directory.reports(s.store, who, wanted))
    position = [following] if following else None
    return json_answer({"items": items, "next_cursor": query.next_cursor(key, "listReports", position)})


@router.get("/{report_id}", **keyed(schemas.Report, "Read the newest version 读取最新版本", problem=_ONE))
async def get_report(caller: Reader, report_id: ReportId) -> Response:
    """Figures and totals are computed again from the stored grounds."""
    return json_answer(await caller.run(lambda s, who: read.report(s.store, s.library, who, report_id)))


@router.get("/{report_id}/trace", **keyed(schemas.ReportTrace, "Trace every figure 溯源", problem=_PAGED))
async def get_report_trace(caller: Reader, report_id: ReportId, query: Annotated[TraceQuery, Query()]) -> Response:
    """Equation, inputs with their origin, and steps, enough to recompute each figure by hand."""
    return await trace_answer(caller, report_id, None, query)


async def trace_answer(caller: Caller, report_id: str, version: int | None, query: TraceQuery) -> Response:
    """A page of the trace; its cursor is good for this version alone."""
    key, operation = caller.services.cursor_key, f"trace {report_id} {version or 'newest'}"
    after = query.after(key, operation)
    number, position = (int(after[0]), int(after[1])) if after else (version, -1)
    page = read.TracePage(query.activity, position, query.limit)
    found, ended = await caller.run(lambda s, who: read.trace(s.store, s.library, who, report_id, number, page))
    following = None if ended is None else [found["version"], ended]
    return json_answer(found | {"next_cursor": query.next_cursor(key, operation, following)})


@router.get("/{report_id}/findings", **keyed(schemas.ReportFindings, "Read the findings 问题清单", problem=_ONE))
async def get_report_findings(caller: Reader, report_id: ReportId) -> Response:
    """The findings that the newest version was lodged with."""
    return json_answer(await caller.run(lambda s, who: read.findings(s.store, who, report_id)))


@router.get("/{report_id}/versions", **keyed(schemas.ReportVersions, "List all versions 版本列表", problem=_ONE))
async def list_report_versions(caller: Reader, report_id: ReportId) -> Response:
    """Every version with its state; none is ever removed."""
    return json_answer(await caller.run(lambda s, who: read.versions(s.store, who, report_id)))


@router.post(
    "/{report_id}/versions",
    **keyed(
        schemas.ReportReceipt,
        "Correct a report by a new version 更正报告",
        body=CorrectionRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_report_version(caller: Submitter, report_id: ReportId, key: IdempotencyKey, body: RawBody) -> Response:
    """The whole body again, with the reason; earlier versions stay as they are."""
    receipt = await caller.record(lambda s, who: submit.correct_report(s.store, s.library, who, report_id, body, key))
    return receipt_answer(receipt, f"/v1/reports/{report_id}/versions/{receipt.version}")


@router.get("/{report_id}/versions/{version}", **keyed(schemas.Report, "Read one version 读取某一版本", problem=_ONE))
async def get_report_version(caller: Reader, report_id: ReportId, version: Version) -> Response:
    """As the newest version, for any other."""
    return json_answer(await caller.run(lambda s, who: read.report(s.store, s.library, who, report_id, version)))


@router.get(
    "/{report_id}/versions/{version}/trace",
    **keyed(schemas.ReportTrace, "Trace every figure of one version 某一版本的溯源", problem=_PAGED),
)
async def get_report_version_trace(
    caller: Reader, report_id: ReportId, version: Version, query: Annotated[TraceQuery, Query()]
) -> Response:
    """The trace of any version, replayed from the factors that it was computed with."""
    return await trace_answer(caller, report_id, version, query)


@router.get(
    "/{report_id}/versions/{version}/findings",
    **keyed(schemas.ReportFindings, "Read the findings of one version 某一版本的问题清单", problem=_ONE),
)
async def get_report_version_findings(caller: Reader, report_id: ReportId, version: Version) -> Response:
    """The findings that this version was lodged with."""
    return json_answer(await caller.run(lambda s, who: read.findings(s.store, who, report_id, version)))


@router.get(
    "/{report_id}/versions/{version}/body",
    **keyed(ReportRequest, "Read the body as it was lodged 读取原始提交内容", problem=_ONE),
)
async def get_report_version_body(caller: Reader, report_id: ReportId, version: Version) -> Response:
    """Byte for byte what `body_sha256` is the digest of."""
    return json_answer(await caller.run(lambda s, who: read.body(s.store, who, report_id, version)))


@router.post(
    "/{report_id}/decisions",
    **keyed(
        schemas.Decision,
        "Accept or return the newest version 受理或退回",
        body=DecisionRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_report_decision(caller: Decider, report_id: ReportId, key: IdempotencyKey, body: RawBody) -> Response:
    """By a regulator of the region, with a reason."""
    return receipt_answer(await caller.record(lambda s, who: decide.decide(s.store, who, report_id, body, key)))


@router.get("/{report_id}/decisions", **keyed(schemas.Decisions, "List all decisions 决定列表", problem=_ONE))
async def list_report_decisions(caller: Reader, report_id: ReportId) -> Response:
    """Every decision on every version, in the order in which they were taken."""
    all_versions = await caller.run(lambda s, who: read.versions(s.store, who, report_id))
    return json_answer({"report_id": report_id, "items": all_versions["decisions"]})
