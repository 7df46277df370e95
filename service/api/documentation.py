"""The OpenAPI document, and the page that shows it without loading anything from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import fastapi_offline
import orjson
from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from service.api import (
    schemas,
    schemas_acts,
    schemas_cultivation,
    schemas_factors,
    schemas_jobs,
    schemas_overlays,
    schemas_parks,
    schemas_pathways,
    schemas_plans,
    schemas_progress,
    schemas_receipts,
    schemas_reference,
    schemas_scores,
    schemas_synergy,
    schemas_targets,
    schemas_totals,
    schemas_trials,
    schemas_vocabulary,
    schemas_yardsticks,
)
from service.api.examples import EXAMPLES
from service.api.operations import COMPONENT
from service.requests import acts, fields, jobs, overlays, parks, pathways, registrations, reports, scores, trials
from service.web import Public

ASSETS: Final = Path(fastapi_offline.__file__).parent / "static"
_SERVED: Final[Mapping[str, str]] = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
#: Swagger UI starts from a script in the page and sets styles on elements; nothing may come from elsewhere.
DOCS_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
TITLE: Final = "NearZero 双近零"
SUMMARY: Final = "Joint carbon and pollutant accounting, scoring and ranking 减污降碳协同核算、评价与排名"
DESCRIPTION: Final = """
Quantities are decimal text with a unit, in and out: `{"value": "12.5", "unit": "t"}`. 数量一律为十进制文本加单位。

A reporting year is a calendar year in Asia/Shanghai; instants are RFC 3339. A POST that stores something needs an
`Idempotency-Key`: the same key with the same body gets the stored answer. Problems are `application/problem+json` with
a stable `code`, in Chinese or English by `Accept-Language`. Lists of words may grow; take unknown ones as new.
报告年度为北京时间公历年；写入请求须带 `Idempotency-Key`；
错误为 `application/problem+json`，按 `Accept-Language` 给出中文或英文。
"""
TAGS: Final = [
    {"name": "calculations", "description": "Calculate without storing 核算(不保存)"},
    {"name": "reports", "description": "Yearly reports, versions, traces, decisions 年度报告"},
    {"name": "enterprises", "description": "Enterprises and permitted sites 企业与设施"},
    {"name": "scores", "description": "Scores and rankings 评价与排名"},
    {"name": "reference", "description": "Units, factors, methods, rules 参考数据"},
    {"name": "overlays", "description": "Editions, differences and overlays of the library 参考数据的版本与补充"},
    {"name": "service", "description": "Health and problem codes 服务状态与问题代码"},
]

router = APIRouter(include_in_schema=False)


def operation_id(route: APIRoute) -> str:
    """The route's name in camelCase: stable, whatever the path."""
    first, *others = route.name.split("_")
    return first + "".join(word.title() for word in others)


def install(app: FastAPI) -> None:
    """Make `app.openapi` give the complete document, once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = document(app)
        return app.openapi_schema

    # FastAPI documents this assignment as its way of extending the schema.
    app.openapi = openapi  # type: ignore[method-assign]  # the documented way


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document with every model that it refers to."""
    content = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version=app.openapi_version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
        contact=app.contact,
        license_info=app.license_info,
        separate_input_output_schemas=False,
    )
    for operation in operations(content):
        for parameter in operation.get("parameters", []):
            # The code takes it as optional only to answer its absence with a code of its own.
            if parameter["name"] == "Idempotency-Key":
                parameter["required"] = True
                parameter["schema"] = {"type": "string", "minLength": 1, "maxLength": 128}
    named = models()
    wanted = [(named[name], "validation") for name in sorted(references(content))]
    _, definitions = models_json_schema(wanted, ref_template=COMPONENT + "{model}")  # type: ignore[arg-type]  # modes differ
    schemas = dict(sorted(definitions["$defs"].items()))
    for schema in schemas.values():
        for described in schema.get("properties", {}).values():
            tell_default(described)
    for name, body in EXAMPLES.items():
        schemas[name]["examples"] = [body]
    content.setdefault("components", {})["schemas"] = schemas
    content["paths"] = dict(sorted(content["paths"].items(), key=chapter))
    return content


def chapter(described: tuple[str, Mapping[str, Any]]) -> int:
    """Where in the document a path belongs: readers meet the tags in their order, whatever is looked for first."""
    _, operations = described
    names = [tag["name"] for tag in TAGS]
    return min(names.index(tag) for operation in operations.values() for tag in operation["tags"])


def tell_default(described: dict[str, Any]) -> None:
    """Say a field's default in words: of a `default`, some generators make a field that must be sent."""
    default = described.pop("default", None)
    if default is not None:
        said = f"Default: {orjson.dumps(default).decode()}."
        described["description"] = f"{described['description']} {said}" if "description" in described else said


def operations(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every operation of a document."""
    for path in content["paths"].values():
        yield from (operation for operation in path.values() if isinstance(operation, dict))


def references(value: object) -> set[str]:
    """The names of all components that a value refers to."""
    if isinstance(value, Mapping):
        own = {value["$ref"].removeprefix(COMPONENT)} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    if isinstance(value, list):
        return set().union(*map(references, value))
    return set()


def models() -> dict[str, type[BaseModel]]:
    """All published models by name; two of one name would hide each other, so that stops the start."""
    found: dict[str, type[BaseModel]] = {}
    modules: tuple[ModuleType, ...] = (
        *(fields, reports, registrations, scores, jobs, acts, parks, overlays, pathways, trials),
        *(schemas, schemas_acts, schemas_factors, schemas_overlays, schemas_plans, schemas_reference, schemas_scores),
        *(schemas_vocabulary, schemas_pathways, schemas_synergy, schemas_progress, schemas_targets),
        *(schemas_cultivation, schemas_yardsticks, schemas_parks),
        *(schemas_totals, schemas_trials, schemas_receipts, schemas_jobs),
    )
    for module in modules:
        for name, value in vars(module).items():
            published = isinstance(value, type) and issubclass(value, BaseModel)
            if published and found.setdefault(name, value) is not value:
                raise ValueError(f"two models are called {name}")
    return found


@router.get("/docs")
async def docs(services: Public) -> Response:
    """Swagger UI over our own document, from files of the installation."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=TITLE,
        swagger_js_url="/docs/assets/swagger-ui-bundle.js",
        swagger_css_url="/docs/assets/swagger-ui.css",
        swagger_favicon_url="/docs/assets/favicon.png",
        swagger_ui_parameters={"docExpansion": "none", "defaultModelsExpandDepth": 0, "validatorUrl": None},
    )
    page.headers["Content-Security-Policy"] = DOCS_POLICY
    return page


@router.get("/docs/assets/{name}")
async def docs_asset(services: Public, name: str) -> Response:
    """One of the three files that the page loads."""
    if name not in _SERVED:
        raise HTTPException(404)
    return FileResponse(ASSETS / name, media_type=_SERVED[name], headers={"Cache-Control": "public, max-age=86400"})
