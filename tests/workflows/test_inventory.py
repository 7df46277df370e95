"""From a report to lines: which product, which energy, which conditions and whose emission belong together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from service.calculators.calculation import perform
from service.identifiers import reserved_credit_code
from service.records import Enterprise, Facility, GeneratingUnit
from service.requests.reports import ReportRequest
from service.scoring.inventory import Inventory, ProductLine
from service.scoring.ruleset_reader import find_ruleset
from service.workflows.intake import submission_of
from service.workflows.inventory import inventory_of
from service.workflows.unit_figures import Earlier, Lodged
from tests.workflows.builders import coal, library, quantity

Json = dict[str, Any]
NOTHING = Earlier()
CODE = reserved_credit_code(1)
RULES = find_ruleset(library(), "DNZ-1")
SET = GeneratingUnit("U1", "I", "power.coal.usc1000", "1000", "coal")


def made(product: str, value: str, unit: str, unit_id: str | None = None) -> Json:
    return {"product": product, "quantity": quantity(value, unit), "unit_id": unit_id}


def gas(unit_id: str, value: str, activity: str = "gas", **changes: Any) -> Json:
    """Converter gas that leaves a process, in 万Nm3: a balance beside the totals."""
    return {
        "id": activity,
        "unit_id": unit_id,
        "kind": "process_carbon_output",
        "process": "bof_steelmaking",
        "material": "ldg",
        "quantity": quantity(value, "万Nm3"),
    } | changes


def inventory(
    production: list[Json],
    activities: list[Json] | None = None,
    units: tuple[GeneratingUnit, ...] = (),
    earlier: Earlier = NOTHING,
    *,
    accepted: bool = True,
    **more: Any,
) -> Inventory:
    """The inventory of one report of a steel works."""
    lodged = replace(site(production, activities, units, **more), earlier=earlier, accepted=accepted)
    return inventory_of(Enterprise(CODE, "works"), "3120", "140100", 2024, [lodged], RULES)


def site(
    production: list[Json], activities: list[Json] | None, units: tuple[GeneratingUnit, ...] = (), number: int = 1,
    **more: Any,
) -> Lodged:  # fmt: skip
    """An accepted report of one site."""
    permit = f"{CODE}{number:03}P"
    body = {
        "sector": "3120", "region": "140100", "period": "2024", "enterprise": CODE, "facility": permit,
        "signatory": "A. Author", "activities": activities or [coal(1)], "production": production, **more,
    }  # fmt: skip
    request = ReportRequest.model_validate(body).model_copy(update={} if activities else {"activities": []})
    calculation = perform(submission_of(request, library()), library())
    return Lodged(request, calculation, Facility(permit, CODE, "works", "3120", "140100", units), accepted=True)


def lines(production: list[Json], activities: list[Json] | None = None) -> dict[str, ProductLine]:
    return {line.line_id: line for line in inventory(production, activities).lines}


IRON = [made("pig_iron", "100", "万吨", "BF1"), made("energy_consumption", "39", "万tce", "BF1")]


def test_a_line_is_a_product_at_a_unit_with_the_energy_of_that_unit() -> None:
    found = lines([*IRON, made("energy_consumption", "7", "万tce", "BF2"), made("crude_steel", "90", "万吨")])
    assert [name for name, line in found.items() if line.product] == ["BF1"]
    assert (found["BF1"].output, found["BF1"].energy_intensity) == (Fraction(1_000_000), Fraction(390))


def test_what_a_process_gives_back_comes_off_its_energy() -> None:
    steel = [made("bof_steel", "100", "万吨", "C1"), made("energy_consumption", "1", "万tce", "C1")]
    assert lines(steel)["C1"].energy_intensity == 10
    recovered = made("energy_recovered", "3", "万tce", "C1")
    heat = made("heat_supplied", "3", "万tce", "C1")
    assert lines([*steel, recovered, heat])["C1"].energy_intensity == -20
    assert lines([*steel, recovered], [gas("C1", "10000")])["C1"].energy_intensity == -20, "30 kgce of gas a tonne"


def test_what_no_line_shows_leaving_is_not_given_back() -> None:
    steel = [made("bof_steel", "100", "万吨", "C1"), made("energy_consumption", "1", "万tce", "C1")]
    told = lines([*steel, made("energy_recovered", "3", "万tce", "C1")])["C1"]
    assert (told.energy_intensity, told.unshown_energy) == (Fraction(10), Fraction(30_000_000))
    partly = lines([*steel, made("energy_recovered", "3", "万tce", "C1"), made("heat_supplied", "1", "万tce", "C1")])
    assert partly["C1"].energy_intensity == Fraction("-0.5")


def test_recovery_alone_is_no_energy_figure() -> None:
    found = lines([made("bof_steel", "100", "万吨", "C1"), made("energy_recovered", "3", "万tce", "C1")])
    assert found["C1"].energy_intensity is None


@pytest.mark.parametrize(
    ("stated", "grade"),
    [
        ([made("ore_grade", "58.5", "%", "BF1")], Fraction("58.5")),
        ([made("ore_grade", "0.585", "1", "BF1")], Fraction("58.5")),
        ([made("ore_grade", "60", "%")], Fraction(60)),
        ([made("ore_grade", "58.5", "%", "BF1"), made("ore_grade", "60", "%")], Fraction("58.5")),
        ([made("ore_grade", "58.5", "%", "BF1"), made("ore_grade", "50", "%", "BF1")], None),
        ([made("ore_grade", "58.5", "t", "BF1")], None),
        ([made("ore_grade", "58.5", "%", "BF2")], None),
    ],
)
def test_a_condition_is_the_units_own_else_the_sites_and_stated_once(
    stated: list[Json], grade: Fraction | None
) -> None:
    assert lines([*IRON, *stated])["BF1"].correction_inputs.get("ore_grade") == grade


CEMENT = [made("cement", "100", "万吨", "M1"), made("clinker_ratio", "90", "%", "M1"), made("altitude", "2000", "m")]


@pytest.mark.parametrize(
    ("earlier", "witness"), [((), None), (("90",), 90), (("90", "75", "89"), 75), (("91", "90"), 91)]
)
def test_what_earlier_reports_told_speaks_for_a_condition(earlier: tuple[str, ...], witness: int | None) -> None:
    """Of several years the one that is farthest from what is told now."""
    before = Earlier(tuple({"M1": {"clinker_ratio": Fraction(each)}} for each in earlier))
    (line,) = inventory(CEMENT, earlier=before, accepted=False).lines
    assert line.witnesses.get("clinker_ratio") == witness


def test_for_what_is_told_first_the_bureau_speaks_that_accepted_it() -> None:
    low = [*CEMENT[:-1], made("altitude", "1500", "m")]
    for accepted, witnesses in ((True, {"clinker_ratio": 90, "altitude": 1500}), (False, {})):
        (line,) = inventory(low, accepted=accepted).lines
        told = {name: witness for name, witness in line.witnesses.items() if name in ("clinker_ratio", "altitude")}
        assert told == witnesses


def test_the_bureau_is_told_of_every_condition_for_which_it_would_speak() -> None:
    conditions = {name for name, quantity in RULES.quantities.items() if quantity.role == "condition"}
    told = library().documents["checks/thresholds.yaml"]["conditions_to_verify"]["names"]
    assert set(told) == conditions | {"monitored_hours", "energy_recovered"}


@pytest.mark.parametrize(
    ("earlier", "witness"), [((), None), (("1400",), 1400), (("1400", "1450"), None), (("2000",), None)]
)
def test_the_height_of_a_site_is_what_all_years_told_and_its_province_has(
    earlier: tuple[str, ...], witness: int | None
) -> None:
    """No works of Shanxi stands at 2000 m."""
    before = Earlier(tuple({None: {"altitude": Fraction(each)}} for each in earlier))
    (line,) = inventory(CEMENT, earlier=before, accepted=False).lines
    assert line.witnesses.get("altitude") == witness


def test_an_output_in_a_unit_of_another_kind_is_missing_and_breaks_nothing() -> None:
    assert lines([made("pig_iron", "100", "万m3", "BF1")])["BF1"].output is None


def test_the_balance_of_a_process_is_its_emission_and_enters_no_total() -> None:
    steel = [made("bof_steel", "100", "万吨", "C1")]
    whole = inventory(steel, [gas("C1", "10")])
    (line,) = whole.lines
    assert line.direct_co2 is not None
    assert line.direct_co2 < 0
    assert whole.co2e_total is None
    assert line.carbon_inputs is not None


def test_of_a_balance_and_counted_fuel_the_higher_emission_counts() -> None:
    fuel = {"id": "coal", "unit_id": "C1", "kind": "fuel_combustion", "material": "bituminous",
            "quantity": quantity("10", "t")}  # fmt: skip
    (line,) = inventory([made("bof_steel", "100", "万吨", "C1")], [gas("C1", "10"), fuel]).lines
    assert line.direct_co2 is not None
    assert line.direct_co2 > 0


def test_generating_sets_and_processes_of_one_site_are_both_lines() -> None:
    produced = [*IRON, made("electricity_generated", "56", "亿kWh", "U1")]
    found = {line.line_id: line.product for line in inventory(produced, units=(SET,)).lines}
    assert found == {"U1": "electricity_generated", "BF1": "pig_iron"}


def test_a_process_whose_product_is_left_out_stays_in_the_books() -> None:
    (line,) = inventory([made("energy_consumption", "1", "万tce", "C1")], [gas("C1", "10")]).lines
    assert (line.line_id, line.product, line.output) == ("C1", "", None)
    assert line.direct_co2 is not None


def test_energy_without_a_product_is_a_process_whose_product_is_left_out() -> None:
    found = lines([*IRON, made("energy_consumption", "7", "万tce", "BF2")])
    assert (found["BF2"].product, found["BF2"].energy_unit) == ("", "kgce")


def test_several_products_of_one_unit_have_names_of_their_own() -> None:
    found = lines([*IRON, made("sinter", "150", "万吨", "BF1")])
    assert found.keys() == {"BF1:pig_iron", "BF1:sinter"}


def test_a_permitted_amount_without_a_mass_is_not_known_to_be_kept() -> None:
    permit = {"name": "permit", "substance": "NOx", "quantity": quantity("500", "t")}
    assert inventory(IRON, reported=[permit]).compliance["permitted_amounts"] is None


def outlet(identifier: str, mass: str, mean: str | None, basis: str = "continuous_monitoring", **told: Json) -> Json:
    """SO2 of one outlet of the sinter plant."""
    parameters = ({"mean_concentration": quantity(mean, "mg/m3")} if mean is not None else {}) | told
    return {"id": identifier, "kind": "reported_emission", "substance": "SO2", "basis": basis, "unit_id": "S1",
            "quantity": quantity(mass, "t"), "parameters": parameters}  # fmt: skip


CLEAN, DIRTY = outlet("clean", "10", "10"), outlet("dirty", "100", "50")


@pytest.mark.parametrize("told", [[CLEAN, DIRTY], [DIRTY, CLEAN], [CLEAN, DIRTY, CLEAN | {"id": "cleaner"}]])
def test_of_outlets_of_one_unit_the_worst_counts_in_any_order(told: list[Json]) -> None:
    (line,) = inventory([made("sinter", "100", "万吨", "S1")], told).lines
    assert line.pollutants["SO2"].concentration == 50


def test_months_of_one_outlet_mix_by_their_gas() -> None:
    """10 t at 10 mg/m3 are 1e9 Nm3, 100 t at 50 mg/m3 are 2e9."""
    told = [CLEAN | {"month": 1}, DIRTY | {"month": 2}]
    (line,) = inventory([made("sinter", "100", "万吨", "S1")], told).lines
    assert (line.pollutants["SO2"].mass, line.pollutants["SO2"].concentration) == (Fraction(110), Fraction(110, 3))


def test_an_outlet_without_a_mean_adds_its_mass_to_the_gas_of_the_others() -> None:
    (line,) = inventory([made("sinter", "100", "万吨", "S1")], [CLEAN, outlet("blind", "100", None)]).lines
    assert line.pollutants["SO2"].concentration == 110


@pytest.mark.parametrize(
    ("told", "mean"),
    [
        ({"concentration": "20", "oxygen_content": "18.5"}, 40),
        ({"concentration": "5", "oxygen_content": "18.5", "reference_oxygen": "18.5"}, 10),
        ({"reference_oxygen": "18.5"}, 20),
        ({"concentration": "5", "oxygen_content": "16"}, 10),
        ({}, 10),
    ],
)
def test_a_mean_counts_at_the_reference_oxygen_of_its_standard(told: dict[str, str], mean: int) -> None:
    """A strand's standard stands at 16 %: 10 mg/m3 at 18.5 % are 20."""
    units = {"concentration": "mg/m3", "mean_concentration": "mg/m3"}
    all_told = {"mean_concentration": "10"} | told
    parameters = {name: quantity(value, units.get(name, "%")) for name, value in all_told.items()}
    (line,) = inventory(
        [made("sinter", "100", "万吨", "S1")], [outlet("head", "10", "10") | {"parameters": parameters}]
    ).lines
    assert line.pollutants["SO2"].concentration == mean


def test_a_higher_mean_on_weaker_evidence_is_not_forgotten() -> None:
    by_hand = outlet("dirty", "100", "50", basis="manual_monitoring")
    (line,) = inventory([made("sinter", "100", "万吨", "S1")], [CLEAN, by_hand]).lines
    assert line.pollutants["SO2"].concentration == 50


def test_units_of_two_sites_that_bear_one_name_are_two_lines() -> None:
    """As one line a small clean stack would thin the gas of a large dirty one."""
    sinter = [made("sinter", "100", "万吨", "S1")]
    dirty, clean = site(sinter, [DIRTY]), site(sinter, [CLEAN], number=2)
    whole = inventory_of(Enterprise(CODE, "works"), "3120", "140100", 2024, [dirty, clean], RULES)
    found = [(line.line_id, line.pollutants["SO2"].concentration) for line in whole.lines]
    assert found == [(f"{CODE}001P:S1", Fraction(50)), (f"{CODE}002P:S1", Fraction(10))]
    alone = inventory_of(Enterprise(CODE, "works"), "3120", "140100", 2024, [dirty], RULES)
    assert [line.line_id for line in alone.lines] == ["S1"]
