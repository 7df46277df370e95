"""`/v1/reference`: editions of the library, what lies between two, and the overlays that a bureau proposes."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from service.api import schemas_overlays as schemas
from service.api.answers import cacheable_answer, json_answer, receipt_answer
from service.api.operations import keyed, public, tags
from service.api.paging import Query as QueryModel
from service.errors import Fault, InvalidInput, NotFound, ReferenceDataError
from service.overlay_records import OverlayState
from service.records import Principal
from service.reference.formats import Format
from service.reference.templates import template
from service.requests.overlays import OverlayDecisionRequest, OverlayRequest, read_overlay, read_overlay_decision
from service.web import Approver, IdempotencyKey, Proposer, Public, RawBody, Reader, Services
from service.workflows import editions, overlays, reference_diff
from service.workflows.reference_impact import Scope

router = APIRouter(prefix="/v1/reference", tags=tags("overlays"))

OverlayId = Annotated[str, Path(pattern="^ovl_[0-9a-f]{24}$", description="Id of the overlay 补充数据编号")]
EditionName = Annotated[str, Path(pattern="^[0-9a-f]{6,64}$", description="Digest or its beginning 摘要或其开头")]
LibraryName = Annotated[str, Field(pattern="^([0-9a-f]{6,64}|packaged|current)$")]
TableName = Annotated[str, Path(max_length=100, pattern=r"^[a-z0-9_./]+$", description="Table 表名")]
MEDIA_TYPES = {
    Format.csv: "text/csv; charset=utf-8",
    Format.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.yaml: "application/yaml",
}
_ONE = [HTTPStatus.NOT_FOUND]
_STORED = [HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE]


class DiffQuery(QueryModel):
    """Which two libraries: a digest, its beginning, `packaged`, or `current`."""

    from_: Annotated[LibraryName, Field(alias="from")]
    to: LibraryName = reference_diff.CURRENT


class EditionQuery(QueryModel):
    """The data file whose text is wanted, too."""

    file: Annotated[str, Field(max_length=100)] | None = None


class TemplateQuery(QueryModel):
    """In which format."""

    format: Literal["csv", "xlsx", "yaml"] = "csv"


def template_documentation() -> dict[str, Any]:
    """The documentation of a file that is downloaded."""
    documented = public(schemas.Edition, "Download an empty table 下载空白表", problem=_ONE)
    content = {
        kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()
    }
    documented["responses"][int(HTTPStatus.OK)] = {"description": "An empty table", "content": content}
    return documented


@router.get("/templates/{table:path}", **template_documentation())
def get_reference_template(services: Public, table: TableName, query: Annotated[TemplateQuery, Query()]) -> Response:
    """Every column explained and one example, in a form that a proposal is read from."""
    library = services.library
    if table not in library.tables:
        raise NotFound
    name = f"{table.removesuffix('.csv').replace('/', '-')}.{query.format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "public, max-age=300"}
    content = template(library, library.tables[table], Format(query.format))
    return Response(content, HTTPStatus.OK, headers, MEDIA_TYPES[Format(query.format)])


@router.get(
    "/editions",
    **public(
        schemas.EditionList, "List the libraries ever used 参考数据版本", problem=[HTTPStatus.SERVICE_UNAVAILABLE]
    ),
)
def list_reference_editions(services: Public) -> Response:
    """Digest and first day of every library that this store has met."""
    return json_answer({"items": editions.listed(services.store, services.library)})


@router.get("/editions/{digest}", **public(schemas.EditionDetail, "Read one past library 读取版本", problem=_STORED))
def get_reference_edition(
    request: Request, services: Public, digest: EditionName, query: Annotated[EditionQuery, Query()]
) -> Response:
    """Made again from its stored texts; the digest over them is computed anew."""
    return cacheable_answer(request, editions.detail(services.store, services.library, digest, query.file))


@router.get("/diff", **keyed(schemas.ReferenceDiff, "Compare two libraries 比较两个版本", problem=_ONE))
async def get_reference_diff(caller: Reader, query: Annotated[DiffQuery, Query()]) -> Response:
    """Which numbers moved, and which of the reports within the caller's sight would come out differently."""

    def work(services: Services, principal: Principal) -> dict[str, Any]:
        before, after = (reference_diff.named_library(services.store, name) for name in (query.from_, query.to))
        return reference_diff.diff(services.store, before, after, Scope(principal=principal))

    return json_answer(await caller.run(work))


