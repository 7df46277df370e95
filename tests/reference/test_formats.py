"""A table comes in as CSV, XLSX or YAML and gives the same rows; whatever could be misread is refused with its line."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from service.errors import ReferenceDataError
from service.reference import Library, read_library
from service.reference.entries import COLUMNS
from service.reference.formats import Format, cells_of, read_rows
from service.reference.proposals import judge
from service.reference.templates import template
from tests.reference.miniature import FILES, write

HEADER = ("id", "series", "name_zh", "value", "unit", "valid_from", "source", "clause", "status", "checked")
ROW = (
    "g.2024",
    "grid.avg.cn",
    "全国, 虚构",
    "0.7120",
    "kgCO2/kWh",
    "2024-01-01",
    "notice",
    "表1",
    "found",
    "2026-11-20",
)
CSV = ",".join(HEADER) + "\n" + ",".join(f'"{c}"' if "," in c else c for c in ROW) + "\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read_library(write(tmp_path, dict(FILES)))


def workbook(*rows: tuple[Any, ...], **formats: str) -> bytes:
    """An XLSX of these rows; `formats` set number formats by cell."""
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for cell, form in formats.items():
        sheet[cell].number_format = form
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def changed(**cells: Any) -> tuple[Any, ...]:
    return tuple(cells.get(name, text) for name, text in zip(HEADER, ROW, strict=True))


def yaml_text(cells: dict[str, str]) -> str:
    return "rows:\n" + "".join(f'{"- " if n == 0 else "  "}{k}: "{v}"\n' for n, (k, v) in enumerate(cells.items()))


def refusal(content: bytes, form: Format, source: str = "") -> tuple[str, int]:
    with pytest.raises(ReferenceDataError) as raised:
        read_rows(content, "upload", form, source)
    assert raised.value.file == "upload"
    return raised.value.reason.removeprefix("reference."), raised.value.line


@pytest.mark.parametrize(
    ("form", "content"),
    [
        (Format.csv, CSV.encode()),
        (Format.xlsx, workbook(HEADER, ROW)),
        (Format.yaml, yaml_text(dict(zip(HEADER, ROW, strict=True))).encode()),
    ],
)
def test_each_format_gives_the_same_row(form: Format, content: bytes, library: Library) -> None:
    (row,) = read_rows(content, "upload", form)
    assert cells_of(row) == dict(zip(HEADER, ROW, strict=True))
    judged = judge(library, "energy/grid.csv", [row])
    assert judged.refused == ()
    assert judged.entries[0].text == "0.7120"


def test_a_spreadsheet_s_numbers_and_days_are_written_out_as_it_stores_them() -> None:
    rows = [changed(value=0.6512, valid_from=date(2024, 1, 1)), changed(id=7, value=0.00001), changed(value=1e22)]
    read = read_rows(workbook(HEADER, *rows), "upload", Format.xlsx)
    assert [row.cells["value"] for row in read] == ["0.6512", "0.00001", "10000000000000000000000"]
    assert (read[0].cells["valid_from"], read[1].cells["id"]) == ("2024-01-01", "7")


def test_text_that_looks_like_a_number_keeps_its_digits() -> None:
    (row,) = read_rows(workbook(HEADER, changed(value="0.7120", clause="0610")), "upload", Format.xlsx)
    assert (row.cells["value"], row.cells["clause"]) == ("0.7120", "0610")


def test_a_formula_counts_with_the_value_that_was_saved_with_it() -> None:
    content = workbook(HEADER, changed(value="=0.5+0.2"))
    assert refusal(content, Format.xlsx) == ("xlsx.formula", 2)
    archive = with_value(content, "0.7")
    assert read_rows(archive, "upload", Format.xlsx)[0].cells["value"] == "0.7"


def with_value(content: bytes, value: str) -> bytes:
    """The workbook as a spreadsheet program would save it: the formula with its result."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                assert b"<v></v>" in text or b"<v/>" in text or b"<v />" in text
                for empty in (b"<v></v>", b"<v/>", b"<v />"):
                    text = text.replace(empty, f"<v>{value}</v>".encode())
            new.writestr(part, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("rows", "formats", "expected"),
    [
        ((HEADER, changed(value=True)), {}, ("xlsx.kind", 2)),
        ((HEADER, changed(valid_from=datetime(2024, 1, 1, 8))), {}, ("xlsx.kind", 2)),  # noqa: DTZ001 - sheets know none
        ((HEADER, changed(value=0.99)), {"D2": "0%"}, ("xlsx.percent_format", 2)),
        ((HEADER, changed(value="#N/A")), {}, ("xlsx.error", 2)),
        ((HEADER, ROW, (), changed(id="other")), {}, ("csv.blank_line", 3)),
        ((HEADER, (*ROW, "more")), {}, ("csv.cell_count", 2)),
        ((("# remark",), ("id", "series"), ROW), {}, ("csv.column_missing", 2)),
        ((HEADER, changed(clause=" 表1")), {}, ("csv.space", 2)),
        ((HEADER, changed(clause="表\u200b1")), {}, ("file.hidden_character", 2)),
        ((HEADER, changed(clause="表\n1")), {}, ("file.hidden_character", 2)),
    ],
)
def test_what_a_spreadsheet_may_not_hold(rows: Any, formats: dict[str, str], expected: tuple[str, int]) -> None:
    content = workbook(*rows, **formats)
    if expected[0] == "xlsx.error":
        book = load_workbook(io.BytesIO(content))
        book.worksheets[0]["D2"].data_type = "e"
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    assert refusal(content, Format.xlsx) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CSV.replace("value,unit", "unit,value"), ("csv.column_order", 1)),
        ("# remark\n" + CSV.replace("clause", "quality", 1), ("csv.column_unknown", 2)),
        (CSV.partition("\n")[0] + "\n# nothing\n", ("overlay.empty", 1)),
    ],
)
def test_a_csv_is_read_as_strictly_as_a_packaged_table(text: str, expected: tuple[str, int]) -> None:
    assert refusal(text.encode(), Format.csv) == expected


