"""The tier of a line's carbon follows from the ruleset's rule about the factors behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from service.reference.reader import read_document
from service.scoring.inventory import DataTier, ProductLine
from tests.scoring.builders import DOCUMENT, ROOT, ruleset

MEASURED = frozenset({("carbon_content", "measured"), ("quantity", "measured")})
CASES = [
    (MEASURED, True, DataTier.A),
    (MEASURED, False, DataTier.B),
    (MEASURED | {("oxidation_factor", "national_default"), ("molar_mass_co2", "exact")}, True, DataTier.A),
    (MEASURED | {("net_calorific_value", "national_default")}, True, DataTier.C),
    (frozenset({("carbon_content", "exact")}), False, DataTier.C),
    (None, True, DataTier.D),
]


def line(**fields: Any) -> ProductLine:
    return ProductLine("1", "coke", None, "t", **{"direct_co2": Fraction(1), **fields})


@pytest.mark.parametrize(("inputs", "accepted", "tier"), CASES)
def test_the_poorest_factor_that_counts_decides(
    inputs: frozenset[tuple[str, str]] | None, accepted: bool, tier: DataTier
) -> None:
    assert ruleset().carbon_tier(line(carbon_inputs=inputs), accepted=accepted) is tier


def test_a_tier_that_somebody_gave_stands() -> None:
    assert ruleset().carbon_tier(line(carbon_inputs=MEASURED, carbon_tier=DataTier.D), accepted=True) is DataTier.D


def test_a_line_that_emits_nothing_stated_no_mass() -> None:
    assert ruleset().carbon_tier(line(direct_co2=None), accepted=True) is DataTier.C


def test_another_ruleset_may_ask_for_measured_oxidation_too() -> None:
    document = read_document((ROOT / "emission_factors" / DOCUMENT).read_text(encoding="utf-8"), DOCUMENT)
    rule = document["carbon_grades"]
    assert isinstance(rule, dict)
    stricter = {**document, "carbon_grades": {**rule, "apart": []}}
    found = ruleset(stricter).carbon_tier(line(carbon_inputs=CASES[2][0]), accepted=True)
    assert found is DataTier.C
