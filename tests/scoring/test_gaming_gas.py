"""Air in the stack of a kiln, of coke ovens, of a strand: the mass stands, the gas grows and the mean falls.

The honest plant blows all the gas that its product can give; class, index and place are compared with it, as in
`test_gaming`. A plant that blows less is not touched.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from service.scoring.double_near_zero import score
from service.scoring.fuels import gas_limit
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.ranking import entrant, rank
from service.scoring.result import Score
from tests.scoring.published import ANCHORS, LIBRARY, RULES
from tests.scoring.sector_plants import inventory, rows

PLANTS = {
    "kiln": ("cement ground from a kiln's clinker", "K"),
    "coke ovens": ("top-charged ovens before the standard", "O1"),
    "strand": ("a long-route mill before the standard, half of its processes without a level", "S"),
    "pellets": ("pellets and converters of the best", "P"),
}
SUBSTANCES = ("SO2", "NOx", "PM")


def stacked(told: Inventory, name: str, share: Fraction) -> Inventory:
    """Each substance of a line with `share` of the most gas that its product can give, and the mean to go with it."""
    line = next(each for each in told.lines if each.line_id == name)
    kind = RULES.making(line.product)
    figures = {}
    for substance, figure in line.pollutants.items():
        limit = gas_limit(line, kind, substance, RULES)
        assert limit is not None
        figures[substance] = replace(figure, volume=limit * share, concentration=(figure.concentration or 0) / share)
    return changed(told, replace(line, pollutants=figures))


def changed(told: Inventory, line: ProductLine) -> Inventory:
    return replace(told, lines=tuple(line if each.line_id == line.line_id else each for each in told.lines))


def scored(told: Inventory) -> Score:
    return score(replace(told, pollutant_totals={}), RULES, ANCHORS)


def place(result: Score, rival: Score) -> int:
    pair = [entrant(result), replace(entrant(rival), credit_code="9" * 18)]
    return next((p.rank for p in rank(pair).places if p.entrant.credit_code == result.credit_code), 3)


@pytest.mark.parametrize("which", PLANTS)
@pytest.mark.parametrize("air", ["1.01", "1.5", "4"])
def test_air_in_the_stack_gains_nothing(which: str, air: str) -> None:
    name, line = PLANTS[which]
    honest = inventory(rows()[name])
    before, after = (scored(stacked(honest, line, share)) for share in (Fraction(1), Fraction(air)))
    assert (after.pollutant.value, after.rating, after.index) == (before.pollutant.value, before.rating, before.index)
    assert place(after, before) == place(before, before) == 1
    assert [r.code for r in after.reasons].count("gas.beyond_fuel") == len(SUBSTANCES)


@pytest.mark.parametrize("which", PLANTS)
def test_a_plausible_plant_blows_less_and_is_not_touched(which: str) -> None:
    name, _ = PLANTS[which]
    assert "gas.beyond_fuel" not in [r.code for r in scored(inventory(rows()[name])).reasons]


@pytest.mark.parametrize(
    ("parameter", "series"),
    [
        ("product_gas.clinker_kiln", "reference_gas.hj847.kiln_tail"),
        ("product_gas.sintering", "reference_gas.hj846.sinter_head"),
        ("product_gas.pelletising", "reference_gas.hj846.pellet"),
        ("product_gas.blast_furnace.SO2", "reference_gas.hj846.hot_stove"),
        ("reference_oxygen.clinker_kiln", "limits.gb4915.kiln.reference.o2"),
        ("reference_oxygen.coal_unit", "limits.gb13223.coal.reference.o2"),
        ("reference_oxygen.glass_furnace", "limits.gb26453.furnace.reference.o2"),
        ("reference_oxygen.heat_boiler_coal", "limits.gb13271.coal.reference.o2"),
        ("reference_oxygen.heat_boiler_gas", "limits.gb13271.oil_gas.reference.o2"),
        ("oxygen_of_air", "flue_gas.oxygen_of_air"),
    ],
)
def test_what_a_document_says_is_what_the_library_holds_of_it(parameter: str, series: str) -> None:
    entry = LIBRARY.series[series][-1]
    assert RULES.number(parameter) == entry.value
