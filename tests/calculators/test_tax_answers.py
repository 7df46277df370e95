"""What the answer says of the tax: every number with its unit and origin, and what a caller may state instead."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.calculators.calculation import perform
from service.calculators.replay import pack
from service.errors import FactorMissing, InvalidInput
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of
from tests.calculators.test_environmental_tax import assessed, emission, items

Json = dict[str, Any]


def money(value: str) -> Json:
    return {"value": value, "unit": "CNY"}


def listed(value: str, unit: str, factor: str, match: str, source: str, clause: str, trust: str) -> Json:
    return {"value": value, "unit": unit, "factor_id": factor, "match": match, "source": source, "clause": clause,
            "trust": trust}  # fmt: skip


def stated(value: str, unit: str) -> Json:
    return {"value": value, "unit": unit, "match": "reported", "factor_id": None, "source": None, "clause": None,
            "trust": None}  # fmt: skip


def rate(value: str, unit: str = "CNY/eq") -> Json:
    return {"value": value, "unit": unit}


def test_the_whole_answer_of_an_outlet() -> None:
    """By hand, 100 kg SO2 at half its limit in Shanxi: 100 / 0.95 × 1.8 × 0.5 = 94.7368…"""
    found = assessed(emission("s", "SO2", "100", unit_id="DA001"), limit_shares={"SO2": rate("50", "%")})
    sulphur = {
        "substance": "SO2",
        "mass": {"value": "0.1", "unit": "t"},
        "equivalent_value": listed(
            "0.95", "kg/eq", "ETE-A-01", "exact", "tax-law", "附表二 五、序号1", "primary"
        ),
        "equivalents": "105.263157894737",
        "rank": 1,
        "payable": True,
        "rate": listed("1.8", "CNY/eq", "ETP-10/1", "regional_default", "tax-provinces", "正文", "secondary"),
        "reduction": "0.5",
        "tax": money("94.74"),
    }  # fmt: skip
    clause = "第九条: 每一排放口前三项"
    outlet = {"outlet": "DA001", "class": "air", "clause": clause, "items": [sulphur], "tax": money("94.74")}
    rounding = {"places": "2", "mode": "half_up", "unit": "CNY", "clause": "税额以元为单位保留两位小数"}
    assert found == {"total": money("94.74"), "classes": [outlet], "not_taxed": [], "rounding": rounding,
                     "source": "tax-law"}  # fmt: skip


def test_solid_waste_has_no_equivalents_and_a_rate_by_mass() -> None:
    """By hand: 2 t gangue × 5, and 3 t fly ash at the rate of all other waste, × 25."""
    found = assessed(
        emission("f", "fly_ash", "3000", medium="waste"), emission("g", "coal_gangue", "2000", medium="waste")
    )
    waste = found["classes"][0]
    gangue, ash = waste["items"]
    assert (waste["class"], waste["clause"], waste["outlet"], waste["tax"]) == (
        "solid_waste",
        "第五条",
        None,
        money("85.00"),
    )
    assert gangue == {
        "substance": "coal_gangue", "mass": {"value": "2", "unit": "t"}, "equivalent_value": None, "equivalents": None,
        "rank": 1, "payable": True, "reduction": "1", "tax": money("10.00"),
        "rate": listed("5", "CNY/t", "ETR-03", "exact", "tax-law", "附表一", "primary"),
    }  # fmt: skip
    assert (ash["rate"]["factor_id"], ash["tax"]) == ("ETR-06", money("75.00"))


def test_what_is_not_among_the_first_items_has_no_rate_and_costs_nothing() -> None:
    found = assessed(*(emission(s, s, "100") for s in ("SO2", "NOx", "HCl", "CO")))
    last = found["classes"][0]["items"][3]
    assert (last["substance"], last["rank"], last["payable"], last["rate"]) == ("CO", 4, False, None)
    assert (last["reduction"], last["tax"]) == ("1", money("0.00"))
    assert [item["rank"] for item in found["classes"][0]["items"]] == [1, 2, 3, 4]


def test_a_rate_stated_for_a_pollutant_goes_before_that_for_its_medium() -> None:
    """By hand: 100 equivalents each; SO2 × 3, HCl × 2."""
    found = assessed(
        emission("s", "SO2", "95"), emission("h", "HCl", "1075"), rates={"air": rate("2"), "air:SO2": rate("3")}
    )
    assert items(found) == [("HCl", True, "200.00"), ("SO2", True, "300.00")]
    assert [item["rate"] for item in found["classes"][0]["items"]] == [stated("2", "CNY/eq"), stated("3", "CNY/eq")]


def test_a_rate_stated_for_waste_is_by_mass() -> None:
    waste = emission("g", "coal_gangue", "2000", medium="waste")
    found = assessed(waste, rates={"waste": rate("7", "CNY/t")})
    assert found["classes"][0]["items"][0]["rate"] == stated("7", "CNY/t")
    assert found["total"] == money("14.00")
    with pytest.raises(InvalidInput) as refused:
        assessed(waste, rates={"waste": rate("7")})
    assert [(f.code, f.pointer) for f in refused.value.faults] == [("unit.dimension", "/environmental_tax/rates/waste")]


def test_a_stated_equivalent_goes_before_that_of_the_law_and_makes_a_pollutant_taxed() -> None:
    """By hand, Shanxi's water at 2.1: nitrogen 10 kg / 0.5 kg × 2.1 = 42; COD 10 / 2 × 2.1 = 10.5."""
    found = assessed(
        *(emission(s, s, "10", medium="water") for s in ("TN", "COD")),
        equivalents={"TN": rate("0.5", "kg/eq"), "COD": rate("2", "kg/eq")},
    )
    assert items(found) == [("TN", True, "42.00"), ("COD", True, "10.50")]
    assert (found["classes"][0]["class"], found["not_taxed"]) == ("water_other", [])
    assert found["classes"][0]["items"][0]["equivalent_value"] == stated("0.5", "kg/eq")


