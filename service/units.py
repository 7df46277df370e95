"""Quantities and units: the only Pint registry, the closed table of accepted spellings, and the quantity grammar.

A value is ASCII decimal text kept verbatim; a unit is looked up in a closed table (`service.unit_table`) or built from
at most three entries of it joined by slashes. Text from outside never reaches Pint: the registry has no default file,
and serves only to prove, while this module is imported, that each exact factor and each dimension of the table agrees
with the definition lines. Factors are `Fraction`, so that conversions lose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import pint

from service import unit_table as table
from service.errors import InvalidInput
from service.unit_atoms import Atom, Unit, normalised, quotient, read_atoms, read_denominators, read_spellings

__all__ = [
    "REGISTRY",
    "Quantity",
    "Unit",
    "all_units",
    "convert",
    "find_unit",
    "parse_quantity",
    "pint_quantity",
]

MAX_VALUE_LENGTH: Final = 40
MAX_PARTS: Final = 3
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_PRODUCT_SIGN: Final = re.compile(r"[*·⋅×.]")
_POWERS: Final = tuple(10**places for places in range(MAX_VALUE_LENGTH))
_COMMON: Final = "t, kg, kWh, MWh, GJ, Nm3, m3, tce, %"

_ATOMS: Final = read_atoms()
_SPELLINGS: Final = read_spellings(_ATOMS)
_DENOMINATORS: Final = read_denominators(_ATOMS, _SPELLINGS)
_COMPOUNDS: Final = {
    code: quotient([_ATOMS[part] for part in code.split("/")], code) for code in table.COMPOUNDS.split()
}
_LISTED: Final[Mapping[str, Atom]] = {**_ATOMS, **_COMPOUNDS}
_UNITS: Final[Mapping[str, Unit]] = {text: atom.unit for text, atom in {**_SPELLINGS, **_COMPOUNDS}.items()}


@dataclass(frozen=True, slots=True)
class _Refusal:
    code: str
    expected: str


# --- looking a unit up ----------------------------------------------------------------------------------------------


def find_unit(text: str, pointer: str = "") -> Unit:
    """The unit spelled `text`: a code, a listed alias, or up to three of them joined by slashes.

    Raises `InvalidInput` with code `unit.unknown` or `unit.ambiguous`, and `expected` naming codes of our own table.
    """
    found: Unit | _Refusal | None = _UNITS.get(text)
    if found is None:
        found = _resolve(text) if len(text) <= table.MAX_UNIT_LENGTH else _Refusal("unit.unknown", _COMMON)
    if isinstance(found, _Refusal):
        raise InvalidInput(code=found.code, pointer=pointer, expected=found.expected)
    return found


@lru_cache(maxsize=4096)
def _resolve(text: str) -> Unit | _Refusal:
    found = _resolve_atom(text)
    return found if isinstance(found, _Refusal) else found.unit


def _resolve_atom(text: str) -> Atom | _Refusal:
    parts = _parts(normalised(text))
    if not parts or len(parts) > MAX_PARTS:
        return _Refusal("unit.unknown", _COMMON)
    found: list[Atom] = []
    for place, part in enumerate(parts):
        atom = (_DENOMINATORS if place else _SPELLINGS).get(part)
        if atom is None:
            return _refusal(part)
        found.append(atom)
    if len(found) == 1:
        return found[0]
    code = "/".join(atom.unit.code for atom in found)
    return _LISTED.get(code) or quotient(found, code)


def _parts(text: str) -> list[str]:
    """The parts between slashes; a last denominator in parentheses is a product, taken apart: kg/(m2*月)."""
    if text.count("/") == 1 and text.endswith(")"):
        first, denominator = text.split("/")
        if denominator.startswith("("):
            return [first, *_PRODUCT_SIGN.split(denominator[1:-1])]
    return text.split("/", MAX_PARTS)


def _refusal(part: str) -> _Refusal:
    if part in table.AMBIGUOUS:
        return _Refusal("unit.ambiguous", table.AMBIGUOUS[part])
    near = _near_codes(part)
    return _Refusal("unit.unknown", ", ".join(near[:3]) or _COMMON)


def _skeleton(text: str) -> str:
    return text.casefold().replace(" ", "").replace("^", "")


def _without_one(text: str) -> set[str]:
    return {text} | {text[:place] + text[place + 1 :] for place in range(len(text))}


@lru_cache(maxsize=1)
def _neighbours() -> Mapping[str, tuple[str, ...]]:
    """Main spellings with up to one letter left out -> codes; built at the first mistake."""
    index: dict[str, dict[str, None]] = {}
    for atom in _ATOMS.values():
        for spelling in (atom.unit.code, *atom.unit.aliases[:2]):
            for key in _without_one(_skeleton(spelling)) if len(spelling) > 1 else ():
                index.setdefault(key, {})[atom.unit.code] = None
    return {key: tuple(codes) for key, codes in index.items()}


def _near_codes(part: str) -> list[str]:
    index, wanted = _neighbours(), _skeleton(part)
    keys = [wanted, *sorted(_without_one(wanted) - {wanted, ""})]
    return list(dict.fromkeys(code for key in keys for code in index.get(key, ())))


def all_units() -> Sequence[Unit]:
    """Every listed unit: atoms, scaled atoms and the usual quotients; other quotients of atoms resolve as well."""
    return tuple(atom.unit for atom in _LISTED.values())


# --- quantities -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value as it was written, with its unit."""

    value: str
    unit: Unit

    def exact(self) -> Fraction:
        """The value in the canonical unit of its dimension."""
        return _exact(self.value, self.unit.code)

    def number(self) -> float:
        """The float nearest to `exact()`: integers are divided once, and that division rounds correctly."""
        whole, _, decimals = self.value.partition(".")
        try:
            digits = int(whole + decimals)
        except ValueError:  # written with an exponent
            return float(self.exact())
        factor = self.unit.factor
        scaled: float = digits * factor.numerator / (_POWERS[len(decimals)] * factor.denominator)
        return scaled

    def to(self, code: str) -> Fraction:
        """The value in unit `code`, exactly; `InvalidInput` with code `unit.dimension` where that makes no sense."""
        return convert(Fraction(self.value), self.unit, find_unit(code))


