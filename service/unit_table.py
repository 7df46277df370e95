"""The closed table of units: what is accepted, what it is worth, and what is refused because it has two readings.

Three things that nobody would revise stand here: Pint definition lines (the independent statement that
`service.units` proves the table against), the atoms with their exact factors and Chinese aliases, and the scales
千, 万, 百万, 亿, 十亿. Everything that an expert would revise (calorific values, densities, GWP) is reference data.

Dimensions. Gas at 0 °C and 101.325 kPa (`Nm3`), gas at 20 °C (`m3@20C`) and actual volume (`m3`) are three base
dimensions: going from one to another needs a stated temperature and pressure. Mass and volume meet only through a
density. A calendar year or month is not a number of hours (leap years), so it is a base dimension too, and so are each
currency and the turnover of transport. Degrees Celsius stand alone: without kelvin there is no offset to forget.

Sources: GB 3100-1993 (SI and Chinese names), GB/T 2589-2020 (1 kgce = 29307.6 kJ with
kcal = 4.1868 kJ, so 1 kgoe of 10,000 kcal = 41868 kJ); 亩 is one fifteenth of a hectare.
"""

from __future__ import annotations

MAX_UNIT_LENGTH = 32

DEFINITIONS = """
thousand_- = 1000
ten_thousand_- = 10000
million_- = 1000000
hundred_million_- = 100000000
billion_- = 1000000000

tonne = [mass]
kilogram = tonne / 1000
gram = kilogram / 1000
milligram = gram / 1000
microgram = milligram / 1000
nanogram = microgram / 1000
gigagram = 1000 * tonne
short_ton = 907.18474 * kilogram
pound = 0.45359237 * kilogram

gigajoule = [energy]
megajoule = gigajoule / 1000
kilojoule = megajoule / 1000
joule = kilojoule / 1000
terajoule = 1000 * gigajoule
petajoule = 1000 * terajoule
kilocalorie = 4.1868 * kilojoule
million_btu = 1055055.85262 * kilojoule
btu_of_the_IT = million_btu / 1000000
kilowatt_hour = 3600 * kilojoule
megawatt_hour = 1000 * kilowatt_hour
gigawatt_hour = 1000 * megawatt_hour
terawatt_hour = 1000 * gigawatt_hour
kilogram_coal_equivalent = 29307.6 * kilojoule
gram_coal_equivalent = kilogram_coal_equivalent / 1000
tonne_coal_equivalent = 1000 * kilogram_coal_equivalent
kilogram_oil_equivalent = 10000 * kilocalorie
tonne_oil_equivalent = 1000 * kilogram_oil_equivalent

hour = [time]
minute = hour / 60
second = minute / 60
day = 24 * hour
year = [calendar]
month = year / 12
kilowatt = kilowatt_hour / hour
megawatt = 1000 * kilowatt
gigawatt = 1000 * megawatt

metre = [length]
kilometre = 1000 * metre
mile = 1609344 * metre / 1000
hundred_kilometres = 100 * kilometre
centimetre = metre / 100
square_metre = metre ** 2
square_kilometre = kilometre ** 2
acre_of_land = 4046.8564224 * square_metre
hectare = 10000 * square_metre
mu_of_land = hectare / 15
cubic_metre = metre ** 3
cubic_centimetre = centimetre ** 3
litre = cubic_metre / 1000
millilitre = litre / 1000
oil_barrel = 158.987294928 * litre
gallon_of_the_US = 3.785411784 * litre
foot_cubed = 28.316846592 * litre
normal_cubic_metre = [normal_volume]
cubic_metre_at_20C = [volume_at_20C]

degree_celsius = [temperature]
volt = [voltage]
millivolt = volt / 1000
megapascal = [pressure]
kilopascal = megapascal / 1000
pascal = kilopascal / 1000
hectopascal = 100 * pascal
mercury_column = 133322387415 * pascal / 1000000000
mole = [amount]
yuan = [CNY]
dollar = [USD]

tonne_kilometre = [turnover]

count = []
percent = count / 100
permille = count / 1000
volume_part_in_a_million = count / 1000000
head = count
piece = count
plant = count
person = count
vehicle = count
landing_cycle = count
weight_case = count
energy_factor = count
pollution_equivalent = count
decibel = [sound_level]
"""

