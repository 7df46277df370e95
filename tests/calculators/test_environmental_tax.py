"""The tax at an outlet: only the first items, ordered by equivalents, at the rate of the place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from service.errors import FactorMissing, InvalidInput
from service.reference import load_library
from service.workflows.calculate import calculate


def emission(identifier: str, substance: str, kilograms: str, **more: Any) -> dict[str, Any]:
    quantity = {"value": kilograms, "unit": "kg"}
    return {"id": identifier, "kind": "reported_emission", "substance": substance, "quantity": quantity,
            "basis": "continuous_monitoring", "medium": "air", **more}  # fmt: skip


def assessed(*activities: dict[str, Any], region: str = "140100", **tax: Any) -> dict[str, Any]:
    body = {"sector": "2614", "region": region, "period": "2023", "environmental_tax": tax, "activities": activities}
    found: dict[str, Any] = json.loads(calculate(load_library(), json.dumps(body).encode()))["environmental_tax"]
    return found


def items(tax: dict[str, Any], position: int = 0) -> list[tuple[str, bool, str]]:
    return [(i["substance"], i["payable"], i["tax"]["value"]) for i in tax["classes"][position]["items"]]


def test_only_the_first_three_air_pollutants_of_an_outlet_are_taxed() -> None:
    """By hand, Shanxi at 1.8: SO2 100/0.95 × 1.8 = 189.47, NOx the same, HCl 100/10.75 × 1.8 = 16.74; CO not."""
    found = assessed(*(emission(s, s, "100") for s in ("SO2", "NOx", "HCl", "CO")))
    assert items(found) == [("NOx", True, "189.47"), ("SO2", True, "189.47"), ("HCl", True, "16.74"),
                            ("CO", False, "0.00")]  # fmt: skip
    assert found["total"] == {"value": "395.69", "unit": "CNY"}
    assert found["classes"][0]["items"][0]["rate"]["factor_id"] == "ETP-10/1"


def test_each_outlet_has_its_own_three() -> None:
    found = assessed(
        *(emission(f"a{s}", s, "100", unit_id="DA001") for s in ("SO2", "NOx", "HCl", "CO")),
        emission("b", "CO", "100", unit_id="DA002"),
    )
    assert [(c["outlet"], len([i for i in c["items"] if i["payable"]])) for c in found["classes"]] == [
        ("DA001", 3),
        ("DA002", 1),
    ]


def test_first_class_water_pollutants_are_counted_apart_from_the_others() -> None:
    water = [emission(s, s, "1", medium="water") for s in ("Hg", "Cd", "Cr", "Cr6", "As", "Pb", "COD", "NH3-N", "TP")]
    found = assessed(*water)
    assert [(c["class"], sum(i["payable"] for i in c["items"])) for c in found["classes"]] == [
        ("water_first_class", 5),
        ("water_other", 3),
    ]


def test_cod_bod_and_toc_count_once() -> None:
    """By hand, Shanxi's water at 2.1: TOC 10/0.49 is more than BOD5 10/0.5 and COD 10/1; SS 10/4 × 2.1 = 5.25."""
    found = assessed(*(emission(s, s, "10", medium="water") for s in ("COD", "BOD5", "TOC", "SS")))
    assert items(found) == [("TOC", True, "42.86"), ("BOD5", False, "0.00"), ("COD", False, "0.00"),
                            ("SS", True, "5.25")]  # fmt: skip


def test_total_nitrogen_is_named_as_not_taxed() -> None:
    found = assessed(emission("n", "TN", "10", medium="water"))
    assert found["not_taxed"] == [{"outlet": None, "medium": "water", "substance": "TN"}]
    assert found["total"]["value"] == "0.00"


@pytest.mark.parametrize(("share", "tax"), [("100", "189.47"), ("70", "142.11"), ("50", "94.74"), ("71", "189.47")])
def test_staying_below_the_limit_lowers_the_tax(share: str, tax: str) -> None:
    found = assessed(emission("s", "SO2", "100"), limit_shares={"SO2": {"value": share, "unit": "%"}})
    assert found["total"]["value"] == tax


def test_solid_waste_is_taxed_by_mass() -> None:
    found = assessed(emission("g", "coal_gangue", "2000", medium="waste"))
    assert found["total"]["value"] == "10.00"


def counted(material: str, number: str, unit: str = "head") -> dict[str, Any]:
    return {"id": f"{material}{number}", "kind": "discharge_by_count", "material": material,
            "quantity": {"value": number, "unit": unit}}  # fmt: skip


