"""Where an enterprise stands now, so that questions about what could be can be put to the same score."""

from __future__ import annotations

from dataclasses import dataclass

from service.access import Action, require, sees
from service.errors import NotFound
from service.factors import FactorSet
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.double_near_zero import score
from service.scoring.inventory import Inventory
from service.scoring.peers import Peers
from service.scoring.result import Score
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.explain import inventory_again
from service.workflows.peers import frozen_peers
from service.workflows.score import anchors, scheme_key


@dataclass(frozen=True, slots=True)
class Scale:
    """What an inventory is scored with: the scheme, the anchors that it trusts, frozen peers."""

    ruleset: Ruleset
    factors: FactorSet
    peers: Peers

    def score(self, inventory: Inventory) -> Score:
        """Return the score of an inventory, by the same function as any report's."""
        return score(inventory, self.ruleset, self.factors, self.peers)


@dataclass(frozen=True, slots=True)
class Current:
    """One enterprise, sector and year as it was scored, with its inventory computed again."""

    row: ScoreRow
    inventory: Inventory
    scale: Scale


def scale_of(store: Store, library: Library, ruleset_id: str, year: int, sector: str) -> Scale:
    """Return the scale of a sector and year; raises `NotFound` for an unknown ruleset."""
    ruleset = find_ruleset(library, ruleset_id)
    peers, _ = frozen_peers(store, scheme_key(ruleset), year, sector)
    return Scale(ruleset, anchors(library, ruleset), peers)


def currents(
    store: Store, library: Library, principal: Principal, ruleset_id: str, year: int, credit_code: str
) -> list[Current]:
    """Return the scored sectors of an enterprise; raises `NotFound` where the caller may see none."""
    require(principal, Action.read)
    ruleset = find_ruleset(library, ruleset_id)
    with store.read() as session:
        rows = all_scores(session, ScoreQuery(scheme_key(ruleset), year, credit_code=credit_code))
    seen = [row for row in rows if sees(principal, row.credit_code, row.region)]
    if not seen:
        raise NotFound
    return [current(store, library, ruleset, row) for row in seen]


def current(store: Store, library: Library, ruleset: Ruleset, row: ScoreRow) -> Current:
    """Return where a score stands."""
    scale = scale_of(store, library, ruleset.id, row.year, row.sector)
    return Current(row, inventory_again(store, library, ruleset, row), scale)
