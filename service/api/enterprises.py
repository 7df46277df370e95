"""`/v1/enterprises` and `/v1/facilities`: who reports, and for which permitted sites."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from service.api import paging, schemas, schemas_totals
from service.api.answers import json_answer, receipt_answer
from service.api.operations import keyed, tags
from service.api.paging import PageQuery
from service.requests.fields import SectorCode
from service.requests.registrations import EnterpriseRequest, FacilityRequest
from service.web import IdempotencyKey, RawBody, Reader, Registrar
from service.workflows import directory, register
from service.workflows.counted_versions import Counting, TotalsQuery
from service.workflows.enterprise_totals import enterprise_totals

router = APIRouter(prefix="/v1", tags=tags("enterprises"))

CreditCode = Annotated[str, Path(pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")]
PermitCode = Annotated[str, Path(pattern="^[0-9A-Z]{22}$", description="排污许可证编号")]
_ONE = [HTTPStatus.NOT_FOUND]


class FacilityQuery(PageQuery):
    """Which sites to list."""

    sector: SectorCode | None = None
    region: Annotated[str, Field(max_length=6)] | None = None
    enterprise: Annotated[str, Field(pattern="^[0-9A-Z]{18}$")] | None = None


@router.post(
    "/enterprises",
    **keyed(
        schemas.Enterprise,
        "Register an enterprise 登记企业",
        body=EnterpriseRequest,
        problem=[HTTPStatus.CONFLICT],
        status=HTTPStatus.CREATED,
    ),
)
async def create_enterprise(caller: Registrar, key: IdempotencyKey, body: RawBody) -> Response:
    """An enterprise registers itself, an administrator any; the same code again replaces the registration."""
    receipt = await caller.record(lambda s, who: register.register_enterprise(s.store, who, body, key))
    return receipt_answer(receipt, f"/v1/enterprises/{orjson.loads(receipt.answer)['credit_code']}")


@router.get("/enterprises/{credit_code}", **keyed(schemas.Enterprise, "Read an enterprise 读取企业", problem=_ONE))
async def get_enterprise(caller: Reader, credit_code: CreditCode) -> Response:
    """Seen by itself, and by those whose region holds one of its sites."""
    return json_answer(await caller.run(lambda s, who: directory.enterprise(s.store, who, credit_code)))


class YearQuery(paging.Query):
    """Which year, which versions of its reports, and how much of the explanation."""

    year: Annotated[int, Field(ge=2015, le=2100, description="Reporting year 报告年度")]
    counting: Annotated[
        Literal["standing", "accepted"],
        Field(description="Newest version not returned, or newest accepted one 计入未退回的或已受理的最新版本"),
    ] = "standing"
    contributors: Annotated[int, Field(ge=0, le=50, description="Contributors shown for each sum 显示的贡献项数")] = 5


@router.get(
    "/enterprises/{credit_code}/totals",
    **keyed(
        schemas_totals.EnterpriseTotals,
        "Add up an enterprise's year with its uncertainty 企业年度合计与不确定度",
        problem=[*_ONE, HTTPStatus.CONFLICT],
    ),
)
async def get_enterprise_totals(
    caller: Reader, credit_code: CreditCode, query: Annotated[YearQuery, Query()]
) -> Response:
    """Every site's report once, exactly; factors, meters and laboratory reports that reports share are one error."""
    wanted = TotalsQuery(credit_code, query.year, Counting(query.counting), query.contributors)
    return json_answer(await caller.run(lambda s, who: enterprise_totals(s.store, s.library, who, wanted)))


@router.post(
    "/facilities",
    **keyed(
        schemas.Facility,
        "Register a permitted site 登记排污单位设施",
        body=FacilityRequest,
        problem=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
        status=HTTPStatus.CREATED,
    ),
)
async def create_facility(caller: Registrar, key: IdempotencyKey, body: RawBody) -> Response:
    """A site of a registered enterprise, with its generating sets if it has any."""
    receipt = await caller.record(lambda s, who: register.register_facility(s.store, s.library, who, body, key))
    return receipt_answer(receipt, f"/v1/facilities/{orjson.loads(receipt.answer)['permit_code']}")


@router.get(
    "/facilities", **keyed(schemas.FacilityPage, "List sites 设施列表", problem=[HTTPStatus.BAD_REQUEST, *_ONE])
)
async def list_facilities(caller: Reader, query: Annotated[FacilityQuery, Query()]) -> Response:
    """The sites that the caller may see, by permit code."""
    key = caller.services.cursor_key
    after = query.after(key, "listFacilities")
    wanted = directory.ListQuery(
        query.limit, str(after[0]) if after else "", query.region, query.sector, query.enterprise
    )
    items, following = await caller.run(lambda s, who: directory.facilities(s.store, who, wanted))
    position = [following] if following else None
    return json_answer({"items": items, "next_cursor": query.next_cursor(key, "listFacilities", position)})


@router.get("/facilities/{permit_code}", **keyed(schemas.Facility, "Read a site 读取设施", problem=_ONE))
async def get_facility(caller: Reader, permit_code: PermitCode) -> Response:
    """Seen by its enterprise, and by those whose region holds it."""
    return json_answer(await caller.run(lambda s, who: directory.facility(s.store, who, permit_code)))