@pytest.mark.parametrize("stating", ["equivalents", "limit_shares"])
def test_a_statement_in_a_wrong_unit_is_refused_with_its_pointer(stating: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        assessed(emission("s", "SO2", "100"), region="140100", **{stating: {"SO2": rate("1", "GJ")}})
    faults = [(f.code, f.pointer) for f in refused.value.faults]
    assert faults == [("unit.dimension", f"/environmental_tax/{stating}/SO2")]


@pytest.mark.parametrize(
    ("region", "substance", "factor"),
    [
        ("310000", "SO2", "ETP-02/3"),  # Shanghai has a rate of its own for SO2
        ("310000", "CO", "ETP-02/5"),
        ("370000", "SO2", "ETP-03/1"),  # Shandong has one for SO2 and NOx together
        ("370000", "NOx", "ETP-03/1"),
        ("370000", "CO", "ETP-03/2"),
    ],
)
def test_the_closest_rate_of_a_place_is_taken(region: str, substance: str, factor: str) -> None:
    found = assessed(emission("e", substance, "100"), region=region)
    assert found["classes"][0]["items"][0]["rate"]["factor_id"] == factor


def test_a_missing_rate_says_for_what_it_was_wanted() -> None:
    with pytest.raises(FactorMissing) as missing:
        assessed(emission("s", "SO2", "100"), region="540100")
    assert missing.value.faults[0].params["role"] == "tax_rate"


def test_each_amount_is_rounded_for_itself_and_the_total_once() -> None:
    """By hand: two items of 100 equivalents at 0.00005 are 0.005 each, printed 0.01; their sum is 0.01, not 0.02."""
    found = assessed(*(emission(s, s, "95") for s in ("SO2", "NOx")), rates={"air": rate("0.00005")})
    assert [tax for _, _, tax in items(found)] == ["0.01", "0.01"]
    assert (found["classes"][0]["tax"], found["total"]) == (money("0.01"), money("0.01"))


@pytest.mark.parametrize(
    ("places", "equivalents", "tax"), [(0, "2", "20.00"), (1, "1.5", "15.00"), (None, "1.5", "15.00")]
)
def test_equivalents_are_rounded_before_they_are_taxed_where_a_form_does_so(
    places: int | None, equivalents: str, tax: str
) -> None:
    """By hand: 1.425 kg / 0.95 kg = 1.5 equivalents at 10."""
    found = assessed(emission("s", "SO2", "1.425"), rates={"air": rate("10")}, equivalent_places=places)
    assert found["classes"][0]["items"][0]["equivalents"] == equivalents
    assert found["total"] == money(tax)


def test_masses_of_one_outlet_add_up_and_outlets_stand_in_order() -> None:
    found = assessed(
        emission("c", "CO", "10", unit_id="DA002"),
        emission("a", "SO2", "40", unit_id="DA001"),
        emission("b", "SO2", "55", unit_id="DA001"),
        emission("n", "TN", "1", unit_id="DW001", medium="water"),
        emission("x", "PM2.5", "1", unit_id="DA003"),
    )
    assert [(c["outlet"], c["items"][0]["mass"]["value"]) for c in found["classes"]] == [
        ("DA001", "0.095"),
        ("DA002", "0.01"),
    ]
    assert [(u["outlet"], u["medium"]) for u in found["not_taxed"]] == [("DA003", "air"), ("DW001", "water")]


def test_a_pollutant_sent_with_the_site_as_its_scope_is_taxed_and_a_greenhouse_gas_is_not() -> None:
    found = assessed(
        emission("g", "CO2", "10", scope=1, basis="published"),
        emission("s", "SO2", "95", scope=1),
        emission("c", "CO", "95", scope=2),
    )
    assert [item["substance"] for item in found["classes"][0]["items"]] == ["SO2"]
    assert found["not_taxed"] == []


def test_what_the_total_leaves_out_is_not_taxed_either() -> None:
    """Monitoring goes before a coefficient for the same outlet: 95 kg count, not 195."""
    found = assessed(emission("m", "SO2", "95"), emission("k", "SO2", "100", basis="coefficient"))
    assert found["classes"][0]["items"][0]["mass"] == {"value": "0.095", "unit": "t"}


def test_the_grounds_of_a_taxed_report_hold_what_the_tax_rests_on() -> None:
    """How many items each class has, and the reduction, are numbers of the law like any other."""
    tax = {"limit_shares": {"SO2": rate("60", "%")}}
    body = {"sector": "2614", "region": "140100", "period": "2023", "environmental_tax": tax}
    raw = json.dumps(body | {"activities": [emission("s", "SO2", "1")]}).encode()
    packed = json.loads(pack(perform(submission_of(read_calculation(raw), load_library()), load_library())))
    used = {factor["id"] for factor in packed["factors"]}
    assert used == {"ETE-A-01", "ETP-10/1", "ETL-01", "ETL-02", "ETL-03", "ETL-04"}
    assert packed["tax_rules"]["source"] == "tax-law"


def test_a_water_pollutant_stands_in_the_class_that_the_annex_prints_beside_it_and_in_no_other() -> None:
    """By hand, Shanxi's water at 2.1: mercury 1 g / 0.5 g × 2.1 = 4.2; COD 10 kg / 1 kg × 2.1 = 21."""
    water = (emission("m", "Hg", "0.001", medium="water"), emission("c", "COD", "10", medium="water"))
    found = assessed(*water, emission("a", "SO2", "95"))
    classes = [(c["class"], c["clause"], [i["substance"] for i in c["items"]], c["tax"]) for c in found["classes"]]
    assert classes == [
        ("air", "第九条: 每一排放口前三项", ["SO2"], money("180.00")),
        ("water_first_class", "第九条: 每一排放口前五项", ["Hg"], money("4.20")),
        ("water_other", "第九条: 每一排放口前三项", ["COD"], money("21.00")),
    ]
    assert found["total"] == money("205.20")


def test_what_a_plant_removes_is_not_taxed_with_what_it_discharges() -> None:
    """By hand: 1000 t of water at 200 mg/L are 0.2 t COD; 75 % are removed, and the 0.05 t left are taxed."""
    parameters = {"influent_concentration:COD": rate("200", "mg/L"), "removal_efficiency:COD": rate("75", "%")}
    works: Json = {"id": "w", "kind": "wastewater_discharge", "quantity": rate("1000", "t")}
    found = assessed(works | {"parameters": parameters | {"running_rate": rate("100", "%")}})
    assert found["classes"][0]["items"][0]["mass"] == {"value": "0.05", "unit": "t"}
