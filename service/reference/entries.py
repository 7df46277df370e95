"""What a row of reference data means, and the rules that it must keep.

Trust    how sure the value is (closed words; the status words behind them are data, `trust.yaml`)
Source   one document of the bibliography
Band     the range in which a quantity is plausible, with its unit
Table    what one file of numbers holds: its kind, its bands, whether its values are annual
Entry    one dated number, or the day on which its series ends
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from service.errors import InvalidInput
from service.reference.reader import Row, refuse
from service.units import Unit, convert, find_unit

COLUMNS = (
    *("id", "series", "name_zh", "name_en", "value", "value_max", "unit", "basis", "valid_from", "published"),
    *("source", "clause", "status", "checked", "copy"),
    *("sector", "process", "material", "substance", "region", "technology", "note"),
)
REQUIRED = ("id", "series", "name_zh", "value", "unit", "valid_from", "source", "clause", "status", "checked")
TAGS = ("sector", "process", "material", "substance", "region", "technology")
KINDS = ("factors", "limits", "levels", "weights", "screening", "constants", "parameters", "records")
#: What a level means: 准入值, 先进值, 基准水平, 标杆水平, 配额基准值, 配额平衡值, 限值, 超低排放限值.
LEVELS = ("access", "advanced", "baseline", "benchmark", "ets_benchmark", "ets_balance", "limit", "ultra_low")

_IDENTIFIER = re.compile(r"[\w.()/+-]+")
_SERIES = re.compile(r"[a-z0-9_]+(?:\.[A-Za-z0-9_+-]+)*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:E[+-]?[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_OR_LESS = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")


class Trust(StrEnum):
    """How sure a value is. The first four are ordered; the last three stand apart."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    THIRD_PARTY = "third_party"
    RECALLED = "recalled"
    DRAFT = "draft"
    DESIGN = "design"
    UNUSABLE = "unusable"

    @property
    def rank(self) -> int:
        """Place in the order, 0 the most trusted."""
        return _RANKS[self]

    def reaches(self, lowest: Trust) -> bool:
        """Whether a value of this trust may be used where `lowest` is still accepted (ordered levels only)."""
        return self.rank <= lowest.rank <= Trust.RECALLED.rank


_RANKS: Mapping[Trust, int] = {trust: place for place, trust in enumerate(Trust)}


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the bibliography; dates are ISO 8601, shortened to what is known."""

    key: str
    number: str
    title_zh: str
    title_en: str
    issuer: str
    published: str
    in_force: str
    url: str
    read: str
    note: str
    copies: Mapping[str, str]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Band:
    """Plausible range of a quantity, both ends included, in `unit`."""

    name: str
    unit: Unit
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Table:
    """One file of numbers: the beginnings its `series` have, and `bands` by their endings, `*` for the rest.

    `levels` says what a part of a series' name makes of a number as a level, `*` for the rest; empty for no levels.

    `annual` tables are renewed each year; `stale_after` says how many years a value may lag before a renewal is due.
    """

    file: str
    title_zh: str
    title_en: str
    about: str
    kind: str
    annual: bool
    stale_after: int | None
    series: tuple[str, ...]
    bands: Mapping[str, tuple[Band, ...]]
    levels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated number.

    `value` is exact, in `unit`, and `text` is the same number as printed; both are empty where the series ends on
    `valid_from`. `maximum` is set where the document gives a range, which is never usable as a factor.
    """

    id: str
    series: str
    value: Fraction | None
    text: str
    maximum: Fraction | None
    maximum_text: str
    unit: Unit
    unit_text: str
    valid_from: date
    published: str
    source: str
    clause: str
    status: str
    trust: Trust
    checked: date
    copy: str
    basis: str
    name_zh: str
    name_en: str
    tags: Mapping[str, str]
    note: str
    table: Table
    file: str
    line: int

    @property
    def usable(self) -> bool:
        """Whether this is a single number that a calculation could take."""
        return self.value is not None and self.maximum is None and self.trust is not Trust.UNUSABLE

    @property
    def level(self) -> str | None:
        """What kind of level it is, of `LEVELS`; None for what is no level."""
        known = self.table.levels
        return next((known[part] for part in self.series.split(".") if part in known), known.get("*"))


