"""`/v1/parks` and `/v1/facilities/{permit_code}/parks`: the register of parks, and which sites belong to them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from service.api import schemas_parks as schemas
from service.api.answers import json_answer, receipt_answer
from service.api.enterprises import PermitCode
from service.api.operations import keyed, tags
from service.api.paging import PageQuery
from service.api.paging import Query as Filters
from service.requests.fields import read_day
from service.requests.parks import ParkAssignmentRequest, ParkRequest
from service.web import Assigner, IdempotencyKey, RawBody, Reader
from service.workflows import parks

router = APIRouter(prefix="/v1", tags=tags("enterprises"))

ParkPath = Annotated[str, Path(pattern="^[A-Z0-9][A-Z0-9-]{1,31}$", description="Park code 园区代码")]
_ONE = [HTTPStatus.NOT_FOUND]
_CHANGE = [HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT]


class ParkQuery(PageQuery):
    """Which parks to list."""

    region: Annotated[str | None, Field(max_length=6, description="Subtree of GB/T 2260 行政区划")] = None


class DayQuery(Filters):
    """On which day the sites are counted; today by default."""

    day: Annotated[str | None, Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$")] = None


@router.post(
    "/parks",
    **keyed(
        schemas.Park,
        "Register a park 登记园区",
        body=ParkRequest,
        problem=[HTTPStatus.CONFLICT],
        status=HTTPStatus.CREATED,
    ),
)
async def create_park(caller: Assigner, key: IdempotencyKey, body: RawBody) -> Response:
    """By the bureau of the park's region; the same code again gives the park a new name, and it never moves."""
    receipt = await caller.record(lambda s, who: parks.register_park(s.store, s.library, who, body, key))
    return receipt_answer(receipt, f"/v1/parks/{orjson.loads(receipt.answer)['park']}")


@router.get("/parks", **keyed(schemas.ParkPage, "List parks 园区列表", problem=[HTTPStatus.BAD_REQUEST]))
async def list_parks(caller: Reader, query: Annotated[ParkQuery, Query()]) -> Response:
    """The register, by code."""
    key, operation = caller.services.cursor_key, "listParks"
    position = query.after(key, operation)
    after = str(position[0]) if position else ""
    items, following = await caller.run(lambda s, who: parks.parks(s.store, who, query.region, after, query.limit))
    cursor = query.next_cursor(key, operation, [following] if following is not None else None)
    return json_answer({"items": items, "next_cursor": cursor})


@router.get("/parks/{park}", **keyed(schemas.ParkDetail, "Read a park 读取园区", problem=_ONE))
async def get_park(caller: Reader, park: ParkPath, query: Annotated[DayQuery, Query()]) -> Response:
    """With the sites that stand in it on a day, as far as the caller sees them."""
    day = read_day(query.day, "/query/day") if query.day else None
    return json_answer(await caller.run(lambda s, who: parks.park(s.store, who, park, day)))


@router.post(
    "/facilities/{permit_code}/parks",
    **keyed(
        schemas.ParkAssignment,
        "Assign a site to a park 设施归入园区",
        body=ParkAssignmentRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_park_assignment(
    caller: Assigner, permit_code: PermitCode, key: IdempotencyKey, body: RawBody
) -> Response:
    """From a day on, by the bureau of the park's region; null ends it. A year's last day says where a site counts."""
    return receipt_answer(await caller.record(lambda s, who: parks.assign_site(s.store, who, permit_code, body, key)))


@router.get(
    "/facilities/{permit_code}/parks",
    **keyed(schemas.ParkAssignmentList, "List the parks of a site 设施所属园区", problem=_ONE),
)
async def list_park_assignments(caller: Reader, permit_code: PermitCode) -> Response:
    """Every assignment, those that were replaced included."""
    items = await caller.run(lambda s, who: parks.site_history(s.store, who, permit_code))
    return json_answer({"facility": permit_code, "items": items})
