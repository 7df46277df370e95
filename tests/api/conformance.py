"""Every answer that a test sees is held against the published document: path, status, media type, and each field."""

from __future__ import annotations

import re
from typing import Any

from starlette.routing import compile_path

from service.api.documentation import models
from service.api.operations import COMPONENT
from tests.api.published import DOCUMENT

UNPUBLISHED = ("/docs", "/openapi.json")
MODELS = models()
PATHS: dict[str, dict[str, dict[str, Any]]] = DOCUMENT["paths"]
TEMPLATES = {
    template: compile_path(re.sub(r"\{(factor_id|source_key|table)\}", r"{\1:path}", template))[0]
    for template in PATHS
    if "{" in template
}


def assert_documented(method: str, path: str, status: int, media_type: str, content: bytes) -> None:
    """Fail where the answer is not one that the document announces; unknown paths and methods are not in it."""
    operation = find_operation(method, path)
    if operation is None:
        assert status in (404, 405) or path.startswith(UNPUBLISHED)
        return
    if status == 304:
        assert content == b""
        return
    announced = operation["responses"].get(str(status))
    assert announced is not None, f"{method} {path} answered {status}, which is not documented"
    assert media_type in announced["content"], f"{method} {path} answered {media_type}"
    schema = announced["content"][media_type]["schema"]
    if "$ref" not in schema:
        assert schema == {"type": "string", "format": "binary"}
        return
    model = MODELS[schema["$ref"].removeprefix(COMPONENT)]
    model.model_validate_json(content, extra="ignore" if model.model_config.get("extra") == "allow" else "forbid")


def find_operation(method: str, path: str) -> dict[str, Any] | None:
    """The documented operation that a request meets."""
    met = path if path in PATHS else next((name for name, form in TEMPLATES.items() if form.match(path)), None)
    return None if met is None else PATHS[met].get(method.lower())
