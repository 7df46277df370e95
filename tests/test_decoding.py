"""The strict reader by itself: repeated names wherever they hide, and pointers without foreign text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from service.decoding import decode, pointer, refuse_repeated_names
from service.errors import InvalidInput

NAMES = st.text(st.characters(codec="utf-8"), max_size=4)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NAMES,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3),
    max_leaves=8,
)


class Box(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    held: dict[str, dict[str, str]]


@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_what_repeats_nothing_passes(value: object, ascii_only: bool, indent: int | None) -> None:
    refuse_repeated_names(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode())


@given(NAMES, VALUES, VALUES, st.booleans())
def test_a_name_twice_in_one_object_is_refused(name: str, one: object, two: object, ascii_only: bool) -> None:
    written = [json.dumps(part, ensure_ascii=ascii_only) for part in (name, one, name, two)]
    inner = "{{{}:{},{}:{}}}".format(*written)
    with pytest.raises(InvalidInput):
        refuse_repeated_names(f'{{"a": [1, {inner}]}}'.encode())


def test_the_same_name_in_two_objects_is_no_repetition() -> None:
    assert decode(Box, b'{"held": {"a": {"x": "1"}, "b": {"x": "1"}}}').held["b"] == {"x": "1"}


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (("activities", 0, "id"), "/activities/0/id"),
        (("parameters", "removal_efficiency:SO2", "value"), "/parameters/removal_efficiency:SO2/value"),
        (("held", "name with blanks", "x"), "/held"),
        (("held", "密", "x"), "/held"),
        (("held", "a/b"), "/held"),
        (("x" * 65,), ""),
        ((), ""),
    ],
)
def test_a_pointer_stops_before_foreign_text(location: tuple[int | str, ...], expected: str) -> None:
    assert pointer(location) == expected


def test_no_more_faults_are_listed_than_a_reader_bears() -> None:
    body = json.dumps({"held": {f"a{n}": {"x": 1} for n in range(1000)}}).encode()
    with pytest.raises(InvalidInput) as caught:
        decode(Box, body)
    assert len(caught.value.faults) == 100
    assert caught.value.faults[0].params == {"expected": "string"}
