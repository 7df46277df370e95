"""Tricks that need reports: declaring before anybody has looked, correcting after acceptance, leaving a set out."""

from __future__ import annotations

from typing import Any

import orjson

from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.submit import correct_report
from tests.workflows.builders import Plant, encode, library, plant, quantity
from tests.workflows.lodging import body, freeze_peers, lodge, refreshed

Json = dict[str, Any]


def row_of(store: Store, owner: Plant) -> tuple[str, str | None, Json]:
    with store.read() as session:
        (row,) = all_scores(session, ScoreQuery("DNZ-1@1.1", 2024, credit_code=owner.credit_code))
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
