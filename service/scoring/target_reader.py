"""Strict reading of `plans/target_formulas.yaml`: unknown keys and words are refused with file and line."""

from __future__ import annotations

from collections.abc import Mapping

from service.scoring.document import Node
from service.scoring.targets import FIELD_FORMS, FORMS, Field, Formula, Formulas, Signs, ToFind
from service.scoring.texts import Text, read_text


def read_formulas(document: Mapping[str, object], file: str) -> Formulas:
    """The formulas of a document; ReferenceDataError with file and line for unknown keys or words."""
    node = Node(document, file)
    formulas = tuple(_formula(name, item) for name, item in node.children("formulas").items())
    missing = {target: text for item in node.items("missing") for target, text in _lacking(item).items()}
    found = Formulas(
        node.text("basis"), formulas, _paths(node.child("elsewhere")), missing, node.texts("lines"),
        node.texts("in_parts"),
    )  # fmt: skip
    node.finish()
    return found


def _lacking(node: Node) -> Mapping[str, Text]:
    text = read_text(node, "lacks")
    found = dict.fromkeys(node.texts("targets"), text)
    node.finish()
    return found


def _paths(node: Node) -> Mapping[str, str]:
    found = {name: node.text(name) for name in node.names()}
    node.finish()
    return found


def _formula(name: str, node: Node) -> Formula:
    form = node.text("form")
    if form not in FORMS:
        raise node.fault("word_unknown", "form")
    keys = ("numerator", "denominator", "instead_numerator", "instead_denominator")
    parts = [tuple(_field(item) for item in node.items(key)) for key in keys]
    running = {process: _signs(item) for process, item in node.children("running").items()}
    without = _signs(node.child("without")) if node.has("without") else Signs((), ())
    formula = Formula(
        name, read_text(node, "title"), form, node.text("unit"), node.texts("sectors"), parts[0], parts[1],
        _absent(node, form), read_text(node, "note"), node.texts("targets"), _since(node, form), (parts[2], parts[3]),
        running, without, tuple(_to_find(item) for item in node.items("findings")), node.optional("declaration"),
    )  # fmt: skip
    node.finish()
    return formula


def _absent(node: Node, form: str) -> str:
    if form not in FIELD_FORMS:
        return "excluded"
    absent = node.text("absent")
    if absent not in ("nothing", "excluded"):
        raise node.fault("word_unknown", "absent")
    return absent


def _since(node: Node, form: str) -> int | None:
    first = node.day("since")
    if (first is None) is (form == "cumulative"):
        raise node.fault("key_missing" if first is None else "key_unknown", "since")
    return first.year if first else None


def _field(node: Node) -> Field:
    field = Field(
        node.optional("production"), node.optional("kind"), node.texts("materials"), node.optional("parameter"),
        node.text("unit"),
    )  # fmt: skip
    node.finish()
    return field


def _signs(node: Node) -> Signs:
    signs = Signs(node.texts("productions"), node.texts("processes"))
    node.finish()
    return signs


def _to_find(node: Node) -> ToFind:
    found = ToFind(node.text("ruleset"), node.text("criterion"), node.optional("item") or "")
    node.finish()
    return found
