"""What is said where a story cannot go on: registration, reports, keys, acts, scores and the demo."""

from __future__ import annotations

from collections.abc import Mapping

Texts = Mapping[str, tuple[str, str]]

STORY_MESSAGES: Texts = {
    "enterprise.not_yours": (
        "企业密钥只能登记自己的企业和设施",
        "The key of an enterprise registers that enterprise and its sites only",
    ),
    "peers.administrator": ("同行统计由管理员冻结", "The peers are frozen by an administrator"),
    "peers.frozen": ("该年度的同行统计已冻结", "The peers of that year are frozen already"),
    "correction.other_report": ("更正的设施或年份与原报告不同", "The correction is of another site or year"),
    "facility.not_found": ("没有这个设施", "There is no such facility"),
    "report.not_as_registered": (
        "与登记不符，登记的是 {expected}",
        "Differs from the registration, which says {expected}",
    ),
    "report.year_ahead": ("年度尚未开始；最晚为 {latest}", "That year has not begun; the latest is {latest}"),
    "report.period_not_a_year": ("年度报告的期间是 {expected}", "The period of a yearly report is {expected}"),
    "activity.unit_unknown": (
        "没有登记这台机组；登记的是 {expected}",
        "No such unit is registered; there are {expected}",
    ),
    "activity.wanted": ("该方法要求 {kind} 的每一行写明 {field}", "The method wants {field} on every line of {kind}"),
    "permit.other_enterprise": ("排污许可证编码应以统一社会信用代码开头", "A permit code begins with the credit code"),
    "unit.id_repeated": ("机组编号重复", "The unit id is repeated"),
    "unit.level_unknown": ("没有这一能耗限额类别；可用：{expected}", "There is no such level; known: {expected}"),
    "key.region_missing": ("该角色的密钥须绑定区划", "A key of this role is bound to a region"),
}

STORAGE_MESSAGES: Texts = {
    "auth.required": ("需要 API 密钥", "An API key is required"),
    "auth.key": ("API 密钥无效、已过期或已撤销", "The API key is unknown, expired or revoked"),
    "auth.forbidden": (
        "角色 {role} 不能执行此操作({action})",
        "This is not for the role {role} to do ({action})",
    ),
    "resource.not_found": ("没有此资源，或您无权查看", "There is nothing here, or nothing that you may see"),
    "state.conflict": ("与现有数据冲突", "This conflicts with what is stored"),
    "idempotency.mismatch": (
        "同一 Idempotency-Key 已用于另一请求内容",
        "This Idempotency-Key was used for another request body",
    ),
    "store.not_migrated": (
        "数据库尚未建表：请先运行 nearzero migrate",
        "The database has no tables yet: run `nearzero migrate` first",
    ),
    "settings.invalid": ("环境变量不可用", "A variable of the environment cannot be used"),
    "settings.signing_key": (
        "NEARZERO_SIGNING_KEY 须为 Ed25519 私钥的 PEM 文本，或可读写的 PEM 文件路径",
        "NEARZERO_SIGNING_KEY is the PEM text of an Ed25519 private key, or the path of a PEM file to read or make",
    ),
    "store.url": (
        "NEARZERO_DATABASE_URL 须为 sqlite:///文件 或 postgresql+psycopg://用户@主机/库",
        "NEARZERO_DATABASE_URL is sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE",
    ),
    "store.outdated": (
        "数据库结构的版本({found})与程序({expected})不同：请运行 nearzero migrate，或换用相应版本的程序",
        "The schema is at {found}, this program wants {expected}: run `nearzero migrate`, or the program that fits",
    ),
    "store.unreachable": (
        "数据库连接不上：请检查 NEARZERO_DATABASE_URL",
        "The database cannot be reached: check NEARZERO_DATABASE_URL",
    ),
    "store.unavailable": (
        "数据库暂时没有响应，请用同一 Idempotency-Key 重试",
        "The database did not answer; try again with the same Idempotency-Key",
    ),
    "log.faulty": (
        "日志与其签名不符，不出具回执：请运维运行 nearzero audit verify",
        "The log and its signatures disagree, so there is no receipt: have `nearzero audit verify` run",
    ),
    "receipt.invalid": ("这不是回执", "This is not a receipt as the API answers it"),
    "key.not_found": ("没有这个密钥", "There is no such key"),
    "enterprise.not_found": ("该企业尚未登记", "The enterprise is not registered"),
    "facility.owned": ("该排污许可证已由另一企业登记", "Another enterprise has registered this discharge permit"),
    "certificate.spent": (
        "绿证 {certificate} 已用于另一份报告",
        "Certificate {certificate} has been spent by another report",
    ),
    "certificate.repeated": (
        "绿证 {certificate} 在本报告中出现两次，首次在 {first}",
        "Certificate {certificate} is named twice in this report, first at {first}",
    ),
    "report.exists": (
        "该排污许可证当年已有报告；更正请提交新版本",
        "There is a report for this permit and year; a correction is a new version of it",
    ),
    "report.not_latest": (
        "所指版本不是该报告的最新版本，最新的是 {latest}",
        "The version referred to is not the newest one of the report, which is {latest}",
    ),
    "report.state": ("报告当前状态({state})不允许此操作", "The state of the report ({state}) does not allow this"),
}

