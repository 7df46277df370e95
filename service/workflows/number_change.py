"""What changed between two numbers of the library: a benchmark of two years, a grid factor, a balance value."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from service.errors import Fault, InvalidInput, NotFound
from service.reference import Entry, Library


@dataclass(frozen=True, slots=True)
class NumberChange:
    """Two numbers of one dimension; `difference` is in the unit of the second, `relative` is a share of the first."""

    earlier: Entry
    later: Entry
    difference: Fraction
    relative: Fraction | None


def number_change(library: Library, earlier_id: str, later_id: str) -> NumberChange:
    """Compare two numbers exactly.

    Raises `NotFound` for an id that the library does not hold, `InvalidInput` where one has no value (a series that
    ends, a range) or the two measure different things. `relative` is None where the first is nothing.
    """
    earlier, later = (library.entries.get(identifier) for identifier in (earlier_id, later_id))
    if earlier is None or later is None:
        raise NotFound
    for entry, pointer in ((earlier, "/from"), (later, "/to")):
        if entry.value is None or not entry.usable:
            raise InvalidInput(Fault("number.without_value", pointer))
    if earlier.unit.dimension != later.unit.dimension:
        raise InvalidInput(Fault("unit.dimension", "/to", {"expected": earlier.unit.code, "found": later.unit.code}))
    before, after = exact(earlier), exact(later)
    relative = (after - before) / before if before else None
    return NumberChange(earlier, later, (after - before) / later.unit.factor, relative)


def exact(entry: Entry) -> Fraction:
    """Return a number in the canonical unit of its dimension."""
    if entry.value is None:
        raise AssertionError("checked by the caller")
    return entry.value * entry.unit.factor
