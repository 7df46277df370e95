"""`/v1/rulesets/trials`: a successor ruleset tried on a past year, never stored."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response

from service.api import schemas_trials as schemas
from service.api.answers import json_answer
from service.api.operations import keyed, tags
from service.requests.trials import RulesetTrialRequest, read_trial
from service.web import Evaluator, RawBody
from service.workflows.trial import trial

router = APIRouter(prefix="/v1", tags=tags("scores"))


@router.post(
    "/rulesets/trials",
    **keyed(
        schemas.RulesetTrial,
        "Try a successor ruleset on a past year 试算后续规则集",
        body=RulesetTrialRequest,
        problem=[HTTPStatus.NOT_FOUND],
    ),
)
async def try_ruleset(caller: Evaluator, body: RawBody) -> Response:
    """Who would pass, fail, rise or fall under it, and why, beside the ruleset in force."""
    return json_answer(await caller.run(lambda s, who: trial(s.store, s.library, who, read_trial(body))))
