"""What a method's document offers as a choice is what the method counts."""

from __future__ import annotations

from service.api.method_views import method_detail
from service.calculators.calculation import methods_of
from service.reference import load_library


def materials(method: str, kind: str) -> list[str]:
    library = load_library()
    document = method_detail(methods_of(library).by_id[method], library)
    offered = next(a["choices"].get("material", []) for a in document["activities"] if a["kind"] == kind)
    return list(offered)


def test_a_kind_offers_only_what_one_of_its_rules_covers() -> None:
    assert materials("CN-CETS-STEEL-2024", "carbonate_use") == ["dolomite", "limestone"]
    offered = materials("CN-CETS-STEEL-2024", "carbon_output")
    assert {"crude_steel", "pig_iron", "coal_tar", "coke", "cog"} <= set(offered)
    assert "electrode" not in offered


def test_what_is_counted_elsewhere_is_no_choice() -> None:
    offered = materials("CN-CETS-STEEL-2024", "fuel_combustion")
    assert "coke" in offered
    assert not {"cog", "bfg", "ldg"} & set(offered)
