"""Every answer that is not a success: RFC 9457 problem details, from the only table of error class to HTTP status.

A problem carries our words alone. What the caller sent does not come back, neither in texts nor as a value; what went
wrong inside does not leave (it is logged under the request id).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import orjson
from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from service import errors
from service.api.headers import SECURITY_HEADERS
from service.api.languages import Language, negotiate
from service.decoding import faults_of
from service.errors import Fault, NearZeroError
from service.messages import MESSAGES, message

MEDIA_TYPE: Final = "application/problem+json"
log = logging.getLogger("nearzero.api")

#: The nearest class up the tree counts.
STATUS: Final[Mapping[type[NearZeroError], HTTPStatus]] = {
    errors.Rejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    # The draft on Idempotency-Key asks for 422 where a key returns with another body.
    errors.IdempotencyMismatch: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    NearZeroError: HTTPStatus.INTERNAL_SERVER_ERROR,
}

#: Faults of form, which come before any meaning.
MALFORMED: Final = frozenset(
    {
        "json.invalid",
        "json.encoding",
        "json.too_deep",
        "json.key_repeated",
        "idempotency.required",
        "idempotency.invalid",
        "cursor.invalid",
    }
)

_HTTP_CODES: Final[Mapping[int, str]] = {
    HTTPStatus.BAD_REQUEST: "http.bad_request",
    HTTPStatus.NOT_FOUND: "http.not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "http.method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "http.body_too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "http.media_type",
}
_EXTRA_HEADERS: Final[Mapping[int, Mapping[str, str]]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": 'Bearer realm="nearzero"'},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "1"},
}


def status_of(error: NearZeroError) -> int:
    """The HTTP status of an error of our tree."""
    if error.faults and all(fault.code in MALFORMED for fault in error.faults):
        return HTTPStatus.BAD_REQUEST
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(
    status: int, code: str, faults: Sequence[Fault], language: Language, headers: Mapping[str, str] | None = None
) -> Response:
    """Encode one problem; `code` is the kind of problem, each fault says what is wrong where."""
    first = faults[0] if len(faults) == 1 else Fault("input.faults", "", {"count": str(len(faults))})
    request_id = correlation_id.get() or ""
    kind = first.code if len(faults) == 1 else code
    content = {
        "type": f"/problems/{kind}",
        "title": _text(f"status.{int(status)}", {}, language),
        "status": int(status),
        "detail": _text(first.code, first.params, language),
        "instance": f"urn:uuid:{request_id}",
        "code": kind,
        "errors": [_fault_json(fault, language) for fault in faults],
        "request_id": request_id,
    }
    always = {"Content-Language": language, "Vary": "Accept-Language"}
    extra = {**SECURITY_HEADERS, **always, **_EXTRA_HEADERS.get(status, {}), **(headers or {})}
    return Response(orjson.dumps(content), status, extra, MEDIA_TYPE)


def _fault_json(fault: Fault, language: Language) -> dict[str, str]:
    return {"pointer": fault.pointer, "code": fault.code, "detail": _text(fault.code, fault.params, language)}


def _text(code: str, params: Mapping[str, str], language: Language) -> str:
    chinese, english = message(code if code in MESSAGES else "error", params)
    return chinese if language == "zh" else english


def language_of(request: Request) -> Language:
    """The language of the answer to this request."""
    default: Language = request.app.state.settings.language
    return negotiate(request.headers.get("accept-language"), default)


def _asked(request: Request) -> str:
    """Method and path for the log, the path as it came, percent-encoded: it can break no line. Queries stay out."""
    return f"{request.method} {quote(request.scope['path'])}"


async def answer_known(request: Request, error: Exception) -> Response:
    """An error of our tree."""
    if not isinstance(error, NearZeroError):
        return await answer_unknown(request, error)
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request %s: %s: %s", correlation_id.get(), _asked(request), error)
    return problem(status, type(error).code, error.faults, language_of(request))


async def answer_validation(request: Request, error: Exception) -> Response:
    """What FastAPI refused in path, query or headers; pointers begin with that part's name."""
    details: Sequence[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "input.invalid", faults_of(details), language_of(request))


async def answer_http(request: Request, error: Exception) -> Response:
    """What Starlette refused: unknown paths, methods, bodies that are too large."""
    if not isinstance(error, HTTPException):
        return await answer_unknown(request, error)
    code = _HTTP_CODES.get(error.status_code, "http.error")
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(request.app.state.methods_of(request.url.path))
    params = {"limit": str(request.app.state.settings.max_body_size)}
    return problem(error.status_code, code, [Fault(code, "", params)], language_of(request), headers)


async def answer_unknown(request: Request, error: Exception) -> Response:
    """Anything else: logged with its trace, answered without a word of it."""
    log.error("request %s: %s failed", correlation_id.get(), _asked(request), exc_info=error)
    code = "server.error"
    # This answer leaves outside of the layer that would put the request id on it.
    headers = {"X-Request-ID": correlation_id.get() or ""}
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, code, [Fault(code)], language_of(request), headers)


def install(app: FastAPI) -> None:
    """Make these the answers of `app`."""
    app.add_exception_handler(NearZeroError, answer_known)
    app.add_exception_handler(RequestValidationError, answer_validation)
    app.add_exception_handler(HTTPException, answer_http)
    app.add_exception_handler(Exception, answer_unknown)
