"""The carbon ladder for one line: the first rung that has its anchors, named, with everything it rests on.

1  emissions-trading benchmark of the year and unit class; advanced from peers, else benchmark x level 1 / level 3
2  sector balance value imported for the year; advanced as on rung 1
3  median and best decile of verified peers
4  energy levels (limit or baseline, and level 1 or 标杆), the strictest in force of either kind; capped, because
   efficiency cannot prove near-zero carbon
"""

from __future__ import annotations

from service.scoring.anchors import Bench, at_line, chosen
from service.scoring.axis import NEAR_ZERO, Anchors, ordered
from service.scoring.benchmark import on_benchmark
from service.scoring.footing import Footing, Note, near_zero_of, note, output_in
from service.scoring.inventory import ProductLine
from service.scoring.levels import strictest
from service.scoring.line_kinds import LineKind, Rung
from service.scoring.peers import PeerGroup, find_peers
from service.scoring.result import unique

INTENSITY = {"direct": "intensity", "with_purchased_energy": "intensity_with_purchased_energy"}


def footing(line: ProductLine, kind: LineKind, scope: str, bench: Bench) -> tuple[Footing | None, Note]:
    """The first rung with a baseline and an advanced value; a rung with a baseline alone only where none has both."""
    fallback: Footing | None = None
    tried: Note = ()
    for rung in kind.ladders[scope]:
        found, notes = _stand(line, kind, scope, rung, bench)
        tried += notes
        if found is not None and found.anchors.advanced is not None:
            return found, tried
        fallback = fallback or found
    return fallback, tried


def _stand(line: ProductLine, kind: LineKind, scope: str, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    if rung.rung == 3:
        return _on_peers(line, kind, scope, rung, bench)
    return _on_levels(line, kind, rung, bench) if rung.rung == 4 else on_benchmark(line, kind, rung, bench)


def _on_peers(line: ProductLine, kind: LineKind, scope: str, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    group = PeerGroup(kind.id, kind.peer_class(line), INTENSITY[scope], bench.year, bench.synthetic)
    peers = find_peers(bench.peers, group, int(bench.ruleset.number("minimum_peers")))
    output = output_in(line, kind)
    if peers is None or output is None or not ordered(peers.median, peers.best_decile, None):
        return None, (note("rung.no_peers", line, rung),)
    name = f"peers.{kind.id}.{group.unit_class}.{bench.year}"
    near_zero, cited = near_zero_of(rung, peers.median, bench)
    citations = (
        chosen("baseline", peers.median, f"t/{kind.unit}", f"{name}.median"),
        chosen("advanced", peers.best_decile, f"t/{kind.unit}", f"{name}.best_decile"),
        *cited,
    )
    anchors = Anchors(peers.median, peers.best_decile, near_zero).scaled(output)
    return Footing(3, anchors, NEAR_ZERO, "", "t", at_line(citations, line), ()), ()


def _on_levels(line: ProductLine, kind: LineKind, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    output, energy = output_in(line, kind), kind.energy
    if energy is None or output is None:
        return None, (note("rung.no_level", line, rung, year=str(bench.year)),)
    pair = [strictest(line, kind, rung, series, energy.unit, bench) for series in (rung.limit, rung.advanced)]
    limit, advanced = pair
    said = unique((*limit.notes, *advanced.notes))
    if limit.value is None or advanced.value is None:
        return None, (*said, note("rung.no_level", line, rung, year=str(bench.year)))
    if not ordered(limit.value, advanced.value, None):
        return None, (*said, note("rung.anchor_order", line, rung))
    anchors = Anchors(limit.value, advanced.value).scaled(output)
    cited = at_line((*limit.cited("baseline"), *advanced.cited("advanced")), line)
    return Footing(4, anchors, bench.ruleset.number("energy_cap"), energy.subject, energy.unit, cited, ()), said
