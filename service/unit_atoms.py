"""Reads the unit table into atoms: every unit with its exact factor, its dimension and its spellings.

Atoms are the rows of the table, the masses that carry a substance's name, and both times the scales 千 to 十亿. A
compound is the first atom divided by the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from service import unit_table as table

_POWER_OF_BASE: Final[Mapping[str, tuple[str, int]]] = {"area": ("length", 2), "volume": ("length", 3)}
_NAME_OF_POWER: Final = {power: name for name, power in _POWER_OF_BASE.items()}
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER_OF_TEN: Final = re.compile(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")


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
class Atom:
    """A unit with what it is made of: exponents of the base dimensions, and its name in the Pint definitions."""

    unit: Unit
    exponents: tuple[tuple[str, int], ...]
    pint_name: str


def normalised(text: str) -> str:
    """NFKC, after powers of ten are made explicit: NFKC alone turns 10⁴ into 104."""
    explicit = _POWER_OF_TEN.sub(lambda found: "10^" + found[1].translate(_SUPERSCRIPTS), text)
    return unicodedata.normalize("NFKC", explicit).replace(" / ", "/")


def quotient(parts: Sequence[Atom], code: str) -> Atom:
    """The first part divided by all the others."""
    factor, total = parts[0].unit.factor, dict(parts[0].exponents)
    for part in parts[1:]:
        factor /= part.unit.factor
        for base, power in part.exponents:
            total[base] = total.get(base, 0) - power
    exponents = tuple((base, power) for base, power in sorted(total.items()) if power)
    label_zh = "/".join(part.unit.label_zh for part in parts)
    label_en = " per ".join(part.unit.label_en for part in parts)
    aliases = _distinct(("/".join(_chinese_symbol(part.unit.code) for part in parts), label_zh), code)
    unit = Unit(code, _dimension(exponents), factor, label_zh, label_en, aliases)
    return Atom(unit, exponents, "/".join(part.pint_name for part in parts))


def read_atoms() -> dict[str, Atom]:
    """Every atom of the table by its code."""
    atoms = {atom.unit.code: atom for atom in map(_atom, _rows(table.ATOMS))}
    carriers = [atoms[code] for code in table.MASSES_WITH_SUBSTANCE]
    named = [_with_substance(mass, *row) for row in _rows(table.SUBSTANCES) for mass in carriers]
    atoms |= {atom.unit.code: atom for atom in named}
    scaled = [_scaled(atoms[code], *row) for code in table.SCALED for row in _rows(table.SCALES)]
    return atoms | {atom.unit.code: atom for atom in scaled}


def read_spellings(atoms: Mapping[str, Atom]) -> dict[str, Atom]:
    """Spelling after NFKC -> atom; two atoms with one spelling stop the start."""
    found: dict[str, Atom] = {}
    for atom in atoms.values():
        for text in map(normalised, (atom.unit.code, *atom.unit.aliases)):
            if found.setdefault(text, atom) is not atom or text in table.AMBIGUOUS:
                raise ValueError(f"two units are spelled {text}")
    return found


def read_denominators(atoms: Mapping[str, Atom], spellings: Mapping[str, Atom]) -> dict[str, Atom]:
    """The spellings that a denominator takes: all the others, "t煤" and its like, and `a` for a year."""
    words = [*table.QUALIFIERS.split(), *(" " + word for word in _words(table.QUALIFIERS_AFTER_SPACE))]
    qualifiable = [(text, atom) for text, atom in spellings.items() if atom.unit.code in table.QUALIFIED]
    qualified = {text + word: atom for text, atom in qualifiable for word in words}
    alone_ambiguous = {text: atoms[code] for text, code in table.DENOMINATORS.items()}
    return {**qualified, **spellings, **alone_ambiguous}


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(" |")] for row in text.strip().splitlines()]


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


def _distinct(texts: Iterable[str], other_than: str) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(texts) if text != other_than)


def _atom(row: Sequence[str]) -> Atom:
    code, pint_name, dimension, factor, label_zh, label_en, further = row
    aliases = _distinct((label_zh, *_words(further)), code)
    return Atom(Unit(code, dimension, Fraction(factor), label_zh, label_en, aliases), _exponents(dimension), pint_name)


def _with_substance(mass: Atom, symbol: str, name_zh: str, further: str) -> Atom:
    code, unit = mass.unit.code + symbol, mass.unit
    spaced = [unit.code + gap + text for text in (symbol, *_words(further)) for gap in ("", " ")]
    label_zh = unit.label_zh + name_zh
    aliases = _distinct((label_zh, unit.label_zh + symbol, *spaced), code)
    named = Unit(code, unit.dimension, unit.factor, label_zh, f"{unit.label_en} {symbol}", aliases)
    return Atom(named, mass.exponents, mass.pint_name)


def _scaled(atom: Atom, power: str, pint_prefix: str, multiple: str, prefix_zh: str) -> Atom:
    unit, code = atom.unit, power + atom.unit.code
    spellings = [prefix + text for prefix in (prefix_zh, power + " ", power) for text in (unit.code, *unit.aliases)]
    factor, label_zh, label_en = unit.factor * int(multiple), prefix_zh + unit.label_zh, f"{power} {unit.label_en}"
    scaled = Unit(code, unit.dimension, factor, label_zh, label_en, _distinct(spellings, code))
    return Atom(scaled, atom.exponents, pint_prefix + atom.pint_name)


def _chinese_symbol(code: str) -> str:
    for power, _, _, prefix_zh in _rows(table.SCALES):
        if code.startswith(power):
            return prefix_zh + code.removeprefix(power)
    return code


def _exponents(dimension: str) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for place, name in enumerate(dimension.split("/")):
        if name != "1":
            base, power = _POWER_OF_BASE.get(name, (name, 1))
            total[base] = total.get(base, 0) + (-power if place else power)
    return tuple(sorted(total.items()))


def _dimension(exponents: Sequence[tuple[str, int]]) -> str:
    above = [_power_name(base, power) for base, power in exponents if power > 0]
    below = [_power_name(base, -power) for base, power in exponents if power < 0]
    return "/".join(["*".join(above) or "1", *below])


def _power_name(base: str, power: int) -> str:
    return base if power == 1 else _NAME_OF_POWER.get((base, power), f"{base}^{power}")
