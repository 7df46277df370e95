"""The split of a change: exact for any numbers, and each cause alone where nothing else changed."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from service.scoring.comparison import Split, split_emission, split_index, split_to_json

AMOUNT = st.fractions(min_value=0, max_value=10**9, max_denominator=10**6)
OUTPUT = st.fractions(min_value=Fraction(1, 1000), max_value=10**9, max_denominator=1000)


def causes(split: Split) -> Fraction:
    return split.anchors + split.factors + split.output + split.real


@given(AMOUNT, AMOUNT, AMOUNT, OUTPUT, OUTPUT)
def test_causes_sum_to_the_whole_and_still_do_as_printed(
    before: Fraction, after: Fraction, as_before: Fraction, earlier: Fraction, later: Fraction
) -> None:
    split = split_emission(before, after, as_before, (earlier, later))
    assert split is not None
    assert causes(split) == split.total
    printed = {name: Fraction(text) for name, text in split_to_json(split).items()}
    assert sum(printed[name] for name in ("anchors", "factors", "output", "real")) == printed["total"]
    assert printed["total"] == printed["after"] - printed["before"]


@given(AMOUNT, OUTPUT, OUTPUT)
def test_constant_intensity_is_all_output(before: Fraction, earlier: Fraction, later: Fraction) -> None:
    after = before / earlier * later
    split = split_emission(before, after, after, (earlier, later))
    assert split is not None
    assert split.factors == split.real == 0
    assert split.output == split.total


@given(AMOUNT, AMOUNT, OUTPUT)
def test_constant_output_is_all_real(before: Fraction, after: Fraction, output: Fraction) -> None:
    split = split_emission(before, after, after, (output, output))
    assert split is not None
    assert split.factors == split.output == 0


@given(AMOUNT, AMOUNT, AMOUNT, OUTPUT, OUTPUT)
def test_years_exchanged_turn_output_and_real_around(
    before: Fraction, after: Fraction, as_before: Fraction, earlier: Fraction, later: Fraction
) -> None:
    there = split_emission(before, as_before, as_before, (earlier, later))
    back = split_emission(as_before, before, before, (later, earlier))
    assert there is not None
    assert back is not None
    assert (there.output, there.real) == (-back.output, -back.real)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_an_index_splits_without_residue(before: Fraction, after: Fraction, first: Fraction, second: Fraction) -> None:
    split = split_index(before, after, first, second)
    assert causes(split) == split.total


def test_no_output_is_no_split() -> None:
    assert split_emission(Fraction(1), Fraction(1), Fraction(1), (Fraction(0), Fraction(1))) is None
