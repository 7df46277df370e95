"""The registers of the library: bibliography, trust words, descriptions of tables, and the closed lists of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from service.reference.entries import KINDS, LEVELS, Band, Source, Table, Trust, exact_number, known_unit
from service.reference.reader import Located, Row, read_table, refuse

READ = ("full", "partial", "no")
GROUPS = ("greenhouse_gas", "air", "water", "air_water", "heavy_metal", "waste", "other")
_ADDRESS = re.compile(r"https?://[^\s\"<>]+")
_PARTIAL_DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_CAS = re.compile(r"([0-9]{2,7})-([0-9]{2})-([0-9])")
_TYPES: Mapping[str, type | tuple[type, ...]] = {"text": str, "flag": bool, "number": int, "list": list, "map": dict}


@dataclass(frozen=True)
class Shapes:
    """What tables.yaml says: tables of numbers, and record tables with their own columns."""

    number_tables: Mapping[str, Table]
    record_tables: Mapping[str, Located]
    all_files: Mapping[str, int]

    def record_rows(self, file: str, text: str) -> Iterable[Row]:
        """Rows of a record table; its key column (if any) is unique and filled."""
        shape = self.record_tables[file]
        columns = tuple(shape["columns"])
        rows = read_table(text, file, columns, columns)
        for column in shape.get("filled", []):
            for row in rows:
                if not row.cells[column]:
                    refuse("record.cell_missing", file, row.line, column)
        _check_key(rows, shape.get("key", []), file)
        return rows


def _check_key(rows: Iterable[Row], key: list[str], file: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        value = tuple(row.cells[column] for column in key)
        if key and value in seen:
            refuse("record.repeated", file, row.line, " ".join(value))
        seen.add(value)


def check_keys(mapping: Located, file: str, required: Mapping[str, str], optional: Mapping[str, str]) -> None:
    """Refuse unknown and missing keys and values of another type; types: text, flag, list, map."""
    for key, value in mapping.items():
        kind = required.get(key) or optional.get(key)
        if kind is None:
            refuse("yaml.key_unknown", file, mapping.lines[key], key)
        if not isinstance(value, _TYPES[kind]) or (kind == "number" and isinstance(value, bool)):
            refuse("yaml.value_type", file, mapping.lines[key], f"{key} is {kind}")
    for key in required:
        if key not in mapping:
            refuse("yaml.key_missing", file, mapping.line, key)


def _document(documents: Mapping[str, Located], file: str) -> Located:
    if file not in documents:
        refuse("file.absent", file, 1)
    return documents[file]


def _maps(mapping: Located, file: str) -> Iterable[tuple[str, Located]]:
    for key, value in mapping.items():
        if not isinstance(value, Located):
            refuse("yaml.value_type", file, mapping.lines[key], f"{key} is map")
        yield key, value


def read_trusts(documents: Mapping[str, Located]) -> Mapping[str, Trust]:
    """Status word -> trust, from trust.yaml."""
    file = "trust.yaml"
    document = _document(documents, file)
    check_keys(document, file, {"statuses": "map"}, {"about": "text"})
    statuses: Located = document["statuses"]
    for word, level in statuses.items():
        if level not in list(Trust):
            refuse("trust.unknown", file, statuses.lines[word], str(level))
    return {word: Trust(level) for word, level in statuses.items()}


def read_sources(documents: Mapping[str, Located]) -> Mapping[str, Source]:
    """Citation key -> document, from sources.yaml."""
    return sources_in(_document(documents, "sources.yaml"), "sources.yaml")


def sources_in(mapping: Located, file: str) -> Mapping[str, Source]:
    """Citation key -> document, from a mapping of entries in any file."""
    return {key: _source(key, entry, file) for key, entry in _maps(mapping, file)}


def _source(key: str, entry: Located, file: str) -> Source:
    texts = ("number", "title_en", "issuer", "published", "in_force", "url", "note")
    check_keys(entry, file, {"title_zh": "text", "read": "text"}, dict.fromkeys(texts, "text") | {"copies": "map"})
    if entry["read"] not in READ:
        refuse("source.read", file, entry.lines["read"], entry["read"])
    for name in ("published", "in_force"):
        if name in entry and not _PARTIAL_DAY.fullmatch(entry[name]):
            refuse("source.date", file, entry.lines[name], entry[name])
    copies: Mapping[str, str] = entry.get("copies", {})
    for address in (*copies.values(), *filter(None, [entry.get("url")])):
        if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
            refuse("source.address", file, entry.line, str(address))
    words = {name: entry.get(name, "") for name in texts}
    return Source(key=key, title_zh=entry["title_zh"], read=entry["read"], copies=copies, file=file, line=entry.line,
                  **words)  # fmt: skip


def read_tables(documents: Mapping[str, Located]) -> Shapes:
    """Descriptions of all tables, from tables.yaml."""
    file = "tables.yaml"
    document = _document(documents, file)
    check_keys(document, file, {"bands": "map", "tables": "map"}, {"about": "text"})
    bands = {name: _band(name, entry) for name, entry in _maps(document["bands"], file)}
    numbers: dict[str, Table] = {}
    records: dict[str, Located] = {}
    for name, entry in _maps(document["tables"], file):
        if entry.get("kind") == "records":
            records[name] = _record_shape(entry)
        else:
            numbers[name] = _table(name, entry, bands)
    return Shapes(numbers, records, document["tables"].lines)


def _band(name: str, entry: Located) -> Band:
    file = "tables.yaml"
    check_keys(entry, file, {"unit": "text", "low": "text", "high": "text"}, {"about": "text"})
    unit = known_unit(entry["unit"])
    if unit is None:
        refuse("band.unit", file, entry.lines["unit"], entry["unit"])
    low, high = exact_number(entry["low"]), exact_number(entry["high"])
    if low is None or high is None:
        refuse("band.number", file, entry.line, name)
    if low >= high:
        refuse("band.order", file, entry.line, name)
    return Band(name, unit, low, high)


def _record_shape(entry: Located) -> Located:
    texts = {"kind": "text", "title_zh": "text", "title_en": "text", "about": "text", "columns": "list"}
    check_keys(entry, "tables.yaml", texts, {"key": "list", "filled": "list"})
    for name in (*entry.get("key", []), *entry.get("filled", [])):
        if name not in entry["columns"]:
            refuse("table.column", "tables.yaml", entry.line, str(name))
    return entry


def _table(name: str, entry: Located, bands: Mapping[str, Band]) -> Table:
    file = "tables.yaml"
    texts = dict.fromkeys(("title_zh", "title_en", "about", "kind"), "text")
    check_keys(
        entry,
        file,
        texts | {"annual": "flag", "series": "list", "bands": "map"},
        {"stale_after": "number", "levels": "map"},
    )
    if entry["kind"] not in KINDS:
        refuse("table.kind", file, entry.lines["kind"], entry["kind"])
    levels = entry.get("levels", {})
    for part, level in levels.items():
        if level not in LEVELS:
            refuse("table.level", file, levels.lines[part], str(level))
    chosen = {ending: _chosen(names, bands, entry["bands"].lines[ending]) for ending, names in entry["bands"].items()}
    return Table(
        file=name,
        title_zh=entry["title_zh"],
        title_en=entry["title_en"],
        about=entry["about"],
        kind=entry["kind"],
        annual=entry["annual"],
        stale_after=entry.get("stale_after"),
        series=tuple(entry["series"]),
        bands=chosen,
        levels=dict(levels),
    )


def _chosen(names: Any, bands: Mapping[str, Band], line: int) -> tuple[Band, ...]:
    wanted = names if isinstance(names, list) else [names]
    for name in wanted:
        if name not in bands:
            refuse("band.unknown", "tables.yaml", line, str(name))
    return tuple(bands[name] for name in wanted)


def read_codes(
    documents: Mapping[str, Located], records: Mapping[str, tuple[Mapping[str, str], ...]]
) -> Mapping[str, Mapping[str, object]]:
    """The closed lists that tags of a row are checked against: substance, material, region, sector."""
    substances = _document(documents, "substances.yaml")
    materials = _document(documents, "fuels/materials.yaml")
    for key, entry in _maps(substances, "substances.yaml"):
        _check_substance(key, entry)
    for _, entry in _maps(materials, "fuels/materials.yaml"):
        _check_material(entry)
    _check_aliases(materials, "fuels/materials.yaml")
    products = documents.get("products.yaml")
    if products is not None:
        _check_products(products)
    _check_regions(records.get("regions.csv", ()))
    return {
        "substance": substances,
        "material": materials,
        "region": {row["code"]: row for row in records.get("regions.csv", ())},
        "sector": {row["code"]: row for row in records.get("sectors.csv", ())},
    }


def _check_substance(key: str, entry: Located) -> None:
    file = "substances.yaml"
    optional = {"cas": "text", "note": "text", "aliases": "list", "monitoring_code": "text"}
    check_keys(entry, file, {"name_zh": "text", "name_en": "text", "group": "text"}, optional)
    if entry["group"] not in GROUPS:
        refuse("substance.group", file, entry.lines["group"], entry["group"])
    if "cas" in entry and not _valid_cas(entry["cas"]):
        refuse("substance.cas", file, entry.lines["cas"], f"{entry['cas']} of {key}")


def _valid_cas(text: str) -> bool:
    """Whether the check digit of a CAS Registry Number is right."""
    found = _CAS.fullmatch(text)
    if not found:
        return False
    digits = (found[1] + found[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, start=1)) % 10 == int(found[3])


def _check_material(entry: Located) -> None:
    file = "fuels/materials.yaml"
    required = dict.fromkeys(("name_zh", "name_en", "state", "class"), "text")
    check_keys(entry, file, required, {"aliases": "list", "note": "text"})
    if entry["state"] not in ("solid", "liquid", "gas"):
        refuse("material.state", file, entry.lines["state"], entry["state"])
    if entry["class"] not in ("coal", "oil", "gas", "biomass", "other"):
        refuse("material.class", file, entry.lines["class"], entry["class"])


def _check_products(products: Located) -> None:
    file = "products.yaml"
    for _, entry in _maps(products, file):
        check_keys(entry, file, {"name_zh": "text", "name_en": "text"}, {"aliases": "list"})
    _check_aliases(products, file)


def _check_aliases(materials: Located, file: str) -> None:
    seen: dict[str, str] = {}
    for key, entry in materials.items():
        for name in {key, *entry.get("aliases", [])}:
            if name in seen:
                refuse("material.alias_repeated", file, entry.line, f"{name}: {seen[name]} and {key}")
            seen[name] = key


def _check_regions(regions: tuple[Mapping[str, str], ...]) -> None:
    codes = {row["code"] for row in regions}
    for line, row in enumerate(regions, start=2):
        if row["parent"] and row["parent"] not in codes:
            refuse("region.parent", "regions.csv", line, row["parent"])
        if row["valid_to"] and row["valid_to"] < row["valid_from"]:
            refuse("region.validity", "regions.csv", line, row["code"])
    by_code = sorted(regions, key=lambda row: (row["code"], row["valid_from"]))
    for before, after in pairwise(by_code):
        if before["code"] == after["code"] and (not before["valid_to"] or before["valid_to"] >= after["valid_from"]):
            refuse("region.overlap", "regions.csv", regions.index(after) + 2, after["code"])