# code | Pint name | dimension | canonical units in one of it | 中文 | English | further spellings (after NFKC)
ATOMS = """
t | tonne | mass | 1 | 吨 | tonne | 公吨, tonne, 吨污水, 吨水·倍
kg | kilogram | mass | 1/1000 | 千克 | kilogram | 公斤, kgs
g | gram | mass | 1/1000000 | 克 | gram |
mg | milligram | mass | 1/1000000000 | 毫克 | milligram |
ug | microgram | mass | 1/1000000000000 | 微克 | microgram | μg
ng | nanogram | mass | 1/1000000000000000 | 纳克 | nanogram |
Gg | gigagram | mass | 1000 | 吉克 | gigagram |
short_ton | short_ton | mass | 90718474/100000000 | 美制短吨 | short ton (US) | short ton, 短吨
lb | pound | mass | 45359237/100000000000 | 磅 | pound | lbs
GJ | gigajoule | energy | 1 | 吉焦 | gigajoule | 吉焦耳, 百万千焦
J | joule | energy | 1/1000000000 | 焦耳 | joule | 焦
kJ | kilojoule | energy | 1/1000000 | 千焦 | kilojoule | 千焦耳, KJ
MJ | megajoule | energy | 1/1000 | 兆焦 | megajoule | 兆焦耳
TJ | terajoule | energy | 1000 | 太焦 | terajoule | 太焦耳
PJ | petajoule | energy | 1000000 | 拍焦 | petajoule | 拍焦耳
kcal | kilocalorie | energy | 41868/10000000000 | 千卡 | kilocalorie (4.1868 kJ) | 大卡, Kcal
MMBtu_IT | million_btu | energy | 105505585262/100000000000 | 百万英热单位 | million British thermal units (IT) |
Btu_IT | btu_of_the_IT | energy | 105505585262/100000000000000000 | 英热单位 | British thermal unit (IT) |
kWh | kilowatt_hour | energy | 36/10000 | 千瓦时 | kilowatt-hour | 度, kW·h, kW.h, kwh, KWh, KWH, 千瓦·时, 千瓦小时
MWh | megawatt_hour | energy | 36/10 | 兆瓦时 | megawatt-hour | MW·h, MW.h, 兆瓦·时
GWh | gigawatt_hour | energy | 3600 | 吉瓦时 | gigawatt-hour | GW·h, 吉瓦·时
TWh | terawatt_hour | energy | 3600000 | 太瓦时 | terawatt-hour | TW·h, 太瓦·时
tce | tonne_coal_equivalent | energy | 293076/10000 | 吨标准煤 | tonne of coal equivalent | 吨标煤, 吨标准煤当量
kgce | kilogram_coal_equivalent | energy | 293076/10000000 | 千克标准煤 | kg of coal equivalent | 千克标煤, 公斤标煤
gce | gram_coal_equivalent | energy | 293076/10000000000 | 克标准煤 | gram of coal equivalent | 克标煤
toe | tonne_oil_equivalent | energy | 41868/1000 | 吨标准油 | tonne of oil equivalent | 吨标油, 吨油当量
kgoe | kilogram_oil_equivalent | energy | 41868/1000000 | 千克标准油 | kilogram of oil equivalent | 千克标油, 千克油当量
kW | kilowatt | energy/time | 36/10000 | 千瓦 | kilowatt | KW
MW | megawatt | energy/time | 36/10 | 兆瓦 | megawatt |
GW | gigawatt | energy/time | 3600 | 吉瓦 | gigawatt |
h | hour | time | 1 | 小时 | hour | 时, hr
min | minute | time | 1/60 | 分钟 | minute |
s | second | time | 1/3600 | 秒 | second |
d | day | time | 24 | 天 | day | 日, day
year | year | calendar | 1 | 年 | calendar year | 年度
month | month | calendar | 1/12 | 月 | calendar month | 个月
Nm3 | normal_cubic_metre | normal_volume | 1 | 标立方米 | cubic metre of gas at 0 °C | 标准立方米, Nm^3, m3(0°C)
m3@20C | cubic_metre_at_20C | volume_at_20C | 1 | 20℃立方米 | cubic metre of gas at 20 °C | \
m3@20°C, m3(20°C), 立方米(20°C), 20°C立方米
m3 | cubic_metre | volume | 1 | 立方米 | cubic metre, actual | m^3, kL
L | litre | volume | 1/1000 | 升 | litre | l, 公升
mL | millilitre | volume | 1/1000000 | 毫升 | millilitre | ml
cm3 | cubic_centimetre | volume | 1/1000000 | 立方厘米 | cubic centimetre | cm^3
bbl | oil_barrel | volume | 158987294928/1000000000000 | 油桶 | barrel of oil (42 US gallons) | barrel
gal_US | gallon_of_the_US | volume | 3785411784/1000000000000 | 美制加仑 | gallon (US) | US gal, US gallon
ft3 | foot_cubed | volume | 28316846592/1000000000000 | 立方英尺 | cubic foot, actual | ft^3, cubic feet
m | metre | length | 1 | 米 | metre |
km | kilometre | length | 1000 | 公里 | kilometre | 千米
mi | mile | length | 1609344/1000 | 英里 | mile, statute | mile, miles
100km | hundred_kilometres | length | 100000 | 百公里 | hundred kilometres |
m2 | square_metre | area | 1 | 平方米 | square metre | m^2
km2 | square_kilometre | area | 1000000 | 平方公里 | square kilometre | km^2, 平方千米
acre | acre_of_land | area | 40468564224/10000000 | 英亩 | acre (international) | acres
ha | hectare | area | 10000 | 公顷 | hectare | hm2, hm^2
亩 | mu_of_land | area | 2000/3 | 亩 | mu of land (1/15 ha) |
degC | degree_celsius | temperature | 1 | 摄氏度 | degree Celsius | °C, 度C
V | volt | voltage | 1 | 伏 | volt | 伏特
mV | millivolt | voltage | 1/1000 | 毫伏 | millivolt |
MPa | megapascal | pressure | 1 | 兆帕 | megapascal |
kPa | kilopascal | pressure | 1/1000 | 千帕 | kilopascal |
hPa | hectopascal | pressure | 1/10000 | 百帕 | hectopascal | mbar, 毫巴
mmHg | mercury_column | pressure | 133322387415/1000000000000000 | 毫米汞柱 | millimetre of mercury | Torr
Pa | pascal | pressure | 1/1000000 | 帕 | pascal | 帕斯卡
mol | mole | amount | 1 | 摩尔 | mole |
CNY | yuan | CNY | 1 | 元 | yuan renminbi | 人民币元, RMB
USD | dollar | USD | 1 | 美元 | US dollar |
tkm | tonne_kilometre | turnover | 1 | 吨公里 | tonne-kilometre | t·km, t*km, t.km, 吨·公里
1 | count | 1 | 1 | 无量纲 | one |
% | percent | 1 | 1/100 | 百分比 | percent | % m/m
‰ | permille | 1 | 1/1000 | 千分比 | per mille |
ppmv | volume_part_in_a_million | 1 | 1/1000000 | 体积百万分之一 | part in a million by volume | ppmvd, umol/mol
head | head | 1 | 1 | 头 | head of livestock | 只, 羽, 匹, 头(羽), 头(只)
piece | piece | 1 | 1 | 个 | piece | 件, 条, 项, 起, 处, 床, 泄漏点, 排放口, 棵, 市, #, connection, tree
plant | plant | 1 | 1 | 台 | plant or machine | 座, 套, 家, 户, unit
person | person | 1 | 1 | 人 | person | 人次
vehicle | vehicle | 1 | 1 | 辆 | vehicle | vehicles
LTO | landing_cycle | 1 | 1 | 起降循环 | landing and take-off cycle | 起降架次
dB | decibel | sound_level | 1 | 分贝 | decibel of a sound level | dB(A), 分贝(A)
weight_case | weight_case | 1 | 1 | 重量箱 | weight case of flat glass | 重箱
energy_factor | energy_factor | 1 | 1 | 能量因数 | refinery energy factor |
eq | pollution_equivalent | 1 | 1 | 污染当量 | pollution equivalent (environmental protection tax) | 当量
"""

