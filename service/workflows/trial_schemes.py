"""A successor of the scheme, tried on the reports of a year: classes, indexes and places under either ruleset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from service.acts import Recognition, Scope
from service.reference import Library
from service.scoring.double_near_zero import score
from service.scoring.exact import fixed, plain
from service.scoring.pilot_facts import vetoes_of
from service.scoring.ranking import entrant, rank
from service.scoring.render import AXIS_PLACES
from service.scoring.result import Score
from service.scoring.rules import rules_of
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset, read_ruleset
from service.storage.session import Store
from service.workflows.boundary import gone
from service.workflows.inventory import inventory_of
from service.workflows.peers import frozen_peers
from service.workflows.score import Group, anchors, lodged_version, scheme_key, standing_groups, standing_vetoes
from service.workflows.unit_figures import Lodged

Json = dict[str, Any]
Pair = tuple[Score, Score]


def tried(store: Store, library: Library, document: Mapping[str, object], scope: Scope) -> Json:
    """Return whose class, index or place would be another, and how many have each class under either ruleset.

    Frozen peers and vetoes found by hand are those of the scheme in force.
    """
    both = find_ruleset(library, scope.ruleset), read_ruleset(document, "document")
    vetoes = standing_vetoes(store, both[0], scope.year)
    pairs = [
        scored(store, library, group, vetoes.get(group.enterprise.credit_code, ()), both)
        for group in standing_groups(store, scope)
    ]
    places = [places_of([pair[side] for pair in pairs]) for side in (0, 1)]
    return {
        "predecessor": scheme_key(both[0]),
        "successor": scheme_key(both[1]),
        "tried": len(pairs),
        "tallies": [{"of": "class"} | {side: tally(scores) for side, scores in sides(pairs).items()}],
        "moves": [move for pair in pairs for move in moves_of(pair, places, changed_parts(both))],
        "counts": None,
    }


def scored(
    store: Store, library: Library, group: Group, found: Sequence[Recognition], both: tuple[Ruleset, Ruleset]
) -> Pair:
    """Score one enterprise and sector by either ruleset, from reports computed again once."""
    lodged = [lodged_version(store, library, both[0], version, state) for version, state in group.versions]
    first, second = (scored_by(store, library, group, lodged, found, (both[0], ruleset)) for ruleset in both)
    return first, second


def scored_by(
    store: Store,
    library: Library,
    group: Group,
    lodged: Sequence[Lodged],
    found: Sequence[Recognition],
    rulesets: tuple[Ruleset, Ruleset],
) -> Score:
    """Score by the second of two rulesets, among the peers of the first."""
    in_force, ruleset = rulesets
    year, today = group.versions[0][0].year, store.now().date()
    inventory = inventory_of(group.enterprise, group.sector, group.region, year, lodged, ruleset)
    absent = gone(store, library, in_force, year, [version for version, _ in group.versions], group.region)
    found_now = replace(inventory, vetoes=vetoes_of(found, ruleset, today), judged_on=today, left_out=absent)
    peers, _ = frozen_peers(store, scheme_key(in_force), year, group.sector)
    return score(found_now, ruleset, anchors(library, ruleset), peers)


def sides(pairs: Sequence[Pair]) -> Mapping[str, Sequence[Score]]:
    """Return the scores of either side."""
    return {"before": [pair[0] for pair in pairs], "after": [pair[1] for pair in pairs]}


def tally(scores: Iterable[Score]) -> Mapping[str, int]:
    """Return how many have each class."""
    return dict(sorted(Counter(result.rating.value for result in scores).items()))


def places_of(scores: Sequence[Score]) -> Mapping[tuple[str, str], int]:
    """Return the place of each ranked enterprise among those of its sector that were tried."""
    peers = sorted(scores, key=lambda result: (result.sector, result.synthetic))
    rankings = (
        rank([entrant(result) for result in members])
        for _, members in groupby(peers, key=lambda result: (result.sector, result.synthetic))
    )
    return {(p.entrant.credit_code, p.entrant.sector): p.rank for ranking in rankings for p in ranking.places}


def changed_parts(both: tuple[Ruleset, Ruleset]) -> list[Json]:
    """Return the numbers that one ruleset has otherwise than the other; null where it does not have them."""
    was, is_now = ({str(rule["part"]): rule for rule in rules_of(ruleset)} for ruleset in both)
    return [
        {"criterion": part, "clause": (is_now.get(part) or was[part])["clause"], "before": before, "after": after}
        for part in {**was, **is_now}
        for before, after in [tuple(rules[part]["value"] if part in rules else None for rules in (was, is_now))]
        if before != after
    ]


def changed_axes(pair: Pair) -> list[Json]:
    """Return the axes of one enterprise that read otherwise."""
    read = {
        name: [fixed(axis.value.central, AXIS_PLACES) if axis.value else None for axis in axes]
        for name, axes in (("carbon", [s.carbon for s in pair]), ("pollutant", [s.pollutant for s in pair]))
    }
    return [
        {"criterion": name, "clause": f"{name} axis", "before": before, "after": after}
        for name, (before, after) in read.items()
        if before != after
    ]


def moves_of(pair: Pair, places: Sequence[Mapping[tuple[str, str], int]], parts: Sequence[Json]) -> Iterable[Json]:
    """Yield one move for the class, the index and the place that become others, with what is read otherwise."""
    key = (pair[0].credit_code, pair[0].sector)
    read: dict[str, list[str | None]] = {
        "class": [result.rating.value for result in pair],
        "index": [plain(result.index.central) if result.index else None for result in pair],
        "place": [str(of[key]) if key in of else None for of in places],
    }
    for name, (before, after) in read.items():
        if before != after:
            about = {"enterprise": key[0], "sector": key[1], "of": name, "before": before, "after": after}
            yield about | {"because": [*changed_axes(pair), *parts]}
