"""What the scheme says about plausible plants of every kind of line: class, rung, what binds, what is missing."""

from __future__ import annotations

import pytest

from service.scoring.double_near_zero import score
from service.scoring.exact import fixed
from service.scoring.labels import LABELS
from service.scoring.render import score_to_json
from service.scoring.result import Score
from service.scoring.sampling import processes
from tests.scoring.published import ANCHORS, RULES
from tests.scoring.sector_plants import inventory, rows

ROWS = rows()
#: Kinds whose plants stand in `test_plants`.
ELSEWHERE = {"coal_unit", "gas_unit"}


def told(result: Score) -> set[str]:
    return {reason.code for reason in result.reasons}


@pytest.mark.parametrize("name", ROWS)
def test_a_plausible_plant_is_judged_with_sense(name: str) -> None:
    row = ROWS[name]
    expected, result = row["expect"], score(inventory(row), RULES, ANCHORS)
    carbon, air = (fixed(axis.value.central, places) if axis.value else None for axis, places in
                   ((result.carbon, 3), (result.pollutant, 2)))  # fmt: skip
    assert (str(result.rating), list(result.carbon.basis)) == (expected["class"], expected["rung"])
    assert (carbon, air) == (expected["carbon"], expected["air"])
    assert list(result.binding) == expected["binds"]
    assert set(expected["says"]) <= told(result)


def test_every_kind_of_line_has_a_plausible_plant() -> None:
    met = {kind for row in ROWS.values() for kind in processes(inventory(row), RULES, ANCHORS)}
    assert met | ELSEWHERE == RULES.lines.keys()


def test_every_sector_has_a_plausible_plant() -> None:
    met = [RULES.sector(row["sector"]) for row in ROWS.values()]
    assert [s.codes for s in RULES.sectors if s not in met and not ELSEWHERE.issuperset(s.lines)] == []


@pytest.mark.parametrize("name", ROWS)
def test_every_number_says_whether_a_document_or_the_scheme_gives_it(name: str) -> None:
    answer = score_to_json(score(inventory(ROWS[name]), RULES, ANCHORS), RULES)
    anchors, choices, reasons = answer["anchors"], answer["choices"], answer["reasons"]
    assert isinstance(anchors, list)
    assert isinstance(choices, list)
    assert isinstance(reasons, list)
    assert {item["basis"] for item in (*anchors, *choices)} <= {"D", "c", "c on D"}
    assert all(item["source"] and item["clause"] and item["trust"] for item in anchors)
    assert all(r["zh"] and r["en"] and "{" not in r["zh"] + r["en"] and "@" not in r["en"] for r in reasons)


def test_everything_that_a_sector_lacks_has_a_name() -> None:
    assert {item for sector in RULES.sectors for item in sector.lacks} <= LABELS.keys()


def test_the_two_levels_of_the_key_sector_table_have_two_names() -> None:
    series = {name for kind in RULES.lines.values() for rung in kind.ladders["direct"] for name in rung.advanced}
    limits = {name for kind in RULES.lines.values() for rung in kind.ladders["direct"] for name in rung.limit}
    assert not any(name.endswith(".baseline") for name in series)
    assert not any(name.endswith(".benchmark") for name in limits)
