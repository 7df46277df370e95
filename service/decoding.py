"""From the raw bytes of a JSON body to a strict model, or to faults that say where and what was expected.

One validation by pydantic on the bytes. Two things it lets pass are refused here: a member name that an object holds
twice (readers differ on which one counts), and text of another type than the field's (`strict`). Nesting needs no rule
of its own: no model holds a free-form field, and the parser itself stops at 200 levels. Nothing that was sent is
repeated: a fault carries our own words, and a pointer in which only names of plain letters and digits appear.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from service.errors import Fault, InvalidInput

Model = TypeVar("Model", bound=BaseModel)

MAX_FAULTS: Final = 100
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_.:+-]{1,64}", re.ASCII)

#: pydantic's error type -> our code; the parameters of ours that its context gives.
_CODES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "missing": ("field.missing", {}),
    "extra_forbidden": ("field.unknown", {}),
    "string_pattern_mismatch": ("field.pattern", {"expected": "pattern"}),
    "string_too_long": ("field.too_long", {"limit": "max_length"}),
    "string_too_short": ("field.too_short", {"limit": "min_length"}),
    "too_long": ("field.too_many", {"limit": "max_length"}),
    "too_short": ("field.too_few", {"limit": "min_length"}),
    "literal_error": ("field.choice", {"expected": "expected"}),
    "enum": ("field.choice", {"expected": "expected"}),
    "greater_than_equal": ("field.too_small", {"limit": "ge"}),
    "less_than_equal": ("field.too_large", {"limit": "le"}),
    "string_unicode": ("json.encoding", {}),
}
#: The parser's own words for where it stopped.
_STOPPED: Final = re.compile(r" at line ([0-9]+) column ([0-9]+)$")
_QUOTED: Final = re.compile(r"'([^']*)'")
_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_TYPES: Final[Mapping[str, str]] = {
    "string_type": "string",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "list_type": "array",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
}


def decode(model: type[Model], raw: bytes) -> Model:
    """Validate a raw JSON body; raises `InvalidInput` with one fault for each error, at most `MAX_FAULTS`."""
    try:
        body = model.model_validate_json(raw)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        if details[0]["type"] == "json_invalid":
            raise InvalidInput(_unreadable(raw, str(details[0]["ctx"]["error"]))) from None
        raise InvalidInput(*faults_of(details)) from None
    refuse_repeated_names(raw)
    return body


def conform(model: type[Model], content: Mapping[str, Any], prefix: str) -> Model:
    """Validate what was read under another model; raises `InvalidInput` with pointers below `prefix`."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise InvalidInput(*faults_of(error.errors(include_url=False, include_input=False), prefix)) from None


def _unreadable(raw: bytes, stopped: str) -> Fault:
    """Say why the parser could not read a body: its encoding, its depth, or the place of the first mistake."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return Fault("json.encoding")
    if text.startswith("\ufeff"):
        return Fault("json.encoding")
    if stopped.startswith("recursion limit"):
        return Fault("json.too_deep")
    place = _STOPPED.search(stopped)
    line, column = place.groups() if place else ("-", "-")
    return Fault("json.invalid", "", {"line": line, "column": column})


def faults_of(details: Iterable[Mapping[str, Any]], prefix: str = "") -> list[Fault]:
    """Turn errors of the validator into faults of ours, their pointers below `prefix`."""
    return [_fault(detail, prefix) for detail, _ in zip(details, range(MAX_FAULTS), strict=False)]


def _fault(detail: Mapping[str, Any], prefix: str) -> Fault:
    kind, context = detail["type"], detail.get("ctx", {})
    at = pointer(detail["loc"], prefix)
    if kind in _TYPES:
        return Fault("field.type", at, {"expected": _TYPES[kind]})
    if kind.startswith("date_"):
        return Fault("field.invalid", at, {"expected": "YYYY-MM-DD"})
    code, wanted = _CODES.get(kind, ("field.invalid", {}))
    if code == "field.choice":
        return Fault(code, at, {"expected": _choices(str(context["expected"]))})
    return Fault(code, at, {ours: str(context.get(theirs, "-")) for ours, theirs in wanted.items()})


def _choices(expected: str) -> str:
    """The words that a field takes, without the English between them."""
    return ", ".join(_QUOTED.findall(expected)) or expected


def pointer(location: Iterable[int | str], prefix: str = "") -> str:
    """A JSON pointer (RFC 6901), cut before the first name that is not plain: such a name is the caller's text."""
    parts: list[str] = []
    for part in location:
        if isinstance(part, str) and not _PLAIN_NAME.fullmatch(part):
            break
        parts.append(f"/{part}")
    return prefix + "".join(parts)


def refuse_repeated_names(raw: bytes) -> None:
    """Raise `InvalidInput` where an object of a valid JSON text holds one name twice.

    Without a backslash every quotation mark delimits a text, so a member that a reader drops takes marks with it:
    what was read, written again, then has fewer of them. Other bodies are read once more, pair by pair.
    """
    try:
        if b"\\" in raw:
            json.loads(raw, object_pairs_hook=_refuse_repeated)
        elif orjson.dumps(orjson.loads(raw)).count(b'"') != raw.count(b'"'):
            raise InvalidInput(code="json.key_repeated")
    except ValueError:
        raise InvalidInput(code="json.encoding") from None


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise InvalidInput(code="json.key_repeated")


def member_text(raw: bytes, name: str) -> bytes:
    """The value of a member of a JSON object as it was sent, blanks and all; `decode` has read `raw` and found it."""
    text, decoder = raw.decode(), json.JSONDecoder()
    at = text.index("{")
    while True:
        found, at = decoder.raw_decode(text, _over_blanks(text, at + 1))
        start = _over_blanks(text, _over_blanks(text, at) + 1)
        _, end = decoder.raw_decode(text, start)
        if found == name:
            return text[start:end].encode()
        at = _over_blanks(text, end)


def _over_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at