@lru_cache(maxsize=65_536)
def _exact(value: str, code: str) -> Fraction:
    """A trace asks for one reported number a dozen times."""
    return Fraction(value) * find_unit(code).factor


def convert(value: Fraction, unit_from: Unit, unit_to: Unit, pointer: str = "") -> Fraction:
    """`value` of `unit_from` in `unit_to`, exactly; `InvalidInput` code `unit.dimension` where dimensions differ."""
    if unit_from.dimension != unit_to.dimension:
        params = {"found": unit_from.code, "expected": unit_to.code}
        raise InvalidInput(code="unit.dimension", pointer=pointer, **params)
    return value * unit_from.factor / unit_to.factor


def parse_quantity(value: str, unit: str, pointer: str = "") -> Quantity:
    """A quantity from its two texts.

    The value is [+-]digits[.digits][E[+-]d[d]], ASCII, at most 40 characters; nothing is trimmed or guessed. Raises
    `InvalidInput` with code `quantity.value` at `pointer`/value, or that of `find_unit` at `pointer`/unit.
    """
    if len(value) > MAX_VALUE_LENGTH or _NUMBER.fullmatch(value) is None:
        raise InvalidInput(code="quantity.value", pointer=f"{pointer}/value")
    found = _UNITS.get(unit)
    return Quantity(value, found if found is not None else find_unit(unit, f"{pointer}/unit"))


# --- Pint: our definitions only, and the proof ----------------------------------------------------------------------


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions(table.DEFINITIONS.splitlines())
    return registry


REGISTRY: Final = _registry()


def pint_quantity(value: Any, code: str) -> Any:
    """A Pint quantity of `value` (number or array) in unit `code`, for proving formulas at import."""
    return REGISTRY.Quantity(value, _pint_unit(code))


@lru_cache(maxsize=4096)
def _pint_unit(code: str) -> Any:
    find_unit(code)
    atom = _LISTED.get(code) or _resolve_atom(code)
    if isinstance(atom, _Refusal):
        raise InvalidInput(code=atom.code, expected=atom.expected)
    return REGISTRY.parse_units(atom.pint_name)


@lru_cache(maxsize=1024)
def _pint_base(name: str) -> tuple[Any, dict[str, Any]]:
    factor, base = REGISTRY.get_base_units(name)
    return factor, dict(base.dimensionality)


def _prove(atom: Atom) -> None:
    """Stop the start if the table and the definition lines disagree on a factor or a dimension."""
    factor, base = _pint_base(atom.pint_name)
    if factor != atom.unit.factor or base != {f"[{name}]": power for name, power in atom.exponents}:
        raise ValueError(f"{atom.unit.code}: the unit table and the definition lines disagree")


for _atom in _LISTED.values():
    _prove(_atom)
