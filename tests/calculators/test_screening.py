"""What a caller is told before a line is reckoned: every message with its place, its weight and its parameters."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.calculators.calculation import Calculation, perform
from service.errors import FactorMissing, NearZeroError
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of
from tests.calculators.stored import request_of

Json = dict[str, Any]
Said = tuple[str, str, dict[str, str]]


def line(kind: str, quantity: str, material: str | None = None, process: str | None = None, **more: Any) -> Json:
    return {"kind": kind, "quantity": quantity, "material": material, "process": process, **more}


def performed(*lines: Json, sector: str, **more: Any) -> Calculation:
    raw = json.dumps(request_of({"request": {"sector": sector, "activities": lines, **more}})).encode()
    return perform(submission_of(read_calculation(raw), load_library()), load_library())


def said(code: str, *lines: Json, sector: str, **more: Any) -> list[Said]:
    findings = performed(*lines, sector=sector, **more).findings
    return [(f.pointer, f.severity.value, dict(f.params)) for f in findings if f.code == code]


def refused(*lines: Json, sector: str, **more: Any) -> list[tuple[str, str, dict[str, str]]]:
    with pytest.raises(NearZeroError) as error:
        performed(*lines, sector=sector, **more)
    return [(fault.code, fault.pointer, dict(fault.params)) for fault in error.value.faults]


STEEL, STEEL_GUIDE = {"sector": "3110", "region": "130200"}, "CN-CETS-STEEL-2024"
COAL = line("fuel_combustion", "100 t", "bituminous")
SCRAP = line("carbon_input", "1 t", "scrap")


def test_what_a_guide_leaves_out_is_named_line_by_line() -> None:
    """A process that it names, a material that it names, and a material that none of its rules covers."""
    found = said(
        "activity.not_counted",
        SCRAP,
        line("fuel_combustion", "1 t", "diesel", "transport"),
        line("process_carbon_input", "1 t", "limestone", "sintering"),
        line("carbon_input", "1 t", "iron_ore"),
        **STEEL,
    )
    assert found == [
        ("/activities/1", "needs_explanation", {"what": "transport", "method": STEEL_GUIDE}),
        ("/activities/2", "needs_explanation", {"what": "limestone", "method": STEEL_GUIDE}),
        ("/activities/3", "needs_explanation", {"what": "iron_ore", "method": STEEL_GUIDE}),
    ]


def test_a_kind_that_is_auxiliary_data_only_is_kept_and_said_so() -> None:
    found = said("activity.auxiliary", line("purchased_electricity", "10 MWh"), sector="4411", period="2026")
    assert found == [("/activities/0", "info", {"kind": "purchased_electricity", "method": "CN-POWER-2026"})]


def test_an_unknown_kind_is_refused_with_the_known_ones_in_order() -> None:
    ((code, pointer, params),) = refused(SCRAP, line("fuel_combustoin", "1 t", "diesel"), **STEEL)
    known = params["expected"].split(", ")
    assert (code, pointer) == ("activity.kind_unknown", "/activities/1/kind")
    assert params["nearest"].split(", ")[0] == "fuel_combustion"
    assert known == sorted(known)
    assert {"fuel_combustion", "carbon_input", "outlet_monitoring", "reported_emission"} <= set(known)


def test_a_material_without_a_rule_is_refused_with_those_that_have_one() -> None:
    expected = "material: ca_clinker, csa_clinker, opc_clinker, white_clinker"
    found = refused(line("clinker_production", "1 t"), sector="3011", region="420000")
    assert found == [("activity.covered_by_no_rule", "/activities/0", {"expected": expected})]


def test_a_process_without_a_rule_is_refused_with_all_that_a_rule_may_ask_for() -> None:
    rolled = line("process_carbon_input", "1 t", "cog", "rolling")
    processes = "bof_steelmaking, coking, eaf_steelmaking, ironmaking, pelletising, sintering"
    expected = f"class: coal, gas, oil; process: {processes}"
    assert refused(rolled, **STEEL) == [("activity.covered_by_no_rule", "/activities/0", {"expected": expected})]


def test_an_outlet_that_reports_no_concentration_is_told_the_ways_to_report_one() -> None:
    outlet = line("outlet_monitoring", "7200 h", parameters={"flow": "50000 m3/h"})
    ((code, pointer, params),) = refused(outlet, sector="4430")
    ways = params["expected"].split(" | ")
    assert (code, pointer) == ("activity.nothing_reported", "/activities/0")
    assert {"concentration:SUBSTANCE", "flow + concentration:SUBSTANCE"} <= set(ways)
    assert len(ways) == len(set(ways))


def test_each_line_of_a_material_that_is_counted_elsewhere_is_refused() -> None:
    gas = line("fuel_combustion", "10 万Nm3", "bfg")
    elsewhere = {"expected": "process_carbon_input; carbon_input where it is purchased"}
    assert refused(gas, SCRAP, gas, **STEEL) == [
        ("activity.counted_elsewhere", f"/activities/{i}/material", elsewhere) for i in (0, 2)
    ]


def test_two_ways_to_count_one_emission_are_refused_within_one_unit_only() -> None:
    """The measured and the default consumption of anodes; the first line of the measured way is pointed at."""
    default = line("anode_consumption_default", "100 t", unit_id="P1")
    measured = line("anode_consumption", "41 t", unit_id="P1")
    aluminium = {"sector": "3216", "region": "370000", "trust": "third_party"}
    both = {"expected": "anode_consumption | anode_consumption_default"}
    assert refused(default, measured, measured, **aluminium) == [("activity.counted_twice", "/activities/1/kind", both)]
    assert performed(default, measured | {"unit_id": "P2"}, **aluminium).calculated.lines


def outlet(**parameters: str) -> Json:
    return line("outlet_monitoring", "7200 h", parameters={"flow": "50000 m3/h", **parameters})


def test_a_concentration_at_reference_oxygen_that_stands_alone_is_refused_line_by_line() -> None:
    alone = outlet(**{"corrected_concentration:SO2": "35 mg/m3", "corrected_concentration:NOx": "50 mg/m3"})
    code = "monitoring.corrected_concentration"
    assert refused(alone, alone, sector="4430") == [
        (code, f"/activities/{i}/parameters/corrected_concentration:{gas}", {})
        for i in (0, 1)
        for gas in ("NOx", "SO2")
    ]


def test_beside_the_measured_one_it_only_judges_and_is_not_called_unused() -> None:
    beside = outlet(**{"corrected_concentration:SO2": "35 mg/m3", "concentration:SO2": "30 mg/m3"})
    assert said("parameter.not_used", beside, sector="4430") == []


def test_the_concentration_of_another_substance_is_no_measurement_of_this_one() -> None:
    other = outlet(**{"corrected_concentration:SO2": "35 mg/m3", "concentration:NOx": "30 mg/m3"})
    assert [code for code, _, _ in refused(other, sector="4430")] == ["monitoring.corrected_concentration"]


def test_a_figure_that_cannot_be_given_says_what_is_missing() -> None:
    """Ammonia that goes into the air of a region without a climate zone has no factor; that is no error."""
    found = said("result.not_evaluable", line("nitrogen_application", "28 t"), sector="0111", region="710000")
    assert ("/activities/0", "info", {"substance": "N2O", "missing": "volatilised_share"}) in found


def test_a_required_figure_without_its_input_is_refused() -> None:
    ((code, pointer, params),) = refused(COAL, line("co2_feed_loss", "1 t"), sector="1521")
    assert (code, pointer) == ("activity.input_missing", "/activities/1")
    assert (params["substance"], params["missing"]) == ("CO2", "loss_rate")


def test_a_required_figure_without_a_factor_names_the_line_and_the_factor() -> None:
    """The oxidation factor of 2026 is not published yet."""
    coal = line("fuel_combustion", "100 t", "bituminous", parameters={"carbon_content": "55 %"})
    with pytest.raises(FactorMissing) as missing:
        performed(coal, sector="4411", period="2026")
    faults = [(fault.code, fault.pointer, fault.params["role"]) for fault in missing.value.faults]
    assert faults == [("factor.missing", "/activities/0", "oxidation_factor")]


def test_what_stands_in_for_a_missing_input_is_offered_beside_it() -> None:
    """The content of a printer's ink is known by process, where the process is said."""
    ((code, pointer, params),) = refused(line("solvent_use", "100 t"), sector="2641", region="420000")
    assert (code, pointer, params["missing"]) == ("activity.input_missing", "/activities/0", "voc_content")
    assert params["choices"].startswith(" (process: gravure_solvent, gravure_water, offset_solvent")


