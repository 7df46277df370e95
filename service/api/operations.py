"""How a route documents itself: name, answer, body and problems, each written once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from http import HTTPStatus
from typing import Any, Final

from fastapi import Response
from pydantic import BaseModel

from service.api import problems, queries
from service.api.answers import MEDIA_TYPE

COMPONENT: Final = "#/components/schemas/"
_PROBLEMS: Final[Mapping[int, str]] = {
    HTTPStatus.BAD_REQUEST: "Malformed: JSON, Idempotency-Key or cursor 格式有误",
    HTTPStatus.UNAUTHORIZED: "No key, or none that is good 需要有效密钥",
    HTTPStatus.FORBIDDEN: "Not for this role 该角色无权进行",
    HTTPStatus.NOT_FOUND: "Nothing there for this caller 没有此资源",
    HTTPStatus.CONFLICT: "The state does not allow it 当前状态不允许",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large 请求体过大",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Not application/json 媒体类型不受支持",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Understood and refused, fault by fault 内容有误",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Our fault 服务器内部错误",
    HTTPStatus.SERVICE_UNAVAILABLE: "The store did not answer 数据库暂不可用",
}
_ALWAYS: Final = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.INTERNAL_SERVER_ERROR)
_WITH_BODY: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
_WITH_KEY: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.SERVICE_UNAVAILABLE)


def public(
    answer: type[BaseModel], summary: str, *, body: type[BaseModel] | None = None, **more: Any
) -> dict[str, Any]:
    """The documentation of a route that needs no key; `more` is `finds` and `status` of `_documented`."""
    documented = _documented(answer, summary, body, (), **more)
    documented["openapi_extra"]["security"] = []
    return documented


def public_file(media_types: Sequence[str], summary: str, description: str) -> dict[str, Any]:
    """The documentation of a route that needs no key and answers a file in one of several media types."""
    binary = {"type": "string", "format": "binary"}
    content = {media_type: {"schema": binary} for media_type in media_types}
    responses: dict[int | str, dict[str, Any]] = {int(code): _problem(code) for code in _ALWAYS}
    responses[int(HTTPStatus.OK)] = {"description": description, "content": content}
    return {"summary": summary, "response_class": Response, "responses": responses, "openapi_extra": {"security": []}}


def keyed(answer: type[BaseModel], summary: str, *, body: type[BaseModel] | None = None, **more: Any) -> dict[str, Any]:
    """The documentation of a route that needs a key; `more` as of `public`, and `query` as of `service.api.queries`."""
    return _documented(answer, summary, body, _WITH_KEY, **more)


def _documented(
    answer: type[BaseModel],
    summary: str,
    body: type[BaseModel] | None,
    also: Sequence[int],
    *,
    problem: Sequence[int] = (),
    status: int = HTTPStatus.OK,
    query: type[BaseModel] | None = None,
) -> dict[str, Any]:
    codes = sorted({*_ALWAYS, *also, *problem, *(_WITH_BODY if body else ())})
    responses: dict[int | str, dict[str, Any]] = {int(code): _problem(code) for code in codes}
    responses[int(status)] = {"description": _description(answer), "content": {MEDIA_TYPE: {"schema": _ref(answer)}}}
    return {
        "summary": summary,
        "status_code": int(status),
        "response_model": None,
        "responses": responses,
        "openapi_extra": ({"requestBody": _body(body)} if body else {})
        | ({"parameters": queries.documented(query)} if query else {}),
    }


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"required": True, "content": {MEDIA_TYPE: {"schema": _ref(model)}}}


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": f"{COMPONENT}Problem"}
    return {"description": _PROBLEMS[status], "content": {problems.MEDIA_TYPE: {"schema": schema}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": COMPONENT + model.__name__}


def _description(model: type[BaseModel]) -> str:
    return (model.__doc__ or model.__name__).strip().splitlines()[0]


def tags(name: str) -> list[str | Enum]:
    """The tag of a router, in the form that FastAPI's types ask for."""
    return [name]
