"""The plans' targets from reports: weighted by amount, with coverage, and never a verdict on `≈`, 力争 or 一批."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from service.errors import Forbidden, NotFound
from service.records import Facility, Principal, Role
from service.requests.reports import ReportRequest, read_report
from service.scoring.target_reader import read_formulas
from service.scoring.targets import Given, Signs, compute
from service.storage.session import Store
from service.workflows import keys
from service.workflows.submit import submit_report
from service.workflows.target_counts import shows
from service.workflows.target_sites import Site, by_id
from service.workflows.targets import FORMULAS, TARGETS, computed_targets, item
from tests.workflows.builders import Plant, encode, library, plant, quantity, regulator
from tests.workflows.lodging import accept, body

Json = dict[str, Any]


def lodge(store: Store, owner: Plant, made: dict[str, Json], year: int = 2024, *, accepted: bool = True) -> None:
    whole = body(owner, "1", year, trust="third_party")
    lines = [{"product": name, "quantity": amount} for name, amount in made.items()]
    raw = encode(whole | {"production": [*whole["production"], *lines]})
    answer = json.loads(submit_report(store, library(), owner.principal, raw, f"{year}").result().answer)
    if accepted:
        accept(store, str(answer["report_id"]))


def computed(store: Store, plan: str, target: str, caller: Principal | None = None, year: int = 2024) -> Json:
    answer = computed_targets(store, library(), caller or regulator(store), plan, year, None, synthetic=True)
    return dict(next(item for item in answer["items"] if item["id"] == target))


WASTE = {"bulk_solid_waste_generated": quantity("100", "t"), "bulk_solid_waste_used": quantity("80", "t")}


def test_a_share_is_weighted_by_amount_and_states_its_coverage(store: Store) -> None:
    owners = [plant(store, number) for number in (1, 2, 3, 4)]
    lodge(store, owners[0], WASTE)
    lodge(
        store, owners[1], {name: quantity("300", "t") for name in WASTE} | {"bulk_solid_waste_used": quantity("0", "t")}
    )
    lodge(store, owners[2], WASTE, accepted=False)
    found = computed(store, "sx-2023-1", "S-T39")
    assert found["status"] == "computed"
    assert found["computed"]["value"] == {"value": "20", "unit": "%"}
    assert (found["computed"]["numerator"], found["computed"]["denominator"]) == ("80", "400")
    assert found["computed"]["coverage"] == {
        "sites_registered": 4, "sites_accepted": 2, "sites_waiting": 1, "sites_counted": 2,
        "years": [{"year": 2024, "sites_telling": 2}],
    }  # fmt: skip
    assert found["computed"]["so_far"] == {"difference": {"value": "-40", "unit": "%"}}


def test_what_was_used_and_not_told_never_helps(store: Store) -> None:
    owners = [plant(store, number) for number in (1, 2)]
    lodge(store, owners[0], WASTE)
    lodge(store, owners[1], {"bulk_solid_waste_generated": quantity("100", "t")})
    assert computed(store, "sx-2023-1", "S-T39")["computed"]["value"]["value"] == "40"


def test_growth_is_taken_at_sites_that_reported_both_years(store: Store) -> None:
    owners = [plant(store, number) for number in (1, 2)]
    lodge(store, owners[0], {"coal_consumption": quantity("100", "t")}, 2023)
    lodge(store, owners[0], {"coal_consumption": quantity("90", "t")}, 2024)
    lodge(store, owners[1], {"coal_consumption": quantity("500", "t")}, 2024)
    found = computed(store, "sx-2023-1", "S-T21")["computed"]
    assert found["value"] == {"value": "-10", "unit": "%"}
    assert found["coverage"]["sites_counted"] == 1


def test_coal_per_kwh_is_weighted_by_generation() -> None:
    formula = read_formulas(library().documents[FORMULAS], FORMULAS).of("W-T07")
    assert formula is not None
    supplied = [("276.0", "4200000000"), ("312.0", "1100000000"), ("290.0", "2000000000")]
    tonne, hour = Fraction("29.3076"), Fraction("0.0036")
    given = [Given(Fraction(g) * Fraction(e) / 10**6 * tonne, Fraction(e) * hour) for g, e in supplied]
    found = compute(formula, given).value
    assert found is not None
    assert round(float(found), 2) == 285.26


@pytest.mark.parametrize(
    ("plan", "target", "why"),
    [
        ("sx-2023-1", "S-T26", "soft"),
        ("sx-2023-1", "S-T15", "no_date"),
        ("lc-2023-7", "L-T13", "no_line"),
        ("lc-2023-7", "L-T06", "no_line"),
    ],
)
def test_what_is_no_plain_number_with_a_date_is_never_compared(store: Store, plan: str, target: str, why: str) -> None:
    caller = keys.principal_of(store, keys.issue(store, Role.administrator))
    found = computed(store, plan, target, caller)["computed"]
    assert (found["not_compared"], found["so_far"]) == (why, None)


def test_every_target_of_every_plan_is_answered_and_approximate_ones_are_not_tests(store: Store) -> None:
    caller = keys.principal_of(store, keys.issue(store, Role.administrator))
    rows = library().records[TARGETS]
    for plan in {row["plan"] for row in rows}:
        answer = computed_targets(store, library(), caller, plan, 2024, None)
        items = answer["items"]
        assert answer["document"] == library().sources[plan].number
        assert [item["id"] for item in items] == [row["id"] for row in rows if row["plan"] == plan]
        assert all(item["status"] == "not_computable" and item["reason"] for item in items)
        rough = [item for item in items if item["operator"] in ("≈", "count") or item["soft"]]
        assert all(not (item["computed"] and item["computed"]["so_far"]) for item in rough)


def test_every_formula_serves_targets_that_exist_once() -> None:
    found = read_formulas(library().documents[FORMULAS], FORMULAS)
    named = [target for formula in found.formulas for target in formula.targets] + list(found.elsewhere)
    assert len(named) == len(set(named))
    assert set(named) <= {row["id"] for row in library().records[TARGETS]}


def test_only_bureaus_within_reach_ask(store: Store) -> None:
    owner = plant(store)
    with pytest.raises(Forbidden):
        computed(store, "sx-2023-1", "S-T39", owner.principal)
    with pytest.raises(NotFound):
        computed(store, "wh-2023-72", "W-T16", regulator(store, "14"))
    with pytest.raises(NotFound):
        computed_targets(store, library(), regulator(store), "nowhere", 2024, None)


def cut(amount: str) -> dict[str, Json]:
    return {"project_reduction_nox": quantity(amount, "t")}


def test_what_projects_cut_adds_up_from_the_first_year_of_the_plan_to_its_deadline(store: Store) -> None:
    """Accepted reports only; what came before the plan's period or comes after the deadline is not counted."""
    owners = [plant(store, number) for number in (1, 2)]
    for year, amount in ((2020, "9000"), (2021, "1000"), (2023, "2000"), (2025, "4000")):
        lodge(store, owners[0], cut(amount), year)
    lodge(store, owners[1], cut("500"), 2023)
    lodge(store, owners[1], cut("700"), 2024, accepted=False)
    by_year = {year: computed(store, "sx-2023-1", "S-T35", year=year)["computed"] for year in (2021, 2023, 2024, 2026)}
    assert {year: found["value"]["value"] for year, found in by_year.items()} == {
        2021: "0.1", 2023: "0.35", 2024: "0.35", 2026: "0.75",
    }  # fmt: skip
    told = by_year[2024]["coverage"]
    telling = [(each["year"], each["sites_telling"]) for each in told["years"]]
    assert telling == [(2021, 1), (2022, 0), (2023, 2), (2024, 0)]
    assert (told["sites_counted"], told["sites_waiting"]) == (2, 1)
    assert [each["year"] for each in by_year[2026]["coverage"]["years"]] == [2021, 2022, 2023, 2024, 2025]
    assert by_year[2026]["so_far"] == {"difference": {"value": "-7.26", "unit": "万吨"}}


