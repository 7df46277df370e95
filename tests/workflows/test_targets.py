"""The plans' targets from reports: weighted by amount, with coverage, and never a verdict on `≈`, 力争 or 一批."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from service.errors import Forbidden, NotFound
from service.records import Principal, Role
from service.scoring.targets import Given, compute, read_formulas
from service.storage.session import Store
from service.workflows import keys
from service.workflows.submit import submit_report
from service.workflows.targets import FORMULAS, TARGETS, computed_targets
from tests.workflows.builders import Plant, encode, library, plant, quantity, regulator
from tests.workflows.lodging import accept, body

Json = dict[str, Any]


def lodge(store: Store, owner: Plant, made: dict[str, Json], year: int = 2024, *, accepted: bool = True) -> None:
    whole = body(owner, "1", year)
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
        items = computed_targets(store, library(), caller, plan, 2024, None)["items"]
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
