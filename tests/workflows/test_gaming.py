"""Tricks that need reports: declaring before anybody has looked, correcting after acceptance, leaving a set out."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from service.acts import Scope
from service.scoring.boundary import left_out
from service.scoring.ruleset_reader import find_ruleset
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows import judge, recognise
from service.workflows.register import register_facility
from service.workflows.score import scheme_key
from service.workflows.submit import correct_report, submit_report
from tests.workflows.builders import Plant, coal, encode, library, plant, quantity, regulator, report
from tests.workflows.lodging import accept, body, correct, freeze_peers, honest, lodge, refreshed, stack

Json = dict[str, Any]
SCHEME = scheme_key(find_ruleset(library(), "DNZ-1"))


def row_of(store: Store, owner: Plant) -> tuple[str, str | None, Json]:
    with store.read() as session:
        (row,) = all_scores(session, ScoreQuery(SCHEME, 2024, credit_code=owner.credit_code))
    return row.klass, row.conservative_index, orjson.loads(row.detail)


def test_what_an_enterprise_declares_counts_for_nothing_before_it_is_accepted(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "6", accepted=False)
    freeze_peers(store)
    refreshed(store)
    klass, _, detail = row_of(store, owner)
    assert klass == "not_assessed"
    assert "compliance.not_evaluated" in [reason["code"] for reason in detail["unranked"]]


def test_a_late_correction_takes_the_place_away_until_it_is_accepted(store: Store) -> None:
    owner = plant(store)
    report_id = lodge(store, owner, "6")
    freeze_peers(store)
    refreshed(store)
    assert row_of(store, owner)[0] not in ("not_assessed", "compliant")
    better = encode({"reason": "read again", "report": body(owner, "3")})
    correct_report(store, library(), owner.principal, report_id, better, "late").result()
    refreshed(store)
    klass, _, detail = row_of(store, owner)
    assert klass == "not_assessed"
    assert detail["unranked"]


def test_a_set_that_is_registered_and_left_out_leaves_the_axis_open(store: Store) -> None:
    owner = plant(store)
    elsewhere = [{"product": "electricity_generated", "quantity": quantity("56", "亿kWh"), "unit_id": "U9"}]
    lodge(store, owner, "6", production=elsewhere)
    freeze_peers(store)
    refreshed(store)
    _, index, detail = row_of(store, owner)
    assert index is None
    assert "output.missing" in [reason["code"] for reason in detail["carbon"]["missing"]]


def test_output_beyond_the_registered_capacity_is_not_scored(store: Store) -> None:
    owner = plant(store)
    made = [
        {"product": "electricity_generated", "quantity": quantity("90", "亿kWh"), "unit_id": "U1"},
        {"product": "running_hours", "quantity": quantity("7200", "h"), "unit_id": "U1"},
    ]
    lodge(store, owner, "6", production=made)
    freeze_peers(store)
    refreshed(store)
    _, index, detail = row_of(store, owner)
    assert index is None
    assert "output.beyond_capacity" in [reason["code"] for reason in detail["carbon"]["missing"]]


def second(owner: Plant) -> Plant:
    """Another site of the same enterprise."""
    return Plant(owner.credit_code, f"{owner.credit_code}002P", owner.principal)


def sited(store: Store, site: Plant, *units: str, sector: str = "4411", key: str = "s", **changes: Any) -> Plant:
    """A site with its sets, registered or registered anew."""
    about = {"unit_class": "I", "gb_key": "power.coal.usc1000", "fuel": "coal", "capacity": quantity("1000", "MW")}
    about |= changes
    body = {"permit_code": site.permit_code, "enterprise": site.credit_code, "name": "site", "sector": sector}
    whole = body | {"region": "140100", "units": [{"unit_id": unit} | about for unit in units]}
    register_facility(store, library(), site.principal, encode(whole), f"{site.permit_code} {key}").result()
    return site


def told(store: Store, site: Plant, tonnes: str, year: int, *units: str, **changes: Any) -> str:
    """An accepted report of the sets of a site; sets beside U1 burn and make as much again."""
    more: list[Json] = []
    made = [dict(line, unit_id=unit) for unit in units for line in report(site)["production"]]
    for unit in units:
        lines = [*(coal(month, quantity=quantity(tonnes, "万吨")) for month in range(1, 13)), *honest(tonnes)]
        more += [line | {"unit_id": unit, "id": f"{unit} {line['id']}"} for line in lines]
    whole = body(site, tonnes, year) | {"activities": more, "production": made} | changes
    raw = encode(whole)
    answer = orjson.loads(
        submit_report(store, library(), site.principal, raw, f"{site.permit_code} {year}").result().answer
    )
    accept(store, str(answer["report_id"]))
    return str(answer["report_id"])


def scored(store: Store, owner: Plant, year: int = 2024) -> Json:
    freeze_peers(store, year)
    refreshed(store, year)
    with store.read() as session:
        (row,) = all_scores(session, ScoreQuery(SCHEME, year, sector="4411", credit_code=owner.credit_code))
    detail: Json = orjson.loads(row.detail)
    return detail | {"row_index": row.conservative_index}


def codes(detail: Json) -> list[str]:
    return [reason["code"] for reason in detail["unranked"]]


def found(store: Store, owner: Plant, outcome: str, year: int = 2024) -> None:
    """The bureau's word on the boundary of a year."""
    raw = {"ruleset": "DNZ-1", "year": year, "criterion": "V10", "outcome": outcome, "reason": "机组关停公告"}
    caller = regulator(store)
    key = f"V10 {outcome} {year}"
    recognise.recognise(store, library(), caller, owner.credit_code, encode(raw | {"evidence": "EV-3"}), key).result()


