"""The published records as demo data: all of them, without names, each figure posted where a check can see it."""

from __future__ import annotations

import re

from service.demo.posting import as_plant, figures
from service.demo.published import records
from service.demo.reading import read_json, read_yaml
from service.units import parse_quantity

HIDDEN = re.compile(r"identity_|enterprise_name")
RECORDS = 46
RECOMPUTATIONS = 38


def rows() -> list[dict[str, str]]:
    data = read_yaml("recomputations.yaml")
    return [row for part in ("level_a", "level_b", "not_expressible") for row in data[part]]


def test_every_record_is_there_once_and_none_carries_a_name() -> None:
    raw = read_json("published.json")["records"]
    assert len({record["id"] for record in raw}) == len(raw) == RECORDS
    assert not any(HIDDEN.search(key) for record in raw for key in record)


def test_every_recomputation_is_told_or_its_reason_given() -> None:
    told = [row["id"] for row in rows()]
    assert len(set(told)) == len(told) == RECOMPUTATIONS
    known = {record.id: record for record in records()}
    assert all(row["quantity"] in known[row["record"]].quantities for row in rows())


def test_published_quantities_that_are_posted_pass_the_unit_gate_as_printed() -> None:
    for record in records():
        body = figures(record)
        for entry in (*body["activities"], *body["production"], *body["reported"]):
            parse_quantity(entry["quantity"]["value"], entry["quantity"]["unit"])


def test_a_record_keeps_its_id_and_takes_a_reserved_code() -> None:
    record = records()[0]
    plant = as_plant(record, "370000", 2023)
    assert plant.label == plant.enterprise["demo_record"] == plant.enterprise["name"] == record.id
    assert plant.report["facility"].startswith(record.credit_code)
