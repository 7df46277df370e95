"""What a method's document offers as a choice is what the method counts."""

from __future__ import annotations

from typing import Any

from service.api.method_views import method_detail
from service.calculators.calculation import methods_of
from service.reference import load_library


def document(method: str) -> dict[str, Any]:
    library = load_library()
    return method_detail(methods_of(library).by_id[method], library)


def offered(method: str, kind: str, choice: str) -> list[str]:
    choices = next(activity["choices"] for activity in document(method)["activities"] if activity["kind"] == kind)
    return list(choices.get(choice, []))


def materials(method: str, kind: str) -> list[str]:
    return offered(method, kind, "material")


def test_a_kind_offers_only_what_one_of_its_rules_covers() -> None:
    assert materials("CN-CETS-STEEL-2024", "carbonate_use") == ["dolomite", "limestone"]
    counted = materials("CN-CETS-STEEL-2024", "carbon_output")
    assert {"crude_steel", "pig_iron", "coal_tar", "coke", "cog"} <= set(counted)
    assert "electrode" not in counted


def test_what_is_counted_elsewhere_is_no_choice() -> None:
    counted = materials("CN-CETS-STEEL-2024", "fuel_combustion")
    assert "coke" in counted
    assert not {"cog", "bfg", "ldg"} & set(counted)


def test_words_for_all_materials_or_all_processes_are_no_names_of_one() -> None:
    assert not {"any", "gas", "oil"} & set(materials("TCSES-144-2024", "fuel_combustion"))
    assert not {"any", "coal"} & set(offered("TCSES-144-2024", "fuel_combustion", "process"))
    assert "correction" not in materials("CN-DIFFUSE-SOURCES", "fertilizer_ammonia")
    assert "deep_placement" not in offered("CN-DIFFUSE-SOURCES", "fertilizer_ammonia", "process")


def test_a_stack_is_offered_no_watering_of_roads_and_no_scrubber_of_another_pollutant() -> None:
    treatments = offered("TCSES-144-2024", "fuel_combustion", "treatment")
    assert {"limestone_gypsum_fgd", "electrostatic", "scr"} <= set(treatments)
    assert not [name for name in treatments if name.startswith(("paved_road", "site_", "coal_pile"))]
    assert "scr" not in offered("TCSES-144-PROCESS", "sinter_sulfur_balance", "treatment")


def test_a_kiln_is_offered_kilns() -> None:
    kilns = offered("TCSES-144-PRODUCTS", "clinker_production", "process")
    assert kilns == ["other_rotary_kiln", "precalciner", "shaft_kiln"]


def test_the_products_of_a_method_are_listed_with_their_names() -> None:
    products = {entry["id"]: entry for entry in document("TCSES-144-PROCESS")["materials"]}
    assert {"sinter", "aluminium", "flat_glass", "benzene", "opc_clinker"} <= set(products)
    assert products["sinter"]["name"]["zh"] == "烧结矿"
    assert set(materials("TCSES-144-PROCESS", "process_production")) <= set(products)
