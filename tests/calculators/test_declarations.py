"""Declaring a formula: what is refused at the start, and what a declaration says of the formula afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest

from service.calculators import calculation  # noqa: F401  loads every family
from service.calculators.formula import FORMULAS, canonical_value, displayed, formula


@pytest.fixture(autouse=True)
def _families_only() -> Iterator[None]:
    """Take away what a test declared."""
    before = dict(FORMULAS)
    yield
    FORMULAS.clear()
    FORMULAS.update(before)


def declare(function: Callable[..., Any], units: Sequence[Sequence[str]], **more: Any) -> None:
    texts = {"equation": "P = M × H", "citation": "GB 1", "label_zh": "积", "label_en": "product"}
    formula("product", units=units, **({"symbols": "M H"} | texts | more))(function)


def product(mass: Any, heat: Any) -> Any:
    return mass * heat


def difference(mass: Any, share: Any) -> Any:
    return mass * (1 - share)


UNITS = [("t", "GJ/t", "GJ")]


def test_a_declaration_can_be_read_back() -> None:
    declare(product, UNITS)
    declared = FORMULAS["product"]
    assert (declared.id, declared.version, declared.function) == ("product", 1, product)
    assert (declared.equation, declared.citation) == ("P = M × H", "GB 1")
    assert (declared.label_zh, declared.label_en) == ("积", "product")
    assert declared.symbols == {"mass": "M", "heat": "H"}
    assert declared.arguments == ("mass", "heat")
    assert declared.signatures[0].result == "GJ"
    assert (declared.evidence, declared.linear, declared.remainder) == ("calculated", True, False)
    assert declared.free == declared.falling == declared.mixed == frozenset()


def test_what_physics_says_can_be_read_back() -> None:
    declare(difference, [("t", "1", "t")], falling=["share"], mixed=["mass"], free=["share"], linear=False,
            remainder=True, evidence="material_balance", version=3)  # fmt: skip
    declared = FORMULAS["product"]
    assert [set(s) for s in (declared.free, declared.falling, declared.mixed)] == [{"share"}, {"share"}, {"mass"}]
    assert (declared.linear, declared.remainder, declared.version) == (False, True, 3)
    assert declared.evidence == "material_balance"


def test_a_signature_knows_the_dimension_of_each_argument() -> None:
    declare(product, UNITS)
    signature = FORMULAS["product"].signatures[0]
    assert [signature.dimension(name) for name in signature.arguments] == ["mass", "energy/mass"]


@pytest.mark.parametrize("unit", ["1", "%"])
def test_a_dimensionless_argument_is_a_share_unless_it_is_free(unit: str) -> None:
    declare(difference, [("t", unit, "t")])
    assert FORMULAS.pop("product").shares == {"share"}
    declare(difference, [("t", unit, "t")], free=["share"])
    assert FORMULAS["product"].shares == frozenset()


@pytest.mark.parametrize("attribute", ["free", "falling", "mixed"])
def test_what_is_said_of_an_argument_that_is_not_there_is_refused(attribute: str) -> None:
    with pytest.raises(ValueError, match="formula product has no argument haet, hete"):
        declare(product, UNITS, **{attribute: ["hete", "heat", "haet"]})
    assert "product" not in FORMULAS


def test_two_formulas_of_one_name_are_refused() -> None:
    declare(product, UNITS)
    with pytest.raises(ValueError, match="formula product is declared twice"):
        declare(product, UNITS)


@pytest.mark.parametrize("symbols", ["M", "M M", "M H X"])
def test_each_argument_has_a_symbol_of_its_own(symbols: str) -> None:
    with pytest.raises(ValueError, match="formula product needs one symbol for each of mass, heat"):
        declare(product, UNITS, symbols=symbols)


@pytest.mark.parametrize("row", [("t", "GJ"), ("t", "GJ/t", "1", "GJ")])
def test_each_argument_has_a_unit(row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        declare(product, [row])


def test_every_signature_is_proved_and_not_the_first_one_only() -> None:
    with pytest.raises(Exception, match=r"Cannot convert|dimension"):
        declare(product, [*UNITS, ("Nm3", "GJ/t", "GJ")])


def test_a_scale_that_is_forgotten_in_one_of_a_billion_is_seen() -> None:
    def off(mass: Any, heat: Any) -> Any:
        return mass * heat * (1 + Fraction(2, 10**9)) if isinstance(mass, Fraction) else mass * heat

    with pytest.raises(ValueError, match="formula product: bare numbers give"):
        declare(off, UNITS)


@pytest.mark.parametrize(
    ("function", "cancels"),
    [
        (lambda a, b: a * b, False),
        (lambda a, b: a / b, False),
        (lambda a, b: 1 / (a * b), False),
        (lambda a, b: 0 + a * b, False),
        (lambda a, b: a + b, True),
        (lambda a, b: a - b, True),
        (lambda a, b: 1 - a * b, True),
        (lambda a, b: b * (1 + a), True),
    ],
)
def test_digits_may_cancel_wherever_something_is_added_or_taken_off(
    function: Callable[..., Any], cancels: bool
) -> None:
    formula("product", equation="-", symbols="a b", citation="-", label_zh="-", label_en="-", units=[("1", "1", "1")])(
        function
    )
    assert FORMULAS["product"].cancels is cancels


def test_canonical_and_displayed_values_are_inverse() -> None:
    """By hand: 2 kg are 0.002 t, 5 % are 0.05, 1000 kJ/kg are 1 GJ/t."""
    for number, unit, canonical in (("2", "kg", "0.002"), ("5", "%", "0.05"), ("1000", "kJ/kg", "1")):
        assert canonical_value(Fraction(number), unit) == Fraction(canonical)
        assert displayed(Fraction(canonical), unit) == Fraction(number)
