"""Spellings with their worth, and text that must be refused: the cases of `test_units`."""

from __future__ import annotations

# Every spelling of every plain unit, and what one of it is in the canonical unit of its dimension.
GOLDEN = """
mass 1 : t 吨 公吨 tonne 吨污水 吨水·倍
mass 0.001 : kg 千克 公斤 kgs
mass 1e-6 : g 克
mass 1e-9 : mg 毫克
mass 1e-12 : ug μg µg 微克
mass 1e-15 : ng 纳克
mass 1000 : Gg 吉克
mass 0.90718474 : short_ton short~ton 短吨 美制短吨
mass 0.00045359237 : lb lbs 磅
energy 1 : GJ 吉焦 吉焦耳 百万千焦
energy 1e-9 : J 焦 焦耳
energy 1e-6 : kJ KJ 千焦 千焦耳
energy 0.001 : MJ 兆焦 兆焦耳
energy 1000 : TJ 太焦 太焦耳
energy 1e6 : PJ 拍焦 拍焦耳
energy 4.1868e-6 : kcal Kcal 千卡 大卡
energy 1.05505585262 : MMBtu_IT 百万英热单位
energy 1.05505585262e-6 : Btu_IT 英热单位
energy 0.0036 : kWh 千瓦时 度 kW·h kW.h kwh KWh KWH 千瓦·时 千瓦小时
energy 3.6 : MWh 兆瓦时 MW·h MW.h 兆瓦·时
energy 3600 : GWh 吉瓦时 GW·h 吉瓦·时
energy 3600000 : TWh 太瓦时 TW·h 太瓦·时
energy 29.3076 : tce 吨标准煤 吨标煤 吨标准煤当量
energy 0.0293076 : kgce 千克标准煤 千克标煤 公斤标煤
energy 2.93076e-5 : gce 克标准煤 克标煤
energy 41.868 : toe 吨标准油 吨标油 吨油当量
energy 0.041868 : kgoe 千克标准油 千克标油 千克油当量
energy/time 0.0036 : kW KW 千瓦
energy/time 3.6 : MW 兆瓦
energy/time 3600 : GW 吉瓦
time 1 : h 小时 时 hr
time 1/60 : min 分钟
time 1/3600 : s 秒
time 24 : d 天 日 day
calendar 1 : year 年 年度
calendar 1/12 : month 月 个月
normal_volume 1 : Nm3 Nm³ 标立方米 标准立方米 Nm^3 m3(0℃) m3(0°C)
volume_at_20C 1 : m3@20C m3@20℃ m3(20℃) m³(20℃) 立方米(20℃) 20℃立方米 m3@20°C m3(20°C) 立方米(20°C) 20°C立方米
volume 1 : m3 m³ ㎥ 立方米 m^3 kL
volume 0.001 : L l 升 公升
volume 1e-6 : mL ml 毫升
volume 1e-6 : cm3 cm³ cm^3 立方厘米
volume 0.158987294928 : bbl barrel 油桶
volume 0.003785411784 : gal_US US~gal US~gallon 美制加仑
volume 0.028316846592 : ft3 ft^3 cubic~feet 立方英尺
length 1 : m 米
length 1000 : km 公里 千米
length 1609.344 : mi mile miles 英里
length 100000 : 100km 百公里
area 1 : m2 m² ㎡ m^2 平方米
area 1e6 : km2 km² km^2 平方公里 平方千米
area 10000 : ha hm2 hm^2 公顷
area 40468564224/10000000 : acre acres 英亩
area 2000/3 : 亩
temperature 1 : degC ℃ °C 度C 摄氏度
voltage 1 : V 伏 伏特
turnover 1 : tkm 吨公里 t·km t*km t.km 吨·公里
voltage 0.001 : mV 毫伏
pressure 1 : MPa 兆帕
pressure 0.001 : kPa 千帕
pressure 1e-4 : hPa 百帕 mbar 毫巴
pressure 0.000133322387415 : mmHg 毫米汞柱 Torr
pressure 1e-6 : Pa 帕 帕斯卡
amount 1 : mol 摩尔
CNY 1 : CNY 元 RMB 人民币元
USD 1 : USD 美元
1 1 : 1 无量纲
1 0.01 : % ％ 百分比 %~m/m
1 0.001 : ‰ 千分比
1 1e-6 : ppmv ppmvd umol/mol 体积百万分之一
1 1 : head 头 只 羽 匹 头(羽) 头(只)
1 1 : piece 个 件 条 项 起 处 床 泄漏点 排放口 棵 市 # connection tree
1 1 : plant 台 座 套 家 户 unit
1 1 : person 人 人次
1 1 : vehicle vehicles 辆
1 1 : LTO 起降循环 起降架次
sound_level 1 : dB dB(A) 分贝 分贝(A)
1 1 : weight_case 重量箱 重箱
1 1 : energy_factor 能量因数
1 1 : eq 污染当量 当量
mass 10000 : 万吨 万t 10^4t 10^4~t 10⁴t
mass 1e6 : 百万吨 10^6~t
mass 1e8 : 亿吨 亿t 10^8t
mass 1000 : 千吨 10^3~t
mass 10000 : 万tCO2 10^4~tCO2 10^4tCO2e 万吨CO2 万吨二氧化碳 万吨二氧化碳当量
energy 36 : 万kWh 万千瓦时 万度 10^4kWh 10^4~kWh
energy 360000 : 亿kWh 亿千瓦时 亿度
energy 3600 : 10^6kWh 百万千瓦时
energy 4.1868 : 百万大卡 百万千卡
energy 293076 : 万吨标准煤 万吨标煤 万tce
energy/time 36 : 万千瓦 万kW
normal_volume 10000 : 万Nm3 万Nm³ 万标立方米 10^4Nm3 10⁴Nm³ 10^4~Nm3
volume 10000 : 万m3 万立方米 10^4m3
volume 10 : 万L 万升
CNY 10000 : 万元 10^4~CNY
CNY 1e8 : 亿元
mass 1 : tC tCO2 tCO2e tCO2eq tCO2-eq tN tCH4 tN2O t~CO2 吨二氧化碳 吨二氧化碳当量 吨碳 tCO₂
mass 0.001 : kgCO2 kgCO2e kgSO2eq kgPO4eq kg~NH3 kgN2O-N 千克二氧化碳
mass 1e-15 : ngTEQ ng-TEQ ng~TEQ
"""