def test_a_factor_that_no_series_holds_is_offered_the_names_that_have_one() -> None:
    ((code, pointer, params),) = refused(line("fuel_combustion", "1 t", "unobtainium"), sector="4411")
    assert (code, pointer, params["role"]) == ("factor.of_others", "/activities/0/material", "net_calorific_value")
    assert params["choices"].startswith("material: ")


def test_fuel_without_a_name_is_refused_and_not_left_out_of_the_total() -> None:
    ((code, pointer, params),) = refused(line("fuel_combustion", "1 t"), sector="4411")
    assert (code, pointer, params["field"]) == ("activity.wanted", "/activities/0", "material")


def test_where_another_subject_was_asked_for_a_missing_carbon_input_blocks_and_does_not_refuse() -> None:
    """Whoever asks for the pollutants of a boiler gets them; a report with the same line could not be lodged."""
    coal = COAL | {"parameters": {"carbon_content": "55 %"}}
    found = said("result.not_evaluable", coal, sector="4411", period="2026", method="MANUAL-4430")
    assert ("/activities/0", "blocking", {"substance": "CO2", "missing": "oxidation_factor"}) in found
    assert ("/activities/0", "info", {"substance": "SO2", "missing": "sulfur_content"}) in found


def test_a_kind_that_rests_on_a_proof_blocks_each_line_that_names_none() -> None:
    proofs = {"kind": "non_fossil_self_supply", "evidence": "generation_record, direct_line_record"}
    lines = (line(proofs["kind"], "200 MWh"), line(proofs["kind"], "100 MWh"))
    assert said("activity.proof_missing", *lines, sector="3411") == [
        (f"/activities/{i}/evidence", "blocking", proofs) for i in (0, 1)
    ]
    proved = line(proofs["kind"], "200 MWh", evidence=["direct_line_record:7"])
    assert said("activity.proof_missing", proved, sector="3411") == []


