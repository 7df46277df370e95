"""Quantities and units: the only Pint registry, the closed table of accepted spellings, and the quantity grammar.

A value is ASCII decimal text kept verbatim; a unit is looked up in a closed table (`service.unit_table`) or built from
at most three entries of it joined by slashes. Text from outside never reaches Pint: the registry has no default file,
and serves only to prove, while this module is imported, that each exact factor and each dimension of the table agrees
with the definition lines. Factors are `Fraction`, so that conversions lose nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import pint

from service import unit_table as table
from service.errors import InvalidInput

MAX_VALUE_LENGTH: Final = 40
MAX_PARTS: Final = 3
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_FACTORS_IN_PARENTHESES: Final = re.compile(r"[*·⋅×.]")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER_OF_TEN: Final = re.compile(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
_POWERS: Final = tuple(10**places for places in range(MAX_VALUE_LENGTH))
_COMMON: Final = "t, kg, kWh, MWh, GJ, Nm3, m3, tce, %"


@dataclass(frozen=True, slots=True)
class Unit:
    """One accepted unit.

    `code` is its spelling in answers, `dimension` what it measures ("mass", "energy/mass", "1"), and `factor` how many
    canonical units of that dimension one of it is, exactly (1 万吨 = 10000 t). Two units convert when their dimensions
    are equal. `aliases` are the other spellings that the table lists.
    """

    code: str
    dimension: str
    factor: Fraction
    label_zh: str
    label_en: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Atom:
    unit: Unit
    exponents: tuple[tuple[str, int], ...]
    pint_name: str


@dataclass(frozen=True, slots=True)
class _Refusal:
    code: str
    expected: str


# --- the table, read once -------------------------------------------------------------------------------------------

_BASE_OF: Final[Mapping[str, tuple[str, int]]] = {"area": ("length", 2), "volume": ("length", 3)}


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(" |")] for row in text.strip().splitlines()]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def _normalised(text: str) -> str:
    """NFKC, after powers of ten are made explicit: NFKC alone turns 10⁴ into 104."""
    explicit = _POWER_OF_TEN.sub(lambda found: "10^" + found[1].translate(_SUPERSCRIPTS), text)
    return unicodedata.normalize("NFKC", explicit).replace(" / ", "/")


def _exponents(dimension: str) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for place, name in enumerate(dimension.split("/")):
        if name != "1":
            base, power = _BASE_OF.get(name, (name, 1))
            total[base] = total.get(base, 0) + (power if place == 0 else -power)
    return tuple(sorted(total.items()))


def _dimension_name(exponents: Mapping[str, int]) -> str:
    def side(sign: int) -> list[str]:
        return [name(base, power * sign) for base, power in sorted(exponents.items()) if power * sign > 0]

    def name(base: str, power: int) -> str:
        special = {value: key for key, value in _BASE_OF.items()}
        return base if power == 1 else special.get((base, power), f"{base}^{power}")

    return "/".join(["*".join(side(1)) or "1", *side(-1)])


def _quotient(parts: Sequence[_Atom], code: str) -> _Atom:
    """The first part divided by all the others."""
    factor, total = parts[0].unit.factor, dict(parts[0].exponents)
    for part in parts[1:]:
        factor /= part.unit.factor
        for base, power in part.exponents:
            total[base] = total.get(base, 0) - power
    exponents = {base: power for base, power in sorted(total.items()) if power}
    label_zh = "/".join(part.unit.label_zh for part in parts)
    label_en = " per ".join(part.unit.label_en for part in parts)
    aliases = tuple(dict.fromkeys(("/".join(_chinese_symbol(part.unit) for part in parts), label_zh)))
    unit = Unit(code, _dimension_name(exponents), factor, label_zh, label_en, tuple(a for a in aliases if a != code))
    return _Atom(unit, tuple(exponents.items()), "/".join(part.pint_name for part in parts))


def _chinese_symbol(unit: Unit) -> str:
    for power, _, _, prefix in _rows(table.SCALES):
        if unit.code.startswith(power):
            return prefix + unit.code.removeprefix(power)
    return unit.code


def _plain_atoms() -> list[_Atom]:
    atoms = []
    for code, name, dimension, factor, zh, en, *more in _rows(table.ATOMS):
        unit = Unit(code, dimension, Fraction(factor), zh, en, (zh, *_split(more[0] if more else "")))
        atoms.append(_Atom(unit, _exponents(dimension), name))
    return atoms


def _masses_of_substances(atoms: Mapping[str, _Atom]) -> list[_Atom]:
    found = []
    for symbol, zh, *more in _rows(table.SUBSTANCES):
        for mass in table.MASSES_WITH_SUBSTANCE:
            base = atoms[mass]
            spellings = [m + gap + s for s in (symbol, *_split(more[0])) for gap in ("", " ") for m in (mass,)]
            chinese = [base.unit.label_zh + zh, base.unit.label_zh + symbol]
            aliases = tuple(dict.fromkeys(chinese + spellings[1:]))
            code, label_en = mass + symbol, f"{base.unit.label_en} {symbol}"
            unit = Unit(code, base.unit.dimension, base.unit.factor, chinese[0], label_en, aliases)
            found.append(_Atom(unit, base.exponents, base.pint_name))
    return found


def _scaled(atom: _Atom) -> list[_Atom]:
    found = []
    for power, pint_prefix, multiple, zh in _rows(table.SCALES):
        unit = atom.unit
        spellings = (unit.code, *unit.aliases)
        aliases = [prefix + spelling for prefix in (zh, power + " ", power) for spelling in spellings]
        code = power + unit.code
        others = tuple(dict.fromkeys(alias for alias in aliases if alias != code))
        factor, label_en = unit.factor * int(multiple), f"{power} {unit.label_en}"
        scaled = Unit(code, unit.dimension, factor, zh + unit.label_zh, label_en, others)
        found.append(_Atom(scaled, atom.exponents, pint_prefix + atom.pint_name))
    return found


def _all_atoms() -> dict[str, _Atom]:
    atoms = {atom.unit.code: atom for atom in _plain_atoms()}
    atoms |= {atom.unit.code: atom for atom in _masses_of_substances(atoms)}
    return atoms | {scaled.unit.code: scaled for code in table.SCALED for scaled in _scaled(atoms[code])}


def _spellings(atoms: Mapping[str, _Atom]) -> dict[str, _Atom]:
    found: dict[str, _Atom] = {}
    for atom in atoms.values():
        for text in map(_normalised, (atom.unit.code, *atom.unit.aliases)):
            if found.setdefault(text, atom) is not atom:
                raise ValueError(f"two units are spelled {text}")
    return found


def _denominators(atoms: Mapping[str, _Atom], spellings: Mapping[str, _Atom]) -> dict[str, _Atom]:
    words = table.QUALIFIERS.split() + [" " + word for word in _split(table.QUALIFIERS_AFTER_SPACE)]
    qualified = {
        text + word: atom
        for code in table.QUALIFIED
        for text, atom in spellings.items()
        if atom is atoms[code]
        for word in words
    }
    return {**qualified, **spellings, **{text: atoms[code] for text, code in table.DENOMINATORS.items()}}


_ATOMS: Final = _all_atoms()
_SPELLINGS: Final = _spellings(_ATOMS)
_DENOMINATORS: Final = _denominators(_ATOMS, _SPELLINGS)
_COMPOUNDS: Final = {
    code: _quotient([_ATOMS[part] for part in code.split("/")], code) for code in table.COMPOUNDS.split()
}
_LISTED: Final[Mapping[str, _Atom]] = {**_ATOMS, **_COMPOUNDS}
_UNITS: Final[Mapping[str, Unit]] = {text: atom.unit for text, atom in {**_SPELLINGS, **_COMPOUNDS}.items()}


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


def _resolve_atom(text: str) -> _Atom | _Refusal:
    parts = _parts(_normalised(text))
    if not parts or len(parts) > MAX_PARTS:
        return _Refusal("unit.unknown", _COMMON)
    found: list[_Atom] = []
    for place, part in enumerate(parts):
        atom = (_DENOMINATORS if place else _SPELLINGS).get(part)
        if atom is None:
            return _refusal(part)
        found.append(atom)
    if len(found) == 1:
        return found[0]
    code = "/".join(atom.unit.code for atom in found)
    return _LISTED.get(code) or _quotient(found, code)


def _parts(text: str) -> list[str]:
    """The parts between slashes; a last denominator in parentheses is a product, taken apart: kg/(m2*月)."""
    if text.count("/") == 1 and text.endswith(")"):
        first, denominator = text.split("/")
        if denominator.startswith("("):
            return [first, *_FACTORS_IN_PARENTHESES.split(denominator[1:-1])]
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
    """Spellings with up to one letter left out -> codes; built at the first mistake, so that a mistake costs little."""
    index: dict[str, dict[str, None]] = {}
    for spelling, atom in _SPELLINGS.items():
        if len(spelling) > 1:
            for key in _without_one(_skeleton(spelling)):
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
        return Fraction(self.value) * self.unit.factor

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

    def to(self, code: str, pointer: str = "") -> Fraction:
        """The value in unit `code`, exactly; `InvalidInput` with code `unit.dimension` where that makes no sense."""
        return convert(Fraction(self.value), self.unit, find_unit(code, pointer), pointer)


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


def parse_quantity_text(text: str, pointer: str = "") -> Quantity:
    """A quantity from one text, "1.2 万吨" or "350万kWh"; a unit that begins with a digit is not guessed apart."""
    number = _NUMBER.match(text[: MAX_VALUE_LENGTH + 1])
    if number is None or len(number[0]) > MAX_VALUE_LENGTH:
        raise InvalidInput(code="quantity.value", pointer=pointer)
    rest = text[number.end() : number.end() + table.MAX_UNIT_LENGTH + 2]
    unit = rest.removeprefix(" ")
    if unit[:1].isdigit() and not (rest.startswith(" ") and unit.startswith("10^")):
        raise InvalidInput(code="quantity.value", pointer=pointer)
    return Quantity(number[0], find_unit(unit, pointer))


# --- Pint: our definitions only, and the proof ----------------------------------------------------------------------


def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    for line in table.DEFINITIONS.split("\n"):
        if line:
            registry.define(line)
    return registry


REGISTRY: Final = _registry()


def pint_quantity(value: Any, code: str) -> Any:
    """A Pint quantity of `value` (number or array) in unit `code`, for proving formulas at import."""
    return REGISTRY.Quantity(value, _pint_unit(code))


def pint_dimensionality(code: str) -> Any:
    """Pint's dimensionality of unit `code`."""
    return _pint_unit(code).dimensionality


@lru_cache(maxsize=4096)
def _pint_unit(code: str) -> Any:
    find_unit(code)
    atom = _LISTED.get(code) or _resolve_atom(code)
    if isinstance(atom, _Refusal):
        raise InvalidInput(code=atom.code, expected=atom.expected)
    return REGISTRY.parse_units(atom.pint_name)


def _prove(atom: _Atom) -> None:
    """Stop the start if the table and the definition lines disagree on a factor or a dimension."""
    base = REGISTRY.Quantity(Fraction(1), REGISTRY.parse_units(atom.pint_name)).to_base_units()
    dimensions = {f"[{name}]": power for name, power in atom.exponents}
    if Fraction(base.magnitude) != atom.unit.factor or dict(base.dimensionality) != dimensions:
        raise ValueError(f"{atom.unit.code}: the unit table and the definition lines disagree")


for _atom in _LISTED.values():
    _prove(_atom)