def noise(identifier: str, excess: str, **parameters: Any) -> dict[str, Any]:
    stated = {"exceedance": {"value": excess, "unit": "dB"}, **parameters}
    return {"id": identifier, "kind": "industrial_noise", "quantity": {"value": "1", "unit": "month"},
            "parameters": stated}  # fmt: skip


def test_noise_enters_the_total_beside_what_has_an_outlet() -> None:
    """By hand: 1400 + 700 for 7 and 5 dB, and 100/0.95 × 1.8 = 189.47 for the SO2."""
    found = assessed(noise("day", "7"), noise("night", "5"), emission("s", "SO2", "100"))
    assert found["total"]["value"] == "2289.47"
    assert [(c["class"], c["tax"]["value"]) for c in found["classes"]] == [
        ("air", "189.47"),
        ("noise", "1400.00"),
        ("noise", "700.00"),
    ]
    assert found["classes"][1]["items"][0]["mass"] is None


@pytest.mark.parametrize(
    ("material", "number", "tax"),
    [("cattle", "50", "0.00"), ("cattle", "51", "1071.00"), ("pig", "500", "0.00"), ("pig", "501", "1052.10"),
     ("poultry", "5000", "0.00"), ("layer", "5001", "350.07"), ("hospital_disinfecting", "20", "0.00")],
)  # fmt: skip
def test_a_farm_is_taxed_only_above_the_size_that_the_law_names(material: str, number: str, tax: str) -> None:
    """By hand, Shanxi's water at 2.1: 51/0.1 × 2.1, 501/1 × 2.1, 5001/30 × 2.1."""
    assert assessed(counted(material, number))["total"]["value"] == tax


def test_waste_water_of_a_small_hospital_is_not_judged_by_its_beds() -> None:
    """By hand: 14 t / 2.8 × 2.1 = 10.5."""
    assert assessed(counted("hospital_disinfecting", "14", "t"))["total"]["value"] == "10.50"


def test_a_place_whose_rate_is_not_known_is_an_error_that_a_stated_rate_answers() -> None:
    with pytest.raises(FactorMissing):
        assessed(emission("s", "SO2", "100"), region="540100")
    stated = assessed(emission("s", "SO2", "95"), region="540100", rates={"air": {"value": "2", "unit": "CNY/eq"}})
    assert stated["total"]["value"] == "200.00"


def test_a_rate_in_a_wrong_unit_is_refused_with_its_pointer() -> None:
    with pytest.raises(InvalidInput) as refused:
        assessed(emission("s", "SO2", "100"), rates={"air": {"value": "2", "unit": "kg"}})
    assert [(f.code, f.pointer) for f in refused.value.faults] == [("unit.dimension", "/environmental_tax/rates/air")]


def test_a_pollutant_sent_with_its_scope_is_taxed_and_carbon_is_not() -> None:
    """By hand: 100 kg / 0.95 kg/eq × 1.8 = 189.47; no equivalent stands for CO2, which is no item that goes untaxed."""
    found = assessed(emission("s", "SO2", "100", scope=1), emission("c", "CO2", "100", scope=1))
    assert (found["total"]["value"], found["not_taxed"]) == ("189.47", [])


def waste(**stated: str) -> dict[str, Any]:
    parameters = {name: {"value": tonnes, "unit": "t"} for name, tonnes in stated.items()}
    return {"id": "w", "kind": "solid_waste", "material": "尾矿", "quantity": {"value": "1000", "unit": "t"},
            "parameters": parameters}  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "tax"),
    [
        ({}, "15000.00"),
        ({"used": "300"}, "10500.00"),
        ({"综合利用量": "300", "贮存量": "200"}, "7500.00"),
        ({"used": "300", "stored": "200", "disposed": "400"}, "1500.00"),
        ({"opening_stock": "50", "used": "1040", "disposed": "0", "closing_stock": "10"}, "0.00"),
        ({"opening_stock": "50", "used": "540", "disposed": "0", "closing_stock": "10"}, "7500.00"),
    ],
)
def test_waste_is_taxed_less_what_is_used_stored_or_disposed_of(stated: dict[str, str], tax: str) -> None:
    """By hand: what is left of 1000 t of tailings, at 15 a tonne; stocks count as stored."""
    assert assessed(waste(**stated))["total"]["value"] == tax