@dataclass(frozen=True, slots=True)
class Registers:
    """The closed lists that a row is checked against."""

    trusts: Mapping[str, Trust]
    sources: Mapping[str, Source]
    codes: Mapping[str, Mapping[str, object]]


def build_entry(row: Row, table: Table, registers: Registers) -> Entry:
    """Check every cell of a row and make the entry of it."""
    cell = row.cells.get
    identifier, series = _names(row, table)
    unit = _unit(row)
    value, maximum = _values(row, table, unit)
    source = _source(row, registers)
    status = _needed(row, "status")
    if status not in registers.trusts:
        refuse("status.unknown", row.file, row.line, status)
    valid_from, checked = _day(row, "valid_from"), _day(row, "checked")
    return Entry(
        identifier, series, value, cell("value", ""), maximum, cell("value_max", ""), unit, row.cells["unit"],
        valid_from, _published(row, checked), source, _needed(row, "clause"), status, registers.trusts[status], checked,
        _copy(row, registers.sources[source]), cell("basis", ""), _needed(row, "name_zh"), cell("name_en", ""),
        _tags(row, registers), cell("note", ""), table, row.file, row.line,
    )  # fmt: skip


def _needed(row: Row, column: str) -> str:
    text = row.cells[column]
    if not text:
        refuse(f"{column}.missing", row.file, row.line)
    return text


def _names(row: Row, table: Table) -> tuple[str, str]:
    identifier, series = _needed(row, "id"), _needed(row, "series")
    if not _IDENTIFIER.fullmatch(identifier):
        refuse("id.form", row.file, row.line, identifier)
    if not _SERIES.fullmatch(series):
        refuse("series.form", row.file, row.line, series)
    if not series.startswith(table.series):
        refuse("series.table", row.file, row.line, f"{series} belongs to another table")
    if identifier.endswith(".end") != (row.cells["value"] == ""):
        refuse("id.end", row.file, row.line, "an empty value ends a series; only then, and always then, `.end`")
    return identifier, series


def _unit(row: Row) -> Unit:
    unit = known_unit(_needed(row, "unit"))
    if unit is None:
        refuse("unit.unknown", row.file, row.line, row.cells["unit"])
    return unit


@lru_cache(maxsize=1024)
def known_unit(text: str) -> Unit | None:
    """The unit written `text`, None where it is not accepted."""
    try:
        return find_unit(text)
    except InvalidInput:
        return None


def _values(row: Row, table: Table, unit: Unit) -> tuple[Fraction | None, Fraction | None]:
    value = number(row, "value")
    maximum = number(row, "value_max")
    if value is None:
        if maximum is not None:
            refuse("value.range", row.file, row.line, "a range needs its lower end")
        return None, None
    if maximum is not None and maximum <= value:
        refuse("value.range", row.file, row.line, "the upper end of a range is above the lower")
    for end in (value, maximum):
        if end is not None:
            _check_band(row, table, unit, end)
    return value, maximum


def number(row: Row, column: str) -> Fraction | None:
    """The exact number in a cell, None when the cell is empty."""
    text = row.cells.get(column, "")
    if not text:
        return None
    value = exact_number(text)
    if value is None:
        refuse(f"{column}.number", row.file, row.line, text)
    return value


