"""What is said about the totals of an enterprise over its reports, in Chinese and English."""

Texts = dict[str, tuple[str, str]]

TOTALS_MESSAGES: Texts = {
    "totals.periods_overlap": (
        "同一设施的两份报告 {report} 与 {other} 期间重叠，不能相加",
        "The reports {report} and {other} of one site cover the same time and cannot be added",
    ),
    "totals.month_beside_year": (
        "同一数据既按月又按全年报送，另见 {other}，可能重复计算",
        "The same thing is reported for the year and by month, see {other}: it may count twice",
    ),
    "totals.reading_twice": (
        "同一计量器具的同一读数出现两次，另见 {other}，可能重复计算",
        "One reading of one meter stands in two lines, see {other}: it may count twice",
    ),
    "totals.internal_transfer": (
        "该设施外购 {kind}，而同一企业的报告 {makers} 有生产或外供；内部转供会在两边各计一次",
        "This site reports {kind} and the same enterprise makes or sells some ({makers}): what passes between its own "
        "sites counts at both",
    ),
    "totals.potentials_differ": (
        "各报告采用不同的全球变暖潜势({sets})，二氧化碳当量分别合计，不相加",
        "The reports use several sets of warming potentials ({sets}); their CO2e stands apart and is not added",
    ),
    "totals.first_order_rough": (
        "{substance}({medium})的相对标准不确定度超过 {limit} %，一阶传播过于粗略，应采用模拟",
        "The relative standard uncertainty of {substance} ({medium}) is above {limit} %: too much for first order, a "
        "simulation is due",
    ),
    "totals.replay_differs": (
        "按所存依据重算与所存合计不同；总量以所存为准，分范围数与不确定度为重算",
        "The stored totals do not come out again from the stored grounds; they count as stored, while figures by scope "
        "and uncertainties are those of the recomputation",
    ),
    "totals.widths_of_today": (
        "报送当日的不确定度缺省值未留存，采用现行值",
        "The default uncertainties of the day of this report are not kept; those of today stand in",
    ),
    "totals.site_without_report": ("该设施本年度没有报告", "This site has no report of the year"),
    "totals.newest_not_counted": (
        "最新版本 {version}({state})未计入；计入的版本：{counted}",
        "The newest version, {version} ({state}), is not counted; counted is: {counted}",
    ),
    "totals.region_only": (
        "只含区划 {region} 内的设施，其他设施不在您的查看范围内",
        "Only sites in region {region} are here; any others are outside of what your key reaches",
    ),
    "totals.inputs_only": (
        "不确定度来自活动数据、参数与因子；温室气体潜势与化学计量常数按准确值，方法本身的误差和未报送的排放不在其内",
        "The uncertainty is that of activity data, parameters and factors; warming potentials and stoichiometric "
        "constants are taken to be exact, and neither the error of a method nor what nobody reported is in it",
    ),
}
