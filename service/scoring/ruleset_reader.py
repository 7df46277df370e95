"""From a ruleset document to `Ruleset`, part by part; `service.scoring.ruleset` says what the parts mean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from service.errors import NotFound
from service.reference import Library
from service.scoring.corrections import read_correction
from service.scoring.document import Node
from service.scoring.inventory import Basis, DataTier
from service.scoring.result import Rating
from service.scoring.ruleset import (
    Cap,
    Fact,
    LineKind,
    Medium,
    Parameter,
    PollutantAnchor,
    RatingRule,
    Ruleset,
    Rung,
    Sector,
    Term,
    Text,
)

Word = TypeVar("Word", bound=StrEnum)
BASES = ("D", "c", "c on D")
NEEDED = (
    "index_scale", "confidence_factor", "minimum_peers", "minimum_group", "near_zero_carbon", "near_zero_pollutant",
    "energy_cap", "mass_tolerance", "objection_days", "provisional_public", "intensity_coefficient",
    "coefficient_bound", "cultivation_years", "cultivation_carbon", "cultivation_pollutant",
)  # fmt: skip


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
    raise NotFound(code="ruleset.unknown")


def read_ruleset(document: Mapping[str, object], file: str) -> Ruleset:
    """A scheme from its document; ReferenceDataError with file and line for unknown keys, words or names."""
    node = Node(document, file)
    if node.text("kind") != "scheme":
        raise node.fault("kind_unknown", "kind")
    valid_from = node.day("valid_from")
    if valid_from is None:
        raise node.fault("key_missing", "valid_from")
    ruleset = Ruleset(
        node.text("id"), node.text("version"), text(node, "title"), valid_from, node.day("valid_to"),
        node.text("anchor_trust"), node.flag("accept_draft"),
        {name: _parameter(item) for name, item in node.children("parameters").items()},
        _numbers(node.child("sigma"), DataTier), _ranks(node),
        _tiers(node),
        tuple(_rating(item) for item in node.items("ratings")),
        tuple(fact(item) for item in node.items("compliance")), tuple(fact(item) for item in node.items("vetoes")),
        tuple(_cap(item) for item in node.items("caps")),
        {name: read_correction(name, item) for name, item in node.children("corrections").items()},
        {name: _line(name, item) for name, item in node.children("lines").items()},
        tuple(_sector(item) for item in node.items("sectors")),
    )  # fmt: skip
    node.finish()
    _check(ruleset, node)
    return ruleset


def text(node: Node, key: str) -> Text:
    """A bilingual title."""
    child = node.child(key)
    title = Text(child.text("zh"), child.text("en"))
    child.finish()
    return title


def basis(node: Node) -> str:
    """D rests on a document, c is a choice, `c on D` a choice made from documented values."""
    value = node.text("basis")
    if value not in BASES:
        raise node.fault("basis_unknown", "basis")
    return value


def fact(node: Node) -> Fact:
    """A compliance item or a veto."""
    item = Fact(node.text("id"), text(node, "title"), basis(node), node.text("source"), node.text("clause"))
    node.finish()
    return item


def word(node: Node, key: str, words: type[Word]) -> Word:
    """A word of a closed list."""
    value = node.text(key)
    if value not in list(words):
        raise node.fault("word_unknown", key)
    return words(value)


def _parameter(node: Node) -> Parameter:
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
    rows = {basis: table.child(basis) for basis in Basis}
    found = {basis: (word(row, "accepted", DataTier), word(row, "otherwise", DataTier)) for basis, row in rows.items()}
    for each in (*rows.values(), table):
        each.finish()
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


def _line(name: str, node: Node) -> LineKind:
    carbon = node.child("carbon")
    ladders = {scope: tuple(_rung(item) for item in carbon.items(scope)) for scope in SCOPES}
    carbon.finish()
    pollutants = {
        medium: {substance: _anchor(item) for substance, item in node.child("pollutants").children(medium).items()}
        for medium in node.children("pollutants")
    }
    kind = LineKind(
        name, text(node, "title"), node.texts("products"), node.text("unit"), node.texts("unit_classes"), ladders,
        pollutants, _class_levels(node), _class_capacity(node),
    )  # fmt: skip
    node.finish()
    return kind


def _class_levels(node: Node) -> dict[str, tuple[str, ...]]:
    if not node.has("class_levels"):
        return {}
    child = node.child("class_levels")
    levels = {name: child.texts(name) for name in child.names()}
    child.finish()
    return levels


def _class_capacity(node: Node) -> dict[str, Fraction]:
    if not node.has("class_capacity"):
        return {}
    child = node.child("class_capacity")
    bounds = {name: child.number(name) for name in child.names()}
    child.finish()
    return bounds


SCOPES = ("direct", "with_purchased_energy")


def _rung(node: Node) -> Rung:
    rung = Rung(
        int(node.number("rung")), tuple(_term(item) for item in node.items("terms")), node.optional("advanced"),
        node.optional("limit"), node.text("unit"), node.optional("near_zero"), node.optional("correction"),
        int(node.number("from_year")) if node.has("from_year") else None, basis(node),
    )  # fmt: skip
    node.finish()
    return rung


def _term(node: Node) -> Term:
    term = Term(
        node.text("quantity"), node.text("quantity_unit"), node.text("series"), node.text("unit"),
        node.optional("correction"),
    )  # fmt: skip
    node.finish()
    return term


def _anchor(node: Node) -> PollutantAnchor:
    anchor = PollutantAnchor(node.text("baseline"), node.optional("advanced"), node.optional("equivalent"))
    node.finish()
    return anchor


def _medium(name: str, node: Node) -> Medium:
    required = word(node, "required_basis", Basis) if node.has("required_basis") else None
    medium = Medium(name, node.texts("substances"), required, basis(node))
    node.finish()
    return medium


def _sector(node: Node) -> Sector:
    media = tuple(_medium(name, item) for name, item in node.children("media").items())
    sector = Sector(node.texts("codes"), text(node, "title"), node.texts("lines"), media, node.texts("lacks"))
    node.finish()
    return sector


def _check(ruleset: Ruleset, node: Node) -> None:
    """Names that point nowhere, and classes that do not rise."""
    if absent := [name for name in NEEDED if name not in ruleset.parameters]:
        raise node.fault("parameter_missing", absent[0])
    if dangling := [line for s in ruleset.sectors for line in s.lines if line not in ruleset.lines]:
        raise node.fault("line_unknown", dangling[0])
    rungs = [rung for line in ruleset.lines.values() for ladder in line.ladders.values() for rung in ladder]
    named = [r.correction for r in rungs] + [t.correction for r in rungs for t in r.terms]
    if dangling := [name for name in named if name is not None and name not in ruleset.corrections]:
        raise node.fault("correction_unknown", dangling[0])
    if dangling := [r.near_zero for r in rungs if r.near_zero is not None and r.near_zero not in ruleset.parameters]:
        raise node.fault("parameter_unknown", dangling[0])
    levels = [(rule.level, rule.coverage) for rule in ruleset.ratings]
    if levels != sorted(levels):
        raise node.fault("ratings_order")