SCALES = """
10^3 | thousand_ | 1000 | 千
10^4 | ten_thousand_ | 10000 | 万
10^6 | million_ | 1000000 | 百万
10^8 | hundred_million_ | 100000000 | 亿
10^9 | billion_ | 1000000000 | 十亿
"""
SCALED = (
    "t",
    "tC",
    "tCO2",
    "tCO2e",
    "kWh",
    "MWh",
    "kW",
    "GJ",
    "MJ",
    "kcal",
    "tce",
    "Nm3",
    "m3@20C",
    "m3",
    "L",
    "ft3",
    "CNY",
    "USD",
    "piece",
    "head",
    "vehicle",
    "person",
    "km",
    "tkm",
    "ha",
    "亩",
)

# A substance is a field of a record, never a unit: `tCO2` is a mass of one tonne that keeps its spelling for display.
MASSES_WITH_SUBSTANCE = ("t", "kg", "g", "mg", "ug", "ng")
SUBSTANCES = """
C | 碳 |
CO2 | 二氧化碳 |
CO2e | 二氧化碳当量 | CO2eq, CO2-eq, CO2当量
CH4 | 甲烷 |
N2O | 氧化亚氮 |
N2O-N | 氧化亚氮氮 |
N | 氮 |
NH3 | 氨 |
NH3-N | 氨氮 |
HNO3 | 硝酸 |
SO2 | 二氧化硫 |
SO2e | 二氧化硫当量 | SO2eq
PO4e | 磷酸根当量 | PO4eq
NOx | 氮氧化物 |
COD | 化学需氧量 |
BOD | 生化需氧量 |
CF4 | 四氟化碳 |
C2F6 | 六氟乙烷 |
SF6 | 六氟化硫 |
Al | 铝 |
Al2O3 | 氧化铝 |
FeSi | 硅铁 |
TEQ | 毒性当量 | -TEQ
"""

