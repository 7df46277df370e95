"""A stranger with paper: reads an equation as it is printed and works it out with the numbers printed beside it.

It knows arithmetic, the printed signs and the table of units, and nothing of the program's formulas. Numbers are exact;
`exp` and powers that are no whole numbers are taken to sixty digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal
from fractions import Fraction

from service.units import find_unit


class Undefined(ValueError):
    """The equation says that it gives nothing for these numbers."""


Values = Mapping[str, Fraction]

DIGITS = Context(prec=60)

#: A symbol may carry a prime, an index and what it is of: `C'`, `W_in`, `M(CO(NH2)2)`, `O实测`.
SYMBOL = r"[^\W\d][\w'·]*(?:\((?:[^()\s]|\([^()]*\))*\))?"
FUNCTIONS = ("exp", "min", "max", "round", "sgn")
TOKEN = re.compile(rf"\s*(?:({'|'.join(FUNCTIONS)})(?=\()|(\d+(?:\.\d+)?)|(where|else|undefined)\b|({SYMBOL})|(.))")

#: `equation: A = 1 t, B = step 1 = 2 t → 3 t`
STEP = re.compile(r"^(?P<equation>.*?): (?P<pairs>.* = .*) → (?P<value>-?[\d.]+) ?(?P<unit>\S*)$")


def tokens(text: str) -> list[tuple[str, str]]:
    """Cut an expression into (kind, text)."""
    kinds = ("function", "number", "word", "symbol", "sign")
    found = [match.groups() for match in TOKEN.finditer(text.strip())]
    return [next((kind, part) for kind, part in zip(kinds, groups, strict=True) if part) for groups in found]


def symbols_in(equation: str) -> set[str]:
    """Return the symbols on the right side of an equation."""
    return {text for kind, text in tokens(right_side(equation)) if kind == "symbol"}


def right_side(equation: str) -> str:
    """Return what stands behind the equals sign, or everything where there is none."""
    return equation.partition(" = ")[2] or equation


def work_out(equation: str, values: Values) -> Fraction:
    """Return what the right side of a printed equation gives."""
    return Paper(tokens(right_side(equation)), values).whole()


class Paper:
    """One expression being read from left to right."""

    def __init__(self, found: list[tuple[str, str]], values: Values) -> None:
        self.left, self.values = list(found), values

    def whole(self) -> Fraction:
        chosen = self.piece()
        while self.takes(","):
            self.expect("else")
            chosen = [*chosen, *self.piece()]
        if self.left:
            raise ValueError(f"cannot read {self.left}")
        if chosen[0] is None:
            raise Undefined
        return chosen[0]

    def piece(self) -> list[Fraction | None]:
        """Read `A where B < C`: A in a list if that holds, else nothing; of several pieces the first one counts."""
        result = None if self.takes("undefined") else self.sum()
        if not self.takes("where"):
            return [result]
        one = self.sum()
        sign = self.takes("<", "≤", "≥")
        other = self.sum()
        return [result] if {"<": one < other, "≤": one <= other, "≥": one >= other}[sign] else []

    def takes(self, *signs: str) -> str:
        """Take the next token if it is one of these."""
        if self.left and self.left[0][1] in signs and self.left[0][0] != "symbol":
            return self.left.pop(0)[1]
        return ""

    def expect(self, sign: str) -> None:
        if not self.takes(sign):
            raise ValueError(f"{sign} expected before {self.left}")

    def sum(self) -> Fraction:
        result = self.product()
        while sign := self.takes("+", "−"):
            term = self.product()
            result = result + term if sign == "+" else result - term
        return result

    def product(self) -> Fraction:
        result = self.signed()
        while sign := self.takes("×", "/"):
            factor = self.signed()
            result = result * factor if sign == "×" else result / factor
        return result

    def signed(self) -> Fraction:
        if self.takes("−"):
            return -self.signed()
        base = self.operand()
        return power(base, self.signed()) if self.takes("^") else base

    def operand(self) -> Fraction:
        kind, text = self.left.pop(0)
        if kind == "number":
            return Fraction(text)
        if kind == "symbol":
            return self.values[text]
        if kind == "function":
            self.expect("(")
            return APPLIED[text](self.listed())
        closing = {"(": ")", "[": "]", "|": "|"}[text]
        inside = self.sum()
        self.expect(closing)
        return abs(inside) if text == "|" else inside

    def listed(self) -> list[Fraction]:
        found = [self.sum()]
        while self.takes(","):
            found.append(self.sum())
        self.expect(")")
        return found


def decimal(value: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def power(base: Fraction, exponent: Fraction) -> Fraction:
    return Fraction(DIGITS.power(decimal(base), decimal(exponent)))


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """Round as a rule says: `half_up` away from zero, `half_even` as GB/T 8170, `floor` down."""
    names = {"half_up": "ROUND_HALF_UP", "half_even": "ROUND_HALF_EVEN", "floor": "ROUND_FLOOR"}
    exact = Context(prec=400).divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(exact.quantize(Decimal(1).scaleb(-places), names[mode], Context(prec=400)))


APPLIED: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    "exp": lambda found: Fraction(DIGITS.exp(decimal(found[0]))),
    "min": min,
    "max": max,
    "round": lambda found: rounded(found[0], int(found[1]), "half_up"),
    "sgn": lambda found: Fraction((found[0] > 0) - (found[0] < 0)),
}


def number(value: str, unit: str) -> Fraction:
    """Return a printed number in the base unit of its dimension."""
    return Fraction(value) * find_unit(unit or "1").factor


def work_out_step(text: str, earlier: list[Fraction]) -> Fraction:
    """Work out one printed step; what an earlier step gave is taken with all its digits.

    Raises `ValueError` where the equation uses what is not printed or the printed result is another.
    """
    found = STEP.match(text)
    if found is None:
        raise ValueError(f"no step: {text}")
    values = dict(read_pair(pair, earlier) for pair in found["pairs"].split(", "))
    if set(values) != symbols_in(found["equation"]):
        raise ValueError(f"{sorted(values)} are not the symbols of {found['equation']}")
    result = work_out(found["equation"], values)
    if not near([result], number(found["value"], found["unit"])):
        raise ValueError(f"{text}: {float(result)}")
    return result


def read_pair(pair: str, earlier: list[Fraction]) -> tuple[str, Fraction]:
    """Read `A = 1 t` or `B = step 1 = 2 t`."""
    symbol, *origin, stated = pair.split(" = ")
    value, _, unit = stated.partition(" ")
    printed = number(value, unit)
    if not origin:
        return symbol, printed
    carried = earlier[int(origin[0].removeprefix("step ")) - 1]
    if not near([carried], printed):
        raise ValueError(f"{pair}: {origin[0]} gave {float(carried)}")
    return symbol, carried


def near(known: Iterable[Fraction], printed: Fraction) -> bool:
    """Say whether one of the known numbers prints so: results are printed with twelve places."""
    return any(abs(value - printed) <= max(abs(value) / 10**10, Fraction(1, 10**12)) for value in known)
