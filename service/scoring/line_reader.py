"""From a ruleset document to its kinds of line: ladders, anchors, energy levels and what corrects them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from service.scoring.document import Node
from service.scoring.line_kinds import Choice, Energy, LineKind, PollutantAnchor, Rung, Step, Superseded, Term
from service.scoring.texts import read_text

SCOPES = ("direct", "with_purchased_energy")
BASES = ("D", "c", "c on D")
Ladders = Mapping[str, tuple[Rung, ...]]


def read_ladders(node: Node) -> Mapping[str, Ladders]:
    """Ladders by name, which many kinds of line share."""
    return {name: _ladders(item) for name, item in node.children("ladders").items()}


def read_line(name: str, node: Node, shared: Mapping[str, Ladders]) -> LineKind:
    """One kind of line; `carbon` is a ladder of its own or the name of a shared one."""
    levels = read_words(node, "levels")
    kind = LineKind(
        name, read_text(node, "title"), (*node.texts("products"), *levels), node.text("unit"),
        node.texts("unit_classes"), _carbon(node, shared), _pollutants(node), _lists(node, "class_levels"),
        _numbers(node, "class_capacity"), levels, _choice(node), _energy(node), node.texts("corrections"),
        _lists(node, "unregulated"), _superseded(node),
    )  # fmt: skip
    node.finish()
    return kind


def _carbon(node: Node, shared: Mapping[str, Ladders]) -> Ladders:
    if not isinstance(node.raw("carbon"), str):
        return _ladders(node.child("carbon"))
    if node.text("carbon") not in shared:
        raise node.fault("ladder_unknown", "carbon")
    return shared[node.text("carbon")]


def _ladders(node: Node) -> Ladders:
    ladders = {scope: tuple(_rung(item) for item in node.items(scope)) for scope in SCOPES}
    node.finish()
    return ladders


def _rung(node: Node) -> Rung:
    rung = Rung(
        int(node.number("rung")), tuple(_term(item) for item in node.items("terms")), node.texts("advanced"),
        node.texts("limit"), node.optional("unit") or "", node.optional("near_zero"),
        int(node.number("from_year")) if node.has("from_year") else None, _basis(node),
    )  # fmt: skip
    node.finish()
    return rung


def _basis(node: Node) -> str:
    if node.text("basis") not in BASES:
        raise node.fault("basis_unknown", "basis")
    return node.text("basis")


def _term(node: Node) -> Term:
    term = Term(
        node.text("quantity"), node.text("quantity_unit"), node.text("series"), node.text("unit"),
        node.optional("correction"),
    )  # fmt: skip
    node.finish()
    return term


def _pollutants(node: Node) -> Mapping[str, Mapping[str, PollutantAnchor]]:
    media = node.children("pollutants")
    table = node.child("pollutants") if media else None
    return {
        medium: {substance: _anchor(item) for substance, item in table.children(medium).items()}
        for medium in media
        if table is not None
    }


def _anchor(node: Node) -> PollutantAnchor:
    anchor = PollutantAnchor(node.texts("baseline"), node.texts("advanced"), node.optional("equivalent"))
    node.finish()
    return anchor


def _energy(node: Node) -> Energy | None:
    if not node.has("energy"):
        return None
    child = node.child("energy")
    energy = Energy(child.text("quantity"), child.text("unit"), child.text("subject"), child.optional("less"))
    child.finish()
    return energy


def _choice(node: Node) -> Choice | None:
    if not node.has("choice"):
        return None
    child = node.child("choice")
    choice = Choice(child.text("quantity"), tuple(_step(item) for item in child.items("steps")))
    child.finish()
    return choice


def _superseded(node: Node) -> Superseded | None:
    if not node.has("superseded"):
        return None
    child = node.child("superseded")
    found = Superseded(int(child.number("from_year")), child.text("document"))
    child.finish()
    return found


def _step(node: Node) -> Step:
    inclusive = node.has("from")
    step = Step(node.number("from" if inclusive else "above"), inclusive, node.text("key"))
    node.finish()
    return step


def _lists(node: Node, key: str) -> dict[str, tuple[str, ...]]:
    if not node.has(key):
        return {}
    child = node.child(key)
    found = {name: child.texts(name) for name in child.names()}
    child.finish()
    return found


def read_words(node: Node, key: str) -> dict[str, str]:
    """Texts by name below a key; empty where the key is absent."""
    if not node.has(key):
        return {}
    child = node.child(key)
    found = {name: child.text(name) for name in child.names()}
    child.finish()
    return found


def _numbers(node: Node, key: str) -> dict[str, Fraction]:
    if not node.has(key):
        return {}
    child = node.child(key)
    found = {name: child.number(name) for name in child.names()}
    child.finish()
    return found
