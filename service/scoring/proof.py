"""Whether anything beside a line's own word speaks for what would relax its level.

A level is relaxed by load, altitude, moisture ... that an enterprise states of itself. Where the ruleset gives such a
quantity a `tolerance`, something else has to say the same: the hours that the monitoring of the stack recorded, the
height that all reports told, the analysis of the coal that was charged, or, for what no earlier report told, the bureau
that accepted this one. Without such a witness, or against
it, a correction may still tighten a level and cannot relax it. That is our choice; the documents ask for verified data.
"""

from __future__ import annotations

from fractions import Fraction

from service.scoring.anchors import Bench
from service.scoring.corrections import Correction
from service.scoring.exact import plain
from service.scoring.inventory import ProductLine
from service.scoring.result import Reason

LOAD = "load_factor"
#: Figures of a value as it is told in a reason.
PLACES = 4


def stated(line: ProductLine, bench: Bench) -> dict[str, Fraction]:
    """What a line states for corrections, its load factor with it."""
    load = {LOAD: line.load_factor} if line.load_factor is not None else {}
    return bench.ruleset.conditions(line.correction_inputs) | load


def corrected(
    rule: Correction, level: Fraction, line: ProductLine, bench: Bench
) -> tuple[Fraction | None, tuple[Reason, ...]]:
    """The level under a correction, and why it stands where nothing bears the inputs out; None where one is missing."""
    value = rule.corrected(level, stated(line, bench))
    if value is None or value <= level:
        return value, ()
    doubted = doubts(rule, line, bench)
    return (level, (unproven(line, rule, doubted),)) if doubted else (value, ())


def doubts(rule: Correction, line: ProductLine, bench: Bench) -> dict[str, tuple[Fraction, Fraction | None]]:
    """The inputs of a correction that need a witness and have none, or one that says otherwise: told and witnessed."""
    found: dict[str, tuple[Fraction, Fraction | None]] = {}
    for name, told in stated(line, bench).items():
        tolerance, witness = bench.ruleset.quantities[name].tolerance, line.witnesses.get(name)
        if name in rule.inputs and tolerance is not None and (witness is None or abs(told - witness) > tolerance):
            found[name] = told, witness
    return found


def unproven(line: ProductLine, rule: Correction, doubted: dict[str, tuple[Fraction, Fraction | None]]) -> Reason:
    """That a level stands uncorrected, because nothing but the line's own word speaks for the inputs."""
    words = (f"{name} {_text(told)}/{_text(witness)}" for name, (told, witness) in doubted.items())
    params = {"line": line.line_id, "correction": f"@{rule.id}", "inputs": ", ".join(words)}
    return Reason("benchmark.unproven", params, line.line_id)


def _text(value: Fraction | None) -> str:
    return "-" if value is None else plain(value, PLACES)
