"""The numbers of the library as CSV, for spreadsheets as much as for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Final

from service.workflows.export_columns import COLUMNS, Cell, Column, Export

CHUNK_ROWS: Final = 500
BYTE_ORDER_MARK: Final = "\ufeff"
#: What spreadsheets read as the beginning of a formula.
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_pieces(export: Export) -> Iterator[bytes]:
    """Yield RFC 4180 text in UTF-8 with a byte order mark, without which Chinese Excel shows mojibake."""
    columns = [column for column in COLUMNS if not column.typed]
    rows = export.rows(columns)
    piece = [[column.name for column in columns]]
    mark = BYTE_ORDER_MARK
    while piece:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(piece)
        yield (mark + text.getvalue()).encode()
        mark = ""
        piece = [
            [harmless(column, cell) for column, cell in zip(columns, row, strict=True)]
            for row in islice(rows, CHUNK_ROWS)
        ]


def harmless(column: Column, cell: Cell) -> str:
    """Return a cell as text; what a spreadsheet would calculate gets an apostrophe in front, numbers do not."""
    text = "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not column.decimal else text
