"""Codes that name enterprises, sites, sectors and regions, checked once on the way in.

Every `parse_*` answers the stored form or raises `InvalidInput` with its own `identifier.*` code. Lower case is raised
where a code knows no lower case; a space or any other sign inside a code is refused, never removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NewType

from stdnum.cn import uscc

from service.errors import InvalidInput

CreditCode = NewType("CreditCode", str)
PermitCode = NewType("PermitCode", str)
RegionCode = NewType("RegionCode", str)
RegionPrefix = NewType("RegionPrefix", str)

#: Registration authorities put the administrative division of GB/T 2260 in characters 3 to 8, and no division begins
#: with 9: a code with this prefix passes the check of GB 32100-2015 and can belong to no registered body.
RESERVED_PREFIX: Final = "91990000"
RESERVED_CODES: Final = 10**8

_CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_WITHOUT_CREDIT_CODE: Final = re.compile(r"H9[0-9]{6}[0-9A-Z]{10}")
_PERMIT_TAIL: Final = re.compile(r"[0-9]{3}P")
_ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_CODE_LENGTH: Final = 18
_PERMIT_CODE_LENGTH: Final = 22

#: GB/T 2260: the provincial codes.
_PROVINCES: Final = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
    for code in range(first, last + 1)
)

#: GB/T 4754-2017: the sections, and the last of their divisions.
_SECTIONS: Final = frozenset("ABCDEFGHIJKLMNOPQRST")
_LAST_DIVISION: Final = 97

#: GB/T 4754-2017: the classes that methods, benchmarks or pilots name. Any other class of a known division is taken
#: too, unlisted, because no complete table of the 2017 edition with its 2019 amendment is at hand.
_LISTED_CLASSES: Final = """
0610 烟煤和无烟煤开采洗选, 2211 木竹浆制造, 2221 机制纸及纸板制造, 2511 原油加工及石油制品制造, 2521 炼焦,
2522 煤制合成气生产, 2523 煤制液体燃料生产, 2611 无机酸制造, 2612 无机碱制造, 2614 有机化学原料制造,
2621 氮肥制造, 3011 水泥制造, 3012 石灰和石膏制造, 3041 平板玻璃制造, 3110 炼铁, 3120 炼钢,
3130 钢压延加工, 3140 铁合金冶炼, 3211 铜冶炼, 3212 铅锌冶炼, 3216 铝冶炼, 3217 镁冶炼,
4411 火力发电, 4412 热电联产, 4413 水力发电, 4414 核力发电, 4415 风力发电, 4416 太阳能发电,
4417 生物质能发电, 4419 其他电力生产, 4420 电力供应, 4430 热力生产和供应, 4620 污水处理及其再生利用,
7724 危险废物治理
"""
_CLASSES: Final = frozenset(entry.split()[0] for entry in _LISTED_CLASSES.split(","))


@dataclass(frozen=True, slots=True)
class Sector:
    """A code of GB/T 4754: section letter alone, or division, group or class.

    `listed` is False for a group or class that our list does not hold: worth a warning, never a refusal.
    """

    code: str
    listed: bool


def parse_credit_code(text: str, pointer: str = "") -> CreditCode:
    """统一社会信用代码, GB 32100-2015: 18 characters without I O S V Z, the last a check character modulo 31."""
    code = _upper(text, _CREDIT_CODE_LENGTH)
    if not _is_credit_code(code):
        raise InvalidInput(code="identifier.credit_code", pointer=pointer)
    return CreditCode(code)


def parse_permit_code(text: str, pointer: str = "") -> PermitCode:
    """排污许可证编号, HJ 608-2017: the credit code, three digits for the place, and P.

    A holder without a credit code is numbered H9 and its division; that family carries no check character.
    """
    code = _upper(text, _PERMIT_CODE_LENGTH)
    holder, tail = code[:_CREDIT_CODE_LENGTH], code[_CREDIT_CODE_LENGTH:]
    known = _WITHOUT_CREDIT_CODE.fullmatch(holder) is not None or _is_credit_code(holder)
    if not known or not _PERMIT_TAIL.fullmatch(tail):
        raise InvalidInput(code="identifier.permit_code", pointer=pointer)
    return PermitCode(code)


def parse_sector(text: str, pointer: str = "") -> Sector:
    """GB/T 4754-2017: a section letter, or two to four digits that begin with a division of that edition."""
    if text in _SECTIONS:
        return Sector(text, True)
    if not re.fullmatch(r"[0-9]{2,4}", text[:5]) or not 1 <= int(text[:2]) <= _LAST_DIVISION:
        raise InvalidInput(code="identifier.sector", pointer=pointer)
    listed = any(code.startswith(text) for code in _CLASSES) or len(text) == len("44")
    return Sector(text, listed)


def parse_region(text: str, pointer: str = "") -> RegionCode:
    """GB/T 2260: six digits of a known province; counties come and go, so an unknown one is taken as given."""
    if not re.fullmatch(r"[0-9]{6}", text[:7]) or text[:2] not in _PROVINCES:
        raise InvalidInput(code="identifier.region", pointer=pointer)
    return RegionCode(text)


def parse_region_prefix(text: str, pointer: str = "") -> RegionPrefix:
    """A subtree of GB/T 2260 in its shortest form: 14, 140000 and 1400 all mean the province 14."""
    if not re.fullmatch(r"[0-9]{2}(?:[0-9]{2}){0,2}", text[:7]) or text[:2] not in _PROVINCES:
        raise InvalidInput(code="identifier.region_prefix", pointer=pointer)
    while len(text) > len("14") and text.endswith("00"):
        text = text[: -len("00")]
    return RegionPrefix(text)


def region_contains(subtree: str, region: str) -> bool:
    """Whether a GB/T 2260 code lies in a subtree: 14 and 140000 hold 140100, 1401 and 140100 hold 140105."""
    prefix = subtree
    while len(prefix) > len("14") and prefix.endswith("00"):
        prefix = prefix[: -len("00")]
    return bool(prefix) and region.startswith(prefix)


def reserved_credit_code(n: int) -> CreditCode:
    """The n-th code, 0 to 99,999,999, of the family kept for demonstration and synthetic records.

    It passes both checks that a real code passes: the organisation code's (GB 11714-1997) and the whole code's.
    """
    if not 0 <= n < RESERVED_CODES:
        raise ValueError(f"reserved codes are numbered 0 to {RESERVED_CODES - 1}")
    body = f"{n:08}"
    remainder = -sum(int(digit) * weight for digit, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)) % 11
    unchecked = RESERVED_PREFIX + body + "0123456789X"[remainder]
    return CreditCode(unchecked + uscc.calc_check_digit(unchecked))


def _upper(text: str, length: int) -> str:
    """Upper case where the text is ASCII of the right length, else nothing that could match."""
    return text.upper() if len(text) == length and text.isascii() else ""


def _is_credit_code(text: str) -> bool:
    return _CREDIT_CODE.fullmatch(text) is not None and uscc.calc_check_digit(text[:-1]) == text[-1]
