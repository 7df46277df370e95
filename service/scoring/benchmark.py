"""Rungs 1 and 2: a benchmark of the year times the quantities of a line, and the advanced value that belongs to it."""

from __future__ import annotations

from fractions import Fraction

from service.scoring.anchors import Bench, at_line, chosen, fill
from service.scoring.axis import NEAR_ZERO, Anchors, ordered
from service.scoring.footing import Footing, Note, correction, near_zero_of, note
from service.scoring.inventory import ProductLine
from service.scoring.levels import Level, strictest
from service.scoring.line_kinds import LineKind, Rung, Term
from service.scoring.peers import PeerGroup, find_peers
from service.scoring.result import Citation
from service.units import convert, find_unit


def benchmark_amount(line: ProductLine, rung: Rung, bench: Bench) -> tuple[Fraction, tuple[Citation, ...], Note] | None:
    """Sum of quantity x benchmark over the terms of a rung; None where a benchmark is not usable."""
    total = Fraction(0)
    citations: tuple[Citation, ...] = ()
    notes: Note = ()
    for term in rung.terms:
        part = _term(line, term, rung, bench)
        if part is None:
            return None
        total, citations, notes = total + part[0], citations + part[1], notes + part[2]
    return total, citations, notes


def on_benchmark(line: ProductLine, kind: LineKind, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    """The footing on a rung with a benchmark; None, with the reason, where the benchmark may not be used."""
    if rung.from_year is not None and bench.year < rung.from_year:
        return None, (note("rung.not_yet", line, rung, year=str(rung.from_year)),)
    found = benchmark_amount(line, rung, bench)
    if found is None or found[0] <= 0:
        return None, (note("rung.no_benchmark", line, rung, year=str(bench.year)),)
    baseline, citations, notes = found
    advanced, more, said = _advanced(line, kind, rung, baseline, bench)
    near_zero, last = near_zero_of(rung, baseline, bench)
    if not ordered(baseline, advanced, near_zero):
        advanced, more, said = None, (), (*said, note("rung.anchor_order", line, rung))
    cited = at_line(citations + more + last, line)
    return Footing(rung.rung, Anchors(baseline, advanced, near_zero), NEAR_ZERO, "", "t", cited, notes), said


def _term(
    line: ProductLine, term: Term, rung: Rung, bench: Bench
) -> tuple[Fraction, tuple[Citation, ...], Note] | None:
    quantity = line.output if term.quantity == "output" else line.heat_supplied
    if quantity is None or quantity == 0:
        return (
            Fraction(0),
            (),
            () if quantity == 0 else (note("quantity.absent", line, rung, item=f"@{term.quantity}"),),
        )
    name = fill(term.series, line)
    citation = bench.anchor(name, term.unit, "baseline", "D") if name is not None else None
    if citation is None:
        return None
    given = find_unit(line.unit if term.quantity == "output" else term.quantity_unit)
    level, cited, notes = correction(line, term.correction, citation.value, rung, bench)
    return convert(quantity, given, find_unit(term.quantity_unit)) * level, (citation, *cited), notes


def _advanced(
    line: ProductLine, kind: LineKind, rung: Rung, baseline: Fraction, bench: Bench
) -> tuple[Fraction | None, tuple[Citation, ...], Note]:
    group = PeerGroup(kind.id, kind.peer_class(line), "ratio", bench.year, bench.synthetic)
    peers = find_peers(bench.peers, group, int(bench.ruleset.number("minimum_peers")))
    if peers is not None and 0 < peers.best_decile < 1:
        name = f"peers.{kind.id}.{group.unit_class}.{bench.year}.best_decile"
        return peers.best_decile * baseline, (chosen("advanced", peers.best_decile, "1", name),), ()
    pair = [strictest(line, kind, rung, series, rung.unit, bench) for series in (rung.advanced, rung.limit)]
    return _by_levels(line, rung, baseline, pair)


def _by_levels(
    line: ProductLine, rung: Rung, baseline: Fraction, pair: list[Level]
) -> tuple[Fraction | None, tuple[Citation, ...], Note]:
    """The baseline x level 1 / level 3; both levels and what corrected them are cited as levels."""
    advanced, limit = pair
    said = (*advanced.notes, *limit.notes)
    if advanced.value is None or limit.value is None or limit.value <= 0:
        return None, (), (*said, note("rung.no_advanced", line, rung))
    return advanced.value / limit.value * baseline, (*advanced.cited("level"), *limit.cited("level")), said
