"""Names that a report may use for materials, products and animals, in Chinese and in English."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.reference import load_library
from service.requests.reports import read_calculation
from service.spelling import folded
from service.vocabulary import MATERIALS, PRODUCTS, material_id, product_id
from service.workflows.calculate import calculate
from service.workflows.intake import submission_of

BODY = {"sector": "0313", "region": "140000", "period": "2024", "trust": "recalled"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("奶牛", "dairy"),
        ("生猪", "pig"),
        ("烧结矿", "sinter"),
        ("电解铝", "aluminium"),
        ("重型柴油车", "hdv_diesel"),
        ("水泥熟料", "opc_clinker"),  # the register of materials goes before that of products
        ("烟煤", "bituminous"),
        ("soda ash", "na2co3"),
        ("Sodium carbonate", "na2co3"),
        ("Blast-Furnace Gas", "bfg"),
        ("aviation gasoline", "avgas"),
        ("wood", "firewood"),
        ("无人知晓之物", "无人知晓之物"),
    ],
)
def test_a_line_may_name_its_material_in_any_spelling(name: str, meant: str) -> None:
    assert material_id(load_library(), name) == meant


@pytest.mark.parametrize("register", [MATERIALS, PRODUCTS])
def test_no_spelling_means_two_things_of_one_register(register: str) -> None:
    meant: dict[str, str] = {}
    for name, entry in load_library().documents[register].items():
        for spelling in (name, entry["name_zh"], entry["name_en"], *entry.get("aliases", ())):
            assert meant.setdefault(folded(spelling), name) == name, spelling


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("水泥熟料", "clinker"),
        ("Crude steel", "crude_steel"),
        ("粗钢", "crude_steel"),
        ("发电量", "electricity_generated"),
        ("甲", "甲"),
    ],
)
def test_an_output_may_be_named_in_chinese(name: str, meant: str) -> None:
    assert product_id(load_library(), name) == meant


def test_an_output_of_a_request_is_read_under_the_name_that_figures_ask_for() -> None:
    made = {"product": "水泥熟料", "quantity": {"value": "1000", "unit": "t"}}
    body = json.dumps({**BODY, "activities": [animals("奶牛")], "production": [made]})
    submission = submission_of(read_calculation(body.encode()), load_library())
    assert [record.product for record in submission.production] == ["clinker"]


def test_dairy_cows_give_the_same_ammonia_under_either_name() -> None:
    assert ammonia("奶牛") == ammonia("dairy") == "3.805000000"  # 100 head x 38.05 kg


def test_every_name_of_a_product_is_one_products_name() -> None:
    documents = load_library().documents
    names = [name for key, e in documents[PRODUCTS].items() for name in {key, e["name_zh"], *e.get("aliases", ())}]
    assert len(names) == len(set(names))
    assert not set(documents[PRODUCTS]) & (set(documents[MATERIALS]) - {"coke", "pig_iron", "crude_steel"})


def animals(name: str) -> dict[str, Any]:
    return {"id": "a", "kind": "livestock_ammonia", "material": name, "quantity": {"value": "100", "unit": "head"}}


def ammonia(name: str) -> str:
    answer = json.loads(calculate(load_library(), json.dumps({**BODY, "activities": [animals(name)]}).encode()))
    return str(answer["results"][0]["mass"]["value"])
