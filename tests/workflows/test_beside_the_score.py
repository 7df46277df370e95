"""What stands in an account of its own reaches neither the totals nor the figures that a score is made of."""

from __future__ import annotations

from fractions import Fraction

from service.calculators.calculation import perform
from service.records import Facility
from service.requests.reports import read_report
from service.workflows.intake import submission_of
from service.workflows.inventory import total_of
from service.workflows.unit_figures import Lodged, mass_at
from tests.workflows.builders import Json, encode, library, quantity

COAL: Json = {
    "id": "coal",
    "kind": "fuel_combustion",
    "material": "bituminous_coal",
    "month": 1,
    "quantity": quantity("1000", "t"),
    "parameters": {"carbon_content": quantity("50", "%")},
}
POWER: Json = {"id": "power", "kind": "purchased_electricity", "month": 1, "quantity": quantity("1000", "MWh")}
CAPTURED: Json = {"id": "ccs", "kind": "co2_capture", "quantity": quantity("900", "t")}
FOREST: Json = {"id": "trees", "kind": "forest_sink", "quantity": quantity("500", "ha")}
BESIDE = (
    CAPTURED | {"parameters": {"purity": quantity("1", "1")}},
    CAPTURED | {"id": "stored", "kind": "co2_storage", "parameters": {"purity": quantity("1", "1")}},
    FOREST | {"parameters": {"carbon_uptake": quantity("2", "tC/ha/year")}},
)


def lodged(*activities: Json) -> Lodged:
    case = {"sector": "4411", "region": "140100", "period": "2024", "activities": [*activities]}
    request = read_report(encode(case | {"enterprise": "C", "facility": "P", "signatory": "A. Author"}))
    calculation = perform(submission_of(request, library()), library())
    return Lodged(request, calculation, Facility("P", "C", "site", "4411", "140100", ()), accepted=True)


def test_removals_change_no_figure_of_the_score() -> None:
    plain, with_removals = lodged(COAL, POWER), lodged(COAL, POWER, *BESIDE)
    for scope in (1, 2):
        assert mass_at(plain, None, scope) == mass_at(with_removals, None, scope)
    assert total_of([plain], "CO2e") == total_of([with_removals], "CO2e")
    accounts = {total.account for total in with_removals.calculation.totals.beside}
    assert accounts == {"market_based", "captured", "stored", "sink"}


def test_the_market_side_is_not_added_to_the_location_side() -> None:
    """1000 MWh at the national average 0.5306 of data year 2023, not that and the residual 0.6096 together."""
    assert mass_at(lodged(COAL, POWER), None, 2) == Fraction("530.6")
