"""`nearzero check-reference`: read the whole library strictly and say what is in it, and what is missing."""

from __future__ import annotations

from service.cli.output import JsonFlag, show
from service.reference import load_library
from service.workflows import check_reference as story


def check_reference(as_json: JsonFlag = False) -> None:
    """Read and check all reference data 检查参考数据."""
    show(story.check_reference(load_library()), as_json)
