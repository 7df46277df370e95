"""What a template of a method can come to, bounded by the rule that it serves."""

from __future__ import annotations

import pytest

from service.accounting import ResultRule, Template
from service.calculators.calculation import methods_of
from service.factors import Match
from service.reference import load_library
from service.workflows.method_usage import MethodUse, pattern_of

CLASSES = {"anthracite": "coal", "diesel": "oil", "cog": "gas"}


Ids = tuple[str, ...]


def comes_to(template: str, series: str, classes: Ids = (), materials: Ids = (), processes: Ids = ()) -> bool:
    rule = ResultRule(
        "PM2.5", None, "air", (), False, False, classes, indicator=None, materials=materials, processes=processes
    )
    method = methods_of(load_library()).methods[0]
    use = MethodUse(method, "any", "any", Template(template, Match.EXACT), rule.substance, None, None, ())
    return pattern_of(use, rule, CLASSES).fullmatch(series) is not None


@pytest.mark.parametrize(
    ("template", "series", "expected"),
    [
        ("a.{material}.ncv", "a.anthracite.ncv", True),
        ("a.{material}.ncv", "b.anthracite.ncv", False),
        ("a.{oil}.ncv", "a.diesel.ncv", True),
        ("a.{oil}.ncv", "a.anthracite.ncv", False),
        ("a.{class}.of", "a.coal.of", True),
        ("a.{class}.of", "a.anthracite.of", False),
        ("a.{process}.{substance}", "a.kiln.dry.pm25", True),
        ("a.{process}.{substance}", "a.kiln.dry.so2", False),
    ],
)
def test_a_placeholder_stands_for_what_it_names(template: str, series: str, expected: bool) -> None:
    assert comes_to(template, series) is expected


def test_a_rule_for_one_class_comes_to_no_material_of_another() -> None:
    assert comes_to("a.{coal}.ncv", "a.anthracite.ncv", classes=("coal",))
    assert not comes_to("a.{oil}.ncv", "a.diesel.ncv", classes=("coal",))
    assert not comes_to("a.{material}.ncv", "a.diesel.ncv", classes=("coal",))


def test_a_rule_for_some_materials_or_processes_comes_to_those_alone() -> None:
    assert comes_to("a.{material}.ef", "a.limestone.ef", materials=("limestone",))
    assert not comes_to("a.{material}.ef", "a.dolomite.ef", materials=("limestone",))
    assert not comes_to("a.{process}.ef", "a.kiln.ef", processes=("furnace",))
