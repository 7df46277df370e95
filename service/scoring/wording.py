"""What the reasons, steps and words of a score say, in Chinese and English; `@x` in a parameter is the label `x`."""

from __future__ import annotations

from collections.abc import Mapping

from service.scoring.labels import LABELS, Texts
from service.scoring.result import Reason, Step
from service.scoring.ruleset import Ruleset

REASONS: Texts = {
    "index.limited_by": ("指数由{subject}决定", "The index is set by {subject}"),
    "index.none": ("没有指数", "There is no index"),
    "gate.below": ("{substance}单项未达先进限值", "{substance} by itself is above its advanced level"),
    "coverage.unknown": (
        "{axis}覆盖率无法计算：缺企业总量",
        "Coverage of {axis} is unknown: the enterprise total is missing",
    ),
    "compliance.violated": ("不符合：{item}", "Violated: {item}"),
    "compliance.not_evaluated": ("未评价：{item}", "Not evaluated: {item}"),
    "veto.stands": ("一票否决：{veto}", "Veto: {veto}"),
    "cap.stands": ("{cap}：等级不超过{rating}", "{cap}: the class is held at {rating}"),
    "veto.not_evaluated": ("尚未核查的否决项：{vetoes}", "Vetoes that nobody has evaluated: {vetoes}"),
    "report.missing": ("报告缺少：{item}", "The report lacks: {item}"),
    "boundary.left_out": (
        "{place}：以前年度报告过，本年度没有，也没有认定为已申报的边界变化；不评分",
        "{place}: in reports of earlier years, not in this one's, and nobody found the change declared: not scored",
    ),
    "months.missing": (
        "{place}：{item}按月填报而缺{months}月；停产或没有的月份请填0，不评分",
        "{place}: {item} is told by months and lacks {months}; state 0 for a month without any. Not scored",
    ),
    "sector.none": (
        "评价规则未收录这个行业(没有可引用的能耗等级、配额基准值和污染物先进限值)，不评分",
        "The scheme does not cover the sector (no energy level, ETS benchmark or advanced limit at hand): not scored",
    ),
    "sector.lacks": ("该行业尚缺：{item}", "Still to be imported for the sector: {item}"),
    "carbon.no_rung": ("碳轴没有可用的一级，未评分", "No rung of the carbon ladder can be used: unscored"),
    "carbon.advanced_missing": (
        "优于弱锚点，但没有可用的碳先进值，无法给出分值；同类统计值冻结或能耗等级生效后可评",
        "Better than the weak anchor, but no advanced value of carbon can be used, so that there is no figure; peers "
        "once frozen, or an energy level once in force, give one",
    ),
    "line.unbenchmarked": (
        "{line}：产品没有可对照的水平，不计入覆盖",
        "{line}: there is no level to compare the product with; it is not covered",
    ),
    "line.no_product": (
        "{line}：有排放或能耗而没有可评价的产品，不计入覆盖；请填写其产品，或归入其所服务的单元",
        "{line}: it emits or uses energy and makes nothing that the scheme knows; it is not covered. State its "
        "product, or book it at the unit that it serves",
    ),
    "carbon.beside": (
        "另有 {mass} t 二氧化碳没有可评价的产品，按上限计入排放量",
        "{mass} t CO2 are emitted without a product of the sector; as an upper bound they are added to the emissions",
    ),
    "carbon.loose": (
        "企业排放总量中有 {mass} t 没有归入生产线，或超出其产品所能排放的量，折合 {energy} tce 能耗计入"
        "(电力、热力按当量值，燃料按低位发热量，其余按评价规则的上限)；已含在某单元能耗中的，请在该行注明单元",
        "{mass} t of the enterprise's CO2e belong to no line, or are more than its product can emit; they count as "
        "{energy} tce of energy (electricity and heat as they are, fuels by calorific value, the rest at the scheme's "
        "upper bound). Where a unit's stated energy holds it already, name that unit in the line",
    ),
    "carbon.no_total": (
        "没有企业排放总量，无法知道能耗之外遗漏了什么，不评分",
        "No total of the enterprise's CO2e: nobody knows what the energy leaves out. Not scored",
    ),
    "stack.beside": (
        "{line}：排放口所在单元没有可评价的产品，单独按最严的锚点评价，取较低者",
        "{line}: the stack of a unit without a product is judged by itself on the strictest anchors; the lower counts",
    ),
    "line.no_rung": (
        "{line}：没有可用的碳锚点(配额基准值、平衡值、同类统计值、能耗等级)，不计入覆盖",
        "{line}: no anchor of carbon can be used (allowances, balance value, peers, energy levels): not covered",
    ),
    "unit_class.missing": ("{line}：缺机组类别", "{line}: the unit class is missing"),
    "output.missing": ("{line}：缺产量", "{line}: output is missing"),
    "output.zero": ("{line}：产量为零，不评分", "{line}: no output, not scored"),
    "hours.beyond_year": (
        "{line}：运行小时数超过全年小时数，不评分",
        "{line}: more running hours than the year has, not scored",
    ),
    "output.beyond_capacity": (
        "{line}：产量超过容量与运行小时数之积，不评分",
        "{line}: more output than capacity and hours allow, not scored",
    ),
    "heat.beyond_fuel": (
        "{line}：供热量与发电量之和超过燃料所含热量，不评分",
        "{line}: more heat and power than the fuel holds, not scored",
    ),
    "fuel.disagrees": (
        "{line}：二氧化碳主要来自另一类机组的燃料，与机组类别不符，不评分",
        "{line}: most of its CO2 comes from fuels of another kind of set, not scored",
    ),
    "unit_class.disagrees": (
        "{line}：机组类别与能耗等级类型或容量不符，不评分",
        "{line}: the unit class does not fit the level or the capacity, not scored",
    ),
    "unit.registered_anew": (
        "{line}：登记为{now}，此前报告时登记为{before}，变更未认定为已申报；按较严的配额基准值",
        "{line}: registered as {now}, and as {before} when it was reported before; nobody found the change declared, "
        "and the stricter emissions-trading benchmark counts",
    ),
    "biomass.unproven": (
        "{line}：{mass} t 二氧化碳来自没有购入凭据和化验报告的生物质燃料，按化石燃料计",
        "{line}: {mass} t CO2 of fuel that is called biomass, without evidence of its purchase and an analysis, "
        "count as fossil",
    ),
    "energy.unshown": (
        "{line}：填报的回收能源中有 {energy} kgce 没有以供热、供电、外供煤气等记录体现，不予扣除",
        "{line}: {energy} kgce told as recovered appear in no line as heat, power or gas that leaves, and are not "
        "taken off",
    ),
    "co2.missing": ("{line}：缺二氧化碳排放量", "{line}: CO2 is missing"),
    "condition.missing": (
        "{line}：缺{item}，无法确定适用的能耗等级",
        "{line}: {item} is missing, so that nobody knows which levels apply",
    ),
    "energy.missing": ("{line}：缺{item}", "{line}: {item} is missing"),
    "quantity.absent": (
        "{line}：没有给出{item}，按没有计(弱锚点随之降低)",
        "{line}: {item} not given, taken as none (lowers the weak anchor)",
    ),
    "benchmark.uncorrected": (
        "{line}：{correction}未作，缺输入({inputs})；未修正值更严",
        "{line}: uncorrected, {correction} lacks its inputs ({inputs}); the uncorrected level is the stricter one",
    ),
    "benchmark.unproven": (
        "{line}：{correction}未作：{inputs}(填报/旁证)没有旁证或与旁证不符；未修正值更严。旁证：负荷看自动监测记录的运行小时，"
        "水分看化验报告，其余看往年报告，往年没有报过的看本报告是否受理",
        "{line}: uncorrected, nothing but its own word speaks for what {correction} asks ({inputs}, told/witnessed); "
        "the uncorrected level is the stricter one. Witnesses are the hours that monitoring recorded (load), reports "
        "of a laboratory (moisture), and for the rest earlier reports or, failing those, that this one was accepted",
    ),
    "correction.missing": (
        "{line}：缺{correction}的输入({inputs})；该修正可能加严，未修正的等级不可用",
        "{line}: {correction} lacks its inputs ({inputs}); it may tighten the level, which cannot be used uncorrected",
    ),
    "level.stricter": (
        "{line}：{taken}的{value} {unit}严于{other}的{laxer}，按较严者",
        "{line}: {value} {unit} of {taken} is stricter than {laxer} of {other} and counts",
    ),
    "rung.not_yet": ("{line}：第{rung}级自{year}年起适用", "{line}: rung {rung} applies from {year}"),
    "rung.no_benchmark": (
        "{line}：第{rung}级没有{year}年可用的配额基准值或平衡值",
        "{line}: rung {rung} has no usable value for {year}",
    ),
    "rung.no_advanced": (
        "{line}：第{rung}级没有先进值(同类不足，且无全年有效的能耗等级)",
        "{line}: rung {rung} has no advanced value (too few peers, no energy level in force all year)",
    ),
    "rung.anchor_order": (
        "{line}：第{rung}级的先进值不优于弱锚点",
        "{line}: the advanced value of rung {rung} is not better than its weak anchor",
    ),
    "rung.no_peers": ("{line}：第{rung}级核查过的同类不足", "{line}: rung {rung} has too few verified peers"),
    "rung.no_level": (
        "{line}：第{rung}级没有{year}年全年有效的能耗等级",
        "{line}: rung {rung} has no energy level in force all of {year}",
    ),
    "pollutant.no_media": ("规则集没有该行业的介质", "The ruleset names no medium for the sector"),
    "medium.no_line": ("{medium}：没有可评价的生产线", "{medium}: no line can be judged"),
    "pollutant.no_total": ("{medium}：{substance}没有排放量", "{medium}: no mass of {substance} is given"),
    "limit.superseded": (
        "{line}：{document}自{year}年起替代所用限值，其限值未收录，弱锚点仍按原标准",
        "{line}: {document} replaces the limits from {year}; its own are not in the library, the old ones still serve",
    ),
    "pollutant.not_given": (
        "{line}：缺{substance}浓度(或质量和烟气量)",
        "{line}: {substance} lacks a concentration (or mass and gas volume)",
    ),
    "pollutant.no_limit": (
        "{line}：{substance}在本工序没有已收录的全国排放限值",
        "{line}: no national limit of {substance} at this process is in the library",
    ),
    "pollutant.no_advanced": (
        "{line}：没有当年有效的文件规定{substance}的先进限值，该生产线的{medium}不可评价",
        "{line}: no document in force gives an advanced level of {substance}; its {medium} cannot be judged",
    ),
    "pollutant.no_equivalent": (
        "{line}：{substance}没有法定污染当量值，该生产线的{medium}不可评价",
        "{line}: the law gives no equivalent of {substance}; {medium} is not evaluable",
    ),
    "weights.missing": ("{medium}：缺烟气量，取最差生产线", "{medium}: gas volumes are missing, the worst line counts"),
    "basis.used": ("{line}：{substance}依据{basis}(第{rank}位)", "{line}: {substance} rests on {basis} (rank {rank})"),
    "basis.below_required": (
        "{line}：{substance}依据{basis}(第{rank}位)，本评价规则要求{required}",
        "{line}: {substance} rests on {basis} (rank {rank}) where this scheme asks for {required}",
    ),
    "figure.disagrees": (
        "{line}：{substance}浓度{given}与质量除以烟气量{implied} mg/m3不符，取高值",
        "{line}: {substance} {given} against {implied} mg/m3 from mass and volume; the higher counts",
    ),
    "gas.beyond_fuel": (
        "{line}：{substance}的烟气量超过燃料或产品所能产生的烟气量，浓度按质量除以后者计为{held}(填报{given}) mg/m3",
        "{line}: {substance} is told with more gas than fuel or product gives; mass over that gas, {held} mg/m3, "
        "counts instead of {given}",
    ),
    "block.out_of_reach": (
        "{subject}：减到零也达不到，或现有依据未定义该等级",
        "{subject}: not reached even with nothing left, or not defined on the present footing",
    ),
    "block.coverage": (
        "{axis}：覆盖率{covered}%，本评价规则要求{needed}%，还差{lacking}个百分点",
        "{axis}: coverage {covered} %, this scheme asks for {needed} %, {lacking} points short",
    ),
    "block.coverage_mass": (
        "{axis}：覆盖率{covered}%，本评价规则要求{needed}%，还差{lacking}个百分点"
        "(约{mass} t CO2e须归入有可对照水平的生产线)",
        "{axis}: coverage {covered} %, this scheme asks for {needed} %, {lacking} points short: about {mass} t CO2e to"
        " be put under lines that have a level to compare with",
    ),
    "block.acceptance": (
        "本评价规则要求报告经主管部门审定",
        "This scheme asks for a report that the regulator has accepted",
    ),
    "route.short": (
        "{subject}：全部可并行的措施一起实施，仍须再减{amount} {unit}",
        "{subject}: all measures that go together still leave {amount} {unit} to go",
    ),
    "ranking.small_group": ("同组不足{minimum}家，不公开", "The group has fewer than {minimum}: not published"),
}