def test_what_planning_finds_out_is_said_once_for_every_line() -> None:
    """The factor of purchased power is not the sender's to set."""
    power = line("purchased_electricity", "100 MWh", parameters={"emission_factor": "0.5 tCO2/MWh"})
    assert said("method.override_not_allowed", power, power, sector="3411", period="2024") == [
        (f"/activities/{i}/parameters/emission_factor", "blocking", {"parameter": "emission_factor"}) for i in (0, 1)
    ]


def test_a_note_that_touches_several_figures_of_a_line_is_said_once() -> None:
    """Carbon and sulphur dioxide both rest on the calorific value that needs a laboratory report."""
    coal = line("fuel_combustion", "1 t", "bituminous", parameters={"net_calorific_value": "20 GJ/t"})
    found = said("method.override_without_evidence", coal, sector="3411")
    assert [pointer for pointer, _, _ in found] == ["/activities/0/parameters/net_calorific_value"]


def test_a_parameter_that_no_formula_knows_is_refused_where_it_stands() -> None:
    wrong = COAL | {"parameters": {"carbon_contents": "55 %", "sulfur_contnt:SO2": "1 %"}}
    faults = refused(wrong, wrong, sector="2511")
    names = ("carbon_contents", "sulfur_contnt:SO2")
    assert [(code, pointer) for code, pointer, _ in faults] == [
        ("parameter.unknown", f"/activities/{i}/parameters/{name}") for i in (0, 1) for name in names
    ]
    assert [params["nearest"].split(", ")[0] for _, _, params in faults[:2]] == ["carbon_content", "sulfur_content"]
    known = faults[0][2]["expected"].split(", ")
    assert known == sorted(known)
    assert {"carbon_content", "sulfur_content"} <= set(known)
    assert not any(name.startswith("molar_mass") for name in known)


def test_a_word_that_is_like_none_of_ours_is_offered_nothing_near() -> None:
    ((_, _, params),) = refused(COAL | {"parameters": {"qqq": "5 %"}}, sector="2511")
    assert params["nearest"] == "-"


