"""From a plan's ruleset document to `PilotRuleset`, strictly; a bureau writes a successor as data in the same form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.errors import NotFound
from service.reference import Library
from service.scoring.document import Node
from service.scoring.pilot_tests import TESTS
from service.scoring.pilots import Criterion, PilotRuleset, Quota, Stage
from service.scoring.ruleset import Fact
from service.scoring.ruleset_reader import basis, find_document, parameter, ruleset_ids, word
from service.scoring.texts import Text, read_text

NUMBERS: Mapping[str, tuple[str, ...]] = {"large_reduction": ("carbon_intensity", "equivalents")}


def find_pilot_ruleset(library: Library, ruleset_id: str) -> PilotRuleset:
    """A plan's ruleset by id; raises NotFound `ruleset.unknown` or `ruleset.no_pilot`."""
    file, document = find_document(library, ruleset_id)
    if document.get("kind") != "pilot":
        raise NotFound(code="ruleset.no_pilot", expected=", ".join(ruleset_ids(library, "pilot")))
    return read_pilot_ruleset(document, file)


def read_pilot_ruleset(document: Mapping[str, object], file: str) -> PilotRuleset:
    """A ruleset from its document; ReferenceDataError for unknown keys, forms, stages or words."""
    node = Node(document, file)
    if node.text("kind") != "pilot":
        raise node.fault("kind_unknown", "kind")
    ruleset = PilotRuleset(
        node.text("id"), node.text("version"), read_text(node, "title"), node.text("document"), node.text("rests_on"),
        node.text("region"), _day(node, "valid_from"), node.day("valid_to"), parameter(node.child("base_years")),
        tuple(_criterion(item, node.text("document")) for item in node.items("criteria")),
        tuple(_quota(item, node.text("document")) for item in node.items("quotas")),
        {name: _provision(name, item, node.text("document")) for name, item in node.children("provisions").items()},
    )  # fmt: skip
    node.finish()
    return ruleset


def _criterion(node: Node, document: str) -> Criterion:
    form = node.text("form")
    if form not in TESTS:
        raise node.fault("criterion_form", "form")
    names = NUMBERS.get(form, ())
    numbers = node.child("numbers") if names else None
    criterion = Criterion(
        node.text("id"), form, word(node, "stage", Stage), node.optional("document") or document, node.text("clause"),
        basis(node), read_text(node, "title"), read_text(node, "change"), node.texts("words"),
        {n: numbers.number(n) for n in names} if numbers else {}, basis(node, "numbers_basis") if numbers else "",
        node.has("open_ended") and node.flag("open_ended"), node.day("deadline"),
    )  # fmt: skip
    node.finish()
    return criterion


def _quota(node: Node, document: str) -> Quota:
    minimum = int(node.number("minimum")) if node.has("minimum") else None
    quota = Quota(
        node.text("id"), document, node.text("clause"), basis(node), read_text(node, "title"),
        int(node.number("digits")), minimum, node.flag("soft"), node.day("deadline"),
    )  # fmt: skip
    node.finish()
    return quota


def _provision(name: str, node: Node, document: str) -> Fact:
    provision = Fact(name, Text(node.text("zh"), node.text("en")), "D", document, node.text("clause"))
    node.finish()
    return provision


def _day(node: Node, key: str) -> date:
    day = node.day(key)
    if day is None:
        raise node.fault("key_missing", key)
    return day
