"""The policy plans, their targets, mechanisms and pilot criteria, from the record tables. No key is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from service.api import schemas_plans as schemas
from service.api.answers import kept_answer
from service.api.catalogue import catalogue_of, state_tag
from service.api.library_views import Json, source_json
from service.api.operations import public, tags
from service.errors import NotFound
from service.reference import Library
from service.scoring.plan_clauses import MECHANISMS, clause_columns
from service.web import Public, Services

router = APIRouter(prefix="/v1", tags=tags("reference"))

TARGETS: Final = "plans/targets.csv"
CRITERIA: Final = "plans/pilot_criteria.csv"

Record = Mapping[str, str]
Rows = Callable[[str, Library], Iterable[Json]]
PlanId = Annotated[str, Path(max_length=64, description="Id of a plan 方案编号", examples=["cn-2022-42"])]
_ONE = [HTTPStatus.NOT_FOUND]


@router.get("/plans", **public(schemas.PlanList, "List policy plans 实施方案"))
def list_plans(request: Request, services: Public) -> Response:
    """The plans whose targets and mechanisms are in the library, with number, issuer and dates. 减污降碳实施方案。"""
    catalogue = catalogue_of(services)

    def content() -> Json:
        library = catalogue.library
        return {"items": [plan_json(plan, library) for plan in plans(library)], "reference_digest": library.digest}

    return kept_answer(request, state_tag(request, services, catalogue), content)


@router.get("/plans/{plan_id}", **public(schemas.PlanDetail, "Read one plan 读取实施方案", problem=_ONE))
def get_plan(request: Request, services: Public, plan_id: PlanId) -> Response:
    """Title, number, issuer, dates and source of one plan, and how much of it is in the library. 单个方案。"""
    catalogue = catalogue_of(services)
    library = catalogue.library
    plan = plan_of(plan_id, library)
    tag = state_tag(request, services, catalogue)
    return kept_answer(request, tag, lambda: plan_json(plan, library) | {"reference_digest": library.digest})


@router.get(
    "/plans/{plan_id}/targets", **public(schemas.PlanTargetList, "List a plan's targets 方案目标", problem=_ONE)
)
def list_plan_targets(request: Request, services: Public, plan_id: PlanId) -> Response:
    """Every target as printed, with clause, operator, value, deadline and who is responsible. 目标，按原文。"""
    return items_of(request, services, plan_id, targets)


@router.get(
    "/plans/{plan_id}/mechanisms",
    **public(schemas.PlanMechanismList, "List a plan's mechanisms 方案机制", problem=_ONE),
)
def list_plan_mechanisms(request: Request, services: Public, plan_id: PlanId) -> Response:
    """Every institutional mechanism that the plan asks for, with its clause. 制度与机制及其条款。"""
    return items_of(request, services, plan_id, mechanisms)


@router.get(
    "/plans/{plan_id}/pilot-criteria",
    **public(schemas.PlanPilotCriterionList, "List a plan's pilot criteria 试点企业条件", problem=_ONE),
)
def list_plan_pilot_criteria(request: Request, services: Public, plan_id: PlanId) -> Response:
    """What the plan says about pilot enterprises, as printed. 试点企业条件，按原文。"""
    return items_of(request, services, plan_id, criteria)


def items_of(request: Request, services: Services, plan_id: str, rows: Rows) -> Response:
    """Answer one list of a plan; raises `NotFound` for an unknown plan."""
    catalogue = catalogue_of(services)
    library = catalogue.library
    plan = plan_of(plan_id, library)

    def content() -> Json:
        whose = {"plan": plan, "document": library.sources[plan].number}
        return whose | {"items": list(rows(plan, library)), "reference_digest": library.digest}

    return kept_answer(request, state_tag(request, services, catalogue), content)


def plans(library: Library) -> Sequence[str]:
    """Return the ids of all plans, in the order of the table of targets."""
    return list(dict.fromkeys(row["plan"] for row in library.records[TARGETS]))


def plan_of(plan_id: str, library: Library) -> str:
    """Return the id of a plan however its letters are written; raises `NotFound`."""
    wanted = plan_id.casefold()
    if wanted not in plans(library):
        raise NotFound
    return wanted


def plan_json(plan: str, library: Library) -> Json:
    """Return what a plan is; its id is its key in the bibliography."""
    source = library.sources[plan]
    region = next(row["region"] for row in library.records[TARGETS] if row["plan"] == plan)
    place = region_row(region, library)
    rulesets = (d["id"] for file, d in library.documents.items() if file.startswith("rulesets/"))
    return {
        "id": plan,
        "number": source.number or None,
        "title": {"zh": source.title_zh, "en": source.title_en},
        "issuer": source.issuer or None,
        "published": source.published or None,
        "in_force": source.in_force or None,
        "region": {"code": region, "name": {"zh": place["name_zh"], "en": place["name_en"]}},
        "source": source_json(source),
        "ruleset": next((ruleset for ruleset in rulesets if ruleset.casefold() == plan), None),
        "targets": sum(1 for _ in targets(plan, library)),
        "mechanisms": sum(1 for _ in mechanisms(plan, library)),
        "pilot_criteria": sum(1 for _ in criteria(plan, library)),
    }


def region_row(code: str, library: Library) -> Record:
    """Return the latest row of a region."""
    rows = [row for row in library.records["regions.csv"] if row["code"] == code]
    return max(rows, key=lambda row: row["valid_from"])


def graded(row: Record, library: Library) -> Json:
    """Return how sure a row is."""
    return {"status": row["status"], "trust": library.trusts[row["status"]].value, "checked": row["checked"]}


def printed(row: Record, *columns: str) -> Json:
    """Return cells as printed, empty ones as null."""
    return {column: row[column] or None for column in columns}


def targets(plan: str, library: Library) -> Iterator[Json]:
    """Yield the targets of a plan."""
    columns = (
        *("id", "clause", "subject", "indicator", "operator", "value"),
        *("unit", "deadline", "responsible", "kind", "level"),
    )
    for row in library.records[TARGETS]:
        if row["plan"] == plan:
            yield printed(row, *columns) | {"soft": row["soft"] == "yes"} | graded(row, library)


def mechanisms(plan: str, library: Library) -> Iterator[Json]:
    """Yield the mechanisms of a plan."""
    columns = clause_columns(library)
    for row in library.records[MECHANISMS]:
        asked = [name for name, column in columns.items() if row[column]]
        if plan in asked:
            own = {"clause": row[columns[plan]], "also": [name for name in asked if name != plan]}
            yield printed(row, "id", "mechanism") | own | graded(row, library)


def criteria(plan: str, library: Library) -> Iterator[Json]:
    """Yield the pilot criteria of a plan."""
    for row in library.records[CRITERIA]:
        if row["plan"] == plan:
            yield printed(row, "id", "clause", "type", "value", "unit", "deadline", "basis") | graded(row, library)
