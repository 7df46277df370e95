"""The library in bulk: each format opened again, and held against the library value by value."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from service.reference import Entry, Library, load_library
from service.reference.search import Filters, SearchIndex
from service.workflows.export_columns import COLUMNS, Export
from service.workflows.export_csv import csv_pieces
from service.workflows.export_parquet import parquet_file
from service.workflows.export_xlsx import xlsx_file
from tests.api.conftest import Api
from tests.api.workbook import read_sheet

PATH = "/v1/emission-factors/export"
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
LIBRARY = load_library()
DANGEROUS = ('=cmd|" /C calc"!A0', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")


def facts(entry: Entry) -> Mapping[str, str]:
    """What an export must say of an entry, as text, from the entry alone; dates of ending are tried elsewhere."""
    tags = {
        name: entry.tags.get(name, "")
        for name in ("sector", "process", "material", "substance", "region", "technology")
    }
    texts = {"name_zh": entry.name_zh, "clause": entry.clause, "note": entry.note, "basis": entry.basis}
    numbers = {"value": entry.text, "value_max": entry.maximum_text, "unit": entry.unit.code}
    graded = {"trust": entry.trust.value, "status": entry.status, "source": entry.source, "table": entry.table.file}
    days = {"valid_from": entry.valid_from.isoformat(), "checked": entry.checked.isoformat()}
    return (
        {"id": entry.id, "series": entry.series, "published": entry.published} | tags | texts | numbers | graded | days
    )


def in_csv(content: bytes) -> dict[str, dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))}


def in_parquet(content: bytes, directory: Path) -> dict[str, dict[str, object]]:
    path = directory / "file.parquet"
    path.write_bytes(content)
    with duckdb.connect(":memory:") as database:
        answer = database.execute(f"SELECT * FROM '{path}'")
        names = [column[0] for column in answer.description or []]
        return {str(row[0]): dict(zip(names, row, strict=True)) for row in answer.fetchall()}


def in_xlsx(content: bytes) -> dict[str, dict[str, tuple[str, str]]]:
    header, *rows = read_sheet(content, 2)
    names = {letter: name for letter, (_, name) in header.items()}
    named = [{names[letter]: cell for letter, cell in row.items()} for row in rows]
    return {row["id"][1]: row for row in named}


def ids_in(name: str, content: bytes, directory: Path) -> list[str]:
    if name == "parquet":
        return list(in_parquet(content, directory))
    return list(in_csv(content) if name == "csv" else in_xlsx(content))


def test_csv_holds_every_number_as_the_library_does(api: Api) -> None:
    rows = in_csv(api.get(PATH).content)
    assert set(rows) == set(LIBRARY.entries)
    for entry in LIBRARY.entries.values():
        wrong = {n: v for n, v in facts(entry).items() if rows[entry.id][n].removeprefix("'") != v}
        assert wrong == {}, entry.id


def test_parquet_holds_every_number_as_text_and_as_float(api: Api, tmp_path: Path) -> None:
    rows = in_parquet(api.get(f"{PATH}?format=parquet").content, tmp_path)
    assert set(rows) == set(LIBRARY.entries)
    for entry in LIBRARY.entries.values():
        row = rows[entry.id]
        wrong = {n: v for n, v in facts(entry).items() if str(row[n] if row[n] is not None else "") != v}
        assert wrong == {}, entry.id
        assert row["value_number"] == (None if entry.value is None else float(entry.value))
        assert row["usable"] is entry.usable
        assert isinstance(row["valid_from"], date)


def test_parquet_says_which_state_of_the_library_it_is(api: Api, tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    path.write_bytes(api.get(f"{PATH}?format=parquet&sector=4411").content)
    with duckdb.connect(":memory:") as database:
        found = database.execute(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall()
    assert (b"reference_digest", LIBRARY.digest.encode()) in found


def test_xlsx_holds_every_number_as_text_and_as_number(api: Api) -> None:
    rows = in_xlsx(api.get(f"{PATH}?format=xlsx").content)
    assert set(rows) == set(LIBRARY.entries)
    for entry in LIBRARY.entries.values():
        row = rows[entry.id]
        texts = {n: v for n, v in facts(entry).items() if n not in ("valid_from", "checked")}
        wrong = {n: v for n, v in texts.items() if row.get(n, ("s", "")) != ("s", v)}
        assert wrong == {}, entry.id
        kind, number = row.get("value_number", ("n", ""))
        assert kind == "n"
        assert (float(number) if number else None) == (None if entry.value is None else float(entry.value))


def test_the_first_sheet_says_what_was_asked_of_which_state(api: Api) -> None:
    content = api.get(PATH, params={"format": "xlsx", "region": "山西"}).content
    told = {row["A"][1]: row["B"][1] for row in read_sheet(content, 1)}
    assert told["reference_digest"] == LIBRARY.digest
    assert told["region"] == "山西"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_an_attachment_named_after_the_state(api: Api, name: str) -> None:
    whole, part = (api.get(f"{PATH}?format={name}{query}") for query in ("", "&region=14"))
    assert whole.headers["content-type"].partition(";")[0] == FORMATS[name]
    names = [re.fullmatch(r'attachment; filename="(.+)"', a.headers["content-disposition"]) for a in (whole, part)]
    first, second = (match[1] for match in names if match)
    assert first == f"nearzero-emission-factors-{LIBRARY.digest[:12]}.{name}"
    assert second.startswith(first.removesuffix(f".{name}"))
    assert first != second


@pytest.mark.parametrize("name", FORMATS)
def test_filters_choose_what_they_choose_in_the_list(api: Api, name: str, tmp_path: Path) -> None:
    query = {"text": "电力", "region": "14"}
    content = api.get(PATH, params={"format": name, **query}).content
    opened = ids_in(name, content, tmp_path)
    listed = api.get("/v1/emission-factors", params={"limit": "200", **query}).json()["items"]
    assert opened == [item["id"] for item in listed]
    assert listed


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_nothing_is_still_a_file(api: Api, name: str, tmp_path: Path) -> None:
    content = api.get(PATH, params={"format": name, "text": "no-such-word"}).content
    assert ids_in(name, content, tmp_path) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_kept_by_its_tag(api: Api, name: str) -> None:
    first = api.get(f"{PATH}?format={name}&region=14")
    again = api.get(f"{PATH}?format={name}&region=14", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("query", ["format=xls", "region=99", "limit=3", "cursor=x"])
def test_an_export_is_held_to_its_terms(api: Api, query: str) -> None:
    assert api.get(f"{PATH}?{query}").status_code == 422


def export(**changes: Any) -> Export:
    """One number of the library, changed."""
    entry = replace(LIBRARY.entries["grid.2022.prov.shanxi"], **changes)
    return Export(LIBRARY, SearchIndex(LIBRARY), [entry], {})


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text: str, tmp_path: Path) -> None:
    """CSV shows an apostrophe; the other formats know text from formulas and keep it as it is."""
    dangerous = export(name_zh=text, note=text)
    (row,) = in_csv(b"".join(csv_pieces(dangerous))).values()
    assert (row["name_zh"], row["note"]) == (f"'{text}", f"'{text}")
    (cells,) = in_xlsx(xlsx_file(dangerous)).values()
    assert cells["note"][0] == "s"
    assert cells["note"][1].replace("_x000D_", "\r") == text
    (stored,) = in_parquet(parquet_file(dangerous), tmp_path).values()
    assert stored["note"] == text


def test_a_negative_number_bears_no_apostrophe() -> None:
    (row,) = in_csv(b"".join(csv_pieces(export(text="-50")))).values()
    assert row["value"] == "-50"


def test_no_digit_is_lost() -> None:
    digits = "0.12345678901234567890"
    (row,) = in_csv(b"".join(csv_pieces(export(text=digits)))).values()
    (cells,) = in_xlsx(xlsx_file(export(text=digits))).values()
    assert row["value"] == digits
    assert cells["value"] == ("s", digits)


def test_each_entry_ends_the_day_before_the_next_begins() -> None:
    rows = in_csv(b"".join(csv_pieces(shown(LIBRARY, series="grid.avg.prov.shanxi"))))
    ends = [row["valid_to"] for row in rows.values()]
    assert ends[0] == "2021-12-31"
    assert ends[-1] == ""


@pytest.mark.parametrize("make", [lambda e: b"".join(csv_pieces(e)), xlsx_file, parquet_file])
def test_the_same_state_gives_the_same_bytes(make: Callable[[Export], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """However late it is made; what a file bears of time is the clock's least suspicious trace."""
    first = make(shown(LIBRARY, region="14"))
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert make(shown(LIBRARY, region="14")) == first


def shown(library: Library, **filters: Any) -> Export:
    index = SearchIndex(library)
    return Export(library, index, index.find(Filters(**filters)), filters)


def test_the_names_of_columns_are_unique() -> None:
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names)
