"""`/v1/rankings/publications`: rankings frozen, objected to, ruled on, made final; anyone reads what is public."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from service.acts import PublicationStage
from service.api import paging, schemas_acts
from service.api.answers import json_answer, receipt_answer
from service.api.operations import keyed, public, tags
from service.identifiers import parse_region_prefix
from service.requests.acts import FinalRequest, ObjectionRequest, PublicationRequest, RulingRequest
from service.web import Decider, Evaluator, IdempotencyKey, Public, RawBody, Reader, Submitter
from service.workflows import appeal, publications, publish

router = APIRouter(prefix="/v1/rankings/publications", tags=tags("scores"))

Number = Annotated[str, Path(pattern="^[A-Za-z0-9.-]{1,120}$", description="Number of the ranking 编号")]
ObjectionId = Annotated[str, Path(pattern="^obj_[0-9a-f]{24}$", description="Id of the objection 异议编号")]
_ONE = [HTTPStatus.NOT_FOUND]
_CHANGE = [HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT]


class PublicationListQuery(paging.PageQuery):
    """Which published rankings to list; `region` CN for those of the nation."""

    year: Annotated[int, Field(ge=2015, le=2100)] | None = None
    region: Annotated[str, Field(pattern="^(CN|[0-9]{2,6})$")] | None = None
    sector: Annotated[str, Field(pattern="^[0-9]{2,4}$")] | None = None
    stage: Literal["provisional", "final"] | None = None


class StageQuery(paging.Query):
    """Which stage of a number: by default the final one, and the provisional one until there is a final."""

    stage: Literal["provisional", "final"] | None = None


@router.post(
    "",
    **keyed(
        schemas_acts.PublicationReceipt,
        "Publish a ranking provisionally 公示排名",
        body=PublicationRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_publication(caller: Evaluator, key: IdempotencyKey, body: RawBody) -> Response:
    """Freezes the current scores of one group; objections are taken for as many days as the ruleset says."""
    receipt = await caller.record(lambda s, who: publish.publish(s.store, s.library, who, body, key))
    return receipt_answer(receipt, f"/v1/rankings/publications/{orjson.loads(receipt.answer)['number']}")


@router.get(
    "",
    **public(schemas_acts.PublicationPage, "List published rankings 已公布的排名", problem=[HTTPStatus.BAD_REQUEST]),
)
def list_publications(services: Public, query: Annotated[PublicationListQuery, Query()]) -> Response:
    """What anyone may read, in the order in which it was published."""
    key, operation = services.cursor_key, "listPublications"
    position = query.after(key, operation)
    filters = query.model_dump(include={"year", "sector", "stage"}, exclude_none=True) | region_of(query.region)
    after = int(position[0]) if position else 0
    items, following = publications.list_publications(services.store, filters, after, query.limit)
    cursor = query.next_cursor(key, operation, [following] if following is not None else None)
    return json_answer({"items": items, "next_cursor": cursor})


def region_of(text: str | None) -> dict[str, str]:
    """The region by which a list is filtered, in the form in which rankings have it."""
    if text is None:
        return {}
    return {"region": "" if text == publish.NATION else parse_region_prefix(text, "/query/region")}


@router.get(
    "/{number}", **public(schemas_acts.PublicationProof, "Read a published ranking 读取已公布的排名", problem=_ONE)
)
def get_publication(services: Public, number: Number, query: Annotated[StageQuery, Query()]) -> Response:
    """The frozen bytes under `ranking`, with their sha256, their entry in the log and the signed head over it."""
    stage = PublicationStage(query.stage) if query.stage is not None else None
    shown = publications.public_publication(services.store, number, stage)
    return json_answer(publications.proof(services.store, shown))


@router.get(
    "/{number}/provisional",
    **keyed(schemas_acts.PublicationProof, "Read a provisional ranking 读取公示中的排名", problem=_ONE),
)
async def get_provisional_publication(caller: Reader, number: Number) -> Response:
    """For the bureau, and for enterprises of the region and sector, also where it is not for everyone."""
    return json_answer(
        await caller.run(
            lambda s, who: publications.proof(s.store, publications.provisional_publication(s.store, who, number))
        )
    )


@router.post(
    "/{number}/objections",
    **keyed(
        schemas_acts.ObjectionFiled,
        "Object to a provisional ranking 提出异议",
        body=ObjectionRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_objection(caller: Submitter, number: Number, key: IdempotencyKey, body: RawBody) -> Response:
    """By an enterprise of the region and sector, about its own place or being left out, once, within the time."""
    return receipt_answer(await caller.record(lambda s, who: appeal.object_to(s.store, who, number, body, key)))


@router.get("/{number}/objections", **keyed(schemas_acts.ObjectionList, "List objections 异议列表", problem=_ONE))
async def list_objections(caller: Reader, number: Number) -> Response:
    """All of them for the bureau, an enterprise's own for itself."""
    items = await caller.run(lambda s, who: appeal.list_objections(s.store, who, number))
    return json_answer({"number": number, "items": items})


@router.post(
    "/{number}/objections/{objection_id}/decisions",
    **keyed(
        schemas_acts.ObjectionFiled,
        "Rule on an objection 裁定异议",
        body=RulingRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_objection_decision(
    caller: Decider, number: Number, objection_id: ObjectionId, key: IdempotencyKey, body: RawBody
) -> Response:
    """By a regulator whose region holds the ranking's, with reasons; one that is upheld takes the newest score."""
    return receipt_answer(
        await caller.record(lambda s, who: appeal.rule(s.store, who, number, objection_id, body, key))
    )


@router.post(
    "/{number}/final",
    **keyed(
        schemas_acts.PublicationReceipt,
        "Make a ranking final 公布最终排名",
        body=FinalRequest,
        problem=_CHANGE,
        status=HTTPStatus.CREATED,
    ),
)
async def create_final_publication(caller: Evaluator, number: Number, key: IdempotencyKey, body: RawBody) -> Response:
    """After the time for objections, when each has its ruling; final is final, a later ranking has a new number."""
    receipt = await caller.record(lambda s, who: publish.finalise(s.store, who, number, body, key))
    return receipt_answer(receipt, f"/v1/rankings/publications/{number}")