def exact_number(text: str) -> Fraction | None:
    """The value of plain decimal text, None where it is anything else (a fraction, a comma, a leading zero)."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def _check_band(row: Row, table: Table, unit: Unit, value: Fraction) -> None:
    series = row.cells["series"]
    choices = _bands_for(table, series)
    if not choices:
        refuse("band.missing", row.file, row.line, f"no plausibility band of {table.file} covers this series")
    band = band_for(table, series, unit)
    if band is None:
        refuse("unit.quantity", row.file, row.line, f"{unit.code} where {choices[0].unit.code} is measured")
    measured = convert(value, unit, band.unit)
    if band.low <= measured <= band.high:
        return
    if unit.code == "%" and band.low <= measured * 100 <= band.high:
        refuse("value.fraction_as_percent", row.file, row.line, f"{row.cells['value']} % in {band.name}")
    if unit.code == "1" and band.low <= measured / 100 <= band.high:
        refuse("value.percent_as_fraction", row.file, row.line, f"{row.cells['value']} in {band.name}")
    refuse("value.implausible", row.file, row.line, f"{row.cells['value']} {unit.code} outside {band.name}")


def band_for(table: Table, series: str, unit: Unit) -> Band | None:
    """The plausibility band for a number of a series in a unit, the one in that very unit first; None without one."""
    measurable = [choice for choice in _bands_for(table, series) if choice.unit.dimension == unit.dimension]
    same = (choice for choice in measurable if choice.unit.code == unit.code)
    return next(same, measurable[0] if measurable else None)


def _bands_for(table: Table, series: str) -> tuple[Band, ...]:
    parts = series.split(".")
    for start in range(len(parts)):
        if bands := table.bands.get(".".join(parts[start:])):
            return bands
    return table.bands.get("*", ())


def _source(row: Row, registers: Registers) -> str:
    key = _needed(row, "source")
    if key not in registers.sources:
        refuse("source.unknown", row.file, row.line, key)
    return key


def _copy(row: Row, source: Source) -> str:
    key = row.cells.get("copy", "")
    if key and key not in source.copies:
        refuse("copy.unknown", row.file, row.line, f"{key} is no copy of {source.key}")
    return key


def _day(row: Row, column: str) -> date:
    return day(_needed(row, column), column, row.file, row.line)


def day(text: str, what: str, file: str, line: int) -> date:
    """A calendar day written YYYY-MM-DD."""
    if not _DAY.fullmatch(text):
        refuse(f"{what}.date", file, line, f"{text} is not YYYY-MM-DD")
    try:
        return _parsed_day(text)
    except ValueError:
        refuse(f"{what}.date_impossible", file, line, text)


@lru_cache(maxsize=4096)
def _parsed_day(text: str) -> date:
    return date.fromisoformat(text)


def _published(row: Row, checked: date) -> str:
    text = row.cells.get("published", "")
    if text and not _DAY_OR_LESS.fullmatch(text):
        refuse("published.date", row.file, row.line, f"{text} is not YYYY, YYYY-MM or YYYY-MM-DD")
    if _DAY.fullmatch(text):
        day(text, "published", row.file, row.line)
    if text > checked.isoformat():
        refuse("checked.before_published", row.file, row.line, f"{checked} before {text}")
    return text


def _tags(row: Row, registers: Registers) -> Mapping[str, str]:
    tags = {name: row.cells[name] for name in TAGS if row.cells.get(name)}
    for name, text in tags.items():
        register = registers.codes.get(name)
        unknown = [code for code in text.split("/") if register is not None and code not in register]
        if unknown:
            refuse(f"{name}.unknown", row.file, row.line, unknown[0])
    return tags


def check_series(entries: list[Entry]) -> tuple[Entry, ...]:
    """Entries of one series in order of their start; one dimension, one start a day, no end before a beginning."""
    ordered = sorted(entries, key=lambda entry: entry.valid_from)
    first = ordered[0]
    if first.value is None:
        refuse("series.ends_unbegun", first.file, first.line, first.series)
    for before, after in pairwise(ordered):
        if before.valid_from == after.valid_from:
            refuse("series.start_repeated", after.file, after.line, f"{after.series} from {after.valid_from}")
        if before.unit.dimension != after.unit.dimension:
            refuse("series.dimension", after.file, after.line, f"{after.unit.code} after {before.unit.code}")
        if before.value is None and after.value is None:
            refuse("series.ends_twice", after.file, after.line, after.series)
    return tuple(ordered)
