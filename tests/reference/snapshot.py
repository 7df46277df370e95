"""What every series answers from each of its first days, one line each, so that a review sees the effect of an edit.

    python -m tests.reference.snapshot > tests/reference/snapshot.csv

Columns: series, first day, value as printed, upper end of a range, unit, the value in canonical units, dimension,
trust, source, id. An ended series shows a dash.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from service.reference import Entry, Library, load_library

FILE = Path(__file__).with_name("snapshot.csv")
DIGITS = 15


def lines(library: Library) -> Iterator[str]:
    """The snapshot's lines in order of series and day."""
    yield "series,valid_from,value,value_max,unit,canonical,dimension,trust,source,id"
    for series in sorted(library.series):
        for entry in library.series[series]:
            yield _line(entry)


def _line(entry: Entry) -> str:
    cells = [entry.series, entry.valid_from.isoformat(), entry.text or "-", entry.maximum_text, entry.unit.code]
    cells += [_canonical(entry), entry.unit.dimension, str(entry.trust), entry.source, entry.id]
    return ",".join(cell if "," not in cell else f'"{cell}"' for cell in cells)


def _canonical(entry: Entry) -> str:
    if entry.value is None:
        return "-"
    return f"{float(Fraction(entry.value) * entry.unit.factor):.{DIGITS}g}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(load_library())) + "\n")