#: What is said of a line that names no unit.
WHOLE_SITE = ("未注明单元", "without a unit")

STEPS: Texts = {
    "step.reduce": ("{subject}：减少{amount} {unit}", "{subject}: {amount} {unit} less"),
    "step.reduce_per_product": ("{subject}：每单位产品减少{amount} {unit}", "{subject}: {amount} {unit} less"),
    "step.reduce_mass": ("{subject}：约合减排{amount} {unit}", "{subject}: about {amount} {unit} less emitted"),
    "step.not_defined": (
        "{subject}：现有依据达不到或未定义{rating}",
        "{subject}: {rating} is not defined on the present footing",
    ),
    "step.give_totals": (
        "{subject}：给出企业总量以计算覆盖率",
        "{subject}: give the enterprise total, so that coverage is known",
    ),
    "step.coverage": (
        "{subject}：覆盖率{covered}%，本评价规则要求{needed}%",
        "{subject}: coverage {covered} %, this scheme asks for {needed} %",
    ),
    "step.out_of_reach": (
        "{subject}：现有依据达不到上一名的水平",
        "{subject}: the next above is out of reach on this footing",
    ),
    "step.accepted": (
        "{subject}：本评价规则要求经主管部门审定",
        "{subject}: this scheme asks for the regulator's acceptance",
    ),
}


