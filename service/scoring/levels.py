"""The energy level that judges a line: of all in force the strictest, each under the corrections that belong to it.

A national limit and a level of the key-sector table (发改产业〔2023〕723号) may stand side by side, and neither is
always the stricter one. Levels of one document need not fall from 3 over 2 to 1: only those that a rung names are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from service.scoring.anchors import Bench, fill
from service.scoring.corrections import EITHER
from service.scoring.exact import plain
from service.scoring.footing import Note, corrected_by, note, spoken, uncorrected
from service.scoring.inventory import ProductLine
from service.scoring.line_kinds import LineKind, Rung
from service.scoring.proof import corrected
from service.scoring.result import Citation, Reason

#: Figures of a level as they are told in a reason.
SIGNIFICANT = 6


@dataclass(frozen=True, slots=True)
class Level:
    """A level in the unit asked for, with its citations; `value` is None where none may be used, `notes` say why."""

    value: Fraction | None = None
    citations: tuple[Citation, ...] = ()
    notes: Note = ()

    def cited(self, role: str) -> tuple[Citation, ...]:
        """The citations with the level in a role; as an anchor by itself it rests on its document alone."""
        return tuple(
            replace(c, role=role, basis=c.basis if role == "level" else "D") if c.role == "level" else c
            for c in self.citations
        )


def strictest(line: ProductLine, kind: LineKind, rung: Rung, series: Iterable[str], unit: str, bench: Bench) -> Level:
    """The lowest of the levels in force, corrected; nothing where one of them may have to be tightened and cannot be.

    Taking another one in its place would let a missing input relax what is asked for.
    """
    key = kind.level_key(line)
    in_table = bench.ruleset.table_keys.get(key or "", key)
    names = [name for each in series if (name := fill(each, line, key, in_table)) is not None]
    cited = [anchor for name in names if (anchor := bench.anchor(name, unit, "level", "c on D")) is not None]
    levels = [_corrected(line, kind, rung, citation, bench) for citation in cited]
    told = tuple(reason for level in levels for reason in level.notes)
    usable = sorted((level for level in levels if level.value is not None), key=_value)
    if not usable or len(usable) < len(levels):
        return Level(notes=told)
    return replace(usable[0], notes=(*told, *_stricter(line, rung, usable)))


def _value(level: Level) -> Fraction:
    return level.value if level.value is not None else Fraction(0)


def _corrected(line: ProductLine, kind: LineKind, rung: Rung, citation: Citation, bench: Bench) -> Level:
    level, cited, notes = citation.value, [citation], list[Reason]()
    for rule in (bench.ruleset.corrections[name] for name in kind.corrections):
        if not rule.applies(bench.year, line.unit_class, citation.series):
            continue
        value, doubted = corrected(rule, level, line, bench)
        notes.extend(doubted)
        if value is None and rule.effect == EITHER:
            told = note("correction.missing", line, rung, correction=f"@{rule.id}", inputs=spoken(rule))
            return Level(notes=(told,))
        if value is None:
            notes.append(uncorrected(line, rung, rule))
        elif value != level:
            cited.append(corrected_by(rule, value, level, citation.series))
            level = value
    return Level(level, tuple(cited), tuple(notes))


def _stricter(line: ProductLine, rung: Rung, usable: list[Level]) -> Note:
    """Which document was the stricter one, where they differ."""
    taken, *others = usable
    return tuple(
        note(
            "level.stricter", line, rung,
            taken=taken.citations[0].source, value=plain(_value(taken), SIGNIFICANT),
            other=other.citations[0].source, laxer=plain(_value(other), SIGNIFICANT), unit=taken.citations[0].unit,
        )
        for other in others
        if _value(other) != _value(taken)
    )  # fmt: skip
