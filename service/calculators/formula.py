"""The contract of a formula: one plain function, a unit for every argument, an equation and a citation.

A formula sees columns in canonical units (t, GJ, Nm3, m3, h ...): a float, a numpy array, a `Fraction` or an engine's
column. It uses + - * / and the `where` adaptor, nothing else. Declaring one proves it:

1. it is run with Pint quantities in its declared units: a wrong dimension stops the start;
2. it is run with bare canonical numbers: both results must agree, so a forgotten scale stops the start;
3. every argument is moved: a result that does not move names the argument that the formula ignores.

What physics says of the arguments is declared beside it, and the laws in the tests hold every formula to it: which
dimensionless arguments are no shares of one (`free`), in which arguments the result falls (`falling`) or may do either
(`mixed`), whether it is proportional to the first one (`linear`), and whether it is what is left of something, which
cannot be less than nothing (`remainder`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from inspect import signature as inspect_signature
from typing import Any

from service.units import find_unit, pint_quantity

Column = Any  # float, numpy array, Fraction, or an engine's column: whatever knows + - * /
ColumnFunction = Callable[..., Column]

FORMULAS: dict[str, Formula] = {}

#: Units in which a share is stated.
SHARE_UNITS = frozenset({"1", "%"})


@dataclass(frozen=True, slots=True)
class Signature:
    """Units of the arguments, in order of the function's parameters, and of the result."""

    arguments: Mapping[str, str]
    result: str

    def dimension(self, argument: str) -> str:
        """Return the dimension that `argument` must have."""
        return find_unit(self.arguments[argument]).dimension


@dataclass(frozen=True, slots=True)
class Formula:
    """A proved formula with what a verifier needs to recompute it by hand."""

    id: str
    version: int
    function: ColumnFunction
    signatures: tuple[Signature, ...]
    equation: str
    symbols: Mapping[str, str]
    citation: str
    label_zh: str
    label_en: str
    evidence: str = "calculated"
    free: frozenset[str] = frozenset()
    falling: frozenset[str] = frozenset()
    mixed: frozenset[str] = frozenset()
    linear: bool = True
    remainder: bool = False
    cancels: bool = False

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return the argument names; the first one is the activity data (or the previous step's result)."""
        return tuple(self.signatures[0].arguments)

    @property
    def shares(self) -> frozenset[str]:
        """Return the arguments that are shares of one: a value below 0 or above 1 has no meaning."""
        stated = self.signatures[0].arguments
        return frozenset(name for name in stated if stated[name] in SHARE_UNITS and name not in self.free)


def formula(
    identifier: str,
    *,
    equation: str,
    symbols: str,
    citation: str,
    label_zh: str,
    label_en: str,
    units: Sequence[Sequence[str]],
    version: int = 1,
    evidence: str = "calculated",
    free: Sequence[str] = (),
    falling: Sequence[str] = (),
    mixed: Sequence[str] = (),
    linear: bool = True,
    remainder: bool = False,
) -> Callable[[ColumnFunction], ColumnFunction]:
    """Declare and prove a formula.

    `symbols` are those of the equation, in order of the function's parameters: a trace shows them with their values.
    `units` holds one row per signature: the unit of each parameter in order, then the unit of the result.
    `evidence` is what the result is in the tax law's order (环境保护税法 第十条), or `calculated`. Raises
    `ValueError` at import when a proof fails.
    """

    def register(function: ColumnFunction) -> ColumnFunction:
        names = tuple(inspect_signature(function).parameters)
        signatures = tuple(Signature(dict(zip(names, row[:-1], strict=True)), row[-1]) for row in units)
        sets = (frozenset(free), frozenset(falling), frozenset(mixed))
        if unknown := frozenset().union(*sets) - set(names):
            raise ValueError(f"formula {identifier} has no argument {', '.join(sorted(unknown))}")
        texts = (equation, named_symbols(identifier, symbols.split(), names), citation, label_zh, label_en, evidence)
        cancels = adds_or_subtracts(function, names)
        proved = Formula(identifier, version, function, signatures, *texts, *sets, linear, remainder, cancels)
        for candidate in signatures:
            prove(proved, candidate)
        if identifier in FORMULAS:
            raise ValueError(f"formula {identifier} is declared twice")
        FORMULAS[identifier] = proved
        return function

    return register


def named_symbols(identifier: str, symbols: Sequence[str], names: Sequence[str]) -> Mapping[str, str]:
    """Return the symbol of each argument; `ValueError` where one has none or shares that of another."""
    if len(set(symbols)) != len(names) or len(symbols) != len(names):
        raise ValueError(f"formula {identifier} needs one symbol for each of {', '.join(names)}")
    return dict(zip(names, symbols, strict=True))


class _Probe:
    """Stands for any number and remembers whether it was added or subtracted."""

    def __init__(self) -> None:
        self.touched = False

    def _product(self, _: object) -> _Probe:
        return self

    def _sum(self, other: object) -> _Probe:
        self.touched = self.touched or other != 0
        return self

    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _product
    __add__ = __radd__ = __sub__ = __rsub__ = _sum


def adds_or_subtracts(function: ColumnFunction, names: Sequence[str]) -> bool:
    """Say whether digits may cancel in a formula: then the error of float64 depends on the values."""
    probe = _Probe()
    function(**dict.fromkeys(names, probe))
    return probe.touched


def prove(candidate: Formula, signature: Signature) -> None:
    """Check dimensions, scale and sensitivity of one signature; `ValueError` says which failed."""
    values = {name: Fraction(2 * i + 3, 7 * i + 11) for i, name in enumerate(signature.arguments)}
    quantities = {name: pint_quantity(float(v), signature.arguments[name]) for name, v in values.items()}
    measured = candidate.function(**quantities)
    expected = measured.to(pint_quantity(1.0, signature.result).units).magnitude
    canonical = {name: canonical_value(v, signature.arguments[name]) for name, v in values.items()}
    result = candidate.function(**canonical)
    found = float(result / find_unit(signature.result).factor)
    if abs(found - expected) > 1e-9 * max(abs(found), abs(expected)):
        raise ValueError(f"formula {candidate.id}: bare numbers give {found}, quantities give {expected}")
    for name, value in canonical.items():
        if candidate.function(**(canonical | {name: value * Fraction(11, 10)})) == result:
            raise ValueError(f"formula {candidate.id} ignores its argument {name}")


def canonical_value(value: Fraction, unit: str) -> Fraction:
    """Return `value` of `unit` in the canonical unit of its dimension."""
    return value * find_unit(unit).factor


def displayed(value: Fraction, unit: str) -> Fraction:
    """Return a canonical `value` in `unit`."""
    return value / find_unit(unit).factor


__all__ = ["FORMULAS", "Column", "Formula", "Signature", "canonical_value", "displayed", "formula", "prove"]
