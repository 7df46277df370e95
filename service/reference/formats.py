"""Tables as people keep them (CSV, XLSX, YAML) to the rows that the strict reader judges.

A line whose first cell begins with `#` is a remark. Numbers of a spreadsheet come as it stores them, written out in
full; text stays as it is, so `0.7120` entered as text keeps its zero. Line numbers are those of the file handed in.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from service.reference.entries import COLUMNS, REQUIRED
from service.reference.reader import (
    Located,
    Row,
    check_header,
    check_hidden,
    checked_row,
    checked_text,
    read_document,
    read_lines,
    refuse,
)
from service.reference.registers import check_keys

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REMARK = "#"
Cells = Sequence[Cell | MergedCell]
#: A table of a few thousand rows takes a tenth of this; more is an archive made to swell.
_LARGEST_WORKBOOK = 64 * 1024 * 1024


class Format(StrEnum):
    """How a table is written."""

    csv = "csv"
    xlsx = "xlsx"
    yaml = "yaml"


def read_rows(content: bytes, file: str, form: Format, source: str = "") -> list[Row]:
    """Rows of a table that somebody hands in; an empty source cell takes `source`.

    Raises `ReferenceDataError` with the file's own line numbers.
    """
    required = tuple(name for name in REQUIRED if not (source and name == "source"))
    readers = {Format.csv: _csv, Format.xlsx: _xlsx, Format.yaml: _yaml}
    rows = [_completed(row, source) for row in readers[form](content, file, required)]
    if not rows:
        refuse("overlay.empty", file, 1, "no row that is not a remark")
    return rows


def _completed(row: Row, source: str) -> Row:
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    for text in cells.values():
        check_hidden(text, row.file, row.line)
    return Row(row.file, row.line, cells | {"source": cells["source"] or source})


def _as_saved(content: bytes) -> bytes:
    """The bytes without what spreadsheets add to a text and nobody reads: a byte order mark, and carriage returns."""
    return content.removeprefix(BYTE_ORDER_MARK).replace(b"\r\n", b"\n")


def _csv(content: bytes, file: str, required: tuple[str, ...]) -> list[Row]:
    lines = enumerate(checked_text(_as_saved(content), file)[:-1].split("\n"), start=1)
    return read_lines(((n, line) for n, line in lines if not line.startswith(REMARK)), file, COLUMNS, required)


def _yaml(content: bytes, file: str, required: tuple[str, ...]) -> list[Row]:
    document = read_document(checked_text(_as_saved(content), file), file)
    check_keys(document, file, {"rows": "list"}, {"about": "text"})
    return [_mapped(entry, file, document.lines["rows"], required) for entry in document["rows"]]


def _mapped(entry: Any, file: str, line: int, required: tuple[str, ...]) -> Row:
    if not isinstance(entry, Located):
        refuse("yaml.value_type", file, line, "each of the rows is a mapping")
    for name, value in entry.items():
        if name not in COLUMNS:
            refuse("yaml.key_unknown", file, entry.lines[name], name)
        if not isinstance(value, str | int | None) or isinstance(value, bool):
            refuse("yaml.value_type", file, entry.lines[name], f"{name} is text")
    if missing := [name for name in required if name not in entry]:
        refuse("yaml.key_missing", file, entry.line, missing[0])
    return checked_row(Row(file, entry.line, {k: "" if v is None else str(v) for k, v in entry.items()}))


def _xlsx(content: bytes, file: str, required: tuple[str, ...]) -> list[Row]:
    written, computed = _sheet(content, file, computed=False), _sheet(content, file, computed=True)
    lines = _lines(zip(written, computed, strict=True), file)
    first, header = next(lines, (1, [""]))
    while header and not header[-1]:
        header.pop()
    check_header(header, file, first, COLUMNS, required)
    return [_under(header, cells, file, line) for line, cells in lines]


def _under(header: Sequence[str], cells: Sequence[str], file: str, line: int) -> Row:
    if any(cells[len(header) :]):
        refuse("csv.cell_count", file, line, f"{len(cells)} cells under {len(header)} columns")
    return checked_row(Row(file, line, dict(zip(header, cells, strict=False))))


def _lines(rows: Iterable[tuple[Cells, Cells]], file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something and are no remark, with their numbers; an empty one between others is refused."""
    blank = 0
    for number, (written, computed) in enumerate(rows, start=1):
        cells = [_cell(cell, value, file, number) for cell, value in zip(written, computed, strict=True)]
        if not any(cells):
            blank = blank or number
        elif blank:
            refuse("csv.blank_line", file, blank)
        elif not cells[0].startswith(REMARK):
            yield number, cells


def _sheet(content: bytes, file: str, *, computed: bool) -> list[Cells]:
    """The cells of the first sheet: as written, or with what formulas gave when the file was last saved."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_WORKBOOK:
                refuse("xlsx.too_large", file, 1)
        book = load_workbook(io.BytesIO(content), data_only=computed, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError):
        refuse("xlsx.unreadable", file, 1, "not an XLSX workbook")
    return list(book.worksheets[0].iter_rows())


def _cell(written: Cell | MergedCell, computed: Cell | MergedCell, file: str, line: int) -> str:
    where = written.coordinate
    value = computed.value
    if written.data_type == "f" and value is None:
        refuse("xlsx.formula", file, line, f"{where}: save the workbook once, so that the formula has its value")
    if computed.data_type == "e":
        refuse("xlsx.error", file, line, f"{where}: {value}")
    if isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(written.number_format):
        refuse("xlsx.percent_format", file, line, f"{where}: write the number and the unit % in cells of their own")
    return _text(value, where, file, line)


def _text(value: object, where: str, file: str, line: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime) and not any((value.hour, value.minute, value.second, value.microsecond)):
        return value.date().isoformat()
    if not isinstance(value, int | float) or isinstance(value, bool):
        refuse("xlsx.kind", file, line, f"{where}: a cell holds text, a number or a day")
    # The shortest decimal text that is read back as the same number, without an exponent.
    return format(Decimal(repr(value)), "f")


def cells_of(row: Row) -> Mapping[str, str]:
    """The cells of a row that hold something."""
    return {name: text for name, text in row.cells.items() if text}
