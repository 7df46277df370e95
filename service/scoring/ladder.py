"""The carbon ladder for one line: the first rung that has its anchors, named, with everything it rests on.

1  emissions-trading benchmark of the year and unit class; advanced from peers, else benchmark x level 1 / level 3
2  sector balance value imported for the year; advanced as on rung 1
3  median and best decile of verified peers
4  energy levels (level 3 and level 1), capped: efficiency cannot prove near-zero carbon
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from service.scoring.anchors import Bench, at_line, chosen, fill
from service.scoring.axis import NEAR_ZERO, Anchors, ordered
from service.scoring.inventory import ProductLine
from service.scoring.peers import PeerGroup, find_peers
from service.scoring.result import Citation, Reason
from service.scoring.ruleset import LineKind, Rung, Term
from service.units import convert, find_unit

Note = tuple[Reason, ...]
INTENSITY = {"direct": "intensity", "with_purchased_energy": "intensity_with_purchased_energy"}


@dataclass(frozen=True, slots=True)
class Footing:
    """Anchors of one line for its whole output, with the rung that gave them; `energy` marks rung 4's amounts."""

    rung: int
    anchors: Anchors
    cap: Fraction
    energy: bool
    unit: str
    citations: tuple[Citation, ...]
    reasons: Note


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


def output_in(line: ProductLine, kind: LineKind) -> Fraction | None:
    """The output in the unit of the line kind; raises InvalidInput `unit.dimension` where it cannot be."""
    return None if line.output is None else convert(line.output, find_unit(line.unit), find_unit(kind.unit))


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


