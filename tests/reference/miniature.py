"""A library of eight small files that keeps every rule, to be damaged one rule at a time."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "tables.yaml": """\
about: "Two tables of numbers and three of records."
bands:
  oxidation: {unit: "%", low: "50", high: "100"}
  heat: {unit: GJ/t, low: "4", high: "60"}
  share: {unit: "1", low: "0", high: "1"}
  electricity: {unit: kgCO2/kWh, low: "0", high: "1.5"}
tables:
  fuels/coal.csv:
    title_zh: "煤"
    title_en: "Coal"
    about: ""
    kind: factors
    annual: false
    series: ["coal."]
    bands:
      "of": [oxidation]
      "ncv": [heat]
      "fly": [share]
  energy/grid.csv:
    title_zh: "电"
    title_en: "Grid"
    about: ""
    kind: factors
    annual: true
    stale_after: 3
    series: ["grid."]
    bands:
      "*": [electricity]
  regions.csv:
    title_zh: "区"
    title_en: "Regions"
    about: ""
    kind: records
    columns: [code, name_zh, parent, valid_from, valid_to]
    key: [code, valid_from]
    filled: [code, name_zh, valid_from]
  sectors.csv:
    title_zh: "业"
    title_en: "Sectors"
    about: ""
    kind: records
    columns: [code, name_zh]
    key: [code]
    filled: [code, name_zh]
""",
    "trust.yaml": """\
about: "Words."
statuses:
  found: primary
  recalled: recalled
  "found:draft": draft
""",
    "sources.yaml": """\
guide:
  number: "G 1"
  title_zh: "指南"
  published: "2023-05"
  url: "https://example.cn/guide.pdf"
  read: full
  copies:
    mirror: "https://example.cn/mirror"
notice:
  title_zh: "公告"
  read: "no"
""",
    "substances.yaml": """\
CO2:
  name_zh: "二氧化碳"
  name_en: "carbon dioxide"
  group: greenhouse_gas
  cas: "124-38-9"
  aliases: ["碳酸气"]
""",
    "fuels/materials.yaml": """\
bituminous:
  name_zh: "烟煤"
  name_en: "bituminous coal"
  state: solid
  class: coal
  aliases: ["烟煤"]
lignite:
  name_zh: "褐煤"
  name_en: "lignite"
  state: solid
  class: coal
""",
    "regions.csv": """\
code,name_zh,parent,valid_from,valid_to
CN,全国,,1949-10-01,
140000,山西省,CN,2008-02-01,
371200,莱芜市,CN,2008-02-01,2018-12-26
""",
    "sectors.csv": """\
code,name_zh
4411,火力发电
""",
    "fuels/coal.csv": """\
id,series,name_zh,value,value_max,unit,valid_from,published,source,clause,status,checked,copy,sector,material,substance,region
a.of.2023,coal.of,燃煤碳氧化率,99,,%,2023-01-01,2023-05,guide,6.2,found,2026-11-20,mirror,4411,bituminous,CO2,CN
a.of.2023.end,coal.of,燃煤碳氧化率,,,%,2026-01-01,2023-05,guide,6.2,found,2026-11-20,,,,,
a.ncv,coal.bituminous.ncv,烟煤低位发热量,23.736,,GJ/t,2023-01-01,2023-05-09,guide,表1,found,2026-11-20,,,bituminous,,
a.ncv.range,coal.gangue.ncv,煤矸石低位发热量,4.5,12.55,GJ/t,2023-01-01,,guide,表3,found,2026-11-20,,,,,
a.fly,coal.fly,飞灰份额,0.85,,1,2023-01-01,,guide,表2,recalled,2026-11-20,,,,,
""",
    "energy/grid.csv": """\
id,series,name_zh,value,unit,valid_from,source,clause,status,checked
g.2021,grid.avg.cn,全国,0.5568,kgCO2/kWh,2021-01-01,notice,表1,found,2026-11-20
g.2022,grid.avg.cn,全国,0.5366,kgCO2/kWh,2022-01-01,notice,表1,found,2026-11-20
g.2023,grid.avg.cn,全国,0.5306,tCO2/MWh,2023-01-01,notice,表1,found:draft,2026-11-20
g.2022.prov,grid.avg.prov.shanxi,"山西, 全省",0.7096,kgCO2/kWh,2022-01-01,notice,表3,recalled,2026-11-20
""",
}


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Lay the files down under `root`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root
