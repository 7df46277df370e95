"""Sums over reports by hand: shared parts add before they are squared, and shares of the variance add up to one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import sqrt

import pytest

from service.calculators.consolidation import Account, Amount, EnterpriseTotal, add_reports, within
from service.calculators.uncertainty import Cause, Source, Spread

CO2 = Account("CO2", "air", None, None, "")
GRID = Source("factor", "grid", "0.5")
METER = Source("meter", "M-1")
LINE, HEAT = Source("activity", "a1"), Source("parameter", "a1", "heat")


def amount(report: str, mass: str, parts: Mapping[tuple[Source, str], float], *bases: str) -> Amount:
    spread = Spread({Cause(source, tier): part for (source, tier), part in parts.items()})
    return Amount(report, Fraction(mass), bases or ("calculated",), within(spread, report))


def both() -> EnterpriseTotal:
    """Shared: 3 + 4 of the factor, 2 - 2 of the meter; apart: 1 and 2 of lines with the same id."""
    first = {(GRID, "default"): 3.0, (METER, "metered"): 2.0, (LINE, "stated"): 1.0}
    second = {(GRID, "default"): 4.0, (METER, "sender"): -2.0, (LINE, "stated"): 2.0}
    return EnterpriseTotal(CO2, (amount("r1", "100.5", first), amount("r2", "0.25", second)))


def test_shared_parts_add_with_their_signs_and_others_do_not() -> None:
    assert both().spread.half_width == pytest.approx(sqrt((3 + 4) ** 2 + (2 - 2) ** 2 + 1**2 + 2**2))
    assert both().mass == Fraction("100.75")


@pytest.mark.parametrize("source", [GRID, METER, Source("laboratory_report", "LAB", "heat")])
def test_what_reports_share_stays_one_source(source: Source) -> None:
    assert list(within(Spread({Cause(source, "t"): 1.0}), "r1").sources) == [source]


@pytest.mark.parametrize("source", [LINE, HEAT])
def test_what_one_report_knows_carries_its_name(source: Source) -> None:
    named = within(Spread({Cause(source, "t"): 1.0}), "r1").sources
    assert list(named) == [source._replace(report="r1")]
    assert named != within(Spread({Cause(source, "t"): 1.0}), "r2").sources


def test_shares_split_the_whole_variance() -> None:
    """A part counts with the whole of its source: 3 of 7 by the first report, whose share is then 3 x 7 + 1 of 54."""
    found = both()
    assert found.by_report == pytest.approx({"r1": (3 * 7 + 1) / 54, "r2": (4 * 7 + 4) / 54})
    assert found.by_tier == pytest.approx({"default": 49 / 54, "metered": 0, "sender": 0, "stated": 5 / 54})


def test_contributors_come_by_size_with_those_who_share_them() -> None:
    largest = both().contributors(2)
    assert [(c.source, c.part, c.tiers, c.reports) for c in largest] == [
        (GRID, 7.0, ("default",), ("r1", "r2")),
        (LINE._replace(report="r2"), 2.0, ("stated",), ("r2",)),
    ]
    assert [c.share for c in largest] == pytest.approx([49 / 54, 4 / 54])
    assert [c.source.id for c in both().contributors(9)] == ["grid", "a1", "a1"]


def test_two_tiers_of_one_meter_are_one_source() -> None:
    parts = {(METER, "metered"): 1.0, (METER, "sender"): 2.0}
    (meter,) = EnterpriseTotal(CO2, (amount("r1", "1", parts),)).contributors(5)
    assert (meter.part, meter.share, meter.tiers) == (3.0, 1.0, ("metered", "sender"))


def test_nothing_uncertain_has_no_contributors_and_no_shares() -> None:
    sure = EnterpriseTotal(CO2, (amount("r1", "1.5", {}), amount("r2", "0.000001", {(METER, "metered"): 0.0})))
    assert (sure.contributors(5), dict(sure.by_tier)) == ([], {"metered": 0.0})
    assert sure.interval() == ("1.500001", "1.500001")


@pytest.mark.parametrize(
    ("mass", "half", "ends"),
    [
        ("1000.4", 123.456, ("877", "1124")),
        ("1000.4", 12345.6, ("-11345", "13346")),
        ("10", 1.23456, ("8.77", "11.23")),
        ("0.5", 0.00123456, ("0.49877", "0.50123")),
        ("0.000000000001", 0.0000000000001, ("0.000000000001", "0.000000000001")),
    ],
)
def test_an_interval_shows_three_digits_of_its_half_width(mass: str, half: float, ends: tuple[str, str]) -> None:
    assert EnterpriseTotal(CO2, (amount("r1", mass, {(METER, "metered"): half}),)).interval() == ends


def test_accounts_are_added_apart_in_the_order_in_which_they_come() -> None:
    kinds = [CO2, CO2._replace(scope=1), CO2._replace(account="market_based"), CO2._replace(medium="water")]
    kinds += [CO2._replace(substance="CO2e", gwp=name) for name in ("AR5", "AR6")]
    found = add_reports([(kind, amount(report, "1", {})) for report in ("r1", "r2") for kind in kinds])
    assert [total.account for total in found] == kinds
    assert [[a.report for a in total.amounts] for total in found] == [["r1", "r2"]] * len(kinds)
