"""Cursors of lists: opaque to callers, signed, and good only for the query that they came from.

A cursor is base64url of 16 bytes of HMAC-SHA-256 and the JSON of a position; the signature covers both the position and
the filters, so a cursor that is changed, or used with other filters, is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from service.errors import InvalidInput

Position = Sequence[str | int]
_SIGNATURE: Final = 16
MAX_LENGTH: Final = 1000


def encode(key: bytes, filters: Mapping[str, Any], position: Position) -> str:
    """The cursor for what follows `position` in the list that `filters` describe."""
    body = orjson.dumps(list(position))
    return base64.urlsafe_b64encode(_sign(key, filters, body) + body).decode().rstrip("=")


def decode(key: bytes, filters: Mapping[str, Any], cursor: str) -> Position:
    """The position of a cursor of ours; raises `InvalidInput` (`cursor.invalid`) for any other text."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (ValueError, binascii.Error):
        raw = b""
    signature, body = raw[:_SIGNATURE], raw[_SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(key, filters, body)):
        raise InvalidInput(code="cursor.invalid", pointer="/query/cursor")
    position: Position = orjson.loads(body)
    return position


def _sign(key: bytes, filters: Mapping[str, Any], body: bytes) -> bytes:
    text = orjson.dumps(dict(filters), option=orjson.OPT_SORT_KEYS)
    return hmac.digest(key, hashlib.sha256(text).digest() + body, "sha256")[:_SIGNATURE]