def test_a_year_before_the_plans_period_has_nothing_to_add(store: Store) -> None:
    lodge(store, plant(store), cut("9000"), 2020)
    found = computed(store, "sx-2023-1", "S-T35", year=2020)
    assert (found["status"], found["reason"]) == ("not_computable", "no_report_counts")
    assert found["computed"]["coverage"]["years"] == []


ANSWERED = {
    "S-T26": ({"crude_steel": "100", "eaf_steel": "7"}, ("7", "%"), "soft"),
    "N-T10": ({"crude_steel": "100", "eaf_steel": "7"}, ("7", "%"), None),
    "S-T28": ({"recycled_aluminium": "20000"}, ("2", "万吨"), None),
    "S-T15": ({"coking_capacity": "1000000"}, ("100", "万吨"), "no_date"),
    "S-T39": ({"bulk_solid_waste_generated": "50", "bulk_solid_waste_used": "30"}, ("60", "%"), None),
    "S-T34": ({"project_reduction_vocs": "10000"}, ("1", "万吨"), None),
    "S-T29": ({"coal_and_coke_sent_out": "8", "coal_and_coke_sent_out_by_rail": "6"}, ("75", "%"), "no_date"),
    "W-T10": ({"coal_received": "8", "coal_received_by_clean_transport": "6"}, ("75", "%"), "no_line"),
    "L-T18": ({"new_roof": "10", "new_roof_with_photovoltaics": "4"}, ("40", "%"), "soft"),
}


