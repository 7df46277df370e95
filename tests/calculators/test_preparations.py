"""Powers, decays and steps: columns agree with decimal arithmetic, known values come out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from service.calculators.preparation import PREPARATIONS
from service.calculators.rounding import decimal_text

#: Function, arguments and the value worked out by hand (e^-0.5, e^-0.5 - e^-1, 1.015^4 ...).
KNOWN = [
    ("first_order_decay", ("0.1", "5"), "0.606530659713"),
    ("decay_in_year", ("0.5", "2"), "0.238651218541"),
    ("power", ("1.015", "4"), "1.061363550625"),
    ("decline", ("2", "4", "-0.5"), "0.333333333333333"),
    ("load_power", ("0.6", "0.65", "1.015", "16", "20"), "1.061363550625"),
    ("load_power", ("0.65", "0.65", "1.015", "16", "20"), "1"),
    ("load_saturation", ("0.5", "0.65", "1.2", "0.1", "0.5", "0.2", "0.25", "4"), "0.9639"),
    ("load_saturation", ("0.65", "0.65", "1.2", "0.1", "0.5", "0.2", "0.25", "4"), "1"),
    ("deviation_from_balance", ("0.9", "1", "0.15", "0.2", "0.03"), "0.015"),
    ("deviation_from_balance", ("0.8", "1", "0.15", "0.2", "0.03"), "0.03"),
    ("deviation_from_balance", ("0.5", "1", "0.15", "0.2", "0.03"), "0.03"),
    ("deviation_from_balance", ("1.5", "1", "0.15", "0.2", "0.03"), "-0.03"),
    ("topped_up_share", ("70", "100", "0.2"), "0.8"),
    ("topped_up_share", ("90", "100", "0.2"), "0.9"),
    ("share_at_most_whole", ("90", "100"), "0.9"),
    ("share_at_most_whole", ("110", "100"), "1"),
]


@pytest.mark.parametrize(("name", "arguments", "value"), KNOWN)
def test_a_known_value_comes_out_of_both_paths(name: str, arguments: tuple[str, ...], value: str) -> None:
    exact = PREPARATIONS[name].exact(*(Fraction(a) for a in arguments))
    column = PREPARATIONS[name].column(*(np.array([float(a)]) for a in arguments))
    assert float(exact) == pytest.approx(float(value), abs=1e-12)
    assert column.tolist() == pytest.approx([float(exact)], rel=1e-14)


def test_negative_units_print_with_their_point() -> None:
    assert decimal_text(-12345, 2) == "-123.45"