def test_a_csv_as_a_spreadsheet_saves_it_gives_the_same_rows() -> None:
    saved = ("\ufeff" + CSV.replace("\n", "\r\n")).encode()
    plain = read_rows(CSV.encode(), "upload.csv", Format.csv)
    assert read_rows(saved, "upload.csv", Format.csv) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rows: [a]\n", ("yaml.value_type", 1)),
        (yaml_text(dict(zip(HEADER, ROW, strict=True)) | {"quality": "x"}), ("yaml.key_unknown", 12)),
        (yaml_text({"id": "a"}), ("yaml.key_missing", 2)),
        ("rows:\n- id: true\n", ("yaml.value_type", 2)),
        ("row: []\n", ("yaml.key_unknown", 1)),
    ],
)
def test_a_yaml_document_of_another_shape_is_refused(text: str, expected: tuple[str, int]) -> None:
    assert refusal(text.encode(), Format.yaml) == expected


def test_a_file_of_another_kind_and_a_swollen_archive_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"no workbook", Format.xlsx) == ("xlsx.unreadable", 1)
    monkeypatch.setattr("service.reference.formats._LARGEST_WORKBOOK", 100)
    assert refusal(workbook(HEADER, ROW), Format.xlsx) == ("xlsx.too_large", 1)


def test_an_empty_source_cell_takes_the_one_given() -> None:
    header, row = (
        ",".join(c for n, c in zip(HEADER, line, strict=True) if n != "source")
        for line in (HEADER, (*ROW[:2], "x", *ROW[3:]))
    )
    assert refusal(f"{header}\n{row}\n".encode(), Format.csv) == ("csv.column_missing", 1)
    (read,) = read_rows(f"{header}\n{row}\n".encode(), "upload", Format.csv, "guide")
    assert read.cells["source"] == "guide"


@pytest.mark.parametrize("form", list(Format))
def test_the_example_of_a_template_is_read_back_as_the_entry_that_it_shows(form: Format, library: Library) -> None:
    content = template(library, library.tables["energy/grid.csv"], form)
    with pytest.raises(ReferenceDataError, match=r"overlay\.empty"):
        read_rows(content, "upload", form)
    (row,) = read_rows(uncommented(content, form), "upload", form)
    shown = library.entries[row.cells["id"]]
    assert (row.cells["series"], row.cells["value"]) == (shown.series, shown.text)
    assert set(row.cells) == set(COLUMNS)


def uncommented(content: bytes, form: Format) -> bytes:
    """The template with the mark taken off its example."""
    if form is Format.xlsx:
        book = load_workbook(io.BytesIO(content))
        book.worksheets[0]["A2"].value = str(book.worksheets[0]["A2"].value).removeprefix("# ")
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    head, mark, example = content.decode().partition("note\n" if form is Format.csv else "rows: []\n")
    bare = "".join(f"{line.removeprefix('# ')}\n" for line in example.splitlines())
    return (head + mark.replace(" []", "") + bare).encode()
