"""Successful answers: JSON encoded once, by orjson, never re-validated on the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from service.storage.changes import Receipt

Content = bytes | Mapping[str, Any] | Sequence[Any]
MEDIA_TYPE = "application/json"


class PiecedAnswer(Response):
    """An answer of JSON that is sent piece by piece: a large one is not copied to put something small before it."""

    media_type = MEDIA_TYPE

    def __init__(self, *pieces: bytes) -> None:
        super().__init__(headers={"Content-Length": str(sum(map(len, pieces)))})
        self._pieces = pieces

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for number, piece in enumerate(self._pieces, 1):
            await send({"type": "http.response.body", "body": piece, "more_body": number < len(self._pieces)})


def json_answer(content: Content, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """An answer of JSON values, or of bytes that are JSON already."""
    encoded = content if isinstance(content, bytes) else orjson.dumps(content)
    return Response(encoded, status, dict(headers or {}), MEDIA_TYPE)


def receipt_answer(receipt: Receipt, location: str | None = None) -> Response:
    """The stored answer of a change and where its result is read; a replay is the same bytes and says so."""
    headers = {"Location": location} if location else {}
    if receipt.replayed:
        headers["Idempotency-Replayed"] = "true"
    return json_answer(receipt.answer, receipt.status, headers)


def cacheable_answer(request: Request, content: Content) -> Response:
    """An answer that anyone may keep, with a strong ETag; 304 where the caller has it already."""
    encoded = content if isinstance(content, bytes) else orjson.dumps(content)
    return kept_answer(request, f'"{hashlib.sha256(encoded).hexdigest()[:32]}"', lambda: encoded)


def kept_answer(request: Request, tag: str, make: Callable[[], Content]) -> Response:
    """As `cacheable_answer`, for an answer whose tag is known before it is made.

    Who shows the tag has had the answer, so nothing is made; `*` asks whether there is an answer, which only making
    it can tell.
    """
    headers = kept_headers(tag)
    shown = shown_tags(request)
    if tag in shown:
        return Response(None, HTTPStatus.NOT_MODIFIED, headers)
    content = make()
    return Response(None, HTTPStatus.NOT_MODIFIED, headers) if "*" in shown else json_answer(content, headers=headers)


def kept_headers(tag: str) -> dict[str, str]:
    """What lets anyone keep an answer for a while, and then ask whether it still holds."""
    return {"ETag": tag, "Cache-Control": "public, max-age=300"}


def shown_tags(request: Request) -> set[str]:
    """The tags of answers that the caller says it has (RFC 9110 §13.1.2)."""
    return {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
