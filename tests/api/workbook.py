"""Reading a workbook without the library that wrote it: the cells of a sheet with the types that they were given."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cell = tuple[str, str]


def read_sheet(content: bytes, number: int) -> list[dict[str, Cell]]:
    """The rows of a sheet: column letters to type and text of the cell; the type of a formula is `formula`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = [_text(item) for item in _parse(archive, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
        rows = _parse(archive, f"xl/worksheets/sheet{number}.xml").iter(f"{MAIN}row")
        return [{_column(cell): _cell(cell, shared) for cell in row.iter(f"{MAIN}c")} for row in rows]


def _parse(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))  # noqa: S314  our own file


def _text(item: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{MAIN}t"))


def _column(cell: ElementTree.Element) -> str:
    return re.sub(r"\d", "", cell.attrib["r"])


def _cell(cell: ElementTree.Element, shared: list[str]) -> Cell:
    if cell.find(f"{MAIN}f") is not None:
        return "formula", cell.findtext(f"{MAIN}f") or ""
    kind, value = cell.attrib.get("t", "n"), cell.findtext(f"{MAIN}v") or ""
    return (kind, shared[int(value)]) if kind == "s" else (kind, value)