# What stands after a unit in a denominator ("kg/t煤", "tCO2/MWh generated") says per tonne of what; it is dropped here
# because the material is a field of its own.
QUALIFIERS = "\
产品 原料 煤 原煤 入洗煤 油 燃料 生物质 熟料 球团 球团矿 烧结矿 铁水 铁 钢 粗钢 焦 玻璃液 油墨 焊料 肥 气 循环水"
QUALIFIERS_AFTER_SPACE = "clinker, glass, lime, pure, urea, wet, raw coal, generated, supplied"
QUALIFIED = ("t", "kg", "m3", "10^4m3", "MWh")

# Accepted in a denominator only, because alone they are ambiguous.
DENOMINATORS = {"a": "year", "C": "degC", "mo": "month"}

# Text with two readings, and the codes to choose from.
AMBIGUOUS = {
    "ton": "t, short_ton",
    "tons": "t, short_ton",
    "Ton": "t, short_ton",
    "TON": "t, short_ton",
    "kt": "10^3t",
    "Kt": "10^3t",
    "KT": "10^3t",
    "Mt": "10^6t",
    "MT": "10^6t",
    "Gt": "10^9t",
    "T": "t, TJ",
    "a": "year, ha",
    "cal": "kcal, kJ",
    "Cal": "kcal, kJ",
    "卡": "kcal, kJ",
    "Btu": "Btu_IT, kJ",
    "BTU": "Btu_IT, kJ",
    "btu": "Btu_IT, kJ",
    "MMBtu": "MMBtu_IT, GJ",
    "mmBtu": "MMBtu_IT, GJ",
    "MMBTU": "MMBtu_IT, GJ",
    "therm": "MMBtu_IT, GJ",
    "Mg": "t, mg",
    "cf": "ft3, Nm3, m3@20C",
    "scf": "ft3, Nm3, m3@20C",
    "Mcf": "10^3ft3, 10^6ft3",
    "Mscf": "10^3ft3, 10^6ft3",
    "MMcf": "10^6ft3, 10^4Nm3",
    "MMscf": "10^6ft3, 10^4Nm3",
    "Pb": "mg, kg",
    "mu": "亩, ug",
    "方": "m3, Nm3, m3@20C",
    "立方": "m3, Nm3, m3@20C",
    "标方": "Nm3, m3@20C",
    "万方": "10^4m3, 10^4Nm3, 10^4m3@20C",
    "万立方": "10^4m3, 10^4Nm3, 10^4m3@20C",
    "万标方": "10^4Nm3, 10^4m3@20C",
    "Sm3": "Nm3, m3@20C",
    "sm3": "Nm3, m3@20C",
    "nm3": "Nm3",
    "scm": "Nm3, m3@20C",
    "ppm": "ppmv, mg/kg, mg/L, mg/m3",
    "ppb": "ug/kg, ug/L, ug/m3",
    "K": "degC",
    "C": "degC, tC",
    "F": "degC",
    "M": "m, month",
    "N": "Nm3",
    "gal": "gal_US, L",
    "gallon": "gal_US, L",
    "加仑": "gal_US, L",
    "桶": "bbl, L",
    "斤": "kg",
    "箱": "weight_case",
    "mwh": "MWh",
    "mw": "MW",
    "k": "kg, kWh, kW",
    "$": "USD, CNY",
    "¥": "CNY",
}

