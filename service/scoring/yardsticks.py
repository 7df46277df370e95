"""Two numbers that a bureau works out of two others: a sector's balance value, and the grade of a carbon efficiency."""

from __future__ import annotations

from fractions import Fraction

from service.scoring.ruleset import Ruleset

#: The bounds of the grades, the best first.
GRADES = ("carbon_efficiency_1", "carbon_efficiency_2", "carbon_efficiency_3", "carbon_efficiency_4")


def balance_value(intensity: Fraction, coefficient: Fraction, ruleset: Ruleset) -> Fraction | None:
    """BP = I / (1 - coefficient / slope), in the unit of the intensity; None at or beyond the coefficient's bounds.

    The coefficient is slope x (1 - I / BP) between its bounds (ets-plan-sca-2024-2025); at a bound many values fit, so
    that none follows.
    """
    if abs(coefficient) >= ruleset.number("coefficient_bound") or intensity <= 0:
        return None
    return intensity / (1 - coefficient / ruleset.number("intensity_coefficient"))


def efficiency_grade(ratio: Fraction, ruleset: Ruleset) -> int:
    """The grade of intensity over the sector mean (carbon-efficiency-grades, 3), each bound included, 1 the best."""
    return 1 + sum(ratio > ruleset.number(name) for name in GRADES)
