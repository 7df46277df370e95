"""Ways of works with several lines and stacks: a change counts where it is made, wherever that is and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from service.scoring.double_near_zero import score
from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.levers import STEP, Pull, parts_of, pulled
from service.scoring.media import MILLIGRAMS_PER_TONNE
from service.scoring.pathway import Pathway, following, pathway
from service.scoring.render import step_to_json
from service.scoring.result import Rating, Score, Step
from tests.scoring.builders import air
from tests.scoring.published import ANCHORS, RULES
from tests.scoring.sector_plants import inventory, rows

ROWS = {name: row for name, row in rows().items() if row["expect"]["class"] == "compliant"}


def scored(given: Inventory) -> Score:
    return score(given, RULES, ANCHORS)


def way(given: Inventory, target: Rating = Rating.industry_advanced) -> Pathway:
    return pathway(given, RULES, scored, target)


def at_one_line(given: Inventory, pull: Pull, name: str) -> Inventory:
    """The inventory with all of a pull taken at one line, by what a reader would do who knows figures and no levers."""
    lines = [line if line.line_id != name else less(line, pull) for line in given.lines]
    masses = {**given.pollutant_totals}
    if pull.lever in masses:
        masses[pull.lever] = (masses[pull.lever] or Fraction(0)) - pull.amount
    return replace(given, lines=tuple(lines), pollutant_totals=masses)


def less(line: ProductLine, pull: Pull) -> ProductLine:
    assert line.output is not None
    if pull.lever == "energy":
        assert line.energy_intensity is not None
        return replace(line, energy_intensity=line.energy_intensity - pull.amount / line.output)
    figure = line.pollutants[pull.lever]
    assert figure.volume is not None
    assert figure.concentration is not None
    mean = figure.concentration - pull.amount * MILLIGRAMS_PER_TONNE / figure.volume
    return replace(line, pollutants={**line.pollutants, pull.lever: replace(figure, concentration=mean)})


@pytest.mark.parametrize("name", ROWS)
def test_what_is_named_suffices_at_whichever_line_and_a_step_less_does_not(name: str) -> None:
    works = inventory(ROWS[name])
    found = way(works)
    target = following(scored(works))
    assert found.reached
    assert found.together
    for pull in found.together:
        rest = [other for other in found.together if other is not pull]
        others = pulled(works, rest, parts_of(scored(works)))
        for line in pull.lines:
            assert scored(at_one_line(others, pull, line)).rating is target
            short = replace(pull, amount=pull.amount - STEP)
            assert scored(at_one_line(others, short, line)).rating is not target


def test_a_converter_that_gives_energy_back_is_asked_to_give_more() -> None:
    whole = inventory(rows()["pellets and converters of the best"])
    (converter,) = (line for line in whole.lines if line.line_id == "BOF")
    alone = replace(
        whole, lines=(replace(converter, energy_intensity=Fraction(-10)),), co2e_total=converter.direct_co2,
        pollutant_totals={"SO2": Fraction(0), "NOx": Fraction(0), "PM": Fraction(30)},
    )  # fmt: skip
    found = way(alone)
    (pull,) = found.together
    energy = next(step for step in scored(alone).steps if step.code == "step.reduce")
    assert found.reached
    assert (pull.lever, pull.amount) == ("energy", energy.amount)
    assert scored(at_one_line(alone, replace(pull, amount=pull.amount - STEP), "BOF")).rating is Rating.compliant


def test_what_no_standard_limits_at_a_line_is_not_counted_there() -> None:
    """A converter is judged by dust alone: the NOx that it states is neither lowered nor part of what there is."""
    mill = inventory(rows()["a long-route mill before the standard, half of its processes without a level"])
    by_name = {line.line_id: line for line in mill.lines}
    stated = {**by_name["BOF"].pollutants} | air("8", "20", "900", volume="5000000000")
    stoves = {**by_name["BF"].pollutants} | air("8", "40", "350", volume="6000000000")
    dirty = replace(
        mill,
        lines=(replace(by_name["BF"], pollutants=stoves), replace(by_name["BOF"], pollutants=stated)),
    )
    (nox,) = (pull for pull in way(dirty).together if pull.lever == "NOx")
    assert (sorted(nox.lines), nox.whole) == (["BF"], Fraction(2100))


def test_a_dirty_stack_beside_the_line_is_lowered_alone() -> None:
    ovens = inventory(rows()["top-charged ovens before the standard"])
    boiler = ProductLine("B1", "", None, "1", direct_co2=Fraction(0), pollutants={"NOx": nox("300", "100000000")})
    totals = {**ovens.pollutant_totals, "NOx": (ovens.pollutant_totals["NOx"] or 0) + Fraction(30)}
    found = way(replace(ovens, lines=(*ovens.lines, boiler), pollutant_totals=totals))
    pulls = [(pull.lever, sorted(pull.lines)) for pull in found.together]
    assert ("NOx", ["B1"]) in pulls
    assert ("NOx", ["O1"]) not in pulls
    assert found.reached
    amount = next(pull.amount for pull in found.together if pull.lever == "NOx")
    assert amount == (300 - Fraction(150)) * Fraction(100_000_000) / MILLIGRAMS_PER_TONNE


def nox(mean: str, volume: str) -> PollutantFigure:
    return replace(air("1", "1", mean, volume=volume)["NOx"])


def test_a_step_is_shown_rounded_up_so_that_it_suffices() -> None:
    assert step_to_json(Step("step.reduce", "energy", Fraction(1, 3), "kgce"))["amount"] == "0.333334"
