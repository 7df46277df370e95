"""Codes that name enterprises, sites, sectors and regions, checked once on the way in.

Every `parse_*` answers the stored form or raises `InvalidInput` with its own `identifier.*` code. Lower case is raised
where a code knows no lower case; a space or any other sign inside a code is refused, never removed.
"""

from __future__ import annotations

import re
from typing import Final, NewType

from stdnum.cn import uscc

from service.errors import InvalidInput

CreditCode = NewType("CreditCode", str)
PermitCode = NewType("PermitCode", str)
RegionCode = NewType("RegionCode", str)
RegionPrefix = NewType("RegionPrefix", str)
SectorCode = NewType("SectorCode", str)

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


def parse_sector(text: str, pointer: str = "") -> SectorCode:
    """GB/T 4754-2017: a section letter, or two to four digits that begin with a division of that edition.

    Groups and classes are taken as given: no complete table of the edition with its 2019 amendment is at hand.
    """
    digits = re.fullmatch(r"[0-9]{2,4}", text[:5])
    if text not in _SECTIONS and not (digits and 1 <= int(text[:2]) <= _LAST_DIVISION):
        raise InvalidInput(code="identifier.sector", pointer=pointer)
    return SectorCode(text)


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