# The compounds that the reference data and reports use; any other quotient of atoms resolves as well.
COMPOUNDS = """
GJ/t MJ/kg kJ/kg kcal/kg GJ/10^4Nm3 MJ/Nm3 kJ/Nm3 kcal/Nm3 MJ/m3@20C kJ/m3@20C GJ/MWh MJ/kWh kJ/kWh kcal/kWh
kJ/kg/degC tC/GJ tC/TJ kgC/GJ tC/t kgC/kg tC/10^4Nm3 tCO2/t tCO2/GJ tCO2/TJ kgCO2/TJ kgCO2/GJ tCO2/10^4Nm3 kgCO2/Nm3
tCO2/MWh kgCO2/kWh gCO2/kWh tCO2/10^4kWh tCO2/tce kgCO2e/kWh tCO2e/MWh tCO2e/t tCO2e/10^4t tCO2e/10^4CNY
tCO2e/10^6CNY tCO2e/10^6USD tCO2/10^4CNY t/10^4CNY tce/10^4CNY t/10^4t t/t kg/t g/t g/kg mg/kg kgCO2/t kg/10^4Nm3
kg/10^4m3 t/10^4Nm3 kg/m3 kg/L t/m3 g/cm3 g/m3 mg/m3 ug/m3 g/Nm3 mg/Nm3 ug/Nm3 ngTEQ/m3 ngTEQ/Nm3 mg/L ug/L g/L
kg/GJ g/GJ kg/TJ g/kWh mg/kWh kg/kWh kg/MWh gce/kWh kgce/kWh kgce/t kgce/kg kgce/GJ kgce/MJ kgce/m3 kgce/Nm3 kgce/m2
kgce/weight_case kgce/toe kgoe/t kgoe/t/energy_factor tce/t kWh/t kWh/kg kWh/m3 kWh/m2 Nm3/t Nm3/kg Nm3/10^4m3
Nm3/m3 Nm3/h m3/t m3/h t/h t/d kg/h kg/d g/s m3/d t/year kg/year m3/year 10^4t/year 10^6t/year 10^4kWh/year
10^4CNY/year tCO2/year 1/year kg/ha kg/m2 kg/m2/month g/km mg/km kg/LTO kg/head kg/head/d kg/head/year
kgCH4/head/year g/person/d kg/piece kg/h/piece tCH4/plant/year kg/eq t/eq CNY/eq CNY/t CNY/month piece/L piece/km
piece/kWh mol/piece kg/t/% kg/t/min kg/t/mV L/100km kg/100km Nm3/100km kg/km L/km Nm3/km
"""
