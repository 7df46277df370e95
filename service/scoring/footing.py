"""What every rung shares: the footing that it gives a line, levels, corrections and the near-zero anchor."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from service.scoring.anchors import Bench, chosen
from service.scoring.axis import Anchors
from service.scoring.corrections import Correction
from service.scoring.inventory import ProductLine
from service.scoring.line_kinds import LineKind, Rung
from service.scoring.proof import corrected
from service.scoring.result import Citation, Reason
from service.units import convert, find_unit

Note = tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Footing:
    """Anchors of one line for its whole output, with the rung that gave them.

    `subject` is what rung 4 judges (energy, electricity); it is empty where emissions are judged.
    """

    rung: int
    anchors: Anchors
    cap: Fraction
    subject: str
    unit: str
    citations: tuple[Citation, ...]
    reasons: Note


def output_in(line: ProductLine, kind: LineKind) -> Fraction | None:
    """The output in the unit of the line kind; raises InvalidInput `unit.dimension` where it cannot be."""
    return None if line.output is None else convert(line.output, find_unit(line.unit), find_unit(kind.unit))


def correction(
    line: ProductLine, name: str | None, level: Fraction, rung: Rung, bench: Bench
) -> tuple[Fraction, tuple[Citation, ...], Note]:
    """A benchmark under its correction; unchanged, and said so, where the inputs are not given."""
    rule = bench.ruleset.corrections.get(name or "")
    if rule is None or not rule.applies(bench.year, line.unit_class):
        return level, (), ()
    value, doubted = corrected(rule, level, line, bench)
    if value is None:
        return level, (), (uncorrected(line, rung, rule),)
    return value, () if doubted else (corrected_by(rule, value, level),), doubted


def corrected_by(rule: Correction, value: Fraction, level: Fraction, subject: str = "") -> Citation:
    """A correction as used: the corrected level as a multiple of the level before it."""
    ratio = value / level if level else Fraction(1)
    return Citation(
        "correction", ratio, "1", rule.id, None, rule.source, rule.clause, rule.status, rule.trust, None,
        rule.basis_for(subject), None, subject,
    )  # fmt: skip


def uncorrected(line: ProductLine, rung: Rung, rule: Correction) -> Reason:
    """The level stands without a correction that could only have relaxed it."""
    return note("benchmark.uncorrected", line, rung, correction=f"@{rule.id}", inputs=spoken(rule))


def spoken(rule: Correction) -> str:
    """The inputs of a correction, to be shown by their titles."""
    return ", ".join(f"@{name}" for name in rule.inputs)


def near_zero_of(rung: Rung, baseline: Fraction, bench: Bench) -> tuple[Fraction | None, tuple[Citation, ...]]:
    """The near-zero anchor as the ruleset's share of a baseline; None where the rung defines none."""
    if rung.near_zero is None:
        return None, ()
    share = bench.ruleset.number(rung.near_zero)
    return share * baseline, (chosen("near_zero", share, "1", rung.near_zero),)


def note(code: str, line: ProductLine, rung: Rung, **params: str) -> Reason:
    """A reason about a line on a rung."""
    return Reason(code, {"line": line.line_id, "rung": str(rung.rung)} | params, line.line_id)
