"""`/v1/scores`: how near to zero."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.acts import Scope
from service.api import paging, schemas_scores
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.identifiers import parse_sector
from service.records import Principal
from service.requests.scores import PeersRequest, ScoringRequest, read_peers, read_scoring
from service.web import Evaluator, RawBody, Reader, Services
from service.workflows import judge, rank, score
from service.workflows.directory import visible_region
from service.workflows.rules import rules_behind

router = APIRouter(prefix="/v1", tags=tags("scores"))

Year = Annotated[int, Field(ge=2015, le=2100, description="Reporting year 报告年度")]
RulesetId = Annotated[str, Field(min_length=1, max_length=32, description="Id of a ruleset 评价规则集")]
Process = Annotated[str | None, Field(max_length=64, description="Kind of line of the ruleset 工艺")]
ParkCode = Annotated[str | None, Field(max_length=64, description="Park 园区")]
_ONE = [HTTPStatus.NOT_FOUND]


class ScoreQuery(paging.Query):
    """Whose scores, under a ruleset as it is or, with a version, as it was: DNZ-1@1.0."""

    ruleset: RulesetId
    year: Year
    enterprise: Annotated[str, Field(pattern="^[0-9A-Z]{18}$", description="统一社会信用代码")]


@router.get("/scores", **keyed(schemas_scores.ScoreList, "Read an enterprise's scores 企业评价", problem=_ONE))
async def get_scores(caller: Reader, query: Annotated[ScoreQuery, Query()]) -> Response:
    """Everything that each score rests on; under a plan's ruleset also each criterion with what would change it."""

    def read(services: Services, principal: Principal) -> dict[str, object]:
        place = (services.store, services.library, principal, query.ruleset, query.year, query.enterprise)
        scores = rank.score_of(*place)
        return {
            "items": scores,
            "pilots": judge.judgements(*place),
            "rules": rules_behind(services.library, query.ruleset, scores),
            "reference_digest": services.library.digest,
        }

    return json_answer(await caller.run(read))


@router.post(
    "/scores",
    **keyed(schemas_scores.ScoringResult, "Bring scores up to date 更新评价", body=ScoringRequest, problem=_ONE),
)
async def refresh_scores(caller: Evaluator, body: RawBody) -> Response:
    """Scores again what has changed; calling it twice changes nothing more, so it needs no Idempotency-Key.

    A first time over many reports takes long: with `at_most` it is done in parts, and each answer says what remains.
    """

    def refresh(services: Services, principal: Principal) -> dict[str, int]:
        wanted = read_scoring(body)
        region = visible_region(principal, wanted.region, "/region")
        if wanted.sector is not None:
            parse_sector(wanted.sector, "/sector")
        scope = Scope(wanted.ruleset, wanted.year, region, wanted.sector or "")
        work = judge.judge_all if judge.is_plan(services.library, wanted.ruleset) else score.refresh
        return work(services.store, services.library, principal, scope, at_most=wanted.at_most)

    return json_answer(await caller.run(refresh))


@router.post(
    "/scores/peers",
    **keyed(
        schemas_scores.PeersResult,
        "Freeze the peers of a sector 冻结同行统计",
        body=PeersRequest,
        problem=[HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT],
    ),
)
async def freeze_peers(caller: Evaluator, body: RawBody) -> Response:
    """Fixes the best decile and the median of verified peers once; afterwards scores of the year rest on them."""

    def freeze(services: Services, principal: Principal) -> dict[str, int]:
        wanted = read_peers(body)
        place = (wanted.ruleset, wanted.year, parse_sector(wanted.sector, "/sector"))
        return score.freeze(services.store, services.library, principal, *place)

    return json_answer(await caller.run(freeze))
