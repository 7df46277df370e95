"""Every kind of damage that the reader refuses: where it is done, what is done, and the code it must answer with."""

from __future__ import annotations

from dataclasses import dataclass

COAL, GRID, TABLES, SOURCES = "fuels/coal.csv", "energy/grid.csv", "tables.yaml", "sources.yaml"
MATERIALS, SUBSTANCES, REGIONS, TRUST = "fuels/materials.yaml", "substances.yaml", "regions.csv", "trust.yaml"

NO_SUCH_TABLE = "  branches.csv: {kind: records, title_zh: 无, title_en: None, about: x, columns: [code]}\n"


@dataclass(frozen=True)
class Damage:
    """Replace `old` once by `new` in `file`; the refusal names `code` and the line of `old`, `below` lines further."""

    code: str
    file: str
    old: str
    new: str
    below: int = 0

    def line(self, text: str) -> int:
        """The line that the refusal must name."""
        return text.count("\n", 0, text.index(self.old)) + 1 + self.below


DAMAGES = (
    # files
    Damage("file.encoding", COAL, "煤矸石", "\udce6", 0),
    Damage("file.byte_order_mark", COAL, "id,series", "\ufeffid,series"),
    Damage("file.line_ending", COAL, "a.ncv.range,", "\ra.ncv.range,", 0),
    Damage("file.hidden_character", COAL, "煤矸石", "煤\u200b矸石"),
    # comma-separated tables
    Damage("csv.quotes", GRID, '"山西, 全省"', '"山西, 全省'),
    Damage("csv.blank_line", COAL, "a.ncv.range,", "\na.ncv.range,"),
    Damage("csv.cell_count", GRID, "0.5366,", "0.5366,0.1,"),
    Damage("csv.column_unknown", GRID, "clause,status", "clause,quality"),
    Damage("csv.column_missing", GRID, ",clause", ",basis"),
    Damage("csv.column_repeated", GRID, "value,unit", "value,value"),
    Damage("csv.column_order", GRID, "value,unit", "unit,value"),
    Damage("csv.space", GRID, "表3", " 表3"),
    # YAML documents
    Damage("yaml.syntax", SOURCES, 'title_zh: "公告"', 'title_zh: ["公告"'),
    Damage("yaml.too_deep", SOURCES, 'title_zh: "公告"', "title_zh: " + "[" * 50_000),
    Damage("yaml.documents", TRUST, "statuses:", "---\nstatuses:", 0),
    Damage("yaml.top_level", SUBSTANCES, "CO2:\n", "- CO2:\n"),
    Damage("yaml.key_repeated", SOURCES, "  published:", '  number: "G 2"\n  published:', 0),
    Damage("yaml.key_unknown", SOURCES, "  published:", "  publisher:"),
    Damage("yaml.key_missing", MATERIALS, '  name_en: "lignite"\n', "", -1),
    Damage("yaml.key", TRUST, "  found: primary", "  404: primary"),
    Damage("yaml.value_type", MATERIALS, "  state: solid", "  state: [solid]"),
    Damage("yaml.empty", MATERIALS, '  name_en: "lignite"', "  name_en:"),
    Damage("yaml.ambiguous", SOURCES, 'read: "no"', "read: no"),
    Damage("yaml.alias", TABLES, '"煤"\n    title_en: "Coal"', "&a Coal\n    title_en: *a", 0),
    Damage("yaml.tag", SOURCES, 'title_zh: "公告"', 'title_zh: !secret "公告"'),
    # descriptions of tables
        Damage("table.level", TABLES, "annual: false", 'annual: false\n    levels: {"of": strongest}', 1),
    Damage("table.kind", TABLES, "kind: factors", "kind: numbers"),
    Damage("table.column", TABLES, "key: [code, valid_from]", "key: [code, region]", -5),
    Damage("band.unit", TABLES, "{unit: GJ/t", "{unit: GJ/ton"),
    Damage("band.number", TABLES, 'low: "4"', 'low: "four"'),
    Damage("band.order", TABLES, 'low: "4"', 'low: "400"'),
    Damage("band.unknown", TABLES, '"ncv": [heat]', '"ncv": [warmth]'),
    Damage("table.absent", TABLES, "  sectors.csv:", f"{NO_SUCH_TABLE}  sectors.csv:"),
    Damage("band.missing", COAL, "coal.fly", "coal.bottom"),
    # identity
    Damage("id.missing", COAL, "a.ncv,", ","),
    Damage("id.form", COAL, "a.ncv,", "a ncv,"),
    Damage("id.repeated", GRID, "g.2022.prov", "a.fly"),
    Damage("id.end", COAL, "a.of.2023.end", "a.of.2026"),
    Damage("series.missing", COAL, "coal.bituminous.ncv", ""),
    Damage("series.form", COAL, "coal.bituminous.ncv", "coal.烟煤.ncv"),
    Damage("series.table", COAL, "coal.bituminous.ncv", "oil.bituminous.ncv"),
    Damage("series.start_repeated", GRID, "2022-01-01,notice,表1", "2021-01-01,notice,表1"),
    Damage("series.ends_unbegun", COAL, "%,2026-01-01", "%,2022-01-01"),
    Damage("name_zh.missing", COAL, "飞灰份额", ""),
    # numbers and units
    Damage("value.number", GRID, "0.5366", "0.53.66"),
    Damage("value_max.number", COAL, "12.55", "twelve"),
    Damage("value.range", COAL, "4.5,12.55", "12.55,4.5"),
    Damage("value.implausible", COAL, "23.736", "23736"),
    Damage("value.fraction_as_percent", COAL, "99,,%", "0.99,,%"),
    Damage("value.percent_as_fraction", COAL, "0.85,,1", "85,,1"),
    Damage("unit.missing", COAL, "0.85,,1,", "0.85,,,"),
    Damage("unit.unknown", COAL, "23.736,,GJ/t", "23.736,,GJ/ton"),
    Damage("unit.quantity", COAL, "23.736,,GJ/t", "23.736,,GJ"),
    # dates
    Damage("valid_from.missing", COAL, "GJ/t,2023-01-01,2023-05-09", "GJ/t,,2023-05-09"),
    Damage("valid_from.date", COAL, "GJ/t,2023-01-01,2023-05-09", "GJ/t,2023/1/1,2023-05-09"),
    Damage("valid_from.date_impossible", COAL, "GJ/t,2023-01-01,2023-05-09", "GJ/t,2023-02-30,2023-05-09"),
    Damage("checked.missing", COAL, "表2,recalled,2026-11-20", "表2,recalled,"),
    Damage("checked.date", COAL, "表2,recalled,2026-11-20", "表2,recalled,November"),
    Damage("checked.date_impossible", COAL, "表2,recalled,2026-11-20", "表2,recalled,2026-11-31"),
    Damage("checked.before_published", COAL, "2023-05-09", "2027-05-09"),
    Damage("published.date", COAL, "2023-05-09", "May 2023"),
    Damage("published.date_impossible", COAL, "2023-05-09", "2023-05-32"),
    # citation and grade
    Damage("source.missing", COAL, "guide,表2", ",表2"),
    Damage("source.unknown", COAL, "guide,表2", "guidebook,表2"),
    Damage("clause.missing", COAL, "guide,表2", "guide,"),
    Damage("status.missing", COAL, "表2,recalled", "表2,"),
    Damage("status.unknown", COAL, "表2,recalled", "表2,certain"),
    Damage("copy.unknown", COAL, "mirror,4411", "reprint,4411"),
    Damage("source.read", SOURCES, "read: full", "read: mostly"),
    Damage("source.date", SOURCES, '"2023-05"', '"2023-13"'),
    Damage("source.address", SOURCES, '"https://example.cn/mirror"', '"see drawer 3"', -6),
    Damage("trust.unknown", TRUST, "found: primary", "found: certain"),
    # registers
    Damage("sector.unknown", COAL, "mirror,4411", "mirror,4499"),
    Damage("material.unknown", COAL, "表1,found,2026-11-20,,,bituminous", "表1,found,2026-11-20,,,peat"),
    Damage("substance.unknown", COAL, "bituminous,CO2", "bituminous,XO2"),
    Damage("region.unknown", COAL, "CO2,CN", "CO2,990000"),
    Damage("substance.cas", SUBSTANCES, "124-38-9", "124-38-8"),
    Damage("substance.group", SUBSTANCES, "greenhouse_gas", "gas"),
    Damage("material.state", MATERIALS, "state: solid", "state: lumpy"),
    Damage("material.class", MATERIALS, "class: coal", "class: black"),
    Damage("material.alias_repeated", MATERIALS, '  name_zh: "褐煤"', '  aliases: ["烟煤"]\n  name_zh: "褐煤"'),
    Damage("record.cell_missing", REGIONS, "山西省", ""),
    Damage("record.repeated", REGIONS, "140000,山西省,CN,2008-02-01", "CN,山西省,CN,1949-10-01"),
    Damage("region.parent", REGIONS, "山西省,CN", "山西省,CHN"),
    Damage("region.validity", REGIONS, "2018-12-26", "2007-12-26"),
    Damage("region.overlap", REGIONS, "140000,山西省,CN,2008-02-01", "371200,山西省,CN,2018-01-01"),
)  # fmt: skip