# Quotients as the sources print them, and the code that each becomes.
COMPOUNDS = """
GJ/万Nm3 -> GJ/10^4Nm3 | 吉焦/吨 -> GJ/t | 毫克/立方米 -> mg/m3 | 毫克/标立方米 -> mg/Nm3 | 克/千瓦时 -> g/kWh
µg/m³ -> ug/m3 | kg / 污染当量 -> kg/eq | 元/污染当量 -> CNY/eq | 元/月 -> CNY/month | t/a -> t/year
万t/a -> 10^4t/year
1/a -> 1/year | 吨/小时 -> t/h | kgce/m² -> kgce/m2 | kgce/重箱 -> kgce/weight_case
kgoe/(t·能量因数) -> kgoe/t/energy_factor
kg/(m2*月) -> kg/m2/month | kg/(m2*month) -> kg/m2/month | kg/(头(羽)*d) -> kg/head/d | g/(人*d) -> g/person/d
kg/(h*泄漏点) -> kg/h/piece | kJ/(kg.C) -> kJ/kg/degC | kgCH4/(head·a) -> kgCH4/head/year
tCO2/MWh generated -> tCO2/MWh | tCO2/t clinker -> tCO2/t | kg/t煤 -> kg/t | Nm3/万m3气 -> Nm3/10^4m3
g/kg燃料 -> g/kg | kg/kgN -> kg/kgN | kgN2O-N/kgN -> kgN2O-N/kgN | kgCF4/tAl -> kgCF4/tAl | tCO2/t NH3 -> tCO2/tNH3
tCO2e/10^4 CNY -> tCO2e/10^4CNY | 10^4 kWh/a -> 10^4kWh/year | kg/t/% -> kg/t/% | kWh/km -> kWh/km
L/百公里 -> L/100km | 千克/百公里 -> kg/100km | 千克/吨/毫伏 -> kg/t/mV
"""

AMBIGUOUS = """
ton tons kt KT T a cal 卡 MT Mt Pb mu 方 标方 万方 ppm ppb Sm3 nm3 K C gal Btu btu MMBtu mmBtu therm
scf MMscf Mg GJ/ton mg/方
"""

UNKNOWN_UNITS = [
    *("", " ", "kilograms", "9**9**9", "9^9^9 kg", "10**100000000", "10^9999999 t", "kg**9**9**9", "x" * 100_000),
    *("9" * 1_000_000, "kg*" * 10_000, "(" * 5_000, "-" * 5_000, "kg\x00", "\x00", "\ud800", "kg\udfff", " kg", "kg "),
    *("kg\n", "kg;6 t", "kg?", "😀", "#kg", "€", "k g", "万 吨", "万万吨", "kgkg", "t/", "/t", "t//t", "t/t/t/t", "()"),
    *("t/(t*t*t)", "t/()", "t煤", "tCO2 generated", "__import__('os')", "nan", "inf", "Nm", "10^5t", "%TAN", "-", "—"),
    *("t×t", "kg/t煤 每1%S", "mg/m3(甲烷:%)", "ﷺ" * 32, "٣", "m₃/t₂/h₁/d"),
]

BAD_VALUES = [
    *(
        "",
        " ",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e400",
        "1E+100",
        "1e1000000",
        "1_000",
        "1,000",
        "1，200",
        " 1",
    ),
    *(
        "1 ",
        "1 000",
        "1\n",
        "1\x00",
        "\ud800",
        ".5",
        "5.",
        "1.2.3",
        "--1",
        "+-1",
        "0x10",
        "1e",
        "e1",
        "1e+",
        "5~6",
        "½",
    ),
    *("٣", "１２００", "٣.٣", "9**9**9", "9" * 41, "9" * 1_000_000, "x" * 100_000, "1/2", "10^4", "−5", "1²", "²"),
]
