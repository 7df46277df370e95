"""Files of reference data to rows and mappings, refusing whatever a lenient parser would let pass.

Comma-separated tables and YAML documents are read as text: numbers stay decimal text, dates stay ISO 8601 text.
Every refusal is a `ReferenceDataError` with its own code, the file and the line. What a row or a document *means*
is judged in `service.reference.entries`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from service.errors import ReferenceDataError

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff\u00a0]")
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
#: What opens or closes a level of a YAML document: brackets, and the blanks and marks before a line's first word.
_NESTING = re.compile(r"(?P<indent>^[ ?-]+)|[\[\]{}]", re.MULTILINE)
_DEEPEST = 64
_STRING_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "timestamp"))


class Located(dict[str, Any]):
    """A mapping from a YAML document that still knows its own line and the line of each key."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: cells by column name, absent columns left out."""

    file: str
    line: int
    cells: Mapping[str, str]


def refuse(code: str, file: str, line: int, detail: str = "") -> NoReturn:
    """Raise the one error of this floor; `code` without its `reference.` prefix."""
    raise ReferenceDataError(f"reference.{code}", file, line, detail)


def read_text(path: Path, file: str) -> str:
    """The text of a data file: UTF-8 without byte order mark, lines ended by a bare line feed, no hidden characters."""
    return checked_text(path.read_bytes(), file)


