"""The balance value of a sector, solved from a published intensity coefficient of an enterprise in it."""

from __future__ import annotations

from fractions import Fraction

from service.scoring.ruleset import Ruleset


def balance_value(intensity: Fraction, coefficient: Fraction, ruleset: Ruleset) -> Fraction | None:
    """BP = I / (1 - coefficient / slope), in the unit of the intensity; None at or beyond the coefficient's bounds.

    The coefficient is slope x (1 - I / BP) between its bounds (ets-plan-sca-2024-2025); at a bound many values fit, so
    that none follows.
    """
    if abs(coefficient) >= ruleset.number("coefficient_bound") or intensity <= 0:
        return None
    return intensity / (1 - coefficient / ruleset.number("intensity_coefficient"))