def two_sites(store: Store) -> tuple[Plant, Plant]:
    """A clean and a dirty site, both reported in 2023."""
    owner = plant(store)
    dirty = sited(store, second(owner), "U1")
    told(store, owner, "12", 2023, "U1")
    told(store, dirty, "20", 2023, "U1")
    return owner, dirty


def test_a_dirty_site_that_drops_out_of_the_reports_takes_the_place_with_it(store: Store) -> None:
    owner, dirty = two_sites(store)
    told(store, owner, "12", 2024, "U1")
    shrunk = scored(store, owner)
    assert (shrunk["class"]["id"], shrunk["row_index"]) == ("not_assessed", None)
    assert "boundary.left_out" in codes(shrunk)
    assert shrunk["left_out"] == [[dirty.permit_code, ""]]
    assert shrunk["vetoes"]["V10"] == "not_evaluated"
    told(store, dirty, "20", 2024, "U1")
    whole = scored(store, owner)
    assert (whole["left_out"], whole["row_index"] is not None) == ([], True)


def test_a_closure_that_the_bureau_found_declared_is_no_shrinking(store: Store) -> None:
    owner, _ = two_sites(store)
    told(store, owner, "12", 2024, "U1")
    found(store, owner, "no")
    settled = scored(store, owner)
    assert (settled["left_out"], settled["row_index"] is not None) == ([], True)
    told(store, owner, "12", 2025, "U1")
    assert scored(store, owner, 2025)["left_out"] == [], "the year after starts from what stood then"


def test_the_bureaus_word_that_it_was_not_declared_is_a_veto(store: Store) -> None:
    owner, _ = two_sites(store)
    told(store, owner, "12", 2024, "U1")
    found(store, owner, "yes")
    barred = scored(store, owner)
    assert (barred["vetoes"]["V10"], barred["eligible"], barred["row_index"]) == ("yes", False, None)


def test_waiting_a_year_does_not_make_a_shrinking_good(store: Store) -> None:
    owner, dirty = two_sites(store)
    for year in (2024, 2025):
        told(store, owner, "12", year, "U1")
    assert scored(store, owner, 2025)["left_out"] == [[dirty.permit_code, ""]]


