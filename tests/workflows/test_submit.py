"""What a report must have, and what keeps it from being lodged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import Conflict, FactorMissing, Forbidden, IdempotencyMismatch, InvalidInput, NotFound
from service.storage.session import Store
from service.workflows import audit, decide, read
from service.workflows.submit import submit_report
from tests.workflows.builders import Plant, coal, encode, library, plant, quantity, regulator, report


def lodge(store: Store, owner: Plant, key: str = "k", **changes: Any) -> dict[str, Any]:
    receipt = submit_report(store, library(), owner.principal, encode(report(owner, **changes)), key).result()
    answer: dict[str, Any] = json.loads(receipt.answer)
    return answer


def codes(error: pytest.ExceptionInfo[InvalidInput]) -> set[tuple[str, str]]:
    return {(fault.code, fault.pointer) for fault in error.value.faults}


def with_parameter(name: str, value: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    parameters = {k: v for k, v in coal(1)["parameters"].items() if k != name} | ({name: value} if value else {})
    return coal(1, parameters=parameters, **changes)


def test_one_line_of_coal_gives_carbon_and_pollutants(store: Store) -> None:
    totals = {t["substance"]: t for t in lodge(store, plant(store))["totals"]}
    gases, air = {"CO2", "CO2e"}, {"SO2", "NOx", "PM10", "PM2.5", "BC", "CO", "VOCs"}
    assert set(totals) == gases | air | {"boiler_slag"}
    assert totals["CO2e"]["gwp"] == "AR5"
    assert {name for name, total in totals.items() if total["medium"] != "air"} == {"boiler_slag"}


def test_a_retry_gets_the_same_answer_and_another_body_is_refused(store: Store) -> None:
    owner = plant(store)
    first = submit_report(store, library(), owner.principal, encode(report(owner)), "key").result()
    again = submit_report(store, library(), owner.principal, encode(report(owner)), "key").result()
    assert (again.answer, again.replayed) == (first.answer, True)
    with pytest.raises(IdempotencyMismatch):
        submit_report(store, library(), owner.principal, encode(report(owner, signatory="other")), "key").result()


def test_a_second_report_of_the_year_is_a_conflict(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "one")
    with pytest.raises(Conflict):
        lodge(store, owner, "two")


def test_a_value_that_the_method_keeps_to_itself_is_refused_in_a_report(store: Store) -> None:
    owner = plant(store)
    with pytest.raises(InvalidInput) as error:
        lodge(store, owner, activities=[with_parameter("oxidation_factor", quantity("98", "%"))])
    assert ("method.override_not_allowed", "/activities/0/parameters/oxidation_factor") in codes(error)


def test_a_measured_value_without_its_laboratory_report_is_refused(store: Store) -> None:
    owner = plant(store)
    with pytest.raises(InvalidInput) as error:
        lodge(store, owner, activities=[coal(1, laboratory_report=None)])
    assert "method.override_without_evidence" in {code for code, _ in codes(error)}


@pytest.mark.parametrize("field", ["unit_id", "month"])
def test_the_power_guide_wants_units_and_months(store: Store, field: str) -> None:
    owner = plant(store)
    with pytest.raises(InvalidInput) as error:
        lodge(store, owner, activities=[coal(1) | {field: None}])
    assert ("activity.wanted", "/activities/0") in codes(error)


def test_a_penalty_default_needs_the_trust_that_it_has(store: Store) -> None:
    """Carbon content is missing: the penalty value is known from memory only, so the caller has to accept that."""
    owner = plant(store)
    line = with_parameter("carbon_content", None)
    with pytest.raises(FactorMissing) as error:
        lodge(store, owner, activities=[line])
    assert error.value.faults[0].code == "factor.not_trusted"
    answer = lodge(store, owner, activities=[line], trust="recalled")
    assert {t["trust"] for t in answer["totals"] if t["substance"] == "CO2"} == {"recalled"}


def test_removal_without_a_running_rate_is_not_credited(store: Store) -> None:
    owner = plant(store)
    answer = lodge(store, owner, activities=[with_parameter("running_rate:SO2", None)])
    found = {f["code"]: f for f in answer["findings"]}
    assert "removal.running_rate_missing" in found
    report_id = answer["report_id"]
    results = read.report(store, library(), owner.principal, report_id)["results"]
    so2 = next(r for r in results if r["substance"] == "SO2")
    assert so2["formula"] == "so2_from_sulfur"


def test_an_unknown_parameter_is_refused_with_what_is_in_use(store: Store) -> None:
    owner = plant(store)
    with pytest.raises(InvalidInput) as error:
        lodge(store, owner, activities=[with_parameter("net_calorific_valeu", quantity("22", "GJ/t"))])
    assert codes(error) == {("parameter.unknown", "/activities/0/parameters/net_calorific_valeu")}


def test_monitored_mass_goes_before_the_balance_and_the_balance_is_named(store: Store) -> None:
    monitored = {
        "id": "stack",
        "kind": "reported_emission",
        "substance": "SO2",
        "basis": "continuous_monitoring",
        "unit_id": "U1",
        "quantity": quantity("205.5", "t"),
    }
    answer = lodge(store, plant(store), activities=[coal(1), monitored])
    so2 = next(t for t in answer["totals"] if t["substance"] == "SO2")
    assert (so2["mass"]["value"], so2["bases"]) == ("205.500000", ["continuous_monitoring"])
    assert [f["params"]["substance"] for f in answer["findings"] if f["code"] == "total.left_out"] == ["SO2"]


def test_another_enterprise_sees_nothing(store: Store) -> None:
    owner, stranger = plant(store, 1), plant(store, 2)
    report_id = lodge(store, owner)["report_id"]
    for reading in (read.versions, read.findings):
        with pytest.raises(NotFound):
            reading(store, stranger.principal, report_id)
    with pytest.raises(NotFound):
        submit_report(store, library(), stranger.principal, encode(report(owner)), "x")


def test_only_the_regulator_of_the_region_decides_and_only_once(store: Store) -> None:
    owner = plant(store)
    report_id = lodge(store, owner)["report_id"]
    verdict = encode({"decision": "accepted", "reason": "checked against the ledgers"})
    with pytest.raises(NotFound):
        decide.decide(store, regulator(store, "37"), report_id, verdict, "d")
    with pytest.raises(Forbidden):
        decide.decide(store, owner.principal, report_id, verdict, "d")
    decide.decide(store, regulator(store), report_id, verdict, "d").result()
    with pytest.raises(Conflict):
        decide.decide(store, regulator(store), report_id, verdict, "e").result()
    assert read.versions(store, owner.principal, report_id)["items"][0]["state"] == "accepted"
    assert audit.verify(store).ok


def test_a_year_that_has_not_begun_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInput) as error:
        lodge(store, plant(store), period="2026")
    assert codes(error) == {("report.year_ahead", "/period")}