def checked_text(raw: bytes, file: str) -> str:
    """As `read_text`, of bytes that came from elsewhere."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse("file.encoding", file, raw.count(b"\n", 0, error.start) + 1, "the file must be saved as UTF-8")
    if text.startswith("\ufeff"):
        refuse("file.byte_order_mark", file, 1, "save as UTF-8 without byte order mark")
    if not text.strip():
        refuse("file.empty", file, 1)
    if "\r" in text:
        refuse("file.line_ending", file, _line_of(text, text.index("\r")), "lines must end with a line feed alone")
    if hidden := _CONTROL.search(text):
        refuse("file.hidden_character", file, _line_of(text, hidden.start()), f"U+{ord(hidden.group()):04X}")
    if not text.endswith("\n"):
        refuse("file.last_line", file, text.count("\n") + 1, "the last line is cut off or lacks its line feed")
    return text


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def read_table(text: str, file: str, columns: tuple[str, ...], required: tuple[str, ...]) -> list[Row]:
    """Rows of a comma-separated table whose header uses only `columns` and has all of `required`."""
    return read_lines(enumerate(text[:-1].split("\n"), start=1), file, columns, required)


def read_lines(
    numbered: Iterable[tuple[int, str]], file: str, columns: tuple[str, ...], required: tuple[str, ...]
) -> list[Row]:
    """Rows of a table from its lines with their numbers; the first one is the header."""
    lines = iter(numbered)
    first, text = next(lines, (1, ""))
    header = _cells(text, file, first)
    check_header(header, file, first, columns, required)
    return [_row(header, line, file, number) for number, line in lines]


def _cells(line: str, file: str, number: int) -> list[str]:
    if not line:
        refuse("csv.blank_line", file, number)
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except (csv.Error, StopIteration):
        refuse("csv.quotes", file, number, "a quoted cell must open and close on one line")


def check_header(header: list[str], file: str, line: int, columns: tuple[str, ...], required: tuple[str, ...]) -> None:
    """Refuse a header with repeated, unknown, missing or misplaced columns."""
    if repeated := [name for name in header if header.count(name) > 1]:
        refuse("csv.column_repeated", file, line, repeated[0])
    if unknown := [name for name in header if name not in columns]:
        refuse("csv.column_unknown", file, line, unknown[0])
    if missing := [name for name in required if name not in header]:
        refuse("csv.column_missing", file, line, missing[0])
    if header != sorted(header, key=columns.index):
        refuse("csv.column_order", file, line, ",".join(columns))


def _row(header: list[str], line: str, file: str, number: int) -> Row:
    cells = _cells(line, file, number)
    if len(cells) != len(header):
        refuse("csv.cell_count", file, number, f"{len(cells)} cells under {len(header)} columns")
    return checked_row(Row(file, number, dict(zip(header, cells, strict=True))))


def checked_row(row: Row) -> Row:
    """The row itself, unless a cell begins or ends with a space."""
    for name, cell in row.cells.items():
        if cell != cell.strip():
            refuse("csv.space", row.file, row.line, name)
    return row


def check_hidden(text: str, file: str, line: int) -> None:
    """Refuse a cell with a line end or a character that nobody sees."""
    if hidden := _CONTROL.search(text.replace("\n", "\x00")):
        refuse("file.hidden_character", file, line, f"U+{ord(hidden.group()):04X}")


def read_document(text: str, file: str) -> Located:
    """A YAML document as nested `Located` mappings, lists, text, whole numbers, true, false and null.

    Decimals and dates stay text. Refused: repeated keys, keys that are not text, anchors, tags, merge keys, empty
    values, plain words that YAML 1.1 would turn into something else (`NO`, `1_000`, `010`, `1:30`, `.nan`), and nesting
    that no document of ours comes near.
    """
    _refuse_deep(text, file)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        several = "single document" in str(error.context)
        refuse("yaml.documents" if several else "yaml.syntax", file, _line_of_error(error), error.problem or "")
    except yaml.reader.ReaderError as error:
        refuse("yaml.syntax", file, text.count("\n", 0, error.position) + 1, "a character that YAML does not allow")
    if not isinstance(node, yaml.MappingNode):
        refuse("yaml.top_level", file, 1, "a document is one mapping")
    return _mapping(node, file, set())


def _refuse_deep(text: str, file: str) -> None:
    """Refuse deep nesting before the parser sees it: it recurses in C, where too deep ends the whole process."""
    depth = 0
    for mark in _NESTING.finditer(text):
        indented = mark.lastgroup == "indent"
        depth += 0 if indented else 1 if mark[0] in "[{" else -1
        if depth > _DEEPEST or (indented and len(mark[0]) > 2 * _DEEPEST):
            refuse("yaml.too_deep", file, text.count("\n", 0, mark.start()) + 1, f"at most {_DEEPEST} levels")


def _line_of_error(error: yaml.MarkedYAMLError) -> int:
    """The line to look at: where an unclosed quote or bracket was opened, else where parsing failed."""
    unclosed = "quoted scalar" in str(error.context) or "flow" in str(error.context)
    mark = error.context_mark if unclosed and error.context_mark else error.problem_mark
    return mark.line + 1 if mark else 1


def _value(node: yaml.Node, file: str, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        refuse("yaml.alias", file, line, "write the value out; anchors and aliases are not used")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, file, seen) for item in node.value]
    return _scalar(node, file, line)


def _mapping(node: yaml.MappingNode, file: str, seen: set[int]) -> Located:
    mapping = Located(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value
        if key_node.tag not in _STRING_TAGS:
            refuse("yaml.key", file, line, "a key is text; put it in quotes")
        if key in mapping:
            refuse("yaml.key_repeated", file, line, key)
        mapping[key] = _value(value_node, file, seen)
        mapping.lines[key] = line
    return mapping


def _scalar(node: yaml.Node, file: str, line: int) -> Any:
    text = str(node.value)
    if node.tag in _STRING_TAGS:
        return text
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if kind == "int" and _WHOLE_NUMBER.fullmatch(text):
        return int(text)
    if kind == "float" and _DECIMAL.fullmatch(text):
        return text
    if kind == "null" and text == "null":
        return None
    if kind == "null":
        refuse("yaml.empty", file, line, "a key without a value; write null if that is meant")
    if kind in ("bool", "int", "float", "merge"):
        refuse("yaml.ambiguous", file, line, f"put {text!r} in quotes")
    refuse("yaml.tag", file, line, node.tag)