SCORING_MESSAGES: Texts = {
    "ruleset.unknown": ("没有这个评价规则集；现有：{expected}", "There is no such ruleset; there are: {expected}"),
    "ruleset.no_pilot": (
        "该规则集不含试点条件；含试点条件的是：{expected}",
        "This ruleset has no pilot criteria; those that have: {expected}",
    ),
    "ranking.mixed": (
        "真实企业与合成企业不能同榜",
        "Real and synthetic enterprises do not share a ranking",
    ),
}

ACT_MESSAGES: Texts = {
    "day.invalid": ("没有这一天", "No calendar has this day"),
    "recognition.not_by_hand": (
        "该规则集下只有这些事项由人工认定：{expected}",
        "Under this ruleset only these are found by hand: {expected}",
    ),
    "recognition.item": ("认定事项须为：{expected}", "The item is one of: {expected}"),
    "recognition.outcome": ("认定结果须为：{expected}", "The outcome is one of: {expected}"),
    "recognition.dates": ("到期日早于起始日", "It would expire before it begins"),
    "recognition.none": ("没有可撤回的认定", "Nothing stands that could be withdrawn"),
    "recognition.outside_plan": (
        "该方案由其所在地区的主管部门实施，此密钥的地区不在其中",
        "The plan is carried out by the bureaus of its own region; this key's region is not in it",
    ),
    "recognition.wider_region": (
        "现有认定由更大区域的主管部门作出",
        "What stands was found by the bureau of a wider region",
    ),
    "sector.unknown": (
        "行业表和已登记的设施中都没有行业 {sector}",
        "Neither the table of sectors nor any registered site has the sector {sector}",
    ),
    "ranking.no_score": (
        "此范围的排名中没有该企业的评价，或您无权查看",
        "This ranking has no score of the enterprise, or none that you may see",
    ),
    "explanation.sectors": (
        "该企业在此范围内有多个行业的名次，请指明 own_sector：{expected}",
        "The enterprise has a place in several sectors of this ranking; name one as own_sector: {expected}",
    ),
    "ranking.process": ("规则集的工艺为：{expected}", "The ruleset's processes are: {expected}"),
    "park.not_found": ("没有登记此园区", "No park of this code is registered"),
    "park.beyond_region": (
        "该区域只含园区的一部分；园区按整体排名，请查询园区所在区域 {expected}",
        "The region holds only a part of the park, which is ranked whole: ask for its region {expected}",
    ),
    "park.region": (
        "此园区已在另一区域登记，园区不迁移",
        "The park is registered in another region, and a park does not move",
    ),
    "park.other_region": (
        "设施不在园区所在区域 {expected} 内",
        "The site does not lie in the park's region {expected}",
    ),
    "park.not_yours": ("该园区不归此密钥的区域管理", "The park is not in the charge of this key's region"),
    "park.none": ("该日设施不属于任何园区", "On that day the site belongs to no park"),
    "publication.small_group": (
        "同组不足 {minimum} 家，不公开",
        "The group has fewer than {minimum} enterprises and is not published",
    ),
    "publication.nothing": (
        "此范围该年没有评价可公布；请先更新评价，并核对 synthetic 指的是真实企业还是合成企业",
        "There are no scores of this scope and year to publish; bring the scores up to date first, and see whether "
        "synthetic says what is meant",
    ),
    "publication.open": ("异议期尚未结束", "The time for objections is not over"),
    "publication.closed": ("异议期已结束", "The time for objections is over"),
    "publication.final": ("该编号的排名已成为最终结果", "The ranking of this number is final"),
    "publication.unsettled": ("尚有未裁定的异议", "An objection has no ruling yet"),
    "objection.exists": ("该企业已对此排名提出异议", "The enterprise has objected to this ranking already"),
    "objection.ruled": ("该异议已有裁定", "The objection has its ruling already"),
}

DEMO_MESSAGES: Texts = {
    "demo.region_missing": (
        "来源未给出所在地区，不能登记设施，因此不参加排名",
        "The source names no region, so no site can be registered and there is no place",
    ),
    "demo.measure_only": (
        "来源公布的是措施的减排量，不是企业的年度排放，只作校验，不报送",
        "The source prints what measures save, not what the site emits in a year: checked, not lodged",
    ),
    "demo.year_missing": (
        "来源未给出报告年度，因此不参加排名",
        "The source prints no reporting year, so there is no place",
    ),
    "demo.year_too_early": (
        "报告年度早于 {earliest} 年，没有适用的核算方法",
        "The year lies before {earliest}, for which no accounting method is in force",
    ),
    "demo.no_activity_data": (
        "来源只公布排放量，未公布可供复算的活动数据",
        "the source prints emissions only, no activity data to compute them from",
    ),
    "demo.left_out": (
        "校验不予受理、报送时去掉的公布数据：{entries}",
        "Published figures that the checks refused and that were left out when lodging: {entries}",
    ),
    "demo.refused": ("报告未予受理：{codes}", "The report was refused: {codes}"),
}