def label(name: str, ruleset: Ruleset | None = None) -> tuple[str, str]:
    """The two labels of a word; titles of the ruleset's own items first; the word itself where there is none."""
    if ruleset is not None:
        for item in (*ruleset.compliance, *ruleset.vetoes, *(cap.fact for cap in ruleset.caps), *ruleset.titled):
            if item.id == name:
                return item.title.zh, item.title.en
    return LABELS.get(name, (name, name))


def reason_text(reason: Reason, ruleset: Ruleset | None = None) -> tuple[str, str]:
    """A reason in Chinese and English."""
    return _filled(REASONS[reason.code], reason.params, ruleset)


def step_text(step: Step, amount: str, ruleset: Ruleset | None = None) -> tuple[str, str]:
    """A step in Chinese and English; `amount` as printed."""
    subject = f"@{step.subject.split('@')[0]}"
    return _filled(
        STEPS[step.code], {**step.params, "subject": subject, "amount": amount, "unit": step.unit or ""}, ruleset
    )


def _filled(texts: tuple[str, str], params: Mapping[str, str], ruleset: Ruleset | None) -> tuple[str, str]:
    pairs = {k: WHOLE_SITE if (k, v) == ("line", "") else _spoken(v, ruleset) for k, v in params.items()}
    zh = texts[0].format_map(_Known({key: pair[0] for key, pair in pairs.items()}))
    return zh, texts[1].format_map(_Known({key: pair[1] for key, pair in pairs.items()}))


def _spoken(value: str, ruleset: Ruleset | None) -> tuple[str, str]:
    """The labels of a word or of several, divided by commas; what is no word stands for itself."""
    if not value.startswith("@"):
        return value, value
    labels = [label(word.removeprefix("@"), ruleset) for word in value.split(", ")]
    return "、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels)


class _Known(dict[str, str]):
    """Parameters of a text; one that was not given shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"