def test_a_set_that_is_struck_off_the_register_and_the_report_is_missed(store: Store) -> None:
    owner = sited(store, plant(store), "U1", "U2", key="both")
    told(store, owner, "16", 2023, "U1", "U2")
    sited(store, owner, "U1", key="one")
    told(store, owner, "12", 2024, "U1")
    shrunk = scored(store, owner)
    assert (shrunk["row_index"], shrunk["left_out"]) == (None, [[owner.permit_code, "U2"]])


def test_a_site_that_is_called_another_industry_is_missed_in_its_own(store: Store) -> None:
    owner, dirty = two_sites(store)
    told(store, owner, "12", 2024, "U1")
    sited(store, dirty, "U1", sector="4412", key="moved")
    told(store, dirty, "20", 2024, "U1", sector="4412")
    assert scored(store, owner)["left_out"] == [[dirty.permit_code, ""]]


LAXER = {"unit_class": "III", "gb_key": "power.coal.sub300"}


def index_of(detail: Json) -> float:
    return float(detail["conservative_index"])


@pytest.mark.parametrize("when", ["between the years", "after lodging", "with a correction"])
def test_a_set_that_is_registered_anew_is_judged_by_the_stricter_benchmark(store: Store, when: str) -> None:
    owner, laxer = plant(store), LAXER
    lodge(store, owner, "15", 2023)
    if when == "between the years":
        sited(store, owner, "U1", key="anew", **laxer)
    report_id = lodge(store, owner, "15", 2024)
    if when != "between the years":
        before = scored(store, owner)
        sited(store, owner, "U1", key="anew", **laxer)
        correct(store, owner, report_id, "15.0")
        assert index_of(scored(store, owner)) <= index_of(before)
    after = scored(store, owner)
    assert "unit.registered_anew" in [reason["code"] for reason in after["reasons"]]
    found(store, owner, "no")
    assert "unit.registered_anew" not in [reason["code"] for reason in scored(store, owner)["reasons"]]


def test_a_slip_mended_before_anything_was_reported_is_no_change(store: Store) -> None:
    owner = sited(store, plant(store), "U1", key="slip", **LAXER)
    sited(store, owner, "U1", key="mended")
    lodge(store, owner, "15", 2024)
    assert "unit.registered_anew" not in [reason["code"] for reason in scored(store, owner)["reasons"]]


def test_a_site_more_is_no_shrinking(store: Store) -> None:
    owner = plant(store)
    told(store, owner, "12", 2023, "U1")
    told(store, owner, "12", 2024, "U1")
    told(store, sited(store, second(owner), "U1"), "20", 2024, "U1")
    assert scored(store, owner)["left_out"] == []


def test_a_late_report_of_last_year_is_seen_without_a_new_one_of_this_year(store: Store) -> None:
    owner = plant(store)
    dirty = sited(store, second(owner), "U1")
    told(store, owner, "12", 2024, "U1")
    assert scored(store, owner)["left_out"] == []
    told(store, dirty, "20", 2023, "U1")
    refreshed(store)
    assert scored(store, owner)["left_out"] == [[dirty.permit_code, ""]]


def test_what_was_left_out_makes_no_large_reduction(store: Store) -> None:
    owner = sited(store, plant(store), "U1", "U2", key="both")
    told(store, owner, "20", 2021, "U1", "U2", trust="third_party")
    sited(store, owner, "U1", key="one")
    told(store, owner, "12", 2024, "U1")
    judge.judge_all(store, library(), regulator(store), Scope("SX-2023-1", 2024, "14"))
    judged = judge.judgements(store, library(), owner.principal, "SX-2023-1", 2024, owner.credit_code)[0]
    verdicts = {criterion["criterion"]: criterion["verdict"] for criterion in judged["criteria"]}
    assert verdicts["large_reduction"] == "not_evaluable"