def _stand(line: ProductLine, kind: LineKind, scope: str, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    if rung.rung == 3:
        return _on_peers(line, kind, scope, rung, bench)
    return _on_levels(line, kind, rung, bench) if rung.rung == 4 else _on_benchmark(line, kind, rung, bench)


def _on_benchmark(line: ProductLine, kind: LineKind, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    if rung.from_year is not None and bench.year < rung.from_year:
        return None, (_note("rung.not_yet", line, rung, year=str(rung.from_year)),)
    found = benchmark_amount(line, rung, bench)
    if found is None or found[0] <= 0:
        return None, (_note("rung.no_benchmark", line, rung, year=str(bench.year)),)
    baseline, citations, notes = found
    advanced, more, said = _advanced(line, kind, rung, baseline, bench)
    near_zero, last = _near_zero(rung, baseline, bench)
    if not ordered(baseline, advanced, near_zero):
        advanced, more, said = None, (), (*said, _note("rung.anchor_order", line, rung))
    cited = at_line(citations + more + last, line)
    return Footing(rung.rung, Anchors(baseline, advanced, near_zero), NEAR_ZERO, False, "t", cited, notes), said


def _term(
    line: ProductLine, term: Term, rung: Rung, bench: Bench
) -> tuple[Fraction, tuple[Citation, ...], Note] | None:
    quantity = line.output if term.quantity == "output" else line.heat_supplied
    if quantity is None or quantity == 0:
        return (
            Fraction(0),
            (),
            () if quantity == 0 else (_note("quantity.absent", line, rung, item=f"@{term.quantity}"),),
        )
    name = fill(term.series, line)
    citation = bench.anchor(name, term.unit, "baseline", "D") if name is not None else None
    if citation is None:
        return None
    given = find_unit(line.unit if term.quantity == "output" else term.quantity_unit)
    level, cited, notes = correction(line, term.correction, citation.value, rung, bench)
    return convert(quantity, given, find_unit(term.quantity_unit)) * level, (citation, *cited), notes


def correction(
    line: ProductLine, name: str | None, level: Fraction, rung: Rung, bench: Bench
) -> tuple[Fraction, tuple[Citation, ...], Note]:
    """A level under its correction; unchanged, and said so, where the inputs are not given."""
    rule = bench.ruleset.corrections.get(name or "")
    if rule is None or not rule.applies(bench.year, line.unit_class):
        return level, (), ()
    given = dict(line.correction_inputs) | ({"load_factor": line.load_factor} if line.load_factor is not None else {})
    value = rule.corrected(level, given)
    if value is None:
        return level, (), (_note("benchmark.uncorrected", line, rung, correction=f"@{rule.id}"),)
    cited = Citation(
        "correction", value / level, "1", rule.id, None, rule.source, rule.clause, rule.status, "primary", None,
        rule.basis,
    )  # fmt: skip
    return value, (cited,), ()


def _advanced(
    line: ProductLine, kind: LineKind, rung: Rung, baseline: Fraction, bench: Bench
) -> tuple[Fraction | None, tuple[Citation, ...], Note]:
    group = PeerGroup(kind.id, line.unit_class or "", "ratio", bench.year, bench.synthetic)
    peers = find_peers(bench.peers, group, int(bench.ruleset.number("minimum_peers")))
    if peers is not None and 0 < peers.best_decile < 1:
        name = f"peers.{kind.id}.{group.unit_class}.{bench.year}.best_decile"
        return peers.best_decile * baseline, (chosen("advanced", peers.best_decile, "1", name),), ()
    ratio, citations = _level_ratio(line, rung, bench)
    if ratio is None:
        return None, (), (_note("rung.no_advanced", line, rung),)
    return ratio * baseline, citations, ()


def _level_ratio(line: ProductLine, rung: Rung, bench: Bench) -> tuple[Fraction | None, tuple[Citation, ...]]:
    pair = [_level(line, rung, bench, series) for series in (rung.advanced, rung.limit)]
    if pair[0] is None or pair[1] is None or pair[1].value <= 0:
        return None, ()
    return pair[0].value / pair[1].value, (pair[0], pair[1])


def _level(line: ProductLine, rung: Rung, bench: Bench, series: str | None) -> Citation | None:
    name = fill(series, line) if series is not None else None
    return bench.anchor(name, rung.unit, "level", "c on D") if name is not None else None


def _near_zero(rung: Rung, baseline: Fraction, bench: Bench) -> tuple[Fraction | None, tuple[Citation, ...]]:
    if rung.near_zero is None:
        return None, ()
    share = bench.ruleset.number(rung.near_zero)
    return share * baseline, (chosen("near_zero", share, "1", rung.near_zero),)


def _on_peers(line: ProductLine, kind: LineKind, scope: str, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    group = PeerGroup(kind.id, line.unit_class or "", INTENSITY[scope], bench.year, bench.synthetic)
    peers = find_peers(bench.peers, group, int(bench.ruleset.number("minimum_peers")))
    output = output_in(line, kind)
    if peers is None or output is None or not ordered(peers.median, peers.best_decile, None):
        return None, (_note("rung.no_peers", line, rung),)
    name = f"peers.{kind.id}.{group.unit_class}.{bench.year}"
    near_zero, cited = _near_zero(rung, peers.median, bench)
    citations = (
        chosen("baseline", peers.median, f"t/{kind.unit}", f"{name}.median"),
        chosen("advanced", peers.best_decile, f"t/{kind.unit}", f"{name}.best_decile"),
        *cited,
    )
    anchors = Anchors(peers.median, peers.best_decile, near_zero).scaled(output)
    return Footing(3, anchors, NEAR_ZERO, False, "t", at_line(citations, line), ()), ()


def _on_levels(line: ProductLine, kind: LineKind, rung: Rung, bench: Bench) -> tuple[Footing | None, Note]:
    limit, advanced = (_level(line, rung, bench, series) for series in (rung.limit, rung.advanced))
    output = output_in(line, kind)
    if limit is None or advanced is None or output is None:
        return None, (_note("rung.no_level", line, rung, year=str(bench.year)),)
    level, cited, notes = correction(line, rung.correction, limit.value, rung, bench)
    if not ordered(level, advanced.value, None):
        return None, (_note("rung.anchor_order", line, rung),)
    anchors = Anchors(level, advanced.value).scaled(output)
    cap = bench.ruleset.number("energy_cap")
    citations = at_line((_as(limit, "baseline"), _as(advanced, "advanced"), *cited), line)
    return Footing(4, anchors, cap, True, rung.unit, citations, notes), ()


def _as(citation: Citation, role: str) -> Citation:
    return Citation(
        role, citation.value, citation.unit, citation.series, citation.factor_id, citation.source, citation.clause,
        citation.status, citation.trust, citation.valid_from, "D",
    )  # fmt: skip


def _note(code: str, line: ProductLine, rung: Rung, **params: str) -> Reason:
    return Reason(code, {"line": line.line_id, "rung": str(rung.rung)} | params, line.line_id)
