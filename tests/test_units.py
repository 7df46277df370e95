"""The unit gate: what is accepted and worth how much, what is refused, and that nothing is lost on the way."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service import unit_table, units
from service.errors import InvalidInput
from service.messages import MESSAGES
from service.units import (
    REGISTRY,
    all_units,
    convert,
    find_unit,
    parse_quantity,
    pint_quantity,
)
from tests.unit_cases import AMBIGUOUS, BAD_VALUES, COMPOUNDS, GOLDEN, UNKNOWN_UNITS


def golden_rows() -> list[tuple[str, str, Fraction]]:
    rows = []
    for line in GOLDEN.strip().splitlines():
        head, spellings = line.split(" : ")
        dimension, factor = head.split()
        rows += [(text.replace("~", " "), dimension, Fraction(factor)) for text in spellings.split()]
    return rows


def fault(text: str) -> tuple[str, str]:
    with pytest.raises(InvalidInput) as caught:
        find_unit(text, "/unit")
    (found,) = caught.value.faults
    assert found.pointer == "/unit"
    return found.code, found.params["expected"]


@pytest.mark.parametrize(("text", "dimension", "factor"), golden_rows())
def test_each_spelling_means_one_thing(text: str, dimension: str, factor: Fraction) -> None:
    unit = find_unit(text)
    assert (unit.dimension, unit.factor) == (dimension, factor)


def test_the_golden_list_leaves_no_plain_spelling_out() -> None:
    plain = {row.split(" |")[0] for row in unit_table.ATOMS.strip().splitlines()}
    spellings = {text for unit in all_units() if unit.code in plain for text in (unit.code, *unit.aliases)}
    assert spellings - {text for text, _, _ in golden_rows()} == set()


def test_every_listed_alias_finds_its_unit() -> None:
    for unit in all_units():
        for text in (unit.code, *unit.aliases):
            assert len(text) <= unit_table.MAX_UNIT_LENGTH, text
            assert find_unit(text) == unit, text


def test_scaled_units_are_the_plain_one_times_the_scale() -> None:
    for code in unit_table.SCALED:
        for prefix, scale in {"10^3": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8, "10^9 ": 10**9}.items():
            assert find_unit(prefix + code).factor == scale * find_unit(code).factor


@pytest.mark.parametrize("row", re.split(r" \| |\n", COMPOUNDS.strip()))
def test_quotients_as_printed(row: str) -> None:
    text, code = row.split(" -> ")
    assert find_unit(text).code == code
    assert find_unit(code).factor == find_unit(text).factor


def test_a_quotient_has_the_factor_of_its_parts() -> None:
    assert find_unit("kJ/kg").factor == Fraction(1, 1000)
    assert find_unit("kgCO2/kWh").factor == Fraction(1, 1000) / Fraction("0.0036")
    assert parse_quantity("23736", "kJ/kg").to("GJ/t") == Fraction("23.736")
    assert parse_quantity("389.31", "GJ/万Nm3").to("MJ/Nm3") == Fraction("38.931")
    assert parse_quantity("0.5810", "tCO2/MWh").to("kgCO2/kWh") == Fraction("0.5810")
    assert parse_quantity("300", "gce/kWh").to("tce/10^4kWh") == 3


@pytest.mark.parametrize("text", AMBIGUOUS.split())
def test_two_readings_are_refused_with_the_choice(text: str) -> None:
    code, expected = fault(text)
    assert code == "unit.ambiguous"
    for choice in expected.split(", "):
        find_unit(choice)


def test_every_ambiguous_text_offers_units_that_exist() -> None:
    for text, choices in unit_table.AMBIGUOUS.items():
        assert fault(text)[0] == "unit.ambiguous"
        assert [find_unit(choice).code for choice in choices.split(", ")] == choices.split(", ")


@pytest.mark.parametrize("text", UNKNOWN_UNITS, ids=lambda text: ascii(text[:20]))
def test_unknown_units_are_refused(text: str) -> None:
    code, expected = fault(text)
    assert code == "unit.unknown"
    assert code in MESSAGES
    for choice in expected.split(", "):
        find_unit(choice)


@pytest.mark.parametrize(("slip", "meant"), [("NM3", "Nm3"), ("tco2", "tCO2"), ("MWH", "MWh"), ("吨标准煤炭", "tce")])
def test_a_slip_gets_the_nearest_unit(slip: str, meant: str) -> None:
    assert meant in fault(slip)[1].split(", ")


@pytest.mark.parametrize("value", BAD_VALUES, ids=lambda text: ascii(text[:20]))
def test_bad_values_are_refused(value: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_quantity(value, "t", "/quantity")
    assert [(f.code, f.pointer) for f in caught.value.faults] == [("quantity.value", "/quantity/value")]


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("+1.50", "1.5"),
        ("007", "7"),
        ("1e3", "1000"),
        ("1.2E-05", "0.000012"),
        ("9" * 40,) * 2,
    ],
)
def test_good_values_are_kept_verbatim_and_exact(value: str, exact: str) -> None:
    quantity = parse_quantity(value, "t")
    assert (quantity.value, quantity.exact()) == (value, Fraction(exact))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Nm3", "m3"), ("Nm3", "m3@20C"), ("m3@20C", "m3"), ("t", "m3"), ("t", "L"), ("kWh", "t"), ("tce", "t")),
        *(("kW", "kWh"), ("year", "h"), ("month", "d"), ("mg/m3", "mg/Nm3"), ("CNY", "USD"), ("m2", "m3")),
        *(("kg/t", "kg/m3"), ("degC", "1")),
    ],
)
def test_different_dimensions_do_not_convert(one: str, other: str) -> None:
    for code_from, code_to in ((one, other), (other, one)):
        with pytest.raises(InvalidInput) as caught:
            parse_quantity("1", code_from).to(code_to)
        (found,) = caught.value.faults
        assert found.code == "unit.dimension"
    with pytest.raises(InvalidInput):
        convert(Fraction(1), find_unit(one), find_unit(other))


decimals = st.from_regex(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)
codes = st.sampled_from([unit.code for unit in all_units()])
bounded = settings(max_examples=200, database=None, suppress_health_check=[HealthCheck.too_slow])


@bounded
@given(decimals.filter(lambda text: len(text) <= 40), codes)
def test_the_float_is_the_one_nearest_to_the_exact_value(value: str, code: str) -> None:
    quantity = parse_quantity(value, code)
    assert quantity.exact() == Fraction(value) * find_unit(code).factor
    assert quantity.number() == float(quantity.exact())


@bounded
@given(decimals, codes, codes)
def test_conversion_there_and_back_loses_nothing(value: str, code_from: str, code_to: str) -> None:
    one, other = find_unit(code_from), find_unit(code_to)
    if one.dimension == other.dimension:
        there = convert(Fraction(value), one, other)
        assert convert(there, other, one) == Fraction(value)


@bounded
@given(st.text(max_size=40) | st.text("t kgmMWhJNCO2³⁴^10/*()万亿吨克.·%a-", max_size=40))
def test_any_text_is_a_unit_of_ours_or_refused(text: str) -> None:
    try:
        unit = find_unit(text)
    except InvalidInput:
        return
    assert find_unit(unit.code).factor == unit.factor


@bounded
@given(st.text(max_size=45) | st.text("0123456789+-.eE ,_", max_size=45))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        quantity = parse_quantity(text, "t")
    except InvalidInput:
        return
    assert Fraction(text) == quantity.exact()
    assert text.isascii()


def test_text_from_outside_never_reaches_pint(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Pint was asked")

    for name in ("parse_units", "parse_expression", "Quantity", "get_base_units"):
        monkeypatch.setattr(REGISTRY, name, refuse)
    units._resolve.cache_clear()
    for text in ("kWh/t", "千克/公顷/年", "9**9**9", "kilogram"):
        try:
            find_unit(text)
        except InvalidInput:
            continue


def test_long_text_is_refused_before_it_is_read_and_repeats_are_cached() -> None:
    units._resolve.cache_clear()
    for text in ("x" * 100_000, "9**9**9" * 10, "kg" * 17):
        fault(text)
    assert units._resolve.cache_info().currsize == 0
    assert find_unit("t/ha") is find_unit("t/ha")
    assert units._resolve.cache_info()[:2] == (1, 1)
    assert units._resolve.cache_info().maxsize is not None


def test_pint_knows_our_names_only() -> None:
    assert pint_quantity(3.0, "GJ/10^4Nm3").to_base_units().magnitude == pytest.approx(3e-4, rel=1e-15)
    assert (pint_quantity(2, "tC/GJ") * pint_quantity(3, "GJ")).to("tonne").magnitude == 6
    for name in ("knot", "tesla", "ton", "kelvin", "gallon"):
        assert name not in REGISTRY


def test_a_table_that_disagrees_with_its_definitions_stops_the_start() -> None:
    good = units._LISTED["kgce"]
    wrong = type(good)(good.unit, good.exponents, "gram_coal_equivalent")
    with pytest.raises(ValueError, match="disagree"):
        units._prove(wrong)
    with pytest.raises(ValueError, match="disagree"):
        units._prove(type(good)(good.unit, (("mass", 1),), good.pint_name))
