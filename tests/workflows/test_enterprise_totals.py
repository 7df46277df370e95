"""Totals of an enterprise: each site once and exactly, what reports share as one error, gaps and doubts by name."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from math import sqrt
from typing import Any

import numpy as np
import pytest

from service.errors import NotFound
from service.records import Principal, Role
from service.reference import library_of
from service.storage.report_parts import totals_of_many
from service.storage.reports import standing_versions, versions_of
from service.storage.session import Store
from service.workflows import decide, keys, read
from service.workflows.counted_versions import Counting, TotalsQuery
from service.workflows.enterprise_totals import enterprise_totals
from service.workflows.submit import submit_report
from tests.storage.raw import disarm, run
from tests.workflows.builders import encode, library, regulator
from tests.workflows.sites import Group, gas, power, stack, stated

Json = dict[str, Any]
DRAWS = 400_000
#: 1.96 standard deviations to each side hold 95 % of a normal distribution.
COVERAGE = 1.96
HEAT = {"net_calorific_value": stated("389.31", "GJ/10^4Nm3", "12")}
ONLY_SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def asked(group: Group, principal: Principal | None = None, **changes: Any) -> Json:
    query = TotalsQuery(group.credit_code, **({"year": 2023, "contributors": 20} | changes))
    return enterprise_totals(group.store, library(), principal or group.principal, query)


def total(found: Json, substance: str = "CO2", part: str = "totals", **wanted: Any) -> Json:
    matching = (t for t in found[part] if t["substance"] == substance and all(t[k] == v for k, v in wanted.items()))
    one: Json = next(matching)
    return one


def codes(found: Json, part: str = "findings") -> list[tuple[str, str]]:
    return [(finding["code"], finding["pointer"]) for finding in found[part]]


def judge(group: Group, report_id: str, decision: str, key: str) -> None:
    raw = encode({"decision": decision, "reason": "checked"})
    decide.decide(group.store, regulator(group.store), report_id, raw, key).result()


@pytest.fixture
def group(store: Store) -> Group:
    return Group(store)


def sharing(group: Group) -> list[str]:
    """Three sites that share library factors, two of them a meter, two a laboratory report; all ids are the same."""
    return [
        group.lodge(1, gas("100", quantity=stated("100", "10^4Nm3", "14"), meter="M-1")),
        group.lodge(2, gas("60", parameters=HEAT, laboratory_report="LAB-1"), power("1200")),
        group.lodge(
            3,
            gas("80", quantity=stated("80", "10^4Nm3", "14"), meter="M-1", parameters=HEAT, laboratory_report="LAB-1"),
            power("900"),
        ),
    ]


#: Relative half-widths of the inputs of each line, by what the input is and where it comes from (`uncertainty.yaml`).
LIBRARY = [("factor", "carbon", 0.05), ("factor", "oxidation", 0.05)]
LAB, METER = ("laboratory_report", "LAB-1", 0.12), ("meter", "M-1", 0.14)
GRID = ("factor", "grid", 0.10)
LINES = {
    (0, 1): [METER, ("factor", "heat", 0.05), *LIBRARY],
    (1, 1): [("own", "gas 2", 0.05), LAB, *LIBRARY],
    (1, 2): [("own", "power 2", 0.05), GRID],
    (2, 1): [METER, LAB, *LIBRARY],
    (2, 2): [("own", "power 3", 0.05), GRID],
}


def simulated(masses: dict[tuple[int, int], float], apart: Collection[str] = ()) -> float:
    """Draw every input from a normal distribution, what is shared once; kinds in `apart` are drawn for each line."""
    source = np.random.default_rng(20240607)
    drawn: dict[tuple[Any, ...], Any] = {}
    sum_of_lines = np.zeros(DRAWS)
    for line, inputs in LINES.items():
        mass = np.full(DRAWS, masses[line])
        for kind, name, wide in inputs:
            key = (kind, name, line) if kind in apart else (kind, name)
            if key not in drawn:
                drawn[key] = source.normal(1, wide / COVERAGE, DRAWS)
            mass *= drawn[key]
        sum_of_lines += mass
    return COVERAGE * float(np.std(sum_of_lines)) / float(np.mean(sum_of_lines))


@ONLY_SQLITE
def test_a_group_agrees_with_a_monte_carlo_and_would_not_if_shared_errors_were_apart(group: Group) -> None:
    """The simulation multiplies each line by its drawn inputs: every line here is a product of them."""
    reports = [read.report(group.store, library(), group.principal, report) for report in sharing(group)]
    masses = {
        (number, result["scope"]): float(result["mass"]["value"])
        for number, report in enumerate(reports)
        for result in report["results"]
        if result["substance"] == "CO2" and result["account"] is None
    }
    found = float(total(asked(group))["uncertainty"]["value"]) / 100
    once = simulated(masses)
    tolerance = 4 * once / sqrt(2 * DRAWS) + once**3
    assert abs(found - once) < tolerance
    for kind in ("factor", "meter", "laboratory_report"):
        assert found - simulated(masses, apart={kind}) > 2 * tolerance, kind


@ONLY_SQLITE
def test_contributors_name_what_is_shared_and_split_the_variance(group: Group) -> None:
    reports = sharing(group)
    found = total(asked(group))
    meter = next(c for c in found["contributors"] if c["kind"] == "meter")
    assert (meter["id"], meter["tiers"], sorted(meter["reports"])) == (
        "M-1",
        ["sender"],
        sorted([reports[0], reports[2]]),
    )
    laboratory = next(c for c in found["contributors"] if c["kind"] == "laboratory_report")
    assert laboratory["parameter"] == "net_calorific_value"
    grid = next(c for c in found["contributors"] if c["factor"] and c["id"].startswith("grid."))
    assert sorted(grid["reports"]) == sorted(reports[1:])
    assert {"value", "valid_from", "source", "clause", "status", "name"} <= set(grid["factor"])
    for split in (found["contributors"], found["tiers"], found["reports"]):
        assert sum(float(item["share"]["value"]) for item in split) == pytest.approx(100, abs=0.1)


@ONLY_SQLITE
def test_lines_of_one_id_in_two_reports_are_no_shared_error(group: Group) -> None:
    """Both sites call their line `stack`; only a meter that both name would tie the masses together."""
    for site in (1, 2):
        group.lodge(site, stack("50", "10"))
    found = total(asked(group))
    assert float(found["uncertainty"]["value"]) == pytest.approx(10 / sqrt(2), abs=0.01)
    assert float(found["standard_uncertainty"]["value"]) == pytest.approx(10 / sqrt(2) / COVERAGE, abs=0.01)
    mass, half = float(found["mass"]["value"]), 0.1 / sqrt(2)
    assert float(found["interval"]["lower"]["value"]) == pytest.approx(mass * (1 - half), rel=1e-3)
    assert float(found["interval"]["upper"]["value"]) == pytest.approx(mass * (1 + half), rel=1e-3)


def test_sums_are_those_of_the_stored_totals_to_the_last_gram(group: Group) -> None:
    reports = [group.lodge(1, gas("1.234567")), group.lodge(2, gas("0.000001"), power("0.3333333"))]
    with group.store.read() as session:
        lodged = [version.seq for report in reports for version in versions_of(session, report)]
        stored = [t for totals in totals_of_many(session, lodged).values() for t in totals]
    found = asked(group)
    for substance in ("CO2", "CO2e"):
        grams = sum(t.quanta for t in stored if t.substance == substance and not t.account)
        assert Decimal(total(found, substance)["mass"]["value"]) == Decimal(grams) / 10**6
    scopes = [Decimal(total(found, part="totals_by_scope", scope=scope)["mass"]["value"]) for scope in (1, 2)]
    assert sum(scopes) == Decimal(total(found)["mass"]["value"])
    assert total(found, part="totals_beside")["account"] == "market_based"
    assert [report["replayed"] for report in found["reports"]] == [True, True]


def test_a_correction_counts_in_place_of_what_it_corrects(group: Group) -> None:
    report = group.lodge(1, gas("100"))
    before = Decimal(total(asked(group))["mass"]["value"])
    group.correct(report, 1, gas("50"))
    found = asked(group)
    assert abs(Decimal(total(found)["mass"]["value"]) - before / 2) < Decimal("0.000001")
    assert [(r["report_id"], r["version"]) for r in found["reports"]] == [(report, 2)]


def test_what_counts_follows_the_decisions_and_says_what_it_passes_over(group: Group) -> None:
    first, second = group.lodge(1, gas("100")), group.lodge(2, gas("10"))
    judge(group, first, "accepted", "a1")
    group.correct(first, 1, gas("50"))
    judge(group, second, "returned", "a2")
    standing, accepted = asked(group), asked(group, counting=Counting.accepted)
    assert [(r["report_id"], r["version"], r["state"]) for r in standing["reports"]] == [(first, 2, "submitted")]
    assert [(r["report_id"], r["version"], r["state"]) for r in accepted["reports"]] == [(first, 1, "accepted")]
    passed = "totals.newest_not_counted"
    assert (passed, f"/reports/{first}") not in codes(standing, "not_covered")
    assert {(passed, f"/reports/{report}") for report in (first, second)} <= set(codes(accepted, "not_covered"))
    with group.store.read() as session:
        scored = [(v.report_id, v.version) for v, _ in standing_versions(session, year=2023)]
    assert [(r["report_id"], r["version"]) for r in standing["reports"]] == scored


@ONLY_SQLITE
def test_a_site_without_a_report_is_named(group: Group) -> None:
    group.lodge(1, gas("100"))
    group.open(2)
    assert ("totals.site_without_report", f"/facilities/{group.permit(2)}") in codes(asked(group), "not_covered")
    empty = asked(group, year=2022)
    assert (empty["reports"], empty["totals"]) == ([], [])
    assert len([c for c, _ in codes(empty, "not_covered") if c == "totals.site_without_report"]) == 2


def test_a_bureau_adds_up_the_sites_of_its_region_and_others_find_nothing(group: Group) -> None:
    here = group.lodge(1, gas("100"))
    group.lodge(2, gas("100"), region="370100")
    whole, part = asked(group), asked(group, regulator(group.store, "14"))
    assert len(whole["reports"]) == 2
    assert [report["report_id"] for report in part["reports"]] == [here]
    assert Decimal(total(whole)["mass"]["value"]) == 2 * Decimal(total(part)["mass"]["value"])
    assert (part["region"], codes(part, "not_covered")[0][0]) == ("14", "totals.region_only")
    stranger = Group(group.store, 2).principal
    nowhere = regulator(group.store, "44")
    unbound = Principal("0" * 16, Role.verifier)
    for other in (stranger, nowhere, unbound):
        with pytest.raises(NotFound):
            asked(group, other)
    assert asked(group, keys.principal_of(group.store, keys.issue(group.store, Role.administrator)))["region"] is None


@ONLY_SQLITE
def test_two_sets_of_potentials_stand_apart(group: Group) -> None:
    group.lodge(1, gas("100"), gwp="AR5")
    group.lodge(2, gas("100"), gwp="AR6")
    found = asked(group)
    assert [t["gwp"] for t in found["totals"] if t["substance"] == "CO2e"] == ["AR5", "AR6"]
    assert len(total(found)["reports"]) == 2
    assert ("totals.potentials_differ", "/totals") in codes(found)


@ONLY_SQLITE
def test_what_may_count_twice_is_found(group: Group) -> None:
    year, march = gas("100", "year", meter="M-1"), gas("10", "march", meter="M-1", month=3)
    first = group.lodge(1, year, march)
    second = group.lodge(2, gas("100", meter="M-1"), power("10"))
    sold = {"id": "out", "kind": "electricity_exported", "quantity": stated("10", "MWh")}
    third = group.lodge(3, gas("1", meter="M-9"), sold)
    assert codes(asked(group)) == [
        ("totals.month_beside_year", f"/reports/{first}/activities/0"),
        ("totals.reading_twice", f"/reports/{second}/activities/0"),
        ("totals.internal_transfer", f"/reports/{second}"),
    ]
    texts = [f["message"]["en"] for f in asked(group)["findings"]]
    assert f"/reports/{first}/activities/1" in texts[0]
    assert f"/reports/{first}/activities/0" in texts[1]
    assert third in texts[2]


@ONLY_SQLITE
def test_a_total_beyond_first_order_says_so(group: Group) -> None:
    group.lodge(1, gas("100", quantity=stated("100", "10^4Nm3", "80")))
    assert ("totals.first_order_rough", "/totals") in codes(asked(group))


def test_stored_totals_that_do_not_come_out_again_count_and_are_named(group: Group, database_url: str) -> None:
    report = group.lodge(1, gas("100"))
    disarm(database_url)
    run(database_url, "UPDATE report_total SET quanta = quanta + 1 WHERE substance = 'CO2' AND account = ''")
    found = asked(group)
    assert ("totals.replay_differs", f"/reports/{report}") in codes(found)
    by_scope = total(found, part="totals_by_scope")["mass"]["value"]
    assert Decimal(total(found)["mass"]["value"]) - Decimal(by_scope) == Decimal("0.000001")


@ONLY_SQLITE
def test_a_report_keeps_the_half_widths_of_the_library_that_it_was_lodged_under(group: Group) -> None:
    file = "uncertainty.yaml"
    wide = library().texts[file].replace('stated: {value: "5"', 'stated: {value: "40"')
    older = library_of({**library().texts, file: wide})
    group.open(1)
    raw = encode(group.body(1, gas("100")))
    submit_report(group.store, older, group.principal, raw, "older").result()
    found = total(asked(group))
    assert float(found["uncertainty"]["value"]) == pytest.approx(100 * sqrt(0.40**2 + 3 * 0.05**2), abs=0.01)


@ONLY_SQLITE
def test_without_that_library_a_report_has_the_half_widths_of_today(group: Group, database_url: str) -> None:
    """The answer says so; a report that asked for its uncertainty carries its own."""
    report, asking = group.lodge(1, gas("100")), group.lodge(2, gas("100"), uncertainty=True)
    assert codes(asked(group)) == []
    disarm(database_url)
    run(database_url, "UPDATE report_version SET reference_digest = 'unknown'")
    found = asked(group)
    assert codes(found) == [("totals.widths_of_today", f"/reports/{report}")]
    assert [r["report_id"] for r in found["reports"]] == [report, asking]
