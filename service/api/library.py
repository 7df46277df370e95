"""The reference resources: units, emission factors, benchmarks, limits, methods, rulesets, checks. No key is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from service.api import schemas_reference as schemas
from service.api.answers import cacheable_answer, kept_answer
from service.api.catalogue import catalogue_of, state_tag
from service.api.library_views import change_json, entry_detail, entry_json, ruleset_json, unit_json
from service.api.method_views import method_detail, method_summary
from service.api.operations import public, tags
from service.api.paging import PageQuery, page_of
from service.api.reference_queries import ComparisonQuery, FactorQuery, NumberQuery
from service.api.schemas_factors import EmissionFactorDetail, EmissionFactorPage, NumberComparison
from service.checks.catalogue import CATALOGUE
from service.errors import NotFound
from service.messages import MESSAGES
from service.reference import Library
from service.reference.search import Filters
from service.units import all_units
from service.web import Public, Services
from service.workflows.number_change import number_change

router = APIRouter(prefix="/v1", tags=tags("reference"))

Identifier = Annotated[str, Path(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", description="Id 编号")]
_ONE = [HTTPStatus.NOT_FOUND]
_LIST = [HTTPStatus.BAD_REQUEST]


@router.get("/units", **public(schemas.UnitList, "List units and aliases 计量单位"))
def list_units(request: Request, services: Public) -> Response:
    """Every unit with all its accepted spellings."""
    return cacheable_answer(request, {"items": [unit_json(unit) for unit in all_units()]})


@router.get("/emission-factors", **public(EmissionFactorPage, "Find emission factors 排放因子库", problem=_LIST))
def list_emission_factors(request: Request, services: Public, query: Annotated[FactorQuery, Query()]) -> Response:
    """Every number with its source, clause, status and trust, by id, in pages; unknown values are refused.

    全部数值及其来源、条款、状态和可信等级。
    """
    return number_page(request, services, query, "listEmissionFactors", query.wanted())


@router.get(
    "/benchmarks",
    **public(
        EmissionFactorPage, "Find levels to compare with 先进值、准入值、基准水平、标杆水平、配额基准值", problem=_LIST
    ),
)
def list_benchmarks(request: Request, services: Public, query: Annotated[NumberQuery, Query()]) -> Response:
    """Each says its `level`: advanced, access, limit, baseline 基准, benchmark 标杆, ETS benchmark or balance."""
    return number_page(request, services, query, "listBenchmarks", query.wanted(kind="levels"))


@router.get("/limits", **public(EmissionFactorPage, "Find emission limits 排放限值", problem=_LIST))
def list_limits(request: Request, services: Public, query: Annotated[NumberQuery, Query()]) -> Response:
    """Emission limits by standard and sector, ultra-low ones included. 各标准排放限值，含超低排放。"""
    return number_page(request, services, query, "listLimits", query.wanted(kind="limits"))


def number_page(request: Request, services: Services, query: PageQuery, operation: str, wanted: Filters) -> Response:
    """Answer one page of numbers."""
    catalogue = catalogue_of(services)

    def content() -> dict[str, Any]:
        found = catalogue.index.find(wanted)
        page, following = page_of(found, lambda entry: entry.id, query, services.cursor_key, operation)
        items = [entry_json(entry, catalogue) for entry in page]
        return {"items": items, "next_cursor": following, "reference_digest": catalogue.library.digest}

    return kept_answer(request, state_tag(request, services, catalogue), content)


@router.get(
    "/emission-factors/comparison",
    **public(
        NumberComparison, "Compare two numbers 比较两个数值", problem=[HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST]
    ),
)
def compare_numbers(request: Request, services: Public, query: Annotated[ComparisonQuery, Query()]) -> Response:
    """Two numbers of the library, their difference and the relative change, exactly. 两个数值的差与变化率。"""
    catalogue = catalogue_of(services)
    change = number_change(catalogue.library, query.earlier, query.later)
    return kept_answer(request, state_tag(request, services, catalogue), lambda: change_json(change, catalogue))


@router.get(
    "/emission-factors/{factor_id:path}",
    **public(EmissionFactorDetail, "Read one factor with its history 读取因子", problem=_ONE),
)
def get_emission_factor(request: Request, services: Public, factor_id: Identifier) -> Response:
    """One number with the history of its series, its citations, known conflicts, and who uses it.

    一个数值的沿革、引文、已知冲突，以及采用它的方法、规则集和校核规则。
    """
    catalogue = catalogue_of(services)
    entry = catalogue.library.entries.get(factor_id)
    if entry is None:
        raise NotFound
    return kept_answer(request, state_tag(request, services, catalogue), lambda: entry_detail(entry, catalogue))


@router.get("/methods", **public(schemas.MethodList, "List accounting methods 核算方法"))
def list_methods(request: Request, services: Public) -> Response:
    """Every version of every guide, with the data years that it governs."""
    items = [method_summary(method) for method in services.methods.methods]
    return cacheable_answer(request, {"items": items, "reference_digest": services.library.digest})


@router.get("/methods/{method_id}", **public(schemas.MethodDetail, "Read one method 读取核算方法", problem=_ONE))
def get_method(request: Request, services: Public, method_id: Identifier) -> Response:
    """Kinds of activity, formulas, parameters with units, materials and rounding of one method."""
    method = services.methods.by_id.get(method_id)
    if method is None:
        raise NotFound
    return cacheable_answer(request, method_detail(method, services.library))


@router.get("/rulesets", **public(schemas.RulesetList, "List rulesets 评价规则集"))
def list_rulesets(request: Request, services: Public) -> Response:
    """Scoring schemes and pilot rules."""
    items = [ruleset_json(document) for document in documents(services.library, "rulesets/")]
    return cacheable_answer(request, {"items": items, "reference_digest": services.library.digest})


@router.get("/rulesets/{ruleset_id}", **public(schemas.DocumentDetail, "Read one ruleset 读取规则集", problem=_ONE))
def get_ruleset(request: Request, services: Public, ruleset_id: Identifier) -> Response:
    """The whole ruleset as data; `basis` says which parts rest on a document and which are choices."""
    return cacheable_answer(request, document_of(services.library, "rulesets/", ruleset_id))


@router.get("/checks", **public(schemas.CheckList, "List the automatic checks 自动校核规则"))
def list_checks(request: Request, services: Public) -> Response:
    """Every numbered check, how serious a hit is, and where the rule comes from."""
    return cacheable_answer(request, {"items": list(checks()), "reference_digest": services.library.digest})


def checks() -> Iterator[dict[str, Any]]:
    """Yield the catalogue of checks; `{name}` in a text stands for what a hit fills in."""
    for check in CATALOGUE:
        chinese, english = MESSAGES[check.number]
        yield {
            "id": check.number,
            "severity": check.severity.value,
            "message": {"zh": chinese, "en": english},
            "source": check.source,
            "status": check.status,
        }


def documents(library: Library, folder: str) -> Iterator[Mapping[str, Any]]:
    """Yield the documents of one folder, by file name."""
    return (library.documents[file] for file in sorted(library.documents) if file.startswith(folder))


def document_of(library: Library, folder: str, identifier: str) -> Mapping[str, Any]:
    """Return the document of that id; raises `NotFound`."""
    for document in documents(library, folder):
        if document.get("id") == identifier:
            return document
    raise NotFound