def test_a_parameter_and_a_treatment_without_effect_are_said() -> None:
    idle = line("nitric_acid_production", "10 t", process="high", treatments=["catalytic", "prayer", "cat"],
                parameters={"running_rate": "90 %", "oxidation_factor": "99 %"})  # fmt: skip
    assert said("parameter.not_used", idle, sector="2611") == [
        ("/activities/0/parameters/oxidation_factor", "info", {})
    ]
    assert said("treatment.not_credited", idle, sector="2611") == [
        (f"/activities/0/treatments/{position}", "info", {}) for position in (1, 2)
    ]


@pytest.mark.parametrize("name", ["total_moisture", "air_dried_moisture", "oxygen_content", "volatile_content"])
def test_what_describes_the_sample_is_neither_unknown_nor_called_unused(name: str) -> None:
    described = COAL | {"parameters": {name: "5 %", "carbon_content": "55 %"}}
    assert said("parameter.not_used", described, sector="2511") == []


@pytest.mark.parametrize(("name", "value"), [("gas_volume", "5 Nm3"), ("mean_concentration", "3 mg/m3")])
def test_what_describes_the_outlet_is_neither_unknown_nor_called_unused(name: str, value: str) -> None:
    described = outlet(**{"concentration:SO2": "30 mg/m3", name: value})
    assert said("parameter.not_used", described, sector="4430") == []


def absorbed(purity: str) -> Json:
    return line("co2_absorbed", "1 t", parameters={"purity": purity})


@pytest.mark.parametrize("share", ["0 %", "100 %", "0", "1"])
def test_nothing_and_all_are_shares(share: str) -> None:
    assert performed(absorbed(share), sector="1019").calculated.lines


@pytest.mark.parametrize("number", ["-0.1 %", "100.1 %", "-0.001", "1.001"])
def test_every_share_below_nothing_or_above_all_is_refused(number: str) -> None:
    expected = {"expected": "0 – 1, 0 % – 100 %"}
    assert refused(absorbed(number), absorbed("99 %"), absorbed(number), sector="1019") == [
        ("parameter.not_a_share", f"/activities/{i}/parameters/purity", expected) for i in (0, 2)
    ]


def buried(years: str) -> Json:
    return line("landfill_first_order_decay", "100 t", "food", "managed", parameters={"years_since_deposit": years})


def test_each_line_with_which_an_equation_has_no_value_is_refused() -> None:
    equation = {"substance": "CH4", "equation": "E' = E × (1 − OX)"}
    assert refused(buried("0 year"), buried("1 year"), buried("0 year"), sector="7820") == [
        ("activity.undefined", f"/activities/{i}", equation) for i in (0, 2)
    ]


def aircraft(after: str) -> Json:
    return line("aircraft_fuel", "1 t", "jet_kerosene", parameters={"fuel_before": "1 t", "fuel_after": after})


def test_more_taken_off_than_there_was_is_refused_and_all_of_it_is_not() -> None:
    equation = {"substance": "CO2", "equation": "FC = U + T(0) − T(1)"}
    assert refused(aircraft("2.1 t"), aircraft("2 t"), aircraft("3 t"), sector="5611") == [
        ("activity.below_zero", f"/activities/{i}", equation) for i in (0, 2)
    ]
    calculated = performed(aircraft("2 t"), sector="5611").calculated
    assert {entry.text for entry in calculated.lines if entry.substance == "CO2"} == {"0.000000000"}


def waste(closing: str) -> Json:
    flows = {"opening_stock": "10 t", "used": "60 t", "disposed": "20 t", "closing_stock": closing}
    return line("solid_waste", "100 t", "fly_ash", parameters=flows)


def test_each_line_of_waste_that_does_not_balance_blocks_a_report() -> None:
    """By hand: 10 + 100 − 60 − 20 = 30 t must be left; 25 are 5 short, 31 are 1 too many."""
    found = said("waste.not_balanced", waste("25 t"), waste("30 t"), waste("31 t"), sector="4411")
    assert found == [
        ("/activities/0", "blocking", {"difference": "5.000000000 t"}),
        ("/activities/2", "blocking", {"difference": "-1.000000000 t"}),
    ]
