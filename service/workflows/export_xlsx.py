"""The numbers of the library as a workbook, byte for byte the same for the same state and question.

Nothing in the file says when it was made, and no text of it is ever a formula or a link.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.workflows.export_columns import COLUMNS, Cell, Export

COLUMN_WIDTH: Final = 18
#: The date of a workbook without a number; others bear the day on which the latest of theirs was checked.
NO_DAY: Final = date(1980, 1, 1)


def xlsx_file(export: Export) -> bytes:
    """Return a workbook: a sheet that says what it holds, and one with the numbers, values as text and as number."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        made = max((entry.checked for entry in export.entries), default=NO_DAY)
        book.set_properties({"title": export.library.digest, "created": datetime.combine(made, time(), UTC)})
        write_about(book.add_worksheet("说明 About"), export)
        sheet = book.add_worksheet("数值 Numbers")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, COLUMN_WIDTH)
        sheet.autofilter(0, 0, len(export.entries), len(COLUMNS) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:ZZ{len(export.entries) + 1}"})
        write_rows(sheet, export, book.add_format({"num_format": "yyyy-mm-dd"}))
    return file.getvalue()


def write_about(sheet: Worksheet, export: Export) -> None:
    """Say what was asked for, of which state of the library, and how values stand."""
    lines = [
        ("NearZero 双近零", "排放因子库 emission factors"),
        ("reference_digest", export.library.digest),
        ("条数 rows", str(len(export.entries))),
        *export.asked.items(),
        ("value, value_max", "原文十进制文本，不失位 decimal text as printed, no digit lost"),
        ("value_number, value_max_number", "同一数值的双精度浮点数 the same number as float64"),
    ]
    sheet.set_column(0, 1, 2 * COLUMN_WIDTH)
    for row, cells in enumerate(lines):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text)


def write_rows(sheet: Worksheet, export: Export, day_format: Format) -> None:
    """Write the names of the columns, and a row for each number; empty cells are left out."""
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.name)
    for row, cells in enumerate(export.rows(COLUMNS), start=1):
        for place, cell in enumerate(cells):
            write_cell(sheet, row, place, cell, day_format)


def write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, day_format: Format) -> None:
    """Write one cell by its type; text is never interpreted."""
    match cell:
        case bool():
            sheet.write_boolean(row, place, cell)
        case float():
            sheet.write_number(row, place, cell)
        case date():
            sheet.write_datetime(row, place, cell, day_format)
        case str():
            sheet.write_string(row, place, cell)
