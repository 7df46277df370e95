"""What the calculators say, in Chinese and English: refusals of a line of activity data, and findings on it."""

Texts = dict[str, tuple[str, str]]

CALCULATION_MESSAGES: Texts = {
    "activity.kind_unknown": (
        "该方法不识别此类活动；相近：{nearest}；可用：{expected}",
        "The methods know no such kind of activity; nearest: {nearest}; known: {expected}",
    ),
    "activity.kind_elsewhere": (
        "该行业或年份适用的方法不含 {kind}；含此类活动的方法及其年份、行业：{methods}",
        "No method of this sector and year knows {kind}; those that do, with their years and sectors: {methods}",
    ),
    "activity.input_missing": (
        "核算 {substance} 缺少：{missing}{choices}",
        "{substance} cannot be computed without: {missing}{choices}",
    ),
    "parameter.repeated": (
        "同一参数用两个名称各报了一次，只保留：{expected}",
        "One parameter is stated under two names; keep: {expected}",
    ),
    "substance.unknown": (
        "没有这个物质，会漏计于合计和税额；相近：{expected}",
        "There is no such substance, so it would enter no total and no tax; nearest: {expected}",
    ),
    "activity.nothing_reported": (
        "该行没有可核算的数据；可报：{expected}",
        "The line reports nothing that gives a figure; it can report: {expected}",
    ),
    "parameter.unit_unfit": (
        "该参数的计量单位与所用公式不符，结果会改用缺省值；应为：{expected}",
        "The unit of this parameter fits no formula here, so a default would take its place; wanted: {expected}",
    ),
    "parameter.substance_not_counted": (
        "该类活动不核算此物质；相近：{nearest}；可用：{expected}",
        "The kind gives no figure of this substance; nearest: {nearest}; known: {expected}",
    ),
    "monitoring.corrected_concentration": (
        "折算浓度（基准氧含量）只用于达标判定，不得用于排放量；请报实测浓度 concentration",
        "A concentration at reference oxygen judges compliance only; report the measured `concentration` for a mass",
    ),
    "waste.not_balanced": (
        "固体废物收支不平衡：年初贮存 + 产生 + 接收与利用、处置、贮存、倾倒相差 {difference}",
        "The waste does not balance: opening stock plus generation differ from use, disposal and closing stock "
        "by {difference}",
    ),
    "activity.covered_by_no_rule": (
        "该方法未规定此材料、工序或工艺；可用：{expected}",
        "The method has no rule for this material, process or technology; covered: {expected}",
    ),
    "activity.counted_elsewhere": (
        "该方法将此材料计入其他活动类别，在此填报会重复计算；应为：{expected}",
        "The method counts this material under another kind; here it would be counted twice: {expected}",
    ),
    "activity.counted_twice": (
        "同一单元的同一排放用了两种核算途径，只能取其一：{expected}",
        "Two ways to account for one and the same emission of a unit; keep one of them: {expected}",
    ),
    "activity.product_counted_twice": (
        "同一单元的同一产品 {product} 的污染物已由 {kind} 一行给出，本行会重复计算；保留其中一行，或只在一行写明工艺",
        "The line of {kind} already gives these pollutants of {product} of the same unit; keep one of the lines, or "
        "name the process or technology in one of them only",
    ),
    "activity.fuel_within_product": (
        "{kind} 的产污系数以产品计，含整座窑炉(包括燃料)；若该燃料用于同一窑炉，{substances} 重复计算",
        "The coefficients of {kind} stand for the whole furnace with its fuel; {substances} of fuel burnt there would "
        "count twice",
    ),
    "activity.not_counted": (
        "{method} 的核算范围不含 {what}，未计入",
        "{what} lies outside what {method} counts; it is left out",
    ),
    "report.kind_absent": (
        "{method} 要求说明 {kind}；没有发生时请填报零",
        "{method} wants {kind} to be reported, as zero where there is none",
    ),
    "parameter.not_a_share": (
        "该参数是比例，应在范围内：{expected}",
        "This parameter is a share and lies within: {expected}",
    ),
    "treatment.not_credited": (
        "该治理技术没有可用的去除效率，未予扣减",
        "No removal efficiency is at hand for this treatment; none is credited",
    ),
    "activity.undefined": (
        "按所填数值，{substance} 的算式 {equation} 无意义（例如除以零）",
        "With these values the equation of {substance} has no result, as with a division by zero: {equation}",
    ),
    "activity.proof_missing": (
        "{kind} 须在 evidence 中写明证据(类别:编号)，其一：{evidence}",
        "{kind} rests on a proof: name in its evidence (kind:number) one of {evidence}",
    ),
    "activity.below_zero": (
        "{substance} 的扣减量大于总量：{equation} 小于零",
        "More of {substance} is taken off than there is: {equation} is below zero",
    ),
    "activity.auxiliary": (
        "{method} 不核算 {kind} 的排放，仅作辅助数据",
        "{method} counts no emission from {kind}; it is kept as auxiliary data",
    ),
    "parameter.unknown": (
        "没有公式认得这个参数(多为拼写错误)；相近：{nearest}；该类活动可用：{expected}",
        "No formula knows this parameter, which is most often a slip; nearest: {nearest}; this kind takes: {expected}",
    ),
    "parameter.not_used": ("这一行的任何结果都没有用到该参数", "No figure of the line rests on this parameter"),
    "reported_emission.incomplete": (
        "自报排放量须写明物质和质量：{expected}",
        "A reported emission names its substance and carries a mass: {expected}",
    ),
    "reported_emission.medium_missing": (
        "{substance} 可经废气也可经废水排放，请写明 medium：{expected}",
        "{substance} leaves by air and by water alike; state its `medium`: {expected}",
    ),
    "reported_emission.medium_assumed": (
        "{substance} 未写明 medium，按 {medium} 计入；也可能是 {others}",
        "No `medium` is stated for {substance}; it is counted to {medium}, and may be meant for {others}",
    ),
    "result.not_evaluable": (
        "{substance} 无法核算，缺少：{missing}",
        "{substance} cannot be evaluated; missing: {missing}",
    ),
    "quantity.standard_state_taken": (
        "气体体积未注明状态，按标准状态(0 ℃、101.325 kPa)计；请用 Nm3，20 ℃ 的用 m3@20C",
        "A gas volume without its state is taken at 0 °C and 101.325 kPa; write Nm3, or m3@20C for 20 °C",
    ),
    "removal.already_in_figure": (
        "{substance} 的数值已含治理设施的去除效果, 不再乘以去除效率",
        "The figure of {substance} already contains the treatment; the removal efficiency is not applied again.",
    ),
    "removal.running_rate_missing": (
        "{substance} 有去除效率而无运行率：不按 1 计，未扣除去除量",
        "{substance} has a removal efficiency and no running rate: it is not taken as 1, no removal is credited",
    ),
    "method.override_not_allowed": (
        "方法不允许企业自定 {parameter}；此处照算并标注，报告中不予受理",
        "The method lets no enterprise set {parameter}; computed and marked here, refused in a report",
    ),
    "method.override_without_evidence": (
        "自定 {parameter} 须有证据：{evidence}",
        "Setting {parameter} takes evidence: {evidence}",
    ),
    "method.tie_broken": (
        "该行业同样适用 {others}，按 {method} 计算；主营业务更符合其他指南时，请以 method 指定",
        "{others} govern the sector as closely; computed by {method}. Where another guide describes the main business, "
        "ask for it by `method`",
    ),
    "subject.no_method_in_force": (
        "{year} 年没有在用方法核算 {kind} 的 {subject}：{methods}；可用 method 指定：{instead}",
        "No method in force in {year} accounts for {subject} of {kind}: {methods}; to be asked for by `method`: "
        "{instead}",
    ),
    "method.own_guide_exists": (
        "该行业有自己的指南“{guide}”，此处按 {method} 计算",
        "The sector has its own guide ({guide}); computed by {method}",
    ),
    "total.left_out": (
        "{substance} 的这一项({basis})与更优先的数据重叠，未计入合计",
        "This figure of {substance} ({basis}) overlaps with one of higher priority and is not in the total",
    ),
    "figure.below_zero": (
        "{figure} 为负：各部分之和大于整体，须说明原因(如库存变化)或更正",
        "{figure} is below zero: the parts add up to more than the whole; give the reason (such as a change of stock) "
        "or correct the lines",
    ),
    "gwp.not_in_set": (
        "{set} 没有 {substance} 的全球变暖潜势，二氧化碳当量合计不含该气体",
        "{set} has no potential for {substance}; the CO2e total leaves this gas out",
    ),
    "gwp.not_known": (
        "参考数据没有 {substance} 的全球变暖潜势，二氧化碳当量合计不含该气体",
        "The library holds no potential for {substance}; the CO2e total leaves this gas out",
    ),
    "region.unknown": ("没有这个省级区划代码，请用：{expected}", "No province has this code; expected: {expected}"),
    "tax.number": ("环保税参数应 {expected}", "A number of the environmental tax is {expected}"),
    "uncertainty.negative": (
        "不确定度不能为负，应为：{expected}",
        "An uncertainty is not negative; expected: {expected}",
    ),
}
