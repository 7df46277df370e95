"""What the lines of verified enterprises give to frozen peer statistics."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from service.factors import FactorSet
from service.scoring.anchors import Bench
from service.scoring.benchmark import benchmark_amount
from service.scoring.carbon import kind_of
from service.scoring.coverage import line_co2
from service.scoring.footing import output_in
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.ladder import INTENSITY
from service.scoring.line_kinds import LineKind
from service.scoring.line_reader import SCOPES
from service.scoring.peers import PeerGroup, PeerSample
from service.scoring.ruleset import Ruleset


def samples(inventory: Inventory, ruleset: Ruleset, factor_set: FactorSet) -> tuple[PeerSample, ...]:
    """Samples of every line with a figure; none from a report that the regulator has not accepted."""
    sector = ruleset.sector(inventory.sector)
    if sector is None or not inventory.accepted:
        return ()
    bench = Bench.of(inventory, ruleset, factor_set, ())
    return tuple(
        PeerSample(
            PeerGroup(kind.id, kind.peer_class(line), measure, inventory.year, inventory.synthetic),
            inventory.credit_code, line.line_id, value,
        )
        for line in inventory.lines
        if (kind := kind_of(line, sector, bench)) is not None
        for measure, value in _measures(line, kind, bench)
    )  # fmt: skip


def processes(inventory: Inventory, ruleset: Ruleset, factor_set: FactorSet) -> tuple[str, ...]:
    """The kinds of an enterprise's lines, by id; none in a sector that the ruleset does not know."""
    sector = ruleset.sector(inventory.sector)
    if sector is None:
        return ()
    bench = Bench.of(inventory, ruleset, factor_set, ())
    kinds = (kind_of(line, sector, bench) for line in inventory.lines)
    return tuple(sorted({kind.id for kind in kinds if kind is not None}))


def _measures(line: ProductLine, kind: LineKind, bench: Bench) -> Iterator[tuple[str, Fraction]]:
    output, whole = output_in(line, kind), line_co2(line)
    if line.direct_co2 is None or output is None or output <= 0:
        return
    yield INTENSITY[SCOPES[0]], line.direct_co2 / output
    if whole is not None and line.purchased_energy_co2 is not None:
        yield INTENSITY[SCOPES[1]], whole / output
    for rung in kind.ladders[SCOPES[0]]:
        found = benchmark_amount(line, rung, bench) if rung.terms else None
        if found is not None and found[0] > 0:
            yield "ratio", line.direct_co2 / found[0]
            return
