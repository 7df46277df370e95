"""What a check may look at: the submission, its computed totals, and the thresholds, all in canonical units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from service.activity import ReportedTotal, Submission
from service.calculators.totals import Total
from service.records import GeneratingUnit
from service.reference import Library
from service.units import Quantity, find_unit

#: Names of reported totals that are parts of `total`, with their sign.
PARTS: Mapping[str, int] = {"scope1": 1, "scope2": 1, "scope3": 1, "removal": 1, "part": 1}


@dataclass(frozen=True, slots=True)
class Case:
    """One submission under judgement; `units` are the generating sets that are registered at its site, if any."""

    submission: Submission
    totals: tuple[Total, ...]
    library: Library
    units: tuple[GeneratingUnit, ...] = ()

    @property
    def thresholds(self) -> Mapping[str, Any]:
        """Return the thresholds of the checks, with their status."""
        return self.library.documents["checks/thresholds.yaml"]

    def reported(self, *names: str) -> Iterator[tuple[int, ReportedTotal]]:
        """Yield the reported totals of some names with their positions."""
        for position, total in enumerate(self.submission.reported):
            if total.name in names:
                yield position, total

    def output(self, product: str) -> Fraction:
        """Return the sum of what was made of `product`, in its canonical unit."""
        made = (p.quantity.exact() for p in self.submission.production if p.product == product)
        return sum(made, Fraction(0))


@lru_cache(maxsize=256)
def _threshold(value: str, unit: str) -> Fraction:
    return Quantity(value, find_unit(unit)).exact()


def threshold(entry: Mapping[str, Any], key: str = "value") -> Fraction:
    """Return a threshold as an exact number in the canonical unit of its unit."""
    return _threshold(entry[key], entry["unit"])


def printed(quantity: Quantity) -> str:
    """Return a quantity as it was printed; it has passed the unit gate, so it is a number and a known unit."""
    return f"{quantity.value} {quantity.unit.code}"