@pytest.mark.parametrize("target", ANSWERED)
def test_each_target_that_reports_can_answer_is_answered(target: str) -> None:
    made, value, barred = ANSWERED[target]
    formulas = read_formulas(library().documents[FORMULAS], FORMULAS)
    formula = formulas.of(target)
    assert formula is not None
    unit = formula.numerator[0].unit
    lines = [{"product": name, "quantity": quantity(amount, unit)} for name, amount in made.items()]
    owner = Plant("c" * 18, "c" * 18 + "001P", Principal("k", Role.enterprise))
    told = read_report(encode(body(owner, "1", production=lines)))
    site = Site(
        Facility("p", "c", "n", formula.sectors[0] if formula.sectors else "4411", "14"), {2024: (told,)}, False
    )
    row = next(row for row in library().records[TARGETS] if row["id"] == target)
    found = item(row, formulas, [site], 2024)["computed"]
    assert (found["value"]["value"], found["value"]["unit"]) == value
    assert (found["not_compared"], found["so_far"] is None) == (barred, barred is not None)


def test_power_of_no_fossil_origin_and_wastewater_are_read_from_lines_of_activity() -> None:
    formulas = read_formulas(library().documents[FORMULAS], FORMULAS)
    share = formulas.of("N-T13")
    assert share is not None
    assert [field.kind for field in share.numerator] == ["green_power", "non_fossil_self_supply"]
    water = {"id": "w", "kind": "wastewater_discharge", "quantity": quantity("120", "m3")}
    owner = Plant("c" * 18, "c" * 18 + "001P", Principal("k", Role.enterprise))
    told = read_report(encode(body(owner, "1", emitted=[water])))
    row = next(row for row in library().records[TARGETS] if row["id"] == "S-T38")
    found = item(row, formulas, [Site(Facility("p", "c", "n", "3110", "14"), {2024: (told,)}, waiting=False)], 2024)[
        "computed"
    ]
    assert (found["value"], found["not_compared"]) == ({"value": "120", "unit": "m3"}, "approximate")


def test_works_that_tell_their_steel_by_furnace_are_counted_however_they_spell_it() -> None:
    formulas = read_formulas(library().documents[FORMULAS], FORMULAS)
    row = next(row for row in library().records[TARGETS] if row["id"] == "S-T26")
    owner = Plant("c" * 18, "c" * 18 + "001P", Principal("k", Role.enterprise))

    def works(**made: str) -> Site:
        lines = [{"product": name, "quantity": quantity(amount, "t")} for name, amount in made.items()]
        told = by_id(library(), read_report(encode(body(owner, "1", production=lines))))
        return Site(Facility("p", "c", "n", "3120", "14"), {2024: (told,)}, False)

    sites = [
        works(转炉钢="60", 电炉钢="20"),
        works(crude_steel="20", crude_steel_electric_furnace="4"),
        works(粗钢="100"),
    ]
    found = item(row, formulas, sites, 2024)["computed"]
    assert (found["numerator"], found["denominator"], found["value"]["value"]) == ("24", "200", "12")


def test_coal_that_is_burnt_tells_of_consumption_and_two_measures_are_never_compared(store: Store) -> None:
    owners = [plant(store, number) for number in (1, 2)]
    lodge(store, owners[0], {}, 2023)
    lodge(store, owners[0], {}, 2024)
    lodge(store, owners[1], {"coal_consumption": quantity("9", "t")}, 2023)
    lodge(store, owners[1], {}, 2024)
    found = computed(store, "sx-2023-1", "S-T21")["computed"]
    assert (found["value"]["value"], found["coverage"]["sites_counted"]) == ("0", 2)


def test_lines_of_solid_waste_tell_what_was_used_and_a_line_that_does_not_helps_nobody() -> None:
    formulas = read_formulas(library().documents[FORMULAS], FORMULAS)
    waste = {"kind": "solid_waste", "material": "fly_ash", "quantity": quantity("100", "t")}
    lines = [waste | {"id": "a", "parameters": {"used": quantity("80", "t")}}, waste | {"id": "b"}]
    owner = Plant("c" * 18, "c" * 18 + "001P", Principal("k", Role.enterprise))
    told = read_report(encode(body(owner, "1", emitted=lines)))
    site = Site(Facility("p", "c", "n", "4411", "14"), {2024: (told,)}, False)
    row = next(row for row in library().records[TARGETS] if row["id"] == "S-T39")
    found = item(row, formulas, [site], 2024)["computed"]
    assert (found["numerator"], found["denominator"], found["value"]["value"]) == ("80", "200", "40")


def test_what_a_works_buys_is_no_process_of_its_own() -> None:
    signs = Signs(("sinter",), ())
    owner = Plant("c" * 18, "c" * 18 + "001P", Principal("k", Role.enterprise))

    def line(kind: str) -> ReportRequest:
        told = {"id": "a", "kind": kind, "material": "烧结矿", "quantity": quantity("9", "t")}
        return by_id(library(), read_report(encode(body(owner, "1", emitted=[told]))))

    assert shows([line("process_production")], signs)
    assert not shows([line("carbon_input")], signs)
