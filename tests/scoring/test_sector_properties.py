"""Laws of the score over works of several processes and over every plausible plant."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.distance import to_pass
from service.scoring.double_near_zero import score
from service.scoring.inventory import DataTier, Inventory, PollutantFigure, ProductLine
from service.scoring.result import Rating, Score
from tests.scoring.published import ANCHORS, RULES
from tests.scoring.sector_plants import inventory, rows

ROWS = rows()
PLANTS = {name: inventory(row) for name, row in ROWS.items() if row["lines"]}
MILL = PLANTS["the same mill under the standard"]
CLASSES = list(Rating)
tonnes = st.integers(min_value=-200_000_000, max_value=200_000_000).map(Fraction)
share = st.fractions(min_value=Fraction(1, 100), max_value=3, max_denominator=100)


def judged(plant: Inventory) -> Score:
    return score(plant, RULES, ANCHORS)


def with_line(plant: Inventory, line_id: str, **changes: Any) -> Inventory:
    lines = tuple(replace(line, **changes) if line.line_id == line_id else line for line in plant.lines)
    return replace(plant, lines=lines)


def only(plant: Inventory, *line_ids: str) -> Inventory:
    """A works that has these processes alone, with the carbon of no other."""
    lines = tuple(line for line in plant.lines if line.line_id in line_ids)
    return replace(plant, lines=lines, co2e_total=sum((line.direct_co2 or Fraction(0) for line in lines), Fraction(0)))


def energy_moved(plant: Inventory, giver: str, taker: str, amount: Fraction) -> Inventory:
    """`amount` kgce booked at another process."""
    parts = {line.line_id: line for line in plant.lines}
    for line_id, moved in ((giver, -amount), (taker, amount)):
        line = parts[line_id]
        assert line.output
        assert line.energy_intensity is not None
        plant = with_line(plant, line_id, energy_intensity=line.energy_intensity + moved / line.output)
    return plant


def not_better(changed: Score, before: Score) -> bool:
    """Whether neither index nor class has risen."""
    if before.index is None:
        return changed.index is None and CLASSES.index(changed.rating) <= CLASSES.index(before.rating)
    worse = changed.index is None or (
        changed.index.central <= before.index.central and changed.index.conservative <= before.index.conservative
    )
    return worse and CLASSES.index(changed.rating) <= CLASSES.index(before.rating)


@given(tonnes, st.permutations(["S", "BF", "BOF"]))
def test_energy_booked_at_another_process_of_the_mill_changes_nothing(amount: Fraction, order: list[str]) -> None:
    moved = judged(energy_moved(MILL, order[0], order[1], amount))
    assert moved.carbon.value is not None
    before = judged(MILL).carbon.value
    assert before is not None
    assert moved.carbon.value.central == before.central


@given(share, share)
def test_the_mill_is_the_sum_of_its_processes(iron: Fraction, steel: Fraction) -> None:
    """P(sum of X; sums of q x b and q x a), worked out from the levels alone."""
    outputs = {"BF": 4_000_000 * iron, "BOF": 4_200_000 * steel}
    levels = {"BF": (415, 361, 390), "BOF": (-12, -30, -20)}
    mill = only(MILL, *outputs)
    for line_id, output in outputs.items():
        mill = with_line(mill, line_id, output=output, direct_co2=output / 10)
    mill = only(mill, *outputs)
    b, a, x = (sum(outputs[name] * level[n] for name, level in levels.items()) for n in range(3))
    value = judged(mill).carbon.value
    assert value is not None
    assert value.central == (b - x) / (b - a)


@given(st.sampled_from(sorted(PLANTS)), st.sampled_from(DataTier), st.fractions(min_value=0, max_value=1))
def test_more_energy_is_never_better(name: str, tier: DataTier, more: Fraction) -> None:
    plant = PLANTS[name]
    line = next((line for line in plant.lines if line.energy_intensity is not None), plant.lines[0])
    if line.energy_intensity is None:
        return
    graded = with_line(plant, line.line_id, carbon_tier=tier)
    higher = line.energy_intensity + more * abs(line.energy_intensity)
    assert not_better(judged(with_line(graded, line.line_id, energy_intensity=higher)), judged(graded))


@given(st.sampled_from(sorted(PLANTS)), share)
def test_a_plant_twice_as_large_is_no_better(name: str, factor: Fraction) -> None:
    plant = PLANTS[name]
    one, other = judged(plant), judged(replace(
        plant, lines=tuple(scaled(line, factor) for line in plant.lines),
        co2e_total=None if plant.co2e_total is None else plant.co2e_total * factor,
        pollutant_totals={s: None if m is None else m * factor for s, m in plant.pollutant_totals.items()},
    ))  # fmt: skip
    assert (one.rating, one.index, one.carbon.covered) == (other.rating, other.index, other.carbon.covered)


def scaled(line: ProductLine, factor: Fraction) -> ProductLine:
    stacks = {s: replace(f, volume=(f.volume or Fraction(0)) * factor) for s, f in line.pollutants.items()}
    output, direct_co2 = ((mass or Fraction(0)) * factor for mass in (line.output, line.direct_co2))
    return replace(line, pollutants=stacks, output=output, direct_co2=direct_co2)


OMISSIONS = [
    (name, line.line_id, what)
    for name, plant in PLANTS.items()
    for line in plant.lines
    for what in ("energy_intensity", "output", "direct_co2", *line.correction_inputs, *line.pollutants)
]


@pytest.mark.parametrize(("name", "line_id", "what"), OMISSIONS)
def test_leaving_a_figure_or_a_condition_out_never_helps(name: str, line_id: str, what: str) -> None:
    plant = PLANTS[name]
    line = next(line for line in plant.lines if line.line_id == line_id)
    if what in line.correction_inputs:
        rest = {key: value for key, value in line.correction_inputs.items() if key != what}
        less = with_line(plant, line_id, correction_inputs=rest)
    elif what in line.pollutants:
        kept = {key: figure for key, figure in line.pollutants.items() if key != what}
        less = with_line(plant, line_id, pollutants=kept)
    else:
        less = with_line(plant, line_id, **{what: None})
    assert not_better(judged(less), judged(plant))


@pytest.mark.parametrize("name", PLANTS)
def test_more_substances_than_listed_change_nothing(name: str) -> None:
    plant = PLANTS[name]
    extra = {s: PollutantFigure(concentration=Fraction(1)) for s in ("Hg", "NH3", "benzo_a_pyrene")}
    lines = tuple(replace(line, pollutants={**line.pollutants, **extra}) for line in plant.lines)
    assert judged(replace(plant, lines=lines)).index == judged(plant).index


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "energy" in next(iter(row["lines"].values()))])
def test_energy_levels_never_prove_more_than_industry_advanced(name: str) -> None:
    plant = PLANTS[name]
    best = replace(plant, lines=tuple(replace(line, energy_intensity=Fraction(-1000)) for line in plant.lines))
    value = judged(best).carbon.value
    assert value is None or value.central == 1
    assert not judged(best).carbon.near_zero_defined


def test_a_worse_data_tier_lowers_a_process_that_gives_energy_back() -> None:
    converter = only(MILL, "BOF")
    measured, estimated = (
        judged(with_line(converter, "BOF", carbon_tier=tier)).carbon.value for tier in (DataTier.A, DataTier.D)
    )
    assert measured is not None
    assert estimated is not None
    assert estimated.conservative < measured.conservative < measured.central == estimated.central


def test_a_process_below_zero_is_told_how_much_more_to_give_back() -> None:
    converter = only(MILL, "BOF")
    wanted = Fraction(3, 5)
    step = next(s for s in to_pass(judged(converter), 50 * wanted, Fraction(50)) if s.code == "step.reduce")
    assert step.subject == "energy"
    assert step.amount is not None
    output = Fraction(4_200_000)
    for part, enough in ((step.amount, True), (step.amount * Fraction(999, 1000), False)):
        value = judged(with_line(converter, "BOF", energy_intensity=-20 - part / output)).carbon.value
        assert value is not None
        assert (value.conservative >= wanted) is enough


def test_amounts_of_energy_and_electricity_have_no_sum() -> None:
    colliery = judged(PLANTS["a colliery with its washing plant, energy and electricity apart"])
    found = {c.subject: (c.unit, c.level) for c in colliery.carbon.constraints}
    assert found == {"energy": ("kgce", Fraction(58, 83)), "electricity": ("kWh", Fraction(1, 7))}


def idle(plant: Inventory, line_id: str) -> Inventory:
    """The product and the conditions of a line left out; what it burns, uses and blows out is still reported."""
    line = next(line for line in plant.lines if line.line_id == line_id)
    bare = ProductLine(
        line_id, "", None, "1", direct_co2=line.direct_co2, purchased_energy_co2=line.purchased_energy_co2,
        energy_unit=line.energy_unit, pollutants=line.pollutants,
    )  # fmt: skip
    return replace(plant, lines=tuple(bare if line.line_id == line_id else line for line in plant.lines))


MILLS = [(name, line.line_id) for name, plant in PLANTS.items() if len(plant.lines) > 1 for line in plant.lines]


@pytest.mark.parametrize(("name", "line_id"), MILLS)
def test_leaving_the_product_of_a_process_out_never_helps(name: str, line_id: str) -> None:
    before, after = judged(PLANTS[name]), judged(idle(PLANTS[name], line_id))
    assert not_better(after, before)
    assert after.index is None