def test_a_substance_that_is_monitored_no_more_is_missed(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "12", 2023)
    rest = [line for line in stack() if line["substance"] != "NOx"]
    lodge(store, owner, "12", 2024, emitted=rest)
    assert scored(store, owner)["left_out"] == [[owner.permit_code, "", "NOx"]]


def test_a_month_that_is_left_out_leaves_the_axes_open(store: Store) -> None:
    owner = plant(store)
    rest = [coal(month, quantity=quantity("12", "万吨")) for month in range(1, 12)]
    lodge(store, owner, "12", activities=[*rest, *honest("11")])
    short = scored(store, owner)
    assert (short["row_index"], "months.missing" in codes(short)) == (None, True)


def test_a_month_without_fuel_is_told_as_nothing(store: Store) -> None:
    owner = plant(store)
    year = [coal(month, quantity=quantity("12" if month < 12 else "0", "万吨")) for month in range(1, 13)]
    lodge(store, owner, "12", activities=[*year, *honest("11")])
    assert scored(store, owner)["row_index"] is not None


def test_thinned_gas_gains_nothing_in_the_score(store: Store) -> None:
    """Both blow all the gas that 15 万吨 of coal a month can give, the second one four times as much."""
    clean, thin = plant(store), plant(store, 2)
    full = honest("16.2")
    thinned = [line | {"parameters": {"mean_concentration": quantity(mean, "mg/m3")}}
               for line, mean in zip(full, ("3.75", "7.5", "0.75"), strict=True)]  # fmt: skip
    lodge(store, clean, "15", emitted=full)
    lodge(store, thin, "15", emitted=thinned)
    one, other = (scored(store, owner) for owner in (clean, thin))
    assert "gas.beyond_fuel" in [reason["code"] for reason in other["reasons"]]
    assert (other["pollutant"]["value"], other["row_index"]) == (one["pollutant"]["value"], one["row_index"])
    assert other["class"] == one["class"]


def test_a_permitted_amount_that_is_told_no_more_is_missed(store: Store) -> None:
    owner = plant(store)
    permits = [{"name": "permit", "substance": s, "quantity": quantity("500", "t")} for s in ("SO2", "氮氧化物")]
    lodge(store, owner, "12", 2023, reported=permits)
    lodge(store, owner, "12", 2024, reported=permits[:1])
    assert scored(store, owner)["left_out"] == [[owner.permit_code, "", "permit NOx"]]


def test_a_product_that_is_called_another_is_missed_in_its_own(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "12", 2023, production=[*report(owner)["production"], made("熟料")])
    lodge(store, owner, "12", 2024, production=[*report(owner)["production"], made("cement")])
    assert scored(store, owner)["left_out"] == [[owner.permit_code, "", "clinker"]]


def made(product: str) -> Json:
    return {"product": product, "quantity": quantity("10", "万吨"), "unit_id": None}


@pytest.mark.parametrize(
    ("reported", "settled", "expected"),
    [
        ({2023: ["a", "b"], 2024: ["a"]}, [], ["b"]),
        ({2023: ["a", "b"], 2024: ["a"]}, [2024], []),
        ({2022: ["a", "b"], 2023: ["a"], 2024: ["a"]}, [], ["b"]),
        ({2022: ["a", "b"], 2023: ["a"], 2024: ["a"]}, [2023], []),
        ({2021: ["a", "b"], 2024: ["a"]}, [], ["b"]),
        ({2022: ["a", "b"], 2023: ["a"], 2024: ["a", "b"]}, [], []),
        ({2023: ["a"], 2024: ["a", "b"], 2025: []}, [], []),
        ({2024: ["a"]}, [], []),
    ],
)
def test_what_reported_once_is_expected_until_the_bureau_has_looked(
    reported: dict[int, list[str]], settled: list[int], expected: list[str]
) -> None:
    places = {year: [(site, "") for site in sites] for year, sites in reported.items()}
    assert left_out(places, 2024, settled) == tuple((site, "") for site in expected)
