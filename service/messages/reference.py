"""What each refusal of the reference reader says; file, line and detail stand in the error itself."""

from __future__ import annotations

from collections.abc import Mapping

REFERENCE_MESSAGES: Mapping[str, tuple[str, str]] = {
    "reference.band.missing": (
        "{file}:{line} 没有适用于该系列的合理范围",
        "{file}:{line} No plausibility band covers the series",
    ),
    "reference.band.number": (
        "{file}:{line} 合理范围的端点不是十进制数",
        "{file}:{line} An end of the band is not a decimal number",
    ),
    "reference.band.order": (
        "{file}:{line} 合理范围的下限不小于上限",
        "{file}:{line} The band's low end is not below its high end",
    ),
    "reference.band.unit": ("{file}:{line} 合理范围的单位不可识别", "{file}:{line} The band's unit is not known"),
    "reference.band.unknown": ("{file}:{line} 没有这个合理范围", "{file}:{line} There is no such band"),
    "reference.checked.before_published": (
        "{file}:{line} 核对日期早于发布日期",
        "{file}:{line} Checked before it was published",
    ),
    "reference.checked.date": (
        "{file}:{line} 核对日期格式应为 YYYY-MM-DD",
        "{file}:{line} The day of checking is not YYYY-MM-DD",
    ),
    "reference.checked.date_impossible": (
        "{file}:{line} 核对日期不存在",
        "{file}:{line} The day of checking does not exist",
    ),
    "reference.checked.missing": ("{file}:{line} 缺少核对日期", "{file}:{line} The day of checking is missing"),
    "reference.clause.missing": ("{file}:{line} 缺少条款或表号", "{file}:{line} The clause or table is missing"),
    "reference.copy.unknown": (
        "{file}:{line} 该文献没有登记这一文本来源",
        "{file}:{line} The document has no such copy",
    ),
    "reference.csv.blank_line": ("{file}:{line} 表中有空行", "{file}:{line} A line is blank"),
    "reference.csv.cell_count": (
        "{file}:{line} 单元格数与表头不一致",
        "{file}:{line} The number of cells does not fit the header",
    ),
    "reference.csv.column_missing": ("{file}:{line} 缺少必需的列", "{file}:{line} A required column is missing"),
    "reference.csv.column_order": (
        "{file}:{line} 列的次序与规定不同",
        "{file}:{line} The columns are not in the agreed order",
    ),
    "reference.csv.column_repeated": ("{file}:{line} 列名重复", "{file}:{line} A column occurs twice"),
    "reference.csv.column_unknown": ("{file}:{line} 未知的列", "{file}:{line} A column is not known"),
    "reference.csv.quotes": ("{file}:{line} 引号不配对或单元格跨行", "{file}:{line} Quotes do not close on the line"),
    "reference.csv.space": ("{file}:{line} 单元格首尾有空格", "{file}:{line} A cell begins or ends with a space"),
    "reference.file.absent": ("{file}:{line} 缺少必需的文件", "{file}:{line} A required file is absent"),
    "reference.file.byte_order_mark": (
        "{file}:{line} 文件带有字节顺序标记",
        "{file}:{line} The file has a byte order mark",
    ),
    "reference.file.empty": ("{file}:{line} 文件为空", "{file}:{line} The file is empty"),
    "reference.file.encoding": ("{file}:{line} 文件不是 UTF-8 编码", "{file}:{line} The file is not UTF-8"),
    "reference.file.hidden_character": (
        "{file}:{line} 文件中有不可见字符",
        "{file}:{line} There is a hidden character",
    ),
    "reference.file.kind": (
        "{file}:{line} 目录中有不应出现的文件类型",
        "{file}:{line} Such a kind of file does not belong here",
    ),
    "reference.file.last_line": ("{file}:{line} 最后一行不完整", "{file}:{line} The last line is incomplete"),
    "reference.file.line_ending": ("{file}:{line} 换行符应为单个 LF", "{file}:{line} Lines must end with LF alone"),
    "reference.id.end": (
        "{file}:{line} 空值只用于终止系列，编号须以 .end 结尾",
        "{file}:{line} An empty value ends a series and its id ends in .end",
    ),
    "reference.id.form": ("{file}:{line} 编号格式不对", "{file}:{line} The id is badly formed"),
    "reference.id.missing": ("{file}:{line} 缺少编号", "{file}:{line} The id is missing"),
    "reference.id.repeated": ("{file}:{line} 编号重复", "{file}:{line} The id is already taken"),
    "reference.material.alias_repeated": (
        "{file}:{line} 材料别名指向两种材料",
        "{file}:{line} An alias names two materials",
    ),
    "reference.material.class": (
        "{file}:{line} 材料类别不在规定之列",
        "{file}:{line} The class of the material is not known",
    ),
    "reference.material.state": (
        "{file}:{line} 材料状态不在规定之列",
        "{file}:{line} The state of the material is not known",
    ),
    "reference.material.unknown": ("{file}:{line} 未登记的材料", "{file}:{line} The material is not registered"),
    "reference.name_zh.missing": ("{file}:{line} 缺少中文名称", "{file}:{line} The Chinese name is missing"),
    "reference.published.date": (
        "{file}:{line} 发布日期格式不对",
        "{file}:{line} The day of publication is badly written",
    ),
    "reference.published.date_impossible": (
        "{file}:{line} 发布日期不存在",
        "{file}:{line} The day of publication does not exist",
    ),
    "reference.record.cell_missing": (
        "{file}:{line} 必填单元格为空",
        "{file}:{line} A cell that must be filled is empty",
    ),
    "reference.record.repeated": ("{file}:{line} 记录重复", "{file}:{line} The record occurs twice"),
    "reference.region.overlap": (
        "{file}:{line} 同一行政区划代码的有效期重叠",
        "{file}:{line} Two validities of one region overlap",
    ),
    "reference.region.parent": (
        "{file}:{line} 上级行政区划未登记",
        "{file}:{line} The parent region is not registered",
    ),
    "reference.region.unknown": ("{file}:{line} 未登记的行政区划代码", "{file}:{line} The region is not registered"),
    "reference.region.validity": (
        "{file}:{line} 有效期的终止早于起始",
        "{file}:{line} The validity ends before it begins",
    ),
    "reference.sector.unknown": ("{file}:{line} 未登记的行业代码", "{file}:{line} The sector is not registered"),
    "reference.series.dimension": (
        "{file}:{line} 同一系列的单位量纲不同",
        "{file}:{line} The units of one series differ in dimension",
    ),
    "reference.series.ends_twice": ("{file}:{line} 系列连续终止两次", "{file}:{line} The series ends twice"),
    "reference.series.ends_unbegun": (
        "{file}:{line} 系列尚未开始就终止",
        "{file}:{line} The series ends before it begins",
    ),
    "reference.series.form": ("{file}:{line} 系列名格式不对", "{file}:{line} The name of the series is badly formed"),
    "reference.series.missing": ("{file}:{line} 缺少系列名", "{file}:{line} The series is missing"),
    "reference.series.start_repeated": (
        "{file}:{line} 同一系列有两个相同的起始日",
        "{file}:{line} Two values of the series start on one day",
    ),
    "reference.series.table": ("{file}:{line} 该系列属于另一张表", "{file}:{line} The series belongs to another table"),
    "reference.source.address": (
        "{file}:{line} 文献地址格式不对",
        "{file}:{line} The address of the document is badly formed",
    ),
    "reference.source.date": (
        "{file}:{line} 文献日期格式不对",
        "{file}:{line} A date of the document is badly written",
    ),
    "reference.source.missing": ("{file}:{line} 缺少来源", "{file}:{line} The source is missing"),
    "reference.source.read": (
        "{file}:{line} 阅读程度不在规定之列",
        "{file}:{line} How far it was read is not one of the words",
    ),
    "reference.source.unknown": (
        "{file}:{line} 来源未登记在文献表中",
        "{file}:{line} The source is not in the bibliography",
    ),
    "reference.status.missing": ("{file}:{line} 缺少状态词", "{file}:{line} The status is missing"),
    "reference.status.unknown": ("{file}:{line} 未登记的状态词", "{file}:{line} The status word is not known"),
    "reference.substance.cas": (
        "{file}:{line} CAS 号校验位错误",
        "{file}:{line} The check digit of the CAS number is wrong",
    ),
    "reference.substance.group": (
        "{file}:{line} 物质组别不在规定之列",
        "{file}:{line} The group of the substance is not known",
    ),
    "reference.substance.unknown": ("{file}:{line} 未登记的物质", "{file}:{line} The substance is not registered"),
    "reference.table.absent": (
        "{file}:{line} tables.yaml 列出的文件不存在",
        "{file}:{line} A table that is listed does not exist",
    ),
    "reference.table.column": ("{file}:{line} 列名不在该表的列中", "{file}:{line} No such column in the table"),
    "reference.table.level": ("{file}:{line} 水平的类别不在规定之列", "{file}:{line} The kind of level is not known"),
    "reference.table.kind": ("{file}:{line} 表的种类不在规定之列", "{file}:{line} The kind of table is not known"),
    "reference.table.unlisted": (
        "{file}:{line} 该表未在 tables.yaml 中说明",
        "{file}:{line} The table is not described in tables.yaml",
    ),
    "reference.trust.unknown": ("{file}:{line} 可信等级不在规定之列", "{file}:{line} The level of trust is not known"),
    "reference.unit.missing": ("{file}:{line} 缺少单位", "{file}:{line} The unit is missing"),
    "reference.unit.quantity": ("{file}:{line} 单位与该量的量纲不符", "{file}:{line} The unit measures something else"),
    "reference.unit.unknown": ("{file}:{line} 未知的单位", "{file}:{line} The unit is not known"),
    "reference.valid_from.date": (
        "{file}:{line} 起始日期格式应为 YYYY-MM-DD",
        "{file}:{line} The first day is not YYYY-MM-DD",
    ),
    "reference.valid_from.date_impossible": (
        "{file}:{line} 起始日期不存在",
        "{file}:{line} The first day does not exist",
    ),
    "reference.valid_from.missing": ("{file}:{line} 缺少起始日期", "{file}:{line} The first day is missing"),
    "reference.value.fraction_as_percent": (
        "{file}:{line} 百分数写成了小数",
        "{file}:{line} A percentage is written as a fraction",
    ),
    "reference.value.implausible": (
        "{file}:{line} 数值超出合理范围",
        "{file}:{line} The value is outside its plausible range",
    ),
    "reference.value.number": ("{file}:{line} 数值不是十进制数", "{file}:{line} The value is not a decimal number"),
    "reference.value.percent_as_fraction": (
        "{file}:{line} 小数写成了百分数",
        "{file}:{line} A fraction is written as a percentage",
    ),
    "reference.value.range": ("{file}:{line} 范围的端点不成立", "{file}:{line} The ends of the range do not hold"),
    "reference.value_max.number": (
        "{file}:{line} 范围上限不是十进制数",
        "{file}:{line} The upper end is not a decimal number",
    ),
    "reference.yaml.alias": ("{file}:{line} 不使用锚和别名", "{file}:{line} Anchors and aliases are not used"),
    "reference.yaml.ambiguous": (
        "{file}:{line} 该写法会被误读，须加引号",
        "{file}:{line} The value would be misread; put it in quotes",
    ),
    "reference.yaml.too_deep": ("{file}:{line} 嵌套过深：{detail}", "{file}:{line} Nested too deeply: {detail}"),
    "reference.yaml.documents": ("{file}:{line} 一个文件只能有一个文档", "{file}:{line} A file holds one document"),
    "reference.yaml.empty": ("{file}:{line} 键没有值", "{file}:{line} A key has no value"),
    "reference.yaml.key": ("{file}:{line} 键必须是文本", "{file}:{line} A key must be text"),
    "reference.yaml.key_missing": ("{file}:{line} 缺少必需的键", "{file}:{line} A required key is missing"),
    "reference.yaml.key_repeated": ("{file}:{line} 键重复", "{file}:{line} A key occurs twice"),
    "reference.yaml.key_unknown": ("{file}:{line} 未知的键", "{file}:{line} A key is not known"),
    "reference.yaml.syntax": ("{file}:{line} YAML 语法错误", "{file}:{line} The YAML does not parse"),
    "reference.yaml.tag": ("{file}:{line} 不使用类型标签", "{file}:{line} Type tags are not used"),
    "reference.yaml.top_level": ("{file}:{line} 文档最外层必须是映射", "{file}:{line} A document is one mapping"),
    "reference.yaml.value_type": ("{file}:{line} 值的类型不对", "{file}:{line} The value is of another type"),
}
