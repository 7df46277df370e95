"""The reference resources: units, emission factors, benchmarks, methods, rulesets, plans, checks. No key is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from service.api import schemas_reference as schemas
from service.api.answers import cacheable_answer
from service.api.library_views import entry_detail, entry_json, ruleset_json, unit_json
from service.api.method_views import method_detail, method_summary
from service.api.operations import public, tags
from service.api.paging import PageQuery, page_of
from service.checks.catalogue import CATALOGUE
from service.errors import NotFound
from service.messages import MESSAGES
from service.reference import Entry, Library
from service.units import all_units
from service.web import Public, Services

router = APIRouter(prefix="/v1", tags=tags("reference"))

#: Tables whose numbers are levels to be compared with, not factors to be multiplied by.
BENCHMARK_KINDS = frozenset({"levels", "limits"})
Identifier = Annotated[str, Path(max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", description="Id 编号")]
Tag = Annotated[str, Field(max_length=64)]
_ONE = [HTTPStatus.NOT_FOUND]
_LIST = [HTTPStatus.BAD_REQUEST]


class FactorQuery(PageQuery):
    """Which numbers to list; `text` looks in ids, series and names in both languages, `day` asks what is in force."""

    text: Tag | None = None
    series: Annotated[str, Field(max_length=120)] | None = None
    sector: Tag | None = None
    process: Tag | None = None
    material: Tag | None = None
    substance: Tag | None = None
    region: Tag | None = None
    technology: Tag | None = None
    trust: Tag | None = None
    status: Tag | None = None
    source: Tag | None = None
    day: date | None = None

    def fits(self, entry: Entry, library: Library) -> bool:
        """Say whether an entry is looked for."""
        stated = self.model_dump(include={"sector", "process", "material", "substance", "region", "technology"})
        wanted = {name: value for name, value in stated.items() if value is not None}
        own = {"trust": entry.trust.value, "status": entry.status, "source": entry.source, "series": entry.series}
        return (
            all(entry.tags.get(name) == value for name, value in wanted.items())
            and all(getattr(self, name) in (None, value) for name, value in own.items())
            and (self.text is None or self.text.casefold() in searchable(entry))
            and (self.day is None or library.in_force(entry.series, self.day) is entry)
        )


def searchable(entry: Entry) -> str:
    """Return the text in which a search looks."""
    return f"{entry.id} {entry.series} {entry.name_zh} {entry.name_en}".casefold()


@router.get("/units", **public(schemas.UnitList, "List units and aliases 计量单位"))
def list_units(request: Request, services: Public) -> Response:
    """Every unit with all its accepted spellings."""
    return cacheable_answer(request, {"items": [unit_json(unit) for unit in all_units()]})


@router.get(
    "/emission-factors", **public(schemas.EmissionFactorPage, "Find emission factors 排放因子库", problem=_LIST)
)
def list_emission_factors(request: Request, services: Public, query: Annotated[FactorQuery, Query()]) -> Response:
    """Every number with its source, clause, status and trust, by id."""
    return entry_page(request, services, query, "listEmissionFactors", services.library.entries)


@router.get(
    "/benchmarks", **public(schemas.EmissionFactorPage, "Find benchmarks and limits 基准、标杆与限值", problem=_LIST)
)
def list_benchmarks(request: Request, services: Public, query: Annotated[FactorQuery, Query()]) -> Response:
    """The numbers that are levels or limits; `table` and `series` say of which kind."""
    levels = {i: e for i, e in services.library.entries.items() if e.table.kind in BENCHMARK_KINDS}
    return entry_page(request, services, query, "listBenchmarks", levels)


def entry_page(
    request: Request, services: Services, query: FactorQuery, operation: str, entries: Mapping[str, Entry]
) -> Response:
    """Answer one page of entries."""
    library = services.library
    found = [entries[i] for i in sorted(entries) if query.fits(entries[i], library)]
    page, following = page_of(found, lambda entry: entry.id, query, services.cursor_key, operation)
    items = [entry_json(entry, library) for entry in page]
    return cacheable_answer(request, {"items": items, "next_cursor": following, "reference_digest": library.digest})


@router.get(
    "/emission-factors/{factor_id:path}",
    **public(schemas.EmissionFactorDetail, "Read one factor with its history 读取因子", problem=_ONE),
)
def get_emission_factor(request: Request, services: Public, factor_id: Identifier) -> Response:
    """One number and all entries of its series."""
    entry = services.library.entries.get(factor_id)
    if entry is None:
        raise NotFound
    return cacheable_answer(request, entry_detail(entry, services.library))


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


@router.get("/plans", **public(schemas.PlanList, "List policy plans 实施方案"))
def list_plans(request: Request, services: Public) -> Response:
    """The plans whose targets and mechanisms are in the library."""
    items = [{"id": d["id"], "title": d.get("title")} for d in documents(services.library, "plans/")]
    return cacheable_answer(request, {"items": items, "reference_digest": services.library.digest})


@router.get("/plans/{plan_id}", **public(schemas.DocumentDetail, "Read one plan 读取实施方案", problem=_ONE))
def get_plan(request: Request, services: Public, plan_id: Identifier) -> Response:
    """Targets and mechanisms of one plan, each with its clause."""
    return cacheable_answer(request, document_of(services.library, "plans/", plan_id))


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
