"""Progress since a base year: causes that sum, products that are never added up, and what cannot be compared."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import Fault
from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.progress import EQUIVALENTS, Progress, Three, incomparable, progress
from service.scoring.progress_render import progress_to_json
from tests.scoring.builders import plant

PEV = {"SO2": Fraction("0.95"), "NOx": Fraction("0.95")}
EFFECTS = ("factor_effect", "activity_effect", "intensity_effect", "elsewhere")
amounts = st.fractions(min_value=Fraction(1, 7), max_value=100, max_denominator=7)
#: Outputs and emissions of two products in the base year and now, and the emissions now under the base's factors.
works = st.lists(amounts, min_size=10, max_size=10)


def line(name: str, made: Any, co2: Any, **fields: Any) -> ProductLine:
    return ProductLine(name, name, Fraction(made), "t", direct_co2=Fraction(co2), **fields)


def mill(iron: tuple[Any, Any], steel: tuple[Any, Any], rest: Any = 0) -> Inventory:
    """Iron and steel as (output, CO2) in t, and CO2 that belongs to neither."""
    lines = line("hot_metal", *iron), line("crude_steel", *steel)
    return plant(*lines, co2e_total=Fraction(iron[1]) + Fraction(steel[1]) + Fraction(rest))


def told(base: Inventory, now: Inventory, as_base: Inventory | None = None, quantity: str = "CO2e") -> Progress:
    found = progress(Three(base, now, as_base or now, PEV), quantity)
    assert isinstance(found, Progress)
    return found


@given(works, amounts, st.integers(min_value=1, max_value=9))
def test_the_effects_sum_to_the_change_as_printed(n: list[Fraction], rest: Fraction, years: int) -> None:
    base, now = mill((n[0], n[1]), (n[2], n[3]), rest), mill((n[4], n[5]), (n[6], n[7]), 2 * rest)
    as_base = mill((n[4], n[8]), (n[6], n[9]), rest)
    shown: Any = progress_to_json(told(base, now, as_base), years, None)
    assert sum(Fraction(shown[name]) for name in EFFECTS) == Fraction(shown["change"])
    assert Fraction(shown["change"]) == Fraction(shown["after"]) - Fraction(shown["before"])


def test_making_less_is_no_progress_of_intensity() -> None:
    found = told(mill((50, 100), (20, 10)), mill((30, 60), (10, 5)))
    assert found.split.total == found.split.output == -45
    assert found.split.real == 0
    assert found.ratio == 1


def test_more_of_the_dirtier_product_is_activity_and_not_intensity() -> None:
    found = told(mill((10, 100), (10, 10)), mill((20, 200), (5, 5)))
    assert found.split.real == 0
    assert found.split.output == 95


def test_a_revised_factor_is_neither() -> None:
    base, now = mill((10, 100), (10, 10)), mill((10, 90), (10, 9))
    found = told(base, now, as_base=base)
    assert [found.split.factors, found.split.output, found.split.real] == [-11, 0, 0]


def test_what_no_product_explains_is_told_apart() -> None:
    found = told(mill((10, 100), (10, 10), rest=90), mill((10, 100), (10, 10), rest=40))
    assert [found.split.total, found.elsewhere] == [0, -50]
    shown: Any = progress_to_json(found, 1, None)
    assert (shown["coverage"]["before"], shown["intensity_change"]) == ("0.55", "0")


def test_of_one_product_the_whole_total_counts() -> None:
    base = plant(line("clinker", 10, 8), co2e_total=Fraction(9))
    now = plant(line("clinker", 10, 4), co2e_total=Fraction(6))
    found = told(base, now)
    assert [found.split.before, found.split.real, found.elsewhere] == [9, -3, 0]


def test_a_yearly_fall_is_compounded_and_says_how_much_is_above_it() -> None:
    found = told(mill((10, 100), (10, 0)), mill((20, 170), (10, 0)))
    assert found.due(Fraction(1, 10), 2) == 162
    shown: Any = progress_to_json(found, 2, Fraction(1, 10))
    assert (shown["due"]["above"], shown["due"]["met"]) == ("8", False)
    # 0.85 over two years is 7.8046 % a year
    assert shown["intensity_change_a_year"] == "-0.078046"


def emitting(sulphur: str) -> Inventory:
    figures = {"SO2": PollutantFigure(Fraction(sulphur)), "NOx": PollutantFigure(Fraction(19))}
    masses = {"SO2": Fraction(sulphur), "NOx": Fraction(19)}
    return plant(line("hot_metal", 10, 1, pollutants=figures), line("slag", 1, 0), pollutant_totals=masses)


def test_equivalents_and_masses_without_a_concentration_are_split_too() -> None:
    found = told(emitting("19"), emitting("9.5"), quantity=EQUIVALENTS)
    assert [found.before, found.after, found.split.real] == [40000, 30000, -10000]
    assert told(emitting("19"), emitting("9.5"), quantity="SO2").split.real == Fraction("-9.5")


def test_a_substance_without_a_total_is_not_evaluable() -> None:
    found = progress(Three(emitting("19"), mill((1, 1), (1, 1)), emitting("19"), PEV), "PM")
    assert isinstance(found, Fault)
    assert (found.code, found.params["substance"]) == ("comparison.no_mass", "PM")


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (plant(line("hot_metal", 10, 1)), "progress.other_products"),
        (mill((10, 1), (0, 1)), "progress.no_output"),
        (plant(line("hot_metal", 10, 1, heat_supplied=Fraction(9)), line("crude_steel", 5, 1)), "progress.other_mix"),
        (mill((30, 1), (2, 1)), None),
    ],
)
def test_outputs_that_cannot_be_compared_are_named(now: Inventory, code: str | None) -> None:
    found = incomparable(mill((10, 1), (5, 1)), now, Fraction(1, 20))
    assert (found.code if found else None) == code


def test_a_heat_share_that_hardly_moves_is_the_same_product() -> None:
    base, now = (plant(line("hot_metal", 10, 1, heat_supplied=Fraction(heat))) for heat in ("100", "104"))
    assert incomparable(base, now, Fraction(1, 20)) is None
