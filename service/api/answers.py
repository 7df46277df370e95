"""Successful answers: JSON encoded once, by orjson, never re-validated on the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response

from service.storage.changes import Receipt

Content = bytes | Mapping[str, Any] | Sequence[Any]
MEDIA_TYPE = "application/json"


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
    tag = f'"{hashlib.sha256(encoded).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300"}
    known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return Response(None, HTTPStatus.NOT_MODIFIED, headers)
    return json_answer(encoded, headers=headers)
