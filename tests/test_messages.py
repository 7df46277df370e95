"""Every code that the program can say has its text, in both languages and with the same parameters."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from service import errors
from service.errors import NearZeroError
from service.messages import MESSAGES

SERVICE = Path(__file__).resolve().parents[1] / "service"
SAYING = {"Fault", "Finding", "_Refusal"} | {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, NearZeroError)
}


def said(tree: ast.AST) -> Iterator[str]:
    """Codes written as constants where a fault, a finding or an error of the tree is made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            stated = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            first = node.args[:1] if node.func.id in ("Fault", "Finding", "_Refusal") else []
            for value in [*first, *stated]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value


def test_every_code_that_is_said_has_a_text() -> None:
    codes = {code for file in SERVICE.rglob("*.py") for code in said(ast.parse(file.read_text()))}
    assert len(codes) > 30
    assert sorted(codes - set(MESSAGES)) == []


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_fill_in_the_same(code: str) -> None:
    chinese, english = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in MESSAGES[code])
    assert chinese == english
