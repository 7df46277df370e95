"""What is said of editions and overlays of the reference library, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

OVERLAY_MESSAGES: Mapping[str, tuple[str, str]] = {
    "edition.exists": ("该版本的参考数据已保存", "The texts of this library are kept already"),
    "overlay.not_found": ("没有这个补充数据", "There is no such overlay"),
    "overlay.state": ("该补充数据已处于 {state} 状态", "The overlay is {state}"),
    "reference.moved": (
        "期间参考数据已变更，请重新预览后再决定",
        "The library has become another one in the meantime; preview again, then decide",
    ),
    "edition.not_found": ("本库从未使用过这个版本的参考数据", "This store never met such a library"),
    "edition.file_not_found": ("该版本没有这个文件", "That library has no such file"),
    "edition.short": ("摘要至少给出 {limit} 位", "Give at least {limit} digits of the digest"),
    "edition.ambiguous": ("有 {count} 个版本的摘要如此开头", "{count} libraries have digests that begin so"),
    "overlay.base64": ("XLSX 内容不是有效的 base64", "The content of an XLSX is not valid base64"),
    "overlay.same_person": ("提出者不得批准自己的补充数据", "Who proposed an overlay cannot approve it"),
    "overlay.region": (
        "补充数据涉及所辖区域以外或全国通用的取值，须由管理员审定",
        "Rows reach beyond your region or hold for the whole country; an administrator has to decide",
    ),
    "overlay.no_longer_fits": (
        "该补充数据与现有参考数据不再相容，请重新提出",
        "The overlay no longer fits the library; propose it anew",
    ),
    "reference.edition.digest": (
        "{file}:{line} 保存的文本与其摘要不符",
        "{file}:{line} The stored texts make another digest",
    ),
    "reference.overlay.absent": ("{file}:{line} 补充数据缺少数据行文件", "{file}:{line} An overlay lacks its rows"),
    "reference.overlay.day_exists": (
        "{file}:{line} 该系列在这一天已有取值，已有取值不得改动",
        "{file}:{line} The series has a value from that day on, and what is there is not edited",
    ),
    "reference.overlay.empty": ("{file}:{line} 没有数据行", "{file}:{line} There is no row"),
    "reference.overlay.id_exists": (
        "{file}:{line} 编号已有，已有取值不得改动",
        "{file}:{line} The id is taken, and what is there is not edited",
    ),
    "reference.overlay.table": ("{file}:{line} 没有这张数值表", "{file}:{line} There is no such table of numbers"),
    "reference.source.repeated": ("{file}:{line} 该引用键已登记", "{file}:{line} The citation key is taken"),
    "reference.xlsx.error": ("{file}:{line} 单元格是错误值", "{file}:{line} A cell holds an error"),
    "reference.xlsx.formula": (
        "{file}:{line} 公式没有保存结果，请在表格软件中重新保存",
        "{file}:{line} A formula has no stored value; save the workbook once in a spreadsheet program",
    ),
    "reference.xlsx.kind": (
        "{file}:{line} 单元格应为文本、数字或日期",
        "{file}:{line} A cell holds neither text nor a number nor a day",
    ),
    "reference.xlsx.percent_format": (
        "{file}:{line} 数字设为百分比格式，请直接写数并在单位列写 %",
        "{file}:{line} A number is shown as a percentage; write the number and put % into the unit column",
    ),
    "reference.xlsx.too_large": ("{file}:{line} 工作簿过大", "{file}:{line} The workbook is too large"),
    "reference.xlsx.unreadable": ("{file}:{line} 不是可读的 XLSX 文件", "{file}:{line} Not a readable XLSX workbook"),
}
