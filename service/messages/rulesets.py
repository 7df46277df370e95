"""What is said of a ruleset document that cannot be read: where it is, and what was expected there."""

from __future__ import annotations

from collections.abc import Mapping

_FAULTS: Mapping[str, tuple[str, str]] = {
    "basis_unknown": ("依据应为 D、c 或 c on D", "the basis is D, c or c on D"),
    "correction_form": ("没有这种修正形式", "there is no such form of correction"),
    "correction_unknown": ("没有定义这一修正", "no such correction is defined"),
    "criterion_form": ("没有这种准则形式", "there is no such form of criterion"),
    "day_expected": ("应为 YYYY-MM-DD 日期", "a day as YYYY-MM-DD is expected"),
    "evidence_missing": ("缺少此佐证指标", "this metric of evidence is missing"),
    "flag_expected": ("应为 true 或 false", "true or false is expected"),
    "key_missing": ("缺少此键", "this key is missing"),
    "key_unknown": ("不识别此键", "this key is not known"),
    "kind_unknown": ("规则集种类应与原规则集相同", "the kind is that of the ruleset in force"),
    "ladder_unknown": ("没有定义这一阶梯", "no such ladder is defined"),
    "line_unknown": ("没有定义这一生产线", "no such line is defined"),
    "list_expected": ("应为列表", "a list is expected"),
    "list_of_text_expected": ("应为文本列表", "a list of texts is expected"),
    "mapping_expected": ("应为键值对", "a mapping is expected"),
    "number_expected": ("应为十进制数或分数文本", "a number as decimal text or as a fraction is expected"),
    "parameter_missing": ("缺少此参数", "this parameter is missing"),
    "parameter_unknown": ("没有定义这一参数", "no such parameter is defined"),
    "quantity_unknown": ("没有定义这一数据项", "no such quantity is defined"),
    "ratings_order": ("等级应由低到高，覆盖率不降低", "classes rise, and their coverage does not fall"),
    "text_expected": ("应为文本", "text is expected"),
    "unit_unknown": ("没有这一单位", "there is no such unit"),
    "word_unknown": ("不在允许的词表中", "the word is not one of those allowed"),
}

RULESET_MESSAGES = {
    f"ruleset.{rule}": (f"规则集第 {{line}} 行 {{at}}：{zh}", f"Ruleset, line {{line}}, {{at}}: {en}")
    for rule, (zh, en) in _FAULTS.items()
}
