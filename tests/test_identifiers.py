"""Codes of enterprises, sites, sectors and regions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import uscc

from service.errors import InvalidInput
from service.identifiers import (
    RESERVED_CODES,
    RESERVED_PREFIX,
    parse_credit_code,
    parse_permit_code,
    parse_region,
    parse_region_prefix,
    parse_sector,
    reserved_credit_code,
)
from service.messages import MESSAGES

REAL_FORM = "91110000600037341L"  # the specimen in the documentation of stdnum.cn.uscc
PERMIT = "91130200699229617X001P"  # the specimen in HJ 608-2017
bounded = settings(max_examples=200, database=None)


def refusal(parse: Callable[..., Any], text: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        parse(text, "/here")
    (found,) = caught.value.faults
    assert found.pointer == "/here"
    assert found.code in MESSAGES
    return found.code


def test_a_good_credit_code_is_stored_in_upper_case() -> None:
    assert parse_credit_code(REAL_FORM.lower()) == REAL_FORM
    assert parse_credit_code("N2110101MF0000000" + uscc.calc_check_digit("N2110101MF0000000"))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "91110000600037341", REAL_FORM + "0", f" {REAL_FORM}"[:18], f"{REAL_FORM}\n", f"{REAL_FORM} "),
        *("9 1110000600037341", "91110000-600037341", "91110000600037341M", "9111000060003734IL", "91I10000600037341L"),
        *(
            "９１１１００００６０００３７３４１Ｌ",
            "9111000060003734١L",
            "x" * 100_000,
            "\ud800" * 18,
            "\x00" * 18,
            "ß" * 18,
        ),
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_a_bad_credit_code_is_refused(text: str) -> None:
    assert refusal(parse_credit_code, text) == "identifier.credit_code"


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_is_caught(place: int) -> None:
    for other in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        if other != REAL_FORM[place]:
            refusal(parse_credit_code, REAL_FORM[:place] + other + REAL_FORM[place + 1 :])


def test_permit_codes() -> None:
    assert parse_permit_code(PERMIT.lower()) == PERMIT
    assert parse_permit_code("H91401000123456789002P")
    assert parse_permit_code(reserved_credit_code(7) + "001P")


@pytest.mark.parametrize(
    "text",
    [
        *("", PERMIT[:-1], PERMIT + "0", PERMIT[:-1] + "X", PERMIT[:-2] + "AP", PERMIT[:17] + "Y001P", REAL_FORM),
        *("H91401A00123456789002P", "H9140100012345678-002P", PERMIT[:18] + " 01P", "x" * 100_000, "\ud800" * 22),
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_bad_permit_codes(text: str) -> None:
    assert refusal(parse_permit_code, text) == "identifier.permit_code"


@pytest.mark.parametrize("text", ["4411", "441", "44", "D", "3392", "01", "97", "0610", "06", "05"])
def test_sectors(text: str) -> None:
    assert parse_sector(text) == text


@pytest.mark.parametrize(
    "text", ["", "4", "44111", "00", "0011", "98", "U", "d", "D44", "44.1", "44 1", "４４", "٤٤", "4411\n"]
)
def test_bad_sectors(text: str) -> None:
    assert refusal(parse_sector, text) == "identifier.sector"


def test_regions_of_known_provinces_are_taken_even_where_the_county_is_new() -> None:
    for text in ("140100", "330113", "540581", "653228", "110000", "810000", "149999"):
        assert parse_region(text) == text


@pytest.mark.parametrize(
    "text", ["", "14", "1401", "14010", "1401000", "160000", "000000", "990000", "14010A", "14 100", "140100\n"]
)
def test_bad_regions(text: str) -> None:
    assert refusal(parse_region, text) == "identifier.region"


@pytest.mark.parametrize(
    ("text", "prefix"),
    [("14", "14"), ("1400", "14"), ("140000", "14"), ("1401", "1401"), ("140100", "1401"), ("140105", "140105")],
)
def test_a_subtree_has_one_spelling(text: str, prefix: str) -> None:
    assert parse_region_prefix(text) == prefix


@pytest.mark.parametrize("text", ["", "1", "140", "14010", "1401050", "99", "00", "14%", "1 4", "١٤"])
def test_bad_subtrees(text: str) -> None:
    assert refusal(parse_region_prefix, text) == "identifier.region_prefix"


@bounded
@given(st.integers(0, RESERVED_CODES - 1))
def test_reserved_codes_pass_every_check_and_are_told_apart(n: int) -> None:
    code = reserved_credit_code(n)
    assert parse_credit_code(code) == uscc.validate(code) == code
    assert code.startswith(RESERVED_PREFIX)
    assert code[8:16] == f"{n:08}"


def test_a_reserved_code_names_no_division_of_china() -> None:
    assert refusal(parse_region, reserved_credit_code(0)[2:8]) == "identifier.region"
    assert not REAL_FORM.startswith(RESERVED_PREFIX)


def test_the_organisation_code_inside_carries_its_own_check_character() -> None:
    # The organisation code of the specimen permit holder, 69922961-7, obeys GB 11714, and so does ours.
    for code in (PERMIT, *map(reserved_credit_code, range(50))):
        body, check = code[8:16], code[16]
        total = sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
        assert (total + "0123456789X".index(check)) % 11 == 0


@pytest.mark.parametrize("n", [-1, RESERVED_CODES])
def test_there_are_no_reserved_codes_beyond_the_family(n: int) -> None:
    with pytest.raises(ValueError, match="numbered"):
        reserved_credit_code(n)


@bounded
@given(st.text(max_size=30) | st.text("0123456789ABHPXabhx-", max_size=23))
def test_any_text_is_stored_stably_or_refused(text: str) -> None:
    for parse in (parse_credit_code, parse_permit_code, parse_region, parse_region_prefix):
        try:
            stored = parse(text)
        except InvalidInput:
            continue
        assert parse(stored) == stored
