"""Ways to look better without emitting less. Each starts from a valid plant and changes what an enterprise controls.

Class, conservative index and place among five honest peers are compared before and after: none may rise. Where a trick
is caught, the code that catches it stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import pytest

from service.scoring.double_near_zero import score
from service.scoring.fuels import fuel_gas
from service.scoring.inventory import (
    Answer,
    Basis,
    DataTier,
    Inventory,
    PollutantFigure,
    ProductLine,
    Registration,
    Veto,
)
from service.scoring.ranking import Entrant, entrant, rank
from service.scoring.result import Rating, Score
from tests.scoring.builders import COMPLIANT, air, anchors, plant, ruleset, unit

RULES, FACTORS = ruleset(), anchors()
HONEST = plant(
    unit("1", "0.745", capacity=Fraction(1000), running_hours=Fraction(6667)),
    unit("2", "0.765", capacity=Fraction(1000), running_hours=Fraction(6667)),
)
RIVALS = [
    entrant(score(plant(unit(intensity=f"0.{745 + 5 * n}"), credit_code=f"9114000000000{n:05}"), RULES, FACTORS))
    for n in range(5)
]
Trick = Callable[[Inventory], Inventory]


def scored(inventory: Inventory) -> Score:
    return score(inventory, RULES, FACTORS)


def place(result: Score) -> int:
    """The place among the rivals; behind all of them without one."""
    found = [p.rank for p in rank([entrant(result), *RIVALS]).places if p.entrant.credit_code == result.credit_code]
    return found[0] if found else len(RIVALS) + 2


def line_changed(inventory: Inventory, position: int, **changes: Any) -> Inventory:
    lines = list(inventory.lines)
    lines[position] = replace(lines[position], **changes)
    return replace(inventory, lines=tuple(lines))


def with_stack(inventory: Inventory, **changes: Any) -> Inventory:
    """Every listed figure of the dirtier line changed."""
    stack = {s: replace(f, **changes) for s, f in inventory.lines[1].pollutants.items()}
    return line_changed(inventory, 1, pollutants=stack)


def split_line(inventory: Inventory) -> Inventory:
    one, two = inventory.lines
    half = {s: replace(f, volume=(f.volume or Fraction(0)) / 2) for s, f in two.pollutants.items()}
    output, direct_co2 = ((mass or Fraction(0)) / 2 for mass in (two.output, two.direct_co2))
    part = replace(two, output=output, direct_co2=direct_co2, pollutants=half)
    return replace(inventory, lines=(one, replace(part, line_id="2a"), replace(part, line_id="2b")))


def carbon_moved(inventory: Inventory) -> Inventory:
    one, two = inventory.lines
    moved = Fraction(100_000)
    changed = line_changed(inventory, 0, direct_co2=(one.direct_co2 or 0) + moved)
    return line_changed(changed, 1, direct_co2=(two.direct_co2 or 0) - moved)


def output_moved(inventory: Inventory) -> Inventory:
    one, two = inventory.lines
    moved = Fraction(500_000)
    changed = line_changed(inventory, 0, output=(one.output or 0) - moved)
    return line_changed(changed, 1, output=(two.output or 0) + moved)


def stack_moved(inventory: Inventory) -> Inventory:
    """NOx of one stack booked at the other, gas volumes as they are."""
    up, down = (dict(line.pollutants) for line in inventory.lines)
    up["NOx"] = replace(up["NOx"], concentration=Fraction(36))
    down["NOx"] = replace(down["NOx"], concentration=Fraction(24))
    return line_changed(line_changed(inventory, 0, pollutants=up), 1, pollutants=down)


def without(inventory: Inventory, substance: str) -> Inventory:
    kept = {s: f for s, f in inventory.lines[1].pollutants.items() if s != substance}
    return line_changed(inventory, 1, pollutants=kept)


def extra(inventory: Inventory) -> Inventory:
    more = dict(inventory.lines[1].pollutants) | {s: PollutantFigure(concentration=Fraction(0)) for s in ("Hg", "NH3")}
    return line_changed(inventory, 1, pollutants=more)


def clean_dummy(inventory: Inventory) -> Inventory:
    """A stack that blows clean air, to thin the mean."""
    dummy = ProductLine("air", "electricity_generated", Fraction(0), "MWh", unit_class="I", direct_co2=Fraction(0),
                        pollutants=air("0", "0", "0", volume="9000000000"))  # fmt: skip
    return replace(inventory, lines=(*inventory.lines, dummy))


def low_told(inventory: Inventory) -> Inventory:
    """A lower concentration than the mass and the gas say."""
    stack = dict(inventory.lines[1].pollutants)
    stack["NOx"] = replace(stack["NOx"], mass=Fraction(90), concentration=Fraction(15))
    return line_changed(inventory, 1, pollutants=stack)


def negative_line(inventory: Inventory) -> Inventory:
    """A credit booked as a line of its own, with a product that no benchmark knows."""
    credit = ProductLine("credit", "captured_co2", Fraction(1), "t", direct_co2=Fraction(-900_000))
    return replace(inventory, lines=(*inventory.lines, credit))


def registered(inventory: Inventory, now: Registration) -> Inventory:
    """The dirtier set registered anew; the log knows how it stood when it was reported before."""
    line = inventory.lines[1]
    before = Registration(line.unit_class, line.gb_key, line.capacity)
    return line_changed(inventory, 1, registered=(before,), unit_class=now.unit_class, gb_key=now.gb_key,
                        capacity=now.capacity)  # fmt: skip


TRICKS: dict[str, tuple[Trick, str]] = {
    "a large set registered anew as a small one": (
        lambda i: registered(i, Registration("II", "power.coal.sub300", Fraction(500))),
        "unit.registered_anew",
    ),
    "registered anew under a laxer level": (
        lambda i: registered(i, Registration("I", "power.coal.sub600", Fraction(1000))),
        "unit.registered_anew",
    ),
    "registered anew in another class": (
        lambda i: registered(i, Registration("III", "power.coal.usc1000", Fraction(1000))),
        "unit.registered_anew",
    ),
    "splitting a line": (split_line, ""),
    "moving carbon to the cleaner line": (carbon_moved, ""),
    "moving output to the dirtier line": (output_moved, ""),
    "moving a pollutant to the other stack": (stack_moved, ""),
    "leaving SO2 out": (lambda i: without(i, "SO2"), "pollutant.not_given"),
    "leaving NOx out": (lambda i: without(i, "NOx"), "pollutant.not_given"),
    "leaving dust out": (lambda i: without(i, "PM"), "pollutant.not_given"),
    "reporting more substances": (extra, ""),
    "a stack of clean air": (clean_dummy, "output.zero"),
    "leaving gas volumes out": (lambda i: with_stack(i, volume=None), "weights.missing"),
    "a concentration below mass over gas": (low_told, "figure.disagrees"),
    "leaving the CO2 of the dirtier line out": (lambda i: line_changed(i, 1, direct_co2=None), "co2.missing"),
    "leaving the output of the dirtier line out": (lambda i: line_changed(i, 1, output=None), "output.missing"),
    "no output at all": (lambda i: line_changed(i, 1, output=Fraction(0)), "output.zero"),
    "more output than the set can make": (
        lambda i: line_changed(i, 1, output=Fraction(7_000_000), load_factor=Fraction("1.05")),
        "output.beyond_capacity",
    ),
    "more hours than the year has": (
        lambda i: line_changed(i, 1, running_hours=Fraction(9500), load_factor=Fraction("0.53")),
        "hours.beyond_year",
    ),
    "calling a large set a small one": (lambda i: line_changed(i, 1, unit_class="II"), "unit_class.disagrees"),
    "calling it small with the small one's level": (
        lambda i: line_changed(i, 1, unit_class="II", gb_key="power.coal.sub300"),
        "unit_class.disagrees",
    ),
    "leaving the unit class out": (lambda i: line_changed(i, 1, unit_class=None), "unit_class.missing"),
    "leaving the load out": (lambda i: line_changed(i, 1, load_factor=None), "benchmark.uncorrected"),
    "leaving the heat out": (lambda i: line_changed(i, 1, heat_supplied=None), "quantity.absent"),
    "a weaker basis": (
        lambda i: with_stack(i, basis=Basis.coefficient, tier=None),
        "basis.below_required",
    ),
    "an estimate instead of a meter": (lambda i: line_changed(i, 1, carbon_tier=DataTier.D), ""),
    "another region with a looser permit": (lambda i: replace(i, region="371000"), ""),
    "a year before the benchmark": (lambda i: replace(i, year=2022), "rung.not_yet"),
    "a sector without a ladder": (lambda i: replace(i, sector="4430"), "carbon.no_rung"),
    "green power against direct carbon": (lambda i: line_changed(i, 1, purchased_energy_co2=Fraction(0)), ""),
    "a credit as a negative line": (negative_line, "line.unbenchmarked"),
    "a veto told as cleared by oneself": (lambda i: replace(i, vetoes=(Veto("V2", Answer.no),)), "veto.not_evaluated"),
    "an open compliance item": (
        lambda i: replace(i, compliance={**COMPLIANT, "emission_standards": None}),
        "compliance.not_evaluated",
    ),
}


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_gains_nothing_and_is_named_where_it_is_caught(name: str) -> None:
    trick, code = TRICKS[name]
    before, after = scored(HONEST), scored(trick(HONEST))
    order = list(Rating)
    assert order.index(after.rating) <= order.index(before.rating)
    assert before.index is not None
    assert after.index is None or after.index.conservative <= before.index.conservative
    assert place(after) >= place(before)
    codes = [reason.code for reason in after.reasons]
    assert not code or code in codes


@pytest.mark.parametrize("total", ["0.5", "0.9", "1.2"])
def test_a_total_told_wrong_never_raises_coverage(total: str) -> None:
    told = replace(HONEST, co2e_total=(HONEST.co2e_total or 0) * Fraction(total))
    assert scored(HONEST).carbon.covered == 1
    covered = scored(told).carbon.covered
    assert covered is not None
    assert covered < 1


def test_a_dirty_line_kept_out_of_the_boundary_lowers_coverage_and_holds_the_class_back() -> None:
    clean, dirty = unit("1", "0.70", pollutants=air("3", "11", "16")), unit("2", "0.90")
    whole = plant(clean, dirty)
    shrunk = replace(whole, lines=(clean,))
    assert scored(plant(clean)).rating is Rating.industry_advanced
    assert scored(shrunk).rating is Rating.compliant
    assert [step.code for step in scored(shrunk).steps if step.code == "step.coverage"]


def test_gas_of_the_duct_told_beside_the_reference_mean_is_named_and_the_higher_figure_counts() -> None:
    """More gas than belongs to the mean at reference oxygen: mass over gas falls, the mean stands."""
    stack = dict(HONEST.lines[1].pollutants)
    thin = {
        s: replace(f, mass=(f.concentration or Fraction(0)) * 3, volume=Fraction(6 * 10**9)) for s, f in stack.items()
    }
    after = scored(line_changed(HONEST, 1, pollutants=thin))
    assert "figure.disagrees" in [reason.code for reason in after.reasons]
    before = scored(HONEST)
    assert before.pollutant.value is not None
    assert after.pollutant.value is not None
    assert after.pollutant.value.conservative <= before.pollutant.value.conservative


def test_neither_offsets_nor_certificates_have_a_way_in() -> None:
    names = {f.name for f in fields(ProductLine)} | {f.name for f in fields(Inventory)}
    assert not [name for name in names if any(word in name for word in ("offset", "certificate", "sink", "credit_"))
                and name != "credit_code"]  # fmt: skip


def test_registering_first_decides_no_tie() -> None:
    twins = [replace(entrant(scored(HONEST)), credit_code=code) for code in ("9" * 18, "1" * 18)]
    ranks = [[p.rank for p in rank(order).places] for order in (twins, twins[::-1])]
    assert ranks == [[1, 1], [1, 1]]


def test_a_class_is_not_reached_by_rounding() -> None:
    """A gram above the advanced value prints as industry-advanced and is not."""
    line = unit(intensity="0.70", pollutants=air("3", "11", "50"))
    on_it = scored(plant(line))
    nox = replace(line.pollutants["NOx"], concentration=Fraction(50) + Fraction(1, 10**9))
    above = scored(plant(replace(line, pollutants={**line.pollutants, "NOx": nox})))
    assert (on_it.rating, above.rating) == (Rating.industry_advanced, Rating.compliant)


def test_synthetic_rivals_lift_no_real_enterprise() -> None:
    mixed: list[Entrant] = [*RIVALS, entrant(scored(replace(HONEST, synthetic=False)))]
    with pytest.raises(Exception, match=r"ranking\.mixed"):
        rank(mixed)


def thinned(air_share: Fraction) -> Score:
    """One coal set whose stack takes in air: the mass stands, the gas grows and the mean falls."""
    gas = fuel_gas(RULES.lines["coal_unit"], {("bituminous", "coal"): HONEST.lines[0].direct_co2 or Fraction(0)}, RULES)
    assert gas is not None
    stack = {
        s: replace(f, concentration=(f.concentration or 0) / air_share, volume=gas * air_share)
        for s, f in air("3", "15", "30").items()
    }
    return scored(plant(replace(HONEST.lines[0], pollutants=stack, fuel_gas=gas)))


@pytest.mark.parametrize("air_share", ["1.01", "1.25", "2", "5"])
def test_thinning_the_gas_of_a_stack_gains_nothing(air_share: str) -> None:
    before, after = thinned(Fraction(1)), thinned(Fraction(air_share))
    assert (after.pollutant.value, after.rating, after.index) == (before.pollutant.value, before.rating, before.index)
    assert place(after) == place(before)
    said = [reason.code for reason in (*before.reasons, *after.reasons)]
    assert said.count("gas.beyond_fuel") == len(HONEST.lines[0].pollutants)


def test_a_trace_of_another_fuel_gives_no_room_for_air() -> None:
    kind = RULES.lines["coal_unit"]
    coal = fuel_gas(kind, {("bituminous", "coal"): Fraction(1000)}, RULES)
    traced = fuel_gas(kind, {("bituminous", "coal"): Fraction(999), ("cog", "gas"): Fraction(1)}, RULES)
    unheard = fuel_gas(kind, {("bituminous", "coal"): Fraction(999), ("peat", "other"): Fraction(1)}, RULES)
    assert coal is not None
    assert traced is not None
    assert 1 < traced / coal < Fraction("1.001")
    assert unheard == coal
