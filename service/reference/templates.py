"""Empty tables to fill in: every column explained, one example as a remark, in each format that can be read back."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from service.reference.entries import COLUMNS, REQUIRED, Entry, Table
from service.reference.formats import REMARK, Format
from service.reference.library import Library
from service.reference.overlays import csv_line

#: What belongs into each column, in Chinese and English.
EXPLAINED: Mapping[str, tuple[str, str]] = {
    "id": (
        "全库唯一的编号，不重复使用；终止某系列的行以 .end 结尾",
        "unique in the whole library; `.end` closes a series",
    ),
    "series": (
        "系列名，查找即按此名；同一量不同日期用同一系列",
        "what is looked up; the same for every date of a quantity",
    ),
    "name_zh": ("中文名称", "name in Chinese"),
    "name_en": ("英文名称", "name in English"),
    "value": ("原文书写的十进制数；仅终止行留空", "decimal text as printed; empty only where a series ends"),
    "value_max": ("原文给出区间时的上限，区间不作因子使用", "upper end where a range is printed; a range is no factor"),
    "unit": ("GET /v1/units 中的单位", "a unit of GET /v1/units"),
    "basis": ("其余口径：干基、处理前、数据年度等", "the rest of the meaning: dry, before treatment, data year"),
    "valid_from": ("生效首日 YYYY-MM-DD", "first day on which it holds, YYYY-MM-DD"),
    "published": ("发布日期 YYYY[-MM[-DD]]", "published, YYYY[-MM[-DD]]"),
    "source": (
        "sources.yaml 或随附文献的引用键；可用 --source-key 统一给出",
        "citation key; --source-key fills empty cells",
    ),
    "clause": ("条款或表号", "clause or table"),
    "status": ("trust.yaml 的状态词", "a status word of trust.yaml"),
    "checked": ("与原文核对之日 YYYY-MM-DD", "day of comparison with the text, YYYY-MM-DD"),
    "copy": ("核对所用文本，须登记于文献 copies", "which copy of the text, one of the document's `copies`"),
    "sector": ("GB/T 4754 行业代码，多个用 / 分隔", "GB/T 4754 code, several parted by /"),
    "process": ("工艺", "process"),
    "material": ("fuels/materials.yaml 的燃料或物料", "a material of fuels/materials.yaml"),
    "substance": ("substances.yaml 的物质", "a substance of substances.yaml"),
    "region": ("GB/T 2260 代码", "GB/T 2260 code"),
    "technology": ("技术或治理设施", "technology"),
    "note": ("使用前须知", "what has to be known before use"),
}


def template(library: Library, table: Table, form: Format) -> bytes:
    """An empty table; what is written under its header is what `nearzero reference import` reads."""
    example = _example(library, table)
    writers = {Format.csv: _csv, Format.xlsx: _xlsx, Format.yaml: _yaml}
    return writers[form](table, example)


def _example(library: Library, table: Table) -> Mapping[str, str]:
    """The newest of the table's most trusted entries, as its row would be written."""
    entries = [entry for entry in library.entries.values() if entry.table.file == table.file and entry.usable]
    shown = max(entries, key=lambda entry: (-entry.trust.rank, entry.valid_from), default=None)
    return {} if shown is None else row_of(shown)


def row_of(entry: Entry) -> dict[str, str]:
    """An entry as the cells of its row."""
    cells = {name: getattr(entry, name, "") for name in COLUMNS}
    dated = {"value": entry.text, "value_max": entry.maximum_text, "unit": entry.unit_text}
    days = {"valid_from": entry.valid_from.isoformat(), "checked": entry.checked.isoformat()}
    return {name: str(text) for name, text in {**cells, **dated, **days, **entry.tags}.items()}


def _remarks(table: Table) -> Iterator[str]:
    yield f"{table.file} · {table.title_zh} · {table.title_en}"
    yield "以 # 开头的行不读取；表头之下每行一个数。Lines that begin with # are remarks; one number a row."
    for name in COLUMNS:
        needed = "必填 required" if name in REQUIRED else "可空 optional"
        yield f"{name} ({needed}): {EXPLAINED[name][0]}。{EXPLAINED[name][1]}"


def _csv(table: Table, example: Mapping[str, str]) -> bytes:
    remarks = "".join(f"{REMARK} {line}\n" for line in _remarks(table))
    shown = f"{REMARK} " + csv_line(example.get(name, "") for name in COLUMNS) if example else ""
    return (remarks + csv_line(COLUMNS) + shown).encode()


def _yaml(table: Table, example: Mapping[str, str]) -> bytes:
    remarks = "".join(f"{REMARK} {line}\n" for line in _remarks(table))
    filled = [(name, text) for name, text in example.items() if text]
    lines = [f"{REMARK} {'- ' if n == 0 else '  '}{k}: {_quoted(v)}\n" for n, (k, v) in enumerate(filled)]
    return (f"{remarks}rows: []\n" + "".join(lines)).encode()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _xlsx(table: Table, example: Mapping[str, str]) -> bytes:
    book = Workbook()
    rows, about = book.active, book.create_sheet("说明 about")
    if not isinstance(rows, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    rows.title = "数据 rows"
    rows.append(list(COLUMNS))
    rows.append([f"{REMARK} {example.get('id', '')}", *(example.get(name, "") for name in COLUMNS[1:])])
    for line in _remarks(table):
        about.append([line])
    _dress(rows)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _dress(sheet: Worksheet) -> None:
    """Cells are text from the start, so that a spreadsheet program leaves digits and codes as they are typed."""
    sheet.freeze_panes = "A2"
    for column in sheet.iter_cols(min_row=1, max_row=200, max_col=len(COLUMNS)):
        for cell in column:
            cell.number_format = "@"
        column[0].font = Font(bold=True)
