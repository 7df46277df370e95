"""What is said of a request before anything is worked out: its form, units, identifiers, methods and factors."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, tuple[str, str]]

API_MESSAGES: Texts = {
    "idempotency.required": (
        "缺少 Idempotency-Key 请求头",
        "The Idempotency-Key header is missing",
    ),
    "idempotency.invalid": (
        "Idempotency-Key 应为 1 至 {limit} 个可见 ASCII 字符",
        "An Idempotency-Key is 1 to {limit} visible ASCII characters",
    ),
    "reference.invalid": ("参考数据有误", "The reference data break a rule"),
    "field.type": ("字段类型应为 {expected}", "The field is of type {expected}"),
    "field.pattern": ("字段应符合 {expected}", "The field matches {expected}"),
    "field.choice": ("字段应为 {expected} 之一", "The field is one of {expected}"),
    "field.too_long": ("字段长度不超过 {limit}", "The field is no longer than {limit}"),
    "field.too_short": ("字段长度不少于 {limit}", "The field is no shorter than {limit}"),
    "field.too_many": ("不超过 {limit} 项", "There are no more than {limit} items"),
    "field.too_few": ("不少于 {limit} 项", "There are no fewer than {limit} items"),
    "field.too_large": ("不大于 {limit}", "The value is no larger than {limit}"),
    "field.too_small": ("不小于 {limit}", "The value is no smaller than {limit}"),
    "query.repeated": ("查询参数重复", "The query repeats a parameter"),
    "cursor.invalid": (
        "cursor 无效，或不属于这些查询条件",
        "The cursor is not valid, or belongs to another query",
    ),
    "input.faults": ("共 {count} 处错误，见 errors", "{count} faults, see errors"),
    "status.400": ("请求格式有误", "The request is malformed"),
    "status.401": ("需要身份验证", "Authentication is needed"),
    "status.403": ("无权操作", "This is not allowed"),
    "status.404": ("未找到", "Not found"),
    "status.405": ("方法不允许", "Method not allowed"),
    "status.409": ("状态冲突", "The state conflicts"),
    "status.413": ("请求体过大", "The body is too large"),
    "status.415": ("媒体类型不受支持", "The media type is not supported"),
    "status.422": ("内容未被受理", "The content was refused"),
    "status.500": ("服务器内部错误", "Internal error"),
    "status.503": ("服务暂不可用", "Temporarily unavailable"),
    "http.bad_request": ("HTTP 请求有误", "The HTTP request is not valid"),
    "http.not_found": ("没有这个路径", "There is no such path"),
    "http.method_not_allowed": ("该路径不支持此方法", "The path does not know this method"),
    "http.body_too_large": (
        "请求体超过 {limit} 字节；请去掉 JSON 中的空白和换行，或请运维调高 NEARZERO_MAX_BODY_SIZE",
        "The body is larger than {limit} bytes: leave out blanks and line ends, or have NEARZERO_MAX_BODY_SIZE raised",
    ),
    "http.media_type": (
        "请求体应为未压缩的 application/json",
        "The body is application/json without compression",
    ),
    "http.error": ("请求未能处理", "The request was not answered"),
    "server.error": (
        "服务器内部错误，请凭 request_id 联系运维",
        "Internal error; quote the request_id to the operator",
    ),
}

REQUEST_MESSAGES: Texts = {
    "json.invalid": (
        "不是有效的 JSON：第 {line} 行第 {column} 列",
        "This is not valid JSON: line {line}, column {column}",
    ),
    "json.encoding": ("请求体须为 UTF-8，不带 BOM", "The body is UTF-8, without a byte order mark"),
    "json.too_deep": ("JSON 嵌套过深", "The JSON nests too deep"),
    "json.key_repeated": ("JSON 对象中有重复的键", "A JSON object repeats a key"),
    "number.without_value": (
        "该数值不可用于比较（序列终止、区间或不可用）",
        "This number cannot be compared: its series ends there, it is a range, or it may not be used",
    ),
    "filter.unknown": ("没有这样的取值；已知取值：{expected}", "There is no such value; known: {expected}"),
    "field.unknown": ("没有这个字段", "There is no such field"),
    "field.missing": ("缺少必填字段", "A required field is missing"),
    "field.invalid": ("字段取值不符合要求：{expected}", "The field does not fit: {expected}"),
    "activity.id_repeated": ("活动编号重复", "The activity id is repeated"),
}

UNIT_MESSAGES: Texts = {
    "unit.unknown": ("不认识的计量单位；可用：{expected}", "Unknown unit; accepted here: {expected}"),
    "unit.ambiguous": (
        "计量单位有两种读法，请改用：{expected}",
        "This unit can be read in two ways; use one of: {expected}",
    ),
    "unit.other_substance": (
        "排放因子的单位 {found} 不是 {substance} 的质量：含碳量用 carbon_content；各气体分别以 "
        "emission_factor:SUBSTANCE 报该气体的质量",
        "The emission factor in {found} is no mass of {substance}: state carbon as carbon_content, and the mass of "
        "each gas as emission_factor:SUBSTANCE",
    ),
    "unit.dimension": (
        "量纲不同，{found} 不能换算为 {expected}",
        "{found} cannot be converted to {expected}: they measure different things",
    ),
    "quantity.value": (
        "数值须为十进制文本：可带正负号、一个小数点和两位以内指数，至多 40 个字符，不含空格和千分位",
        "The value must be decimal text: optional sign, one dot, exponent of at most two digits, "
        "at most 40 characters, no spaces and no thousands separators",
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
}

TREE_MESSAGES: Texts = {
    "error": ("发生错误", "Something went wrong"),
    "rejected": ("请求不能受理", "The request cannot be taken"),
    "input.invalid": ("输入有误", "The input is not valid"),
    "method.not_in_force": (
        "所要求的核算方法在该行业和年份({year})不适用；适用的是 {in_force}",
        "That method does not govern this sector and year ({year}); in force: {in_force}",
    ),
    "method.none_in_force": (
        "{year} 年没有适用于该行业的核算方法；该行业的方法及其数据年份：{others}",
        "No method governs this sector in {year}; the methods of this sector, with their data years: {others}",
    ),
    "method.unknown": (
        "没有这个核算方法；适用的是 {in_force}",
        "There is no such method; in force: {in_force}",
    ),
    "factor.missing": (
        "{role} 没有在 {day} 有效的取值(查找 {series})；现有：{exists}",
        "No value of {role} is in force on {day} (looked in {series}); there are: {exists}",
    ),
    "factor.of_others": (
        "所写的名称没有 {role} 的取值；有取值的是 {choices}",
        "There is no {role} for what the line names; there is one for {choices}",
    ),
    "factor.not_trusted": (
        "{role} 只有可信等级更低的取值(查找 {series})；现有：{exists}。如可接受，请在 trust 中说明",
        "{role} has only values of lower trust (looked in {series}); there are: {exists}. Accept them in `trust`",
    ),
    "trust.unknown": ("没有这个可信等级；可用：{expected}", "There is no such level of trust; known: {expected}"),
}
