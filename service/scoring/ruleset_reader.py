"""From a ruleset document to `Ruleset`, part by part; `service.scoring.ruleset` says what the parts mean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from service.errors import NotFound
from service.reference import Library
from service.scoring.corrections import read_correction
from service.scoring.document import Node
from service.scoring.grading import read_carbon_grades, read_pair
from service.scoring.inventory import Basis, DataTier
from service.scoring.line_kinds import Quantity
from service.scoring.line_reader import read_ladders, read_line, read_words
from service.scoring.result import Rating
from service.scoring.ruleset import Cap, Fact, Medium, Parameter, RatingRule, Ruleset, Sector
from service.scoring.ruleset_check import check_ruleset
from service.scoring.texts import read_text

Word = TypeVar("Word", bound=StrEnum)
BASES = ("D", "c", "c on D")


@lru_cache(maxsize=32)
def find_ruleset(library: Library, ruleset_id: str) -> Ruleset:
    """The scheme of that id, or the one that a plan's ruleset of that id rests on; NotFound `ruleset.unknown`."""
    file, document = find_document(library, ruleset_id)
    if document.get("kind") == "pilot":
        file, document = find_document(library, str(document.get("rests_on")))
    return read_ruleset(document, file)


def find_document(library: Library, ruleset_id: str) -> tuple[str, Mapping[str, object]]:
    """File and document of a ruleset of any kind; raises NotFound `ruleset.unknown`."""
    for file, document in library.documents.items():
        if file.startswith("rulesets/") and document.get("id") == ruleset_id:
            return file, document
    raise NotFound(code="ruleset.unknown", expected=", ".join(ruleset_ids(library)))


def ruleset_ids(library: Library, kind: str | None = None) -> list[str]:
    """The rulesets that the library holds, those of one kind where it is given."""
    documents = [document for file, document in library.documents.items() if file.startswith("rulesets/")]
    return sorted(str(d["id"]) for d in documents if kind in (None, d.get("kind")))


def read_ruleset(document: Mapping[str, object], file: str) -> Ruleset:
    """A scheme from its document; ReferenceDataError with file and line for unknown keys, words or names."""
    node = Node(document, file)
    if node.text("kind") != "scheme":
        raise node.fault("kind_unknown", "kind")
    valid_from = node.day("valid_from")
    if valid_from is None:
        raise node.fault("key_missing", "valid_from")
    ladders = read_ladders(node)
    ruleset = Ruleset(
        node.text("id"), node.text("version"), read_text(node, "title"), valid_from, node.day("valid_to"),
        node.text("anchor_trust"), node.flag("accept_draft"),
        {name: parameter(item) for name, item in node.children("parameters").items()},
        _numbers(node.child("sigma"), DataTier), _ranks(node),
        _tiers(node),
        tuple(fact(item) for item in node.items("structure")),
        tuple(_rating(item) for item in node.items("ratings")),
        tuple(fact(item) for item in node.items("compliance")), tuple(fact(item) for item in node.items("vetoes")),
        tuple(_cap(item) for item in node.items("caps")),
        tuple(fact(item) for item in node.items("evidence")),
        {name: _quantity(name, item) for name, item in node.children("quantities").items()},
        read_words(node, "table_keys"),
        read_carbon_grades(node.child("carbon_grades")),
        {name: read_correction(name, item) for name, item in node.children("corrections").items()},
        {name: read_line(name, item, ladders) for name, item in node.children("lines").items()},
        tuple(_sector(item) for item in node.items("sectors")),
    )  # fmt: skip
    node.finish()
    check_ruleset(ruleset, node)
    return ruleset


def basis(node: Node, key: str = "basis") -> str:
    """D rests on a document, c is a choice, `c on D` a choice made from documented values."""
    value = node.text(key)
    if value not in BASES:
        raise node.fault("basis_unknown", key)
    return value


def fact(node: Node) -> Fact:
    """A compliance item, a veto, a kind of evidence or a rule without a number."""
    item = Fact(node.text("id"), read_text(node, "title"), basis(node), node.text("source"), node.text("clause"))
    node.finish()
    return item


def word(node: Node, key: str, words: type[Word]) -> Word:
    """A word of a closed list."""
    value = node.text(key)
    if value not in list(words):
        raise node.fault("word_unknown", key)
    return words(value)


def parameter(node: Node) -> Parameter:
    """A number with what it rests on."""
    source, clause, note = node.text("source"), node.text("clause"), node.optional("note") or ""
    value = Parameter(node.number("value"), basis(node), source, clause, note)
    node.finish()
    return value


def _numbers(node: Node, words: type[Word]) -> dict[Word, Fraction]:
    values = {name: node.number(name) for name in words}
    node.finish()
    return values


def _ranks(node: Node) -> dict[Basis, int]:
    return {name: int(rank) for name, rank in _numbers(node.child("basis_rank"), Basis).items()}


def _tiers(node: Node) -> dict[Basis, tuple[DataTier, DataTier]]:
    """By basis, the tier of a figure in an accepted report and in any other."""
    table = node.child("tiers")
    found = {basis: read_pair(table.child(basis)) for basis in Basis}
    table.finish()
    return found


def _cap(node: Node) -> Cap:
    rating = word(node, "rating", Rating)
    return Cap(fact(node), rating)


def _rating(node: Node) -> RatingRule:
    rule = RatingRule(
        word(node, "rating", Rating), node.number("level"), node.number("coverage"), node.flag("gate"),
        node.flag("accepted"), basis(node), node.text("source"), node.text("clause"),
    )  # fmt: skip
    node.finish()
    return rule


def _quantity(name: str, node: Node) -> Quantity:
    bounds = [node.number(key) if node.has(key) else None for key in ("low", "high", "tolerance")]
    quantity = Quantity(name, read_text(node, "title"), node.text("unit"), node.text("role"), *bounds)
    node.finish()
    return quantity


def _medium(name: str, node: Node) -> Medium:
    required = word(node, "required_basis", Basis) if node.has("required_basis") else None
    medium = Medium(name, node.texts("substances"), required, basis(node))
    node.finish()
    return medium


def _sector(node: Node) -> Sector:
    media = tuple(_medium(name, item) for name, item in node.children("media").items())
    sector = Sector(node.texts("codes"), read_text(node, "title"), node.texts("lines"), media, node.texts("lacks"))
    node.finish()
    return sector
