"""Read the demo's own data; every scalar of a YAML file stays the text that it is."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def read_yaml(name: str) -> Any:
    """Return `data/<name>` with all scalars as text."""
    return yaml.load(_text(name), Loader=yaml.BaseLoader)  # noqa: S506 (BaseLoader builds text, lists and maps only)


@cache
def read_json(name: str) -> Any:
    """Return `data/<name>`."""
    return json.loads(_text(name))


def _text(name: str) -> str:
    return (files("service.demo") / "data" / name).read_text(encoding="utf-8")
