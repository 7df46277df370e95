"""What each error code says, in Chinese and English; {names} are filled from the fault's params.

One block per room, merged at the bottom. Params come from our own vocabulary: input is never repeated.
"""

from __future__ import annotations

Texts = dict[str, tuple[str, str]]

UNIT_MESSAGES: Texts = {
    "unit.unknown": ("不认识的计量单位；可用：{expected}", "Unknown unit; accepted here: {expected}"),
    "unit.ambiguous": (
        "计量单位有两种读法，请改用：{expected}",
        "This unit can be read in two ways; use one of: {expected}",
    ),
    "unit.dimension": (
        "量纲不同，{found} 不能换算为 {expected}",
        "{found} cannot be converted to {expected}: they measure different things",
    ),
    "quantity.value": (
        "数值须为十进制文本：可带正负号、一个小数点和两位以内指数，至多 40 个字符，不含空格和千分位",
        "The value must be decimal text: optional sign, one dot, exponent of at most two digits, at most 40 characters, "
        "no spaces and no thousands separators",
    ),
}

IDENTIFIER_MESSAGES: Texts = {
    "identifier.credit_code": (
        "统一社会信用代码须为 18 位大写字母或数字且校验位正确（GB 32100-2015）",
        "A unified social credit code has 18 characters with a valid check character (GB 32100-2015)",
    ),
    "identifier.permit_code": (
        "排污许可证编号须为 18 位代码加 3 位顺序号加 P，如 …001P（HJ 608-2017）",
        "A discharge permit code is 18 characters, three digits and the letter P (HJ 608-2017)",
    ),
    "identifier.sector": (
        "行业代码须为 GB/T 4754-2017 的门类字母或 2 至 4 位数字",
        "A sector is a GB/T 4754-2017 letter or 2 to 4 digits of a known division",
    ),
    "identifier.region": (
        "区划代码须为 6 位数字，且前两位是 GB/T 2260 的省级代码",
        "A region is 6 digits that begin with a province of GB/T 2260",
    ),
    "identifier.region_prefix": (
        "区划范围须为 2、4 或 6 位数字，且前两位是 GB/T 2260 的省级代码",
        "A region subtree is 2, 4 or 6 digits that begin with a province of GB/T 2260",
    ),
    "identifier.period": (
        "核算期须写作 2024 或 2024-03，年份在 {earliest} 至 {latest} 之间",
        "A period is written 2024 or 2024-03, its year from {earliest} to {latest}",
    ),
    "identifier.cas": (
        "CAS 登记号格式或校验位不正确",
        "The CAS number is malformed or its check digit is wrong",
    ),
}

MESSAGES: Texts = {
    **UNIT_MESSAGES,
    **IDENTIFIER_MESSAGES,
}
