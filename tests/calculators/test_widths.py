"""Where the uncertainty of a figure comes from when nobody states it, and how it is printed."""

from __future__ import annotations

import json
from math import sqrt

import pytest

from service.calculators.calculation import Calculation, perform
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of
from tests.calculators.asking import Json, ask, gas, q, stated

EXACT = {
    "net_calorific_value": q("400", "GJ/10^4Nm3", uncertainty="0"),
    "carbon_content": q("0.015", "tC/GJ", uncertainty="0"),
    "oxidation_factor": q("0.99", "1", uncertainty="0"),
}


def width(answer: Json, substance: str = "CO2", part: str = "totals") -> str:
    found: str = next(entry for entry in answer[part] if entry["substance"] == substance)["uncertainty"]["value"]
    return found


def wide(*activities: Json) -> str:
    return width(ask(*activities, uncertainty=True))


def test_a_meter_makes_activity_data_surer_and_a_laboratory_a_parameter() -> None:
    """2 % with a meter named and 5 % without; 3 % measured and 5 % only reported: choices, in uncertainty.yaml."""
    assert wide(gas("g", "1", meter="M-1") | {"parameters": EXACT}) == "2"
    assert wide(gas("g", "1") | {"parameters": EXACT}) == "5"
    doubted = EXACT | {"carbon_content": q("0.015", "tC/GJ")}
    sure = gas("g", "1") | {"quantity": q("1", "10^4Nm3", uncertainty="0"), "parameters": doubted}
    assert wide(sure) == "5"
    assert wide(sure | {"laboratory_report": "R-7"}) == "3"


def test_independent_inputs_add_in_squares_and_print_with_two_places() -> None:
    """sqrt(2^2 + 5^2) = 5.3852 %: two places are all that is known of an uncertainty."""
    doubted = EXACT | {"carbon_content": q("0.015", "tC/GJ")}
    assert wide(gas("g", "1", meter="M-1") | {"parameters": doubted}) == "5.39"


def test_the_width_of_a_line_and_of_its_total_are_those_of_one_figure() -> None:
    answer = ask(gas("g", "1") | {"parameters": EXACT}, uncertainty=True)
    assert width(answer, part="results") == width(answer) == width(answer, "CO2e") == "5"
    assert answer["totals"][0]["uncertainty"] == {"value": "5", "unit": "%"}
    assert set(answer["uncertainty"]) == {"coverage", "source", "status"}
    assert answer["uncertainty"]["status"] == "design"


def test_nothing_has_no_relative_width() -> None:
    answer = ask(stated("n", "SO2", "0"), uncertainty=True)
    assert answer["results"][0]["uncertainty"] is None


def test_who_does_not_ask_is_not_told() -> None:
    answer = ask(gas("g", "1"))
    assert answer["uncertainty"] is None
    assert not any("uncertainty" in entry for entry in (*answer["results"], *answer["totals"]))


def test_a_total_has_the_width_of_what_it_counts_and_of_nothing_else() -> None:
    """30 t at 10 % and 40 t at 10 %, apart: 5 t of 70 t; a gas of another scope, medium or account is not in it."""
    lines = [
        stated("a", "CO2", "30", 1) | {"quantity": q("30", "t", uncertainty="10")},
        stated("b", "CO2", "40", 1) | {"quantity": q("40", "t", uncertainty="10")},
        stated("c", "CO2", "70", 2) | {"quantity": q("70", "t", uncertainty="0")},
        stated("d", "CO2e", "999", 1) | {"quantity": q("999", "t", uncertainty="90")},
        stated("w", "Hg", "1", medium="water") | {"quantity": q("1", "t", uncertainty="50")},
        stated("h", "Hg", "1", medium="air") | {"quantity": q("1", "t", uncertainty="1")},
    ]
    answer = ask(*lines, uncertainty=True)
    by_scope = {(t["scope"], t["substance"]): t["uncertainty"]["value"] for t in answer["totals_by_scope"]}
    assert by_scope == {(1, "CO2"): "7.14", (2, "CO2"): "0", (1, "CO2e"): "7.14", (2, "CO2e"): "0"}
    overall = {(t["substance"], t["medium"]): t["uncertainty"]["value"] for t in answer["totals"]}
    assert overall == {("CO2", "air"): "3.57", ("Hg", "air"): "1", ("Hg", "water"): "50", ("CO2e", "air"): "3.57"}


def test_an_account_beside_the_totals_has_a_width_of_its_own() -> None:
    """Activity data at 4 % and 3 %; each side's own factor comes on top, the market side's is not in the total."""
    power = {"id": "p", "kind": "purchased_electricity", "quantity": q("1000", "MWh", uncertainty="4"),
             "parameters": {"emission_factor": q("0.5", "tCO2/MWh", uncertainty="3"),
                            "market_based_factor": q("0.4", "tCO2/MWh", uncertainty="0")}}  # fmt: skip
    answer = ask(power, sector="3411", uncertainty=True)
    assert width(answer) == "5"
    assert width(answer, part="totals_beside") == "4"


def calculated(*activities: Json) -> Calculation:
    body = {"sector": "3011", "region": "140100", "period": "2024", "uncertainty": True, "activities": activities}
    library = load_library()
    return perform(submission_of(read_calculation(json.dumps(body).encode()), library), library)


def test_the_share_of_each_source_is_kept_with_its_size() -> None:
    """21.78 t: 5 % of activity data are 1.089 t, 10 % of carbon 2.178 t; what is exact has no part."""
    parameters = EXACT | {"carbon_content": q("0.015", "tC/GJ", uncertainty="10")}
    (spread, *_) = calculated(gas("g", "1") | {"parameters": parameters}).spreads
    parts = {(source.kind, source.id, source.item): part for source, part in spread.sources.items() if part}
    assert parts == pytest.approx({("activity", "g", ""): 1.089, ("parameter", "g", "carbon_content"): 2.178})
    assert spread.half_width == pytest.approx(sqrt(1.089**2 + 2.178**2))


def test_a_meter_and_an_activity_of_one_name_are_two_sources() -> None:
    """Two lines of one meter add up; an activity that happens to be called as the meter shares nothing with it."""
    one = gas("x", "1", meter="M") | {"parameters": EXACT}
    other = gas("M", "1") | {"parameters": EXACT}
    sources = [[(source.kind, source.id) for source in spread.sources] for spread in calculated(one, other).spreads]
    assert sources == [[("meter", "M")], [("activity", "M")]]


def test_a_factor_of_the_library_is_one_source_in_every_line_and_constants_are_exact() -> None:
    fuel = {"id": "a", "kind": "fuel_combustion", "material": "natural_gas", "quantity": q("1", "10^4Nm3")}
    spreads = calculated(fuel, fuel | {"id": "b"}).spreads
    shared = set(spreads[0].sources) & set(spreads[1].sources)
    assert shared
    assert {source.kind for source in shared} == {"factor"}
    assert not any("constant" in source.id for source in shared)
