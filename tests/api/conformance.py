"""Every answer that a test sees is held against the published document: path, status, media type, and each field."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI
from starlette.routing import compile_path

from service.api.documentation import models
from service.api.operations import COMPONENT

UNPUBLISHED = ("/docs", "/openapi.json")


def assert_documented(app: FastAPI, method: str, path: str, status: int, media_type: str, content: bytes) -> None:
    """Fail where the answer is not one that the document announces; unknown paths and methods are not in it."""
    operation = find_operation(app, method, path)
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
    model = models()[schema["$ref"].removeprefix(COMPONENT)]
    model.model_validate_json(content, extra="ignore" if model.model_config.get("extra") == "allow" else "forbid")


def find_operation(app: FastAPI, method: str, path: str) -> dict[str, Any] | None:
    """The documented operation that a request meets."""
    paths: dict[str, dict[str, dict[str, Any]]] = app.openapi()["paths"]
    if path in paths:
        return paths[path].get(method.lower())
    for template, operations in paths.items():
        wild = re.sub(r"\{(factor_id|source_key|table)\}", r"{\1:path}", template)
        if "{" in template and compile_path(wild)[0].match(path):
            return operations.get(method.lower())
    return None