@router.post("/previews", **keyed(schemas.OverlayPreview, "Preview an overlay 预览补充数据", body=OverlayRequest))
async def preview_reference_overlay(caller: Proposer, body: RawBody) -> Response:
    """What rows would change, or why they are refused; nothing is stored."""

    def work(services: Services, principal: Principal) -> dict[str, Any]:
        given = handed(body)
        try:
            library = services.reference.look()
            return overlays.preview(services.store, library, given, Scope(principal=principal)).answer
        except ReferenceDataError as error:
            raise InvalidInput(Fault(error.reason, "/content", overlays.place(given, error.line))) from error

    return json_answer(await caller.run(work))


@router.post(
    "/overlays",
    **keyed(
        schemas.ReferenceOverlay,
        "Propose an overlay 提出补充数据",
        body=OverlayRequest,
        problem=[HTTPStatus.CONFLICT],
        status=HTTPStatus.CREATED,
    ),
)
async def propose_reference_overlay(caller: Proposer, key: IdempotencyKey, body: RawBody) -> Response:
    """Judged by the strict reader and stored with its preview; it counts once a second person has approved it."""
    receipt = await caller.record_aside(lambda s, who: overlays.propose(s.store, who, handed(body), key))
    return receipt_answer(receipt)


@router.get("/overlays", **keyed(schemas.ReferenceOverlayList, "List overlays 补充数据列表"))
async def list_reference_overlays(caller: Reader) -> Response:
    """Every overlay with its decisions, the oldest first."""

    def work(services: Services, _: Principal) -> dict[str, Any]:
        return {"items": overlays.listed(services.store), "reference_digest": services.library.digest}

    return json_answer(await caller.run(work))


@router.get(
    "/overlays/{overlay_id}", **keyed(schemas.ReferenceOverlayDetail, "Read one overlay 读取补充数据", problem=_ONE)
)
async def get_reference_overlay(caller: Reader, overlay_id: OverlayId) -> Response:
    """Its rows, and what it was seen to change when it was proposed."""
    return json_answer(await caller.run(lambda s, who: overlays.detail(s.store, overlay_id, who)))


@router.post(
    "/overlays/{overlay_id}/decisions",
    **keyed(
        schemas.OverlayDecision,
        "Approve, reject or withdraw an overlay 审定补充数据",
        body=OverlayDecisionRequest,
        problem=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
        status=HTTPStatus.CREATED,
    ),
)
async def decide_reference_overlay(
    caller: Approver, key: IdempotencyKey, overlay_id: OverlayId, body: RawBody
) -> Response:
    """By another key than the proposer's; new calculations use the library that an approval makes at once."""
    receipt = await caller.record_aside(lambda s, who: overlays.decide(s.store, who, overlay_id, verdict_in(body), key))
    await caller.run(lambda s, _: s.reference.look().digest)
    return receipt_answer(receipt)


def verdict_in(raw: bytes) -> overlays.Verdict:
    """Read a decision."""
    request = read_overlay_decision(raw)
    return overlays.Verdict(OverlayState(request.decision), request.reason)


def handed(raw: bytes) -> overlays.Handed:
    """Read what is handed in; raises `InvalidInput` for what is no base64 where an XLSX is sent."""
    request = read_overlay(raw)
    form = Format(request.format)
    try:
        content = base64.b64decode(request.content, validate=True) if form is Format.xlsx else request.content.encode()
    except (binascii.Error, ValueError):
        raise InvalidInput(Fault("overlay.base64", "/content")) from None
    about = request.table, request.source_key, request.sources, request.note
    return overlays.Handed(content, request.file, form, *about)
